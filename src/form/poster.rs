//! A poster that leads to a form: a heading, a QR code, the address in print.

use super::build::facts;
use super::say::Say;
use crate::locale::Lang;
use crate::model::FormWord;
use crate::model::Survey;
use crate::site::Html;
use crate::site::Made;
use crate::site::Page;
use crate::site::Qr;
use crate::site::Templates;
use crate::site::Wear;
use crate::site::plain;
use serde::Serialize;

/// Sheets a poster is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sheet {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// What the template of a poster sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PosterView {
    /// Title of the survey. Plain text.
    pub title: String,
    /// Who asks. Plain text, may be empty.
    pub organisation: String,
    /// What to do.
    pub lead: String,
    /// The code, at least 25 mm wide in print.
    pub code: Html,
    /// The address to type, without what only the code carries.
    pub address: String,
    /// How long it takes, and that answers can be left out.
    pub facts: String,
}

/// The poster of a form as a page to print; `None` when the address is too long for a code.
///
/// # Errors
/// A problem in the user's own `poster.html` or `shell.html`.
pub fn poster_page(
    survey: &Survey,
    lang: &Lang,
    organisation: &str,
    address: &str,
    sheet: Sheet,
    templates: &Templates,
) -> Made<Option<String>> {
    let say = Say::new(survey, lang);
    let title = plain(survey.text(&survey.title, lang));
    let Some(code) = Qr::new(address, Wear::Quartile) else {
        return Ok(None);
    };
    let typed = address.split('#').next().unwrap_or(address);
    let typed = typed.strip_prefix("https://").unwrap_or(typed);
    let view = PosterView {
        code: Html::trusted(code.svg(&say.fill(FormWord::CodeOf, &[("title", &title)]))),
        organisation: organisation.to_owned(),
        lead: say.own(FormWord::Scan),
        address: typed.to_owned(),
        facts: facts(survey, say)[..2].join(say.gap()),
        title,
    };
    let size = match sheet {
        Sheet::A4 => "@page{size:A4;margin:20mm}",
        Sheet::Letter => "@page{size:letter;margin:20mm}",
    };
    let page = Page {
        template: "poster.html",
        lang,
        title: &view.title,
        styles: &["poster.css"],
        extra_style: size,
        endpoint: None,
        script: None,
    };
    templates.page(&page, &view).map(Some)
}
