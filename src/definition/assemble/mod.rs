//! The survey, from parts that were found right.

mod asked;

use super::accuracy;
use super::derive::Values;
use super::draft;
use super::draft::Draft;
use super::expressions::Role;
use super::expressions::Site;
use super::hash;
use super::index;
use super::outline::Outline;
use super::pipes::Spot;
use super::spanned::Name;
use super::spanned::Spanned;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::UnitLink;
use crate::model::{Access, Privacy, Quota, QuotaCells, ReportSettings, SampleLink, Survey, Variable, VariableIndex};
use crate::model::{Condition, Design, Formerly, Id, IndexNode, Measure, MeasureKind, Now, Page, Practical};
use crate::stats::design::Lonely;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the survey is made of.
pub struct Assembly<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub sites: &'a [Site<'a>],
    pub values: &'a Values,
    pub order: &'a [usize],
}

/// The languages that stand in for others: those declared, then the survey's in order.
fn chains(draft: &Draft) -> BTreeMap<Lang, Vec<Lang>> {
    let whole = |chain: &[Spanned<Lang>]| {
        let mut whole: Vec<Lang> = Vec::new();
        for lang in chain.iter().chain(&draft.languages) {
            if !whole.contains(&lang.value) {
                whole.push(lang.value.clone());
            }
        }
        whole
    };
    draft
        .fallback
        .iter()
        .map(|(lang, chain)| (lang.value.clone(), whole(chain)))
        .collect()
}

