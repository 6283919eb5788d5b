//! Both versions side by side on a page of its own.

use super::show;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::space::Space;
use crate::command::shared::theme;
use crate::definition::diff::Change;
use crate::definition::diff::Difference;
use crate::definition::diff::Impact;
use crate::definition::diff::words_of;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::locale::Lang;
use crate::model::Survey;
use crate::project::ProjectError;
use crate::project::atomic;
use crate::site::Sides;
use crate::site::SidesPage;
use crate::site::SidesSection;
use crate::site::Templates;
use std::path::Path;

/// Writes the page; false when a template has a problem, which was shown.
pub fn write(
    path: &Path,
    found: &Difference,
    names: [&str; 2],
    survey: &Survey,
    context: &mut Context<'_>,
) -> Result<bool, CommandError> {
    let name = path.display().to_string();
    if path
        .extension()
        .is_none_or(|ending| !ending.eq_ignore_ascii_case("html"))
    {
        return Err(CommandError::Other(Words::new(
            format!("`--to {name}`: a page ends with .html; other forms are written with `--format` and `>`"),
            format!("`--to {name}`：网页的扩展名应为 .html；其他格式请用 `--format` 并重定向输出"),
        )));
    }
    let Some(templates) = templates(context)? else {
        return Ok(false);
    };
    let tongue = context.tongue;
    let lang = Lang::new(tongue.tag()).expect("`en` and `zh` are tags");
    match page(found, names, survey, tongue).render(&lang, &templates) {
        Ok(html) => atomic::write(path, html.as_bytes())?,
        Err(problem) => {
            context.show(&[*problem]);
            return Ok(false);
        }
    }
    context.say(
        &format!("differences written to {name}"),
        &format!("已将差异写入 {name}"),
    );
    Ok(true)
}

/// Those of the workspace, where there is one; `None` when one is broken, which was shown.
fn templates(context: &mut Context<'_>) -> Result<Option<Templates>, CommandError> {
    let space = match Space::open(context) {
        Ok(Some(space)) => space,
        Ok(None) => return Ok(None),
        // Two files can be compared anywhere.
        Err(CommandError::Project(ProjectError::NoWorkspace { .. })) => return Ok(Some(Templates::built_in())),
        Err(error) => return Err(error),
    };
    let (templates, problems) = theme::templates(&space)?;
    let sound = !has_errors(&problems);
    context.show(&problems);
    Ok(sound.then_some(templates))
}

fn page(found: &Difference, names: [&str; 2], survey: &Survey, tongue: Tongue) -> SidesPage {
    let lang = survey.languages.iter().find(|lang| lang.tongue() == tongue);
    let lang = lang.or(survey.languages.first());
    let title = lang.map_or(String::new(), |lang| {
        crate::site::plain(survey.text(&survey.title, lang))
    });
    let section = |impact: Impact| {
        let changes = found.changes.iter().filter(|change| change.weight() == impact);
        let entries: Vec<Sides> = changes.map(|change| entry(change, tongue)).collect();
        let (en, zh) = match impact {
            Impact::Breaking => ("Breaks a trend", "中断趋势"),
            Impact::Footnote => ("Needs a footnote", "需加注"),
            Impact::Compatible => ("Compatible", "兼容"),
        };
        let tone = match impact {
            Impact::Breaking => "bad",
            Impact::Footnote => "",
            Impact::Compatible => "quiet",
        };
        let count = entries.len();
        (count > 0).then(|| SidesSection {
            title: tongue.pick(format!("{en}: {count}"), format!("{zh}：{count} 处")),
            tone: tone.to_owned(),
            entries,
        })
    };
    SidesPage {
        title: tongue
            .pick("What changed in the questionnaire", "问卷改动对照")
            .to_owned(),
        eyebrow: title,
        lead: show::lead(found, names).get(tongue).to_owned(),
        sides: [
            tongue.pick(format!("before · {}", names[0]), format!("之前 · {}", names[0])),
            tongue.pick(format!("after · {}", names[1]), format!("之后 · {}", names[1])),
        ],
        sections: Impact::ALL.into_iter().rev().filter_map(section).collect(),
        empty: tongue
            .pick("The two versions are the same.", "两个版本相同。")
            .to_owned(),
        foot: tongue
            .pick(
                "A break is undone by `comparable: true` with a reason, written at the question or measure.",
                "若改动不影响含义，可在题目或指标处写 `comparable: true` 并说明理由，以保留趋势。",
            )
            .replace('`', ""),
    }
}

fn entry(change: &Change, tongue: Tongue) -> Sides {
    let ended = |text: &str| {
        let mut text = text.to_owned();
        // Chinese has no capitals, and a name at its beginning keeps its own.
        if let Some(first) = text.get(..1).filter(|_| tongue == Tongue::En) {
            let first = first.to_uppercase();
            text.replace_range(..1, &first);
        }
        if !text.is_empty() {
            text.push_str(tongue.pick(".", "。"));
        }
        text
    };
    let what = words_of(change.aspect);
    let what = what.get(tongue);
    let lang = change.lang.clone().unwrap_or_default();
    Sides {
        name: change.id.to_string(),
        what: if lang.is_empty() {
            what.to_owned()
        } else {
            format!("{what} · {lang}")
        },
        lang,
        before: change.before.clone(),
        after: change.after.clone(),
        nothing: "—".to_owned(),
        why: ended(show::why(change).get(tongue)),
        touches: ended(show::touched(change).get(tongue)),
    }
}
