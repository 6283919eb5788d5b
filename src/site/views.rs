//! What the templates of pages see. All texts are finished: worded, rounded and in the reader's language.

use super::faults::Made;
use super::html::Html;
use super::policy::Endpoint;
use super::templates::Page;
use super::templates::Templates;
use super::writer::Heading;
use crate::locale::Lang;
use serde::Serialize;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Link {
    /// What is shown.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Language of the target, where it is another one.
    pub lang: Option<String>,
    /// What a screen reader says where `text` alone is not enough.
    pub spoken: Option<String>,
}

/// A report: `report.html` with `report.css`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReportPage {
    /// The heading of the page.
    pub title: String,
    /// A line above it, such as the organisation.
    pub eyebrow: String,
    /// A line below it, such as wave and base.
    pub subtitle: String,
    /// Words of the link that leads past the contents.
    pub skip: String,
    /// What stands on the first screen below the heading: [`Cards`](super::Cards), a paragraph of class `lead`.
    pub head: Html,
    /// Heading of the list of contents.
    pub contents_title: String,
    /// The list of contents, usually the document's headings of levels 2 and 3.
    pub contents: Vec<Heading>,
    /// The report.
    pub body: Html,
    /// What stands at the end.
    pub foot: Html,
    /// Other languages and pages.
    pub links: Vec<Link>,
}

impl ReportPage {
    /// The page as one self-contained file. `drawing_style` is the style sheet of its drawings.
    ///
    /// # Errors
    /// A problem in the user's own `report.html` or `shell.html`.
    pub fn render(&self, lang: &Lang, drawing_style: &str, templates: &Templates) -> Made<String> {
        let page = Page {
            extra_style: drawing_style,
            ..page("report.html", lang, &self.title, &["report.css"])
        };
        templates.page(&page, self)
    }
}

/// A text page: `page.html` with `page.css`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TextPage {
    /// The heading of the page.
    pub title: String,
    /// The text.
    pub body: Html,
    /// The way back.
    pub home: Option<Link>,
    /// The page in other languages.
    pub links: Vec<Link>,
    /// What stands at the end.
    pub foot: String,
}

impl TextPage {
    /// The page as one self-contained file.
    ///
    /// # Errors
    /// A problem in the user's own `page.html` or `shell.html`.
    pub fn render(&self, lang: &Lang, templates: &Templates) -> Made<String> {
        templates.page(&page("page.html", lang, &self.title, &["page.css"]), self)
    }
}

/// The list of everything on the site: `index.html` with `page.css`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct IndexPage {
    /// The heading of the page.
    pub title: String,
    /// A line below it.
    pub note: String,
    /// Kinds of entries.
    pub sections: Vec<IndexSection>,
    /// What stands at the end.
    pub foot: String,
}

/// One kind of entries of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct IndexSection {
    /// Its heading.
    pub title: String,
    /// What is in it.
    pub entries: Vec<IndexEntry>,
    /// What is said when nothing is.
    pub empty: String,
}

/// One entry: a name, and links to it in its languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct IndexEntry {
    /// Its name.
    pub title: String,
    /// A line about it.
    pub note: String,
    /// Where it is.
    pub links: Vec<Link>,
}

impl IndexPage {
    /// The page as one self-contained file.
    ///
    /// # Errors
    /// A problem in the user's own `index.html` or `shell.html`.
    pub fn render(&self, lang: &Lang, templates: &Templates) -> Made<String> {
        templates.page(&page("index.html", lang, &self.title, &["page.css"]), self)
    }
}

fn page<'a>(template: &'a str, lang: &'a Lang, title: &'a str, styles: &'a [&'a str]) -> Page<'a> {
    let endpoint: Option<&Endpoint> = None;
    Page {
        template,
        lang,
        title,
        styles,
        extra_style: "",
        endpoint,
        script: None,
    }
}
