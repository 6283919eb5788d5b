//! Bootstrap intervals of any of the usual statistics, simple or by sampling units.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::param::COLUMN;
use super::param::VALUES;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::bootstrap;
use crate::stats::bootstrap::Bootstrap;
use crate::stats::resample;
use serde_json::json;

mod rows;
mod statistic;

use self::rows::Rows;
use self::statistic::Statistic;

/// Different rows up to which each is left out once; beyond, random groups of rows are.
const JACKKNIFE: usize = 4_000;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "bootstrap",
    aliases: &["boot"],
    family: Family::Scales,
    title: ["Bootstrap interval (percentile and BCa)", "自助法区间（百分位与 BCa）"],
    definition: [
        "B replicates of rows drawn with replacement; percentile interval and BCa with z0 = Φ⁻¹(P(θ* < θ̂) + ½P(θ* = θ̂)) and a = Σd³/(6(Σd²)^1.5) from the jackknife. With weights, strata or clusters, sampling units are drawn within strata and weights rescaled (Rao–Wu). Statistics: mean, nps, share (with `top`), median, sd, variance, correlation, alpha. The seed is stated in the answer.",
        "有放回抽取 B 次；给出百分位区间和 BCa 区间，z0 = Φ⁻¹(P(θ* < θ̂) + ½P(θ* = θ̂))，a = Σd³/(6(Σd²)^1.5) 由刀切法得出。有权数、分层或整群时，在层内抽取初级抽样单元并重新调整权数（Rao–Wu）。统计量：mean、nps、share（配合 `top`）、median、sd、variance、correlation、alpha。答案中写明随机种子。",
    ],
    source: "Efron 1987; Davison & Hinkley 1997; Rao & Wu 1988; R boot",
    others: [
        "Other seeds and fewer replicates move the ends by about 2.2·se/√B. R counts ties of the estimate as not less in z0; SPSS draws 1000 replicates.",
        "种子或次数不同时端点相差约 2.2·se/√B。R 的 z0 把相等者计为不小于；SPSS 默认抽 1000 次。",
    ],
    takes: &[
        COLUMN,
        VALUES,
        Param::new(
            "columns",
            Kind::Columns,
            ["Columns of a correlation or a battery", "相关或量表的列"],
        )
        .or(&["items"]),
        Param::new(
            "statistic",
            Kind::Word,
            ["What is estimated; mean without it", "统计量，默认 mean"],
        ),
        Param::new("top", Kind::Numbers, ["Codes that count in a share", "计入比例的代码"]),
        Param::new(
            "B",
            Kind::Number,
            [
                "Replicates; 10,000 without it, 2,000 above 20,000 rows",
                "重复次数；默认 10000，超过 2 万行时 2000",
            ],
        )
        .or(&["replicates"]),
        Param::new(
            "B_reference",
            Kind::Number,
            [
                "Replicates of the numbers this is compared with; it stands in `args`, `B` sets our own",
                "供对照的结果所用的重复次数，只写入 `args`；本次的次数由 `B` 指定",
            ],
        ),
        Param::new("seed", Kind::Number, ["Seed of the random numbers", "随机种子"]),
        Param::new("weights", Kind::Column, ["Column with weights", "权数列"]).or(&["weight"]),
        Param::new("strata", Kind::Column, ["Column with strata", "分层列"]).or(&["stratum"]),
        Param::new(
            "clusters",
            Kind::Column,
            ["Column with primary sampling units", "初级抽样单元（整群）列"],
        )
        .or(&["cluster", "id"]),
        Param::new(
            "population",
            Kind::Column,
            [
                "Column: sampling units of the row's stratum in the population",
                "列：该层总体的抽样单元数",
            ],
        )
        .or(&["fpc"]),
    ],
    run: bootstrap,
}];

