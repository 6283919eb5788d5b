//! What is told of a figure: value, base, test, family, and what other tools would say.

use super::Args;
use super::figure::Found;
use super::formula;
use super::like;
use super::like::Scored;
use super::like::Tool;
use super::lines::Lines;
use crate::command::shared::analysis::Results;
use crate::command::shared::index_weights;
use crate::command::shared::sheet::Datum;
use crate::command::shared::source::Opened;
use crate::diagnostic::Tongue;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Correction;
use crate::finding::Refused;
use crate::locale;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Unit;
use crate::model::MeasureKind;
use crate::model::Missing;
use crate::model::WaveId;
use crate::report::words;
use crate::tabulation::Group;
use crate::tabulation::View;

/// A figure with everything that is told of it.
pub(super) struct Telling<'a> {
    pub args: &'a Args,
    pub id: &'a str,
    pub found: &'a Found,
    pub opened: &'a Opened,
    pub results: &'a Results,
    pub tongue: Tongue,
}

impl Telling<'_> {
    fn unit(&self) -> Unit {
        measure::unit(&self.opened.task.survey, &self.found.measure)
    }

    fn view(&self, wave: &WaveId, group: Group) -> Option<View<'_>> {
        self.results.scores.tabulation.view(wave, group)
    }

    pub fn tell(&self, lines: &mut Lines) {
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
            Some(_) if self.opened.hides && !showing.is_visible() => {
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
        // How many there are in a group may be hidden where one of its figures is not.
        let responses = self.results.findings.disclosure.of_responses(wave, *group);
        let counted = !self.opened.hides || responses.is_visible();
        if let Some(view) = self.view(wave, *group).filter(|_| counted) {
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
                if *count > 0 && counted {
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
            Against::Target(_) | Against::Benchmark(_) => return None,
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
