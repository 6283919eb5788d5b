//! Changes as text and as rows.

use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::definition::diff::Change;
use crate::definition::diff::Difference;
use crate::definition::diff::Impact;
use crate::definition::diff::answered_for;
use crate::definition::diff::reason;
use crate::definition::diff::words_of;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::model::Id;
use std::fmt::Write;

/// What an impact is called as a heading.
pub fn heading(impact: Impact) -> Words {
    match impact {
        Impact::Breaking => Words::new("breaking", "中断趋势"),
        Impact::Footnote => Words::new("footnote", "需加注"),
        Impact::Compatible => Words::new("compatible", "兼容"),
    }
}

/// What it comes to, in a line.
pub fn lead(found: &Difference, names: [&str; 2]) -> Words {
    let [before, after] = names;
    let count = |impact| found.changes.iter().filter(|change| change.weight() == impact).count();
    let [compatible, footnote, breaking] = Impact::ALL.map(count);
    if found.changes.is_empty() {
        return Words::new(
            format!("{before} → {after}: nothing changed"),
            format!("{before} → {after}：没有变化"),
        );
    }
    Words::new(
        format!("{before} → {after}: {breaking} breaking, {footnote} with a footnote, {compatible} compatible"),
        format!("{before} → {after}：{breaking} 处中断趋势，{footnote} 处需加注，{compatible} 处兼容"),
    )
}

/// Which measures a change touches, as a clause; empty where it touches none.
pub fn touched(change: &Change) -> Words {
    if change.touches.is_empty() || change.weight() == Impact::Compatible {
        return Words::default();
    }
    let names: Vec<&str> = change.touches.iter().map(Id::as_str).collect();
    let (en, zh) = (names.join(", "), names.join("、"));
    match change.weight() {
        Impact::Breaking => Words::new(format!("breaks the trend of {en}"), format!("中断 {zh} 的趋势")),
        _ => Words::new(format!("footnote at {en}"), format!("{zh} 需加注")),
    }
}

/// Why a change is what it is, with the author's own reason where there is one.
pub fn why(change: &Change) -> Words {
    let why = reason(change);
    match &change.because {
        Some(because) if change.impact > Impact::Compatible => Words::new(
            format!("{}; comparable because: {because}", why.en),
            format!("{}；可比，理由：{because}", why.zh),
        ),
        _ => match answered_for(change) {
            Some(said) => Words::new(format!("{}; {}", why.en, said.en), format!("{}；{}", why.zh, said.zh)),
            None => why,
        },
    }
}

/// The changes for a person, the worst first.
pub fn text(found: &Difference, names: [&str; 2], tongue: Tongue) -> String {
    let mut text = format!("{}\n", lead(found, names).get(tongue));
    for impact in Impact::ALL.into_iter().rev() {
        let mut changes = found
            .changes
            .iter()
            .filter(|change| change.weight() == impact)
            .peekable();
        if changes.peek().is_none() {
            continue;
        }
        let _ = write!(text, "\n{}\n", heading(impact).get(tongue));
        for change in changes {
            let lang = change
                .lang
                .as_deref()
                .map_or(String::new(), |lang| format!(" ({lang})"));
            let _ = writeln!(text, "  {}: {}{lang}", change.id, words_of(change.aspect).get(tongue));
            for (mark, side) in [("-", &change.before), ("+", &change.after)] {
                for line in side.lines().filter(|line| !line.trim().is_empty()) {
                    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                    let _ = writeln!(text, "    {mark} {line}");
                }
            }
            let (why, touched) = (why(change), touched(change));
            let touched = touched.get(tongue);
            let link = if touched.is_empty() {
                ""
            } else {
                tongue.pick("; ", "；")
            };
            let _ = writeln!(text, "    {}{link}{touched}", why.get(tongue));
        }
    }
    text
}

/// The changes as rows.
pub fn sheet(found: &Difference) -> Sheet {
    let row = |change: &Change| -> Vec<Datum> {
        let names: Vec<&str> = change.touches.iter().map(Id::as_str).collect();
        let side = |text: &str| if text.is_empty() { Datum::None } else { text.into() };
        vec![
            change.subject.code().into(),
            change.id.as_str().into(),
            change.aspect.code().into(),
            change.weight().code().into(),
            change.lang.as_deref().map_or(Datum::None, Datum::from),
            side(&change.before),
            side(&change.after),
            reason(change).en.as_str().into(),
            side(&names.join(", ")),
            change.because.as_deref().map_or(Datum::None, Datum::from),
            change.read_as.as_deref().map_or(Datum::None, Datum::from),
        ]
    };
    Sheet {
        kind: "definition_changes",
        heads: vec![
            Head::new("subject", "of", "对象"),
            Head::new("id", "name", "名称"),
            Head::new("aspect", "what", "改动"),
            Head::new("impact", "impact", "影响"),
            Head::new("language", "language", "语言"),
            Head::new("before", "before", "之前"),
            Head::new("after", "after", "之后"),
            Head::new("reason", "why", "原因"),
            Head::new("measures", "measures", "指标"),
            Head::new("comparable_because", "comparable because", "可比理由"),
            Head::new("read_as", "earlier answers read as", "旧答案读作"),
        ],
        rows: found.changes.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
