//! The estimates themselves, asked of `stats` and named.

use super::super::Answer;
use super::super::Asked;
use super::super::Fault;
use super::super::asked::bounds;
use super::super::asked::number;
use super::super::asked::warning;
use super::super::samples::Pair;
use super::super::tables;
use super::super::two_groups::with;
use super::drawn;
use super::drawn::Drawn;
use super::plan::Plan;
use super::plan::Source;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::design;
use crate::stats::design::Clusters;
use crate::stats::kish as equal;
use crate::stats::proportion as share;
use crate::stats::weighted;
use crate::stats::weighted::Linearised;
use crate::stats::weighted::Sums;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

pub(super) fn kish(asked: &Asked<'_>) -> Answer {
    let source = Plan::weights_of(asked, &["column", "w", "of", "values"]);
    let Some(source) = source else {
        return Err(Fault::asked(
            "say where the weights are: `--of COLUMN` with a file, or `--w 1,2.5,0.8`",
            "请说明权重所在：配合数据文件写 `--of 列名`，或写 `--w 1,2.5,0.8`",
        ));
    };
    let rows = match &source {
        Source::Column(_) => asked.rows().len(),
        Source::Cells(cells) => cells.len(),
    };
    let mut weights = drawn::weights(asked, Some(&source), rows)?;
    weights.retain(|weight| *weight > 0.0);
    // Sums in the order of size are the same whatever the order of rows.
    weights.sort_by(f64::total_cmp);
    let base = weights.len() as u64;
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    let mut fields = json!({
        "n": base,
        "n_zero_weight": rows - weights.len(),
        "sum_w": sum,
        "n_eff": null,
        "deff_weights": number(equal::design_effect(base, sum, squares)),
        "cv_w": number(equal::variation(base, sum, squares)),
        "min_w": weights.first(),
        "max_w": weights.last(),
        "max_over_mean": weights.last().map(|largest| largest / (sum / base as f64)),
    });
    match equal::effective_base(sum, squares) {
        Ok(effective) => fields["n_eff"] = json!(effective),
        Err(error) => fields["reason"] = json!(error.reason().ok_or(error)?.code()),
    }
    Ok(fields)
}

/// The values of `y`: a column or a list; `y` may be asked as `column`.
fn subject(drawn: &Drawn<'_>) -> Result<Vec<Option<f64>>, Fault> {
    let name = ["y", "column", "of", "values"]
        .into_iter()
        .find(|name| drawn.all.has(name));
    name.map_or_else(
        || {
            Err(Fault::asked(
                "say which column is estimated: `--of COLUMN`",
                "请说明要估计的列：`--of 列名`",
            ))
        },
        |name| drawn.values(name),
    )
}

/// Weighted sums about a centre, for effective bases and design effects.
fn sums(drawn: &Drawn<'_>, values: &[Option<f64>], centre: f64) -> Sums {
    let mut sums = Sums::default();
    for (weight, value) in drawn.sample.weights().iter().zip(values) {
        if let Some(value) = value {
            sums.add(*weight, value - centre);
        }
    }
    sums
}

/// Counts, value, standard error, degrees of freedom, interval; `key` names the value.
fn estimated(
    drawn: &Drawn<'_>,
    domain: &Clusters<'_>,
    key: &str,
    value: Option<f64>,
    got: Result<Linearised, StatError>,
    level: f64,
) -> Answer {
    let (strata, units) = drawn.size();
    let missing = drawn.weighing() as u64 - domain.rows();
    let mut fields = json!({
        "n": domain.rows(),
        "n_missing": missing,
        "sum_w": domain.weight(),
        key: value,
        "se": null,
        "df": domain.df(),
        "ci95_t": null,
        "conf": level,
        "n_strata": strata,
        "n_psu": units,
    });
    let reason = match got {
        Ok(got) => {
            fields["se"] = json!(got.standard_error());
            let interval = interval(&got, level, domain.rows());
            fields["ci95_t"] = bounds(interval.ok());
            interval.err()
        }
        Err(error) => Some(error),
    };
    if let Some(error) = reason {
        fields = with(fields, drawn.reason(error)?);
    }
    if !drawn.warnings.is_empty() {
        fields["warnings"] = json!(drawn.warnings);
    }
    Ok(fields)
}

