//! The functions a report document may call.

use super::arguments;
use super::arguments::text;
use super::cards;
use super::charts;
use super::drawn;
use super::events;
use super::facts::Facts;
use super::facts::Medium;
use super::headings;
use super::lead;
use super::lists;
use super::methods;
use super::parts;
use super::parts::ItemView;
use super::parts::ListView;
use super::priorities;
use super::quality;
use super::quotes;
use super::ranking;
use super::sentences;
use super::signature;
use super::tables;
use super::words;
use crate::finding::Change;
use crate::finding::Verdict;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::site::Arguments;
use crate::site::CallFault;
use crate::site::Calls;
use crate::site::Html;
use crate::site::Piece;
use crate::site::Reply;
use crate::tabulation::Group;
use serde_json::json;
use std::sync::Arc;

/// What a function answers, or the author's mistake.
pub type Answer = Result<Reply, CallFault>;
type Function = fn(&Facts, &Arguments) -> Answer;

/// What the calls answer from.
#[derive(Debug, Clone)]
pub struct Live(pub Arc<Facts>);

/// Kinds of chart a document can ask for.
pub const CHARTS: [&str; 20] = [
    "trend",
    "dots",
    "diverging",
    "tree",
    "waterfall",
    "nps",
    "drivers",
    "quadrant",
    "heat",
    "multiples",
    "sparktable",
    "sparkline",
    "histogram",
    "icicle",
    "control",
    "funnel",
    "pareto",
    "journey",
    "kano",
    "boxes",
];

/// Name of each function, and what answers it; what it takes stands in `signature`.
const FUNCTIONS: [(&str, Function); 24] = [
    ("score", score),
    ("change", change),
    ("verdict", verdict),
    ("sentence", sentence),
    ("headline", headline),
    ("cards", all_cards),
    ("lead", lead_paragraph),
    ("chart", chart),
    ("battery", battery),
    ("table", table),
    ("findings", findings),
    ("priorities", first),
    ("quotes", open_answers),
    ("quality", data_quality),
    ("methods", how_measured),
    ("heading", heading),
    ("measures", lists::measures),
    ("segments", lists::segments),
    ("levels", lists::levels),
    ("waves", lists::waves),
    ("batteries", lists::batteries),
    ("open_questions", lists::open_questions),
    ("events", lists::events),
    ("actions", lists::actions),
];

impl Calls for Live {
    fn names(&self) -> Vec<&'static str> {
        FUNCTIONS.iter().map(|(name, _)| *name).collect()
    }

    fn call(&self, name: &str, arguments: &Arguments) -> Answer {
        let known = FUNCTIONS.iter().find(|(known, _)| *known == name);
        let (_, function) = known.ok_or_else(|| arguments::unknown(name, "function", "函数", &self.names()))?;
        function(&self.0, arguments)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every function answers alike")]
fn block(html: Html) -> Answer {
    Ok(Reply::Piece(Piece::Block(html)))
}

#[expect(clippy::unnecessary_wraps, reason = "every function answers alike")]
fn said(text: String) -> Answer {
    Ok(Reply::Piece(Piece::Text(text)))
}

/// The measure and the group a call is about.
fn figure_of<'a>(facts: &'a Facts, arguments: &Arguments) -> Result<(&'a Measure, Group), CallFault> {
    let measure = arguments::measure(facts, text(arguments, Some(0), "of"))?;
    let others = ["of", "since", "by", "level", "wave"];
    Ok((measure, arguments::group(facts, arguments, &others)?))
}

fn score(facts: &Facts, arguments: &Arguments) -> Answer {
    let (measure, group) = figure_of(facts, arguments)?;
    let wave = arguments.named_text("wave");
    let wave = wave.map_or_else(|| Ok(facts.wave.clone()), |wave| arguments::wave(facts, wave))?;
    let figure = facts.figure(&measure.id, &wave, group);
    let unit = facts.unit(measure);
    let estimate = figure.estimate.as_ref();
    let interval = estimate.and_then(|known| known.interval);
    Ok(Reply::Data(json!({
        "text": estimate.map_or_else(|| tables::HIDDEN.to_owned(), |known| words::value(unit, known.value)),
        "value": estimate.map(|known| known.value),
        "low": interval.map(|range| range.low),
        "high": interval.map(|range| range.high),
        "interval": interval.map(|range| words::interval(unit, range, facts.tongue())),
        "base": estimate.map(|known| known.base),
        "showing": figure.showing.code(),
        "title": facts.names().measure(measure),
    })))
}

