//! How one number came about: opened as the verbs open it, scored with everything its families hold, and told.

use super::Args;
use super::formula;
use super::like;
use super::like::Scored;
use super::like::Tool;
use super::lines::Lines;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::analysis::Results;
use crate::command::shared::asked::Analysed;
use crate::command::shared::asked::Columns;
use crate::command::shared::index_weights;
use crate::command::shared::sheet::Datum;
use crate::command::shared::source::Opened;
use crate::command::shared::source::Wanted;
use crate::command::shared::source::open_for;
use crate::command::shared::space::Space;
use crate::crosstab;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::finding::Against;
use crate::finding::Ask;
use crate::finding::Change;
use crate::finding::Correction;
use crate::finding::Refused;
use crate::locale;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::WaveId;
use crate::report::words;
use crate::tabulation::Group;
use crate::tabulation::View;

/// A figure's id taken apart: `survey/wave/measure?segment=level`, with `&` between the levels of nested segments.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FigureId<'a> {
    survey: &'a str,
    wave: &'a str,
    measure: &'a str,
    levels: Vec<(&'a str, &'a str)>,
}

impl<'a> FigureId<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (names, within) = match text.split_once('?') {
            Some((names, within)) => (names, Some(within)),
            None => (text, None),
        };
        let mut parts = names.splitn(3, '/');
        let (survey, wave, measure) = (parts.next()?, parts.next()?, parts.next()?);
        let levels = match within {
            Some(within) => within
                .split('&')
                .map(|part| part.split_once('='))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let whole = [survey, wave, measure].iter().all(|part| !part.is_empty());
        whole.then_some(Self {
            survey,
            wave,
            measure,
            levels,
        })
    }
}

