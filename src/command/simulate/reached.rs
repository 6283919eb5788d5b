//! What simulated answers reached, as a table.

use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Words;
use crate::model::Survey;
use crate::simulate::Coverage;
use crate::simulate::Item;
use crate::simulate::Reached;
use crate::simulate::Role;
use crate::simulate::TRIES;

/// The coverage: every page, question, condition and language; options and missing answers only where nobody chose them.
pub(super) fn sheet(survey: &Survey, coverage: &Coverage, cover: bool) -> Sheet {
    let rows = coverage.items.iter().filter_map(|(item, reached)| {
        let quiet = matches!(item, Item::Option(..) | Item::NoAnswer(..)) && reached.yes > 0;
        (!quiet).then(|| row(survey, coverage, item, *reached, cover))
    });
    Sheet {
        kind: "coverage",
        heads: vec![
            Head::new("kind", "kind", "类别"),
            Head::new("name", "name", "名称"),
            Head::new("reached", "reached", "到达"),
            Head::new("not", "did not hold", "不成立"),
            Head::new("state", "state", "状态"),
            Head::new("why", "why", "原因"),
        ],
        rows: rows.collect(),
        notes: vec![summary(coverage)],
    }
}

fn row(survey: &Survey, coverage: &Coverage, item: &Item, reached: Reached, cover: bool) -> Vec<Datum> {
    let condition = item.is_condition();
    let lacks = |side: bool| {
        if side {
            reached.yes == 0
        } else {
            reached.no == 0 && condition
        }
    };
    let state = match (lacks(true), lacks(false)) {
        (false, false) => "reached",
        (true, _) if !condition => "never",
        (true, true) => "never",
        (true, false) => "never true",
        (false, true) => "always true",
    };
    let why = if state == "reached" {
        String::new()
    } else {
        why(survey, coverage, item, lacks(true), cover)
    };
    let (kind, name) = named(survey, item);
    vec![
        kind.into(),
        name.into(),
        Datum::Count(reached.yes),
        if condition {
            Datum::Count(reached.no)
        } else {
            Datum::None
        },
        state.into(),
        why.into(),
    ]
}

/// Why something was not reached, in words that are the same for people and programs.
fn why(survey: &Survey, coverage: &Coverage, item: &Item, side: bool, cover: bool) -> String {
    if coverage.out_of_reach.contains(&(item.clone(), side)) {
        let condition = match item {
            Item::Question(page, at) => survey.pages[*page].questions[*at].show_if.as_ref(),
            Item::Option(variable, _) | Item::NoAnswer(variable, _) => survey.variables[*variable].asked_if.as_ref(),
            Item::Condition(..) | Item::PageCondition(_) | Item::Page(_) | Item::Language(_) => None,
        };
        return match condition {
            Some(condition) => format!(
                "none of {TRIES} tries made `{}` hold, or the form refuses the answer",
                condition.text
            ),
            None => format!("none of {TRIES} tries got there"),
        };
    }
    if cover {
        return String::new();
    }
    "by chance, or out of reach: `--cover` tells".to_owned()
}

fn named(survey: &Survey, item: &Item) -> (&'static str, String) {
    match item {
        Item::Page(page) => ("page", survey.pages[*page].id.to_string()),
        Item::Question(page, at) => ("question", survey.pages[*page].questions[*at].id.to_string()),
        Item::PageCondition(page) => {
            let page = &survey.pages[*page];
            let text = page.show_if.as_ref().map_or("", |condition| condition.text.as_str());
            ("show_if", format!("{}: {text}", page.id))
        }
        Item::Condition(page, at, role) => {
            let question = &survey.pages[*page].questions[*at];
            let text = role.of(question).map_or("", |condition| condition.text.as_str());
            let part = match (role, &question.kind) {
                (Role::Option(place), _) => question.options().and_then(|list| Some(&list.options.get(*place)?.id)),
                (Role::Row(place), kind) => kind.rows().get(*place).map(|row| &row.id),
                _ => None,
            };
            let part = part.map_or(String::new(), |part| format!(".{part}"));
            (role.key(), format!("{}{part}: {text}", question.id))
        }
        Item::Option(at, place) => {
            let variable = &survey.variables[*at];
            let option = variable.domain.options().and_then(|list| list.options.get(*place));
            (
                "option",
                format!("{}={}", variable.id, option.map_or("", |option| option.id.as_str())),
            )
        }
        Item::NoAnswer(at, kind) => ("option", format!("{}={kind}", survey.variables[*at].id)),
        Item::Language(at) => ("language", survey.languages[*at].tag().to_owned()),
    }
}

/// How much of each kind was reached.
fn summary(coverage: &Coverage) -> Words {
    let count = |wanted: &dyn Fn(&Item) -> bool| {
        let of_kind = coverage.items.iter().filter(|(item, _)| wanted(item));
        let (mut reached, mut all) = (0, 0);
        for (item, seen) in of_kind {
            all += 1;
            let both = seen.no > 0 || !item.is_condition();
            reached += usize::from(seen.yes > 0 && both);
        }
        (reached, all)
    };
    let pages = count(&|item| matches!(item, Item::Page(_)));
    let questions = count(&|item| matches!(item, Item::Question(..)));
    let options = count(&|item| matches!(item, Item::Option(..) | Item::NoAnswer(..)));
    let conditions = count(&|item| item.is_condition());
    let languages = count(&|item| matches!(item, Item::Language(_)));
    let (responses, directed) = (coverage.responses, coverage.directed);
    Words::new(
        format!(
            "{responses} responses, {directed} of them directed: pages {} of {}, questions {} of {}, options {} of {}, conditions both ways {} of {}, languages {} of {}",
            pages.0,
            pages.1,
            questions.0,
            questions.1,
            options.0,
            options.1,
            conditions.0,
            conditions.1,
            languages.0,
            languages.1
        ),
        format!(
            "{responses} 份答卷（其中定向 {directed} 份）：页面 {}/{}，题目 {}/{}，选项 {}/{}，条件两面 {}/{}，语言 {}/{}",
            pages.0,
            pages.1,
            questions.0,
            questions.1,
            options.0,
            options.1,
            conditions.0,
            conditions.1,
            languages.0,
            languages.1
        ),
    )
}
