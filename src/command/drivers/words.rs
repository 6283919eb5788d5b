//! What a person must know about an analysis: notes under the table, and faults.

use super::Figure;
use crate::command::CommandError;
use crate::command::shared::modelled::cell_name;
use crate::diagnostic::Words;
use crate::driver::Analysis;
use crate::driver::Ask;
use crate::driver::Fault;
use crate::driver::Method;
use crate::driver::SetAside;
use crate::driver::Warning;
use crate::locale;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::tabulation::Rows;

fn id(survey: &Survey, variable: VariableIndex) -> String {
    format!("`{}`", survey.variable(variable).id)
}

fn ids(survey: &Survey, variables: &[VariableIndex], between: &str) -> String {
    let names: Vec<String> = variables.iter().map(|variable| id(survey, *variable)).collect();
    names.join(between)
}

/// What the answers do not allow, and the way out.
pub(super) fn fault(survey: &Survey, ask: &Ask, fault: Fault) -> CommandError {
    let words = match fault {
        Fault::NotTwoValues(values) => {
            let outcome = &survey.variable(ask.outcome.variable).id;
            Words::new(
                format!(
                    "a logistic model needs an outcome of yes and no, and `{outcome}` has {values} values: say which count as yes, such as `--outcome {outcome}:4,5`"
                ),
                format!(
                    "逻辑回归的结果变量只能有两个取值，而 `{outcome}` 有 {values} 个：请说明哪些计为“是”，例如 `--outcome {outcome}:4,5`"
                ),
            )
        }
        Fault::WithoutKey(variable, rows) => {
            let name = &survey.variable(variable).id;
            Words::new(
                format!(
                    "{rows} responses have no `{name}`, so that nobody knows which sampling unit they belong to; mend them, or leave them out with `--where 'answered({name})'`"
                ),
                format!(
                    "有 {rows} 份答卷缺少 `{name}`，无法确定其抽样单元；请补上，或用 `--where 'answered({name})'` 不计入"
                ),
            )
        }
        Fault::Population(variable) => {
            let name = &survey.variable(variable).id;
            Words::new(
                format!(
                    "`{name}` must be the number of sampling units in the population of each stratum: the same within a stratum and no fewer than were sampled"
                ),
                format!("`{name}` 应为各层总体中的抽样单元数：同一层内取值相同，且不少于样本中的单元数"),
            )
        }
    };
    CommandError::Other(words)
}

/// What the numbers are, for all groups alike.
pub(super) fn notes(survey: &Survey, ask: &Ask) -> Vec<Words> {
    let (outcome_en, outcome_zh) = outcome(survey, ask);
    let percent = locale::plain(100.0 * ask.level, 0);
    let (en, zh) = method(ask.method);
    let mut notes = vec![Words::new(
        format!("importance for {outcome_en}: {en}; an association, which does not show what causes what"),
        format!("对{outcome_zh}的重要性：{zh}；仅表示关联，不说明因果"),
    )];
    if ask.replicates > 0 {
        let (draws_en, draws_zh) = if ask.design.is_known() {
            ("sampling units within strata", "层内抽样单元")
        } else {
            ("respondents", "受访者")
        };
        notes.push(Words::new(
            format!(
                "low–high: {percent} % percentile intervals of {} bootstrap replicates ({draws_en}), seed {}; drivers whose intervals overlap share their ranks",
                ask.replicates, ask.seed
            ),
            format!(
                "下限–上限：{percent}% 百分位区间，自助法重复 {} 次（{draws_zh}），随机种子 {}；区间重叠的因素不分先后",
                ask.replicates, ask.seed
            ),
        ));
    }
    notes
}

/// The outcome, and what of it counts as yes.
fn outcome(survey: &Survey, ask: &Ask) -> (String, String) {
    let name = id(survey, ask.outcome.variable);
    let Some(counts) = &ask.outcome.counts else {
        return (name.clone(), name);
    };
    let codes: Vec<String> = counts.iter().map(|code| locale::significant(*code, 12)).collect();
    (
        format!("{name} (yes: {})", codes.join(", ")),
        format!("{name}（是：{}）", codes.join("、")),
    )
}

