//! Groups side by side: dots with intervals, marked where they differ from the rest.

use super::Caption;
use crate::chart::DotGroup;
use crate::chart::DotRow;
use crate::chart::Dots;
use crate::chart::Reference;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::headings;
use crate::report::ranking;
use crate::report::sentences;
use crate::report::tables;
use crate::report::words;
use crate::site::Html;
use crate::tabulation::Group;
use std::cmp::Reverse;

/// A measure by the levels of one or several segments.
pub fn dots(facts: &Facts, measure: &Measure, segments: &[VariableIndex]) -> Html {
    let (chart, caption) = side_by_side(facts, measure, segments);
    super::figure(facts, &chart, caption)
}

/// The same as numbers and words.
pub fn side_by_side(facts: &Facts, measure: &Measure, segments: &[VariableIndex]) -> (Dots, Caption) {
    let tongue = facts.tongue();
    let unit = facts.unit(measure);
    let sorted: Vec<(VariableIndex, Vec<(Group, Figure)>)> = segments
        .iter()
        .map(|segment| (*segment, by_value(facts, measure, *segment)))
        .collect();
    let title = headings::groups(facts, measure, segments);
    let largest = headings::largest_rest(facts, measure, segments);
    let says = largest.map_or_else(String::new, |change| sentences::sentence(facts, change));
    let total = facts.now(measure, Group::Total);
    let reference = total.estimate.as_ref().map(|estimate| {
        let value = words::value(unit, estimate.value);
        let label = super::drawn(tongue.pick(format!("All {value}"), format!("全部{value}")), tongue);
        Reference {
            value: estimate.value * super::factor(unit),
            label,
        }
    });
    let row = |(group, figure): &(Group, Figure)| {
        let change = facts.rest(measure, *group).filter(|change| change.verdict.is_finding());
        DotRow {
            label: super::drawn(facts.names().level(*group), tongue),
            estimate: super::on_axis(unit, figure),
            base: super::base(figure),
            mark: change.map(|change| super::mark(facts, measure, change)),
            showing: short_showing(figure, facts),
        }
    };
    let groups = sorted.iter().map(|(segment, rows)| DotGroup {
        heading: super::drawn(facts.names().variable(*segment), tongue),
        rows: rows.iter().map(row).collect(),
    });
    let chart = Dots {
        words: super::chart_words(&title, if says.is_empty() { &title } else { &says }, tongue),
        groups: groups.collect(),
        reference,
        range: super::common_range(facts, measure),
        unit: super::axis_unit(unit),
    };
    let mut foot = super::foot(facts, measure, tongue.pick("Lines", "横线"));
    if chart
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .any(|row| row.mark.is_some())
    {
        let marked = tongue.pick(
            "Marked groups differ from the rest of the wave.",
            "带标记的组与同期其余受访者有差异。",
        );
        foot.insert(0, marked.to_owned());
    }
    foot.extend(super::notes(
        facts,
        sorted.iter().flat_map(|(_, rows)| rows).map(|(_, figure)| figure),
    ));
    let table = tables::by_group(facts, measure, segments);
    let subtitle = super::subtitle(facts, measure, &facts.wave);
    let subtitle = tongue.pick(
        format!("{}, {subtitle}", facts.names().measure(measure)),
        format!("{}，{subtitle}", facts.names().measure(measure)),
    );
    let caption = Caption {
        title,
        subtitle,
        says,
        foot,
        table,
    };
    (chart, caption)
}

/// Groups by falling value; hidden ones keep the order of the definition and come last.
pub fn by_value(facts: &Facts, measure: &Measure, segment: VariableIndex) -> Vec<(Group, Figure)> {
    let mut rows: Vec<(Group, Figure)> = facts
        .levels(segment)
        .into_iter()
        .map(|group| (group, facts.now(measure, group)))
        .collect();
    let ordered = matches!(facts.survey().variable(segment).domain, crate::model::Domain::Rating(_));
    if !ordered {
        let value = |figure: &Figure| figure.estimate.as_ref().map(|estimate| estimate.value);
        // Shifted to be positive, so that the key sorts as the number does.
        rows.sort_by_key(|(_, figure)| Reverse(value(figure).map(|value| ranking::order(value + 1e6))));
    }
    rows
}

/// In a row of a chart there is room for a word only.
pub fn short_showing(figure: &Figure, facts: &Facts) -> crate::chart::Showing {
    match super::showing(figure, facts.tongue()) {
        crate::chart::Showing::Hidden(_) if figure.reason.is_none() => {
            crate::chart::Showing::Hidden(facts.tongue().pick("not shown", "不显示").to_owned())
        }
        other => other,
    }
}
