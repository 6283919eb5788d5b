//! The map of the features of Kano questions.

use super::Drawn;
use super::material::Material;
use crate::chart;
use crate::chart::Kano;
use crate::chart::KanoItem;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::finding::Showing;
use crate::locale;
use crate::measure::kano::Feature;
use crate::measure::kano::features;
use crate::model::WaveId;
use crate::report::names::listed;
use crate::report::words;
use crate::stats::Reason;
use crate::stats::kano::Category;
use crate::stats::kano::Coefficient;
use crate::stats::kano::Frequencies;
use crate::stats::kish;
use crate::tabulation::Cell;
use crate::tabulation::Group;

/// More than this share of answers that contradict each other is said: the question was not understood.
const CONTRADICTORY: f64 = 0.1;

/// What the answers say of one feature.
struct Found {
    item: KanoItem,
    contradictory: bool,
}

/// Features by what their presence adds and their absence takes away, with the category that stands out.
pub(super) fn kano(material: &Material) -> Result<Drawn, Words> {
    let (wave, tongue) = (material.wave()?, material.tongue());
    let all = features(material.survey());
    let asked: Vec<&Feature<'_>> = all
        .iter()
        .filter(|feature| material.questions.contains(&feature.with))
        .collect();
    if asked.is_empty() {
        return Err(Words::new(
            "this survey has no Kano question, so there are no features to sort",
            "该问卷没有卡诺题，没有可归类的功能",
        ));
    }
    let found: Vec<Found> = asked.into_iter().map(|feature| one(material, feature, wave)).collect();
    let contradictory: Vec<String> = found
        .iter()
        .filter(|one| one.contradictory)
        .map(|one| one.item.label.clone())
        .collect();
    let mut notes = vec![
        tongue
            .pick(
                "A feature is what most take it for; where no category stands out from the second, it is mixed (Fong 1996).",
                "功能按多数人的看法归类；若最多的一类未明显多于第二类，则为混合（Fong 1996）。",
            )
            .to_owned(),
    ];
    if !contradictory.is_empty() {
        let named = listed(&contradictory, tongue);
        notes.push(tongue.pick(
            format!("More than 10% contradict themselves on {named}."),
            format!("对“{named}”的回答有10%以上自相矛盾。"),
        ));
    }
    let title = tongue.pick(
        format!("What features mean to customers ({wave})"),
        format!("各项功能对客户的意义（{wave}）"),
    );
    let fields = [
        Category::Attractive,
        Category::OneDimensional,
        Category::Indifferent,
        Category::MustBe,
    ];
    let map = Kano {
        words: material.words(title),
        better_name: tongue.pick("Gained where it is there", "具备时提升满意").to_owned(),
        worse_name: tongue.pick("Lost where it is missing", "缺少时损失满意").to_owned(),
        fields: fields.map(|category| words::kano(category, tongue).to_owned()),
        items: found.into_iter().map(|one| one.item).collect(),
    };
    Ok(Drawn::of(map).noted(notes))
}

fn one(material: &Material, feature: &Feature<'_>, wave: &WaveId) -> Found {
    let label = material.text_or(&feature.asked.text, || feature.asked.id.to_string());
    let view = material.scores.tabulation.view(wave, Group::Total);
    let (frequencies, whole) = view.and_then(|view| feature.counted(&view)).unwrap_or_default();
    let showing = material.decided(Showing::of_base(whole.n, material.settings()));
    let known = showing.is_visible().then(|| judged(material, &frequencies, whole));
    let hidden = |reason: &str| Found {
        item: KanoItem {
            label: label.clone(),
            showing: chart::Showing::Hidden(reason.to_owned()),
            ..KanoItem::default()
        },
        contradictory: false,
    };
    let tongue = material.tongue();
    match known {
        _ if whole.n == 0 => hidden(words::reason(Reason::NoValidAnswers, tongue)),
        None => hidden(words::showing(showing, tongue)),
        Some(Err(reason)) => hidden(words::reason(reason, tongue)),
        Some(Ok(mut item)) => {
            item.label.clone_from(&label);
            if showing == Showing::Flagged {
                item.showing = chart::Showing::Small;
            }
            Found {
                item,
                contradictory: frequencies.get(Category::Questionable) > CONTRADICTORY * frequencies.total(),
            }
        }
    }
}

/// Category and coefficients of a feature that may be shown.
fn judged(material: &Material, frequencies: &Frequencies, whole: Cell) -> Result<KanoItem, Reason> {
    let none = |fault: crate::stats::StatError| fault.reason().unwrap_or(Reason::NoValidAnswers);
    let level = 1.0 - material.settings().alpha;
    let base = kish::effective_base(whole.w, whole.w2).unwrap_or(0.0);
    let verdict = frequencies.verdict().map_err(none)?;
    let stands_out = frequencies.fong(base).map_err(none)?.stands_out;
    let estimate = |found: Coefficient| chart::Estimate {
        value: Some(found.value),
        low: found.interval.map(|interval| interval.low),
        high: found.interval.map(|interval| interval.high),
        text: locale::plain(found.value, 2),
    };
    Ok(KanoItem {
        better: estimate(frequencies.better(Some(base), level).map_err(none)?),
        worse: estimate(frequencies.worse(Some(base), level).map_err(none)?),
        category: category(verdict.category, stands_out, material.tongue()),
        base: format!("n = {}", whole.n),
        ..KanoItem::default()
    })
}

/// The most frequent category, or that it does not stand out.
fn category(most: Category, stands_out: bool, tongue: Tongue) -> String {
    let name = words::kano(most, tongue);
    if stands_out {
        return name.to_owned();
    }
    tongue.pick(
        format!("Mixed, most often {}", name.to_lowercase()),
        format!("混合，以{name}居多"),
    )
}
