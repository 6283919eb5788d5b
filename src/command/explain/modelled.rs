//! How a number of `drivers` or `reliability` came about: worked out as its verb does, and told.
//!
//! Ids: `SURVEY/WAVE/drivers/OUTCOME/DRIVER` and `SURVEY/WAVE/reliability/BATTERY/alpha` (or an item), behind `?` what the
//! verb was asked beside its defaults (`method=lmg&drivers=a+b`, `items=a+b`) and the group (`region=east`).

use super::Args;
use super::like::Tool;
use super::lines::Lines;
use super::sources::sources_of;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::drivers;
use crate::command::reliability;
use crate::command::shared::modelled::Modelled;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;

/// An id taken apart.
struct ModelId<'a> {
    survey: &'a str,
    wave: &'a str,
    verb: &'a str,
    /// Outcome or battery.
    of: &'a str,
    asked: Vec<(&'a str, &'a str)>,
    segment: Option<&'a str>,
}

impl<'a> ModelId<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (names, query) = text
            .split_once('?')
            .map_or((text, None), |(names, query)| (names, Some(query)));
        let parts: Vec<&str> = names.split('/').collect();
        let [survey, wave, verb @ ("drivers" | "reliability"), of, figure] = parts.as_slice() else {
            return None;
        };
        if [*survey, *wave, *of, *figure].contains(&"") {
            return None;
        }
        let pairs: Vec<(&str, &str)> = match query {
            Some(query) => query
                .split('&')
                .map(|pair| pair.split_once('='))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let own = |(name, _): &(&str, &str)| matches!(*name, "method" | "drivers" | "items" | "reverse" | "polychoric");
        let (asked, group): (Vec<_>, Vec<_>) = pairs.into_iter().partition(own);
        let segment = match group.as_slice() {
            [] => None,
            [(segment, _)] => Some(*segment),
            _ => return None,
        };
        Some(Self {
            survey,
            wave,
            verb,
            of,
            asked,
            segment,
        })
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.asked
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }

    fn list(&self, name: &str) -> Vec<String> {
        let value = self.value(name).unwrap_or_default();
        value
            .split('+')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// Whether an id is of a number of `drivers` or `reliability`.
pub(super) fn is_one(id: &str) -> bool {
    ModelId::parse(id).is_some()
}

/// Prints the explanation of the number `id`.
///
/// # Errors
/// When the id names nothing, answers cannot be read, or the output cannot be written.
pub(super) fn run(args: &Args, id: &str, context: &mut Context<'_>) -> Ended {
    let Some(asked) = ModelId::parse(id) else {
        return Err(unknown(id, &[]));
    };
    let modelled = Modelled {
        source: args.file.clone().unwrap_or_else(|| asked.survey.to_owned()),
        survey: args.survey.clone(),
        by: asked.segment.iter().map(|segment| (*segment).to_owned()).collect(),
        filter: args.filter.clone(),
        wave: vec![asked.wave.to_owned()],
        mapping: args.mapping.clone(),
        format: Format::Json,
        show_small: args.show_small,
        weight: args.bare.weight().cloned(),
        wave_column: args.bare.wave_column().cloned(),
        missing: args.bare.missing().to_vec(),
        scale: None,
    };
    let made = if asked.verb == "drivers" {
        let ask = drivers::Args::of_id(modelled, asked.of, asked.value("method"), asked.list("drivers"))
            .ok_or_else(|| unknown(id, &[]))?;
        drivers::sheet(&ask, context)?
    } else {
        let ask = reliability::Args::of_id(
            modelled,
            asked.of,
            asked.list("items"),
            asked.list("reverse"),
            asked.value("polychoric").is_some(),
        );
        reliability::sheet(&ask, context)?
    };
    let Some((sheet, ended)) = made else {
        return Ok(Outcome::Problems);
    };
    let row = row_of(&sheet, id)?;
    let mut lines = Lines::default();
    let field = |name: &str| value(&sheet, row, name);
    lines.say("id", "number", "数字", id);
    if asked.verb == "drivers" {
        tell_driver(&mut lines, &field, context.tongue);
    } else {
        tell_reliability(&mut lines, &field, context.tongue);
    }
    for (head, datum) in sheet.heads.iter().zip(row) {
        let known = ["id", "wave", "note"].contains(&head.name.as_ref());
        if !known && *datum != Datum::None {
            match &head.heading {
                Some(words) => lines.say(format!("figures.{}", head.name), &words.en, &words.zh, datum.clone()),
                None => lines.say(format!("figures.{}", head.name), &head.name, &head.name, datum.clone()),
            }
        }
    }
    lines.say("wave", "wave", "期次", field("wave"));
    lines.say("note", "note", "备注", field("note"));
    if let Some(filter) = &args.filter {
        lines.say("where", "narrowed by", "筛选条件", filter.as_str());
    }
    for (at, note) in sheet.notes.iter().enumerate() {
        lines.say(format!("notes.{at}"), "note", "说明", note.get(context.tongue));
    }
    for tool in &args.like {
        let (path, name) = (format!("like.{}", tool.code()), tool.name());
        let words = if asked.verb == "drivers" {
            like_driver(*tool, &field)
        } else {
            like_reliability(*tool)
        };
        lines.say(path, name, name, words.get(context.tongue));
        if let (Tool::Displayr, true, Some(signed)) = (tool, asked.verb == "drivers", signed(&field)) {
            lines.say(
                "like.displayr_importance",
                "Displayr, signed",
                "Displayr（带符号）",
                signed,
            );
        }
    }
    sources_of(&mut lines, asked.survey, args, context)?;
    context.data(&lines.render(args.format, context.tongue))?;
    Ok(ended)
}

/// The row of an id.
fn row_of<'s>(sheet: &'s Sheet, id: &str) -> Result<&'s Vec<Datum>, CommandError> {
    let at = sheet.heads.iter().position(|head| head.name == "id");
    let named = |row: &&Vec<Datum>| at.is_some_and(|at| row[at] == Datum::from(id));
    sheet.rows.iter().find(named).ok_or_else(|| {
        let ids: Vec<String> = sheet.rows.iter().filter_map(|row| Some(row[at?].shown())).collect();
        left_out(sheet, id).unwrap_or_else(|| unknown(id, &ids))
    })
}

