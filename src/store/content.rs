//! Which of two versions of a response stands: its time, then a hash of its content, never the order of imports.

use crate::logic::Missing;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::Column;
use crate::response::NO_TIME;
use crate::response::TextColumn;
use sha2::Digest;
use sha2::Sha256;

/// A response id, hashed: two ids of one hash would take 2⁶⁴ responses to meet.
pub(super) type IdHash = [u64; 2];

/// The hash of a response id.
pub(super) fn id_hash(id: &str) -> IdHash {
    let hash = Sha256::digest(id.as_bytes());
    let part = |from: usize| {
        hash[from..from + 8]
            .iter()
            .fold(0u64, |number, &byte| number << 8 | u64::from(byte))
    };
    [part(0), part(8)]
}

/// The time versions are told apart by: last change, else submission, else [`NO_TIME`].
pub(super) fn version_time(batch: &Batch, row: usize) -> i64 {
    let modified = batch.meta.modified[row];
    if modified == NO_TIME {
        batch.meta.submitted[row]
    } else {
        modified
    }
}

/// A hash of what each response says: everything but its id, the line it stood on, and derived values (they follow from the
/// rest). It does not depend on the order of questions or options, on labels, or on questions that were not in its version.
pub(super) fn content_hashes(survey: &Survey, batch: &Batch) -> Vec<u64> {
    let rows = batch.len();
    let meta = &batch.meta;
    let mut sums = vec![0u64; rows];
    let mut add = |row: usize, seed: u64, value: u64| sums[row] = sums[row].wrapping_add(mix(seed ^ mix(value)));
    for (name, texts) in [("_respondent", &meta.respondent), ("_language", &meta.language)] {
        let seed = text_hash(name);
        (0..rows)
            .filter(|&row| !texts.words(row).is_empty())
            .for_each(|row| add(row, seed, text_hash(texts.words(row))));
    }
    for (name, times) in [
        ("_submitted", &meta.submitted),
        ("_started", &meta.started),
        ("_modified", &meta.modified),
    ] {
        let seed = text_hash(name);
        (0..rows)
            .filter(|&row| times[row] != NO_TIME)
            .for_each(|row| add(row, seed, times[row].cast_unsigned()));
    }
    let waves: Vec<u64> = meta.waves.iter().map(|wave| text_hash(wave.as_str())).collect();
    (0..rows).for_each(|row| add(row, text_hash("_wave"), waves[usize::from(meta.wave[row])]));
    for (variable, column) in survey.variables.iter().zip(&batch.columns) {
        if variable.origin == Origin::Derived {
            continue;
        }
        let seed = text_hash(variable.id.as_str());
        for row in 0..rows {
            if let Some(value) = cell_hash(&variable.domain, column, row) {
                add(row, seed, value);
            }
        }
    }
    sums
}

/// `None` for a question that was not in the version.
fn cell_hash(domain: &Domain, column: &Column, row: usize) -> Option<u64> {
    let values = |position: usize| {
        let option = domain.options().and_then(|list| list.options.get(position));
        option.map_or(u64::MAX, |option| i64::from(option.value).cast_unsigned())
    };
    // Numbers of different kinds of cell never need telling apart: one variable has one kind.
    Some(match column.get(row) {
        Cell::Missing(Missing::NotInVersion) => return None,
        Cell::Missing(kind) => text_hash(kind.code()),
        Cell::Option(position) => mix(values(usize::from(position)) ^ 0x6f70),
        Cell::Multiple(bits) => {
            let chosen = (0..128usize).filter(|position| bits >> position & 1 == 1);
            chosen.fold(0x6d75, |sum, position| sum.wrapping_add(mix(values(position))))
        }
        // Adding zero makes the negative zero a zero.
        Cell::Number(value) => (value + 0.0).to_bits(),
        Cell::Text(words) => text_hash(words),
        Cell::Date(days) => i64::from(days).cast_unsigned(),
    })
}

/// Ids of a batch, hashed.
pub(super) fn id_hashes(ids: &TextColumn) -> Vec<IdHash> {
    (0..ids.len()).map(|row| id_hash(ids.words(row))).collect()
}

/// The finishing step of `SplitMix64`. Source: Steele, Lea and Flood (2014), OOPSLA, 453–472.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

/// FNV-1a, 64 bits, then mixed.
fn text_hash(text: &str) -> u64 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(fnv)
}
