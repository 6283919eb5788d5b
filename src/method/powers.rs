//! Power: what difference of two shares or means can be seen with how many answers.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::number;
use super::planning::ALPHA;
use super::planning::BASE;
use super::planning::POWER;
use super::planning::ROWS;
use super::planning::between;
use super::planning::chances;
use super::planning::each;
use super::planning::positive;
use crate::stats::interval;
use crate::stats::power;
use crate::stats::power::Means;
use crate::stats::power::Tails;
use crate::stats::sample_size;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "power_two_proportions",
        aliases: &["power_shares", "power.prop.test"],
        family: Family::Planning,
        title: ["Power of comparing two shares", "比较两个比例的功效"],
        definition: [
            "Solves z_α/2·√(2p̄q̄) + z_β·√(p1q1+p2q2) = √n·|p1−p2| for n per group; the power at the rounded size with the right sign only, and strictly with both. Beside it the arcsine size (h = 2asin√p1 − 2asin√p2).",
            "由 z_α/2·√(2p̄q̄) + z_β·√(p1q1+p2q2) = √n·|p1−p2| 求每组 n；给出取整后只计正确方向的功效及双向（strict）功效。另给反正弦法的样本量（h = 2asin√p1 − 2asin√p2）。",
        ],
        source: "Fleiss, Levin & Paik 2003, §4.2; Cohen 1988; R power.prop.test, pwr.2p.test",
        others: [
            "G*Power and pwr use the arcsine size; some tools add a continuity correction and ask for more.",
            "G*Power 与 pwr 使用反正弦法；有些工具加连续性校正，样本量更大。",
        ],
        takes: &[
            Param::new("p1", Kind::Number, ["First share", "第一个比例"]),
            Param::new("p2", Kind::Number, ["Second share", "第二个比例"]),
            ALPHA,
            POWER,
            BASE,
            ROWS,
        ],
        run: |asked| each(asked, proportions),
    },
    Method {
        id: "power_two_means",
        aliases: &["power_means", "power.t.test"],
        family: Family::Planning,
        title: ["Power of comparing two means", "比较两个均值的功效"],
        definition: [
            "The power of the two-sided t test from the noncentral t distribution: df = 2(n−1), shift √(n/2)·delta/sd; `type` paired or one takes df = n−1, shift √n·delta/sd. Without `strict` only the right sign counts.",
            "双侧 t 检验的功效，用非中心 t 分布：df = 2(n−1)，非中心参数 √(n/2)·delta/sd；`type` 为 paired 或 one 时 df = n−1、√n·delta/sd。不写 `strict` 时只计正确方向。",
        ],
        source: "Cohen 1988, ch. 2; Lenth 1989 (AS 243); R power.t.test",
        others: [
            "The normal approximation that many tables use is 0.5 to 1 answer per group too low.",
            "许多表格用正态近似，每组少 0.5 到 1 份。",
        ],
        takes: &[
            Param::new("delta", Kind::Number, ["Difference of the means", "均值之差"]).or(&["detect"]),
            Param::new(
                "sd",
                Kind::Number,
                [
                    "Standard deviation within; of the differences when paired",
                    "组内标准差；配对时为差值的标准差",
                ],
            ),
            ALPHA,
            POWER,
            BASE,
            Param::new(
                "type",
                Kind::Word,
                ["`two` (default), `paired` or `one`", "`two`（默认）、`paired` 或 `one`"],
            ),
            Param::new(
                "strict",
                Kind::Json,
                ["Whether the wrong sign counts too", "是否计入相反方向"],
            ),
            ROWS,
        ],
        run: |asked| each(asked, means),
    },
];

fn proportions(asked: &Asked<'_>) -> Answer {
    let share = |name: &str| between(asked, name, [0.0, 1.0], None);
    let (p1, p2) = (share("p1")?, share("p2")?);
    let (alpha, wanted) = chances(asked)?;
    if (p1 - p2).abs() < 1e-12 {
        return Err(Fault::asked(
            format!("`p1` and `p2` are both {p1}: without a difference no number of answers sees one"),
            format!("`p1` 与 `p2` 都是 {p1}：没有差异，多少样本也检不出"),
        ));
    }
    let reached = |n: f64, tails: Tails| number(power::two_proportions(n, p1, p2, alpha, tails));
    if asked.has("n") {
        let n = positive(asked, "n", None)?;
        return Ok(json!({
            "p1": p1, "p2": p2, "alpha": alpha, "n": n,
            "power": reached(n, Tails::Right), "power_strict": reached(n, Tails::Both),
        }));
    }
    let size = power::size_two_proportions(p1, p2, alpha, wanted)?;
    let whole = sample_size::whole(size).max(1.0);
    Ok(json!({
        "p1": p1, "p2": p2, "alpha": alpha, "power": wanted, "n_per_group": size, "n_ceiling": whole,
        "power_at_ceiling": reached(whole, Tails::Right),
        "power_at_ceiling_strict": reached(whole, Tails::Both),
        "n_arcsine": number(power::size_arcsine(p1, p2, alpha, wanted)),
    }))
}

