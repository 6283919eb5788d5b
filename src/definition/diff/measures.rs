//! Measures, the index, and what stands around the questions.

use super::Aspect;
use super::Change;
use super::Impact;
use super::Search;
use super::Subject;
use super::declared;
use super::flow::text;
use super::words::label;
use super::words::labels;
use super::words::same_words;
use crate::definition::recode;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::Better;
use crate::model::Id;
use crate::model::IndexLevel;
use crate::model::IndexMissing;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::PopulationTargets;
use crate::model::Recoded;
use crate::model::Survey;
use crate::model::Weighting;
use crate::stats::design::Lonely;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a part of an index is made of, in texts that can be compared.
#[derive(PartialEq)]
struct Made {
    weights: String,
    parts: String,
}

impl Search<'_> {
    /// Measures and the parts of the index.
    pub(super) fn measures(&mut self) {
        let (before, after) = (self.before, self.after);
        for measure in &before.measures {
            if after.measure(measure.id.as_str()).is_none() {
                let texts = [counted(before, measure), String::new()];
                self.of(measure, Aspect::Removed, Impact::Breaking, texts);
            }
        }
        for measure in &after.measures {
            let Some(known) = before.measure(measure.id.as_str()) else {
                let texts = [String::new(), counted(after, measure)];
                self.of(measure, Aspect::Added, Impact::Compatible, texts);
                continue;
            };
            self.measure(known, measure);
        }
    }

    fn measure(&mut self, known: &Measure, measure: &Measure) {
        let (before, after) = (self.before, self.after);
        let filters = [known, measure].map(|measure| text(measure.filter.as_ref()));
        if filters[0] != filters[1] {
            self.of(measure, Aspect::Filter, Impact::Breaking, filters);
        }
        if let (MeasureKind::Index(old), MeasureKind::Index(new)) = (&known.kind, &measure.kind) {
            let (was, is) = (made(before, old), made(after, new));
            if was.parts != is.parts {
                self.of(measure, Aspect::Parts, Impact::Breaking, [was.parts, is.parts]);
            } else if was.weights != is.weights {
                self.of(measure, Aspect::Weights, Impact::Breaking, [was.weights, is.weights]);
            }
        } else {
            let texts = [counted(before, known), counted(after, measure)];
            if texts[0] != texts[1] && !self.counts_the_same(known, measure) {
                self.of(measure, Aspect::Counted, Impact::Breaking, texts);
            }
        }
        if known.better != measure.better {
            let word = |better: Option<Better>| match better {
                Some(Better::High) => "high",
                Some(Better::Low) => "low",
                None => "",
            };
            let texts = [word(known.better).to_owned(), word(measure.better).to_owned()];
            self.of(measure, Aspect::Direction, Impact::Breaking, texts);
        }
        for (lang, [was, is]) in labels(&known.title, &measure.title) {
            self.of(measure, Aspect::Texts, Impact::Compatible, [was, is]);
            if let Some(last) = self.changes.last_mut() {
                last.lang = lang;
            }
        }
    }

    /// Notes a change of a measure itself. An index above it changes too where a part of it does.
    fn of(&mut self, measure: &Measure, aspect: Aspect, impact: Impact, texts: [String; 2]) {
        let [before, after] = texts;
        let mut touches = vec![measure.id.clone()];
        let subject = match &measure.kind {
            MeasureKind::Index(_) => Subject::Index,
            _ => Subject::Measure,
        };
        if subject == Subject::Index && matches!(aspect, Aspect::Weights | Aspect::Parts) {
            touches.extend(above(self.after, &measure.id));
            touches.sort();
            touches.dedup();
        }
        self.changes.push(Change {
            variables: Vec::new(),
            subject,
            id: measure.id.clone(),
            aspect,
            impact,
            lang: None,
            before,
            after,
            touches,
            because: declared(self.before, self.declared, &measure.id).map(str::to_owned),
            read_as: None,
        });
    }

    /// Whether a share counts the same answers once earlier options are read as the map of their question says: those that it counted
    /// are those that are counted now.
    fn counts_the_same(&self, known: &Measure, measure: &Measure) -> bool {
        let (
            MeasureKind::Share {
                of: was,
                options: counted,
            },
            MeasureKind::Share {
                of: is,
                options: counts,
            },
        ) = (&known.kind, &measure.kind)
        else {
            return false;
        };
        let (was, is) = (self.before.variable(*was), self.after.variable(*is));
        let (Some(old), Some(new)) = (was.domain.options(), is.domain.options()) else {
            return false;
        };
        let read = recode::read(self.before, self.declared);
        let recoding = read
            .recodings
            .get(&is.id)
            .filter(|_| was.id == is.id && self.after.hash == self.declared.hash);
        let Some(recoding) = recoding else { return false };
        old.options
            .iter()
            .enumerate()
            .all(|(at, option)| match recoding.values.get(&option.value) {
                Some(Recoded::Value(value)) => {
                    let now = new.position_of_value(*value).is_some_and(|now| counts.contains(&now));
                    now == counted.contains(&at)
                }
                // What is no answer today is in no base.
                Some(Recoded::Missing(_) | Recoded::Dropped) => true,
                None => false,
            })
    }

    /// What stands around the questions and holds for all of them.
    pub(super) fn around(&mut self) {
        let (before, after) = (self.before, self.after);
        let weight = |survey: &Survey| {
            survey
                .weight
                .map_or(String::new(), |at| survey.variable(at).id.to_string())
        };
        self.both(Aspect::Weighting, Impact::Breaking, weight(before), weight(after));
        self.both(
            Aspect::Weighting,
            Impact::Breaking,
            population(before),
            population(after),
        );
        self.both(Aspect::Design, Impact::Footnote, design(before), design(after));
        let mode = |survey: &Survey| survey.privacy.mode.code().to_owned();
        self.both(Aspect::Privacy, Impact::Footnote, mode(before), mode(after));
        let languages = |survey: &Survey| {
            let tags: Vec<&str> = survey.languages.iter().map(Lang::tag).collect();
            tags.join(", ")
        };
        let (was, is) = (languages(before), languages(after));
        self.both(Aspect::Language, Impact::Compatible, was, is);
        let privacy = |survey: &Survey| survey.privacy.notice.clone();
        let around: [(&Texts, &Texts); 4] = [
            (&before.title, &after.title),
            (&before.intro, &after.intro),
            (&before.thanks, &after.thanks),
            (&privacy(before), &privacy(after)),
        ];
        for (was, is) in around {
            self.around_text(Subject::Survey, &after.id, was, is);
        }
        for page in &after.pages {
            if let Some(known) = before.pages.iter().find(|known| known.id == page.id) {
                self.around_text(Subject::Page, &page.id, &known.title, &page.title);
            }
        }
    }

    fn both(&mut self, aspect: Aspect, impact: Impact, was: String, is: String) {
        if was != is {
            self.survey(aspect, impact, was, is);
        }
    }

    fn around_text(&mut self, subject: Subject, id: &Id, was: &Texts, is: &Texts) {
        for (lang, [was, is]) in labels(was, is) {
            let aspect = if same_words(&was, &is) {
                Aspect::Spelling
            } else {
                Aspect::Texts
            };
            self.changes.push(Change {
                variables: Vec::new(),
                subject,
                id: id.clone(),
                aspect,
                impact: Impact::Compatible,
                lang,
                before: was,
                after: is,
                touches: Vec::new(),
                because: None,
                read_as: None,
            });
        }
    }
}

