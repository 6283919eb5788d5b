//! What must be said beside a table: tests, corrections, bases, marks.

use super::Printing;
use super::print::Figure;
use crate::crosstab::Independence;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::finding::Letters;
use crate::locale::plain;
use crate::report::words;

/// The notes under a table, in the order of importance.
#[must_use]
pub fn foot(printing: &Printing<'_>) -> Vec<Words> {
    let facts = &printing.table.facts;
    let mut notes = Vec::new();
    bases(printing, &mut notes);
    figures(printing, &mut notes);
    if facts.lettered {
        letters(printing, &mut notes);
    }
    arrows(printing, &mut notes);
    independence(printing, &mut notes);
    if facts.flagged {
        let least = facts.flag_below;
        notes.push(Words::new(
            format!("†  base below {least}: indicative only, not tested"),
            format!("†  样本量不足 {least}，仅供参考，不做检验"),
        ));
    }
    if facts.hidden {
        notes.push(Words::new(
            "·  not shown: too few answers, or it would reveal a group that is too small",
            "·  样本过少或会暴露过小的组，不予显示",
        ));
    }
    notes.extend(printing.remarks.iter().cloned());
    notes
}

fn bases(printing: &Printing<'_>, notes: &mut Vec<Words>) {
    let facts = &printing.table.facts;
    if facts.of_responses {
        notes.push(Words::new(
            "multiple choice: shares of all options chosen (responses); the base counts respondents, and tests take each \
             respondent once",
            "多选题：百分比以选择次数为基数；样本量为人数，检验以人为单位",
        ));
    }
    if facts.weighted {
        notes.push(Words::new(
            "base: unweighted valid answers; effective base: (Σw)²/Σw²; shares and means are weighted, tests use their \
             design-based variances",
            "样本量为未加权的有效回答数；有效样本量为 (Σw)²/Σw²；比例与均值已加权，检验采用基于抽样设计的方差",
        ));
    } else {
        notes.push(Words::new("base: valid answers", "样本量为有效回答数"));
    }
}

fn figures(printing: &Printing<'_>, notes: &mut Vec<Words>) {
    let plainly = printing.show == [Figure::Column];
    let shares = printing.table.sections.iter().flat_map(|section| &section.lines);
    if !plainly && shares.into_iter().any(|line| line.unit == crate::measure::Unit::Share) {
        let names: Vec<&str> = printing
            .show
            .iter()
            .map(|figure| printing.figure_name(*figure))
            .collect();
        notes.push(Words::new(
            format!("each share is shown as: {}", names.join(", ")),
            format!("每个比例依次为：{}", names.join("、")),
        ));
    }
    if printing.show.contains(&Figure::Row) {
        let waves = printing.table.layout.waves.len() > 1;
        notes.push(if waves {
            Words::new(
                "row %: of those with this answer in the wave; of a wave, of those in all waves shown",
                "行百分比：以本期选择该答案者为 100%；期次列以所示各期合计为 100%",
            )
        } else {
            Words::new("row %: of those with this answer", "行百分比：以选择该答案者为 100%")
        });
    }
    if printing.show.contains(&Figure::Interval) {
        let level = plain(100.0 * printing.scores.level, 0);
        notes.push(Words::new(
            format!("interval: {level} %"),
            format!("置信区间：{level}%"),
        ));
    }
}

