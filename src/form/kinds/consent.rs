//! A consent: a box that nobody has ticked yet, and the fingerprint of the words beside it.

use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::ConsentView;
use crate::form::view::FieldView;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::FormWord;
use crate::model::Kind;
use crate::model::Question;
use crate::model::Survey;
use crate::model::TextOf;
use crate::site::inline;
use crate::site::markdown;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write;

pub(in crate::form) fn body(maker: &Maker<'_>, question: &Question, purpose: &Texts, separate: bool) -> Body {
    let purpose = maker.raw(question, TextOf::Purpose, purpose);
    let sentence = maker.raw(question, TextOf::Question, &question.text);
    Body {
        kind: "consent",
        consent: Some(ConsentView {
            heading: maker.say().own(if separate {
                FormWord::SeparateConsent
            } else {
                FormWord::Consent
            }),
            sentence: maker.html(sentence, inline),
            purpose: (!purpose.is_empty()).then(|| maker.html(purpose, markdown)),
            wording: FieldView {
                name: question.parts.name(&question.id, "wording").to_string(),
                value: wording_fingerprint(maker.survey, question, maker.lang),
            },
        }),
        ..Body::default()
    }
}

/// The first twelve hex digits of the SHA-256 of what a respondent agrees to in a language: the sentence, the purpose and the
/// hint, as the definition has them, each that there is on a line of its own.
#[must_use]
pub fn wording_fingerprint(survey: &Survey, question: &Question, lang: &Lang) -> String {
    let purpose = match &question.kind {
        Kind::Consent { purpose, .. } => survey.text(purpose, lang),
        _ => "",
    };
    let shown = [
        survey.text(&question.text, lang),
        purpose,
        survey.text(&question.hint, lang),
    ];
    let lines: Vec<&str> = shown.into_iter().filter(|text| !text.is_empty()).collect();
    let digest = Sha256::digest(lines.join("\n").as_bytes());
    digest.iter().take(6).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