/// What a measure counts: `top_box of overall, 2`.
fn counted(survey: &Survey, measure: &Measure) -> String {
    let name = |of: &crate::model::VariableIndex| survey.variable(*of).id.to_string();
    match &measure.kind {
        MeasureKind::TopBox { of, top } => format!("top_box {}: {top}", name(of)),
        MeasureKind::BottomBox { of, bottom } => format!("bottom_box {}: {bottom}", name(of)),
        MeasureKind::Mean { of } => format!("mean {}", name(of)),
        MeasureKind::Nps { of } => format!("nps {}", name(of)),
        MeasureKind::Share { of, options } => {
            let list = survey.variable(*of).domain.options();
            let ids: Vec<&str> = options
                .iter()
                .filter_map(|at| Some(list?.options.get(*at)?.id.as_str()))
                .collect();
            format!("share {}: {}", name(of), ids.join(", "))
        }
        MeasureKind::Index(_) => format!("index {}", label(&measure.title)),
    }
}

/// The parts of a node with their weights, and how it is computed.
fn made(survey: &Survey, node: &Arc<IndexNode>) -> Made {
    let mut parts: BTreeMap<String, f64> = BTreeMap::new();
    for part in &node.parts {
        parts.insert(part.id.to_string(), part.weight);
    }
    for (at, item) in node.items.iter().enumerate() {
        let share = node.shares.get(at).copied().unwrap_or(1.0 / node.items.len() as f64);
        *parts.entry(survey.variable(*item).id.to_string()).or_default() += share;
    }
    let scheme = &node.scheme;
    // Weights that come from the answers are not known here: what is compared is where they come from.
    let by_answers = scheme.weighting.needs_answers();
    let weights: Vec<String> = parts
        .iter()
        .filter(|_| !by_answers)
        .map(|(id, weight)| format!("{id} {}", crate::locale::significant(*weight, 6)))
        .collect();
    let level = match scheme.level {
        IndexLevel::Mean => "mean",
        IndexLevel::Person => "person",
    };
    let missing = match scheme.missing {
        IndexMissing::Available => "available".to_owned(),
        IndexMissing::Complete => "complete".to_owned(),
        IndexMissing::AtLeast(count) => format!("at_least {count}"),
    };
    let outcome = match &scheme.weighting {
        Weighting::Importance { outcome } => survey.variable(*outcome).id.to_string(),
        _ => String::new(),
    };
    let how = format!("{} {outcome} {level} {missing}", scheme.weighting.code());
    Made {
        weights: format!(
            "{} [{}]",
            weights.join(", "),
            how.split_whitespace().collect::<Vec<_>>().join(" ")
        ),
        parts: parts.keys().cloned().collect::<Vec<_>>().join(", "),
    }
}

