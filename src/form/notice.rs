//! What respondents are told about their data, as it stands above the first question.
//!
//! A promise that follows from the mode, the survey's own words, then facts: as many as can be read in half a minute, the others
//! under “more”. On paper nothing is folded away.

use super::pipe;
use super::say::Say;
use super::words;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::locale::reading_words;
use crate::model::PrivacyFact;
use crate::model::PrivacyWord;
use crate::model::Survey;
use crate::site::Html;
use crate::site::inline;
use crate::site::markdown;
use std::fmt::Write;

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// What does not fit can be opened.
    Screen,
    /// Everything is in print.
    Paper,
}

/// Words that are shown at once.
const AT_ONCE: usize = 80;

/// What is told first where not everything can be.
const FIRST: [PrivacyFact; 12] = [
    PrivacyFact::Controller,
    PrivacyFact::Purpose,
    PrivacyFact::Voluntary,
    PrivacyFact::Retention,
    PrivacyFact::Contact,
    PrivacyFact::Rights,
    PrivacyFact::Recipients,
    PrivacyFact::Storage,
    PrivacyFact::Collected,
    PrivacyFact::Transfer,
    PrivacyFact::Basis,
    PrivacyFact::Authority,
];

/// The notice of a survey in a language; `None` when it says nothing.
#[must_use]
pub fn notice(survey: &Survey, lang: &Lang, medium: Medium) -> Option<Html> {
    let (privacy, say) = (&survey.privacy, Say::new(survey, lang));
    let own = raw(survey, None, &privacy.notice, lang);
    if !privacy.stated {
        return (!own.is_empty()).then(|| pipe::html(survey, own, markdown));
    }
    let promise = say.get(words::promise(privacy.mode));
    let mut html = format!("<p class=\"promise\">{}</p>\n", Html::escaped(promise).as_str());
    if !own.is_empty() {
        html.push_str(pipe::html(survey, own, markdown).as_str());
    }
    let facts = facts(survey, lang, say);
    let mut room = AT_ONCE.saturating_sub(reading_words(promise) + reading_words(own));
    let mut at_once = Vec::new();
    for fact in FIRST {
        let Some((_, text)) = facts.iter().find(|(told, _)| *told == fact) else {
            continue;
        };
        let length = reading_words(text) + reading_words(say.get(words::fact(fact)));
        if medium == Medium::Screen && length > room {
            break;
        }
        room = room.saturating_sub(length);
        at_once.push(fact);
    }
    let (shown, more): (Vec<_>, Vec<_>) = facts.into_iter().partition(|(fact, _)| at_once.contains(fact));
    html.push_str(&list(survey, say, &shown));
    if !more.is_empty() {
        let summary = Html::escaped(say.get(PrivacyWord::More));
        let _ = write!(
            html,
            "<details><summary>{}</summary>\n{}</details>\n",
            summary.as_str(),
            list(survey, say, &more)
        );
    }
    Some(Html::trusted(html))
}

/// A text with the places of values still open, where it has some.
fn raw<'s>(survey: &'s Survey, of: Option<PrivacyFact>, plain: &'s Texts, lang: &Lang) -> &'s str {
    survey.text(survey.privacy.piped.get(&of).unwrap_or(plain), lang).trim()
}

/// What is told, in the order of the definition's keys.
fn facts(survey: &Survey, lang: &Lang, say: Say<'_>) -> Vec<(PrivacyFact, String)> {
    let privacy = &survey.privacy;
    PrivacyFact::ALL
        .into_iter()
        .filter_map(|fact| {
            let told = privacy
                .fact(fact)
                .map(|texts| raw(survey, Some(fact), texts, lang).to_owned())
                .filter(|text| !text.is_empty());
            let made = (fact == PrivacyFact::Collected).then(|| say.own(words::collected(privacy.mode)));
            Some((fact, told.or(made)?))
        })
        .collect()
}

fn list(survey: &Survey, say: Say<'_>, facts: &[(PrivacyFact, String)]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let row = |(fact, text): &(PrivacyFact, String)| {
        let name = Html::escaped(say.get(words::fact(*fact)));
        format!(
            "<div><dt>{}</dt><dd>{}</dd></div>\n",
            name.as_str(),
            pipe::html(survey, text, inline).as_str()
        )
    };
    let rows: String = facts.iter().map(row).collect();
    format!("<dl>\n{rows}</dl>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice_of(block: &str, lang: &str, medium: Medium) -> String {
        let text = format!(
            "id: s\ntitle: {{en: S, zh: S}}\nlanguages: [en, zh]\nprivacy:\n{block}pages:\n  - id: p\n    questions:\n      - {{id: q, kind: rating, scale: nps, text: {{en: Q, zh: Q}}}}\n"
        );
        let source = std::sync::Arc::new(crate::diagnostic::Source {
            name: "surveys/s.yaml".to_owned(),
            text,
        });
        let (survey, problems) = crate::definition::read(&source);
        let survey = survey.unwrap_or_else(|| panic!("{problems:?}"));
        notice(&survey, &Lang::new(lang).unwrap(), medium)
            .map(String::from)
            .unwrap_or_default()
    }

    #[test]
    fn a_plain_notice_promises_nothing_of_its_own() {
        assert_eq!(
            notice_of("  {en: We *care*., zh: 好。}\n", "en", Medium::Screen),
            "<p>We <em>care</em>.</p>\n"
        );
    }

    #[test]
    fn each_mode_says_what_it_promises_in_the_readers_language() {
        for (mode, en, zh) in [
            ("anonymous", "anonymous", "匿名"),
            ("confidential", "confidential", "保密"),
            ("identified", "your name", "姓名"),
        ] {
            let facts = "  controller: A\n  contact: B\n  purpose: C\n  recipients: D\n  storage: E\n  retention: F\n  rights: G\n  voluntary: H\n";
            let block = format!("  mode: {mode}\n{facts}");
            let shown = notice_of(&block, "en", Medium::Screen);
            assert!(
                shown.contains(en) && shown.contains("<dt>Who asks</dt><dd>A</dd>"),
                "{shown}"
            );
            assert!(notice_of(&block, "zh", Medium::Screen).contains(zh));
            assert!(!shown.contains("<details>"), "everything fits");
        }
    }

    #[test]
    fn what_does_not_fit_is_under_more_on_screen_and_open_on_paper() {
        let long = "many words ".repeat(60);
        let block =
            format!("  mode: confidential\n  controller: Us\n  purpose: {long}\n  authority: The <b>office</b>\n");
        let screen = notice_of(&block, "en", Medium::Screen);
        let (at_once, more) = screen.split_once("<details>").unwrap();
        assert!(
            at_once.contains(">Us<") && more.contains("The &lt;b&gt;office"),
            "{screen}"
        );
        let paper = notice_of(&block, "en", Medium::Paper);
        assert!(!paper.contains("<details>") && paper.contains("The &lt;b&gt;office"));
    }
}
