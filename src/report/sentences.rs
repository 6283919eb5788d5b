//! Comparisons in sentences: once, for headings, lists and the words beside charts.
//!
//! "No evidence of a change" is never "no change", and no difference is worded as a cause.

use super::facts::Facts;
use super::names::inside;
use super::words;
use crate::diagnostic::Tongue;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Verdict;
use crate::locale;
use crate::measure::Unit;
use crate::tabulation::Group;

/// A comparison with the names its sentence needs.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// The comparison.
    pub change: &'a Change,
    /// The measure's name.
    pub measure: String,
    /// The group's name; empty for everybody.
    pub group: String,
    /// The earlier wave's name; not used for other comparisons.
    pub wave: String,
    /// What the benchmark is called; empty for other comparisons.
    pub benchmark: String,
    /// In what the measure counts.
    pub unit: Unit,
    /// Two-sided level of the intervals.
    pub level: f64,
    /// Answers a verdict needs on each side.
    pub needed: u64,
    /// The reader.
    pub tongue: Tongue,
}

/// The sentence of a comparison, with change, interval and bases.
pub fn sentence(facts: &Facts, change: &Change) -> String {
    told(facts, change).map_or_else(String::new, |told| told.sentence())
}

/// The same as a heading, without interval and bases.
pub fn heading(facts: &Facts, change: &Change) -> String {
    told(facts, change).map_or_else(String::new, |told| told.heading())
}

/// A further comparison of the same figure, behind the sentence of the first.
pub fn also(facts: &Facts, change: &Change) -> String {
    told(facts, change).map_or_else(String::new, |told| told.also())
}

fn told<'a>(facts: &'a Facts, change: &'a Change) -> Option<Told<'a>> {
    let measure = facts.measure(&change.measure)?;
    let names = facts.names();
    let wave = match &change.against {
        Against::Previous(wave) | Against::YearBefore(wave) | Against::Wave(wave) => {
            super::dates::wave(&facts.input.calendar, wave, facts.tongue())
        }
        Against::Rest | Against::Target(_) | Against::Benchmark(_) => String::new(),
    };
    Some(Told {
        change,
        measure: names.measure(measure),
        group: if change.group == Group::Total {
            String::new()
        } else {
            names.group(change.group)
        },
        wave,
        benchmark: match &change.against {
            Against::Benchmark(of) => facts.benchmark_name(of).to_owned(),
            _ => String::new(),
        },
        unit: facts.unit(measure),
        level: facts.input.scores.level,
        needed: facts.settings().flag_below,
        tongue: facts.tongue(),
    })
}

/// `n = 412`, never broken over lines.
pub fn base(count: u64) -> String {
    format!("n\u{a0}=\u{a0}{count}")
}

