//! MY105: every key means something.

use super::macros::rule;
use super::near;
use crate::definition::keys::Table;
use crate::definition::yaml::Entry;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Lang;
use std::sync::Arc;

rule! {
    "MY105", Error,
    title: "unknown key", "未知的键",
    why: "A key nobody reads would be passed over, and what it asks for would not happen. The keys of every part are listed in `docs/surveys.md`.",
         "没有人读的键会被忽略，它要求的事也就不会发生。每一部分可用的键见 `docs/surveys.md`。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How many hours?\n  requird: true\n",
    right: "- id: hours\n  kind: number\n  text: How many hours?\n  required: true\n",
}

/// A key its table does not have.
pub fn problem(source: &Arc<Source>, entry: &Entry, table: &'static Table, kind: Option<&str>) -> Problem {
    let names = table.keys.iter().filter(|key| key.belongs_to(kind)).map(|key| key.name);
    let problem = Problem::new(&DOC, Place::text(source, entry.key_span.clone())).says(
        format!("a {} has no key `{}`", table.name, entry.key),
        format!("这里没有 `{}` 这个键", entry.key),
    );
    // A notice written as texts, and then settings beside them.
    if table.key("notice").is_some() && Lang::new(&entry.key).is_some() && matches!(entry.key.len(), 2..=3) {
        return problem.help(
            format!(
                "write the notice under `notice:`, `{}` and all its languages",
                entry.key
            ),
            format!("请把说明写在 `notice:` 之下，包括 `{}` 等各语言", entry.key),
        );
    }
    near::help(problem, &entry.key, names)
}
