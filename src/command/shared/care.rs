//! How responses were given: the rules of the workspace applied to the answers in the store.

use super::current::Current;
use super::space::Space;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::quality;
use crate::quality::Rule;
use crate::quality::Settled;
use crate::quality::Summary;
use crate::quality::Traits;
use crate::report::care::rule as rule_words;
use crate::response::Batch;
use crate::response::Cell;
use crate::store::Fixes;
use crate::store::Selection;
use std::collections::BTreeMap;

/// What one reading of all responses gave.
pub struct Looked {
    /// Each response.
    pub all: Vec<Traits>,
    /// By wave and variable, who was asked and who left it blank.
    pub blanks: BTreeMap<WaveId, Vec<(u64, u64)>>,
    /// Flags under the workspace's policy.
    pub settled: Settled,
}

impl Looked {
    /// The data of each wave.
    #[must_use]
    pub fn summaries(&self, survey: &Survey) -> Vec<Summary> {
        let Settled { policy, judged } = &self.settled;
        quality::summaries(survey, &self.all, judged, &self.blanks, policy)
    }
}

/// Looks at every response that counts after `fixes`, before any is left out for how it was given.
///
/// # Errors
/// When the store cannot be read.
pub fn look(space: &Space, survey: &Survey, fixes: &Fixes) -> Result<Looked, CommandError> {
    let (calendar, policy) = (space.calendar(), space.config().quality.clone());
    let snapshot = space.store(survey).snapshot()?;
    let current = Current {
        survey,
        calendar,
        snapshot: &snapshot,
        fixes,
    };
    let mut all: Vec<Traits> = Vec::new();
    let mut blanks: BTreeMap<WaveId, Vec<(u64, u64)>> = BTreeMap::new();
    current.each(&Selection::all(), |batch| {
        all.extend(quality::gather(survey, calendar, batch, &policy));
        count(survey, batch, &mut blanks);
        Ok(())
    })?;
    // What was not to be asked is known of waves that today's definition asked alone.
    if snapshot.definitions().iter().any(|hash| *hash != survey.hash) {
        let fielded = snapshot.fielded()?;
        let others = |wave: &WaveId| {
            fielded
                .get(wave)
                .is_some_and(|by| by.keys().any(|hash| *hash != survey.hash))
        };
        for one in all.iter_mut().filter(|one| others(&one.wave)) {
            one.impossible = None;
        }
    }
    let judged = quality::judge(survey, &all, &policy);
    Ok(Looked {
        all,
        blanks,
        settled: Settled { policy, judged },
    })
}

fn count(survey: &Survey, batch: &Batch, blanks: &mut BTreeMap<WaveId, Vec<(u64, u64)>>) {
    let asked = |place: &usize| matches!(survey.variables[*place].origin, crate::model::Origin::Question { .. });
    let questions: Vec<usize> = (0..survey.variables.len()).filter(asked).collect();
    for row in 0..batch.len() {
        let wave = batch.wave(row);
        if !blanks.contains_key(wave) {
            blanks.insert(wave.clone(), vec![(0, 0); survey.variables.len()]);
        }
        let Some(counts) = blanks.get_mut(wave) else { continue };
        for &place in &questions {
            match batch.cell(VariableIndex(place), row) {
                Cell::Missing(Missing::NotAsked | Missing::NotInVersion | Missing::NotReached) => {}
                Cell::Missing(Missing::Skipped) => {
                    counts[place].0 += 1;
                    counts[place].1 += 1;
                }
                _ => counts[place].0 += 1,
            }
        }
    }
}

/// What is said beside figures when responses were left out; nothing when none were.
#[must_use]
pub fn note(settled: &Settled, waves: &[WaveId]) -> Option<Words> {
    let left_out = settled.left_out();
    let (mut all, mut rules): (u64, BTreeMap<Rule, u64>) = (0, BTreeMap::new());
    for (wave, (count, by)) in &left_out {
        if !waves.contains(wave) {
            continue;
        }
        all += count;
        for (rule, count) in by {
            *rules.entry(*rule).or_default() += count;
        }
    }
    if all == 0 {
        return None;
    }
    let by = |mark: &str, name: &dyn Fn(Rule) -> String| {
        let parts: Vec<String> = rules
            .iter()
            .map(|(rule, count)| format!("{} {count}", name(*rule)))
            .collect();
        parts.join(mark)
    };
    Some(Words::new(
        format!(
            "{all} {} left out by [quality] in manyi.toml: {} (manyi responses --flags)",
            if all == 1 { "response" } else { "responses" },
            by(", ", &|rule| rule_words(rule).en)
        ),
        format!(
            "按 manyi.toml 的 [quality] 有 {all} 份答卷不计入：{}（见 manyi responses --flags）",
            by("、", &|rule| rule_words(rule).zh)
        ),
    ))
}

/// A flag's reason with its number and limit.
#[must_use]
pub fn reason(flag: &quality::Flag) -> Words {
    let number = |x: f64, decimals: usize| crate::locale::plain(x, decimals);
    let at = &flag.at;
    match flag.rule {
        Rule::Speeder => {
            let (took, least) = (number(flag.number, 1), number(flag.limit, 1));
            Words::new(
                format!("{took} minutes, less than {least}"),
                format!("用时 {took} 分钟，少于 {least} 分钟"),
            )
        }
        Rule::StraightLine => {
            let count = number(flag.number, 0);
            Words::new(
                format!("one answer to all {count} items of `{at}`"),
                format!("`{at}` 的 {count} 项全部同选"),
            )
        }
        Rule::LongString => {
            let count = number(flag.number, 0);
            Words::new(
                format!("{count} equal ratings in a row from `{at}` on"),
                format!("自 `{at}` 起连续 {count} 题评分相同"),
            )
        }
        Rule::Attention => {
            let count = number(flag.number, 0);
            Words::new(
                format!("{count} of the attention checks failed, the first `{at}`"),
                format!("{count} 道注意力检测未通过，首个为 `{at}`"),
            )
        }
        Rule::Duplicate => Words::new(
            format!("all answers and words as in `{at}`"),
            format!("答案与文字同 `{at}` 完全一致"),
        ),
        Rule::NearDuplicate => {
            let (share, least) = (number(flag.number * 100.0, 0), number(flag.limit * 100.0, 0));
            Words::new(
                format!("{share} % of the answers as in `{at}`, {least} % or more"),
                format!("{share}% 的答案与 `{at}` 相同，达到 {least}%"),
            )
        }
        Rule::Person => Words::new(
            format!("the person of `{at}` answered again"),
            format!("与 `{at}` 为同一人"),
        ),
        Rule::Impossible => {
            let count = number(flag.number, 0);
            Words::new(
                format!("{count} answers that cannot be, the first at `{at}`"),
                format!("{count} 个答案不应出现或相互矛盾，首个在 `{at}`"),
            )
        }
        Rule::Blank => {
            let (share, most) = (number(flag.number * 100.0, 0), number(flag.limit * 100.0, 0));
            Words::new(
                format!("{share} % of what was asked is blank, more than {most} %"),
                format!("应答题目 {share}% 未答，超过 {most}%"),
            )
        }
        Rule::Gibberish => Words::new(
            format!("`{at}` holds one character over and over, or keys side by side"),
            format!("`{at}` 是重复字符或连续键位"),
        ),
    }
}
