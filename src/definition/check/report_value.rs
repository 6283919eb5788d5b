//! MY158: report settings are in their range.

use super::Subject;
use super::macros::rule;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Problem;

rule! {
    "MY158", Error,
    title: "a report setting out of range", "报告设置超出范围",
    why: "`alpha` is an error rate between 0 and 1, such as 0.05, not 5. Practical thresholds are points, 0 or more; shares, the index and means have at most 100, an NPS 200.",
         "`alpha` 是 0 到 1 之间的错误率，例如 0.05 而不是 5。实际意义阈值是点数，不小于 0；比例、指数、均值不超过 100，NPS 不超过 200。",
    top,
    wrong: "report: {alpha: 5}\n",
    right: "report: {alpha: 0.05}\n",
}

/// Values that cannot be.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let report = &subject.draft.report;
    let problem = |written: &Spanned<f64>, en: &str, zh: &str| {
        Problem::new(&DOC, written.place(subject.source))
            .says(
                format!("{} is out of range", written.value),
                format!("{} 超出范围", written.value),
            )
            .help(en, zh)
    };
    let alpha = report
        .alpha
        .iter()
        .filter(|alpha| !(alpha.value > 0.0 && alpha.value < 1.0));
    let mut problems: Vec<Problem> = alpha
        .map(|alpha| {
            problem(
                alpha,
                "write a number between 0 and 1, such as 0.05",
                "写 0 到 1 之间的数，例如 0.05",
            )
        })
        .collect();
    for (written, most) in [
        (&report.share, 100.0),
        (&report.index, 100.0),
        (&report.nps, 200.0),
        (&report.mean, 100.0),
    ] {
        let off = written.iter().filter(|written| !(0.0..=most).contains(&written.value));
        problems.extend(off.map(|written| {
            problem(
                written,
                &format!("write points, from 0 to {most}"),
                &format!("写 0 到 {most} 的点数"),
            )
        }));
    }
    problems
}
