//! `manyi freeze`: closes a wave.

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::space::Space;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::model::WaveId;

/// Closes a wave: answers that come later change nothing that was reported; they are listed as a restatement.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey.
    survey: String,
    /// The wave, such as 2026Q3.
    wave: String,
}

/// Freezes the wave.
///
/// # Errors
/// When there is no such wave, or the store cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(survey) = space.survey(&args.survey, context)? else {
        return Ok(Outcome::Problems);
    };
    let store = space.store(&survey);
    let wave = space
        .calendar()
        .parse(&args.wave)
        .unwrap_or_else(|| WaveId::new(&args.wave));
    let waves = store.snapshot()?.waves(&survey)?;
    if !waves.contains_key(&wave) {
        let known: Vec<&str> = waves.keys().map(WaveId::as_str).collect();
        return Err(CommandError::Other(Words::new(
            format!(
                "`{}` has no answers in wave `{wave}`; there are: {}",
                survey.id,
                known.join(", ")
            ),
            format!("`{}` 在期次 `{wave}` 没有答卷；现有：{}", survey.id, known.join("、")),
        )));
    }
    if store.freeze(&wave)? {
        context.say(
            &format!("{wave} of {} is closed: later answers are kept apart", survey.id),
            &format!("{} 的 {wave} 已关闭：之后到达的答卷另行保存", survey.id),
        );
    } else {
        context.say(
            &format!("{wave} of {} was closed before", survey.id),
            &format!("{} 的 {wave} 此前已关闭", survey.id),
        );
    }
    Ok(Outcome::Done)
}
