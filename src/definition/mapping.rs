//! The mapping file: how a foreign export's columns and cells are to be read, kept beside the survey in git.
//!
//! In: the text of a mapping file. Out: a [`Mapping`] by which `import` reads answers, and what is wrong with its form.
//! Nothing in it is checked against the survey or the file of answers: that is done where both are at hand.

use super::yaml;
use super::yaml::Node;
use super::yaml::Tree;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;
use crate::diagnostic::Source;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// MY340: a mapping file has the keys and values it can have.
pub const MAPPING_FORM: RuleDoc = RuleDoc {
    code: "MY340",
    severity: Severity::Error,
    title: ["a mapping file holds something it cannot", "映射文件中有无法使用的内容"],
    page: [include_str!("mapping_form.en.md"), include_str!("mapping_form.zh.md")],
};

/// How one export is read. An empty mapping leaves everything to be found by itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mapping {
    /// The survey it belongs to, where it says so.
    pub survey: Option<Entry>,
    /// The profile of the platform the file is of, or `none`; found by looking at the file when not said.
    pub profile: Option<Entry>,
    /// The form of the file.
    pub format: Format,
    /// What each column is, by its header or by `#3` for the third: a variable, `response_id` and the like, or nothing
    /// (`None`: the column is left out on purpose).
    pub columns: BTreeMap<String, Column>,
    /// For a multiple choice with one column an option: question, option, header.
    pub multiple: BTreeMap<String, BTreeMap<String, Entry>>,
    /// What cells mean: variable (or `*` for all), cell, answer. An answer is an option's id, a number, or a kind of
    /// missing in angle brackets such as `<skipped>`.
    pub values: BTreeMap<String, BTreeMap<String, Entry>>,
    /// What stands between the options of a multiple choice, by question.
    pub separators: BTreeMap<String, Entry>,
    /// The wave all responses of the file belong to.
    pub wave: Option<Entry>,
    /// IANA time zone of the times that carry no offset.
    pub time_zone: Option<Entry>,
}

/// A text with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// What a column is.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its target; `None` leaves it out.
    pub target: Option<String>,
    /// Where that was written.
    pub place: Place,
}

/// The form of a file of answers; `None` is found by looking at the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Format {
    /// Encoding by its usual name: `utf-8`, `utf-16le`, `gb18030`, `big5` …
    pub encoding: Option<Entry>,
    /// One character between the cells.
    pub delimiter: Option<char>,
    /// Records that make up the header, 0 to 9; 1 when not said.
    pub header_rows: Option<usize>,
    /// Lines to leave out (with the record that begins there), counted from 1 as an editor does; before the header is read.
    pub skip_rows: Vec<u64>,
    /// Which number comes first in dates such as 4/5/2026.
    pub date_order: Option<DateOrder>,
    /// The decimal mark of numbers; a point when not said.
    pub decimal: Option<char>,
    /// The mark between thousands; none is accepted when not said.
    pub thousands: Option<char>,
    /// What numbers are written in beside digits; nothing when not said.
    pub numerals: Option<Numerals>,
}

/// What numbers may be written in beside digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numerals {
    /// Chinese characters: `十二`, `一万二千`.
    Chinese,
}

/// The order of the parts of a date written in numbers; a year of four digits in front is always understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// Year, month, day.
    YearFirst,
    /// Month, day, year.
    MonthFirst,
    /// Day, month, year.
    DayFirst,
}

impl DateOrder {
    /// Reads `ymd`, `mdy` or `dmy`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "ymd" => Some(Self::YearFirst),
            "mdy" => Some(Self::MonthFirst),
            "dmy" => Some(Self::DayFirst),
            _ => None,
        }
    }

    /// The name [`DateOrder::named`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::YearFirst => "ymd",
            Self::MonthFirst => "mdy",
            Self::DayFirst => "dmy",
        }
    }
}

impl Entry {
    /// A text at a place.
    pub fn new(text: impl Into<String>, place: Place) -> Self {
        Self {
            text: text.into(),
            place,
        }
    }
}

/// Reads a mapping file; problems say what in it has no meaning, and the rest is read all the same.
#[must_use]
pub fn read(source: &Arc<Source>) -> (Mapping, Vec<Problem>) {
    let (root, problems) = yaml::parse(source);
    let mut reader = Reader { source, problems };
    let mapping = root.map(|root| reader.mapping(&root)).unwrap_or_default();
    (mapping, reader.problems)
}

const KEYS: [&str; 9] = [
    "survey",
    "profile",
    "format",
    "columns",
    "multiple",
    "values",
    "separators",
    "wave",
    "time_zone",
];
const FORMAT_KEYS: [&str; 8] = [
    "encoding",
    "delimiter",
    "header_rows",
    "skip_rows",
    "date_order",
    "decimal",
    "thousands",
    "numerals",
];