fn means(asked: &Asked<'_>) -> Answer {
    let sd = positive(asked, "sd", Some(1.0))?;
    let delta = asked.required_number("delta")?;
    let (alpha, wanted) = chances(asked)?;
    let kind = match asked.word("type").as_deref() {
        None | Some("two" | "two.sample" | "two_sample") => Means::TwoGroups,
        Some("paired") => Means::Paired,
        Some("one" | "one.sample" | "one_sample") => Means::OneGroup,
        Some(other) => {
            return Err(Fault::asked(
                format!("`type` is `{other}`: write `two`, `paired` or `one`"),
                format!("`type` 为 `{other}`：应为 `two`、`paired` 或 `one`"),
            ));
        }
    };
    let strict = asked.word("strict").is_some_and(|word| word == "true");
    let tails = if strict { Tails::Both } else { Tails::Right };
    let fields = |more: Value| {
        let mut fields = json!({ "delta": delta, "sd": sd, "alpha": alpha });
        if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
            fields.extend(more);
        }
        fields
    };
    if asked.has("n") {
        let n = between(asked, "n", [1.001, 1e15], None)?;
        return Ok(fields(
            json!({ "n": n, "power": power::means(n, delta, sd, alpha, kind, tails)? }),
        ));
    }
    if delta.abs() < 1e-300 {
        return Err(Fault::asked(
            "`delta` is 0: without a difference no number of answers sees one",
            "`delta` 为 0：没有差异，多少样本也检不出",
        ));
    }
    let size = power::size_means(delta, sd, alpha, wanted, kind, tails)?;
    let whole = sample_size::whole(size);
    let z = interval::critical_z(1.0 - alpha)?;
    let z_power = interval::critical_z(2.0 * wanted - 1.0).ok();
    let groups = if kind == Means::TwoGroups { 2.0 } else { 1.0 };
    Ok(fields(json!({
        "power": wanted, "n_per_group": size, "n_ceiling": whole,
        "power_at_ceiling": number(power::means(whole, delta, sd, alpha, kind, Tails::Right)),
        "power_at_ceiling_strict": number(power::means(whole, delta, sd, alpha, kind, Tails::Both)),
        "n_normal": z_power.map(|z_power| groups * ((z + z_power) * sd / delta).powi(2)),
    })))
}

#[cfg(test)]
mod tests {
    use super::super::golden::assert_agree;
    use super::*;

    #[test]
    fn powers_agree_with_r() {
        assert_agree(&["power_two_proportions", "power_two_means"], 2);
    }

    #[test]
    fn what_no_number_of_answers_can_see_is_said() {
        for (id, args) in [
            ("power_two_proportions", json!({ "p1": 0.5, "p2": 0.5 })),
            ("power_two_proportions", json!({ "p1": 72, "p2": 77 })),
            ("power_two_means", json!({ "delta": 0.3, "type": "both" })),
            ("power_two_means", json!({ "delta": 0 })),
        ] {
            let Value::Object(args) = args else { unreachable!() };
            let answer = super::super::ask(super::super::find(id).unwrap(), &args, None).answer;
            assert!(
                matches!(answer, Err(Fault::Asked(words)) if words.en != words.zh),
                "{id} {args:?}"
            );
        }
    }

    #[test]
    fn pairs_and_powers_of_a_given_size_agree_with_r() {
        // power.t.test(n = 20, delta = 1, sd = 1)$power = 0.8689528; type = "paired", n = 20, delta = 0.5: 0.5644829.
        let ask = |args: Value| {
            let Value::Object(args) = args else { unreachable!() };
            let answer = super::super::ask(super::super::find("power_two_means").unwrap(), &args, None).answer;
            answer.unwrap()["power"].as_f64().unwrap()
        };
        assert!((ask(json!({ "n": 20, "delta": 1 })) - 0.868_952_8).abs() < 1e-6);
        assert!((ask(json!({ "n": 20, "delta": 0.5, "type": "paired" })) - 0.564_482_9).abs() < 1e-6);
    }
}
