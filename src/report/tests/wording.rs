//! The exact sentence of every verdict, for each reader.

use crate::diagnostic::Tongue;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Correction;
use crate::finding::Test;
use crate::finding::Verdict;
use crate::measure::Unit;
use crate::model::Id;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::sentences::Told;
use crate::stats::Comparison;
use crate::stats::Interval;
use crate::tabulation::Group;

fn change(
    against: Against,
    group: Group,
    verdict: Verdict,
    value: f64,
    difference: f64,
    interval: (f64, f64),
) -> Change {
    let reference_base = if matches!(against, Against::Target(_)) {
        None
    } else {
        Some(398)
    };
    Change {
        measure: Id::new("csat"),
        wave: WaveId::new("2026Q4"),
        group,
        against,
        value,
        reference: value - difference,
        comparison: Comparison {
            difference,
            standard_error: None,
            interval: Some(Interval {
                low: interval.0,
                high: interval.1,
            }),
            statistic: None,
            df: None,
            p: Some(0.01),
            reason: None,
        },
        test: Test::TwoProportions,
        base: 412,
        reference_base,
        p_adjusted: Some(0.01),
        family: String::new(),
        correction: Correction::Holm,
        family_size: 1,
        practical: 0.05,
        verdict,
    }
}

fn told(change: &Change, tongue: Tongue) -> Told<'_> {
    let everybody = change.group == Group::Total;
    let group = if everybody {
        ""
    } else {
        tongue.pick("App (order channel)", "渠道“应用”")
    };
    Told {
        change,
        measure: tongue.pick("Overall satisfaction", "总体满意率").to_owned(),
        group: group.to_owned(),
        wave: tongue.pick("Q3 2026", "2026年第三季度").to_owned(),
        benchmark: match &change.against {
            Against::Benchmark(of) => of.clone(),
            _ => String::new(),
        },
        unit: Unit::Share,
        level: 0.95,
        needed: 30,
        tongue,
    }
}

fn check(change: &Change, en: &str, zh: &str) {
    // The base is held together by no-break spaces.
    let plain = |text: String| text.replace('\u{a0}', " ");
    assert_eq!(plain(told(change, Tongue::En).sentence()), en);
    assert_eq!(plain(told(change, Tongue::Zh).sentence()), zh);
}

fn headed(change: &Change, en: &str, zh: &str) {
    assert_eq!(told(change, Tongue::En).heading(), en);
    assert_eq!(told(change, Tongue::Zh).heading(), zh);
}

fn since() -> Against {
    Against::Previous(WaveId::new("2026Q3"))
}

const APP: Group = Group::Level(VariableIndex(0), 0);

#[test]
fn a_fall_and_a_rise() {
    let fell = change(since(), Group::Total, Verdict::Fell, 0.713, -0.082, (-0.121, -0.043));
    check(
        &fell,
        "Overall satisfaction fell by 8.2 percentage points to 71.3% since Q3 2026 (95% interval −12.1 to −4.3; n = 412, previous 398).",
        "总体满意率较2026年第三季度下降8.2个百分点，为71.3%（95%置信区间 −12.1 至 −4.3；n = 412，上期398）。",
    );
    headed(
        &fell,
        "Overall satisfaction fell by 8.2 percentage points",
        "总体满意率下降8.2个百分点",
    );
    let rose = change(since(), APP, Verdict::Rose, 0.713, 0.082, (0.043, 0.121));
    check(
        &rose,
        "App (order channel): overall satisfaction rose by 8.2 percentage points to 71.3% since Q3 2026 (95% interval +4.3 to +12.1; n = 412, previous 398).",
        "渠道“应用”的总体满意率较2026年第三季度上升8.2个百分点，为71.3%（95%置信区间 +4.3 至 +12.1；n = 412，上期398）。",
    );
}