/// The t interval; without degrees of freedom there is none.
fn interval(got: &Linearised, level: f64, rows: u64) -> Result<crate::stats::Interval, StatError> {
    if got.df > 0.0 {
        return got.t_interval(level);
    }
    let few = if rows < 2 {
        Reason::TooFewAnswers
    } else {
        Reason::LonelyPsu
    };
    Err(few.into())
}

pub(super) fn mean(asked: &Asked<'_>) -> Answer {
    let (drawn, level) = (Drawn::of(asked)?, asked.level()?);
    let values = subject(&drawn)?;
    let domain = drawn.sample.domain(&values)?;
    let got = domain.mean();
    let sums = sums(&drawn, &values, domain.centre().unwrap_or(0.0));
    let pairs: Vec<(f64, f64)> = drawn
        .sample
        .weights()
        .iter()
        .zip(&values)
        .filter_map(|(weight, value)| Some(((*value)?, *weight)))
        .collect();
    let effect = |f: fn(&Sums, f64) -> Result<f64, StatError>| got.and_then(|got| f(&sums, got.variance));
    let mut fields = with(
        estimated(&drawn, &domain, "mean", domain.centre().ok(), got, level)?,
        json!({
            "deff_wr": number(effect(Sums::design_effect)),
            "deff_wor": number(effect(Sums::design_effect_without_replacement)),
            "kish_n_eff": number(sums.effective_base()),
            "weighted_median_math": number(weighted::quantile(&pairs, 0.5)),
        }),
    );
    if fields["deff_wor"].is_null() && !fields["deff_wr"].is_null() {
        let said = warning(
            "weights add up to no more than the answers, so `deff_wor` (without replacement) does not exist",
            "权重之和不大于回答数，无放回的 `deff_wor` 不存在",
        );
        let mut warnings = drawn.warnings;
        warnings.push(said);
        fields["warnings"] = json!(warnings);
    }
    Ok(fields)
}

pub(super) fn proportion(asked: &Asked<'_>) -> Answer {
    let (drawn, level) = (Drawn::of(asked)?, asked.level()?);
    let mut values = subject(&drawn)?;
    if let Some(top) = asked.numbers("top")? {
        let hit = |x: f64| f64::from(u8::from(top.contains(&Some(x))));
        values = values.into_iter().map(|value| value.map(hit)).collect();
    }
    let is = |x: f64, y: f64| x.total_cmp(&y).is_eq();
    let odd = values.iter().flatten().find(|x| !is(**x + 0.0, 0.0) && !is(**x, 1.0));
    if let Some(odd) = odd {
        let name = asked.word("y").or_else(|| asked.word("column")).unwrap_or_default();
        return Err(Fault::asked(
            format!("column `{name}` holds {odd}: a share is of 0 and 1; say which codes count with `--top 4,5`"),
            format!("列 `{name}` 含有 {odd}：比例要求取值为 0 与 1；请用 `--top 4,5` 说明计入的代码"),
        ));
    }
    let domain = drawn.sample.domain(&values)?;
    let got = domain.mean();
    let counted = drawn.sample.weights().iter().zip(&values).filter(|(w, _)| **w > 0.0);
    let hits = counted.filter(|(_, value)| **value == Some(1.0)).count();
    let sums = sums(&drawn, &values, 0.0);
    let effective = sums.effective_base();
    let with_df = got.and_then(|got| interval(&got, level, domain.rows()).map(|_| got));
    let wilson = effective.and_then(|base| share::wilson(domain.centre()?, base, level));
    Ok(with(
        estimated(&drawn, &domain, "p", domain.centre().ok(), got, level)?,
        json!({
            "x": hits,
            "ci95_logit": bounds(with_df.and_then(|got| got.logit_interval(level)).ok()),
            "ci95_beta_korn_graubard": bounds(with_df.and_then(|got| got.korn_graubard_interval(domain.rows(), level)).ok()),
            "ci95_wilson_kish": bounds(wilson.ok()),
            "deff_wr": number(got.and_then(|got| sums.design_effect(got.variance))),
            "kish_n_eff": number(effective),
        }),
    ))
}