fn bootstrap(asked: &Asked<'_>) -> Answer {
    let statistic = Statistic::of(asked)?;
    let rows = rows::read(asked)?;
    if !statistic.takes(rows.values.first().map_or(1, Vec::len)) {
        return Err(Fault::asked(
            "a correlation takes two columns, alpha at least two, the others one: `--columns a,b`",
            "相关需要两列，alpha 至少两列，其余一列：`--columns a,b`",
        ));
    }
    let level = asked.level()?;
    let seed = asked.count("seed")?.unwrap_or(resample::SEED);
    let base = if rows.design.is_some() {
        rows.values.len() as f64
    } else {
        rows.weights.iter().sum()
    };
    let replicates = asked
        .count("B")?
        .unwrap_or(if base > 20_000.0 { 2_000 } else { 10_000 });
    if !(2..=1_000_000).contains(&replicates) {
        return Err(Fault::asked(
            "`B` lies between 2 and 1,000,000 replicates",
            "`B` 应在 2 与 1000000 之间",
        ));
    }
    if base < 1.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let mut answer = json!({
        "statistic": statistic.name(), "n": base, "dropped": rows.dropped, "B": replicates, "seed": seed,
        "percentile": null, "bca": null,
    });
    if let Some(design) = &rows.design {
        let lonely: Vec<&String> = design
            .names
            .iter()
            .zip(&design.strata)
            .filter(|pair| pair.1.units.len() < 2)
            .map(|pair| pair.0)
            .collect();
        if !lonely.is_empty() {
            answer["estimate"] = json!(statistic.estimate(&rows.values, &rows.weights));
            answer["reason"] = json!(Reason::LonelyPsu.code());
            answer["strata"] = json!(lonely);
            return Ok(answer);
        }
    }
    let Some(estimate) = statistic.estimate(&rows.values, &rows.weights) else {
        let reason = if base < 2.0 {
            Reason::TooFewAnswers
        } else {
            Reason::ZeroVariance
        };
        answer["reason"] = json!(reason.code());
        return Ok(answer);
    };
    answer["estimate"] = json!(estimate);
    if base < 2.0 {
        answer["reason"] = json!(Reason::TooFewAnswers.code());
        return Ok(answer);
    }
    let drawn: Vec<f64> = draw(&rows, &statistic, seed, replicates);
    answer["undefined_replicates"] = json!(replicates - drawn.len() as u64);
    let bootstrap = match Bootstrap::new(estimate, drawn) {
        Ok(bootstrap) => bootstrap,
        Err(error) => {
            answer["reason"] = json!(error.reason().ok_or_else(|| Fault::from(error))?.code());
            return Ok(answer);
        }
    };
    let wide = |interval: &Interval| interval.high > interval.low;
    let percentile = bootstrap.percentile(level).ok().filter(wide);
    answer["boot_se"] = json!(bootstrap.standard_error());
    answer["bias"] = json!(bootstrap.bias());
    answer["z0"] = json!(bootstrap.bias_correction());
    // The same number under the name of the reference.
    answer["z0_reference"] = answer["z0"].clone();
    answer["percentile"] = bounds(percentile);
    if percentile.is_none() {
        answer["reason"] = json!(Reason::Boundary.code());
    }
    let left_out = jackknife(&rows, &statistic, seed);
    if let Ok(acceleration) = bootstrap::acceleration(&left_out) {
        answer["acceleration_jackknife"] = json!(acceleration);
        answer["bca"] = bounds(bootstrap.bca(level, acceleration).ok().filter(wide));
    }
    Ok(answer)
}

/// The replicates that exist.
fn draw(rows: &Rows, statistic: &Statistic, seed: u64, replicates: u64) -> Vec<f64> {
    let count = rows.values.len();
    // Which different row each row is.
    let own: Vec<usize> = rows
        .weights
        .iter()
        .enumerate()
        .flat_map(|(place, times)| {
            let times = if rows.design.is_none() { times.round() } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
            std::iter::repeat_n(place, times as usize)
        })
        .collect();
    let one = |replicate: u64| {
        let mut random = resample::generator(seed, replicate);
        let weights = if let Some(design) = &rows.design {
            let factors = resample::rao_wu(&mut random, &design.strata, count);
            let of_rows = factors.iter().zip(&rows.weights);
            of_rows.map(|(factor, weight)| factor * weight).collect()
        } else {
            let mut times = vec![0.0; count];
            for drawn in resample::rows(&mut random, own.len()) {
                times[own[drawn]] += 1.0;
            }
            times
        };
        statistic
            .estimate(&rows.values, &weights)
            .filter(|value| value.is_finite())
    };
    (0..replicates).filter_map(one).collect()
}

