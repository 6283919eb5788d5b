//! The questionnaire on paper: all branches, with the way from question to question written out.
//!
//! In: a [`Survey`], a language, a sheet. Out: one page to print, in black on white: boxes to mark, the codes that
//! data entry types, and survey and version at the foot of every sheet. It is made from the view of the form, so that no question
//! is worded twice.

mod route;
mod view;

pub use view::{PaperOption, PaperQuestion, PaperView};

use super::FormSettings;
use super::say::Say;
use super::view::FormView;
use crate::form::notice::Medium;
use crate::form::notice::notice;
use crate::locale::Lang;
use crate::model::Survey;
use crate::site::Made;
use crate::site::Page;
use crate::site::Templates;

/// The size of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Sheet {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A4, Self::Letter];

    /// As in file names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// The sheet's size as a style sheet names it.
    fn size(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// Name of the file of a survey's paper form: `after-sales.zh.a4.html`.
#[must_use]
pub fn paper_file(survey: &Survey, lang: &Lang, sheet: Sheet) -> String {
    format!("{}.{}.{}.html", survey.id, lang.tag(), sheet.name())
}

/// The questionnaire as one self-contained HTML file, to be printed on this sheet.
///
/// # Errors
/// A problem in the user's own `paper.html` or `shell.html`.
pub fn paper_page(survey: &Survey, lang: &Lang, sheet: Sheet, templates: &Templates) -> Made<String> {
    let form = FormView {
        privacy: notice(survey, lang, Medium::Paper),
        ..FormView::new(survey, lang, &FormSettings::same_site(survey))
    };
    let view = PaperView::new(Say::new(survey, lang), form, route::ways(survey));
    let style = format!("@page{{size:{}}}", sheet.size());
    let page = Page {
        template: "paper.html",
        lang,
        title: &view.title,
        styles: &["paper.css"],
        extra_style: &style,
        endpoint: None,
        script: None,
    };
    templates.page(&page, &view)
}

#[cfg(test)]
mod tests;