impl Told<'_> {
    /// The sentence with change, interval and bases.
    pub fn sentence(&self) -> String {
        self.tongue.pick(self.english(), self.chinese())
    }

    /// A further comparison of the same figure: against what, how much, how sure.
    pub fn also(&self) -> String {
        let evidence = self.interval();
        let (size, evidence) = (self.signed(), evidence.unwrap_or_default());
        let brackets = |open: &str, close: &str| {
            if evidence.is_empty() {
                String::new()
            } else {
                format!("{open}{evidence}{close}")
            }
        };
        self.tongue.pick(
            format!("Against {}: {size}{}.", self.english_other(), brackets(" (", ")")),
            format!("与{}相比：{size}{}。", self.chinese_other(), brackets("（", "）")),
        )
    }

    /// The heading.
    pub fn heading(&self) -> String {
        self.tongue.pick(self.english_heading(), self.chinese_heading())
    }

    /// The size of the difference without its sign: `8.2 percentage points`.
    fn amount(&self) -> String {
        let size = words::difference(self.unit, self.change.comparison.difference);
        self.with_word(size.trim_start_matches(['+', '\u{2212}']))
    }

    /// The difference with its sign: `−8.2 percentage points`.
    fn signed(&self) -> String {
        self.with_word(&words::difference(self.unit, self.change.comparison.difference))
    }

    fn with_word(&self, size: &str) -> String {
        let word = words::points_word(self.unit, self.tongue);
        if word.is_empty() {
            size.to_owned()
        } else {
            self.tongue.pick(format!("{size} {word}"), format!("{size}{word}"))
        }
    }

    fn value(&self) -> String {
        words::value(self.unit, self.change.value)
    }

    fn reference(&self) -> String {
        words::value(self.unit, self.change.reference)
    }

    fn interval(&self) -> Option<String> {
        let found = self.change.comparison.interval?;
        let range = words::difference_interval(self.unit, found, self.tongue);
        let level = locale::percent(self.level, 0);
        Some(
            self.tongue
                .pick(format!("{level} interval {range}"), format!("{level}置信区间 {range}")),
        )
    }

    fn bases(&self) -> String {
        let change = self.change;
        let now = base(change.base);
        let Some(then) = change.reference_base else { return now };
        let tongue = self.tongue;
        match &change.against {
            Against::Previous(_) => tongue.pick(format!("{now}, previous {then}"), format!("{now}，上期{then}")),
            Against::YearBefore(_) => {
                tongue.pick(format!("{now}, a year before {then}"), format!("{now}，上年同期{then}"))
            }
            Against::Wave(wave) => tongue.pick(format!("{now}, {wave} {then}"), format!("{now}，{wave}为{then}")),
            Against::Rest => tongue.pick(format!("{now}, the rest {then}"), format!("{now}，其余{then}")),
            Against::Target(_) => now,
            Against::Benchmark(_) => tongue.pick(format!("{now}, the benchmark {then}"), format!("{now}，基准{then}")),
        }
    }

    /// Why there is no evidence though the interval leaves zero out: the interval is of one figure, the verdict of many.
    fn alone(&self) -> String {
        let found = self.change.comparison.interval;
        let without_zero = found.is_some_and(|found| found.low > 0.0 || found.high < 0.0);
        let together = self.change.family_size;
        if !without_zero || together < 2 {
            return String::new();
        }
        self.tongue.pick(
            format!(" That interval is of this figure alone: where {together} are compared, one such difference can be chance."),
            format!("该区间只针对这一项：{together}项一并比较时，出现一个这样的差异可能属偶然。"),
        )
    }

    /// Interval and bases, as they stand in brackets; `first` goes before them.
    fn evidence(&self, first: Option<String>) -> String {
        let range = [first, self.interval()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(self.tongue.pick(", ", "，"));
        let parts = [range, self.bases()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>();
        parts.join(self.tongue.pick("; ", "；"))
    }

    fn english(&self) -> String {
        let what = self.english_subject();
        let (value, amount) = (self.value(), self.amount());
        let evidence = self.evidence(None);
        let signed = self.evidence(Some(self.signed()));
        match (self.change.verdict, &self.change.against) {
            (Verdict::Rose | Verdict::Fell, _) => {
                format!(
                    "{what} {} by {amount} to {value} since {} ({evidence}).",
                    self.verb(),
                    self.wave
                )
            }
            (Verdict::Above | Verdict::Below, _) => {
                format!(
                    "{what} is {value}, {amount} {} {} ({evidence}).",
                    self.verb(),
                    self.english_other()
                )
            }
            (Verdict::Small, _) => {
                format!(
                    "{what} is {value}; the difference from {} is significant but small ({signed}).",
                    self.english_other()
                )
            }
            (Verdict::NoEvidence, Against::Rest | Against::Target(_) | Against::Benchmark(_)) => {
                format!(
                    "{what} is {value}; no evidence of a difference from {} ({signed}).{}",
                    self.english_other(),
                    self.alone()
                )
            }
            (Verdict::NoEvidence, _) => {
                format!(
                    "{what} is {value}; no evidence of a change since {} ({signed}).{}",
                    self.wave,
                    self.alone()
                )
            }
            (Verdict::TooFew, _) => format!(
                "{what} is {value}; too few answers for a verdict on the difference from {} ({}; a verdict needs {}).",
                self.english_other(),
                self.bases(),
                self.needed
            ),
        }
    }

    fn chinese(&self) -> String {
        let what = self.chinese_subject();
        let (value, amount) = (self.value(), self.amount());
        let (evidence, signed) = (self.evidence(None), self.evidence(Some(self.signed())));
        match (self.change.verdict, &self.change.against) {
            (Verdict::Rose | Verdict::Fell, _) => {
                format!(
                    "{what}较{}{}{amount}，为{value}（{evidence}）。",
                    self.wave,
                    self.verb()
                )
            }
            (Verdict::Above | Verdict::Below, _) => {
                format!(
                    "{what}为{value}，比{}{}{amount}（{evidence}）。",
                    self.chinese_other(),
                    self.side()
                )
            }
            (Verdict::Small, _) => {
                format!(
                    "{what}为{value}，与{}相比差异显著但幅度很小（{signed}）。",
                    self.chinese_other()
                )
            }
            (Verdict::NoEvidence, _) => {
                format!(
                    "{what}为{value}，与{}相比未检出显著差异（{signed}）。{}",
                    self.chinese_other(),
                    self.alone()
                )
            }
            (Verdict::TooFew, _) => format!(
                "{what}为{value}，样本不足，不判断与{}相比是否有差异（{}；每一方至少需要{}）。",
                self.chinese_other(),
                self.bases(),
                self.needed
            ),
        }
    }

    fn english_heading(&self) -> String {
        let what = self.english_subject();
        let amount = self.amount();
        let of = if self.group.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.group)
        };
        let name = inside(&self.measure, Tongue::En);
        let no_evidence = if of.is_empty() { "No evidence" } else { "no evidence" };
        let too_few = if of.is_empty() { "Too few" } else { "too few" };
        match (self.change.verdict, &self.change.against) {
            (Verdict::Rose | Verdict::Fell, _) => format!("{what} {} by {amount}", self.verb()),
            (Verdict::Above | Verdict::Below, Against::Target(_)) => {
                format!("{what} is {amount} {} target", self.verb())
            }
            (Verdict::Above | Verdict::Below, Against::Benchmark(_)) => {
                format!("{what} is {amount} {} the benchmark", self.verb())
            }
            (Verdict::Above | Verdict::Below, _) => format!("{what} is {amount} {} the rest", self.verb()),
            (Verdict::Small, _) => format!("{what} differs little from {}", self.english_other()),
            (Verdict::NoEvidence, Against::Rest | Against::Target(_) | Against::Benchmark(_)) => {
                format!(
                    "{of}{no_evidence} of a difference from {} in {name}",
                    self.english_other()
                )
            }
            (Verdict::NoEvidence, _) => format!("{of}{no_evidence} of a change in {name}"),
            (Verdict::TooFew, _) => format!("{of}{too_few} answers for a verdict on {name}"),
        }
    }

    fn chinese_heading(&self) -> String {
        let what = self.chinese_subject();
        let amount = self.amount();
        match (self.change.verdict, &self.change.against) {
            (Verdict::Rose | Verdict::Fell, _) => format!("{what}{}{amount}", self.verb()),
            (Verdict::Above | Verdict::Below, Against::Target(_)) => format!("{what}比目标{}{amount}", self.side()),
            (Verdict::Above | Verdict::Below, Against::Benchmark(_)) => format!("{what}比基准{}{amount}", self.side()),
            (Verdict::Above | Verdict::Below, _) => format!("{what}比其余受访者{}{amount}", self.side()),
            (Verdict::Small, _) => format!("{what}变化很小"),
            (Verdict::NoEvidence, _) => format!("{what}未检出显著差异"),
            (Verdict::TooFew, _) => format!("{what}样本不足，不作判断"),
        }
    }

    /// Higher or lower, as Chinese puts it behind what is compared with.
    fn side(&self) -> &'static str {
        if self.change.verdict.is_up() == Some(true) {
            "高"
        } else {
            "低"
        }
    }

    fn verb(&self) -> &'static str {
        words::verdict(self.change.verdict, self.tongue)
    }

    fn english_subject(&self) -> String {
        if self.group.is_empty() {
            self.measure.clone()
        } else {
            format!("{}: {}", self.group, inside(&self.measure, Tongue::En))
        }
    }

    fn chinese_subject(&self) -> String {
        if self.group.is_empty() {
            self.measure.clone()
        } else {
            format!("{}的{}", self.group, self.measure)
        }
    }

    fn english_other(&self) -> String {
        match &self.change.against {
            Against::Rest => "the rest".to_owned(),
            Against::Target(_) => format!("the target of {}", self.reference()),
            Against::Benchmark(_) => format!("the benchmark of {} ({})", self.reference(), self.benchmark),
            _ => self.wave.clone(),
        }
    }

    fn chinese_other(&self) -> String {
        match &self.change.against {
            Against::Rest => "其余受访者".to_owned(),
            Against::Target(_) => format!("目标值{}", self.reference()),
            Against::Benchmark(_) => format!("基准{}（{}）", self.reference(), self.benchmark),
            _ => self.wave.clone(),
        }
    }
}
