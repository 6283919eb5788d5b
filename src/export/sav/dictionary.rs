//! The dictionary of a system file: header, variables, labels, and the records that later versions of SPSS added.

use super::super::Field;
use super::super::FieldKind;
use super::super::Layout;
use super::Column;
use super::bytes::BIAS;
use super::bytes::NONE;
use super::bytes::parts;
use super::cut_at;
use super::word;
use crate::logic::Missing;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::io::Write;

/// Longest label of a variable and of a value, in bytes.
const LABEL: usize = 255;
const VALUE_LABEL: usize = 120;

/// Formats of SPSS by their numbers.
const FORMAT_A: i32 = 1;
const FORMAT_F: i32 = 5;
const FORMAT_DATE: i32 = 20;
const FORMAT_DATETIME: i32 = 22;

/// Writes all of it.
pub(super) fn write(layout: &Layout<'_>, columns: &[Column], rows: u64, out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    let places = places(columns);
    header(layout, columns, &places, rows, &mut bytes)?;
    for (column, field) in columns.iter().zip(&layout.fields) {
        variable(column, field, &mut bytes);
    }
    for ((column, field), place) in columns.iter().zip(&layout.fields).zip(&places) {
        value_labels(layout, column, field, *place, &mut bytes);
    }
    documents(layout, &mut bytes);
    machine(&mut bytes);
    multiple_response(layout, columns, &mut bytes);
    display(columns, &layout.fields, &mut bytes);
    let names = columns
        .iter()
        .map(|column| format!("{}={}", column.short, column.name))
        .collect::<Vec<_>>();
    extension(13, 1, names.join("\t").as_bytes(), &mut bytes);
    let long: String = columns
        .iter()
        .filter(|column| column.width > 255)
        .map(|column| format!("{}={:05}\0\t", column.short, column.width))
        .collect::<Vec<_>>()
        .concat();
    if !long.is_empty() {
        extension(14, 1, long.as_bytes(), &mut bytes);
    }
    let mut count = 1u64.to_le_bytes().to_vec();
    count.extend(rows.to_le_bytes());
    extension(16, 8, &count, &mut bytes);
    extension(20, 1, b"UTF-8", &mut bytes);
    int(999, &mut bytes);
    int(0, &mut bytes);
    out.write_all(&bytes)
}

/// The place of each variable among the values of a case, from 1: words of more than eight bytes take several.
fn places(columns: &[Column]) -> Vec<i32> {
    let mut next = 1;
    columns
        .iter()
        .map(|column| {
            let here = next;
            next += elements(column);
            here
        })
        .collect()
}

fn elements(column: &Column) -> i32 {
    let all: usize = parts(column.width).iter().map(|width| width.div_ceil(8).max(1)).sum();
    i32::try_from(all).unwrap_or(i32::MAX)
}

fn header(layout: &Layout<'_>, columns: &[Column], places: &[i32], rows: u64, out: &mut Vec<u8>) -> io::Result<()> {
    let cases = i32::try_from(rows).map_err(|_| {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            "an SPSS file holds at most 2147483647 responses",
        )
    })?;
    out.extend(b"$FL2");
    let product = concat!("@(#) SPSS DATA FILE manyi ", env!("CARGO_PKG_VERSION"));
    padded(product, 60, out);
    int(2, out);
    int(columns.iter().map(elements).sum(), out);
    int(1, out);
    let weight = layout.survey.weight.and_then(|weight| {
        let at = layout
            .fields
            .iter()
            .position(|field| field.variable() == Some(weight))?;
        places.get(at).copied()
    });
    int(weight.unwrap_or(0), out);
    int(cases, out);
    out.extend(BIAS.to_le_bytes());
    // No clock is asked: the same answers give the same bytes.
    out.extend(b"01 Jan 7000:00:00");
    padded(
        &crate::site::plain(layout.survey.text(&layout.survey.title, &layout.lang)),
        64,
        out,
    );
    out.extend([0; 3]);
    Ok(())
}

fn variable(column: &Column, field: &Field, out: &mut Vec<u8>) {
    let widths = parts(column.width);
    for (nth, &width) in widths.iter().enumerate() {
        let format = format(field, width);
        int(2, out);
        int(i32::try_from(width).unwrap_or(0), out);
        int(i32::from(nth == 0), out);
        int(if nth == 0 && column.codes.is_some() { -2 } else { 0 }, out);
        int(format, out);
        int(format, out);
        padded(&part_name(&column.short, nth), 8, out);
        if nth == 0 {
            let named = if column.name == field.name {
                field.label.clone()
            } else {
                format!("{} [{}]", field.label, field.name)
            };
            let label = cut_at(&named, LABEL);
            int(i32::try_from(label.len()).unwrap_or(0), out);
            out.extend(label.as_bytes());
            out.resize(out.len() + label.len().next_multiple_of(4) - label.len(), b' ');
            if let Some(codes) = column.codes {
                let (low, high) = codes.range();
                out.extend(f64::from(low).to_le_bytes());
                out.extend(f64::from(high).to_le_bytes());
            }
        }
        for _ in 1..width.div_ceil(8).max(1) {
            int(2, out);
            int(-1, out);
            for _ in 0..4 {
                int(0, out);
            }
            padded("", 8, out);
        }
    }
}

