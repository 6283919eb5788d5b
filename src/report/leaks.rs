//! The last look before a report leaves: does what it shows tell a figure that it hides?
//!
//! Reads the finished numbers and the finished page, not the decisions they were made by, and knows who answered. By
//! construction there is nothing to find; a fault of the program, or of a template, is found here and not by a reader.

use super::facts::Facts;
use super::rules::LEAK;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Id;
use crate::model::WaveId;
use crate::site::Html;
use crate::tabulation::Group;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What is told of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// This base.
    Base(u64),
    /// Hidden to protect people.
    Private,
    /// Nothing.
    Nothing,
}

/// A group by the ids of its segment and level; `None` is everybody.
type Named = Option<(String, String)>;

/// What is told of the groups of each measure and wave.
type ByFigure<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<Named, Told>>;

/// The id of a cell, and what tells it, in both languages.
type Found = BTreeSet<(String, &'static str, &'static str)>;

/// Everything that can be worked out, as problems that name the cell.
pub fn leaks(facts: &Facts, json: &Value, page: Option<&str>) -> Vec<Problem> {
    let mut found = Found::new();
    let mut of_measure = ByFigure::new();
    for row in list(json, "scores") {
        let text = |field: &str| row[field].as_str().unwrap_or_default();
        let group = row["segment"]
            .as_str()
            .map(|of| (of.to_owned(), text("level").to_owned()));
        let told = match (row["base"].as_u64(), text("note")) {
            (Some(base), _) => Told::Base(base),
            (None, "hidden_privacy" | "hidden_complement") => Told::Private,
            _ => Told::Nothing,
        };
        let cells = of_measure.entry((text("measure"), text("wave"))).or_default();
        cells.insert(group, told);
    }
    for ((measure, wave), cells) in &of_measure {
        sums(facts, measure, wave, cells, &mut found);
    }
    changes(facts, json, &of_measure, &mut found);
    if let Some(page) = page {
        rows(facts, page, &of_measure, &mut found);
    }
    let place = |source: &std::sync::Arc<crate::diagnostic::Source>| Place::File {
        file: source.name.clone(),
    };
    let problem = |(id, en, zh): (String, &str, &str)| {
        Problem::new(&LEAK, place(&facts.input.document.source))
            .says(format!("`{id}` is hidden, but {en}"), format!("`{id}` 已隐藏，但{zh}"))
    };
    found.into_iter().map(problem).collect()
}

fn list<'a>(json: &'a Value, field: &str) -> &'a [Value] {
    json[field].as_array().map_or(&[], Vec::as_slice)
}

/// A small base that is shown, and hidden groups that what is shown beside them and their sum tell.
fn sums(facts: &Facts, measure: &str, wave: &str, cells: &BTreeMap<Named, Told>, found: &mut Found) {
    let k = facts.settings().privacy_k;
    let (measure, wave) = (Id::new(measure), WaveId::new(wave));
    let base = |group: Group| {
        let scored = facts.input.scores.of(&measure, &wave, group);
        scored.and_then(|one| one.as_ref().ok()).map_or(0, |one| one.base)
    };
    let told = |group: Group| cells.get(&named(facts, group)).copied().unwrap_or(Told::Nothing);
    let id = |group: Group| facts.input.scores.figure_id(&measure, &wave, group);
    let levels = facts.segments().into_iter().flat_map(|segment| facts.levels(segment));
    for group in std::iter::once(Group::Total).chain(levels) {
        if matches!(told(group), Told::Base(_)) && (1..k).contains(&base(group)) {
            found.insert((id(group), "its base is shown", "显示了其样本量"));
        }
    }
    let mut look = |sum: Group, parts: &[Group]| {
        let Told::Base(whole) = told(sum) else { return };
        let shown = |group: &&Group| matches!(told(**group), Told::Base(_));
        let known: u64 = parts.iter().filter(shown).map(|group| base(*group)).sum();
        let all: u64 = parts.iter().map(|group| base(*group)).sum();
        let hidden: Vec<&Group> = parts
            .iter()
            // An empty group that is hidden could be any of the others.
            .filter(|group| !shown(group) && (base(**group) > 0 || told(**group) == Told::Private))
            .collect();
        let count = hidden.len() + usize::from(whole > all);
        let people = whole.saturating_sub(known);
        if !hidden.iter().any(|group| told(**group) == Told::Private) || count > 1 && people >= k {
            return;
        }
        for group in hidden.into_iter().filter(|group| base(**group) > 0) {
            found.insert((
                id(*group),
                "the groups shown beside it and their sum tell it",
                "由并列显示的各组及其合计可推算出来",
            ));
        }
    };
    for segment in facts.segments() {
        look(Group::Total, &facts.levels(segment));
    }
    for nested in facts.input.scores.tabulation.nested() {
        let mut parts: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
        for (level, parent) in nested.parents.iter().enumerate() {
            if let Some(parent) = parent {
                parts.entry(*parent).or_default().push(Group::Level(nested.fine, level));
            }
        }
        for (parent, parts) in parts {
            look(Group::Level(nested.coarse, parent), &parts);
        }
    }
}

/// Comparisons one side of which is hidden, or of few people: with one side and the difference the other is known.
fn changes(facts: &Facts, json: &Value, of_measure: &ByFigure<'_>, found: &mut Found) {
    let k = facts.settings().privacy_k;
    for change in list(json, "changes") {
        let text = |field: &str| change[field].as_str().unwrap_or_default();
        let group = change["segment"]
            .as_str()
            .map(|of| (of.to_owned(), text("level").to_owned()));
        let hidden = |wave: &str| {
            let cells = of_measure.get(&(text("measure"), wave));
            cells.and_then(|cells| cells.get(&group)) == Some(&Told::Private)
        };
        let few = change["reference_base"]
            .as_u64()
            .is_some_and(|base| base > 0 && base < k);
        if hidden(text("wave")) || hidden(text("against")) || few && text("kind") == "rest" {
            let id = text("id").to_owned();
            found.insert((id, "a comparison tells it", "由比较结果可推算出来"));
        }
    }
}