impl Assembly<'_> {
    /// The survey; `None` when a part is missing, which a rule has reported.
    pub fn survey(&self) -> Option<Survey> {
        let draft = self.draft;
        let pages: Option<Vec<Page>> = (0..)
            .zip(&draft.pages)
            .map(|(place, page)| self.page(place, page))
            .collect();
        let variables: Option<Vec<Variable>> = (0..self.outline.slots.len()).map(|slot| self.variable(slot)).collect();
        let index = match &draft.index {
            Some(_) => Some(index::tree(draft, self.outline)?),
            None => None,
        };
        let unit = match &draft.unit {
            Some(unit) => Some(self.unit(unit)?),
            None => None,
        };
        let mut survey = Survey {
            id: Id::new(&draft.id.as_ref()?.value),
            title: draft.title.clone(),
            intro: draft.intro.clone(),
            thanks: draft.thanks.clone(),
            piped: [Spot::Intro, Spot::Thanks].map(|spot| draft_text(draft, spot)),
            privacy: privacy(draft),
            languages: draft.languages.iter().map(|lang| lang.value.clone()).collect(),
            fallback: chains(draft),
            words: draft.words.own.clone(),
            pages: pages?,
            variables: variables?,
            by_id: self
                .outline
                .by_id
                .iter()
                .map(|(id, slot)| (Id::new(id), VariableIndex(*slot)))
                .collect(),
            segments: draft
                .segments
                .iter()
                .map(|name| self.find(&name.value))
                .collect::<Option<_>>()?,
            weight: match &draft.weight {
                Some(name) => Some(self.find(&name.value)?),
                None => None,
            },
            design: match (
                draft.design.as_ref().filter(|design| design.replicates.is_none()),
                &unit,
            ) {
                (Some(design), _) => Some(self.design(design)?),
                // Rows of one response are not drawn singly: the response was.
                (None, Some(unit)) if draft.design.is_none() => Some(Design {
                    cluster: Some(unit.key),
                    ..Design::singly()
                }),
                (None, _) => None,
            },
            replicates: match draft.design.as_ref().and_then(|design| design.replicates.as_ref()) {
                Some(replicates) => Some(accuracy::replicates(replicates, self.outline)?),
                None => None,
            },
            population: draft.weighting.as_ref().map(accuracy::population),
            sample: match &draft.sample {
                Some(sample) => Some(link(sample)?),
                None => None,
            },
            unit,
            quotas: self.quotas()?,
            measures: self.measures(index.as_ref())?,
            index,
            report: report(&draft.report),
            comparable: self.comparable(),
            formerly: self.formerly(),
            recodings: BTreeMap::new(),
            hash: String::new(),
        };
        index::complete(&mut survey);
        survey.hash = hash::of(&survey);
        Some(survey)
    }

    /// The reasons for which changed questions and measures can be compared.
    fn comparable(&self) -> BTreeMap<Id, String> {
        let questions = self.draft.pages.iter().flat_map(|page| &page.questions);
        let questions = questions.map(|question| (&question.id, &question.comparable));
        let measures = self
            .draft
            .measures
            .iter()
            .map(|measure| (&measure.id, &measure.comparable));
        questions
            .chain(measures)
            .filter_map(|(id, said)| Some((Id::new(&id.value), said.reason()?.to_owned())))
            .collect()
    }

    /// What earlier options of questions and hidden values are today.
    fn formerly(&self) -> BTreeMap<Id, Formerly> {
        let questions = self.draft.pages.iter().flat_map(|page| &page.questions);
        let questions = questions.map(|question| (&question.id, &question.formerly));
        let hidden = self.draft.hidden.iter().map(|hidden| (&hidden.id, &hidden.formerly));
        let known = questions.chain(hidden).filter_map(|(id, said)| {
            let because = said.because.as_ref()?.value.clone();
            let now = said.codes.as_ref()?.value.iter();
            let now = now
                .map(|(old, new)| (old.value.clone(), Now::named(&new.value)))
                .collect();
            Some((Id::new(&id.value), Formerly { now, because }))
        });
        known.collect()
    }

    fn quotas(&self) -> Option<Vec<Quota>> {
        let quotas = self.draft.quotas.iter().enumerate();
        quotas
            .map(|(place, quota)| {
                let count = |count: i32| u64::try_from(count).ok();
                let cells = match (&quota.of, &quota.target) {
                    (Some(of), _) => {
                        let list = self.outline.options(&of.value)?;
                        let targets = quota.targets.iter();
                        let targets = targets
                            .map(|(option, target)| Some((list.position_of_id(&option.value)?, count(*target)?)));
                        QuotaCells::Of(self.find(&of.value)?, targets.collect::<Option<_>>()?)
                    }
                    (None, target) => {
                        QuotaCells::Where(self.condition(Role::Quota, (place, 0)), count(target.as_ref()?.value)?)
                    }
                };
                Some(Quota {
                    id: Id::new(&quota.id.value),
                    title: quota.text.clone(),
                    cells,
                })
            })
            .collect()
    }

    fn unit(&self, unit: &draft::Unit) -> Option<UnitLink> {
        Some(UnitLink {
            of: Id::new(&unit.of.as_ref()?.value),
            key: self.find(&unit.key.as_ref()?.value)?,
            fills: unit.fills.iter().map(|name| Id::new(&name.value)).collect(),
            repeats: unit.repeats.as_ref().map(|name| Id::new(&name.value)),
        })
    }

    fn design(&self, design: &draft::Design) -> Option<Design> {
        let named = |name: &Option<Name>| match name {
            Some(name) => self.find(&name.value).map(Some),
            None => Some(None),
        };
        Some(Design {
            stratum: named(&design.stratum)?,
            cluster: named(&design.cluster)?,
            population: named(&design.population)?,
            lonely: match design.lonely.as_str() {
                "adjust" => Lonely::Adjust,
                _ => Lonely::Error,
            },
        })
    }

    fn find(&self, id: &str) -> Option<VariableIndex> {
        self.outline.by_id.get(id).copied().map(VariableIndex)
    }

    fn condition(&self, role: Role, at: (usize, usize)) -> Option<Arc<Condition>> {
        self.sites
            .iter()
            .find(|site| site.role == role && site.at == at)?
            .condition
            .clone()
    }

    fn measures(&self, index: Option<&Arc<IndexNode>>) -> Option<Vec<Measure>> {
        let draft = self.draft;
        // Unless a measure claims to be a headline, each that does not disclaim it is one.
        let claimed = draft.measures.iter().any(|measure| measure.headline == Some(true));
        let declared = draft.measures.iter().enumerate().map(|(place, measure)| {
            Some(Measure {
                id: Id::new(&measure.id.value),
                title: measure.title.clone(),
                kind: self.measure_kind(measure)?,
                filter: self.condition(Role::Measure, (place, 0)),
                headline: measure.headline.unwrap_or(!claimed),
                better: measure.better,
            })
        });
        let mut measures: Vec<Measure> = declared.collect::<Option<_>>()?;
        let filter = self.condition(Role::Index, (0, 0));
        for (depth, node) in index.map(IndexNode::walk).unwrap_or_default() {
            measures.push(Measure {
                id: node.id.clone(),
                title: node.title.clone(),
                kind: MeasureKind::Index(node),
                filter: filter.clone(),
                headline: depth == 0,
                better: None,
            });
        }
        Some(measures)
    }

    fn measure_kind(&self, measure: &draft::Measure) -> Option<MeasureKind> {
        let of = self.find(&measure.of.as_ref()?.value)?;
        let points =
            |written: &Option<Spanned<i32>>| usize::try_from(written.as_ref().map_or(2, |written| written.value)).ok();
        Some(match measure.kind.as_str() {
            "top_box" => MeasureKind::TopBox {
                of,
                top: points(&measure.top)?,
            },
            "bottom_box" => MeasureKind::BottomBox {
                of,
                bottom: points(&measure.bottom)?,
            },
            "mean" => MeasureKind::Mean { of },
            "nps" => MeasureKind::Nps { of },
            "share" | "kano" => {
                let list = self.outline.slots.get(of.0)?.domain.as_ref()?.options()?;
                let options: Option<std::collections::BTreeSet<usize>> = measure
                    .options
                    .iter()
                    .map(|name| list.position_of_id(&name.value))
                    .collect();
                MeasureKind::Share {
                    of,
                    options: options?.into_iter().collect(),
                }
            }
            _ => return None,
        })
    }
}

