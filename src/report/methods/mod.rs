//! How this was measured: population, waves, weighting, tests and their families, thresholds, versions.

mod judged;

use super::definitions;
use super::facts::Facts;
use super::names::listed;
use super::parts;
use super::parts::ItemView;
use super::parts::ListView;
use crate::diagnostic::Tongue;
use crate::locale;
use crate::locale::Lang;
use crate::model::Id;
use crate::model::MeasureKind;
use crate::model::Now;
use crate::model::PopulationMethod;
use crate::model::wave::Rhythm;
use crate::site::Html;
use crate::tabulation::Group;
use judged::findings;
use judged::intervals;
use judged::small_bases;
use judged::tests;
use std::collections::BTreeMap;

/// The whole section: sentences, definitions, files.
pub fn methods(facts: &Facts) -> Html {
    let view = ListView {
        items: items(facts),
        ..ListView::default()
    };
    let list = parts::part(facts, "list.html", &view);
    let definitions = parts::part(facts, "table.html", &definitions::definitions(facts));
    let files = &facts.input.provenance.files;
    let files = if files.is_empty() || facts.is_public() {
        Html::default()
    } else {
        parts::part(facts, "table.html", &definitions::files(facts))
    };
    parts::joined([list, definitions, super::care::care(facts), files])
}

fn item(lead: &str, text: String) -> ItemView {
    ItemView {
        mark: String::new(),
        tone: String::new(),
        lead: lead.to_owned(),
        text,
    }
}

/// The sentences alone.
pub fn items(facts: &Facts) -> Vec<ItemView> {
    let tongue = facts.tongue();
    let said = |en: &str, zh: &str, text: String| item(tongue.pick(en, zh), text);
    let mut items = vec![
        said("Who.", "对象：", population(facts)),
        said("When.", "期次：", waves(facts)),
        said("Weights.", "加权：", weights(facts)),
        said("Intervals.", "区间：", intervals(facts)),
        said("Findings.", "判断标准：", findings(facts)),
        said("Tests.", "检验：", tests(facts)),
        said("Small bases.", "小样本：", small_bases(facts)),
        said("Missing answers.", "缺失回答：", tongue.pick(
            "“Don’t know”, “does not apply”, questions not asked and questions left blank are in no base; none counts as zero or as the middle of a scale.",
            "“不清楚”“不适用”、未问及和未作答的题目均不计入基数，也不按0分或中间值处理。",
        ).to_owned()),
    ];
    items.extend(index(facts).map(|text| said("Index.", "指数：", text)));
    items.push(said("Words.", "措辞：", tongue.pick(
        "A difference between groups or waves is not a cause. “No evidence of a change” means that these answers cannot tell; it does not mean that nothing changed.",
        "组间或期间的差异不等于因果。“未检出显著差异”表示现有回答不足以判断，并不表示没有变化。",
    ).to_owned()));
    items.extend(comparability(facts).map(|text| said("Comparability.", "可比性：", text)));
    items.extend(read_anew(facts).map(|text| said("Edited options.", "选项改动：", text)));
    let tool = &facts.input.provenance.tool;
    let hash: String = facts.survey().hash.chars().take(12).collect();
    let version = tongue.pick(
        format!("Definition `{}` {hash}; made with {tool}.", facts.survey().id),
        format!("问卷定义 {} {hash}；由{tool}生成。", facts.survey().id),
    );
    items.push(said("Versions.", "版本：", version.replace('`', "")));
    items
}

/// What changed in the questionnaire between the wave reported on and those before it; `None` where nothing did that matters.
fn comparability(facts: &Facts) -> Option<String> {
    let (tongue, calendar) = (facts.tongue(), &facts.input.calendar);
    let seams = &facts.input.findings.seams;
    let mut waves: Vec<_> = facts.input.scores.tabulation.waves().iter().collect();
    waves.sort_by_key(|wave| calendar.order(wave));
    waves.retain(|wave| calendar.order(wave) < calendar.order(&facts.wave));
    let mut said: Vec<String> = Vec::new();
    for measure in facts.input.scores.measures() {
        for wave in waves.iter().rev() {
            let Some(seam) = seams.between(&measure.id, wave, &facts.wave) else {
                continue;
            };
            let what: Vec<String> = seam
                .what
                .iter()
                .map(|words| words.get(tongue).replace('`', ""))
                .collect();
            let (name, what) = (facts.names().measure(measure), what.join(tongue.pick("; ", "；")));
            said.push(match (seam.broken, tongue) {
                (true, Tongue::En) => format!("{name} is not compared with {wave} and before: {what}."),
                (true, Tongue::Zh) => format!("{name}不与{wave}及以前比较：{what}。"),
                (false, Tongue::En) => format!("{name} changed since {wave}: {what}."),
                (false, Tongue::Zh) => format!("{name}自{wave}以来有改动：{what}。"),
            });
            break;
        }
    }
    (!said.is_empty()).then(|| said.join(tongue.pick(" ", "")))
}