fn letters(printing: &Printing<'_>, notes: &mut Vec<Words>) {
    let facts = &printing.table.facts;
    let level = |alpha: f64| plain(100.0 * (1.0 - alpha), 1).trim_end_matches(".0").to_owned();
    let sure = level(facts.alpha);
    let tests = |tongue: Tongue| {
        let names: Vec<&str> = facts.tests.iter().map(|test| words::test(*test, tongue)).collect();
        names.join(tongue.pick(", ", "、"))
    };
    let (en, zh) = match facts.letters {
        Letters::Holm => (
            format!(
                "A B C: significantly higher than that column of the same banner at {sure} %, Holm over the pairs of a row; none \
                 where the test of all columns is not significant"
            ),
            format!(
                "A B C：在 {sure}% 水平上显著高于同一表头的该列，行内两两比较经 Holm 校正；各列总体检验不显著时不标字母"
            ),
        ),
        Letters::BenjaminiHochberg => (
            format!(
                "A B C: significantly higher than that column of the same banner at {sure} %, Benjamini–Hochberg over the pairs of a row"
            ),
            format!("A B C：在 {sure}% 水平上显著高于同一表头的该列，行内两两比较经 Benjamini–Hochberg 校正"),
        ),
        Letters::Unadjusted => {
            let less = level(2.0 * facts.alpha);
            (
                format!(
                    "A B C: higher than that column of the same banner at {sure} %, a b c at {less} %; not corrected for the number \
                     of comparisons"
                ),
                format!("A B C：在 {sure}% 水平上高于同一表头的该列，a b c 为 {less}%；未做多重比较校正"),
            )
        }
        Letters::None => return,
    };
    notes.push(Words::new(en, zh));
    notes.push(Words::new(
        format!(
            "tests: {}; columns with a base below {} are not tested",
            tests(Tongue::En),
            facts.flag_below
        ),
        format!(
            "检验：{}；样本量不足 {} 的列不参与检验",
            tests(Tongue::Zh),
            facts.flag_below
        ),
    ));
    if !facts.overlapping.is_empty() {
        let survey = &printing.scores.survey;
        let names: Vec<&str> = facts
            .overlapping
            .iter()
            .map(|variable| survey.variable(*variable).id.as_str())
            .collect();
        notes.push(Words::new(
            format!(
                "columns of {} overlap: the respondents they share are in the variance of the difference",
                names.join(", ")
            ),
            format!("{} 的各列有重叠：差异的方差已计入共同的受访者", names.join("、")),
        ));
    }
}

/// A line for each question and banner that were tested against each other.
fn independence(printing: &Printing<'_>, notes: &mut Vec<Words>) {
    let layout = &printing.table.layout;
    let mut small = false;
    for section in &printing.table.sections {
        for (block, found) in layout.blocks.iter().zip(&section.independence) {
            let Some(found) = found else { continue };
            let banner = block.first().and_then(|at| layout.columns[*at].banner);
            let banner = banner.and_then(|banner| layout.banners.get(banner));
            let banner = banner.map_or_else(String::new, |banner| printing.banner_ids(banner));
            let columns = block.iter().filter_map(|at| layout.columns[*at].letter.clone());
            let columns: Vec<String> = columns.collect();
            let span = match columns.as_slice() {
                [first, .., last] => format!(" {first}–{last}"),
                _ => String::new(),
            };
            let name = format!("{} × {banner}{span}", section.id);
            notes.push(match found {
                Ok(test) => {
                    small |= 5 * test.small.0 > test.small.1;
                    let value = told(test);
                    Words::new(format!("{name}: {value}"), format!("{name}：{value}"))
                }
                Err(reason) => Words::new(
                    format!("{name}: no test ({})", words::reason(*reason, Tongue::En)),
                    format!("{name}：未检验（{}）", words::reason(*reason, Tongue::Zh)),
                ),
            });
        }
    }
    if small {
        notes.push(Words::new(
            "more than a fifth of some table’s expected counts are below 5: its χ² is a rough guide",
            "有的表超过五分之一的期望频数小于 5，其 χ² 仅供参考",
        ));
    }
}

fn told(test: &Independence) -> String {
    let p = match test.p {
        Some(p) if p < 0.001 => "p < 0.001".to_owned(),
        Some(p) => format!("p = {}", plain(p, 3)),
        None => "p –".to_owned(),
    };
    match test.df2 {
        Some(df2) => format!(
            "Rao–Scott F({}, {}) = {}, {p}, n = {}",
            plain(test.df, 2),
            plain(df2, 1),
            plain(test.statistic, 2),
            test.base
        ),
        None => format!(
            "χ²({}) = {}, {p}, n = {}",
            plain(test.df, 0),
            plain(test.statistic, 2),
            test.base
        ),
    }
}

fn arrows(printing: &Printing<'_>, notes: &mut Vec<Words>) {
    let facts = &printing.table.facts;
    if facts.rest {
        notes.push(Words::new(
            "▲▼ higher or lower than the rest of the answers (the total without the column): significant after \
             Benjamini–Hochberg over all groups counted for the row, and at least the difference that matters",
            "▲▼ 显著高于或低于其余回答（总体去掉该列）：该行统计的全部组别经 Benjamini–Hochberg 校正，且差异达到实际意义",
        ));
    }
    if !facts.previous.is_empty() {
        let waves: Vec<&str> = facts.previous.iter().map(String::as_str).collect();
        notes.push(Words::new(
            format!(
                "↑↓ rose or fell since the wave before ({}): significant after correction in its family, and at least the \
                 difference that matters",
                waves.join(", ")
            ),
            format!("↑↓ 较上一期（{}）上升或下降：经所属检验族校正后显著，且变化达到实际意义", waves.join("、")),
        ));
    }
}