pub(super) fn domain_means(asked: &Asked<'_>) -> Answer {
    let (drawn, level) = (Drawn::of(asked)?, asked.level()?);
    let by = if asked.has("by") { "by" } else { "group" };
    let by = asked.required_word(by)?;
    let values = subject(&drawn)?;
    let labels = drawn.all.labels_of(&by)?;
    let keys = ["n", "sum_w", "mean", "se", "df", "ci95_t"];
    let mut fields: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
    let mut reasons = Map::new();
    for label in asked.levels_of(&by, "order")? {
        let own = drawn.within(values.clone(), |row| labels[row] == Some(label.as_str()));
        let domain = drawn.sample.domain(&own)?;
        let got = estimated(&drawn, &domain, "mean", domain.centre().ok(), domain.mean(), level)?;
        for key in keys {
            fields[key][&label] = got[key].clone();
        }
        if let Some(reason) = got.get("reason") {
            reasons.insert(label.clone(), reason.clone());
        }
    }
    if fields["n"].as_object().is_none_or(Map::is_empty) {
        return Err(Reason::NoValidAnswers.into());
    }
    let (strata, units) = drawn.size();
    fields.extend([
        ("conf".to_owned(), json!(level)),
        ("n_strata".to_owned(), json!(strata)),
        ("n_psu".to_owned(), json!(units)),
    ]);
    if reasons.values().any(|reason| reason == Reason::LonelyPsu.code()) && !drawn.lonely_strata().is_empty() {
        fields.insert("strata".to_owned(), json!(drawn.lonely_strata()));
    }
    if !reasons.is_empty() {
        fields.insert("reasons".to_owned(), Value::Object(reasons));
    }
    if !drawn.warnings.is_empty() {
        fields.insert("warnings".to_owned(), json!(drawn.warnings));
    }
    Ok(Value::Object(fields))
}

pub(super) fn t_test(asked: &Asked<'_>) -> Answer {
    let (drawn, level) = (Drawn::of(asked)?, asked.level()?);
    let values = subject(&drawn)?;
    let mut pair = Pair::of(asked, "first", "second")?;
    let labels = drawn.all.labels_of(&pair.column)?;
    let group = |label: Option<&str>| {
        let own = drawn.within(values.clone(), |row| label.is_some() && labels[row] == label);
        drawn.sample.domain(&own)
    };
    let (first, second) = (group(Some(&pair.first))?, group(pair.second.as_deref())?);
    let mut fields = json!({
        "first": pair.first,
        "second": pair.second,
        "n1": first.rows(),
        "n2": second.rows(),
        "mean1": number(first.centre()),
        "mean2": number(second.centre()),
        "diff": null,
        "se": null,
        "t": null,
        "df": null,
        "p": null,
        "ci95": null,
        "conf": level,
    });
    let few = first.rows() < 2 || second.rows() < 2;
    match second.compare(&first, level) {
        Ok(got) => {
            fields["diff"] = json!(got.difference);
            if few {
                // A single answer has a score of zero: its group would seem to have no spread.
                fields["reason"] = json!(Reason::TooFewAnswers.code());
            } else {
                fields["se"] = json!(got.standard_error);
                fields["t"] = json!(got.statistic);
                fields["df"] = json!(got.df);
                fields["p"] = json!(got.p);
                fields["ci95"] = bounds(got.interval);
                if let Some(reason) = got.reason {
                    fields = with(fields, drawn.reason(reason.into())?);
                }
            }
        }
        Err(error) => fields = with(fields, drawn.reason(error)?),
    }
    pair.warnings.extend(drawn.warnings.iter().cloned());
    if !pair.warnings.is_empty() {
        fields["warnings"] = json!(pair.warnings);
    }
    Ok(fields)
}

pub(super) fn total(asked: &Asked<'_>) -> Answer {
    let (drawn, level) = (Drawn::of(asked)?, asked.level()?);
    let values = if ["y", "column", "of", "values"].iter().any(|name| asked.has(name)) {
        subject(&drawn)?
    } else {
        let rows = drawn.sample.weights().len();
        drawn.within(vec![Some(1.0); rows], |_| true)
    };
    let domain = drawn.sample.domain(&values)?;
    let got = domain.total();
    let value = domain.centre().ok().map(|mean| mean * domain.weight());
    let value = got.ok().map(|got| got.value).or(value);
    let relative = got.ok().filter(|got| got.value != 0.0);
    Ok(with(
        estimated(&drawn, &domain, "total", value, got, level)?,
        json!({ "cv": relative.map(|got| got.standard_error() / got.value.abs()) }),
    ))
}

