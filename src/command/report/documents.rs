//! Which documents a report is made of: the workspace's own and the program's.

use super::Args;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::space::Space;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::locale::Lang;
use crate::model::Survey;
use crate::project::atomic;
use crate::report;
use crate::report::Document;
use crate::report::SHIPPED;
use crate::report::UNIT;
use crate::site::UNKNOWN_NAME;
use std::sync::Arc;

/// A page to be written.
pub(super) struct Wanted {
    pub lang: Lang,
    pub document: Arc<Document>,
    /// Name of its page, without language and ending: `report` for the document that speaks for the survey.
    pub page: String,
}

/// Name of the page of the document that speaks for a survey.
pub const PAGE: &str = "report";

/// The documents of `reports/`, and what is wrong with their heads.
///
/// # Errors
/// When one cannot be read.
pub fn own(space: &Space) -> Result<(Vec<Arc<Document>>, Vec<Problem>), CommandError> {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    let surveys = space.workspace.surveys()?;
    let known: Vec<&str> = surveys.iter().map(String::as_str).collect();
    for (stem, source) in space.workspace.texts("reports", "md")? {
        let (document, more) = Document::read(&source, &stem);
        problems.extend(more);
        if let Some((survey, span)) = document.survey.as_ref().filter(|(id, _)| !known.contains(&id.as_str())) {
            let help = report::suggestion(survey, &known);
            problems.push(
                Problem::new(&UNKNOWN_NAME, Place::text(&source, span.clone()))
                    .says(
                        format!("there is no survey `{survey}`"),
                        format!("没有名为 `{survey}` 的问卷"),
                    )
                    .help(help.en, help.zh),
            );
        }
        documents.push(Arc::new(document));
    }
    Ok((documents, problems))
}

/// The survey's own document in a language, else the workspace's, else the built-in one.
fn main(own: &[Arc<Document>], survey: &Survey, lang: &Lang) -> Option<Arc<Document>> {
    let named = |name: &str| {
        let found = own
            .iter()
            .find(|document| document.name == name && document.speaks(lang) && document.reports_on(survey.id.as_str()));
        found.cloned()
    };
    named(survey.id.as_str())
        .or_else(|| named(SHIPPED[0].name))
        .or_else(|| named(PAGE))
        .or_else(|| report::shipped(SHIPPED[0].name, lang.tongue()))
}

/// The document of a survey's units in a language: the workspace's own, else the built-in one.
pub(super) fn of_units(own: &[Arc<Document>], survey: &Survey, lang: &Lang) -> Arc<Document> {
    let found = own.iter().find(|document| {
        document.name == UNIT.name && document.speaks(lang) && document.reports_on(survey.id.as_str())
    });
    found.cloned().unwrap_or_else(|| report::unit_document(lang.tongue()))
}

/// The pages of a survey: its report, the workspace's other documents, and built-in ones that were asked for.
///
/// # Errors
/// When a document that was asked for does not exist.
pub(super) fn wanted(
    args: &Args,
    own: &[Arc<Document>],
    surveys: &[String],
    survey: &Survey,
    languages: &[Lang],
) -> Result<Vec<Wanted>, CommandError> {
    let mut pages = Vec::new();
    for lang in languages {
        if !args.is_text() {
            let document = main(own, survey, lang);
            pages.extend(document.map(|document| Wanted {
                lang: lang.clone(),
                document,
                page: PAGE.to_owned(),
            }));
            if args.is_deck() {
                continue;
            }
            let others = own.iter().filter(|document| {
                let is_main = [SHIPPED[0].name, PAGE, UNIT.name].contains(&document.name.as_str())
                    || surveys.contains(&document.name);
                !is_main && document.speaks(lang) && document.reports_on(survey.id.as_str())
            });
            pages.extend(others.map(|document| page(lang, Arc::clone(document))));
        }
        let asked: &[String] = if args.is_text() && args.document.is_empty() {
            &["summary".to_owned()]
        } else {
            &args.document
        };
        for name in asked {
            if *name == UNIT.name {
                return Err(no_such(name, own));
            }
            let document = if *name == SHIPPED[0].name {
                main(own, survey, lang)
            } else {
                let found = own
                    .iter()
                    .find(|document| document.name == *name && document.speaks(lang))
                    .cloned();
                found.or_else(|| report::shipped(name, lang.tongue()))
            };
            let document = document.ok_or_else(|| no_such(name, own))?;
            if !pages
                .iter()
                .any(|page| page.lang == *lang && page.document.name == document.name)
            {
                pages.push(page(lang, document));
            }
        }
    }
    Ok(pages)
}

