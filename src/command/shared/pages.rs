//! The pages of a site that are no forms: those of `pages/`, and the index.

use super::modes;
use super::modes::Mode;
use super::space::Space;
use crate::command::CommandError;
use crate::command::report::documents;
use crate::command::report::write;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::form;
use crate::locale::Lang;
use crate::model::Survey;
use crate::model::WaveId;
use crate::project::OutputFolder;
use crate::project::ProjectError;
use crate::report;
use crate::report::dates;
use crate::site;
use crate::site::IndexEntry;
use crate::site::IndexPage;
use crate::site::IndexSection;
use crate::site::Link;
use crate::site::Templates;
use crate::site::TextPage;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// A page of `pages/`: `faq.zh.md` is `faq` in Chinese.
struct Written {
    name: String,
    lang: Lang,
    title: String,
    source: Arc<Source>,
}

impl Written {
    fn file(&self) -> String {
        format!("{}.{}.html", self.name, self.lang)
    }
}

/// The file of the help page in a language, where the workspace has one (`faq`).
pub fn help(space: &Space, lang: &Lang) -> Option<String> {
    let pages = written(space).ok()?;
    pages
        .iter()
        .find(|page| page.name == "faq" && page.lang == *lang)
        .map(Written::file)
}

fn written(space: &Space) -> Result<Vec<Written>, CommandError> {
    let first = space.config().languages.first().cloned().or_else(|| Lang::new("en"));
    let mut pages = Vec::new();
    for (stem, source) in space.workspace.texts("pages", "md")? {
        let split = stem
            .rsplit_once('.')
            .and_then(|(name, tag)| Some((name.to_owned(), Lang::new(tag)?)));
        let Some((name, lang)) = split.or_else(|| Some((stem.clone(), first.clone()?))) else {
            continue;
        };
        let heading = source
            .text
            .lines()
            .find_map(|line| line.strip_prefix("# "))
            .unwrap_or(&name);
        let title = site::plain(heading);
        pages.push(Written {
            name,
            lang,
            title,
            source,
        });
    }
    // Languages stand in the workspace's order everywhere on the site, not in that of the file names.
    let languages = &space.config().languages;
    pages.sort_by_key(|page| {
        let place = languages.iter().position(|lang| *lang == page.lang);
        (page.name.clone(), place.unwrap_or(usize::MAX))
    });
    Ok(pages)
}

/// Stages the Markdown pages and the index; returns problems of the user's templates.
///
/// # Errors
/// When a page cannot be read or staged.
pub fn write(
    space: &Space,
    surveys: &[Arc<Survey>],
    modes: &[Mode],
    templates: &Templates,
    folder: &mut OutputFolder,
) -> Result<Vec<Problem>, CommandError> {
    let mut problems = Vec::new();
    let pages = written(space)?;
    for page in &pages {
        let others = pages
            .iter()
            .filter(|other| other.name == page.name && other.lang != page.lang);
        let home = Link {
            text: word(&page.lang, "Overview", "首页"),
            href: "../index.html".into(),
            ..Link::default()
        };
        let view = TextPage {
            title: page.title.clone(),
            body: site::markdown(&without_title(&page.source.text)),
            home: Some(home),
            links: others.map(|other| language_link(&other.lang, other.file())).collect(),
            foot: organisation(space, &page.lang),
        };
        match view.render(&page.lang, templates) {
            Ok(html) => folder.put(&format!("pages/{}", page.file()), html.as_bytes())?,
            Err(problem) => problems.push(*problem),
        }
    }
    let languages = if space.config().languages.is_empty() {
        Lang::new("en").into_iter().collect()
    } else {
        space.config().languages.clone()
    };
    for (at, lang) in languages.iter().enumerate() {
        let name = if at == 0 {
            "index.html".to_owned()
        } else {
            format!("index.{lang}.html")
        };
        let view = index(space, surveys, modes, &pages, lang, &languages)?;
        match view.render(lang, templates) {
            Ok(html) => folder.put(&name, html.as_bytes())?,
            Err(problem) => problems.push(*problem),
        }
    }
    Ok(problems)
}