/// A driver that few could rate has no number unless it is asked for.
fn left_out(sheet: &Sheet, id: &str) -> Option<CommandError> {
    let driver = id.split(['/', '?']).nth(4)?;
    let aside = value(sheet, sheet.rows.first()?, "set_aside").shown();
    aside.split(' ').any(|left| left == driver).then(|| {
        CommandError::Other(Words::new(
            format!("`{driver}` is left out, because fewer than half could rate it; `manyi drivers` with `--drivers` takes it in"),
            format!("作答 `{driver}` 的人不足一半，未纳入分析；可用 `manyi drivers` 的 `--drivers` 将其纳入"),
        ))
    })
}

fn value(sheet: &Sheet, row: &[Datum], name: &str) -> Datum {
    let at = sheet.heads.iter().position(|head| head.name == name);
    at.map_or(Datum::None, |at| row[at].clone())
}

fn unknown(id: &str, known: &[String]) -> CommandError {
    let known: Vec<&str> = known.iter().map(String::as_str).filter(|id| !id.is_empty()).collect();
    let (en, zh) = if known.is_empty() {
        (
            "ids stand in the JSON of `manyi drivers` and `manyi reliability`".to_owned(),
            "编号见 `manyi drivers` 与 `manyi reliability` 的 JSON 输出".to_owned(),
        )
    } else {
        (
            format!("there are: {}", known.join(", ")),
            format!("现有：{}", known.join("、")),
        )
    };
    CommandError::Other(Words::new(
        format!("`{id}` is no number of these answers; {en}"),
        format!("这些答卷中没有数字 `{id}`；{zh}"),
    ))
}

