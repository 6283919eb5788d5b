//! How values, differences, verdicts and reasons are put into words: once, for the terminal and for every page.

use super::dates;
use crate::diagnostic::Tongue;
use crate::finding::Change;
use crate::finding::Showing;
use crate::finding::Test;
use crate::finding::Verdict;
use crate::locale;
use crate::measure::Method;
use crate::measure::Unit;
use crate::model::Better;
use crate::model::Missing;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::kano::Category;
use jiff::civil::Date;

/// A value as a reader sees it: `72.5%`, `+34`, `71.3`, `4.12`.
#[must_use]
pub fn value(unit: Unit, x: f64) -> String {
    match unit {
        Unit::Share => locale::percent(x, 1),
        Unit::Nps => locale::signed(x, 0),
        Unit::Index => locale::plain(x, 1),
        Unit::Scale(..) => locale::plain(x, 2),
        Unit::Number => number(x),
    }
}

/// What a target is called in a drawing: `Target 75.0%`.
#[must_use]
pub fn target(unit: Unit, target: f64, tongue: Tongue) -> String {
    let value = value(unit, target);
    tongue.pick(format!("Target {value}"), format!("目标{value}"))
}

/// That answers may still come to a wave until its last day.
#[must_use]
pub fn open_wave(wave: &WaveId, last: Date, tongue: Tongue) -> String {
    let day = dates::day(last, tongue);
    tongue.pick(
        format!("{wave} provisional: open until {day}"),
        format!("{wave}为初步结果，调查进行至{day}"),
    )
}

/// That a figure is not from answers but from an earlier publication.
#[must_use]
pub fn published_earlier(tongue: Tongue) -> &'static str {
    tongue.pick("as published earlier", "以往公布值")
}

/// A value for a headline: no more digits than a director repeats (`73%`, `+34`, `71`, `4.1`).
#[must_use]
pub fn headline(unit: Unit, x: f64) -> String {
    match unit {
        Unit::Share => locale::percent(x, 0),
        Unit::Index => locale::plain(x, 1),
        Unit::Scale(..) => locale::plain(x, 2),
        Unit::Nps | Unit::Number => value(unit, x),
    }
}

/// A difference with its sign, in points of the unit: `+5.3`, `−12`.
#[must_use]
pub fn difference(unit: Unit, x: f64) -> String {
    match unit {
        Unit::Share => locale::points(x, 1),
        Unit::Nps => locale::signed(x, 0),
        Unit::Index => locale::signed(x, 1),
        Unit::Scale(..) => locale::signed(x, 2),
        Unit::Number => signed_number(x),
    }
}

/// The word behind a difference: percentage points, points, or nothing.
#[must_use]
pub fn points_word(unit: Unit, tongue: Tongue) -> &'static str {
    match unit {
        Unit::Share => tongue.pick("percentage points", "个百分点"),
        Unit::Nps | Unit::Index | Unit::Scale(..) => tongue.pick("points", "分"),
        Unit::Number => "",
    }
}

/// An interval of values: `68.1–76.4%`, `+28 to +40`.
#[must_use]
pub fn interval(unit: Unit, interval: Interval, tongue: Tongue) -> String {
    let (low, high) = (value(unit, interval.low), value(unit, interval.high));
    match unit {
        Unit::Share => format!("{}–{high}", low.trim_end_matches('%')),
        Unit::Nps => span(&low, &high, tongue),
        Unit::Index | Unit::Scale(..) | Unit::Number => format!("{low}–{high}"),
    }
}

/// An interval of differences: `−8.2 to −1.1`, `−8.2 至 −1.1`.
#[must_use]
pub fn difference_interval(unit: Unit, interval: Interval, tongue: Tongue) -> String {
    span(
        &difference(unit, interval.low),
        &difference(unit, interval.high),
        tongue,
    )
}

fn span(low: &str, high: &str, tongue: Tongue) -> String {
    format!("{low} {} {high}", tongue.pick("to", "至"))
}

/// A p-value: `0.032`, `<0.001`.
#[must_use]
pub fn p_value(p: f64) -> String {
    if p < 0.001 {
        "<0.001".to_owned()
    } else {
        locale::plain(p, 3)
    }
}

fn number(x: f64) -> String {
    locale::plain(x, if x.abs() >= 100.0 { 0 } else { 2 })
}

