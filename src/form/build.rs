//! A survey become the view of its form.

use super::DEFINITION_FIELD;
use super::FormSettings;
use super::LANGUAGE_FIELD;
use super::SURVEY_FIELD;
use super::TRAP_FIELD;
use super::condition::Names;
use super::estimate;
use super::form_file;
use super::notice::Medium;
use super::notice::notice;
use super::pipe;
use super::program::program;
use super::question::Maker;
use super::say::Say;
use super::view::FieldView;
use super::view::FormView;
use super::view::HelpLink;
use super::view::LanguageLink;
use super::view::PartView;
use super::view::ThanksView;
use super::words;
use crate::locale::Lang;
use crate::model::FormWord;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Survey;
use crate::site::Html;
use crate::site::language_name;
use crate::site::markdown;
use crate::site::plain;

impl FormView {
    /// The questionnaire of `survey` in `lang`; texts fall back along the survey's languages.
    #[must_use]
    pub fn new(survey: &Survey, lang: &Lang, settings: &FormSettings) -> Self {
        let say = Say::new(survey, lang);
        let numbers = numbers(survey);
        let maker = Maker {
            survey,
            lang,
            names: Names::new(survey, lang, &numbers),
        };
        let parts = survey
            .pages
            .iter()
            .zip(&numbers)
            .enumerate()
            .map(|(at, (page, numbers))| PartView {
                id: format!("Part-{}", at + 1),
                progress: (survey.pages.len() > 1).then(|| words::progress(say, at + 1, survey.pages.len())),
                title: plain(survey.text(&page.title, lang)),
                piped: page
                    .piped
                    .as_ref()
                    .map(|texts| pipe::html(survey, survey.text(texts, lang), |text| Html::escaped(&plain(text)))),
                condition: page.show_if.as_ref().map(|condition| maker.names.part_only(condition)),
                questions: page
                    .questions
                    .iter()
                    .zip(numbers)
                    .map(|(question, number)| maker.question(page, question, *number))
                    .collect(),
            });
        let parts: Vec<PartView> = parts.collect();
        Self {
            title: plain(survey.text(&survey.title, lang)),
            program: program(survey, lang, settings, &parts),
            after: ThanksView::new(survey, lang, Some("{code}")),
            lang: lang.tag().to_owned(),
            languages: other_languages(survey, lang),
            facts: facts(survey, say),
            intro: with_answers(
                survey,
                survey.text(survey.piped[0].as_ref().unwrap_or(&survey.intro), lang),
            ),
            privacy: notice(survey, lang, Medium::Screen),
            endpoint: settings.endpoint.address().to_owned(),
            attributes: settings.profile.attributes(survey),
            hidden: hidden(survey, lang, settings),
            station: None,
            trap: TRAP_FIELD,
            parts,
            help: settings.help.as_ref().map(|href| HelpLink {
                text: say.own(FormWord::Help),
                href: href.clone(),
            }),
            mark: words::mark(say, survey.id.as_str(), &survey.hash),
            words: words::fixed(say),
        }
    }
}

impl ThanksView {
    /// What is shown after the form of `survey` in `lang` has been sent; `receipt` is the code of the answers.
    #[must_use]
    pub fn new(survey: &Survey, lang: &Lang, receipt: Option<&str>) -> Self {
        let say = Say::new(survey, lang);
        Self {
            receipt: if survey.privacy.is_anonymous() {
                Some(say.own(FormWord::NoReceipt))
            } else {
                receipt.map(|code| say.fill(FormWord::Receipt, &[("code", code)]))
            },
            title: say.own(FormWord::Thanks),
            survey: plain(survey.text(&survey.title, lang)),
            sent: say.own(FormWord::Sent),
            thanks: with_answers(
                survey,
                survey.text(survey.piped[1].as_ref().unwrap_or(&survey.thanks), lang),
            ),
            close: say.own(FormWord::Close),
        }
    }
}

/// Markdown with the places of answers marked.
fn with_answers(survey: &Survey, text: &str) -> Option<Html> {
    (!text.trim().is_empty()).then(|| pipe::html(survey, text, markdown))
}

/// Numbers of the questions from 1 on, by page; notes have none.
pub(super) fn numbers(survey: &Survey) -> Vec<Vec<Option<usize>>> {
    let mut last = 0;
    let mut number = |is_note: bool| {
        last += usize::from(!is_note);
        (!is_note).then_some(last)
    };
    let page = |page: &crate::model::Page| {
        page.questions
            .iter()
            .map(|question| number(matches!(question.kind, Kind::Note)))
            .collect()
    };
    survey.pages.iter().map(page).collect()
}

pub(super) fn facts(survey: &Survey, say: Say<'_>) -> Vec<String> {
    let count = estimate::put_once(survey)
        .filter(|question| !matches!(question.kind, Kind::Note))
        .count();
    let any_required = survey.questions().any(|(_, _, question)| question.required);
    let rule = if any_required {
        FormWord::RequiredRule
    } else {
        FormWord::AllOptional
    };
    vec![words::length(say, count, estimate::minutes(survey)), say.own(rule)]
}

fn other_languages(survey: &Survey, lang: &Lang) -> Vec<LanguageLink> {
    let others = survey.languages.iter().filter(|other| *other != lang);
    let link = |other: &Lang| LanguageLink {
        text: language_name(other).to_owned(),
        href: form_file(survey, other),
        lang: other.tag().to_owned(),
    };
    others.map(link).collect()
}

/// Fixed fields, then the hidden variables: empty until a script or the server fills them from the link.
fn hidden(survey: &Survey, lang: &Lang, settings: &FormSettings) -> Vec<FieldView> {
    let field = |name: &str, value: &str| FieldView {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let fixed = [
        field(SURVEY_FIELD, survey.id.as_str()),
        field(DEFINITION_FIELD, &survey.hash),
        field(LANGUAGE_FIELD, lang.tag()),
    ];
    let hidden = survey
        .variables
        .iter()
        .filter(|variable| variable.origin == Origin::Hidden);
    fixed
        .into_iter()
        .chain(hidden.map(|variable| field(variable.id.as_str(), "")))
        .chain(settings.profile.fields(survey))
        .collect()
}