fn index(
    space: &Space,
    surveys: &[Arc<Survey>],
    modes: &[Mode],
    pages: &[Written],
    lang: &Lang,
    languages: &[Lang],
) -> Result<IndexPage, CommandError> {
    let tongue = lang.tongue();
    let forms = surveys.iter().map(|survey| IndexEntry {
        title: site::plain(survey.text(&survey.title, lang)),
        note: String::new(),
        links: survey
            .languages
            .iter()
            .map(|to| language_link(to, format!("forms/{}", form::form_file(survey, to))))
            .collect(),
    });
    let mut reports = Vec::new();
    for survey in surveys {
        reports.extend(reports_of(space, survey, lang)?);
    }
    let mut by_name: BTreeMap<&str, Vec<&Written>> = BTreeMap::new();
    for page in pages {
        by_name.entry(&page.name).or_default().push(page);
    }
    let texts = by_name.values().map(|versions| {
        let own = versions.iter().find(|page| page.lang == *lang).or(versions.first());
        IndexEntry {
            title: own.map_or_else(String::new, |page| page.title.clone()),
            note: String::new(),
            links: versions
                .iter()
                .map(|page| language_link(&page.lang, format!("pages/{}", page.file())))
                .collect(),
        }
    });
    let others = languages.iter().enumerate().filter(|(_, other)| *other != lang);
    let others: Vec<Link> = others
        .map(|(at, other)| {
            language_link(
                other,
                if at == 0 {
                    "index.html".to_owned()
                } else {
                    format!("index.{other}.html")
                },
            )
        })
        .collect();
    let mut sections = vec![
        section(
            tongue.pick("Reports", "报告"),
            reports,
            tongue.pick("No reports yet.", "还没有报告。"),
        ),
        section(
            tongue.pick("Questionnaires", "问卷"),
            forms.collect(),
            tongue.pick("No questionnaires yet.", "还没有问卷。"),
        ),
    ];
    sections.extend(modes::sections(surveys, modes, lang));
    let texts: Vec<IndexEntry> = texts.collect();
    if !texts.is_empty() {
        sections.push(section(tongue.pick("Pages", "页面"), texts, ""));
    }
    if !others.is_empty() {
        let title = tongue.pick("This page in another language", "本页的其他语言版本");
        let entry = IndexEntry {
            title: title.to_owned(),
            note: String::new(),
            links: others,
        };
        sections.push(section(tongue.pick("Languages", "语言"), vec![entry], ""));
    }
    let name = organisation(space, lang);
    let title = if name.is_empty() {
        word(lang, "Customer feedback", "客户反馈")
    } else {
        word(
            lang,
            &format!("{name}: customer feedback"),
            &format!("{name} · 客户反馈"),
        )
    };
    Ok(IndexPage {
        title,
        sections,
        ..IndexPage::default()
    })
}

/// The reports of a survey that are in the site, the latest wave first: `reports/<survey>/<wave>/<page>.<lang>.html`.
fn reports_of(space: &Space, survey: &Survey, lang: &Lang) -> Result<Vec<IndexEntry>, CommandError> {
    let folder = space.workspace.site_folder().join("reports").join(survey.id.as_str());
    let title = site::plain(survey.text(&survey.title, lang));
    let (own, _) = documents::own(space)?;
    let named = |page: &str, languages: &[Lang]| {
        if page == documents::PAGE {
            return title.clone();
        }
        let first = languages.iter().find(|to| *to == lang).or(languages.first());
        let written = own
            .iter()
            .find(|document| document.name == page && first.is_some_and(|to| document.speaks(to)))
            .cloned()
            .or_else(|| report::shipped(page, lang.tongue()));
        let page = written.map_or_else(
            || page.to_owned(),
            |document| report::document_title(&document, lang.tongue()),
        );
        lang.tongue()
            .pick(format!("{title}: {page}"), format!("{title}：{page}"))
    };
    let mut waves = names_in(&folder)?;
    waves.sort_by_key(|wave| space.calendar().order(&WaveId::new(wave)));
    let mut entries = Vec::new();
    for wave in waves.into_iter().rev() {
        let mut pages: BTreeMap<String, Vec<Lang>> = BTreeMap::new();
        for file in names_in(&folder.join(&wave))? {
            let page = file.strip_suffix(".html").and_then(|name| name.rsplit_once('.'));
            let page = page.filter(|(_, tag)| *tag != write::BOTH);
            if let Some((name, lang)) = page.and_then(|(name, tag)| Some((name, Lang::new(tag)?))) {
                pages.entry(name.to_owned()).or_default().push(lang);
            }
        }
        for languages in pages.values_mut() {
            languages.sort_by_key(|to| survey.languages.iter().position(|own| own == to));
        }
        // The report itself before other pages.
        let mut pages: Vec<(String, Vec<Lang>)> = pages.into_iter().collect();
        pages.sort_by_key(|(name, _)| name != documents::PAGE);
        let note = dates::wave(space.calendar(), &WaveId::new(&wave), lang.tongue());
        for (page, languages) in pages {
            let link = |to: &Lang| language_link(to, format!("reports/{}/{wave}/{page}.{to}.html", survey.id));
            entries.push(IndexEntry {
                title: named(&page, &languages),
                note: note.clone(),
                links: languages.iter().map(link).collect(),
            });
        }
    }
    Ok(entries)
}

/// Names in a folder, sorted; none where it is not there.
fn names_in(folder: &Path) -> Result<Vec<String>, CommandError> {
    let mut names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Vec::new(),
        Err(error) => return Err(ProjectError::read(folder)(error).into()),
    };
    names.sort();
    Ok(names)
}

fn language_link(lang: &Lang, href: String) -> Link {
    Link {
        text: site::language_name(lang).to_owned(),
        href,
        lang: Some(lang.tag().to_owned()),
        ..Link::default()
    }
}

/// The organisation's name in a language; may be empty.
#[must_use]
pub fn organisation(space: &Space, lang: &Lang) -> String {
    let config = space.config();
    config.organisation.get(lang, &config.languages).to_owned()
}

fn section(title: &str, entries: Vec<IndexEntry>, empty: &str) -> IndexSection {
    IndexSection {
        title: title.to_owned(),
        entries,
        empty: empty.to_owned(),
    }
}

fn word(lang: &Lang, en: &str, zh: &str) -> String {
    lang.tongue().pick(en, zh).to_owned()
}

/// The text without its first heading, which the page shows by itself.
fn without_title(text: &str) -> String {
    let mut found = false;
    let rest = text.lines().filter(|line| {
        let title = !found && line.starts_with("# ");
        found |= title;
        !title
    });
    rest.collect::<Vec<_>>().join("\n")
}
