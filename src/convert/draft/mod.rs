//! A first draft of a definition, and of the mapping that belongs to it, from a file of answers alone.
//!
//! What each column is is guessed from its header and its cells, and every guess says in a comment what it was made from. What a
//! file cannot tell, above all which end of a coded scale is good, is left open: `better:` with nothing behind it, which
//! `manyi check` shows and no import passes.

mod column;
mod groups;
mod kinds;
mod mapping;
mod shape;

use super::build::Builder;
use super::build::language_of;
use super::expression::Dialect;
use super::notes::Notes;
use super::rules;
use super::settle;
use super::sketch::Words;
use super::yaml_out;
use crate::diagnostic::Problem;
use crate::import::grid::Grid;
use column::Column;
use groups::Group;
use serde_json::Value;

/// A definition and a mapping to be finished by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The definition.
    pub definition: String,
    /// The mapping.
    pub mapping: String,
    /// What should be looked at.
    pub problems: Vec<Problem>,
}

/// Rows that are looked at.
pub const MOST_ROWS: usize = 20_000;
/// Bytes that are looked at.
pub const MOST_BYTES: u64 = 64 << 20;

/// Drafts a definition called `id` from the beginning of a file; nothing where there are no answers in it.
#[must_use]
pub fn draft(grid: &Grid, id: &str, file: &str) -> (Option<Draft>, Vec<Problem>) {
    let mut notes = Notes::new(file);
    let form = shape::of(grid);
    let rows = grid.rows.get(form.header_rows..).unwrap_or_default();
    if rows.iter().all(|row| row.iter().all(String::is_empty)) || form.headers.len() < 2 {
        notes.tell(
            &rules::NO_ROWS,
            "",
            "there are no answers below the header",
            "表头下没有答卷",
        );
        return (None, notes.problems);
    }
    let columns: Vec<Column> = form
        .headers
        .iter()
        .enumerate()
        .map(|(at, header)| Column::of(at, header, rows))
        .collect();
    let texts = form.headers.iter().map(String::as_str);
    let cells = columns
        .iter()
        .flat_map(|column| column.counts.keys().map(String::as_str));
    let language = language_of(texts.chain(cells));
    let mut maker = Maker {
        builder: Builder::new(id, Dialect::XPath, vec![language.clone()]),
        language: language.clone(),
        notes: &mut notes,
        open: Vec::new(),
        targets: vec![Target::default(); columns.len()],
    };
    maker.targets_of_responses(&columns);
    for group in groups::gathered(&columns, &maker.targets) {
        maker.ask(&columns, &group);
    }
    let Maker {
        builder, open, targets, ..
    } = maker;
    let title = Words::from([(language, id.to_owned())]);
    let mut sketch = builder.finish(&title, &format!("the answers in {file}"));
    sketch["#"] = Value::String(format!(
        "Drafted by `manyi import --propose` from {} answers in {file}.\nEvery comment says what a guess was made from. Finish it, then import.",
        rows.len()
    ));
    settle::settle_sketch(&mut sketch, &mut notes);
    leave_open(&mut sketch, &open);
    let mapping = mapping::text(id, file, grid, &form, &columns, &targets);
    let draft = Draft {
        definition: yaml_out::text(&sketch),
        mapping,
        problems: notes.problems,
    };
    (Some(draft), Vec::new())
}

/// Takes out the directions that the file does not tell.
fn leave_open(sketch: &mut Value, open: &[String]) {
    let Some(Value::Array(scales)) = sketch.get_mut("scales") else {
        return;
    };
    for scale in scales {
        if open.iter().any(|id| super::sketch::text(scale, "id") == id) {
            scale["better"] = Value::Null;
            scale["#better"] = Value::String("high or low? the file does not tell which end is good".to_owned());
        }
    }
}

/// Where a column goes, in the words of a mapping.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Target {
    /// A variable, an option, or what is known of the response; `None` leaves it out.
    pub name: Option<String>,
    /// Why.
    pub comment: String,
    /// Whether it was settled before questions are looked for.
    pub settled: bool,
    /// What stands between the options of a cell.
    pub separator: Option<String>,
    /// Cells that are not written as the definition has them: cell and option.
    pub values: Vec<(String, String)>,
}

pub(super) struct Maker<'n> {
    pub builder: Builder,
    pub language: String,
    pub notes: &'n mut Notes,
    /// Scales whose direction is open.
    pub open: Vec<String>,
    pub targets: Vec<Target>,
}

impl Maker<'_> {
    /// Ids, times, languages; columns that tell who people are; columns without a cell.
    fn targets_of_responses(&mut self, columns: &[Column]) {
        let mut taken: Vec<(&str, usize, usize)> = Vec::new();
        for column in columns {
            let Some((meta, likely)) = column.meta() else { continue };
            match taken.iter_mut().find(|(other, ..)| *other == meta) {
                Some(best) if best.1 > likely => *best = (meta, likely, column.at),
                Some(_) => {}
                None => taken.push((meta, likely, column.at)),
            }
        }
        for column in columns {
            let target = &mut self.targets[column.at];
            if let Some((meta, ..)) = taken.iter().find(|(.., at)| *at == column.at) {
                target.name = Some((*meta).to_owned());
                "by its header and its cells".clone_into(&mut target.comment);
                target.settled = true;
            } else if column.is_blank() {
                "no cell is filled".clone_into(&mut target.comment);
                target.settled = true;
            } else if let Some(why) = column.personal() {
                target.comment = format!("may tell who people are: {why}");
                target.settled = true;
                let shown = super::notes::short(&column.header);
                self.notes.tell(
                    &rules::PERSONAL,
                    &format!("#{}", column.at + 1),
                    format!("the column `{shown}` may tell who people are; it was left out"),
                    format!("列 `{shown}` 可能透露受访者身份，已略去"),
                );
            } else if column.is_technical() {
                "known of the machine or of the time, no answer".clone_into(&mut target.comment);
                target.settled = true;
            }
        }
    }

    fn ask(&mut self, columns: &[Column], group: &Group) {
        match group {
            Group::One(at) => self.one(&columns[*at]),
            Group::Battery { stem, parts } => self.battery(columns, stem, parts),
            Group::Options { stem, parts } => self.options(columns, stem, parts),
        }
    }

    pub(super) fn words(&self, text: &str) -> Words {
        Words::from([(self.language.clone(), super::markup::from_plain(text))])
    }
}

#[cfg(test)]
mod tests;
