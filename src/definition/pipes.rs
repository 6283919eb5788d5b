//! Answers in texts: what stands in double braces is taken out of every text, which from then on reads as it does without an answer.
//!
//! Forms get the texts with their braces from [`Piped`]; reports, tables and messages never see them.

use super::draft::Draft;
use super::draft::Entity;
use super::draft::Page;
use super::draft::Question;
use crate::locale::Texts;
use crate::model::PrivacyFact;
use crate::model::TextOf;
use crate::model::pipe;
use crate::model::pipe::Piece;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Before the first question.
    Intro,
    /// In the privacy notice: of a fact, or in its own words.
    Notice(Option<PrivacyFact>),
    /// At the head of a page.
    Title(usize),
    /// At a question, by page and place.
    Question(usize, usize, TextOf),
    /// After sending.
    Thanks,
}

/// Texts with answers in them.
#[derive(Debug, Default)]
pub struct Piped {
    /// With their braces, names written in full.
    pub texts: BTreeMap<Spot, Texts>,
    /// Every pair of double braces.
    pub uses: Vec<Use>,
}

/// A pair of double braces.
#[derive(Debug)]
pub struct Use {
    pub spot: Spot,
    /// As written, braces included.
    pub written: String,
    /// Where to look for it in the file.
    pub near: Range<usize>,
    /// The full name; `None` where the braces hold none.
    pub name: Option<String>,
    pub has_fallback: bool,
}

/// Takes the braces out of a draft's texts.
pub fn settle(draft: &mut Draft) {
    let mut piped = Piped::default();
    let whole = 0..usize::MAX;
    piped.take(Spot::Intro, &mut draft.intro, &whole, None);
    piped.take(Spot::Notice(None), &mut draft.privacy.notice, &whole, None);
    for (fact, text) in &mut draft.privacy.facts {
        piped.take(Spot::Notice(Some(*fact)), &mut text.value, &whole, None);
    }
    piped.take(Spot::Thanks, &mut draft.thanks, &whole, None);
    for (p, page) in draft.pages.iter_mut().enumerate() {
        let Page {
            title,
            span,
            questions,
            entity,
            ..
        } = page;
        piped.take(Spot::Title(p), title, span, entity.as_deref());
        for (q, question) in questions.iter_mut().enumerate() {
            piped.question((p, q), question, span);
        }
    }
    draft.piped = piped;
}

impl Piped {
    fn question(&mut self, (p, q): (usize, usize), question: &mut Question, span: &Range<usize>) {
        let entity = question.entity.clone();
        for (of, text) in question.texts_mut() {
            self.take(Spot::Question(p, q, of), text, span, entity.as_deref());
        }
    }

    fn take(&mut self, spot: Spot, texts: &mut Texts, near: &Range<usize>, inside: Option<&Entity>) {
        if !texts.all().any(|(_, wording)| wording.contains("{{")) {
            return;
        }
        let full = |name: &str| {
            inside
                .and_then(|entity| entity.full_name(name))
                .unwrap_or_else(|| name.to_owned())
        };
        let mut found = false;
        for (_, wording) in texts.all() {
            for piece in pipe::pieces(wording) {
                let (written, name, has_fallback) = match piece {
                    Piece::Words(_) => continue,
                    Piece::Odd(odd) => (odd.to_owned(), None, false),
                    Piece::Pipe(pipe) => {
                        found = true;
                        let fallback = pipe.fallback.is_some_and(|fallback| !fallback.is_empty());
                        (wording[pipe.at.clone()].to_owned(), Some(full(pipe.name)), fallback)
                    }
                };
                self.uses.push(Use {
                    spot,
                    written,
                    near: near.clone(),
                    name,
                    has_fallback,
                });
            }
        }
        if found {
            let named = texts.map(|wording| {
                let pieces = pipe::pieces(wording).into_iter();
                pieces
                    .map(|piece| match piece {
                        Piece::Words(words) | Piece::Odd(words) => words.to_owned(),
                        Piece::Pipe(pipe) => {
                            format!("{{{{ {} | {} }}}}", full(pipe.name), pipe.fallback.unwrap_or_default())
                        }
                    })
                    .collect()
            });
            self.texts.insert(spot, named);
            *texts = texts.map(|wording| pipe::filled(wording, |_| None));
        }
    }
}
