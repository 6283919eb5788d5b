//! The words customers leave, by theme.

use crate::random::Random;
use std::collections::BTreeMap;

/// Comments of one survey in one language.
pub struct Bank {
    themes: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Bank {
    /// Reads a file of `[theme]` lines, each followed by its comments.
    pub fn read(text: &'static str) -> Self {
        let mut themes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut theme = "";
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => theme = name,
                None => themes.entry(theme).or_default().push(line),
            }
        }
        Self { themes }
    }

    /// A comment on a theme of the file; now and then two in one.
    pub fn draw(&self, random: &mut Random, theme: &str, join: &str) -> String {
        let Some(comments) = self.themes.get(theme) else {
            return String::new();
        };
        let first = random.of(comments);
        let second = random.of(comments);
        if first != second && random.chance(0.15) {
            format!("{first}{join}{second}")
        } else {
            first.to_owned()
        }
    }
}