/// Prints the explanation of the figure `id`.
///
/// # Errors
/// When the id names nothing, answers cannot be read, or the output cannot be written.
pub(super) fn run(args: &Args, id: &str, context: &mut Context<'_>) -> Ended {
    let Some(figure) = FigureId::parse(id) else {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{id}` is no id of a number: write survey/wave/measure, such as `after-sales/2026Q4/csat?region=east`"
            ),
            format!("`{id}` 不是数字的编号：请写成 调查/期次/指标，例如 `after-sales/2026Q4/csat?region=east`"),
        )));
    };
    let analysed = analysed(args, &figure);
    // A cell of a table is a measure of its own beside those of the definition, which make the families.
    let wanted = Wanted {
        measures: &|survey| {
            let mut measures = survey.measures.clone();
            if survey.measure(figure.measure).is_none() {
                measures.extend(cell(survey, figure.measure));
            }
            Ok(measures)
        },
    };
    let Some(opened) = open_for(&analysed, &wanted, context)? else {
        return Ok(Outcome::Problems);
    };
    let found = Found::of(&figure, &opened)?;
    let ask = Ask {
        previous: true,
        year_before: true,
        rest: true,
        targets: true,
        groups: found.group != Group::Total,
        ..Ask::default()
    };
    let results = opened.task.decide(opened.tabulation.clone(), &opened.references, &ask);
    let mut lines = Lines::default();
    let telling = Telling {
        args,
        id,
        found: &found,
        opened: &opened,
        results: &results,
        tongue: context.tongue,
    };
    telling.tell(&mut lines);
    sources(&mut lines, &opened, args, context)?;
    context.data(&lines.render(args.format, context.tongue))?;
    Ok(Outcome::of(&opened.problems))
}

fn analysed(args: &Args, figure: &FigureId<'_>) -> Analysed {
    Analysed {
        source: args.file.clone().unwrap_or_else(|| figure.survey.to_owned()),
        survey: args.survey.clone(),
        by: nested(figure),
        filter: args.filter.clone(),
        measure: Vec::new(),
        wave: vec!["all".to_owned()],
        mapping: args.mapping.clone(),
        format: args.format,
        show_small: args.show_small,
        bare: args.bare.clone(),
        columns: Columns::default(),
    }
}

/// What the figure's wave is broken down by, as `--by` takes it.
fn nested(figure: &FigureId<'_>) -> Vec<String> {
    let segments: Vec<&str> = figure.levels.iter().map(|(segment, _)| *segment).collect();
    if segments.is_empty() {
        Vec::new()
    } else {
        vec![segments.join(">")]
    }
}

/// The measure of a table's cell, such as `overall=top2`.
fn cell(survey: &Survey, name: &str) -> Option<Measure> {
    let variables = crosstab::tabulable(survey).into_iter();
    let sections = variables.map(|variable| crosstab::section_of(survey, variable));
    let mut measures = sections.flat_map(|section| section.measures().cloned().collect::<Vec<_>>());
    measures.find(|measure| measure.id == *name)
}

/// What the id stands for.
struct Found {
    measure: Measure,
    wave: WaveId,
    group: Group,
}

impl Found {
    fn of(figure: &FigureId<'_>, opened: &Opened) -> Result<Self, CommandError> {
        let measures = &opened.task.measures;
        let measure = measures
            .iter()
            .find(|measure| measure.id == *figure.measure)
            .ok_or_else(|| {
                let known: Vec<&str> = measures.iter().map(|measure| measure.id.as_str()).collect();
                unknown("measure", "指标", figure.measure, &known)
            })?;
        let waves = opened.tabulation.waves();
        let parsed = opened
            .task
            .calendar
            .parse(figure.wave)
            .unwrap_or_else(|| WaveId::new(figure.wave));
        let wave = waves.iter().find(|wave| **wave == parsed).ok_or_else(|| {
            let known: Vec<&str> = waves.iter().map(WaveId::as_str).collect();
            unknown("wave with answers", "有数据的期次", figure.wave, &known)
        })?;
        let survey = &opened.task.survey;
        let mut wanted = Vec::new();
        for (segment, level) in &figure.levels {
            let variable = survey.find(segment).ok_or_else(|| {
                let known: Vec<&str> = survey
                    .segments
                    .iter()
                    .map(|i| survey.variable(*i).id.as_str())
                    .collect();
                unknown("segment", "细分", segment, &known)
            })?;
            let options = survey.variable(variable).domain.options();
            let place = options.and_then(|list| list.position_of_id(level)).ok_or_else(|| {
                let known: Vec<&str> = options
                    .iter()
                    .flat_map(|list| list.options.iter().map(|option| option.id.as_str()))
                    .collect();
                unknown("level", "组别", level, &known)
            })?;
            wanted.push((variable, place));
        }
        let group = opened
            .groups
            .iter()
            .find(|group| group.levels() == wanted)
            .ok_or_else(|| {
                let levels: Vec<&str> = figure.levels.iter().map(|(_, level)| *level).collect();
                unknown("group", "分组", &levels.join(" × "), &["total"])
            })?;
        Ok(Self {
            measure: measure.clone(),
            wave: wave.clone(),
            group: *group,
        })
    }
}

fn unknown(en: &str, zh: &str, name: &str, known: &[&str]) -> CommandError {
    CommandError::Other(Words::new(
        format!("no {en} `{name}`; there are: {}", known.join(", ")),
        format!("没有{zh} `{name}`；现有：{}", known.join("、")),
    ))
}

struct Telling<'a> {
    args: &'a Args,
    id: &'a str,
    found: &'a Found,
    opened: &'a Opened,
    results: &'a Results,
    tongue: Tongue,
}

impl Telling<'_> {
    fn unit(&self) -> Unit {
        measure::unit(&self.opened.task.survey, &self.found.measure)
    }

    fn view(&self, wave: &WaveId, group: Group) -> Option<View<'_>> {
        self.results.scores.tabulation.view(wave, group)
    }

    fn tell(&self, lines: &mut Lines) {
        let Found { measure, wave, group } = self.found;
        let survey = &self.opened.task.survey;
        lines.say("id", "id", "编号", self.id);
        lines.say(
            "measure",
            "measure",
            "指标",
            survey.text(&measure.title, &self.opened.lang),
        );
        lines.say("kind", "kind", "类型", measure::kind(measure));
        let rule = measure::ALL.into_iter().find(|rule| rule.applies(&measure.kind));
        let meaning = rule.map(measure::Rule::meaning).unwrap_or_default();
        lines.say(
            "definition",
            "definition",
            "定义",
            self.tongue.pick(meaning[0], meaning[1]),
        );
        let showing = self.results.findings.disclosure.of(&measure.id, wave, *group);
        lines.note("showing", showing.code());
        match self.results.scores.of(&measure.id, wave, *group) {
            Some(Ok(_)) if self.opened.hides && !showing.is_visible() => {
                lines.say("hidden", "hidden", "隐藏", words::showing(showing, self.tongue));
            }
            Some(Ok(estimate)) => {
                if !showing.is_visible() || showing == crate::finding::Showing::Flagged {
                    lines.say("warning", "warning", "提示", words::showing(showing, self.tongue));
                }
                self.figure(lines, estimate);
                self.comparisons(lines);
                self.others(lines, estimate);
            }
            Some(Err(reason)) => {
                lines.say("value", "value", "值", Datum::None);
                lines.note("reason", reason.code());
                lines.say("why", "no value", "无值原因", words::reason(*reason, self.tongue));
                self.base(lines, None);
            }
            None => {}
        }
    }

    fn figure(&self, lines: &mut Lines, estimate: &Estimate) {
        let Found { measure, wave, group } = self.found;
        let unit = self.unit();
        let number = |x: f64| Datum::Number(x, words::value(unit, x));
        lines.say("value", "value", "值", number(estimate.value));
        if let Some(view) = self.view(wave, *group) {
            let said = formula::formula(measure, &view, estimate);
            lines.say("formula", "formula", "公式", said.get(self.tongue));
        }
        if matches!(measure.kind, MeasureKind::Index(_)) {
            for (at, note) in index_weights::notes(&self.results.scores).iter().enumerate() {
                lines.say(format!("weights.{at}"), "weights", "权重", note.get(self.tongue));
            }
        }
        lines.note(
            "low",
            estimate.interval.map_or(Datum::None, |interval| number(interval.low)),
        );
        lines.note(
            "high",
            estimate.interval.map_or(Datum::None, |interval| number(interval.high)),
        );
        lines.note("level", Datum::number(self.results.scores.level, 2));
        let method = words::method(estimate.method, self.tongue);
        let interval = match (estimate.interval, estimate.no_interval) {
            (Some(interval), _) => format!(
                "{} {} · {method}",
                locale::percent(self.results.scores.level, 0),
                words::interval(unit, interval, self.tongue)
            ),
            (None, Some(reason)) => words::reason(reason, self.tongue).to_owned(),
            (None, None) => String::new(),
        };
        lines.say("interval", "interval", "区间", interval);
        lines.note("method", estimate.method.code());
        self.base(lines, Some(estimate));
        lines.say(
            "seed",
            "seed",
            "随机种子",
            self.tongue
                .pick("none: nothing is drawn at random", "无：不涉及随机抽取"),
        );
    }

    /// Base, what was left out and why, weights.
    fn base(&self, lines: &mut Lines, estimate: Option<&Estimate>) {
        let Found { measure, wave, group } = self.found;
        let survey = &self.opened.task.survey;
        if let Some(view) = self.view(wave, *group) {
            lines.say("responses", "responses", "答卷数", Datum::Count(view.rows().n));
        }
        if let Some(words) = &self.opened.left_out {
            lines.say(
                "left_out_by_rules",
                "left out by rules",
                "按规则不计入",
                words.get(self.tongue),
            );
        }
        let filters = [measure.filter.as_ref(), self.opened.task.filter.as_ref()];
        for (path, filter) in ["filter", "where"].into_iter().zip(filters) {
            if let Some(filter) = filter {
                lines.say(path, "only where", "仅限", filter.text.as_str());
            }
        }
        if let Some(estimate) = estimate {
            lines.say("base", "base", "样本量", Datum::Count(estimate.base));
            for (kind, count) in Missing::ALL.into_iter().zip(&estimate.left_out) {
                if *count > 0 {
                    let (en, zh) = (words::missing(kind, Tongue::En), words::missing(kind, Tongue::Zh));
                    let label = (format!("left out: {en}"), format!("未计入：{zh}"));
                    lines.say(
                        format!("left_out.{}", kind.code()),
                        &label.0,
                        &label.1,
                        Datum::Count(*count),
                    );
                }
            }
        }
        match survey.weight {
            None => lines.say(
                "weight",
                "weight",
                "加权",
                self.tongue
                    .pick("none: every response counts one", "未加权：每份答卷计为 1"),
            ),
            Some(weight) => {
                lines.say("weight", "weight", "加权", survey.variable(weight).id.as_str());
                lines.say(
                    "effective_base",
                    "effective base",
                    "有效样本量",
                    estimate.map_or(Datum::None, |estimate| Datum::number(estimate.effective_base, 1)),
                );
            }
        }
    }

    fn visible(&self, change: &Change) -> bool {
        !self.opened.hides || self.results.findings.may_show(change, &self.opened.task.settings)
    }

    fn comparisons(&self, lines: &mut Lines) {
        let Found { measure, wave, group } = self.found;
        let own = |change: &&Change| change.measure == measure.id && change.wave == *wave && change.group == *group;
        let changes = self.results.findings.changes.iter().filter(own);
        for (at, change) in changes.filter(|change| self.visible(change)).enumerate() {
            self.comparison(lines, at, change);
        }
        let own = |one: &&Refused| one.measure == measure.id && one.wave == *wave && one.group == *group;
        for (at, refused) in self.results.findings.refused.iter().filter(own).enumerate() {
            let against = refused.against.code();
            let path = |name: &str| format!("not_comparable.{at}.{name}");
            lines.note(path("against"), against);
            let what = refused.seam.what.iter().map(|words| words.get(self.tongue));
            lines.say(
                path("because"),
                &format!("not compared with {against}"),
                &format!("不与 {against} 比较"),
                what.collect::<Vec<_>>().join(self.tongue.pick("; ", "；")),
            );
        }
        self.footnotes(lines);
    }

    /// What changed since the waves it is compared with, where that does not forbid the comparison.
    fn footnotes(&self, lines: &mut Lines) {
        let Found { measure, wave, group } = self.found;
        let seams = &self.results.findings.seams;
        let changes = self.results.findings.changes.iter();
        let own = changes.filter(|one| one.measure == measure.id && one.wave == *wave && one.group == *group);
        for change in own {
            let (Against::Previous(other) | Against::YearBefore(other) | Against::Wave(other)) = &change.against else {
                continue;
            };
            for (at, words) in seams
                .between(&measure.id, wave, other)
                .iter()
                .flat_map(|seam| &seam.what)
                .enumerate()
            {
                lines.say(
                    format!("changed.{other}.{at}"),
                    &format!("changed since {other}"),
                    &format!("自 {other} 起有改动"),
                    words.get(self.tongue),
                );
            }
        }
    }

    fn comparison(&self, lines: &mut Lines, at: usize, change: &Change) {
        let unit = self.unit();
        let path = |name: &str| format!("comparisons.{at}.{name}");
        let against = change.against.code();
        lines.note(path("against"), against);
        let found = &change.comparison;
        let range = found
            .interval
            .map(|interval| words::difference_interval(unit, interval, self.tongue));
        let summary = format!(
            "{}{} · {}",
            words::difference(unit, found.difference),
            range.map_or_else(String::new, |range| format!(" ({range})")),
            words::verdict(change.verdict, self.tongue)
        );
        lines.say(
            path("summary"),
            &format!("against {against}"),
            &format!("与 {against} 比较"),
            summary,
        );
        lines.note(path("change"), Datum::number(found.difference, 4));
        let end = |x: Option<f64>| Datum::maybe(x, 4);
        lines.note(path("change_low"), end(found.interval.map(|interval| interval.low)));
        lines.note(path("change_high"), end(found.interval.map(|interval| interval.high)));
        lines.note(path("base"), change.reference_base.map_or(Datum::None, Datum::Count));
        lines.note(path("test"), change.test.code());
        lines.note(path("statistic"), end(found.statistic));
        lines.note(path("df"), end(found.df));
        lines.note(path("p"), end(found.p));
        lines.note(path("p_adjusted"), end(change.p_adjusted));
        lines.note(path("family"), change.family.as_str());
        lines.note(path("family_size"), Datum::Count(change.family_size as u64));
        lines.note(path("verdict"), change.verdict.code());
        lines.note(path("practical"), Datum::number(change.practical, 4));
        let correction = match change.correction {
            Correction::Holm => "Holm",
            Correction::BenjaminiHochberg => "Benjamini–Hochberg",
        };
        lines.note(path("correction"), correction);
        let p = |p: Option<f64>| p.map_or_else(|| "–".to_owned(), words::p_value);
        let told = self.tongue.pick(
            format!(
                "  {}: p {}; {} over {} tests of {}: p {}; matters from {}",
                words::test(change.test, self.tongue),
                p(found.p),
                correction,
                change.family_size,
                change.family,
                p(change.p_adjusted),
                words::difference(unit, change.practical).trim_start_matches('+')
            ),
            format!(
                "  {}：p {}；检验族 {} 共 {} 个检验，{} 校正后 p {}；达到 {} 才算有意义",
                words::test(change.test, self.tongue),
                p(found.p),
                change.family,
                change.family_size,
                correction,
                p(change.p_adjusted),
                words::difference(unit, change.practical).trim_start_matches('+')
            ),
        );
        lines.say(path("told"), "  test", "  检验", told.trim_start().to_owned());
        self.other_tests(lines, at, change);
    }

    /// The answers of the other side of a comparison.
    fn reference(&self, change: &Change) -> Option<Scored> {
        let Found { measure, wave, group } = self.found;
        let view = match &change.against {
            Against::Previous(other) | Against::YearBefore(other) | Against::Wave(other) => self.view(other, *group)?,
            Against::Rest => self.view(wave, Group::Total)?.without(*group)?,
            Against::Target(_) => return None,
        };
        formula::scored(measure, &view)
    }

    fn tools(&self) -> Vec<Tool> {
        if self.args.like.is_empty() {
            Tool::ALL.to_vec()
        } else {
            self.args.like.clone()
        }
    }

    fn other_tests(&self, lines: &mut Lines, at: usize, change: &Change) {
        let Found { measure, wave, group } = self.found;
        let now = self.view(wave, *group).and_then(|view| formula::scored(measure, &view));
        let (Some(now), Some(then)) = (now, self.reference(change)) else {
            return;
        };
        for tool in self.tools() {
            let theirs = like::test(
                tool,
                formula::sort(measure),
                change.test,
                &now,
                &then,
                self.results.scores.level,
            );
            let path = |name: &str| format!("comparisons.{at}.like.{}.{name}", tool.code());
            let asked = !self.args.like.is_empty();
            lines.note(path("p"), Datum::maybe(theirs.p.filter(|_| asked), 4));
            let p = theirs
                .p
                .filter(|_| asked)
                .map(|p| format!("p {} · ", words::p_value(p)));
            let text = format!("{}{}", p.unwrap_or_default(), theirs.words.get(self.tongue));
            let label = format!("  {}", tool.name());
            if asked {
                lines.say(path("why"), &label, &label, text);
            } else {
                lines.note(path("why"), text);
            }
        }
    }

    fn others(&self, lines: &mut Lines, estimate: &Estimate) {
        let Found { measure, wave, group } = self.found;
        let unit = self.unit();
        let scored = self
            .view(wave, *group)
            .and_then(|view| formula::scored(measure, &view))
            .unwrap_or_default();
        for tool in self.tools() {
            let mut theirs = like::figure(tool, formula::sort(measure), &scored, self.results.scores.level);
            let asked = !self.args.like.is_empty();
            theirs.interval = theirs.interval.filter(|_| asked);
            let path = |name: &str| format!("like.{}.{name}", tool.code());
            lines.note(path("value"), Datum::maybe(asked.then_some(estimate.value), 4));
            lines.note(
                path("low"),
                Datum::maybe(theirs.interval.map(|interval| interval.low), 4),
            );
            lines.note(
                path("high"),
                Datum::maybe(theirs.interval.map(|interval| interval.high), 4),
            );
            let range = theirs
                .interval
                .map(|interval| format!("{} · ", words::interval(unit, interval, self.tongue)));
            let text = format!("{}{}", range.unwrap_or_default(), theirs.words.get(self.tongue));
            lines.say(path("why"), tool.name(), tool.name(), text);
        }
    }
}

/// Definition and files, by their hashes.
fn sources(lines: &mut Lines, opened: &Opened, args: &Args, context: &mut Context<'_>) -> Result<(), CommandError> {
    let survey = &opened.task.survey;
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    lines.note("sources.definition", survey.hash.as_str());
    lines.say(
        "sources.definition_short",
        "definition",
        "问卷定义",
        format!("{} {}", survey.id, short(&survey.hash)),
    );
    lines.say(
        "sources.tool",
        "made with",
        "生成工具",
        concat!("manyi ", env!("CARGO_PKG_VERSION")),
    );
    if let Some(file) = &args.file {
        lines.say("sources.files.0.name", "file", "文件", file.as_str());
        return Ok(());
    }
    let Some(space) = Space::open(context)? else {
        return Ok(());
    };
    files(lines, &space, survey)
}

/// Where the numbers of a survey come from, by its name.
pub(super) fn sources_of(
    lines: &mut Lines,
    survey: &str,
    args: &Args,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    lines.say(
        "sources.tool",
        "made with",
        "生成工具",
        concat!("manyi ", env!("CARGO_PKG_VERSION")),
    );
    if let Some(file) = &args.file {
        lines.say("sources.files.0.name", "file", "文件", file.as_str());
        return Ok(());
    }
    let Some(space) = Space::open(context)? else {
        return Ok(());
    };
    let Some(survey) = space.survey(survey, context)? else {
        return Ok(());
    };
    lines.note("sources.definition", survey.hash.as_str());
    files(lines, &space, &survey)
}

/// The files that were imported, with their hashes.
fn files(lines: &mut Lines, space: &Space, survey: &Survey) -> Result<(), CommandError> {
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    let snapshot = space.store(survey).snapshot()?;
    for (at, import) in snapshot.imports().into_iter().enumerate() {
        lines.note(format!("sources.files.{at}.sha256"), import.source_sha256.as_str());
        let text = format!("{} {}", import.source, short(&import.source_sha256));
        lines.say(format!("sources.files.{at}.name"), "file", "文件", text);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_survey_wave_measure_and_group() {
        let id = FigureId::parse("after-sales/2026Q4/overall=top2?region=east").unwrap();
        assert_eq!(
            (id.survey, id.wave, id.measure),
            ("after-sales", "2026Q4", "overall=top2")
        );
        assert_eq!(id.levels, [("region", "east")]);
        assert!(FigureId::parse("a/b/c").unwrap().levels.is_empty());
        let nested = FigureId::parse("a/b/c?region=east&channel=app").unwrap();
        assert_eq!(nested.levels, [("region", "east"), ("channel", "app")]);
        for wrong in ["a/b", "a//c", "a/b/c?region", ""] {
            assert_eq!(FigureId::parse(wrong), None, "{wrong}");
        }
    }
}
