//! What a call of a document names: measures, questions, groups. A name that does not exist says what was meant.

use super::drawn::Groups;
use super::facts::Facts;
use crate::diagnostic::Words;
use crate::measure::spread;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::site::Arguments;
use crate::site::CallFault;
use crate::tabulation::Group;
use serde_json::Value;

/// A fault in both languages.
pub fn fault(en: impl Into<String>, zh: impl Into<String>, help: Words) -> CallFault {
    CallFault {
        says: Words::new(en, zh),
        help,
    }
}

/// Names listed at most where none is near.
const LISTED: usize = 24;

/// "Did you mean", or the list of what there is.
#[must_use]
pub fn suggestion(written: &str, names: &[&str]) -> Words {
    let small = written.to_lowercase();
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&small, name), *name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).clamp(1, 3))
        .min();
    if let Some((_, near)) = near {
        return Words::new(format!("did you mean `{near}`?"), format!("您是不是想写 `{near}`？"));
    }
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if shown.is_empty() {
        return Words::new("there is none in this survey", "本问卷中没有此类内容");
    }
    Words::new(
        format!("write one of {}", shown.join(", ")),
        format!("可写：{}", shown.join("、")),
    )
}

/// The text of an argument: by position, else by name.
pub fn text<'a>(arguments: &'a Arguments, position: Option<usize>, name: &str) -> Option<&'a str> {
    position
        .and_then(|position| arguments.text(position))
        .or_else(|| arguments.named_text(name))
}

/// A whole number under a name.
pub fn count(arguments: &Arguments, name: &str, otherwise: usize) -> Result<usize, CallFault> {
    match arguments.named.get(name) {
        None => Ok(otherwise),
        Some(value) => value
            .as_u64()
            .and_then(|count| usize::try_from(count).ok())
            .filter(|count| *count > 0)
            .ok_or_else(|| {
                let help = Words::new(
                    format!("write {name}={otherwise}, for example"),
                    format!("例如写成 {name}={otherwise}"),
                );
                fault(
                    format!("`{name}` is not a whole number from 1"),
                    format!("`{name}` 不是正整数"),
                    help,
                )
            }),
    }
}

/// Refuses arguments by names nothing knows.
pub fn only(arguments: &Arguments, known: &[&str]) -> Result<(), CallFault> {
    match arguments.named.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(fault(
            format!("`{name}` is no argument of this call"),
            format!("此调用没有参数 `{name}`"),
            suggestion(name, known),
        )),
    }
}

/// The measure an argument names.
pub fn measure<'a>(facts: &'a Facts, written: Option<&str>) -> Result<&'a Measure, CallFault> {
    let names: Vec<&str> = facts.measures().iter().map(|measure| measure.id.as_str()).collect();
    let written = written.ok_or_else(|| missing("a measure", "指标", &names))?;
    let known = facts.measures().iter().find(|measure| measure.id == *written);
    known.ok_or_else(|| unknown(written, "measure", "指标", &names))
}

/// The index an argument names; without one the index of the survey.
pub fn index<'a>(facts: &'a Facts, written: Option<&str>) -> Result<Option<&'a Measure>, CallFault> {
    let is_index = |measure: &&Measure| matches!(measure.kind, MeasureKind::Index(_));
    let all: Vec<&Measure> = facts.measures().iter().filter(is_index).collect();
    let Some(written) = written else {
        return Ok(all.first().copied());
    };
    let names: Vec<&str> = all.iter().map(|measure| measure.id.as_str()).collect();
    let found = all.iter().find(|measure| measure.id == *written).copied();
    found
        .map(Some)
        .ok_or_else(|| unknown(written, "index or part of one", "指数或其组成部分", &names))
}

fn segment_names(facts: &Facts) -> Vec<&str> {
    let all = facts.segments().into_iter();
    all.map(|segment| facts.survey().variable(segment).id.as_str())
        .collect()
}

/// The segment an argument names.
pub fn segment(facts: &Facts, written: &str) -> Result<VariableIndex, CallFault> {
    let survey = facts.survey();
    let all = facts.segments();
    let names = segment_names(facts);
    let found = all
        .iter()
        .find(|segment| survey.variable(**segment).id == *written)
        .copied();
    found.ok_or_else(|| unknown(written, "segment", "细分变量", &names))
}

/// The segments under `by`: one, or all without it.
pub fn by(facts: &Facts, arguments: &Arguments) -> Result<Vec<VariableIndex>, CallFault> {
    match arguments.named_text("by") {
        Some(written) => Ok(vec![segment(facts, written)?]),
        None => Ok(facts.segments()),
    }
}