/// Estimates without each row, group of rows or sampling unit, by stratum, with how often each occurs.
fn jackknife(rows: &Rows, statistic: &Statistic, seed: u64) -> Vec<Vec<(f64, f64)>> {
    let count = rows.values.len();
    if let Some(design) = &rows.design {
        let of = |stratum: usize| {
            let units = 0..design.strata[stratum].units.len();
            let without = |unit: usize| {
                let factors = resample::without(&design.strata, stratum, unit, count);
                let weights: Vec<f64> = factors.iter().zip(&rows.weights).map(|(f, w)| f * w).collect();
                statistic.estimate(&rows.values, &weights).map(|value| (value, 1.0))
            };
            units.filter_map(without).collect()
        };
        return (0..design.strata.len()).map(of).collect();
    }
    let mut weights = rows.weights.clone();
    if count <= JACKKNIFE {
        let without = |place: usize| {
            weights[place] -= 1.0;
            let value = statistic.estimate(&rows.values, &weights);
            weights[place] += 1.0;
            value.map(|value| (value, rows.weights[place]))
        };
        return vec![(0..count).filter_map(without).collect()];
    }
    let order = resample::shuffled(&mut resample::generator(seed, u64::MAX), count);
    let without = |group: &[usize]| {
        for place in group {
            weights[*place] = 0.0;
        }
        let value = statistic.estimate(&rows.values, &weights);
        for place in group {
            weights[*place] = rows.weights[*place];
        }
        value.map(|value| (value, 1.0))
    };
    vec![order.chunks(count.div_ceil(1_000)).filter_map(without).collect()]
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::super::golden::assert_agree;
    use super::*;
    use serde_json::Value;

    #[test]
    fn bootstraps_agree_with_r() {
        assert_agree(&["bootstrap"], 3);
    }

    fn ask(args: Value, table: Option<Table>) -> Value {
        let Value::Object(args) = args else { unreachable!() };
        super::super::ask(super::super::find("bootstrap").unwrap(), &args, table)
            .answer
            .unwrap()
    }

    #[test]
    fn replicates_of_a_reference_are_not_ours_and_said_to_be_unused() {
        let args = json!({ "values": [1, 2, 4, 7], "B": 100, "B_reference": 20_000 });
        let method = super::super::find("bootstrap").unwrap();
        let got = super::super::ask(method, args.as_object().unwrap(), None);
        assert_eq!(got.unused, ["B_reference"]);
        assert_eq!(got.answer.unwrap()["B"], 100);
    }

    fn table(turn: usize) -> Table {
        let names = ["s", "c", "w", "y"].map(str::to_owned).to_vec();
        let mut rows: Vec<Vec<String>> = (0..48_usize)
            .map(|row| {
                [row % 2, row % 12, 1 + row % 3, (row * row + row / 5) % 6]
                    .map(|x| x.to_string())
                    .to_vec()
            })
            .collect();
        rows.rotate_left(turn);
        Table::new(names, rows)
    }

    #[test]
    fn the_order_of_rows_changes_nothing_and_the_seed_something() {
        let args = json!({ "column": "y", "weights": "w", "strata": "s", "clusters": "c", "B": 200 });
        let first = ask(args.clone(), Some(table(0)));
        assert_eq!(first, ask(args.clone(), Some(table(17))));
        let mut other = args;
        other["seed"] = json!(5);
        assert_ne!(first["percentile"], ask(other, Some(table(0)))["percentile"]);
        let simple = json!({ "column": "y", "statistic": "median", "B": 200 });
        assert_eq!(ask(simple.clone(), Some(table(0))), ask(simple, Some(table(5))));
    }

    #[test]
    fn the_standard_error_of_units_is_that_of_linearisation() {
        let args = json!({ "column": "y", "weights": "w", "strata": "s", "clusters": "c", "B": 4000 });
        let got = ask(args, Some(table(0)));
        // By hand, per stratum n/(n−1)·Σ(z−z̄)² over its six units: see the loop below.
        let (mut total, mut weight) = (0.0, 0.0);
        let cell = |row: usize| ((1 + row % 3) as f64, ((row * row + row / 5) % 6) as f64);
        for row in 0..48 {
            let (w, y) = cell(row);
            (total, weight) = (total + w * y, weight + w);
        }
        let mean = total / weight;
        let mut variance = 0.0;
        for stratum in 0..2 {
            let z: Vec<f64> = (0..12)
                .filter(|unit| unit % 2 == stratum)
                .map(|unit| {
                    let rows = (0..48).filter(|row| row % 12 == unit);
                    rows.map(|row| {
                        let (w, y) = cell(row);
                        w * (y - mean) / weight
                    })
                    .sum()
                })
                .collect();
            let centre = z.iter().sum::<f64>() / 6.0;
            variance += 6.0 / 5.0 * z.iter().map(|z| (z - centre).powi(2)).sum::<f64>();
        }
        let ratio = got["boot_se"].as_f64().unwrap() / variance.sqrt();
        assert!((ratio - 1.0).abs() < 0.06, "{ratio}");
    }

    #[test]
    fn a_stratum_with_one_unit_is_named() {
        let rows = [["a", "1", "3"], ["a", "2", "4"], ["b", "3", "5"], ["b", "3", "1"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let table = Table::new(["s", "c", "y"].map(str::to_owned).to_vec(), rows);
        let got = ask(json!({ "column": "y", "strata": "s", "clusters": "c" }), Some(table));
        assert_eq!(
            (&got["reason"], &got["strata"], &got["percentile"]),
            (&json!("lonely_psu"), &json!(["b"]), &Value::Null)
        );
    }

    #[test]
    fn a_single_answer_has_an_estimate_and_no_interval() {
        let got = ask(json!({ "values": [4] }), None);
        assert_eq!((&got["estimate"], &got["reason"]), (&json!(4.0), &json!("n_lt_2")));
        assert_eq!(
            ask(json!({ "values": [null] }), None),
            json!({ "reason": "no_valid_answers" })
        );
    }
}
