//! How the answers to ratings are spread: a battery line by line, or one rating over waves.

use super::Caption;
use crate::chart::Diverging;
use crate::chart::DivergingRow;
use crate::chart::Part;
use crate::diagnostic::Tongue;
use crate::finding::Members;
use crate::finding::Showing;
use crate::locale;
use crate::model::Missing;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::dates;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::headings;
use crate::report::ranking;
use crate::report::tables;
use crate::site::Html;
use crate::tabulation::Answers;
use crate::tabulation::Group;
use std::cmp::Reverse;

/// Kinds of missing that are answers outside the scale.
const ASIDE: [Missing; 3] = [Missing::DontKnow, Missing::NotApplicable, Missing::Refused];

/// The spread of one rating in one wave, as it may be shown.
#[derive(Debug, Clone)]
pub struct Spread {
    pub question: VariableIndex,
    pub wave: WaveId,
    /// Weighted shares from worst to best; empty when hidden.
    pub shares: Vec<f64>,
    /// Share of answers outside the scale among all answers.
    pub aside: f64,
    /// Valid answers; 0 when hidden.
    pub base: u64,
    pub showing: Showing,
}

impl Spread {
    pub fn of(facts: &Facts, question: VariableIndex, wave: &WaveId) -> Self {
        let answers = facts.answers(question, wave, Group::Total);
        let told = facts.members(question, wave, Group::Total) == Members::All;
        Self::counted(facts, question, wave, &answers.filter(|_| told).unwrap_or_default())
    }

    /// The spread of answers that were counted; the caller knows that their group may be shown.
    pub fn counted(facts: &Facts, question: VariableIndex, wave: &WaveId, answers: &Answers) -> Self {
        let showing = Showing::of_base(answers.valid.n, facts.settings());
        let hidden = Self {
            question,
            wave: wave.clone(),
            shares: Vec::new(),
            aside: 0.0,
            base: 0,
            showing,
        };
        if !showing.is_visible() || answers.valid.w <= 0.0 {
            return hidden;
        }
        let order = worst_first(facts, question);
        let share = |option: &usize| {
            answers
                .options
                .get(*option)
                .map_or(0.0, |cell| cell.w / answers.valid.w)
        };
        Self {
            shares: order.iter().map(share).collect(),
            aside: aside(answers),
            base: answers.valid.n,
            ..hidden
        }
    }

    /// Share of the best `count` points; `None` when hidden.
    pub fn best(&self, count: usize) -> Option<f64> {
        (!self.shares.is_empty()).then(|| self.shares.iter().rev().take(count).sum())
    }

    /// As a figure, for notes on small and hidden bases.
    pub fn as_figure(&self) -> Figure {
        let reason =
            (self.showing.is_visible() && self.shares.is_empty()).then_some(crate::measure::Reason::NoValidAnswers);
        Figure {
            estimate: None,
            showing: self.showing,
            reason,
        }
    }
}

fn aside(answers: &Answers) -> f64 {
    let outside: f64 = ASIDE
        .iter()
        .filter_map(|kind| answers.missing.get(usize::from(kind.index())))
        .map(|cell| cell.w)
        .sum();
    let all = outside + answers.valid.w;
    if all > 0.0 { outside / all } else { 0.0 }
}

/// Positions of the options from worst to best.
pub fn worst_first(facts: &Facts, question: VariableIndex) -> Vec<usize> {
    let domain = &facts.survey().variable(question).domain;
    match domain.scale() {
        Some(scale) => scale.best_first().into_iter().rev().collect(),
        None => (0..domain.options().map_or(0, |list| list.options.len())).collect(),
    }
}

/// Points that count as the best: two, one of a scale of three or fewer.
pub fn best_points(facts: &Facts, question: VariableIndex) -> usize {
    if worst_first(facts, question).len() <= 3 { 1 } else { 2 }
}

/// What the hatched parts are of.
pub fn aside_note(tongue: Tongue) -> &'static str {
    tongue.pick(
        "Shares are of those who used the scale; the hatched part is of all who answered.",
        "各级百分比以在量表上作答者为基数；斜线部分以全部作答者为基数。",
    )
}

/// A battery, best line first; or a single rating now, in the wave before and a year ago.
pub fn diverging(facts: &Facts, questions: &[VariableIndex]) -> Html {
    spread_out(facts, questions).map_or_else(Html::default, |(chart, caption)| super::figure(facts, &chart, caption))
}

/// The spreads that are drawn, in the order of their bars.
pub fn spreads(facts: &Facts, questions: &[VariableIndex]) -> Vec<Spread> {
    match questions {
        [] => Vec::new(),
        [alone] => over_waves(facts, *alone),
        all => over_lines(facts, all),
    }
}