/// Against what `since` says: the previous wave, a year ago, the target, or the rest for a group.
fn compared<'a>(facts: &'a Facts, arguments: &Arguments) -> Result<(&'a Measure, Option<&'a Change>), CallFault> {
    let (measure, group) = figure_of(facts, arguments)?;
    let found = match arguments.named_text("since").unwrap_or("previous") {
        "previous" => facts.previous(measure, group),
        "year_before" => facts.year_before(measure, group),
        "target" => facts.against_target(measure, group),
        "rest" => facts.rest(measure, group),
        other => {
            return Err(arguments::unknown(
                other,
                "comparison",
                "比较方式",
                &signature::COMPARISONS,
            ));
        }
    };
    Ok((measure, found))
}

fn change(facts: &Facts, arguments: &Arguments) -> Answer {
    let (measure, found) = compared(facts, arguments)?;
    let unit = facts.unit(measure);
    let interval = found.and_then(|change| change.comparison.interval);
    Ok(Reply::Data(json!({
        "text": found.map_or_else(|| "–".to_owned(), |change| words::change(unit, change, facts.tongue())),
        "verdict": found.map_or("none", |change| change.verdict.code()),
        "words": found.map(|change| words::verdict(change.verdict, facts.tongue())),
        "sentence": found.map(|change| sentences::sentence(facts, change)),
        "difference": found.map(|change| change.comparison.difference),
        "low": interval.map(|range| range.low),
        "high": interval.map(|range| range.high),
        "p_adjusted": found.and_then(|change| change.p_adjusted),
    })))
}

fn verdict(facts: &Facts, arguments: &Arguments) -> Answer {
    let (measure, found) = compared(facts, arguments)?;
    let Some(change) = found else {
        return said("–".to_owned());
    };
    let tone = parts::tone(change.verdict, facts.better(measure));
    let words = format!(
        "{} {}",
        words::mark(change.verdict),
        words::verdict(change.verdict, facts.tongue())
    );
    if facts.medium == Medium::Markdown {
        return said(words);
    }
    let words = Html::escaped(&words);
    Ok(Reply::Piece(Piece::Inline(Html::trusted(format!(
        "<span class=\"verdict {tone}\">{}</span>",
        words.as_str()
    )))))
}

fn sentence(facts: &Facts, arguments: &Arguments) -> Answer {
    let (measure, found) = compared(facts, arguments)?;
    said(found.map_or_else(
        || headings::measure(facts, measure),
        |change| sentences::sentence(facts, change),
    ))
}

fn headline(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    let cards = cards::cards(facts, &cards::chosen(facts));
    block(parts::joined([
        cards,
        parts::paragraph(facts, "lead", &lead::lead(facts)),
    ]))
}

fn all_cards(facts: &Facts, arguments: &Arguments) -> Answer {
    let named = arguments
        .positional
        .iter()
        .map(|value| arguments::measure(facts, value.as_str()));
    let named: Vec<&Measure> = named.collect::<Result<_, _>>()?;
    block(cards::cards(
        facts,
        &if named.is_empty() { cards::chosen(facts) } else { named },
    ))
}

fn lead_paragraph(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    said(lead::lead(facts))
}

fn chart(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["kind", "of", "measure", "by"])?;
    let kind = text(arguments, Some(0), "kind").unwrap_or_default();
    let of = text(arguments, Some(1), "of").or_else(|| arguments.named_text("measure"));
    let by = arguments::grouped(facts, arguments, kind)?;
    match kind {
        "trend" => block(charts::trend(
            facts,
            arguments::measure(facts, of)?,
            by.first().copied(),
        )),
        "dots" => block(charts::dots(facts, arguments::measure(facts, of)?, &by)),
        "diverging" => block(charts::diverging(facts, &arguments::rated(facts, of)?)),
        "tree" => block(arguments::index(facts, of)?.map_or_else(Html::default, |index| charts::tree(facts, index))),
        "waterfall" => {
            block(arguments::index(facts, of)?.map_or_else(Html::default, |index| charts::waterfall(facts, index)))
        }
        "drivers" => block(charts::drivers(facts)),
        "quadrant" => block(charts::quadrant(facts)),
        "nps" => block(charts::nps(facts, arguments::nps(facts, of)?)),
        other => match drawn::named(other) {
            Some(made) => block(charts::plain(facts, made, of, &by)?),
            None => Err(arguments::unknown(other, "chart", "图表", &CHARTS)),
        },
    }
}

fn battery(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of"])?;
    let questions = arguments::rated(facts, text(arguments, Some(0), "of"))?;
    if let [one] = questions[..] {
        let nps = facts
            .measures()
            .iter()
            .find(|measure| measure.kind == MeasureKind::Nps { of: one });
        if let Some(nps) = nps {
            return block(charts::nps(facts, nps));
        }
    }
    block(charts::diverging(facts, &questions))
}

