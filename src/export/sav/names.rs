//! Names SPSS takes: at most 64 bytes, unlike each other whatever the case, no word of its language.

use std::collections::BTreeSet;

const RESERVED: [&str; 13] = [
    "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH",
];
const LONGEST: usize = 64;

/// A name for each, in order; an id that will do stays as it is.
pub(super) fn unique<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    ids.map(|id| {
        let plain = plain(id);
        let mut name = plain.clone();
        let mut number = 2;
        while !taken.insert(name.to_ascii_uppercase()) {
            let end = format!("_{number}");
            name = format!("{}{end}", &plain[..plain.len().min(LONGEST - end.len())]);
            number += 1;
        }
        name
    })
    .collect()
}

fn plain(id: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let mut name: String = id.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert(0, 'v');
    }
    name.truncate(LONGEST);
    // A name must not end with a point, and one that ends with `_` is for programs.
    while name.ends_with(['.', '_']) {
        name.pop();
    }
    if RESERVED.contains(&name.to_ascii_uppercase().as_str()) {
        name.push_str("_1");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_differ() {
        let long = "a".repeat(70);
        let ids = [
            "overall",
            "service.speed",
            "with",
            "topics.e-mail",
            "Overall",
            &long,
            &long,
            "x.",
        ];
        let names = unique(ids.into_iter());
        assert_eq!(
            names[..5],
            ["overall", "service.speed", "with_1", "topics.e_mail", "Overall_2"]
        );
        assert_eq!((names[5].len(), names[6].len()), (64, 64));
        assert_ne!(names[5], names[6]);
        assert_eq!(names[7], "x");
    }
}
