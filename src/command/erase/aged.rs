//! Waves whose answers have been kept long enough.

use super::Args;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::model::Survey;
use crate::model::WaveId;
use jiff::Zoned;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Ids of responses, by wave.
pub type Aged = BTreeMap<WaveId, BTreeSet<String>>;

/// Which waves go: those whose last day lies before this one.
#[derive(Debug, Clone, Copy)]
pub enum Since {
    /// A day that was named.
    Day(Date),
    /// As long as the settings say before this day.
    Kept(Date),
}

impl Since {
    /// What the command line asks for; nothing where it names responses.
    ///
    /// # Errors
    /// When the settings say nothing about how long answers are kept.
    pub fn of(args: &Args, space: &Space) -> Result<Option<Self>, CommandError> {
        if let Some(day) = args.before {
            return Ok(Some(Self::Day(day)));
        }
        if !args.expired {
            return Ok(None);
        }
        let config = space.config();
        if config.keep.is_none() && config.keep_of.is_empty() {
            return Err(CommandError::Other(Words::new(
                "manyi.toml does not say how long answers are kept: write `keep = \"36 months\"` below [privacy], or name a day with --before",
                "manyi.toml 未规定答卷保存多久：请在 [privacy] 下写 `keep = \"36 months\"`，或用 --before 指定日期",
            )));
        }
        let today = config
            .as_of
            .unwrap_or_else(|| Zoned::now().with_time_zone(config.calendar.zone().clone()).date());
        Ok(Some(Self::Kept(today)))
    }

    /// The first day of which answers stay; `None` where all do.
    fn first_kept(self, space: &Space, survey: &Survey) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Kept(today) => Some(space.config().keep_for(survey.id.as_str())?.first_kept(today)),
        }
    }

    /// The responses of a survey that go. Waves that are no part of the calendar have no last day, and stay.
    pub fn find(self, space: &Space, survey: &Survey) -> Result<Aged, CommandError> {
        let Some(first) = self.first_kept(space, survey) else {
            return Ok(Aged::new());
        };
        let over = |wave: &WaveId| space.calendar().last_day(wave).is_some_and(|last| last < first);
        Ok(space.store(survey).of_waves(&over)?)
    }
}

/// Says how much of a survey goes, and how its scores are kept.
pub fn tell(survey: &Survey, aged: &Aged, would: bool, context: &mut Context<'_>) {
    let Some((first, last)) = aged.keys().next().zip(aged.keys().last()) else {
        return;
    };
    let (id, count) = (&survey.id, aged.values().map(BTreeSet::len).sum::<usize>());
    let waves = if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    };
    if would {
        context.say(
            &format!("{id} {waves}: {count} responses would be erased"),
            &format!("{id} {waves}：将删除 {count} 份答卷"),
        );
        let named: Vec<&str> = aged.keys().map(WaveId::as_str).collect();
        let named = named.join(",");
        context.say(
            &format!("their scores stay when you write them down first: `manyi score {id} --wave {named} --history >> history/{id}.csv`"),
            &format!("如需保留得分，请先写入历史文件：`manyi score {id} --wave {named} --history >> history/{id}.csv`"),
        );
    } else {
        context.say(
            &format!("{id} {waves}: {count} responses kept long enough"),
            &format!("{id} {waves}：{count} 份答卷已满保存期限"),
        );
    }
}