/// The parts of the index above the part of this name.
fn above(survey: &Survey, id: &Id) -> Vec<Id> {
    fn path(node: &Arc<IndexNode>, id: &Id) -> Option<Vec<Id>> {
        if node.id == *id {
            return Some(Vec::new());
        }
        node.parts.iter().find_map(|part| {
            let mut found = path(part, id)?;
            found.push(node.id.clone());
            Some(found)
        })
    }
    survey
        .index
        .as_ref()
        .and_then(|root| path(root, id))
        .unwrap_or_default()
}

fn population(survey: &Survey) -> String {
    survey.population.as_ref().map_or(String::new(), |population| {
        let targets = match &population.targets {
            PopulationTargets::File(name) => name.clone(),
            PopulationTargets::Margins(texts) => texts.join("; "),
        };
        format!("{} {targets}", population.method.code())
    })
}

fn design(survey: &Survey) -> String {
    let Some(design) = &survey.design else {
        return survey
            .replicates
            .as_ref()
            .map_or(String::new(), |replicates| replicates.asked.kind.code().to_owned());
    };
    let name =
        |at: Option<crate::model::VariableIndex>| at.map_or("–".to_owned(), |at| survey.variable(at).id.to_string());
    let lonely = if design.lonely == Lonely::Adjust {
        "adjust"
    } else {
        "error"
    };
    format!(
        "{} / {} / {} / {lonely}",
        name(design.stratum),
        name(design.cluster),
        name(design.population)
    )
}