/// A number of options, which a rule has found whole and in range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a small whole number"
)]
fn whole(number: f64) -> Option<usize> {
    (number >= 0.0 && number.fract() == 0.0 && number < 1e6).then_some(number as usize)
}

fn privacy(draft: &Draft) -> Privacy {
    let written = &draft.privacy;
    let piped = |(spot, texts): (&Spot, &Texts)| match spot {
        Spot::Notice(of) => Some((*of, texts.clone())),
        _ => None,
    };
    Privacy {
        stated: written.stated,
        mode: written.mode.as_ref().map(|mode| mode.value).unwrap_or_default(),
        access: if written.token.is_some() {
            Access::Token
        } else {
            Access::Open
        },
        notice: written.notice.clone(),
        facts: written
            .facts
            .iter()
            .map(|(fact, texts)| (*fact, texts.value.clone()))
            .collect(),
        piped: draft.piped.texts.iter().filter_map(piped).collect(),
    }
}

fn draft_text(draft: &Draft, spot: Spot) -> Option<Texts> {
    draft.piped.texts.get(&spot).cloned()
}

fn link(sample: &draft::Sample) -> Option<SampleLink> {
    let key = sample.key.as_ref().map(|key| key.value.clone());
    let id = sample.id.as_ref().map(|id| id.value.clone());
    Some(SampleLink {
        file: sample.file.as_ref()?.value.clone(),
        id: id.or_else(|| key.clone()).unwrap_or_else(|| "id".to_owned()),
        key,
        fills: sample.fills.iter().map(|name| Id::new(&name.value)).collect(),
        attributes: sample.attributes.iter().map(|name| name.value.clone()).collect(),
        columns: sample.columns.clone(),
    })
}

fn report(written: &draft::Report) -> ReportSettings {
    let standard = ReportSettings::default();
    let number =
        |written: &Option<Spanned<f64>>, standard: f64| written.as_ref().map_or(standard, |written| written.value);
    let count = |written: &Option<Spanned<i32>>, standard: u64| {
        written
            .as_ref()
            .and_then(|written| u64::try_from(written.value).ok())
            .unwrap_or(standard)
    };
    ReportSettings {
        alpha: number(&written.alpha, standard.alpha),
        practical: Practical {
            share: number(&written.share, standard.practical.share),
            index: number(&written.index, standard.practical.index),
            nps: number(&written.nps, standard.practical.nps),
            mean: number(&written.mean, standard.practical.mean),
        },
        flag_below: count(&written.flag_below, standard.flag_below),
        hide_below: count(&written.hide_below, standard.hide_below),
        privacy_k: count(&written.privacy_k, standard.privacy_k),
        quotes_k: count(&written.quotes_k, standard.quotes_k),
    }
}
