//! A profile from the text of its file.

use super::Affixes;
use super::Enough;
use super::Form;
use super::Known;
use super::KnownRole;
use super::Place;
use super::Profile;
use super::Seen;
use super::Sign;
use super::Skip;
use super::Writing;
use super::ZoneFrom;
use super::pattern::Holds;
use super::pattern::Pattern;
use crate::definition::mapping::DateOrder;
use crate::definition::mapping::Entry;
use crate::diagnostic;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::import::aliases::MetaColumn;
use crate::import::own_words::Mark;
use crate::import::rules;
use crate::logic::Missing;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProfile {
    name: String,
    title: RawWords,
    about: RawWords,
    #[serde(default)]
    form: Vec<RawForm>,
    #[serde(default)]
    column: Vec<RawColumn>,
    #[serde(default)]
    skip: Vec<RawSkip>,
    unfinished: Option<RawSkip>,
    #[serde(default)]
    missing: BTreeMap<String, String>,
    #[serde(default)]
    missing_in_text: BTreeMap<String, String>,
    #[serde(default)]
    header: RawHeader,
    #[serde(default)]
    answers: RawAnswers,
    time_zone: Option<String>,
    date_order: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    en: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    header_rows: Option<usize>,
    strength: Option<usize>,
    sign: Vec<RawSign>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSign {
    why: RawWords,
    #[serde(default)]
    headers: Vec<String>,
    record: Option<usize>,
    share: Option<f64>,
    least: Option<usize>,
    blank: Option<f64>,
    position: Option<i64>,
    #[serde(default)]
    named: Vec<String>,
    #[serde(default)]
    some_column: bool,
    holds: Option<String>,
    #[serde(default)]
    like: Vec<String>,
    #[serde(default)]
    cell: Vec<String>,
    #[serde(default)]
    machine_names: bool,
    texts: Option<f64>,
    survey_ids: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    role: String,
    #[serde(default)]
    names: Vec<String>,
    position: Option<i64>,
    holds: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSkip {
    column: Vec<String>,
    values: Vec<String>,
    why: Option<RawWords>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawHeader {
    stem: Option<String>,
    #[serde(default)]
    number: Vec<String>,
    #[serde(default)]
    ends: Vec<[String; 2]>,
    code: Option<String>,
    #[serde(default)]
    path: Vec<char>,
    #[serde(default)]
    running_number: bool,
    #[serde(default)]
    options: bool,
    reversed: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawAnswers {
    separator: Option<char>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    suffixes: Vec<String>,
    #[serde(default)]
    own_words: Vec<String>,
    #[serde(default)]
    other: Vec<String>,
}

/// Reads a profile; `None` with problems when it cannot be used.
#[must_use]
pub fn read(source: &Arc<Source>) -> (Option<Profile>, Vec<Problem>) {
    let raw: RawProfile = match toml::from_str(&source.text) {
        Ok(raw) => raw,
        Err(fault) => {
            let place = fault.span().map_or_else(
                || diagnostic::Place::file(&source.name),
                |span| diagnostic::Place::text(source, span),
            );
            let said = fault.message().trim().to_owned();
            return (None, vec![problem(place, &said, &said)]);
        }
    };
    match profile(raw, source) {
        Ok(profile) => (Some(profile), Vec::new()),
        Err([en, zh]) => {
            let place = diagnostic::Place::file(&source.name);
            (None, vec![problem(place, &en, &zh)])
        }
    }
}

fn problem(place: diagnostic::Place, en: &str, zh: &str) -> Problem {
    Problem::new(&rules::PROFILE_FORM, place)
        .says(
            format!("this profile cannot be used: {en}"),
            format!("该配置文件无法使用：{zh}"),
        )
        .help(
            "compare it with docs/importing.md, section \"A profile of your own\"",
            "请对照 docs/importing.md 中“A profile of your own”一节",
        )
}

type Fault = [String; 2];

fn fault(en: String, zh: String) -> Fault {
    [en, zh]
}

fn words(raw: RawWords) -> Words {
    Words::new(raw.en, raw.zh)
}

fn patterns(raw: &[String]) -> Vec<Pattern> {
    raw.iter().map(|text| Pattern::new(text)).collect()
}

fn profile(raw: RawProfile, source: &Source) -> Result<Profile, Fault> {
    if raw.name.is_empty()
        || raw.name == super::NONE
        || !raw
            .name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    {
        return Err(fault(
            format!("`name` is `{}`: use ASCII letters, digits, `-`", raw.name),
            format!("`name` 为 `{}`：请用 ASCII 字母、数字和 `-`", raw.name),
        ));
    }
    let date_order = match raw.date_order {
        None => None,
        Some(name) => Some(DateOrder::named(&name).ok_or_else(|| {
            fault(
                format!("`date_order` is `{name}`: write `ymd`, `mdy` or `dmy`"),
                format!("`date_order` 为 `{name}`：请写 `ymd`、`mdy` 或 `dmy`"),
            )
        })?),
    };
    Ok(Profile {
        name: raw.name,
        title: words(raw.title),
        about: words(raw.about),
        forms: raw.form.into_iter().map(form).collect::<Result<_, _>>()?,
        columns: raw.column.iter().map(column).collect::<Result<_, _>>()?,
        skips: raw.skip.into_iter().map(skip).collect(),
        unfinished: raw.unfinished.map(skip),
        missing: missing(raw.missing, source)?,
        missing_in_text: missing(raw.missing_in_text, source)?,
        writing: Writing {
            stem: raw.header.stem,
            number: raw.header.number,
            ends: raw.header.ends,
            code: raw.header.code,
            path: raw.header.path,
            running_number: raw.header.running_number,
            options: raw.header.options,
            reversed: raw.header.reversed,
        },
        affixes: Affixes {
            prefixes: raw.answers.prefixes,
            suffixes: raw.answers.suffixes,
            other: raw.answers.other,
            own_words: raw
                .answers
                .own_words
                .iter()
                .map(|text| own_words(text))
                .collect::<Result<_, _>>()?,
        },
        separator: raw.answers.separator,
        zone: match raw.time_zone.as_deref() {
            None => ZoneFrom::Workspace,
            Some("header") => ZoneFrom::Header,
            Some(name) => ZoneFrom::Named(name.to_owned()),
        },
        date_order,
    })
}

/// `〖*〗` as what stands before and behind the words.
fn own_words(text: &str) -> Result<Mark, Fault> {
    match text.split_once('*') {
        Some((open, close)) if !open.is_empty() || close.is_empty() => Ok([open.to_owned(), close.to_owned()]),
        _ => Err(fault(
            format!("`own_words` has `{text}`: write `*` where the words stand, behind a mark or alone"),
            format!("`own_words` 中的“{text}”：请用 `*` 表示文字所在，前面有标记，或只写 `*`"),
        )),
    }
}

fn missing(raw: BTreeMap<String, String>, source: &Source) -> Result<BTreeMap<String, Entry>, Fault> {
    raw.into_iter()
        .map(|(cell, kind)| match Missing::from_code(&kind) {
            Some(_) => {
                let place = diagnostic::Place::file(&source.name);
                Ok((cell, Entry::new(format!("<{kind}>"), place)))
            }
            None => Err(fault(
                format!("`{cell}` is said to be `{kind}`, which is no kind of missing"),
                format!("“{cell}”写作 `{kind}`，这不是缺失类型"),
            )),
        })
        .collect()
}

fn form(raw: RawForm) -> Result<Form, Fault> {
    if raw.sign.is_empty() {
        return Err(fault(
            "a `[[form]]` without a sign fits every file".to_owned(),
            "没有特征的 `[[form]]` 会符合任何文件".to_owned(),
        ));
    }
    let header_rows = raw.header_rows.unwrap_or(1);
    if header_rows > 9 {
        return Err(fault(
            "`header_rows` is from 0 to 9".to_owned(),
            "`header_rows` 应为 0 到 9".to_owned(),
        ));
    }
    let signs = raw.sign.into_iter().map(sign).collect::<Result<Vec<_>, _>>()?;
    Ok(Form {
        header_rows,
        strength: raw.strength.unwrap_or(signs.len()),
        signs,
    })
}

fn sign(raw: RawSign) -> Result<Sign, Fault> {
    let record = raw.record.unwrap_or(1).max(1) - 1;
    let column = || {
        if raw.named.is_empty() {
            raw.position
                .map_or(raw.some_column.then_some(Place::Some), |at| Some(place(at)))
        } else {
            Some(Place::Named(patterns(&raw.named)))
        }
    };
    let seen = if !raw.headers.is_empty() {
        Some(Seen::Headers {
            record,
            patterns: patterns(&raw.headers),
            enough: match (raw.least, raw.share) {
                (Some(least), _) => Enough::Least(least),
                (None, Some(share)) => Enough::Share(share),
                (None, None) => Enough::EachPattern,
            },
        })
    } else if let Some(share) = raw.blank {
        Some(Seen::Blank { record, share })
    } else if let Some(name) = &raw.holds {
        column()
            .map(|column| holds(name).map(|holds| Seen::Column { column, holds }))
            .transpose()?
    } else if !raw.like.is_empty() {
        column().map(|column| Seen::Like {
            column,
            patterns: patterns(&raw.like),
        })
    } else if !raw.cell.is_empty() {
        Some(Seen::Cell(patterns(&raw.cell)))
    } else if raw.machine_names {
        Some(Seen::MachineNames)
    } else if let Some(share) = raw.texts {
        Some(Seen::Texts(share))
    } else {
        raw.survey_ids.map(Seen::SurveyIds)
    };
    let why = words(raw.why);
    match seen {
        Some(seen) => Ok(Sign { seen, why }),
        None => Err(fault(
            format!("the sign \"{}\" says nothing that could be looked for", why.en),
            format!("特征“{}”没有写明要查找什么", why.zh),
        )),
    }
}

fn place(at: i64) -> Place {
    let count = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX);
    if at < 0 {
        Place::Back(count)
    } else {
        Place::Front(count)
    }
}

fn holds(name: &str) -> Result<Holds, Fault> {
    Holds::named(name).ok_or_else(|| {
        fault(
            format!("`holds` is `{name}`, which is no form of cells"),
            format!("`holds` 为 `{name}`，没有这种单元格形式"),
        )
    })
}

fn column(raw: &RawColumn) -> Result<Known, Fault> {
    let role = match raw.role.as_str() {
        "duration" => Some(KnownRole::Duration),
        "weight" => Some(KnownRole::Weight),
        "left_out" => Some(KnownRole::LeftOut),
        "personal" => Some(KnownRole::Personal),
        name => MetaColumn::named(name).map(KnownRole::Meta),
    };
    let Some(role) = role else {
        return Err(fault(
            format!("`role` is `{}`, which no column has", raw.role),
            format!("`role` 为 `{}`，没有这种列", raw.role),
        ));
    };
    if raw.names.is_empty() && raw.position.is_none() {
        return Err(fault(
            format!(
                "the column with the role `{}` has neither `names` nor `position`",
                raw.role
            ),
            format!("角色为 `{}` 的列既没有 `names` 也没有 `position`", raw.role),
        ));
    }
    Ok(Known {
        role,
        names: patterns(&raw.names),
        at: raw.position.map(place),
        holds: raw.holds.as_deref().map(holds).transpose()?,
    })
}

fn skip(raw: RawSkip) -> Skip {
    Skip {
        column: patterns(&raw.column),
        values: raw
            .values
            .iter()
            .map(|value| crate::import::text::normal(value))
            .collect(),
        why: raw.why.map_or_else(|| Words::new(String::new(), String::new()), words),
    }
}