/// The same as numbers and words; `None` without questions.
pub fn spread_out(facts: &Facts, questions: &[VariableIndex]) -> Option<(Diverging, Caption)> {
    let first = questions.first().copied()?;
    let spreads = spreads(facts, questions);
    let tongue = facts.tongue();
    let title = headings::spread(facts, &spreads);
    let alone = questions.len() == 1;
    let row = |spread: &Spread| DivergingRow {
        label: super::drawn(
            if alone {
                spread.wave.to_string()
            } else {
                facts.names().variable(spread.question)
            },
            tongue,
        ),
        shares: spread.shares.iter().copied().map(Part::percent).collect(),
        aside: (spread.aside > 0.0).then(|| Part::percent(spread.aside)),
        base: if spread.base > 0 {
            format!("n = {}", spread.base)
        } else {
            String::new()
        },
        showing: match spread.showing {
            Showing::Shown => crate::chart::Showing::Plain,
            Showing::Flagged => crate::chart::Showing::Small,
            _ => crate::chart::Showing::Hidden(tongue.pick("not shown", "不显示").to_owned()),
        },
    };
    let steps: Vec<String> = worst_first(facts, first)
        .into_iter()
        .map(|point| step(facts, first, point))
        .collect();
    let chart = Diverging {
        words: super::chart_words(&title, &title, tongue),
        aside: if spreads.iter().any(|spread| spread.aside > 0.0) {
            aside_name(facts, questions)
        } else {
            String::new()
        },
        unit: tongue.pick("% of answers", "占回答的%").to_owned(),
        low_end: String::new(),
        high_end: String::new(),
        neutral: crate::chart::Neutral::Centred,
        steps,
        rows: spreads.iter().map(row).collect(),
    };
    let mut foot = vec![crate::report::notes::source(facts)];
    if !chart.aside.is_empty() {
        foot.push(aside_note(tongue).to_owned());
    }
    foot.extend(crate::report::notes::base_notes(
        facts,
        spreads.iter().any(|spread| spread.showing == Showing::Flagged),
        spreads.iter().any(|spread| !spread.showing.is_visible()),
    ));
    let subtitle = subtitle(facts, first, alone);
    let table = tables::spreads(facts, &spreads, alone);
    let caption = Caption {
        title,
        subtitle,
        says: String::new(),
        foot,
        table,
    };
    Some((chart, caption))
}

fn over_lines(facts: &Facts, questions: &[VariableIndex]) -> Vec<Spread> {
    let mut spreads: Vec<Spread> = questions
        .iter()
        .map(|question| Spread::of(facts, *question, &facts.wave))
        .collect();
    spreads.sort_by_key(|spread| {
        let best = spread.best(best_points(facts, spread.question));
        Reverse(best.map(|share| ranking::order(share + 1.0)))
    });
    spreads
}

fn over_waves(facts: &Facts, question: VariableIndex) -> Vec<Spread> {
    let calendar = &facts.input.calendar;
    let before = [
        Some(facts.wave.clone()),
        calendar.previous(&facts.wave),
        calendar.year_before(&facts.wave),
    ];
    let mut waves: Vec<WaveId> = Vec::new();
    for wave in before.into_iter().flatten() {
        let is_there = facts.rows(&wave, Group::Total) > 0 || wave == facts.wave;
        if is_there && !waves.contains(&wave) {
            waves.push(wave);
        }
    }
    waves.iter().map(|wave| Spread::of(facts, question, wave)).collect()
}

/// A point's label; on scales that are worded at the ends only, the number with the words of the end.
pub fn step(facts: &Facts, question: VariableIndex, point: usize) -> String {
    super::drawn(facts.names().option(question, point), facts.tongue())
}

pub fn aside_name(facts: &Facts, questions: &[VariableIndex]) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for question in questions {
        let list = facts.survey().variable(*question).domain.options();
        for option in list.iter().flat_map(|list| &list.missing) {
            let word = crate::report::words::missing(option.kind, facts.tongue());
            if !kinds.contains(&word) {
                kinds.push(word);
            }
        }
    }
    let fallback = facts.tongue().pick("No opinion", "未表态");
    if kinds.is_empty() {
        return fallback.to_owned();
    }
    let joined = kinds.join(facts.tongue().pick(" / ", "／"));
    facts.tongue().pick(capital(&joined), joined)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn subtitle(facts: &Facts, question: VariableIndex, alone: bool) -> String {
    let tongue = facts.tongue();
    let variable = facts.survey().variable(question);
    let asked = match (&variable.stem, alone) {
        (Some(stem), false) => facts.names().text(stem),
        _ => facts.names().wording(question),
    };
    let wave = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    let asked = quoted(&asked);
    if alone {
        return asked;
    }
    tongue.pick(format!("{asked} · {wave}"), format!("{asked}，{wave}"))
}

/// A wording in quotation marks, unless it has some of its own.
pub fn quoted(text: &str) -> String {
    if text.contains('“') {
        text.to_owned()
    } else {
        format!("“{text}”")
    }
}

/// A share in words.
pub fn percent(share: f64) -> String {
    locale::percent(share, 0)
}
