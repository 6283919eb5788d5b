//! What is known of a response beside its answers: ids, times, wave, language.

use super::aliases;
use super::aliases::MetaColumn;
use super::dates;
use super::dates::Zone;
use super::decode::Rows;
use super::decode::Trouble;
use super::duration;
use super::layout::Layout;
use super::quarantine::Reason;
use super::setup::Identity;
use super::setup::WaveNames;
use super::text;
use crate::definition::mapping::DateOrder;
use crate::logic::Missing;
use crate::model::Calendar;
use crate::model::WaveId;
use crate::response::Cell;
use crate::response::NO_TIME;
use crate::response::TextColumn;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::fmt::Write;

/// Reads the columns that are no answers.
pub(super) struct MetaReader {
    pub times: [Option<(usize, DateOrder)>; 3],
    pub zone: Zone,
    pub wave: WaveSource,
    pub waves: Vec<WaveId>,
    wave_memo: HashMap<Box<[u8]>, Option<u16>>,
    identity: Identity,
    id: Option<usize>,
    /// Columns that make up an id where there is none: position and header.
    content: Vec<(usize, String)>,
    seen: HashMap<u128, u32>,
    key: Option<Vec<u8>>,
    /// How long a response took, where no column says when it began.
    pub duration: Option<usize>,
    /// Whether the file gives pseudonyms, as the collector does, and no names.
    pub pseudonymous: bool,
}

/// Where the wave comes from.
#[derive(Debug, Clone)]
pub(super) enum WaveSource {
    /// All rows have this one.
    Constant(WaveId),
    /// A column names it.
    Column(usize, WaveNames),
    /// The time of submission, else of the last change, else of the beginning.
    Time,
}

/// Most different waves of one file.
const MOST_WAVES: usize = 10_000;

impl MetaReader {
    pub(super) fn new(layout: &Layout, wave: WaveSource, zone: Zone, identity: Identity, key: Option<&[u8]>) -> Self {
        let volatile = |header: &String| aliases::is_volatile(&text::name_key(header));
        let mut content: Vec<(usize, String)> = layout
            .headers
            .shown
            .iter()
            .cloned()
            .enumerate()
            .filter(|(_, header)| !volatile(header))
            .collect();
        content.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        Self {
            times: [None; 3],
            zone,
            wave,
            waves: Vec::new(),
            wave_memo: HashMap::new(),
            identity,
            id: layout.meta(MetaColumn::ResponseId),
            content,
            seen: HashMap::new(),
            key: key.map(<[u8]>::to_vec),
            duration: None,
            pseudonymous: false,
        }
    }

    /// When each response began, from when it was sent and how long it took.
    pub(super) fn begun(&self, rows: &Rows<'_>, submitted: &[i64], started: &mut [i64]) {
        let Some(column) = self.duration else { return };
        for (row, started) in started.iter_mut().enumerate() {
            let taken = text::utf8(&rows.cell(row, column)).and_then(duration::seconds);
            if let Some(taken) = taken.filter(|_| submitted[row] != NO_TIME) {
                *started = submitted[row] - taken;
            }
        }
    }

    /// Moments of one of the time columns; what is no time is trouble.
    pub(super) fn moments(&mut self, which: usize, rows: &Rows<'_>, troubles: &mut Vec<Trouble>) -> Vec<i64> {
        let Some((column, order)) = self.times[which] else {
            return vec![NO_TIME; rows.rows.len()];
        };
        let mut moments = Vec::with_capacity(rows.rows.len());
        for row in 0..rows.rows.len() {
            let field = rows.field(row, column);
            let quick = if field.is_raw() {
                None
            } else {
                dates::machine_moment(rows.block.raw(field))
            };
            let moment = match quick {
                Some((day, seconds, true)) => Some(i64::from(day) * 86_400 + seconds),
                Some((day, seconds, false)) => self.zone.moment(day, seconds),
                None if field.len() == 0 => Some(NO_TIME),
                None => self.written_moment(&rows.cell(row, column), order),
            };
            if moment.is_none() {
                troubles.push(Trouble {
                    row,
                    column,
                    reason: Reason::NotATime,
                    part: None,
                });
            }
            moments.push(moment.unwrap_or(NO_TIME));
        }
        moments
    }

    fn written_moment(&mut self, cell: &[u8], order: DateOrder) -> Option<i64> {
        let words = text::utf8(cell)?;
        if text::trimmed(words).is_empty() {
            return Some(NO_TIME);
        }
        let Some(written) = dates::parse(words) else {
            let (day, seconds) = dates::serial(words)?;
            return self.zone.moment(day, seconds);
        };
        let day = written.day(order)?;
        let seconds = written.seconds.unwrap_or(0);
        match written.offset {
            Some(offset) => Some(i64::from(day) * 86_400 + seconds - offset),
            None => self.zone.moment(day, seconds),
        }
    }

