//! Two versions of something side by side: `sides.html` with `sides.css`.

use super::faults::Made;
use super::templates::Page;
use super::templates::Templates;
use crate::locale::Lang;
use serde::Serialize;

/// A page of changes, each with what was and what is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SidesPage {
    /// The heading of the page.
    pub title: String,
    /// A line above it.
    pub eyebrow: String,
    /// What it comes to, in a sentence.
    pub lead: String,
    /// Headings of the two sides.
    pub sides: [String; 2],
    /// Groups of changes.
    pub sections: Vec<SidesSection>,
    /// What is said when there are none.
    pub empty: String,
    /// What stands at the end.
    pub foot: String,
}

/// Changes that come to the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SidesSection {
    /// Its heading.
    pub title: String,
    /// `bad`, `quiet` or empty; never the only sign, for the heading says it too.
    pub tone: String,
    /// Its changes.
    pub entries: Vec<Sides>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Sides {
    /// Of what.
    pub name: String,
    /// What changed.
    pub what: String,
    /// Language of the two texts, where they have one.
    pub lang: String,
    /// As it was; empty where it was not.
    pub before: String,
    /// As it is; empty where it is no more.
    pub after: String,
    /// Said in the place of an empty side.
    pub nothing: String,
    /// Why it matters.
    pub why: String,
    /// What it touches.
    pub touches: String,
}

impl SidesPage {
    /// The page as one self-contained file.
    ///
    /// # Errors
    /// A problem in the user's own `sides.html` or `shell.html`.
    pub fn render(&self, lang: &Lang, templates: &Templates) -> Made<String> {
        let page = Page {
            template: "sides.html",
            lang,
            title: &self.title,
            styles: &["page.css", "sides.css"],
            extra_style: "",
            endpoint: None,
            script: None,
        };
        templates.page(&page, self)
    }
}