/// Definition and formula of a driver's importance, by method.
fn tell_driver(lines: &mut Lines, field: &dyn Fn(&str) -> Datum, tongue: Tongue) {
    let method = field("method").shown();
    let (en, zh) = match method.as_str() {
        "johnson" => (
            "Johnson's relative weight: R is decomposed by the square root Λ of the drivers' correlations, ε = Λ²·(Λ⁻¹r)², over Σε = R² (Johnson 2000)",
            "Johnson 相对权重：以驱动因素相关矩阵的平方根 Λ 分解，ε = Λ²·(Λ⁻¹r)²，除以 Σε = R²（Johnson 2000）",
        ),
        "lmg" => (
            "LMG (Shapley): the driver's gain in R² when it is added, averaged over all orders of the drivers, over R² (Lindeman, Merenda & Gold 1980)",
            "LMG（Shapley）：按所有次序加入该因素时 R² 增量的平均，除以 R²（Lindeman, Merenda & Gold 1980）",
        ),
        "ols" => (
            "size of the standardised coefficient of a linear regression on all drivers, over the sum of their sizes",
            "对全部驱动因素作线性回归，标准化系数的绝对值除以其总和",
        ),
        "logistic" => (
            "size of the coefficient of a logistic regression times the driver's standard deviation, over the sum of their sizes",
            "Logistic 回归系数乘以该因素的标准差，取绝对值后除以其总和",
        ),
        _ => (
            "size of the correlation with the outcome, over the sum of their sizes",
            "与结果变量相关系数的绝对值，除以其总和",
        ),
    };
    lines.say("formula", "formula", "公式", tongue.pick(en, zh));
    lines.say(
        "base_means",
        "base",
        "基数含义",
        tongue.pick(
            "respondents with a valid answer to the outcome and every driver (listwise); the others are `dropped`",
            "对结果变量和每个驱动因素都有有效回答的受访者（整行删除）；其余计入 `dropped`",
        ),
    );
    lines.say(
        "interval",
        "interval",
        "区间",
        tongue.pick(
            "percentiles of bootstrap replicates that draw respondents (or sampling units of the design) again with the stated seed",
            "以所示种子对受访者（或设计中的抽样单元）重复抽样所得的百分位数",
        ),
    );
}

/// Definition and formula of alpha or of an item's part.
fn tell_reliability(lines: &mut Lines, field: &dyn Fn(&str) -> Datum, tongue: Tongue) {
    let of_item = field("item") != Datum::None;
    let (en, zh) = if of_item {
        (
            "item–rest: correlation of the item with the sum of the other items; alpha if dropped: alpha of the others",
            "题总相关：该题与其余各题之和的相关；删除后 alpha：其余各题的 alpha",
        )
    } else {
        (
            "alpha = k/(k−1) · (1 − Σ variances of the items / variance of their sum) (Cronbach 1951); interval by Feldt's F(n−1, (n−1)(k−1)); omega: (Σλ)²/((Σλ)² + Σψ) of one factor by maximum likelihood",
            "alpha = k/(k−1) ·（1 − 各题方差之和 / 总分方差）（Cronbach 1951）；区间按 Feldt 的 F(n−1, (n−1)(k−1))；omega：单因子极大似然的 (Σλ)²/((Σλ)² + Σψ)",
        )
    };
    lines.say("formula", "formula", "公式", tongue.pick(en, zh));
    lines.say(
        "base_means",
        "base",
        "基数含义",
        tongue.pick(
            "respondents with an answer to all items (listwise); items whose scale runs the other way are turned round, constant ones left out",
            "答全各题的受访者（整行删除）；方向相反的题目已反向计分，没有差异的题目不计入",
        ),
    );
}

/// A driver's share with the sign of its coefficient, which is how Displayr prints relative importance.
fn signed(field: &dyn Fn(&str) -> Datum) -> Option<Datum> {
    match (field("importance"), field("beta")) {
        (Datum::Number(importance, _), Datum::Number(beta, _)) => Some(Datum::number(
            100.0 * importance * if beta < 0.0 { -1.0 } else { 1.0 },
            3,
        )),
        _ => None,
    }
}