fn signed_number(x: f64) -> String {
    locale::signed(x, if x.abs() >= 100.0 { 0 } else { 2 })
}

/// A verdict in a word or two.
#[must_use]
pub fn verdict(verdict: Verdict, tongue: Tongue) -> &'static str {
    match verdict {
        Verdict::Rose => tongue.pick("rose", "上升"),
        Verdict::Fell => tongue.pick("fell", "下降"),
        Verdict::Above => tongue.pick("above", "高于"),
        Verdict::Below => tongue.pick("below", "低于"),
        Verdict::Small => tongue.pick("small change", "变化很小"),
        Verdict::NoEvidence => tongue.pick("no evidence of a difference", "未检出显著差异"),
        Verdict::TooFew => tongue.pick("too few answers", "样本不足"),
    }
}

/// The mark that stands for a verdict beside its colour.
#[must_use]
pub fn mark(verdict: Verdict) -> &'static str {
    match verdict.is_up() {
        Some(true) => "▲",
        Some(false) => "▼",
        None => "–",
    }
}

/// Whether what was found is welcome; `None` when nothing was found.
#[must_use]
pub fn is_good(verdict: Verdict, better: Better) -> Option<bool> {
    Some(verdict.is_up()? == (better == Better::High))
}

/// Why a figure is not shown, or with what warning.
#[must_use]
pub fn showing(showing: Showing, tongue: Tongue) -> &'static str {
    match showing {
        Showing::Shown => "",
        Showing::Flagged => tongue.pick("small base, indicative only", "样本量小，仅供参考"),
        Showing::HiddenQuality => tongue.pick("not shown: too few answers", "样本过少，不予显示"),
        Showing::HiddenPrivacy => tongue.pick(
            "not shown: so few people could be recognised",
            "人数过少，为保护隐私不予显示",
        ),
        Showing::HiddenComplement => tongue.pick(
            "not shown: it would reveal a hidden group",
            "为避免推算出被隐藏的组，不予显示",
        ),
    }
}

/// What a feature is to people, as Kano's model has it.
#[must_use]
pub fn kano(category: Category, tongue: Tongue) -> &'static str {
    match category {
        Category::MustBe => tongue.pick("Must-be", "必备"),
        Category::OneDimensional => tongue.pick("Performance", "期望"),
        Category::Attractive => tongue.pick("Attractive", "魅力"),
        Category::Indifferent => tongue.pick("Indifferent", "无差异"),
        Category::Reverse => tongue.pick("Reverse", "反向"),
        Category::Questionable => tongue.pick("Questionable", "可疑"),
    }
}

/// Why there is no number.
#[must_use]
pub fn reason(reason: Reason, tongue: Tongue) -> &'static str {
    match reason {
        Reason::NoValidAnswers => tongue.pick("no valid answers", "没有有效回答"),
        Reason::TooFewAnswers => tongue.pick("fewer than two answers", "不足两个回答"),
        Reason::ZeroVariance => tongue.pick("all answers are alike", "所有回答相同"),
        Reason::EmptyGroup => tongue.pick("one side has no answers", "其中一方没有回答"),
        Reason::ZeroMargin => tongue.pick("a row or column is empty", "有空的行或列"),
        Reason::Suppressed => tongue.pick("not shown", "不予显示"),
        Reason::Singular
        | Reason::Separation
        | Reason::ImproperSolution
        | Reason::LonelyPsu
        | Reason::NotConverged
        | Reason::Boundary => tongue.pick("cannot be computed from these answers", "无法由这些回答计算"),
    }
}

/// A kind of missing.
#[must_use]
pub fn missing(kind: Missing, tongue: Tongue) -> &'static str {
    match kind {
        Missing::NotAsked => tongue.pick("not asked", "未问及"),
        Missing::NotReached => tongue.pick("not reached", "中途退出"),
        Missing::Skipped => tongue.pick("left blank", "未作答"),
        Missing::DontKnow => tongue.pick("don’t know", "不清楚"),
        Missing::NotApplicable => tongue.pick("does not apply", "不适用"),
        Missing::Refused => tongue.pick("prefer not to say", "不愿回答"),
        Missing::Invalid => tongue.pick("unreadable", "无效"),
        Missing::NotInVersion => tongue.pick("not in this version", "该版本无此题"),
    }
}

