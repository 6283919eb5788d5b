//! The report on weights, and the weights themselves, as sheets.

use super::Made;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::import::plain::Cells;
use crate::locale;
use crate::measure::Unit;
use crate::report::words;
use crate::weighting::Weighted;

/// A row a category, the wave's figures beside it; what weights are like in words below.
pub(super) fn report(made: &[Made]) -> Sheet {
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for Made { answers, weighted } in made {
        let share = |x: f64| Datum::Number(x, words::value(Unit::Share, x));
        let settled = weighted.reason.is_none();
        let of = |number: fn(&crate::stats::raking::WeightSummary) -> f64, decimals| {
            Datum::maybe(weighted.summary.as_ref().filter(|_| settled).map(number), decimals)
        };
        for category in &weighted.categories {
            rows.push(vec![
                answers.wave.as_str().into(),
                category.variable.as_str().into(),
                category.category.as_str().into(),
                Datum::Count(category.base),
                share(category.sample),
                share(category.target),
                if settled { share(category.achieved) } else { Datum::None },
                Datum::Count(weighted.rounds as u64),
                Datum::number(weighted.error, 12),
                of(|summary| summary.base as f64, 0),
                of(|summary| summary.smallest, 3),
                of(|summary| summary.largest, 3),
                of(|summary| summary.design_effect, 3),
                of(|summary| summary.effective_base, 1),
                Datum::Count(weighted.trimmed as u64),
                weighted.reason.map_or("", crate::stats::Reason::code).into(),
            ]);
        }
        notes.extend(told(weighted).map(|words| super::in_wave(&words, &answers.wave)));
    }
    notes.push(Words::new(
        "weights have a mean of 1; standard errors that take them as given do not know of the raking, those of a definition's `weighting:` do",
        "权重均值为 1；把权重当作固定值计算的标准误没有考虑加权过程，定义中的 `weighting:` 则会考虑",
    ));
    Sheet {
        kind: "weights",
        heads: heads(),
        rows,
        notes,
    }
}

/// One wave's weights in a sentence.
fn told(weighted: &Weighted) -> Option<Words> {
    let summary = weighted.summary.as_ref().filter(|_| weighted.reason.is_none())?;
    let number = |x: f64, decimals| locale::plain(x, decimals);
    let course: Vec<String> = weighted
        .history
        .iter()
        .take(4)
        .map(|error| format!("{error:.0e}"))
        .collect();
    let (en, zh) = match weighted.trimmed {
        0 => (String::new(), String::new()),
        n => (format!("; {n} trimmed"), format!("；截断 {n} 份")),
    };
    Some(Words::new(
        format!(
            "{} rounds, largest error {} … {:.0e}; weights {} to {}; design effect {}; effective base {} of {}{en}",
            weighted.rounds,
            course.join(", "),
            weighted.error,
            number(summary.smallest, 3),
            number(summary.largest, 3),
            number(summary.design_effect, 3),
            number(summary.effective_base, 1),
            summary.base,
        ),
        format!(
            "{} 轮，最大误差 {} … {:.0e}；权重 {} 至 {}；设计效应 {}；有效样本量 {}（共 {} 份）{zh}",
            weighted.rounds,
            course.join("、"),
            weighted.error,
            number(summary.smallest, 3),
            number(summary.largest, 3),
            number(summary.design_effect, 3),
            number(summary.effective_base, 1),
            summary.base,
        ),
    ))
}

/// A row a response: of a survey its id, its wave and its weight; of a file its own columns and the weight.
pub(super) fn weights(made: &[Made], file: Option<&Cells>) -> String {
    let weight = |weight: f64| Datum::number(weight, 6);
    let sheet = match file {
        None => Sheet {
            kind: "weights",
            heads: ["response", "wave", "weight"].map(Head::quiet).into(),
            rows: made
                .iter()
                .flat_map(|made| {
                    let names = made.answers.sample.names.iter().zip(&made.weighted.weights);
                    names.map(|(name, w)| vec![name.as_str().into(), made.answers.wave.as_str().into(), weight(*w)])
                })
                .collect(),
            notes: Vec::new(),
        },
        Some(cells) => {
            let mut of_rows: Vec<(usize, f64)> = made
                .iter()
                .flat_map(|made| {
                    made.answers
                        .rows
                        .iter()
                        .copied()
                        .zip(made.weighted.weights.iter().copied())
                })
                .collect();
            of_rows.sort_by_key(|pair| pair.0);
            let name = if cells.names.iter().any(|name| name == "weight") {
                "raked_weight"
            } else {
                "weight"
            };
            let heads = cells
                .names
                .iter()
                .cloned()
                .chain([name.to_owned()])
                .map(Head::quiet)
                .collect();
            let line = |(row, w): (usize, f64)| {
                let own = (0..cells.names.len())
                    .map(|at| cells.rows[row].get(at).map_or(Datum::None, |text| text.as_str().into()));
                own.chain([weight(w)]).collect()
            };
            Sheet {
                kind: "weights",
                heads,
                rows: of_rows.into_iter().map(line).collect(),
                notes: Vec::new(),
            }
        }
    };
    sheet.render(Format::Csv, Tongue::En)
}

fn heads() -> Vec<Head> {
    vec![
        Head::new("wave", "wave", "期次"),
        Head::new("variable", "variable", "变量"),
        Head::new("category", "category", "类别"),
        Head::new("base", "base", "样本量"),
        Head::new("sample", "sample", "样本占比"),
        Head::new("target", "target", "目标占比"),
        Head::new("achieved", "achieved", "加权占比"),
        Head::quiet("rounds"),
        Head::quiet("error"),
        Head::quiet("weighted_base"),
        Head::quiet("smallest"),
        Head::quiet("largest"),
        Head::quiet("design_effect"),
        Head::quiet("effective_base"),
        Head::quiet("trimmed"),
        Head::quiet("reason"),
    ]
}
