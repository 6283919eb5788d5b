//! The questionnaire for a place or a person: a device in a shop, an interviewer on the telephone, somebody who types paper in.
//!
//! In: a [`Survey`], a language, a [`Station`]. Out: one page that needs no network: answers stay on the device until they are fetched as
//! one sealed file. It is the form, with another part of the script and what that part needs to know.

use super::FormSettings;
use super::say::Say;
use super::script;
use super::view::FormView;
use crate::locale::Lang;
use crate::locale::Word;
use crate::model::EntryWord;
use crate::model::FileWord;
use crate::model::InterviewWord;
use crate::model::Kind;
use crate::model::KioskWord;
use crate::model::MissingOption;
use crate::model::OptionList;
use crate::model::OutcomeWord;
use crate::model::Survey;
use crate::model::scales;
use crate::site::Endpoint;
use crate::site::Html;
use crate::site::Made;
use crate::site::Page;
use crate::site::Templates;
use crate::site::inline;
use serde_json::json;
use std::sync::Arc;

/// Where and by whom a questionnaire is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Station {
    /// A device that many people use one after the other.
    Kiosk {
        /// Seconds without a touch after which it begins anew.
        idle: u32,
        /// Number that staff type to fetch the answers.
        pin: String,
    },
    /// An interviewer asks, by telephone or face to face.
    Interview,
    /// Answers given on paper are typed in.
    Entry,
}

impl Station {
    /// Its word in file names, and in the field `mode` of the answers.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Kiosk { .. } => "kiosk",
            Self::Interview => "interview",
            Self::Entry => "entry",
        }
    }
}

/// Name of the file of a survey's page for a station: `after-sales.zh.html`, in a folder of its own.
#[must_use]
pub fn station_file(survey: &Survey, lang: &Lang) -> String {
    super::form_file(survey, lang)
}

/// The page of a station as one self-contained HTML file.
///
/// # Errors
/// A problem in the user's own `form.html` or `shell.html`.
///
/// # Panics
/// Never: `#` is an address.
pub fn station_page(survey: &Survey, lang: &Lang, station: &Station, templates: &Templates) -> Made<String> {
    let settings = FormSettings {
        endpoint: Endpoint::new("#").expect("a fragment is an address"),
        mode: Some(station.name()),
        ..FormSettings::same_site(survey)
    };
    let open = match station {
        Station::Interview => Some(offering(survey)),
        Station::Kiosk { .. } | Station::Entry => None,
    };
    let mut view = FormView::new(open.as_ref().unwrap_or(survey), lang, &settings);
    view.station = Some(knowledge(survey, lang, station));
    // Somebody else than the respondent holds the device, or nobody should wander off from it.
    view.languages.retain(|_| matches!(station, Station::Kiosk { .. }));
    if *station == Station::Interview {
        instruct(survey, lang, &mut view);
    }
    let script = script::for_station(station);
    let page = Page {
        template: "form.html",
        lang,
        title: &view.title,
        styles: &["form.css", "station.css"],
        extra_style: if matches!(station, Station::Kiosk { .. }) {
            KIOSK
        } else {
            ""
        },
        endpoint: None,
        script: Some(&script),
    };
    templates.page(&page, &view)
}

/// Fingers of passers-by need larger targets.
const KIOSK: &str = ".o{min-height:56px;padding:14px 16px}.points .o{min-height:64px}.button,.box{min-height:56px}.form{font-size:1.125rem}";

/// What the part of the script for this station knows.
fn knowledge(survey: &Survey, lang: &Lang, station: &Station) -> Html {
    let say = Say::new(survey, lang);
    let known = match station {
        Station::Kiosk { idle, pin } => json!({
            "idle": idle,
            "pin": checksum(&format!("{}/{pin}", survey.id)),
            "words": words(say, KioskWord::WORDS),
        }),
        Station::Interview => json!({"outcomes": outcomes(say), "words": words(say, InterviewWord::WORDS)}),
        Station::Entry => json!({"words": words(say, EntryWord::WORDS)}),
    };
    // As in every block of data: nothing in it can end the element.
    Html::trusted(known.to_string().replace('<', "\\u003c"))
}

/// Words about answers that wait to be fetched, which every station has, and its own.
fn words(say: Say<'_>, own: &'static [Word]) -> serde_json::Map<String, serde_json::Value> {
    let mut all = say.list(FileWord::WORDS);
    all.extend(say.list(own));
    all
}

/// Code and word of every way a contact can end.
fn outcomes(say: Say<'_>) -> Vec<[String; 2]> {
    let words = OutcomeWord::CODES.into_iter().zip(OutcomeWord::WORDS);
    words.map(|(code, word)| [code.to_owned(), say.own(word)]).collect()
}

/// FNV-1a of 32 bits, eight hex digits: keeps a number from being read over a shoulder, not from who takes the page apart.
fn checksum(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}

/// The survey with every way not to answer offered for every question that has a list: an interviewer needs a place for each.
fn offering(survey: &Survey) -> Survey {
    let words = &survey.words;
    let mut survey = survey.clone();
    let whole = |list: &OptionList| {
        let mut list = list.clone();
        for kind in scales::CHOSEN_MISSING {
            if !list.missing.iter().any(|option| option.kind == kind) {
                let plain = scales::missing_option(kind);
                list.missing.push(MissingOption {
                    text: words.label(&plain.text),
                    ..plain
                });
            }
        }
        list
    };
    for question in survey.pages.iter_mut().flat_map(|page| &mut page.questions) {
        match &mut question.kind {
            Kind::Choice { list } | Kind::Multiple { list, .. } => *list = Arc::new(whole(list)),
            Kind::Rating { scale } | Kind::Matrix { scale, .. } => {
                let mut open = (**scale).clone();
                open.list = whole(&open.list);
                *scale = Arc::new(open);
            }
            _ => {}
        }
    }
    survey
}

/// Puts the instructions to the interviewer before the hints of their questions.
fn instruct(survey: &Survey, lang: &Lang, view: &mut FormView) {
    let questions = view.parts.iter_mut().flat_map(|part| &mut part.questions);
    for (question, (_, _, own)) in questions.zip(survey.questions()) {
        let text = survey.text(&own.parts.interviewer, lang);
        if !text.trim().is_empty() {
            let label = Html::escaped(Say::new(survey, lang).get(InterviewWord::Instruction));
            let html = format!(
                "<span class=\"instruct\">{}{}</span>",
                label.as_str(),
                inline(text).as_str()
            );
            question.hints.insert(0, Html::trusted(html));
            let id = format!("{}-hint", question.id);
            let described = question.described_by.take().unwrap_or_default();
            let has = described.split(' ').any(|one| one == id);
            question.described_by = Some(if has {
                described
            } else {
                format!("{described} {id}").trim().to_owned()
            });
        }
    }
}

#[cfg(test)]
mod tests;