/// The group named by an argument such as `region="east"`, or by `by="region", level="east"`; everybody without one.
pub fn group(facts: &Facts, arguments: &Arguments, others: &[&str]) -> Result<Group, CallFault> {
    let mut found = Group::Total;
    let (by, level) = (arguments.named_text("by"), arguments.named_text("level"));
    let asked = match (by, level) {
        (Some(by), Some(level)) => Some((by, level)),
        (Some(_), None) if !arguments.named.contains_key("level") => {
            return Err(missing("the `level` of `by`", "`by` 所对应的 `level`", &[]));
        }
        (None, Some(_)) if !arguments.named.contains_key("by") => {
            let names = segment_names(facts);
            return Err(missing(
                "the segment of `level` (`by`)",
                "`level` 所属的细分变量（`by`）",
                &names,
            ));
        }
        _ => None,
    };
    let direct = arguments
        .named
        .iter()
        .filter(|(name, _)| !others.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()));
    for (name, written) in direct.chain(asked) {
        if found != Group::Total {
            let help = Words::new("name one group", "请只写一个组");
            return Err(fault("a figure is of one group", "一个数值只能属于一个组", help));
        }
        let segment = segment(facts, name)?;
        let options = facts.survey().variable(segment).domain.options();
        let level = options.and_then(|list| list.position_of_id(written)).ok_or_else(|| {
            let names: Vec<&str> = options
                .iter()
                .flat_map(|list| &list.options)
                .map(|option| option.id.as_str())
                .collect();
            unknown(
                written,
                &format!("level of `{name}`"),
                &format!("`{name}` 的选项"),
                &names,
            )
        })?;
        found = Group::Level(segment, level);
    }
    Ok(found)
}

/// The questions an argument names: a question, or all lines of a battery.
pub fn ratings(facts: &Facts, written: Option<&str>) -> Result<Vec<VariableIndex>, CallFault> {
    let survey = facts.survey();
    let names: Vec<&str> = survey
        .questions()
        .map(|(_, _, question)| question.id.as_str())
        .collect();
    let written = written.ok_or_else(|| missing("a question", "题目", &names))?;
    let is_counted = |variable: &VariableIndex| survey.variable(*variable).domain.options().is_some();
    if let Some((_, _, question)) = survey.questions().find(|(_, _, question)| question.id == *written) {
        let all: Vec<VariableIndex> = question.variables.iter().copied().filter(is_counted).collect();
        if !all.is_empty() {
            return Ok(all);
        }
    }
    let found = survey.find(written).filter(is_counted);
    found
        .map(|found| vec![found])
        .ok_or_else(|| unknown(written, "question with options", "带选项的题目", &names))
}

/// The answers to a Kano question, two a feature; without a name those of all.
pub fn features(facts: &Facts, written: Option<&str>) -> Result<Vec<VariableIndex>, CallFault> {
    let questions = facts.survey().questions();
    let all: Vec<_> = questions
        .map(|(.., question)| question)
        .filter(|question| matches!(question.kind, Kind::Kano { .. }))
        .collect();
    let asked = all
        .iter()
        .filter(|question| written.is_none_or(|written| question.id == *written));
    let found: Vec<VariableIndex> = asked.flat_map(|question| question.variables.iter().copied()).collect();
    match written {
        Some(written) if found.is_empty() => {
            let names: Vec<&str> = all.iter().map(|question| question.id.as_str()).collect();
            Err(unknown(written, "Kano question", "卡诺题", &names))
        }
        _ => Ok(found),
    }
}

/// A rating or number whose values can be spread out, or the index of each person.
pub fn values(facts: &Facts, written: Option<&str>) -> Result<VariableIndex, CallFault> {
    let survey = facts.survey();
    let all = spread::variables(survey).into_iter();
    let names: Vec<&str> = all.map(|one| survey.variable(one).id.as_str()).collect();
    let written = written.ok_or_else(|| missing("a rating or number", "评分题或数值", &names))?;
    spread::named(survey, written).ok_or_else(|| unknown(written, "rating or number", "评分题或数值", &names))
}

/// The segments a chart shows the groups of. One that shows everybody takes none.
pub fn grouped(facts: &Facts, arguments: &Arguments, kind: &str) -> Result<Vec<VariableIndex>, CallFault> {
    match (super::drawn::groups(kind), arguments.named_text("by")) {
        (Groups::None, Some(_)) => Err(fault(
            format!("`{kind}` shows everybody, not the groups of a segment"),
            format!("`{kind}` 图只显示总体，不按细分变量分组"),
            Words::new(
                "leave `by` out, or draw `dots`, `heat` or `multiples`",
                "请去掉 `by`，或改用 `dots`、`heat`、`multiples`",
            ),
        )),
        (Groups::Named | Groups::None, None) => Ok(Vec::new()),
        _ => by(facts, arguments),
    }
}