fn table(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of", "by"])?;
    let of = text(arguments, Some(0), "of").unwrap_or("standing");
    let groups = |measures: &[&Measure], compared| {
        let by = arguments::by(facts, arguments)?;
        block(tables::groups(facts, measures, &by, compared))
    };
    match arguments::tabled(facts, of)? {
        arguments::Tabled::Word("standing") => block(tables::standing(facts)),
        arguments::Tabled::Word("drivers") => block(tables::matrix(facts)),
        arguments::Tabled::Word("benchmarks") => block(tables::benchmarks(facts)),
        arguments::Tabled::Word("events") => block(events::table(facts)),
        arguments::Tabled::Word("changes") => groups(&facts.headline(), tables::Compared::Previous),
        arguments::Tabled::Word(_) => groups(&facts.headline(), tables::Compared::Rest),
        arguments::Tabled::Measure(measure) => {
            let by = arguments::by(facts, arguments)?;
            block(parts::part(facts, "table.html", &tables::by_group(facts, measure, &by)))
        }
        arguments::Tabled::Questions(questions) => {
            let by = arguments.named_text("by");
            let by = by.map(|name| arguments::segment(facts, name)).transpose()?;
            block(tables::question(facts, &questions, by))
        }
    }
}

fn findings(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["top"])?;
    let top = arguments::count(arguments, "top", 5)?;
    let all = ranking::by_figure(facts);
    let tongue = facts.tongue();
    let item = |figure: &Vec<&Change>| {
        let (change, others) = figure.split_first()?;
        let first = sentences::sentence(facts, change);
        let said: Vec<String> = std::iter::once(first)
            .chain(others.iter().map(|other| sentences::also(facts, other)))
            .collect();
        let tone = facts
            .measure(&change.measure)
            .map(|measure| parts::tone(change.verdict, facts.better(measure)));
        Some(ItemView {
            mark: words::mark(change.verdict).to_owned(),
            tone: tone.unwrap_or("quiet").to_owned(),
            lead: String::new(),
            text: said.join(tongue.pick(" ", "")),
        })
    };
    let items: Vec<ItemView> = all.iter().take(top).filter_map(item).collect();
    if items.is_empty() {
        let compared = facts.changes().any(|change| change.verdict != Verdict::TooFew);
        let text = if compared {
            tongue.pick("No comparison came out as a finding.", "没有任何比较达到有意义的程度。")
        } else {
            tongue.pick(
                "Nothing could be compared yet: a comparison needs an earlier wave, a target or groups with enough answers.",
                "目前没有可作比较的内容：比较需要往期、目标，或答卷足够的分组。",
            )
        };
        return block(parts::paragraph(facts, "quiet", text));
    }
    let left = all.len() - items.len();
    let lang = facts.input.lang.tag();
    let note = (left > 0 && !facts.is_public() && facts.medium == Medium::Page).then(|| {
        tongue.pick(
            format!("{left} more findings stand in the data beside this report, report.{lang}.json."),
            format!("其余{left}项见随附的数据文件 report.{lang}.json。"),
        )
    });
    block(parts::part(
        facts,
        "list.html",
        &ListView {
            marked: true,
            items,
            note: note.unwrap_or_default(),
            ..ListView::default()
        },
    ))
}

fn first(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["top"])?;
    block(priorities::priorities(facts, arguments::count(arguments, "top", 5)?))
}

fn open_answers(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of", "top"])?;
    let question = arguments::open_question(facts, text(arguments, Some(0), "of"))?;
    block(quotes::quotes(facts, question, arguments::count(arguments, "top", 6)?))
}

fn data_quality(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    block(quality::quality(facts))
}

fn how_measured(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    block(methods::methods(facts))
}

fn heading(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of"])?;
    let name = text(arguments, Some(0), "of").unwrap_or_default();
    if !headings::SECTIONS.contains(&name) {
        return Err(arguments::unknown(name, "section", "章节", &headings::SECTIONS));
    }
    said(headings::section(facts, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_a_signature_and_stands_in_the_guide() {
        let named: Vec<&str> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
        let signed: Vec<&str> = signature::SIGNATURES.iter().map(|one| one.name).collect();
        assert_eq!(named, signed);
        let guide = include_str!("../../docs/reports.md");
        for name in named {
            assert!(guide.contains(&format!("`{name}(")), "{name}");
        }
        for chart in CHARTS {
            assert!(guide.contains(&format!("chart(\"{chart}\"")), "{chart}");
        }
        for field in signature::SIGNATURES
            .iter()
            .flat_map(|one| one.fields)
            .filter(|field| **field != "kind")
        {
            assert!(guide.contains(&format!("`{field}`")) || *field == "text", "{field}");
        }
        for section in headings::SECTIONS {
            assert!(
                guide.contains(&format!("`{section}`")) || guide.contains(&format!("\"{section}\"")),
                "{section}"
            );
        }
        for one in crate::report::SHIPPED {
            assert!(guide.contains(&format!("| `{}` |", one.name)), "{}", one.name);
        }
    }
}
