//! Small definitions for tests: a fragment set into a survey that is right in all else.

use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

/// What a fragment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A whole definition.
    Whole,
    /// Top-level keys, in place of the same keys of the small survey.
    Top,
    /// Questions, behind those of the small survey.
    Question,
}

const BASE: [(&str, &str); 4] = [
    ("id", "id: example\n"),
    ("title", "title: Example\n"),
    ("languages", "languages: [en]\n"),
    ("pages", QUESTIONS),
];

const QUESTIONS: &str = "\
pages:
  - id: main
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}
      - {id: recommend, kind: rating, scale: nps, text: Would you recommend us?}
      - {id: channel, kind: choice, options: [app, web], text: Where?}
      - {id: minutes, kind: number, text: How long?}
";

impl Form {
    /// The form a fence names: `yaml`, `yaml question`, `yaml top`.
    pub fn named(word: &str) -> Self {
        match word {
            "question" => Self::Question,
            "top" => Self::Top,
            _ => Self::Whole,
        }
    }

    /// The whole definition.
    pub fn whole(self, fragment: &str) -> String {
        match self {
            Self::Whole => fragment.to_owned(),
            Self::Question => {
                let base: String = BASE.iter().map(|(_, text)| *text).collect();
                fragment.lines().fold(base, |text, line| text + "      " + line + "\n")
            }
            Self::Top => {
                let has = |key: &str| fragment.lines().any(|line| line.starts_with(&format!("{key}:")));
                let base: String = BASE
                    .iter()
                    .filter(|(key, _)| !has(key))
                    .map(|(_, text)| *text)
                    .collect();
                base + fragment
            }
        }
    }
}

/// All problems of a definition in `example.yaml`.
pub fn problems(text: &str) -> Vec<Problem> {
    let source = Arc::new(Source {
        name: "surveys/example.yaml".to_owned(),
        text: text.to_owned(),
    });
    let (survey, problems) = crate::definition::read(&source);
    assert_eq!(
        survey.is_none(),
        crate::diagnostic::has_errors(&problems),
        "a survey exactly where there is no error: {problems:?}\n{text}"
    );
    problems
}

/// Their codes, each once, sorted.
pub fn codes(text: &str) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = problems(text).iter().map(|problem| problem.rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