/// The variable of an open question.
pub fn open_question(facts: &Facts, written: Option<&str>) -> Result<VariableIndex, CallFault> {
    let survey = facts.survey();
    let all = super::verbatims::quotable(survey);
    let names: Vec<&str> = all
        .iter()
        .map(|variable| survey.variable(*variable).id.as_str())
        .collect();
    let written = written.ok_or_else(|| missing("an open question", "开放题", &names))?;
    let found = all
        .iter()
        .find(|variable| survey.variable(**variable).id == *written)
        .copied();
    found.ok_or_else(|| unknown(written, "open question", "开放题", &names))
}

/// The ratings an argument names.
pub fn rated(facts: &Facts, written: Option<&str>) -> Result<Vec<VariableIndex>, CallFault> {
    let questions = ratings(facts, written)?;
    let survey = facts.survey();
    let is_rating = |question: &VariableIndex| survey.variable(*question).domain.scale().is_some();
    if questions.iter().all(is_rating) {
        return Ok(questions);
    }
    let all = super::lists::rating_questions(facts);
    let names: Vec<&str> = all.iter().map(|(id, _, _)| id.as_str()).collect();
    Err(unknown(written.unwrap_or_default(), "rating", "评分题", &names))
}

/// The NPS an argument names.
pub fn nps<'a>(facts: &'a Facts, written: Option<&str>) -> Result<&'a Measure, CallFault> {
    let found = measure(facts, written)?;
    match found.kind {
        MeasureKind::Nps { .. } => Ok(found),
        _ => Err(super::signature::not_an_nps(facts, found.id.as_str())),
    }
}

/// What a table can be of.
pub enum Tabled<'a> {
    /// One of the words for tables of measures.
    Word(&'a str),
    /// A measure by groups.
    Measure(&'a Measure),
    /// Answers to questions.
    Questions(Vec<VariableIndex>),
}

/// What a table is of.
pub fn tabled<'a>(facts: &'a Facts, written: &'a str) -> Result<Tabled<'a>, CallFault> {
    if super::signature::TABLES.contains(&written) {
        return Ok(Tabled::Word(written));
    }
    if let Some(measure) = facts.measures().iter().find(|measure| measure.id == *written) {
        return Ok(Tabled::Measure(measure));
    }
    let found = ratings(facts, Some(written)).map_err(|known| {
        let mut names: Vec<&str> = super::signature::TABLES.to_vec();
        names.extend(facts.measures().iter().map(|measure| measure.id.as_str()));
        let questions = facts.survey().questions();
        names.extend(questions.map(|(_, _, question)| question.id.as_str()));
        CallFault {
            help: suggestion(written, &names),
            ..known
        }
    });
    found.map(Tabled::Questions)
}

/// The wave an argument names, as the calendar writes it; one with answers, or with a published figure.
pub fn wave(facts: &Facts, written: &str) -> Result<WaveId, CallFault> {
    let wave = facts.input.calendar.parse(written);
    let known = facts.input.scores.tabulation.waves();
    if known.is_empty() {
        // Before there are answers any wave of the calendar may come.
        return wave.ok_or_else(|| unknown(written, "wave", "期次", &[]));
    }
    let published = facts.input.references.published.iter().map(|one| &one.wave);
    let wave = wave.unwrap_or_else(|| WaveId::new(written));
    let found = known.iter().chain(published).any(|one| *one == wave);
    let names: Vec<&str> = known.iter().map(WaveId::as_str).collect();
    found
        .then_some(wave)
        .ok_or_else(|| unknown(written, "wave with answers", "有答卷的期次", &names))
}

fn missing(what: &str, chinese: &str, names: &[&str]) -> CallFault {
    fault(
        format!("{what} must be named here"),
        format!("此处须写明{chinese}"),
        suggestion("", names),
    )
}

pub fn unknown(written: &str, what: &str, chinese: &str, names: &[&str]) -> CallFault {
    fault(
        format!("`{written}` is no {what}"),
        format!("`{written}` 不是{chinese}"),
        suggestion(written, names),
    )
}

/// The id as a value of a document.
pub fn id_value(id: &Id) -> Value {
    Value::String(id.to_string())
}
