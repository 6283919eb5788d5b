//! The views of a form as finished pages.

use super::FormSettings;
use super::script;
use super::view::FormView;
use super::view::ThanksView;
use crate::locale::Lang;
use crate::model::Survey;
use crate::site::Made;
use crate::site::Page;
use crate::site::Templates;

/// The questionnaire as one self-contained HTML file.
///
/// # Errors
/// A problem in the user's own `form.html` or `shell.html`.
pub fn form_page(survey: &Survey, lang: &Lang, settings: &FormSettings, templates: &Templates) -> Made<String> {
    let view = FormView::new(survey, lang, settings);
    let page = Page {
        endpoint: Some(&settings.endpoint),
        script: Some(script::minified()),
        ..page("form.html", lang, &view.title)
    };
    templates.page(&page, &view)
}

/// The page after sending as one self-contained HTML file, with the code of the answers where there is one.
///
/// # Errors
/// A problem in the user's own `thanks.html` or `shell.html`.
pub fn thanks_page(survey: &Survey, lang: &Lang, receipt: Option<&str>, templates: &Templates) -> Made<String> {
    let view = ThanksView::new(survey, lang, receipt);
    let title = format!("{} – {}", view.title, view.survey);
    templates.page(&page("thanks.html", lang, &title), &view)
}

fn page<'a>(template: &'a str, lang: &'a Lang, title: &'a str) -> Page<'a> {
    Page {
        template,
        lang,
        title,
        styles: &["form.css"],
        extra_style: "",
        endpoint: None,
        script: None,
    }
}