fn format(field: &Field, width: usize) -> i32 {
    let packed = |kind: i32, width: i32, decimals: i32| kind << 16 | width << 8 | decimals;
    match field.kind {
        _ if width > 0 => packed(FORMAT_A, i32::try_from(width).unwrap_or(255), 0),
        FieldKind::Date => packed(FORMAT_DATE, 11, 0),
        FieldKind::Moment => packed(FORMAT_DATETIME, 20, 0),
        FieldKind::Number { whole: false } => packed(FORMAT_F, 12, 2),
        _ => packed(FORMAT_F, 8, 0),
    }
}

/// The name of a part of a long text; that of the first is the variable's.
fn part_name(short: &str, nth: usize) -> String {
    if nth == 0 {
        return short.to_owned();
    }
    // `V12` gives `S12_1A`: never the name of a variable.
    let digits = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".as_bytes()];
    let digit = |n: usize| char::from(digits[0][n % 36]);
    format!("S{}_{}{}", &short[1..], digit(nth / 36), digit(nth))
}

fn value_labels(layout: &Layout<'_>, column: &Column, field: &Field, place: i32, out: &mut Vec<u8>) {
    let tongue = layout.lang.tongue();
    let mut labels: Vec<(i32, String)> = match &field.kind {
        FieldKind::Coded { options, .. } => options
            .iter()
            .map(|(_, value, label)| (*value, label.clone()))
            .collect(),
        FieldKind::Flag { .. } => vec![
            (0, tongue.pick("not chosen", "未选").to_owned()),
            (1, tongue.pick("chosen", "选中").to_owned()),
        ],
        _ => Vec::new(),
    };
    if let Some(codes) = column.codes {
        labels.extend(Missing::ALL.map(|kind| (codes.of(kind), word(kind, tongue).to_owned())));
    }
    if labels.is_empty() {
        return;
    }
    int(3, out);
    int(i32::try_from(labels.len()).unwrap_or(i32::MAX), out);
    for (value, label) in &labels {
        out.extend(f64::from(*value).to_le_bytes());
        let label = cut_at(label, VALUE_LABEL);
        out.push(u8::try_from(label.len()).unwrap_or(0));
        out.extend(label.as_bytes());
        let used = label.len() + 1;
        out.resize(out.len() + used.next_multiple_of(8) - used, b' ');
    }
    int(4, out);
    int(1, out);
    int(place, out);
}

/// Which definition the answers belong to.
fn documents(layout: &Layout<'_>, out: &mut Vec<u8>) {
    let lines = [
        format!("survey: {}", layout.survey.id),
        format!("definition: {}", layout.survey.hash),
    ];
    int(6, out);
    int(2, out);
    for line in &lines {
        padded(line, 80, out);
    }
}

fn machine(out: &mut Vec<u8>) {
    // Version, no machine code, IEEE 754 numbers, compressed by bytes, little end first, UTF-8.
    let integers = [1, 0, 0, -1, 1, 1, 2, 65_001];
    let bytes: Vec<u8> = integers.iter().flat_map(|number: &i32| number.to_le_bytes()).collect();
    extension(3, 4, &bytes, out);
    let lowest = f64::from_bits(NONE.to_bits() - 1);
    let bytes: Vec<u8> = [NONE, f64::MAX, lowest].iter().flat_map(|x| x.to_le_bytes()).collect();
    extension(4, 8, &bytes, out);
}

/// Options of a multiple choice belong together: a set of dichotomies in which 1 is counted.
fn multiple_response(layout: &Layout<'_>, columns: &[Column], out: &mut Vec<u8>) {
    let mut sets: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for (field, column) in layout.fields.iter().zip(columns) {
        if let Some(variable) = field.chosen_of() {
            sets.entry(variable).or_default().push(&column.short);
        }
    }
    if sets.is_empty() {
        return;
    }
    let mut text = String::new();
    for (variable, members) in sets {
        let variable = layout.survey.variable(variable);
        let label = crate::site::plain(layout.survey.text(&variable.text, &layout.lang));
        let label = cut_at(&label, LABEL);
        let id = variable.id.as_str().replace('-', "_");
        let _ = write!(text, "${id}=D1 1 {} {label}", label.len());
        for member in members {
            text.push(' ');
            text.push_str(&member.to_ascii_lowercase());
        }
        text.push('\n');
    }
    extension(7, 1, text.as_bytes(), out);
}

/// Level of measurement, width on screen, alignment: of each part of each variable.
fn display(columns: &[Column], fields: &[Field], out: &mut Vec<u8>) {
    let mut bytes = Vec::new();
    for (column, field) in columns.iter().zip(fields) {
        let measure = match field.kind {
            FieldKind::Coded { ordered: true, .. } => 2,
            FieldKind::Number { .. } | FieldKind::Date | FieldKind::Moment => 3,
            _ => 1,
        };
        for width in parts(column.width) {
            let shown = if column.width == 0 { 8 } else { width.min(24) };
            let numbers = [measure, i32::try_from(shown).unwrap_or(8), i32::from(column.width == 0)];
            bytes.extend(numbers.iter().flat_map(|number: &i32| number.to_le_bytes()));
        }
    }
    extension(11, 4, &bytes, out);
}

fn extension(kind: i32, size: i32, bytes: &[u8], out: &mut Vec<u8>) {
    int(7, out);
    int(kind, out);
    int(size, out);
    int(i32::try_from(bytes.len()).unwrap_or(0) / size, out);
    out.extend(bytes);
}

fn int(number: i32, out: &mut Vec<u8>) {
    out.extend(number.to_le_bytes());
}

fn padded(text: &str, width: usize, out: &mut Vec<u8>) {
    let text = cut_at(text, width);
    out.extend(text.as_bytes());
    out.resize(out.len() + width - text.len(), b' ');
}
