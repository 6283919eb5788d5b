//! How a survey is sampled, weighted, joined and reported: blocks that hold names and numbers, no wordings.

use crate::definition::draft::Design;
use crate::definition::draft::Replicates;
use crate::definition::draft::Report;
use crate::definition::draft::Sample;
use crate::definition::draft::Unit;
use crate::definition::draft::Weighting;
use crate::definition::fields::is_map;
use crate::definition::fields::name_in;
use crate::definition::fields::names;
use crate::definition::fields::number;
use crate::definition::fields::numbers;
use crate::definition::fields::switch;
use crate::definition::fields::whole;
use crate::definition::fields::words;
use crate::definition::yaml::Node;
use crate::model::SampleColumns;

pub(super) fn design(node: &Node) -> Design {
    let name = |key: &str| node.get(key).and_then(name_in);
    Design {
        span: node.span.clone(),
        stratum: name("stratum"),
        cluster: name("cluster"),
        population: name("population"),
        lonely: words(node, "lonely").unwrap_or_default(),
        replicates: node.get("replicates").filter(is_map).map(replicates),
    }
}

fn replicates(node: &Node) -> Replicates {
    let value = |key: &str| number(node, key).map(|number| number.value);
    Replicates {
        span: node.span.clone(),
        kind: words(node, "kind").unwrap_or_default(),
        weights: names(node, "weights"),
        prefix: node.get("prefix").and_then(name_in),
        combined: switch(node, "combined").map(|switch| switch.value),
        rho: value("rho"),
        scale: value("scale"),
        scales: numbers(node, "scales"),
        around: words(node, "around").unwrap_or_default(),
        df: whole(node, "df").map(|whole| whole.value),
    }
}

pub(super) fn weighting(node: &Node) -> Weighting {
    Weighting {
        span: node.span.clone(),
        targets: node.get("targets").and_then(name_in),
        margins: names(node, "margins"),
        method: words(node, "method").unwrap_or_default(),
        trim: number(node, "trim"),
        bound: numbers(node, "bound"),
    }
}

pub(super) fn sample(node: &Node) -> Sample {
    let column = |key: &str| node.get(key).and_then(name_in);
    Sample {
        file: column("file"),
        key: column("key"),
        id: column("id"),
        fills: names(node, "fills"),
        attributes: names(node, "attributes"),
        columns: SampleColumns {
            invited: words(node, "invited"),
            delivered: words(node, "delivered"),
            wave: words(node, "wave"),
            language: words(node, "language"),
            channel: words(node, "channel"),
            opted_out: words(node, "opted_out"),
        },
    }
}

pub(super) fn unit(node: &Node) -> Unit {
    Unit {
        of: node.get("of").and_then(name_in),
        key: node.get("key").and_then(name_in),
        fills: names(node, "fills"),
        repeats: node.get("loop").and_then(name_in),
    }
}

pub(super) fn report(node: &Node) -> Report {
    let practical = node.get("practical").unwrap_or(node);
    let practical = |key: &str| {
        if node.get("practical").is_some() {
            number(practical, key)
        } else {
            None
        }
    };
    Report {
        alpha: number(node, "alpha"),
        share: practical("share"),
        index: practical("index"),
        nps: practical("nps"),
        mean: practical("mean"),
        flag_below: whole(node, "flag_below"),
        hide_below: whole(node, "hide_below"),
        privacy_k: whole(node, "privacy_k"),
        quotes_k: whole(node, "quotes_k"),
    }
}