fn like_driver(tool: Tool, field: &dyn Fn(&str) -> Datum) -> Words {
    let method = field("method").shown();
    match tool {
        Tool::R => match method.as_str() {
            "lmg" => Words::new(
                "relaimpo: calc.relimp(type = \"lmg\", rela = TRUE) gives the same shares; boot.relimp draws with R's generator, so that its percentiles differ in the last digits shown",
                "relaimpo：calc.relimp(type = \"lmg\", rela = TRUE) 的占比相同；boot.relimp 使用 R 的随机数，区间在末位上略有差异",
            ),
            "johnson" => Words::new(
                "relaimpo: calc.relimp(type = \"genizi\", rela = TRUE) gives the same shares",
                "relaimpo：calc.relimp(type = \"genizi\", rela = TRUE) 的占比相同",
            ),
            _ => Words::new(
                "lm or glm on the same complete rows gives the same coefficients; the shares are made of them",
                "lm 或 glm 在相同的完整行上给出同样的系数；占比由其得出",
            ),
        },
        Tool::Spss => Words::new(
            "REGRESSION prints standardised coefficients (Beta) and no relative weights; with WEIGHT BY the standard errors take weights for frequencies",
            "REGRESSION 只给出标准化系数（Beta），没有相对权重；使用 WEIGHT BY 时标准误把权重当作频数",
        ),
        Tool::Displayr => Words::new(
            "relative importance analysis prints the share in percent with the sign of the driver's regression coefficient",
            "相对重要性分析以百分数显示占比，并带有该因素回归系数的符号",
        ),
        Tool::Dimensions => Words::new("has no driver analysis of its own", "没有自带的驱动因素分析"),
    }
}

fn like_reliability(tool: Tool) -> Words {
    match tool {
        Tool::R => Words::new(
            "psych::alpha takes pairwise correlations (`use = \"pairwise\"`) where an item is missing, and prints Feldt's interval and Duhachek's; with complete answers raw_alpha is the same. omega: lavaan's one-factor model, not psych::omega, which rotates several",
            "psych::alpha 在有缺失时按成对相关计算（`use = \"pairwise\"`），同时给出 Feldt 与 Duhachek 区间；回答完整时 raw_alpha 相同。omega 对应 lavaan 的单因子模型，而非旋转多因子的 psych::omega",
        ),
        Tool::Spss => Words::new(
            "RELIABILITY /MODEL=ALPHA gives the same alpha on complete cases; its interval (/ICC) takes the sum of weights for n, ours the effective base. Items are not turned round by themselves",
            "RELIABILITY /MODEL=ALPHA 在完整个案上给出相同的 alpha；其区间（/ICC）以权重之和为 n，本处用有效样本量。不会自动反向计分",
        ),
        Tool::Displayr => Words::new(
            "gives the same alpha on complete cases, no interval and no omega",
            "在完整个案上给出相同的 alpha，没有区间与 omega",
        ),
        Tool::Dimensions => Words::new("has no reliability of its own", "没有自带的信度分析"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_outcome_driver_what_was_asked_and_the_group() {
        let id = ModelId::parse("a/2026Q4/drivers/overall/service.speed?method=lmg&drivers=x+y&region=east").unwrap();
        assert_eq!((id.verb, id.of, id.segment), ("drivers", "overall", Some("region")));
        assert_eq!(
            (id.value("method"), id.list("drivers")),
            (Some("lmg"), vec!["x".to_owned(), "y".to_owned()])
        );
        assert!(
            is_one("a/2026Q4/reliability/service/alpha") && !is_one("a/2026Q4/csat") && !is_one("a/b/drivers/overall")
        );
        assert!(!is_one("a/b/drivers//x") && !is_one("a/b/reliability/x/alpha?region=east&channel=app"));
    }
}