struct Reader<'a> {
    source: &'a Arc<Source>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn mapping(&mut self, root: &Node) -> Mapping {
        self.keys(root, &KEYS);
        Mapping {
            survey: self.entry_at(root, "survey"),
            profile: self.entry_at(root, "profile"),
            format: root.get("format").map(|node| self.format(node)).unwrap_or_default(),
            columns: root.get("columns").map(|node| self.columns(node)).unwrap_or_default(),
            multiple: self.nested(root, "multiple"),
            values: self.nested(root, "values"),
            separators: root
                .get("separators")
                .map(|node| self.entries(node))
                .unwrap_or_default(),
            wave: self.entry_at(root, "wave"),
            time_zone: self.entry_at(root, "time_zone"),
        }
    }

    fn format(&mut self, node: &Node) -> Format {
        self.keys(node, &FORMAT_KEYS);
        let header_rows = node.get("header_rows").and_then(|node| {
            let rows = node
                .scalar()
                .and_then(yaml::Scalar::whole)
                .and_then(|rows| usize::try_from(rows).ok())
                .filter(|rows| *rows <= 9);
            self.expect(rows, node, "a number of records from 0 to 9", "0 到 9 之间的行数")
        });
        let date_order = node.get("date_order").and_then(|node| {
            let order = node.scalar().and_then(|scalar| DateOrder::named(&scalar.text));
            self.expect(order, node, "`ymd`, `mdy` or `dmy`", "`ymd`、`mdy` 或 `dmy`")
        });
        let numerals = node.get("numerals").and_then(|node| {
            let chinese = node.scalar().filter(|scalar| scalar.text == "chinese");
            self.expect(chinese.map(|_| Numerals::Chinese), node, "`chinese`", "`chinese`")
        });
        let mut skip_rows = Vec::new();
        for line in node.get("skip_rows").map(Node::items).unwrap_or_default() {
            let number = line
                .scalar()
                .and_then(yaml::Scalar::whole)
                .and_then(|number| u64::try_from(number).ok())
                .filter(|number| *number > 0);
            skip_rows.extend(self.expect(number, line, "a line number from 1", "从 1 起的行号"));
        }
        Format {
            encoding: self.entry_at(node, "encoding"),
            delimiter: self.mark(node, "delimiter"),
            header_rows,
            skip_rows,
            date_order,
            decimal: self.mark(node, "decimal"),
            thousands: self.mark(node, "thousands"),
            numerals,
        }
    }

    /// One character; a tab may be written `tab`.
    fn mark(&mut self, node: &Node, key: &str) -> Option<char> {
        let node = node.get(key)?;
        let text = node.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
        let mut characters = text.chars();
        let mark = match (text, characters.next(), characters.next()) {
            ("tab", ..) => Some('\t'),
            (_, Some(mark), None) => Some(mark),
            _ => None,
        };
        self.expect(
            mark,
            node,
            "one character in quotes, such as \";\"",
            "引号中的一个字符，如 \";\"",
        )
    }

    fn columns(&mut self, node: &Node) -> BTreeMap<String, Column> {
        let mut columns = BTreeMap::new();
        for entry in self.map(node) {
            let place = self.place(&entry.value.span, &entry.key_span);
            if entry.value.is_nothing() {
                columns.insert(entry.key.clone(), Column { target: None, place });
            } else if let Some(target) = self.word(&entry.value) {
                columns.insert(
                    entry.key.clone(),
                    Column {
                        target: Some(target),
                        place,
                    },
                );
            }
        }
        columns
    }

    fn nested(&mut self, root: &Node, key: &str) -> BTreeMap<String, BTreeMap<String, Entry>> {
        let Some(node) = root.get(key) else {
            return BTreeMap::new();
        };
        self.map(node)
            .iter()
            .map(|entry| (entry.key.clone(), self.entries(&entry.value)))
            .collect()
    }

    fn entries(&mut self, node: &Node) -> BTreeMap<String, Entry> {
        let mut entries = BTreeMap::new();
        for entry in self.map(node) {
            if let Some(text) = self.word(&entry.value) {
                entries.insert(
                    entry.key.clone(),
                    Entry::new(text, self.place(&entry.value.span, &entry.key_span)),
                );
            }
        }
        entries
    }

    fn entry_at(&mut self, node: &Node, key: &str) -> Option<Entry> {
        let node = node.get(key)?;
        let text = self.word(node)?;
        Some(Entry::new(text, Place::text(self.source, node.span.clone())))
    }

    /// A single value as text.
    fn word(&mut self, node: &Node) -> Option<String> {
        let word = node
            .scalar()
            .filter(|_| !node.is_nothing())
            .map(|scalar| scalar.text.clone());
        self.expect(word, node, "a single value", "单个值")
    }

    fn map<'n>(&mut self, node: &'n Node) -> &'n [yaml::Entry] {
        if !matches!(node.tree, Tree::Map(_)) && !node.is_nothing() {
            self.expect::<()>(None, node, "keys with values: `key: value`", "键与值：`键: 值`");
        }
        node.entries()
    }

    fn keys(&mut self, node: &Node, known: &[&str]) {
        for entry in self.map(node) {
            if known.contains(&entry.key.as_str()) {
                continue;
            }
            let nearest = known
                .iter()
                .find(|name| strsim::damerau_levenshtein(&entry.key.to_lowercase(), name) <= 2);
            let (en, zh) = nearest.map_or_else(
                || {
                    (
                        format!("the keys here are {}", known.join(", ")),
                        format!("此处可用的键：{}", known.join("、")),
                    )
                },
                |near| (format!("did you mean `{near}`?"), format!("是否为 `{near}`？")),
            );
            self.problems.push(
                Problem::new(&MAPPING_FORM, Place::text(self.source, entry.key_span.clone()))
                    .says(
                        format!("a mapping has no key `{}`", entry.key),
                        format!("映射文件没有 `{}` 这个键", entry.key),
                    )
                    .help(en, zh),
            );
        }
    }

    fn expect<T>(&mut self, value: Option<T>, node: &Node, en: &str, zh: &str) -> Option<T> {
        if value.is_none() {
            self.problems.push(
                Problem::new(&MAPPING_FORM, Place::text(self.source, node.span.clone()))
                    .says("this is not what its key can hold", "该键不能取这个值")
                    .help(format!("write {en}"), format!("请写{zh}")),
            );
        }
        value
    }

    /// The place of a value; that of its key where nothing stands behind it.
    fn place(&self, value: &Range<usize>, key: &Range<usize>) -> Place {
        Place::text(self.source, if value.is_empty() { key.clone() } else { value.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Mapping, Vec<Problem>) {
        read(&Arc::new(Source {
            name: "flying.yaml".into(),
            text: text.into(),
        }))
    }

    #[test]
    fn a_whole_mapping_is_read_with_its_places() {
        let text = "survey: flying\nformat: {encoding: utf-8, delimiter: \",\", header_rows: 1, skip_rows: [2], date_order: mdy, decimal: \".\", numerals: chinese}\n\
            columns: {\"RespondentID\": response_id, \"How often do you travel by plane?\": frequency, \"#3\": null}\n\
            multiple:\n  devices: {phone: \"header of that column\", laptop: \"#7\"}\n\
            values:\n  frequency: {\"Never \": never, \"\": <skipped>, \"3\": 4}\n\
            separators: {reasons: \";\"}\nwave: 2018\ntime_zone: Asia/Shanghai\nprofile: wjx\n";
        let (mapping, problems) = read_text(text);
        assert_eq!(problems, []);
        assert_eq!(mapping.survey.unwrap().text, "flying");
        assert_eq!(
            (
                mapping.format.delimiter,
                mapping.format.header_rows,
                mapping.format.date_order
            ),
            (Some(','), Some(1), Some(DateOrder::MonthFirst))
        );
        assert_eq!(mapping.format.skip_rows, [2]);
        assert_eq!(mapping.format.numerals, Some(Numerals::Chinese));
        assert_eq!(mapping.profile.unwrap().text, "wjx");
        assert_eq!(mapping.columns["#3"].target, None);
        assert_eq!(mapping.columns["RespondentID"].target.as_deref(), Some("response_id"));
        assert_eq!(mapping.multiple["devices"]["laptop"].text, "#7");
        assert_eq!(mapping.values["frequency"][""].text, "<skipped>");
        assert_eq!(mapping.values["frequency"]["3"].text, "4");
        assert_eq!(
            (mapping.wave.unwrap().text, mapping.separators["reasons"].text.as_str()),
            ("2018".to_owned(), ";")
        );
        assert_eq!(mapping.values["frequency"]["Never "].place.line_column(), Some((7, 25)));
    }

    #[test]
    fn what_has_no_meaning_is_told_with_its_place() {
        let (mapping, problems) = read_text(
            "colums: {a: b}\nformat: {delimiter: comma, date_order: american, header_rows: -1}\ncolumns: {x: [y]}\nvalues: 3\n",
        );
        assert_eq!(mapping, Mapping::default());
        let lines: Vec<_> = problems
            .iter()
            .filter_map(|problem| problem.place.line_column())
            .map(|(line, _)| line)
            .collect();
        assert_eq!(lines.len(), 6);
        assert!(
            problems
                .iter()
                .all(|problem| problem.rule.code == "MY340" && !problem.help.zh.is_empty())
        );
        assert!(problems[0].help.en.contains("did you mean `columns`"));
    }

    #[test]
    fn nothing_is_an_empty_mapping() {
        assert_eq!(read_text("").0, Mapping::default());
        assert_eq!(read_text("columns:\n").1, []);
    }
}