/// Rows of tables on the page with a number in the line of a group all of whose figures are hidden.
fn rows(facts: &Facts, page: &str, of_measure: &ByFigure<'_>, found: &mut Found) {
    // Segment and heading of every row with a number behind its heading.
    let numbers: BTreeSet<(&str, &str)> = page.split("<tr").filter_map(numbered).collect();
    for segment in facts.segments() {
        for group in facts
            .levels(segment)
            .into_iter()
            .filter(|group| is_private(facts, *group, of_measure))
        {
            let (of, name) = (facts.segment_id(group), Html::escaped(&facts.names().level(group)));
            if numbers.contains(&(of.as_str(), name.as_str())) {
                let level = named(facts, group).map_or_else(String::new, |(_, level)| level);
                let id = format!("{}/{}/?{of}={level}", facts.survey().id, facts.wave);
                found.insert((
                    id,
                    "a table of the page has a number in its row",
                    "页面表格的该行含有数字",
                ));
            }
        }
    }
}

/// Segment and heading of a row, if it has a number behind its heading.
fn numbered(row: &str) -> Option<(&str, &str)> {
    let between = |begins: &str, ends: &str| {
        let (_, rest) = row.split_once(begins)?;
        rest.split_once(ends)
    };
    let (segment, _) = between("data-segment=\"", "\"")?;
    let (heading, rest) = between("<th scope=\"row\">", "</th>")?;
    let cells = rest.split_once("</tr>").map_or(rest, |(cells, _)| cells);
    let mut texts = cells
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text);
    let number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    texts.any(number).then_some((segment, heading))
}

fn named(facts: &Facts, group: Group) -> Named {
    let (segment, level) = facts.input.scores.level_of(group);
    segment
        .zip(level)
        .map(|(of, level)| (of.to_string(), level.to_string()))
}

/// Whether there are too few in a group, and everything told of it in the wave of the report is hidden to protect people.
fn is_private(facts: &Facts, group: Group, of_measure: &ByFigure<'_>) -> bool {
    let named = named(facts, group);
    let of_wave = of_measure.iter().filter(|((_, wave), _)| *wave == facts.wave.as_str());
    let mut told = of_wave.filter_map(|(_, cells)| cells.get(&named)).peekable();
    facts.rows(&facts.wave, group) < facts.settings().privacy_k
        && told.peek().is_some()
        && told.all(|told| *told == Told::Private)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::data;
    use crate::report::tests::fixture::FULL;
    use crate::report::tests::fixture::facts_of;
    use crate::report::tests::fixture::rows as people;

    /// East and north are many, west is three.
    fn facts() -> Facts {
        let mut all = people("2026Q2", 4, 0, 61);
        all.extend(people("2026Q2", 4, 1, 37));
        all.extend(people("2026Q2", 3, 2, 3));
        facts_of(FULL, &all, "en")
    }

    fn told(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|problem| problem.says.en.as_str()).collect()
    }

    #[test]
    fn a_report_as_it_is_made_tells_nothing() {
        let facts = facts();
        assert_eq!(told(&leaks(&facts, &data::data(&facts), None)), [""; 0]);
    }

    #[test]
    fn a_protecting_group_that_is_shown_tells_the_hidden_one_by_name() {
        let facts = facts();
        let mut json = data::data(&facts);
        for row in json["scores"].as_array_mut().unwrap() {
            if row["level"] == "north" && row["measure"] == "csat" {
                row["base"] = 37.into();
                row["note"] = "".into();
            }
        }
        let found = leaks(&facts, &json, None);
        assert_eq!(
            told(&found),
            ["`test/2026Q2/csat?region=west` is hidden, but the groups shown beside it and their sum tell it"]
        );
        assert_eq!(found[0].rule.code, "MY660");
    }

    #[test]
    fn a_small_base_a_comparison_and_a_row_of_the_page_are_found() {
        let facts = facts();
        let mut json = data::data(&facts);
        for row in json["scores"].as_array_mut().unwrap() {
            if row["level"] == "west" && row["measure"] == "nps" {
                row["base"] = 3.into();
            }
        }
        json["changes"].as_array_mut().unwrap().push(serde_json::json!({
            "id": "test/2026Q2/csat?region=west#previous", "measure": "csat", "wave": "2026Q2", "against": "2026Q1",
            "segment": "region", "level": "west", "kind": "previous", "reference_base": 40,
        }));
        let found = leaks(&facts, &json, None);
        let found = told(&found);
        assert!(
            found
                .iter()
                .any(|one| one.contains("nps?region=west` is hidden, but its base is shown")),
            "{found:?}"
        );
        assert!(
            found
                .iter()
                .any(|one| one.contains("#previous` is hidden, but a comparison")),
            "{found:?}"
        );
        let west = facts.names().level(facts.levels(facts.segments()[0])[2]);
        let page = |value: &str| {
            format!("<tr data-segment=\"region\"><th scope=\"row\">{west}</th><td class=\"level-1\">{value}</td></tr>")
        };
        let json = data::data(&facts);
        assert_eq!(told(&leaks(&facts, &json, Some(&page("·")))), [""; 0]);
        let found = leaks(&facts, &json, Some(&page("67%")));
        assert_eq!(
            told(&found),
            ["`test/2026Q2/?region=west` is hidden, but a table of the page has a number in its row"]
        );
    }
}