#[test]
fn no_evidence_is_never_no_change() {
    let unsure = change(
        since(),
        Group::Total,
        Verdict::NoEvidence,
        0.713,
        -0.011,
        (-0.05, 0.028),
    );
    check(
        &unsure,
        "Overall satisfaction is 71.3%; no evidence of a change since Q3 2026 (−1.1 percentage points, 95% interval −5.0 to +2.8; n = 412, previous 398).",
        "总体满意率为71.3%，与2026年第三季度相比未检出显著差异（−1.1个百分点，95%置信区间 −5.0 至 +2.8；n = 412，上期398）。",
    );
    headed(
        &unsure,
        "No evidence of a change in overall satisfaction",
        "总体满意率未检出显著差异",
    );
    // The verdict is of all that is compared, the interval of one: said where they seem to contradict each other.
    let mut one = change(
        since(),
        Group::Total,
        Verdict::NoEvidence,
        0.713,
        -0.041,
        (-0.08, -0.002),
    );
    one.family_size = 4;
    check(
        &one,
        "Overall satisfaction is 71.3%; no evidence of a change since Q3 2026 (−4.1 percentage points, 95% interval −8.0 to −0.2; n = 412, previous 398). That interval is of this figure alone: where 4 are compared, one such difference can be chance.",
        "总体满意率为71.3%，与2026年第三季度相比未检出显著差异（−4.1个百分点，95%置信区间 −8.0 至 −0.2；n = 412，上期398）。该区间只针对这一项：4项一并比较时，出现一个这样的差异可能属偶然。",
    );
    let rest = change(Against::Rest, APP, Verdict::NoEvidence, 0.713, -0.011, (-0.05, 0.028));
    headed(
        &rest,
        "App (order channel): no evidence of a difference from the rest in overall satisfaction",
        "渠道“应用”的总体满意率未检出显著差异",
    );
    for tongue in [Tongue::En, Tongue::Zh] {
        for text in [told(&unsure, tongue).sentence(), told(&rest, tongue).sentence()] {
            assert!(
                !text.contains("no change") && !text.contains("没有变化") && !text.contains("unchanged"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_small_change_and_too_few_answers() {
    let small = change(since(), Group::Total, Verdict::Small, 0.713, -0.012, (-0.02, -0.004));
    check(
        &small,
        "Overall satisfaction is 71.3%; the difference from Q3 2026 is significant but small (−1.2 percentage points, 95% interval −2.0 to −0.4; n = 412, previous 398).",
        "总体满意率为71.3%，与2026年第三季度相比差异显著但幅度很小（−1.2个百分点，95%置信区间 −2.0 至 −0.4；n = 412，上期398）。",
    );
    let few = change(since(), Group::Total, Verdict::TooFew, 0.713, -0.082, (-0.3, 0.14));
    check(
        &few,
        "Overall satisfaction is 71.3%; too few answers for a verdict on the difference from Q3 2026 (n = 412, previous 398; a verdict needs 30).",
        "总体满意率为71.3%，样本不足，不判断与2026年第三季度相比是否有差异（n = 412，上期398；每一方至少需要30）。",
    );
}

#[test]
fn groups_against_the_rest_and_targets() {
    let above = change(Against::Rest, APP, Verdict::Above, 0.801, 0.091, (0.03, 0.152));
    check(
        &above,
        "App (order channel): overall satisfaction is 80.1%, 9.1 percentage points above the rest (95% interval +3.0 to +15.2; n = 412, the rest 398).",
        "渠道“应用”的总体满意率为80.1%，比其余受访者高9.1个百分点（95%置信区间 +3.0 至 +15.2；n = 412，其余398）。",
    );
    let below = change(
        Against::Target("plan".to_owned()),
        Group::Total,
        Verdict::Below,
        0.713,
        -0.087,
        (-0.13, -0.044),
    );
    check(
        &below,
        "Overall satisfaction is 71.3%, 8.7 percentage points below the target of 80.0% (95% interval −13.0 to −4.4; n = 412).",
        "总体满意率为71.3%，比目标值80.0%低8.7个百分点（95%置信区间 −13.0 至 −4.4；n = 412）。",
    );
    let benchmark = change(
        Against::Benchmark("Retail".to_owned()),
        Group::Total,
        Verdict::Below,
        0.713,
        -0.087,
        (-0.13, -0.044),
    );
    check(
        &benchmark,
        "Overall satisfaction is 71.3%, 8.7 percentage points below the benchmark of 80.0% (Retail) (95% interval −13.0 to −4.4; n = 412, the benchmark 398).",
        "总体满意率为71.3%，比基准80.0%（Retail）低8.7个百分点（95%置信区间 −13.0 至 −4.4；n = 412，基准398）。",
    );
    assert_eq!(
        told(&below, Tongue::En).also(),
        "Against the target of 80.0%: −8.7 percentage points (95% interval −13.0 to −4.4)."
    );
    assert_eq!(
        told(&below, Tongue::Zh).also(),
        "与目标值80.0%相比：−8.7个百分点（95%置信区间 −13.0 至 −4.4）。"
    );
}
