//! Names that definitions take, made of names that other tools take.

use crate::definition::check::is_reserved;
use std::collections::BTreeSet;

/// Names are at most 64 characters; this leaves room for a number.
const LONGEST: usize = 56;

/// Names already given in one namespace.
#[derive(Debug, Default, Clone)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name of the form `[a-z][a-z0-9_]*` for what is called `raw`; `stem` and a number where nothing of it can be kept.
    pub(super) fn name(&mut self, raw: &str, stem: &str) -> String {
        let mut plain = simple(raw, '_');
        if plain.is_empty() {
            stem.clone_into(&mut plain);
        } else if !plain.starts_with(|c: char| c.is_ascii_lowercase()) {
            plain = format!("{stem}{plain}");
        }
        if is_reserved(&plain) || plain == "entity" {
            plain.push_str("_asked");
        }
        self.free(&plain)
    }

    /// A name of an option or a point: it may begin with a digit.
    pub(super) fn option(&mut self, raw: &str, stem: &str) -> String {
        let plain = simple(raw, '-');
        self.free(if plain.is_empty() { stem } else { &plain })
    }

    fn free(&mut self, plain: &str) -> String {
        let mut name = plain.to_owned();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{plain}_{number}");
            number += 1;
        }
        name
    }
}

/// Small letters, digits and `_` (and `extra`) of a name; other signs become `_`, and stand neither twice nor at the ends.
fn simple(raw: &str, extra: char) -> String {
    let mut out = String::new();
    for c in raw.chars() {
        let c = c.to_ascii_lowercase();
        let kept = c.is_ascii_lowercase() || c.is_ascii_digit() || c == extra && !out.is_empty();
        if kept {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    // A lone `-1` is another option than `1`.
    let minus = raw
        .trim()
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let out = out.trim_matches(['_', '-']).to_owned();
    if minus { format!("minus_{out}") } else { out }
}

/// The name of a survey or a page: `-` between words.
pub(super) fn file_name(raw: &str, stem: &str) -> String {
    let plain = simple(raw, '-').replace('_', "-");
    let plain = plain.trim_matches('-');
    if plain.is_empty() {
        stem.to_owned()
    } else if plain.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{stem}-{plain}")
    } else {
        plain.to_owned()
    }
}

/// Whether a name says the same as the one it was made of: small and large letters do not count.
pub(super) fn same(raw: &str, name: &str) -> bool {
    raw.to_ascii_lowercase() == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_what_can_be_kept_and_are_distinct() {
        let mut names = Names::default();
        for (raw, name) in [
            ("Overall Satisfaction", "overall_satisfaction"),
            ("G1Q1", "g1q1"),
            ("g1q1", "g1q1_2"),
            ("满意度", "q"),
            ("第2题", "q2"),
            ("3rd", "q3rd"),
            ("wave", "wave_asked"),
            ("and", "and_asked"),
            ("_a--b_", "a_b"),
        ] {
            assert_eq!(names.name(raw, "q"), name, "{raw}");
        }
        assert_eq!(Names::default().option("-1", "o"), "minus_1");
        assert_eq!(Names::default().option("A1", "o"), "a1");
        assert_eq!(file_name("Kunden 2026!", "survey"), "kunden-2026");
        assert_eq!(file_name("2026", "survey"), "survey-2026");
        assert_eq!(file_name("满意", "survey"), "survey");
    }
}