/// Whose options were edited, with answers to the earlier ones read as those of today; `None` where there are none.
fn read_anew(facts: &Facts) -> Option<String> {
    let (tongue, survey) = (facts.tongue(), facts.survey());
    let is_read = |question: &Id| {
        let mut variables = survey.recodings.values().flat_map(BTreeMap::keys);
        let own = |id: &Id| {
            let rest = id.as_str().strip_prefix(question.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        variables.any(own)
    };
    let questions = survey.formerly.iter().filter(|(question, _)| is_read(question));
    let said: Vec<String> = questions
        .map(|(question, formerly)| {
            let now = |now: &Now| match (now, tongue) {
                (Now::Option(id), _) => id.to_string(),
                (Now::Missing(_), Tongue::En) => "no answer".to_owned(),
                (Now::Missing(_), Tongue::Zh) => "无回答".to_owned(),
                (Now::Dropped, Tongue::En) => "not counted".to_owned(),
                (Now::Dropped, Tongue::Zh) => "不计".to_owned(),
            };
            let pairs = formerly.now.iter().map(|(old, new)| format!("{old} → {}", now(new)));
            let pairs = pairs.collect::<Vec<_>>().join(tongue.pick(", ", "、"));
            let because = formerly.because.trim().trim_end_matches(['.', '。']);
            match (tongue, pairs.is_empty()) {
                (Tongue::En, true) => format!("The options of {question} were added to while it was asked ({because})."),
                (Tongue::Zh, true) => format!("{question}的选项在询问期间有增加（{because}）。"),
                (Tongue::En, false) => format!(
                    "The options of {question} were edited; answers to earlier ones are counted as today's: {pairs} ({because})."
                ),
                (Tongue::Zh, false) => format!("{question}的选项有改动；对旧选项的回答按新选项计：{pairs}（{because}）。"),
            }
        })
        .collect();
    (!said.is_empty()).then(|| said.join(tongue.pick(" ", "")))
}

fn population(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let survey = facts.survey();
    let questions = survey
        .questions()
        .filter(|(_, _, question)| !question.variables.is_empty())
        .count();
    let languages: Vec<String> = survey.languages.iter().map(|lang| language(lang, tongue)).collect();
    let mut text = tongue.pick(
        format!(
            "Everybody whose answers to “{}” were taken in; {questions} questions, in {}. Results describe those who answered; intervals treat them as a random sample.",
            facts.names().text(&survey.title),
            listed(&languages, tongue)
        ),
        format!(
            "“{}”的全部有效答卷；共{questions}题，语言为{}。结果反映作答者的情况；区间按随机样本计算。",
            facts.names().text(&survey.title),
            listed(&languages, tongue)
        ),
    );
    if let Some(sample) = &survey.sample {
        let fills: Vec<String> = sample
            .fills
            .iter()
            .filter_map(|id| Some(facts.names().variable(survey.find(id.as_str())?)))
            .collect();
        if !fills.is_empty() {
            let names = listed(&fills, tongue);
            text.push_str(&tongue.pick(
                format!(" {names} comes from the customer file."),
                format!("{names}取自客户档案。"),
            ));
        }
    }
    text
}

/// A language in the reader's own.
fn language(lang: &Lang, tongue: Tongue) -> String {
    match lang.tag().split('-').next() {
        Some("zh") => tongue.pick("Chinese", "中文").to_owned(),
        Some("en") => tongue.pick("English", "英文").to_owned(),
        _ => crate::site::language_name(lang).to_owned(),
    }
}

fn waves(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let calendar = &facts.input.calendar;
    let rhythm = match calendar.rhythm() {
        Rhythm::Yearly { .. } => tongue.pick("Yearly waves", "按年分期"),
        Rhythm::Quarterly { .. } => tongue.pick("Quarterly waves", "按季分期"),
        Rhythm::Monthly => tongue.pick("Monthly waves", "按月分期"),
        Rhythm::Listed(_) => tongue.pick("Waves with set dates", "按指定日期分期"),
    };
    let mut known: Vec<_> = facts.input.scores.tabulation.waves().iter().collect();
    known.sort_by_key(|wave| calendar.order(wave));
    let bases: Vec<String> = known
        .iter()
        .map(|wave| format!("{wave} ({})", facts.rows(wave, Group::Total)))
        .collect();
    let zone = calendar.zone().iana_name().unwrap_or("UTC");
    let (list, zh) = (
        bases.join(", "),
        bases.join("、").replace(" (", "（").replace(')', "）"),
    );
    let open = if facts.is_open(&facts.wave) {
        facts.input.as_of.map_or_else(String::new, |day| {
            let day = super::dates::day(day, tongue);
            tongue.pick(
                format!(" {} is open; this report is as of {day}.", facts.wave),
                format!("{}尚未结束，本报告截至{day}。", facts.wave),
            )
        })
    } else {
        String::new()
    };
    if list.is_empty() {
        return tongue.pick(
            format!("{rhythm} by time of sending ({zone})."),
            format!("{rhythm}，以提交时间为准（时区{zone}）。"),
        );
    }
    tongue.pick(
        format!("{rhythm} by time of sending ({zone}), with the number of responses: {list}.{open}"),
        format!("{rhythm}，以提交时间为准（时区{zone}），括号内为答卷数：{zh}。{open}"),
    )
}

fn weights(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let survey = facts.survey();
    let margins = survey.population.as_ref().map(|population| {
        let how = match population.method {
            PopulationMethod::Rake => tongue.pick("raking", "耙法"),
            PopulationMethod::Cell => tongue.pick("cell weighting", "单元格加权"),
        };
        tongue.pick(
            format!(
                "Each wave is weighted to its population ({how}); intervals know what the population’s margins fix."
            ),
            format!("每一期加权到总体（{how}）；区间已考虑总体边际分布所确定的部分。"),
        )
    });
    let repeated = survey.replicates.as_ref().map(|replicates| {
        let (kind, count) = (replicates.asked.kind.code().to_uppercase(), replicates.weights.len());
        tongue.pick(
            format!("Variances come from {count} replicate weights ({kind})."),
            format!("方差由{count}个重复权重得出（{kind}）。"),
        )
    });
    let own = match survey.weight {
        None if margins.is_some() => String::new(),
        None => tongue
            .pick("None: every response counts one.", "未加权，每份答卷计为1。")
            .to_owned(),
        Some(variable) => {
            let name = facts.names().variable(variable);
            tongue.pick(
                format!(
                    "Responses count by “{name}”; variances are linearised, bases are unweighted numbers of answers."
                ),
                format!("按“{name}”加权；方差采用线性化估计，样本量为未加权的回答数。"),
            )
        }
    };
    let said: Vec<String> = [own]
        .into_iter()
        .chain(margins)
        .chain(repeated)
        .filter(|text| !text.is_empty())
        .collect();
    said.join(tongue.pick(" ", ""))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Where the weights of an index come from, for a sentence in English and in Chinese.
fn weighting(method: &str) -> (&'static str, &'static str) {
    match method {
        "equal" => ("with equal weights", "等权重"),
        "ahp" => (
            "by weights from pairwise judgements (AHP)",
            "两两比较判断（AHP）得出的权重",
        ),
        "entropy" => (
            "by entropy weights of all waves, which measure spread and not importance",
            "全部期次答案的熵权（反映离散程度，不代表重要性）",
        ),
        "importance" => (
            "by relative weights from the answers of all waves (Johnson)",
            "由全部期次答案推得的相对权重（Johnson 法）",
        ),
        "pls" => (
            "by weights of the declared structural model on the answers of all waves (PLS)",
            "所定结构模型由全部期次答案估计的权重（PLS）",
        ),
        _ => ("as the definition says", "问卷定义的权重"),
    }
}

fn index(facts: &Facts) -> Option<String> {
    let tongue = facts.tongue();
    let index = super::arguments::index(facts, None).ok()??;
    let MeasureKind::Index(root) = &index.kind else {
        return None;
    };
    let name = facts.names().measure(index);
    let parts: Vec<String> = root
        .parts
        .iter()
        .map(|part| {
            format!(
                "{} {}",
                facts.names().text(&part.title),
                locale::percent(part.weight, 0)
            )
        })
        .collect();
    let items = root.leaves().len();
    let weighting = match facts.input.scores.index_weights() {
        Some(Ok(known)) => weighting(known.method),
        _ => weighting("declared"),
    };
    let weights = if parts.is_empty() {
        String::new()
    } else {
        parts.join(tongue.pick(", ", "、"))
    };
    Some(tongue.pick(
        format!(
            "{name}: the means of {items} ratings, each rescaled to 0–100 with 100 best, weighted up the tree {}{}.",
            weighting.0,
            if weights.is_empty() {
                String::new()
            } else {
                format!(" ({weights})")
            }
        ),
        format!(
            "{name}：{items}项评分的均值换算为0–100分（100为最好），按{}逐级加权{}。",
            weighting.1,
            if weights.is_empty() {
                String::new()
            } else {
                format!("（{weights}）")
            }
        ),
    ))
}