fn page(lang: &Lang, document: Arc<Document>) -> Wanted {
    let page = document.name.clone();
    Wanted {
        lang: lang.clone(),
        document,
        page,
    }
}

fn no_such(name: &str, own: &[Arc<Document>]) -> CommandError {
    if name == UNIT.name {
        return CommandError::Other(Words::new(
            "`unit` is written for every unit: `manyi report SURVEY --per store`",
            "`unit` 为每个单位各写一页：`manyi report 调查 --per 细分名`",
        ));
    }
    let mut names: Vec<&str> = SHIPPED.iter().map(|one| one.name).collect();
    names.extend(own.iter().map(|document| document.name.as_str()));
    names.sort_unstable();
    names.dedup();
    let help = report::suggestion(name, &names);
    CommandError::Other(Words::new(
        format!("there is no document `{name}`; {}", help.en),
        format!("没有名为 `{name}` 的文档；{}", help.zh),
    ))
}

/// `--list`: the built-in documents and the workspace's own.
pub(super) fn list(space: &Space, context: &mut Context<'_>) -> Ended {
    let (own, problems) = own(space)?;
    context.show(&problems);
    let at = context.tongue.pick(0, 1);
    let heads = vec![
        Head::new("document", "document", "文档"),
        Head::new("file", "file", "文件"),
        Head::new("audience", "audience", "读者"),
        Head::new("about", "about", "说明"),
    ];
    let text = |text: &str| Datum::Text(text.to_owned());
    let built_in = SHIPPED.iter().chain([&UNIT]).map(|one| {
        let document = report::shipped(one.name, Tongue::En).unwrap_or_else(|| report::unit_document(Tongue::En));
        let audience = document.audience.code();
        vec![text(one.name), Datum::None, text(audience), text(one.about[at])]
    });
    let ours = own.iter().map(|document| {
        vec![
            text(&document.name),
            text(&document.source.name),
            text(document.audience.code()),
            text(document.title.as_deref().unwrap_or_default()),
        ]
    });
    let sheet = Sheet {
        kind: "documents",
        heads,
        rows: built_in.chain(ours).collect(),
        notes: Vec::new(),
    };
    context.data(&sheet.render(Format::Table, context.tongue))?;
    Ok(Outcome::of(&problems))
}

/// `--from NAME`: copies a built-in document to `reports/`, where it is written on; nothing that exists is changed.
pub(super) fn copy(name: &str, languages: &[Lang], space: &Space, context: &mut Context<'_>) -> Ended {
    let Some(shipped) = SHIPPED.iter().chain([&UNIT]).find(|one| one.name == name) else {
        return Err(no_such(name, &[]));
    };
    let folder = space.workspace.root().join("reports");
    let files: Vec<_> = languages
        .iter()
        .map(|lang| (folder.join(format!("{name}.{lang}.md")), lang.tongue().pick(0, 1)))
        .collect();
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        let there = space.workspace.name_of(there);
        return Err(CommandError::Other(Words::new(
            format!("{there} is there already; nothing was written"),
            format!("{there} 已经存在；没有写入任何文件"),
        )));
    }
    for (path, at) in &files {
        atomic::write(path, shipped.texts[*at].as_bytes())?;
        let path = space.workspace.name_of(path);
        context.say(&format!("wrote {path}"), &format!("已写入 {path}"));
    }
    context.say(
        "edit it; `manyi check` finds what it gets wrong, `manyi report` writes its page",
        "请修改；`manyi check` 会检查错误，`manyi report` 生成页面",
    );
    Ok(Outcome::Done)
}