fn method(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::Johnson => (
            "share of R² by Johnson's relative weights",
            "Johnson 相对权重在 R² 中的占比",
        ),
        Method::Lmg => (
            "share of R² averaged over all orders (LMG, Shapley)",
            "按所有次序平均的 R² 占比（LMG，Shapley）",
        ),
        Method::Ols => (
            "share of the sum of absolute standardised regression coefficients",
            "标准化回归系数绝对值的占比",
        ),
        Method::Logistic => (
            "share of the sum of absolute standardised logistic coefficients",
            "标准化逻辑回归系数绝对值的占比",
        ),
        Method::Correlation => (
            "share of the sum of absolute correlations, each driver by itself",
            "相关系数绝对值的占比（逐个因素）",
        ),
    }
}

/// What is to be known about one group that is shown.
pub(super) fn of(survey: &Survey, ask: &Ask, figure: &Figure, name: &Words, rows: Option<&Rows>) -> Vec<Words> {
    let found = &figure.analysis;
    let all = found.base + found.dropped;
    let (en, zh) = match (found.r_squared, ask.method) {
        (Some(r2), Method::Logistic) => {
            let r2 = locale::plain(r2, 3);
            (format!("; McFadden's R² = {r2}"), format!("；McFadden R² = {r2}"))
        }
        (Some(r2), _) => {
            let r2 = locale::plain(r2, 3);
            (format!("; R² = {r2}"), format!("；R² = {r2}"))
        }
        _ => (String::new(), String::new()),
    };
    let mut notes = vec![Words::new(
        format!(
            "{}n = {} of {all} with an answer to all of them{en}",
            name.en, found.base
        ),
        format!(
            "{}n = {}（共 {all} 份，其余缺少其中某题的回答）{zh}",
            name.zh, found.base
        ),
    )];
    if let Some(reason) = found.none {
        notes.push(none(name, reason));
    }
    if found.units > 0 && found.units < found.base && !ask.design.is_known() {
        notes.push(Words::new(
            format!(
                "{}each replicate draws {} groups of respondents, dealt at random",
                name.en, found.units
            ),
            format!("{}每次重复抽取随机分成的 {} 组受访者", name.zh, found.units),
        ));
    }
    let told = found
        .warnings
        .iter()
        .map(|warning| told(survey, ask, warning, found, rows));
    notes.extend(told.map(|words| Words::new(format!("{}{}", name.en, words.en), format!("{}{}", name.zh, words.zh))));
    notes
}

/// Which of the usual drivers were left out, and how to have them.
pub(super) fn aside(survey: &Survey, wave: &Words, left: &[SetAside]) -> Words {
    let list = |between: &str| {
        let names: Vec<String> = left
            .iter()
            .map(|left| format!("{} ({}/{})", id(survey, left.variable), left.answered, left.of))
            .collect();
        names.join(between)
    };
    Words::new(
        format!(
            "{}left out, because fewer than half could rate them: {}; an analysis with them: `--drivers`",
            wave.en,
            list(", ")
        ),
        format!(
            "{}以下项目作答者不足一半，未纳入分析：{}；如需纳入，请用 `--drivers` 指定",
            wave.zh,
            list("、")
        ),
    )
}

fn none(name: &Words, reason: Reason) -> Words {
    let (en, zh) = match reason {
        Reason::NoValidAnswers => (
            "nobody answered the outcome and all drivers",
            "没有人同时回答结果变量和所有驱动因素",
        ),
        Reason::TooFewAnswers => ("one respondent is too few", "只有一名受访者，无法计算"),
        Reason::ZeroVariance => (
            "an answer does not vary, so that nothing can go with it",
            "有题目的回答没有差异，无法计算关联",
        ),
        Reason::Singular => (
            "drivers determine one another, or there are no more respondents than drivers",
            "驱动因素之间存在完全线性关系，或受访者数不多于驱动因素数",
        ),
        Reason::Separation => (
            "a driver separates yes from no perfectly; leave it out or join codes",
            "有驱动因素将“是”与“否”完全分开；请去掉它或合并代码",
        ),
        _ => ("the computation did not settle", "计算未收敛"),
    };
    Words::new(
        format!("{}no importance: {en} ({})", name.en, reason.code()),
        format!("{}无法计算重要性：{zh}（{}）", name.zh, reason.code()),
    )
}