/// How an estimate and its interval were made.
#[must_use]
pub fn method(method: Method, tongue: Tongue) -> &'static str {
    match method {
        Method::Wilson => tongue.pick("Wilson score interval", "Wilson 计分区间"),
        Method::WeightedLogit => tongue.pick("linearised variance, logit interval", "线性化方差，logit 区间"),
        Method::WilsonEffective => tongue.pick("Wilson interval on the effective base", "按有效样本量的 Wilson 区间"),
        Method::T => tongue.pick("Student’s t interval", "t 区间"),
        Method::WeightedT => tongue.pick("linearised variance, t interval", "线性化方差，t 区间"),
        Method::AdjustedWald => tongue.pick("adjusted Wald interval", "校正 Wald 区间"),
        Method::Influence => tongue.pick("influence functions, t interval", "影响函数方差，t 区间"),
        Method::DesignLogit | Method::DesignT => tongue.pick(
            "design-based interval (strata and clusters)",
            "设计型区间（按分层与整群）",
        ),
        Method::CalibratedLogit | Method::CalibratedT => tongue.pick(
            "interval that knows the population’s margins",
            "考虑了总体边际分布的区间",
        ),
        Method::ReplicateLogit | Method::ReplicateT => {
            tongue.pick("interval from the replicate weights", "由重复权重得出的区间")
        }
        Method::Published => tongue.pick("published earlier", "以往公布值"),
    }
}

/// The name of a test.
#[must_use]
pub fn test(test: Test, tongue: Tongue) -> &'static str {
    match test {
        Test::TwoProportions => tongue.pick("two-proportion z test", "两比例 z 检验"),
        Test::Fisher => tongue.pick("Fisher’s exact test", "Fisher 精确检验"),
        Test::Welch => tongue.pick("Welch’s t test", "Welch t 检验"),
        Test::Nps => tongue.pick("z test of two NPS", "NPS 差异 z 检验"),
        Test::Design => tongue.pick("design-based t test", "基于抽样设计的 t 检验"),
        Test::EffectiveProportions => tongue.pick("z test on effective bases", "按有效样本量的 z 检验"),
        Test::Overlapping => tongue.pick("test of groups that share respondents", "重叠样本检验"),
        Test::PairedT => tongue.pick("paired t test", "配对 t 检验"),
        Test::McNemar => tongue.pick("McNemar’s test", "McNemar 检验"),
        Test::PairedDesign => tongue.pick("paired design-based t test", "基于抽样设计的配对 t 检验"),
        Test::OneSample => tongue.pick("one-sample test", "单样本检验"),
        Test::None => tongue.pick("no test", "未检验"),
    }
}

/// A change in one line, for tables and marks: `▼ −8.2 (−12.1 to −4.3)`.
#[must_use]
pub fn change(unit: Unit, change: &Change, tongue: Tongue) -> String {
    let size = difference(unit, change.comparison.difference);
    let range = change
        .comparison
        .interval
        .map(|found| difference_interval(unit, found, tongue));
    let range = range
        .map(|range| tongue.pick(format!(" ({range})"), format!("（{range}）")))
        .unwrap_or_default();
    format!("{} {size}{range}", mark(change.verdict))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_set_in_their_unit() {
        assert_eq!(value(Unit::Share, 0.725), "72.5%");
        assert_eq!(value(Unit::Nps, 34.2), "+34");
        assert_eq!(value(Unit::Index, 71.25), "71.3");
        assert_eq!(difference(Unit::Share, -0.0531), "\u{2212}5.3");
        let around = Interval {
            low: 0.681,
            high: 0.764,
        };
        assert_eq!(interval(Unit::Share, around, Tongue::En), "68.1–76.4%");
        let negative = Interval { low: -8.2, high: 1.1 };
        assert_eq!(
            difference_interval(Unit::Index, negative, Tongue::Zh),
            "\u{2212}8.2 至 +1.1"
        );
        assert_eq!(p_value(0.000_4), "<0.001");
    }

    #[test]
    fn less_is_better_for_some_measures() {
        assert_eq!(is_good(Verdict::Fell, Better::Low), Some(true));
        assert_eq!(is_good(Verdict::Rose, Better::Low), Some(false));
        assert_eq!(is_good(Verdict::NoEvidence, Better::Low), None);
    }
}
