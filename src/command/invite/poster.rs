//! A poster to print.

use super::Paper;
use super::link::Links;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::build;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::form;
use crate::form::poster::Sheet;
use crate::model::Access;
use std::path::Path;

/// Writes the poster.
pub fn write(file: &Path, paper: Paper, links: &Links<'_>, space: &Space, context: &mut Context<'_>) -> Ended {
    let survey = links.survey;
    if survey.privacy.access == Access::Token {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{}` takes answers through personal links only (`access: token`): a poster would lead to a form nobody can send",
                survey.id
            ),
            format!(
                "`{}` 只接受通过个人链接的答卷（`access: token`）：海报上的表单无法提交",
                survey.id
            ),
        )));
    }
    let Some(templates) = build::templates(space, context)? else {
        return Ok(Outcome::Problems);
    };
    let lang = links.language_of(None);
    let address = links.address(&lang, None, &[]);
    let sheet = match paper {
        Paper::A4 => Sheet::A4,
        Paper::Letter => Sheet::Letter,
    };
    let organisation = space.config().organisation.get(&lang, &survey.languages);
    let made = form::poster::poster_page(survey, &lang, organisation, &address, sheet, &templates);
    match made {
        Err(problem) => {
            context.show(&[*problem]);
            Ok(Outcome::Problems)
        }
        Ok(None) => Err(CommandError::Other(Words::new(
            "the address is too long for a QR code: let fewer hidden values come along",
            "地址过长，无法生成二维码：请减少随链接而来的隐藏值",
        ))),
        Ok(Some(html)) => {
            crate::project::atomic::write(file, html.as_bytes())?;
            let name = file.display();
            context.say(
                &format!("{name}: a poster that leads to {address}"),
                &format!("{name}：海报指向 {address}"),
            );
            Ok(Outcome::Done)
        }
    }
}