pub(super) fn ratio(asked: &Asked<'_>) -> Answer {
    let (drawn, level) = (Drawn::of(asked)?, asked.level()?);
    let (y, x) = (subject(&drawn)?, drawn.values("x")?);
    let both: Vec<bool> = y.iter().zip(&x).map(|(y, x)| y.is_some() && x.is_some()).collect();
    let above = drawn.sample.domain(&drawn.within(y, |row| both[row]))?;
    let below = drawn.sample.domain(&drawn.within(x, |row| both[row]))?;
    let got = above.ratio(&below);
    let total = |side: &Clusters<'_>| side.centre().ok().map(|mean| mean * side.weight());
    let bare = total(&above).zip(total(&below)).filter(|(_, below)| *below != 0.0);
    let value = got
        .ok()
        .map(|got| got.value)
        .or(bare.map(|(above, below)| above / below));
    estimated(&drawn, &above, "ratio", value, got, level)
}

pub(super) fn rao_scott(asked: &Asked<'_>) -> Answer {
    let drawn = Drawn::of(asked)?;
    if !asked.has("row") || !asked.has("col") {
        return Err(Fault::asked(
            "say what is crossed: `--row COLUMN --col COLUMN`",
            "请说明交叉的两列：`--row 列名 --col 列名`",
        ));
    }
    let row = tables::side(&drawn.all, "row", "row_order")?;
    let column = tables::side(&drawn.all, "col", "col_order")?;
    let places = |side: &tables::Side| -> Vec<Option<usize>> {
        let place = |label: &Option<String>| side.order.iter().position(|own| Some(own) == label.as_ref());
        side.labels.iter().map(place).collect()
    };
    let (r, c) = (row.order.len(), column.order.len());
    let cells = places(&row).into_iter().zip(places(&column));
    let cells = cells.map(|(row, column)| Some(row? * c + column?)).collect();
    let cells = drawn.within(cells, |_| true);
    let table = drawn.sample.cells(&cells, r, c)?;
    let whole: f64 = table.weights.iter().flatten().sum();
    let shares: Vec<Vec<Value>> = (0..r)
        .map(|row| {
            let share = |column: usize| {
                let cell: f64 = table.weights[row * c + column].iter().sum();
                if whole > 0.0 { json!(cell / whole) } else { Value::Null }
            };
            (0..c).map(share).collect()
        })
        .collect();
    let named =
        |order: &[String], kept: &[usize]| -> Vec<String> { kept.iter().map(|at| order[*at].clone()).collect() };
    let dropped = |order: &[String], kept: &[usize]| -> Vec<String> {
        let left = (0..order.len()).filter(|at| !kept.contains(at));
        left.map(|at| order[at].clone()).collect()
    };
    let mut fields = json!({
        "n": table.base,
        "n_missing": drawn.weighing() as u64 - table.base,
        "weighted_shares": shares,
        "F": null,
        "ndf": null,
        "ddf": null,
        "p_F": null,
        "X2_pearson_weighted": null,
        "p_chisq_first_order": null,
    });
    match design::rao_scott(drawn.sample.layout(), &table) {
        Ok(got) => {
            fields = with(
                fields,
                json!({
                    "F": got.f,
                    "ndf": got.df1,
                    "ddf": got.df2,
                    "p_F": got.p,
                    "X2_pearson_weighted": got.pearson,
                    "p_chisq_first_order": got.first_order_p,
                    "df": got.df,
                    "mean_deff": got.mean_deff,
                    "rows": named(&row.order, &got.rows),
                    "cols": named(&column.order, &got.columns),
                    "rows_dropped": dropped(&row.order, &got.rows),
                    "cols_dropped": dropped(&column.order, &got.columns),
                }),
            );
            if got.p.is_none() {
                fields = with(fields, drawn.reason(Reason::LonelyPsu.into())?);
            }
        }
        Err(error) => fields = with(fields, drawn.reason(error)?),
    }
    if !drawn.warnings.is_empty() {
        fields["warnings"] = json!(drawn.warnings);
    }
    Ok(fields)
}
