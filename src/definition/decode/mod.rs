//! From the tree to a [`Draft`]: takes what fits. What does not was reported by [`super::conform`].

mod questions;
mod settings;

use super::conform::is_map_of;
use super::conform::kind_of;
use super::draft::{Derived, Draft, Hidden, Listed, Loop, Measure, OwnScale, Page, Part, Privacy, Quota};
use super::fields;
use super::fields::{
    bounds, expression, is_map, items, language, name, name_in, nameless, names, number, switch, whole, wording, words,
};
use super::index;
use super::keys;
use super::spanned::Spanned;
use super::words::Words;
use super::yaml::Entry;
use super::yaml::Node;
use super::yaml::Tree;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::Better;
use crate::model::OwnWords;
use crate::model::PrivacyFact;
use crate::model::PrivacyMode;
use crate::model::words::LISTS;
use questions::comparable;
use questions::formerly;
use questions::random;
use std::collections::BTreeMap;
use std::ops::Range;

/// The draft of a definition.
#[must_use]
pub fn decode(root: &Node) -> Draft {
    let mut decoder = Decoder { texts: Vec::new() };
    let mut draft = decoder.survey(root);
    draft.texts = decoder.texts;
    draft.texts.sort_by_key(|text| text.span.start);
    draft
}

/// A language and those that stand in for it.
fn chain(entry: &Entry) -> Option<(Spanned<Lang>, Vec<Spanned<Lang>>)> {
    let lang = Spanned {
        value: Lang::new(&entry.key)?,
        span: entry.key_span.clone(),
    };
    Some((lang, entry.value.items().iter().filter_map(language).collect()))
}

/// A text by language, each wording as `read` takes it.
fn text_at(node: &Node, read: fn(&Node) -> Option<String>) -> Option<Spanned<Texts>> {
    let value = match &node.tree {
        Tree::List(_) => return None,
        Tree::Scalar(_) => Texts::same(read(node)?),
        Tree::Map(entries) => {
            let wordings = entries
                .iter()
                .filter_map(|entry| Some((Lang::new(&entry.key)?, read(&entry.value)?)));
            let by_language: BTreeMap<Lang, String> = wordings.collect();
            if by_language.is_empty() {
                return None;
            }
            Texts::by_language(by_language)
        }
    };
    Some(Spanned {
        value,
        span: node.span.clone(),
    })
}

/// The words of forms. They are no texts of the survey: languages that have them built in need none.
fn form_words(node: &Node) -> Words {
    let Some(block) = node.get("words") else {
        return Words::default();
    };
    let written: Vec<_> = LISTS
        .into_iter()
        .flatten()
        .filter_map(|word| Some((word, text_at(block.get(word.list)?.get(word.key)?, fields::word)?)))
        .collect();
    Words {
        own: OwnWords::new(written.iter().map(|(word, text)| (*word, text.value.clone()))),
        written,
    }
}

/// Gathers every text on its way.
struct Decoder {
    texts: Vec<Spanned<Texts>>,
}

impl Decoder {
    fn survey(&mut self, node: &Node) -> Draft {
        Draft {
            id: node.get("id").and_then(name_in),
            title: self.text(node, "title"),
            intro: self.text(node, "intro"),
            thanks: self.text(node, "thanks"),
            privacy: self.privacy(node),
            languages: items(node, "languages").iter().filter_map(language).collect(),
            fallback: node
                .get("fallback")
                .map(Node::entries)
                .unwrap_or_default()
                .iter()
                .filter_map(chain)
                .collect(),
            words: form_words(node),
            hidden: items(node, "hidden")
                .iter()
                .filter(is_map)
                .map(|node| self.hidden(node))
                .collect(),
            scales: items(node, "scales")
                .iter()
                .filter(is_map)
                .map(|node| self.scale(node))
                .collect(),
            pages: items(node, "pages")
                .iter()
                .filter(is_map)
                .map(|node| self.page(node))
                .collect(),
            segments: names(node, "segments"),
            derived: items(node, "derived")
                .iter()
                .filter(is_map)
                .map(|node| self.derived(node))
                .collect(),
            weight: node.get("weight").and_then(name_in),
            design: node.get("design").filter(is_map).map(settings::design),
            weighting: node.get("weighting").filter(is_map).map(settings::weighting),
            sample: node.get("sample").filter(is_map).map(settings::sample),
            unit: node.get("unit").filter(is_map).map(settings::unit),
            quotas: items(node, "quotas")
                .iter()
                .filter(is_map)
                .map(|node| self.quota(node))
                .collect(),
            measures: items(node, "measures")
                .iter()
                .filter(is_map)
                .map(|node| self.measure(node))
                .collect(),
            index: node.get("index").filter(is_map).map(|node| self.part(node)),
            index_rules: node.get("index").filter(is_map).map(index::rules).unwrap_or_default(),
            report: node.get("report").map(settings::report).unwrap_or_default(),
            piped: super::pipes::Piped::default(),
            texts: Vec::new(),
        }
    }

