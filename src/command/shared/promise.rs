//! What respondents were promised about who answered stays promised.

use super::space::Space;
use crate::command::CommandError;
use crate::command::Context;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Survey;
use crate::project::rules;

/// Records what a survey promises, and holds it to what it promised before; `false` when it promises less now, which was shown.
///
/// # Errors
/// When the store cannot be read or written.
pub fn keep(space: &Space, survey: &Survey, context: &mut Context<'_>) -> Result<bool, CommandError> {
    let store = space.store(survey);
    let now = survey.privacy.stated.then_some(survey.privacy.mode);
    if let Some(before) = store.snapshot()?.promised()
        && now.is_none_or(|now| now > before)
    {
        let file = format!("surveys/{}.yaml", survey.id);
        let (was, en, zh) = match now {
            Some(now) => (
                before.code(),
                format!("`{}` is promised now", now.code()),
                format!("现在只承诺 `{}`", now.code()),
            ),
            None => (
                before.code(),
                "nothing is promised now".to_owned(),
                "现在没有任何承诺".to_owned(),
            ),
        };
        let problem = Problem::new(&rules::PROMISE, Place::file(file)).says(
            format!("respondents of `{}` were promised `{was}`; {en}", survey.id),
            format!("`{}` 的受访者已被承诺 `{was}`；{zh}", survey.id),
        );
        context.show(&[problem.help(
            format!("write `mode: {was}` again, or ask a new survey under another id"),
            format!("请改回 `mode: {was}`，或以另一个 id 另作问卷"),
        )]);
        return Ok(false);
    }
    if let Some(now) = now {
        store.promise(now)?;
    }
    Ok(true)
}