fn told(survey: &Survey, ask: &Ask, warning: &Warning, found: &Analysis, rows: Option<&Rows>) -> Words {
    let (base, drivers) = (found.base, ask.drivers.len() - found.set_aside.len());
    match warning {
        Warning::FewRows => Words::new(
            format!("warning: {base} respondents for {drivers} drivers; ten for each are the least for a steady model"),
            format!("注意：{drivers} 个驱动因素仅有 {base} 名受访者；每个因素至少需要 10 名，结果才较稳定"),
        ),
        Warning::ManyDropped(most) => dropped(survey, most),
        Warning::Inflated(found) => inflated(survey, found),
        Warning::Constant(found) => Words::new(
            format!(
                "does not vary: {}; leave it out with `--drivers`, or name another `--outcome`",
                ids(survey, found, ", ")
            ),
            format!(
                "没有差异：{}；请用 `--drivers` 去掉，或用 `--outcome` 另选结果变量",
                ids(survey, found, "、")
            ),
        ),
        Warning::Collinear(driver, by) => Words::new(
            format!(
                "{} is determined by {}; leave one of them out with `--drivers`",
                id(survey, *driver),
                ids(survey, by, ", ")
            ),
            format!(
                "{} 可由 {} 完全确定；请用 `--drivers` 去掉其中之一",
                id(survey, *driver),
                ids(survey, by, "、")
            ),
        ),
        Warning::Turned(found) => Words::new(
            format!(
                "warning: correlated one way but with a coefficient of the other sign, because drivers overlap: {}",
                ids(survey, found, ", ")
            ),
            format!(
                "注意：相关方向与回归系数符号相反（因素之间重叠所致）：{}",
                ids(survey, found, "、")
            ),
        ),
        Warning::LonelyUnits(found) => lonely(survey, ask, found, rows),
        Warning::FewReplicates => Words::new(
            "no intervals: too many replicates had no model; the base is too small for so many drivers",
            "没有区间：过多的重复样本无法拟合模型；相对于驱动因素数，样本量太小",
        ),
    }
}

fn dropped(survey: &Survey, most: &[(VariableIndex, u64)]) -> Words {
    let list = |between: &str| {
        let names: Vec<String> = most
            .iter()
            .map(|(variable, responses)| format!("{} ({responses})", id(survey, *variable)))
            .collect();
        names.join(between)
    };
    Words::new(
        format!(
            "warning: more responses were left out than kept; most lack {}: leave those out with `--drivers` to hear more",
            list(", ")
        ),
        format!(
            "注意：未计入的答卷多于计入的；缺答最多的是 {}：可用 `--drivers` 去掉这些题，以计入更多答卷",
            list("、")
        ),
    )
}

fn inflated(survey: &Survey, found: &[(VariableIndex, f64)]) -> Words {
    let list = |between: &str| {
        let names: Vec<String> = found
            .iter()
            .map(|(driver, vif)| format!("{} ({})", id(survey, *driver), locale::plain(*vif, 1)))
            .collect();
        names.join(between)
    };
    Words::new(
        format!(
            "warning: much of what these say the other drivers say too (variance inflation above 5): {}",
            list(", ")
        ),
        format!("注意：以下因素与其他因素高度重叠（方差膨胀因子大于 5）：{}", list("、")),
    )
}

fn lonely(survey: &Survey, ask: &Ask, found: &[usize], rows: Option<&Rows>) -> Words {
    let named = |row: &usize| {
        let cell = rows.and_then(|rows| rows.cell(ask.design.stratum?, *row));
        cell_name(survey, ask.design.stratum, cell)
    };
    let names: Vec<String> = found.iter().map(named).collect();
    Words::new(
        format!(
            "no intervals: a stratum has a single sampling unit ({}); join it with another stratum",
            names.join(", ")
        ),
        format!(
            "没有区间：有的层只有一个抽样单元（{}）；请将其与其他层合并",
            names.join("、")
        ),
    )
}
