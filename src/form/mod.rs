//! Turns a survey into the view of its questionnaire in one language, and that into one self-contained page.
//!
//! In: a [`Survey`], a language, settings. Out: a [`FormView`] with every text resolved and every
//! condition worded, and its page. It reads no answers: what a form sends is read by whoever receives it. Without its script a
//! form shows every question, those with a condition under a line that says who should answer; with it the form follows the
//! answers, checks, keeps and sends them (`templates/form/`).

mod build;
mod condition;
mod estimate;
mod input;
mod kinds;
mod notice;
mod pages;
pub mod paper;
mod pipe;
pub mod poster;
mod profile;
mod program;
mod question;
mod reference;
mod say;
mod script;
pub mod station;
mod view;
mod words;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use kinds::consent::wording_fingerprint;
pub use pages::{form_page, thanks_page};
pub use profile::Profile;
pub use view::{
    BatteryView, ConsentView, FieldView, FormView, HelpLink, InputView, LanguageLink, OptionView, OtherView, PartView,
    QuestionView, RangeView, RowView, ThanksView,
};

use crate::locale::Lang;
use crate::model::Survey;
use crate::site::Endpoint;

/// Name of the sent field that holds the survey's id.
pub const SURVEY_FIELD: &str = "survey";
/// Name of the sent field that holds the hash of the definition that asked.
pub const DEFINITION_FIELD: &str = "definition";
/// Name of the sent field that holds the language of the form.
pub const LANGUAGE_FIELD: &str = "language";
/// Name of the field that people do not see and programs fill in; no question can be called so. What is sent with anything in
/// it is suspect, and is to be marked rather than dropped.
pub const TRAP_FIELD: &str = "web-site";

/// What a form needs to know besides its survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormSettings {
    /// Where answers are sent.
    pub endpoint: Endpoint,
    /// Who takes them there.
    pub profile: Profile,
    /// Address of a page with help or contacts, as seen from the form; the same place on every form.
    pub help: Option<String>,
    /// How the form is used, where that is not as a page on the web: sent along as `mode`. Nothing is then sent over a network.
    pub mode: Option<&'static str>,
}

impl FormSettings {
    /// Answers go to `/s/<survey>` on the server that serves the form.
    ///
    /// # Panics
    /// Never: ids of surveys are letters, digits and hyphens; anything else in one is left out of the path.
    #[must_use]
    pub fn same_site(survey: &Survey) -> Self {
        let id: String = survey
            .id
            .as_str()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let endpoint = Endpoint::new(&format!("/s/{id}")).expect("letters, digits and hyphens make a path");
        Self {
            endpoint,
            profile: Profile::Collector,
            help: None,
            mode: None,
        }
    }
}

/// Name of the file of a survey's form in a language: `after-sales.zh.html`. All forms lie in one folder.
#[must_use]
pub fn form_file(survey: &Survey, lang: &Lang) -> String {
    format!("{}.{}.html", survey.id, lang.tag())
}

/// Name of the file of its thank-you page.
#[must_use]
pub fn thanks_file(survey: &Survey, lang: &Lang) -> String {
    format!("{}.{}.thanks.html", survey.id, lang.tag())
}
