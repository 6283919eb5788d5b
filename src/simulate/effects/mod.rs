//! Effects to plant, read from TOML: what a later analysis should find again.
//!
//! ```toml
//! [[effect]]
//! on = "service.speed"
//! where = 'channel = "app"'
//! wave = "2026Q4"
//! shift = -0.8
//! ```

mod read;

use super::answer::Response;
use super::rules;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::logic::Typed;
use crate::model::Survey;
use read::Reader;
use std::collections::BTreeSet;
use std::sync::Arc;
use toml::de::DeTable;
use toml::de::DeValue;

/// What an effect does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// Moves what is felt, in standard deviations.
    Shift(f64),
    /// How often options are chosen, by position; for a multiple choice each on its own.
    Shares(Vec<(usize, f64)>),
    /// The number usually given, and its spread as a share of it.
    Typical(f64, f64),
    /// Share of those asked who choose an answer that says why there is none.
    Missing(f64),
}

/// One effect on some variables.
#[derive(Debug, Clone)]
struct Effect {
    on: BTreeSet<usize>,
    condition: Option<Arc<Typed>>,
    waves: Vec<String>,
    change: Change,
}

/// All effects of a file.
#[derive(Debug, Clone, Default)]
pub struct Effects {
    all: Vec<Effect>,
}

impl Effects {
    /// Reads a file for a survey; with problems, what is sound of it is kept.
    #[must_use]
    pub fn read(source: &Arc<Source>, survey: &Survey) -> (Self, Vec<Problem>) {
        let (table, faults) = DeTable::parse_recoverable(&source.text);
        let mut reader = Reader {
            source,
            survey,
            problems: Vec::new(),
        };
        for fault in faults {
            let said = fault.message().to_owned();
            reader.say(
                &rules::UNREADABLE,
                fault.span().unwrap_or(0..0),
                (
                    format!("not readable as TOML: {said}"),
                    format!("不是有效的 TOML：{said}"),
                ),
                (
                    "write `key = value` below `[[effect]]`",
                    "请在 `[[effect]]` 下写 `键 = 值`",
                ),
            );
        }
        let mut effects = Self::default();
        // What was read of a broken file would be called wrong a second time.
        if !reader.problems.is_empty() {
            return (effects, reader.problems);
        }
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("effect", DeValue::Array(list)) => {
                    effects.all.extend(list.iter().filter_map(|one| reader.effect(one)));
                }
                _ => reader.say(
                    &rules::UNREADABLE,
                    key.span(),
                    (
                        format!("`{}` means nothing here", key.get_ref()),
                        format!("此处的 `{}` 没有意义", key.get_ref()),
                    ),
                    (
                        "write each effect below a line `[[effect]]`",
                        "每个效应写在一行 `[[effect]]` 之下",
                    ),
                ),
            }
        }
        (effects, reader.problems)
    }

    /// How much `response` feels moved about a variable.
    pub(super) fn shift(&self, variable: usize, response: &Response<'_>) -> f64 {
        let moved = self.on(variable, response).map(|change| match change {
            Change::Shift(by) => *by,
            _ => 0.0,
        });
        moved.sum()
    }

    /// The last change of another kind than a shift that holds for `response`.
    pub(super) fn last<T>(
        &self,
        variable: usize,
        response: &Response<'_>,
        wanted: impl Fn(&Change) -> Option<T>,
    ) -> Option<T> {
        self.on(variable, response).filter_map(wanted).last()
    }

    fn on<'e>(&'e self, variable: usize, response: &'e Response<'_>) -> impl Iterator<Item = &'e Change> {
        let holds = move |effect: &&Effect| {
            effect.on.contains(&variable)
                && (effect.waves.is_empty() || effect.waves.contains(&response.wave))
                && effect
                    .condition
                    .as_ref()
                    .is_none_or(|condition| condition.truth(response).keeps())
        };
        self.all.iter().filter(holds).map(|effect| &effect.change)
    }
}