    /// The wave of each row as a position in `self.waves`; `None` where there is none. A time of submission that cannot be
    /// read (`unreadable` rows) is no reason to go by another time: that could be of another wave.
    pub(super) fn wave_of_rows(
        &mut self,
        rows: &Rows<'_>,
        times: [&[i64]; 3],
        unreadable: &BTreeSet<usize>,
        calendar: &Calendar,
    ) -> Vec<Option<u16>> {
        match self.wave.clone() {
            WaveSource::Constant(wave) => vec![self.position(Some(wave)); rows.rows.len()],
            WaveSource::Column(column, names) => {
                let mut found = Vec::with_capacity(rows.rows.len());
                for row in 0..rows.rows.len() {
                    let raw = rows.block.raw(rows.field(row, column));
                    let position = if let Some(&known) = self.wave_memo.get(raw) {
                        known
                    } else {
                        let wave = text::utf8(&rows.cell(row, column))
                            .and_then(|name| named(text::trimmed(name), names, calendar));
                        let position = self.position(wave);
                        self.wave_memo.insert(raw.into(), position);
                        position
                    };
                    found.push(position);
                }
                found
            }
            WaveSource::Time => {
                let of_row = |row: usize| times.iter().map(|times| times[row]).find(|time| *time != NO_TIME);
                let mut days: HashMap<i64, Option<u16>> = HashMap::new();
                let mut found = Vec::with_capacity(rows.rows.len());
                for row in 0..rows.rows.len() {
                    // Zones are whole quarters of an hour apart, so that one answer holds for each of these.
                    let time = of_row(row).filter(|_| !unreadable.contains(&row));
                    let position = time.and_then(|time| {
                        let quarter = time.div_euclid(900);
                        *days
                            .entry(quarter)
                            .or_insert_with(|| self.position(calendar.wave_of(time)))
                    });
                    found.push(position);
                }
                found
            }
        }
    }

    /// A wave as a position in `self.waves`.
    pub(super) fn position(&mut self, wave: Option<WaveId>) -> Option<u16> {
        let wave = wave?;
        let known = self.waves.iter().position(|known| *known == wave);
        let position = known.or_else(|| {
            let new = self.waves.len();
            (new < MOST_WAVES).then(|| {
                self.waves.push(wave);
                new
            })
        })?;
        u16::try_from(position).ok()
    }

    /// The id of a row, in `into`.
    pub(super) fn id(&mut self, rows: &Rows<'_>, row: usize, into: &mut String) {
        into.clear();
        if self.identity == Identity::Row {
            let _ = write!(into, "{}", rows.rows[row].number);
            return;
        }
        if let Some(column) = self.id {
            let cell = rows.cell(row, column);
            if let Some(id) = text::utf8(&cell).map(text::trimmed).filter(|id| !id.is_empty()) {
                into.push_str(id);
                return;
            }
        }
        self.content_id(rows, row, into);
    }

    /// An id made of the row's content and of how often that content came before.
    fn content_id(&mut self, rows: &Rows<'_>, row: usize, into: &mut String) {
        let mut hash = Sha256::new();
        for (column, header) in &self.content {
            let cell = rows.cell(row, *column);
            let cell = cell.trim_ascii();
            if !cell.is_empty() {
                hash.update(header.as_bytes());
                hash.update([0x1f]);
                hash.update(cell);
                hash.update([0x1e]);
            }
        }
        let digest = hash.finalize();
        let short = digest
            .first_chunk::<16>()
            .map_or(0, |bytes| u128::from_be_bytes(*bytes));
        let times = self.seen.entry(short).or_default();
        *times += 1;
        let _ = if *times == 1 {
            write!(into, "c{short:032x}")
        } else {
            write!(into, "c{short:032x}-{times}")
        };
    }

    /// The pseudonym of the person in a cell.
    pub(super) fn respondent(&self, rows: &Rows<'_>, row: usize, column: Option<usize>, into: &mut TextColumn) {
        let Some(column) = column.filter(|_| self.pseudonymous || self.key.is_some()) else {
            return into.push(Cell::Missing(Missing::NotInVersion));
        };
        let cell = rows.cell(row, column);
        let name = text::utf8(&cell).map(text::trimmed).filter(|name| !name.is_empty());
        match (name, &self.key) {
            (None, _) => into.push(Cell::Missing(Missing::Skipped)),
            (Some(name), Some(key)) if !self.pseudonymous => into.push(Cell::Text(&pseudonym(key, name))),
            (Some(name), _) => into.push(Cell::Text(name)),
        }
    }
}

fn named(name: &str, names: WaveNames, calendar: &Calendar) -> Option<WaveId> {
    match names {
        _ if name.is_empty() => None,
        WaveNames::Calendar => calendar.parse(name),
        WaveNames::AsWritten => Some(WaveId::new(name)),
    }
}

/// HMAC-SHA-256 of a name under a key, the first 128 bits in hex. Source: RFC 2104.
#[must_use]
pub fn pseudonym(key: &[u8], name: &str) -> String {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(name.as_bytes())
        .finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    outer.iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_are_hmac_sha_256() {
        // RFC 4231, test cases 2 and 6.
        assert_eq!(
            pseudonym(b"Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c7"
        );
        let long = [0xaa; 131];
        assert_eq!(
            pseudonym(&long, "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f"
        );
    }
}
