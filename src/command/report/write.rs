//! Pages in the site, or Markdown on the output.

use super::Read;
use super::documents::Wanted;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::pages;
use crate::command::shared::space::Space;
use crate::diagnostic::Problem;
use crate::diagnostic::has_errors;
use crate::locale::Lang;
use crate::project::OutputFolder;
use crate::project::read_text;
use crate::report;
use crate::report::Link;
use crate::report::ReportInput;
use crate::site;
use std::path::PathBuf;
use std::sync::Arc;

/// Stands for a language in the name of a page in two.
pub const BOTH: &str = "both";

/// What is to be written.
pub(super) struct Made<'a> {
    pub space: &'a Space,
    pub read: &'a Read,
    pub wanted: &'a [Wanted],
    pub templates: &'a Arc<site::Templates>,
    /// The two languages of pages side by side, where they are wanted.
    pub both: Option<[Lang; 2]>,
}

impl Made<'_> {
    /// A folder a wave, so that the report of an earlier wave stays where it is.
    pub(super) fn folder(&self) -> PathBuf {
        let reports = self.space.workspace.site_folder().join("reports");
        reports.join(self.read.survey.id.as_str()).join(self.read.wave.as_str())
    }

    pub(super) fn input(&self, page: &Wanted) -> ReportInput {
        let (space, read) = (self.space, self.read);
        let results = (
            Arc::clone(&read.scores),
            Arc::clone(&read.findings),
            Arc::clone(&read.references),
        );
        ReportInput {
            wave: Some(read.wave.clone()),
            organisation: pages::organisation(space, &page.lang),
            as_of: space.config().as_of,
            verbatims: Arc::clone(&read.verbatims),
            drivers: Arc::clone(&read.drivers),
            quality: read.quality,
            fieldwork: Arc::clone(&read.fieldwork),
            care: Arc::clone(&read.care),
            provenance: read.provenance.clone(),
            templates: Arc::clone(self.templates),
            links: self.links(page),
            ..ReportInput::of(
                results,
                space.calendar().clone(),
                page.lang.clone(),
                Arc::clone(&page.document),
            )
        }
    }

    /// Writes all pages, and the numbers beside each report.
    pub(super) fn write(&self, context: &mut Context<'_>) -> Ended {
        let (id, wave) = (&self.read.survey.id, &self.read.wave);
        let root = self.folder();
        let mut folder = OutputFolder::new(&root);
        let mut problems = Vec::new();
        for page in self.wanted {
            let made = report::report(&self.input(page));
            problems.extend(made.problems);
            let (name, lang) = (&page.page, &page.lang);
            if let Some(html) = &made.html {
                folder.put(&format!("{name}.{lang}.html"), html.as_bytes())?;
            }
            if name == "report" {
                if self.wanted.first().is_some_and(|first| first.lang == *lang) {
                    problems.extend(self.edition(&format!("report.{lang}.json"), &made.json));
                }
                folder.put(&format!("report.{lang}.json"), format!("{}\n", made.json).as_bytes())?;
            }
        }
        for (one, two) in self.pairs() {
            let made = report::side_by_side(&self.input(one), &self.input(two));
            problems.extend(
                made.problems
                    .into_iter()
                    .filter(|problem| !has_errors(std::slice::from_ref(problem))),
            );
            if let Some(html) = &made.html {
                folder.put(&format!("{}.{BOTH}.html", one.page), html.as_bytes())?;
            }
        }
        context.show(&problems);
        if has_errors(&problems) {
            return Ok(Outcome::Problems);
        }
        folder.finish()?;
        let place = self.space.workspace.name_of(&root);
        context.say(
            &format!("report of {id} {wave}: {place}/"),
            &format!("{id} {wave} 的报告：{place}/"),
        );
        Ok(Outcome::Done)
    }

    /// What the report that stands there tells together with the new one; nothing when there is none that can be read.
    fn edition(&self, file: &str, now: &serde_json::Value) -> Option<Problem> {
        let path = self.folder().join(file);
        let name = self.space.workspace.name_of(&path);
        let before = read_text(&path, &name).ok()?;
        let before = serde_json::from_str(&before.text).ok()?;
        report::apart(&before, now, &name, self.read.survey.report.privacy_k)
    }

    /// Prints all documents as Markdown, one after the other.
    pub(super) fn print(&self, context: &mut Context<'_>) -> Ended {
        for (at, page) in self.wanted.iter().enumerate() {
            let made = report::markdown(&self.input(page));
            context.show(&made.problems);
            let Some(text) = made.text else {
                return Ok(Outcome::Problems);
            };
            if at > 0 {
                context.data("\n")?;
            }
            context.data(&text)?;
        }
        Ok(Outcome::Done)
    }

    /// Each page in the first and in the second of two languages.
    fn pairs(&self) -> Vec<(&Wanted, &Wanted)> {
        let Some([first, second]) = &self.both else {
            return Vec::new();
        };
        let second_of = |one: &Wanted| {
            let same = |two: &&Wanted| two.page == one.page && two.lang == *second;
            self.wanted.iter().find(same)
        };
        let firsts = self.wanted.iter().filter(|page| page.lang == *first);
        firsts.filter_map(|one| Some((one, second_of(one)?))).collect()
    }

    /// The way to the overview, the same page in the other languages, and the survey's other pages in this one.
    fn links(&self, page: &Wanted) -> Vec<Link> {
        let home = Link {
            text: page.lang.tongue().pick("Overview", "首页").to_owned(),
            href: "../../../index.html".to_owned(),
            lang: String::new(),
        };
        let pages = self.wanted.iter();
        let others = pages.filter(|other| {
            (other.page == page.page) != (other.lang == page.lang) && other.document.audience == page.document.audience
        });
        let others = others.map(|other| {
            let (name, lang) = (&other.page, &other.lang);
            let same = other.page == page.page;
            Link {
                text: if same {
                    site::language_name(lang).to_owned()
                } else {
                    report::document_title(&other.document, page.lang.tongue())
                },
                href: format!("{name}.{lang}.html"),
                lang: if same { lang.tag().to_owned() } else { String::new() },
            }
        });
        let pairs = self.pairs();
        let both = pairs
            .iter()
            .find(|(one, two)| one.page == page.page && (one.lang == page.lang || two.lang == page.lang));
        let both = both.map(|(one, two)| Link {
            text: format!(
                "{} / {}",
                site::language_name(&one.lang),
                site::language_name(&two.lang)
            ),
            href: format!("{}.{BOTH}.html", page.page),
            lang: String::new(),
        });
        std::iter::once(home).chain(others).chain(both).collect()
    }
}
