//! The list of personal links, for a mail merge.

use super::Args;
use super::link::Links;
use super::link::hidden;
use super::link::options;
use super::link::sent;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::invited;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::space::Space;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::invite;
use crate::model::Variable;
use crate::sampling::People;
use crate::sampling::Person;
use crate::sampling::rules;
use crate::site::Qr;
use crate::site::Wear;
use std::path::Path;

/// Writes the links of everybody who is to be invited.
pub fn write(args: &Args, links: &Links<'_>, space: &Space, context: &mut Context<'_>) -> Ended {
    let survey = links.survey;
    let wave = invited::wave(args.wave.as_deref(), space)?;
    let (people, name, mut problems) = invited::people(space, survey)?;
    if has_errors(&problems) {
        context.show(&problems);
        return Ok(Outcome::Problems);
    }
    let columns = columns(args, &people)?;
    if let Some(file) = &args.output {
        apart(file, space)?;
    }
    let along = along(links, &people);
    let secret = space.workspace.make_link_secret()?;
    let mut sheet = Sheet {
        kind: "invitations",
        heads: heads(&columns, args.qr.is_some()),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    let (mut opted_out, mut invited_before) = (0u64, 0u64);
    for person in people.of_wave(wave.as_ref()) {
        if person.opted_out {
            opted_out += 1;
            continue;
        }
        if args.new && person.invited.is_some() {
            invited_before += 1;
            continue;
        }
        let lang = links.language_of(person.language.as_deref());
        let values = values(&along, &people, person, &name, &mut problems);
        let token = invite::token(&secret, survey.id.as_str(), &person.id);
        let address = links.address(&lang, Some(token), &values);
        let mut row: Vec<Datum> = vec![person.id.as_str().into(), lang.tag().into(), address.as_str().into()];
        if let Some(folder) = &args.qr {
            let file = format!("{}.svg", token.person);
            code(&folder.join(&file), &address, survey.id.as_str())?;
            row.push(file.into());
        }
        row.extend(columns.iter().map(|column| Datum::from(people.cell(person, column))));
        sheet.rows.push(row);
    }
    context.show(&problems);
    let links_made = sheet.rows.len();
    let text = sheet.render(args.format, context.tongue);
    match &args.output {
        Some(file) => crate::project::write_private(file, text.as_bytes())?,
        None => context.data(&text)?,
    }
    told(links_made, opted_out, invited_before, links, context);
    Ok(Outcome::of(&problems))
}

fn told(made: usize, opted_out: u64, before: u64, links: &Links<'_>, context: &mut Context<'_>) {
    let mut left_out = Vec::new();
    if opted_out > 0 {
        left_out.push(Words::new(
            format!("{opted_out} want no invitations"),
            format!("{opted_out} 人不愿受邀"),
        ));
    }
    if before > 0 {
        left_out.push(Words::new(
            format!("{before} were invited before"),
            format!("{before} 人此前已受邀"),
        ));
    }
    let joined = |gap: &str, tongue| {
        let parts: Vec<&str> = left_out.iter().map(|words: &Words| words.get(tongue)).collect();
        parts.join(gap)
    };
    let tongue = context.tongue;
    let (en, zh) = if left_out.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!("; left out: {}", joined(", ", tongue)),
            format!("；略过：{}", joined("，", tongue)),
        )
    };
    context.say(
        &format!("{made} personal links{en}. Whoever has a link can answer once as this person: keep the list as you keep addresses."),
        &format!("已生成 {made} 个个人链接{zh}。持有链接者可以该人身份作答一次：请像保管联系方式一样保管此表。"),
    );
    if links.survey.privacy.is_anonymous() {
        context.say(
            "The survey is anonymous: a link lets somebody answer once and is not kept with the answer.",
            "本问卷为匿名：链接只保证每人答一次，不与答卷一同保存。",
        );
    }
}

fn heads(columns: &[String], code: bool) -> Vec<Head> {
    let mut heads = vec![
        Head::new("id", "id", "编号"),
        Head::new("language", "language", "语言"),
        Head::new("link", "link", "链接"),
    ];
    if code {
        heads.push(Head::new("qr", "qr", "二维码"));
    }
    heads.extend(columns.iter().map(|column| Head::new(column.clone(), column, column)));
    heads
}

/// The columns that go along: those asked for, else all that are not in the list anyway.
fn columns(args: &Args, people: &People) -> Result<Vec<String>, CommandError> {
    let Some(asked) = &args.with else {
        let own = ["id", "language", "link", "qr"];
        let others = people
            .header
            .iter()
            .filter(|column| !own.contains(&column.as_str()) && !column.is_empty());
        return Ok(others.cloned().collect());
    };
    for column in asked {
        if !people.header.contains(column) {
            return Err(CommandError::Other(Words::new(
                format!("`--with {column}`: the sample has {}", people.header.join(", ")),
                format!("`--with {column}`：样本有 {}", people.header.join("、")),
            )));
        }
    }
    Ok(asked.clone())
}

/// Refuses a place where tokens would lie beside answers or be published.
fn apart(file: &Path, space: &Space) -> Result<(), CommandError> {
    let file = std::path::absolute(file)?;
    let root = std::path::absolute(space.workspace.root())?;
    let mut closed = vec![root.join("responses"), root.join("site")];
    closed.extend(space.config().inbox.iter().map(|folder| root.join(folder)));
    if closed.iter().any(|folder| file.starts_with(folder)) {
        return Err(CommandError::Other(Words::new(
            "links are kept apart from answers and from what is published: choose a file outside of `responses/`, `site/` and the inbox, such as `secrets/links.csv`",
            "链接须与答卷及发布内容分开保存：请选择 `responses/`、`site/` 和收件目录之外的文件，例如 `secrets/links.csv`",
        )));
    }
    Ok(())
}

/// Hidden values that have a column of their name, unless the import fills them.
fn along<'a>(links: &Links<'a>, people: &People) -> Vec<&'a Variable> {
    let survey = links.survey;
    let filled = |id: &crate::model::Id| survey.sample.iter().flat_map(|link| &link.fills).any(|fill| fill == id);
    hidden(survey)
        .filter(|variable| people.header.iter().any(|column| column == variable.id.as_str()) && !filled(&variable.id))
        .filter(|variable| links.given.iter().all(|(name, _)| name != variable.id.as_str()))
        .collect()
}

fn values(
    along: &[&Variable],
    people: &People,
    person: &Person,
    name: &str,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for variable in along {
        let id = variable.id.as_str();
        let written = people.cell(person, id);
        if written.is_empty() {
            continue;
        }
        if let Some(value) = sent(variable, written) {
            values.push((id.to_owned(), value));
            continue;
        }
        let place = Place::Cell {
            file: name.to_owned(),
            line: person.line,
            row: None,
            column: Some(id.to_owned()),
        };
        problems.push(
            Problem::new(&rules::UNREADABLE, place)
                .says(
                    format!("`{written}` is no value of `{id}`; the link goes without it"),
                    format!("`{written}` 不是 `{id}` 的值；链接中不带此值"),
                )
                .help(
                    format!("write one of {}", options(variable)),
                    format!("可写：{}", options(variable)),
                ),
        );
    }
    values
}

fn code(file: &Path, address: &str, survey: &str) -> Result<(), CommandError> {
    let Some(code) = Qr::new(address, Wear::Medium) else {
        return Err(CommandError::Other(Words::new(
            "a link is too long for a QR code: let fewer hidden values come along",
            "链接过长，无法生成二维码：请减少随链接而来的隐藏值",
        )));
    };
    Ok(crate::project::write_private(file, code.svg(survey).as_bytes())?)
}
