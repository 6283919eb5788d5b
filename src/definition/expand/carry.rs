//! Options and rows that come from an earlier question, each with the condition this means.

use super::named;
use super::written;
use crate::definition::check::carry_forward;
use crate::definition::draft::Carried;
use crate::definition::draft::CarryForward;
use crate::definition::draft::Choice;
use crate::definition::draft::Draft;
use crate::definition::draft::Entity;
use crate::definition::draft::Page;
use crate::definition::draft::Question;
use crate::definition::draft::Row;
use crate::definition::spanned::Expression;
use crate::definition::spanned::Name;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Texts;
use std::sync::Arc;

/// Copies what can be found before; the rest waits, for what is carried inside copies of pages is found once there are copies.
pub fn carry(source: &Arc<Source>, draft: &mut Draft, problems: &mut Vec<Problem>) {
    for page in 0..draft.pages.len() {
        if draft.pages[page].repeated.is_some() {
            continue;
        }
        for place in 0..draft.pages[page].questions.len() {
            let question = &draft.pages[page].questions[place];
            let Some(asked) = question.options_from.as_ref().or(question.rows_from.as_ref()).cloned() else {
                continue;
            };
            let Some(name) = asked.question.as_ref().filter(|name| !name.value.is_empty()) else {
                continue;
            };
            let entity = question.entity.clone();
            let Some(from) = found(&draft.pages, (page, place), name, entity.as_ref()) else {
                continue;
            };
            let from = from.clone();
            let question = &mut draft.pages[page].questions[place];
            if question.options_from.take().is_some() {
                options(question, &from, &asked, name);
            }
            if question.rows_from.take().is_some() {
                problems.extend(rows(source, question, &from, &asked, name));
            }
        }
    }
}

/// What is carried forward from nowhere.
pub fn report_unfound(source: &Arc<Source>, draft: &mut Draft, problems: &mut Vec<Problem>) {
    let questions = draft.pages.iter().flat_map(|page| &page.questions);
    let unfound = questions.flat_map(|question| question.options_from.iter().chain(&question.rows_from));
    problems.extend(
        unfound
            .filter_map(|asked| asked.question.as_ref())
            .filter(|name| !name.value.is_empty())
            .map(|name| carry_forward::problem(source, name)),
    );
}

/// The earlier choice of this name, when it holds its options.
fn found<'d>(pages: &'d [Page], at: (usize, usize), name: &Name, inside: Option<&Arc<Entity>>) -> Option<&'d Question> {
    let question = named(pages, &name.value, inside)?;
    let place = |(p, page): (usize, &Page)| {
        let q = page.questions.iter().position(|one| std::ptr::eq(one, question))?;
        Some((p, q))
    };
    let before = pages.iter().enumerate().find_map(place)? < at;
    let listed = matches!(question.kind.as_str(), "choice" | "multiple");
    let whole = question.options_from.is_none() && !question.options.options.is_empty();
    (before && listed && whole).then_some(question)
}

fn options(question: &mut Question, from: &Question, asked: &CarryForward, name: &Name) {
    let mut options: Vec<Choice> = carried(from)
        .map(|option| Choice {
            id: option.id.clone(),
            value: option.value.clone(),
            text: Some(Spanned {
                value: label(from, option),
                span: option.id.span.clone(),
            }),
            exclusive: None,
            other: false,
            show_if: Some(condition(from, option, asked, name)),
            anchor: option.anchor.clone(),
            under: Vec::new(),
        })
        .collect();
    question.carried = Some(Carried {
        from: from.id.value.clone(),
        chosen: asked.chosen,
        count: options.len(),
    });
    let most = options.iter().map(|option| option.value.value).max().unwrap_or(0);
    let own = std::mem::take(&mut question.options.options);
    for (behind, mut option) in (1..).zip(own) {
        // A value by position counts on behind those that were carried forward.
        if option.value.span == option.id.span {
            option.value.value = most.saturating_add(behind);
        }
        options.push(option);
    }
    if question.options.span.is_empty() {
        question.options.span = asked.span.clone();
    }
    question.options.options = options;
}

fn rows(
    source: &Arc<Source>,
    question: &mut Question,
    from: &Question,
    asked: &CarryForward,
    name: &Name,
) -> Option<Problem> {
    let unfit = carried(from).find(|option| !crate::definition::keys::IdForm::Name.fits(&option.id.value));
    if let Some(option) = unfit {
        return Some(carry_forward::unfit(source, &option.id));
    }
    let mut rows: Vec<Row> = carried(from)
        .map(|option| Row {
            id: option.id.clone(),
            text: label(from, option),
            touchpoint: None,
            show_if: Some(condition(from, option, asked, name)),
            anchor: option.anchor.clone(),
            with: None,
            without: None,
        })
        .collect();
    question.carried = Some(Carried {
        from: from.id.value.clone(),
        chosen: asked.chosen,
        count: rows.len(),
    });
    rows.append(&mut question.rows);
    question.rows = rows;
    None
}

/// What can be carried forward: all but what says "none of these".
fn carried(from: &Question) -> impl Iterator<Item = &Choice> {
    from.options.options.iter().filter(|option| option.exclusive.is_none())
}

fn condition(from: &Question, option: &Choice, asked: &CarryForward, name: &Name) -> Expression {
    let (of, id) = (&name.value, &option.id.value);
    let chosen = if from.kind == "multiple" {
        format!("{of} has \"{id}\"")
    } else {
        format!("{of} = \"{id}\"")
    };
    let text = match (asked.chosen, &option.show_if) {
        (true, _) => chosen,
        // Who chose nothing at all has not chosen it either.
        (false, None) => format!("not answered({of}) or not {chosen}"),
        (false, Some(own)) => format!("({}) and (not answered({of}) or not {chosen})", own.value.text.trim()),
    };
    written(text, &asked.span)
}

/// The label of an option elsewhere: for "other" the respondent's own words.
pub fn label(from: &Question, option: &Choice) -> Texts {
    let plain = option
        .text
        .as_ref()
        .map_or_else(|| Texts::same(option.id.value.clone()), |text| text.value.clone());
    if !option.other {
        return plain;
    }
    let words = from.written_id();
    plain.map(|label| format!("{{{{ {words}.other | {label} }}}}"))
}