    fn privacy(&mut self, survey: &Node) -> Privacy {
        let Some(node) = survey.get("privacy") else {
            return Privacy::default();
        };
        if !is_map_of(node, &keys::PRIVACY) {
            return Privacy {
                span: node.span.clone(),
                notice: self.text(survey, "privacy"),
                ..Privacy::default()
            };
        }
        let word = |key: &str| node.get(key).and_then(name_in);
        Privacy {
            span: node.span.clone(),
            stated: true,
            mode: word("mode").and_then(|word| {
                Some(Spanned {
                    value: PrivacyMode::from_code(&word.value)?,
                    span: word.span,
                })
            }),
            token: word("access")
                .filter(|word| word.value == "token")
                .map(|word| word.span),
            notice: self.text(node, "notice"),
            facts: PrivacyFact::ALL
                .into_iter()
                .filter_map(|fact| Some((fact, self.spanned_text(node, fact.code())?)))
                .collect(),
        }
    }

    fn hidden(&mut self, node: &Node) -> Hidden {
        Hidden {
            id: name(node, "id"),
            kind: kind_of(node, &keys::HIDDEN).unwrap_or_default().to_owned(),
            text: self.text(node, "text"),
            options: self.choices(node, "options"),
            bounds: bounds(node),
            formerly: formerly(node),
        }
    }

    fn scale(&mut self, node: &Node) -> OwnScale {
        OwnScale {
            id: name(node, "id"),
            low_is_better: node
                .get("better")
                .and_then(Node::scalar)
                .is_some_and(|scalar| scalar.text == "low"),
            ends_only: switch(node, "ends_only").is_some_and(|switch| switch.value),
            points: self.choices(node, "points"),
        }
    }

    fn page(&mut self, node: &Node) -> Page {
        Page {
            id: name(node, "id"),
            span: node.span.clone(),
            title: self.text(node, "title"),
            questions: items(node, "questions")
                .iter()
                .filter(is_map)
                .map(|node| self.question(node))
                .collect(),
            show_if: expression(node, "show_if"),
            random: random(node),
            repeated: node.get("loop").filter(is_map).map(|node| self.repeated(node)),
            entity: None,
        }
    }

    fn repeated(&mut self, node: &Node) -> Loop {
        let entities = node.get("entities").map(|list| {
            let listed = |node: &Node| Listed {
                id: if is_map(&node) {
                    name(node, "id")
                } else {
                    name_in(node).unwrap_or_else(|| nameless(node))
                },
                text: self.text(node, "text"),
            };
            list.items().iter().map(listed).collect()
        });
        Loop {
            span: node.span.clone(),
            over: node.get("over").and_then(name_in),
            entities,
        }
    }

    fn derived(&mut self, node: &Node) -> Derived {
        let labels = node.get("labels").map(|_| self.choices(node, "labels"));
        Derived {
            id: name(node, "id"),
            text: self.text(node, "text"),
            value: expression(node, "value"),
            labels,
        }
    }

    fn measure(&mut self, node: &Node) -> Measure {
        Measure {
            id: name(node, "id"),
            kind: kind_of(node, &keys::MEASURE).unwrap_or_default().to_owned(),
            of: node.get("of").and_then(name_in),
            title: self.text(node, "title"),
            top: whole(node, "top"),
            bottom: whole(node, "bottom"),
            options: names(node, "options"),
            side: words(node, "side"),
            filter: expression(node, "where"),
            headline: switch(node, "headline").map(|switch| switch.value),
            better: words(node, "better").and_then(|word| match word.as_str() {
                "low" => Some(Better::Low),
                "high" => Some(Better::High),
                _ => None,
            }),
            comparable: comparable(node),
        }
    }

    fn quota(&mut self, node: &Node) -> Quota {
        let target = |node: &Node| Some((node.get("option").and_then(name_in)?, whole(node, "target")?.value));
        Quota {
            id: name(node, "id"),
            text: self.text(node, "text"),
            filter: expression(node, "where"),
            target: whole(node, "target"),
            of: node.get("of").and_then(name_in),
            targets: items(node, "targets").iter().filter_map(target).collect(),
        }
    }

    fn part(&mut self, node: &Node) -> Part {
        let parts = node
            .get("parts")
            .map(|list| list.items().iter().filter(is_map).map(|node| self.part(node)).collect());
        Part {
            id: name(node, "id"),
            title: self.text(node, "title"),
            weight: number(node, "weight"),
            filter: expression(node, "where"),
            parts,
            of: node.get("of").map(|_| names(node, "of")),
            pairwise: index::judgements(node),
        }
    }

    fn text(&mut self, node: &Node, key: &str) -> Texts {
        self.spanned_text(node, key).map(|text| text.value).unwrap_or_default()
    }

    fn spanned_text(&mut self, node: &Node, key: &str) -> Option<Spanned<Texts>> {
        let text = text_at(node.get(key)?, wording)?;
        self.texts.push(text.clone());
        Some(text)
    }
}

/// Place of a switch that is on.
fn set(node: &Node, key: &str) -> Option<Range<usize>> {
    switch(node, key)
        .filter(|switch| switch.value)
        .map(|switch| switch.span)
}
