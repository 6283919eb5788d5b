//! Charts of an index: its parts, and what its change is made of.

use super::Drawn;
use super::material::Material;
use crate::chart::Direction;
use crate::chart::Estimate;
use crate::chart::Icicle;
use crate::chart::IcicleNode;
use crate::chart::Mark;
use crate::chart::Tone;
use crate::chart::Tree;
use crate::chart::TreeNode;
use crate::chart::Waterfall;
use crate::chart::WaterfallStep;
use crate::diagnostic::Words;
use crate::locale;
use crate::measure::Unit;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::report::words;
use crate::tabulation::Group;
use std::sync::Arc;

/// A node of the index, how deep it lies, and its measure.
type Node<'a> = (usize, Arc<IndexNode>, &'a Measure);

/// The nodes of the index, and the index itself.
fn nodes(material: &Material) -> Result<(Vec<Node<'_>>, &Measure), Words> {
    let index = material.index()?;
    let MeasureKind::Index(root) = &index.kind else {
        return Ok((Vec::new(), index));
    };
    let nodes = root.walk().into_iter();
    let found = nodes.filter_map(|(depth, node)| Some((depth, Arc::clone(&node), material.of_id(node.id.as_str())?)));
    Ok((found.collect(), index))
}

fn title(material: &Material, index: &Measure) -> Result<String, Words> {
    let (name, wave) = (material.name(index), material.wave()?);
    Ok(material.tongue().pick(
        format!("{name} and its parts, {wave}"),
        format!("{name}及其组成，{wave}"),
    ))
}

fn weight(depth: usize, node: &IndexNode) -> String {
    if depth == 0 {
        String::new()
    } else {
        locale::percent(node.weight, 0)
    }
}

/// The index and its parts as bars.
pub(super) fn tree(material: &Material) -> Result<Drawn, Words> {
    let (wave, (nodes, index)) = (material.wave()?, nodes(material)?);
    let node = |(depth, node, measure): &(usize, Arc<IndexNode>, &Measure)| {
        let figure = material.figure(measure, wave, Group::Total);
        TreeNode {
            depth: *depth,
            label: material.name(measure),
            weight: weight(*depth, node),
            change: material.mark(measure, material.findings().previous(&measure.id, wave, Group::Total)),
            estimate: figure.estimate,
            showing: figure.showing,
        }
    };
    Ok(Drawn::of(Tree {
        words: material.words(title(material, index)?),
        nodes: nodes.iter().map(node).collect(),
        full: 100.0,
        unit: String::new(),
    }))
}

/// The index and its parts as nested fields.
pub(super) fn icicle(material: &Material) -> Result<Drawn, Words> {
    let (wave, (nodes, index)) = (material.wave()?, nodes(material)?);
    let node = |(depth, node, measure): &(usize, Arc<IndexNode>, &Measure)| {
        let figure = material.figure(measure, wave, Group::Total);
        IcicleNode {
            depth: *depth,
            label: material.name(measure),
            weight: node.weight,
            weight_text: weight(*depth, node),
            change: material
                .mark(measure, material.findings().previous(&measure.id, wave, Group::Total))
                .map(|mark| Mark {
                    text: String::new(),
                    ..mark
                }),
            estimate: figure.estimate,
            showing: figure.showing,
        }
    };
    let nodes: Vec<IcicleNode> = nodes.iter().map(node).collect();
    let middle = nodes.first().and_then(|root| root.estimate.value);
    let distances = nodes
        .iter()
        .filter_map(|node| Some((node.estimate.value? - middle?).abs()));
    let spread = distances.fold(10.0, f64::max);
    let tongue = material.tongue();
    Ok(Drawn::of(Icicle {
        words: material.words(title(material, index)?),
        middle,
        spread,
        low_key: tongue.pick("below the index", "低于指数").to_owned(),
        high_key: tongue.pick("above the index", "高于指数").to_owned(),
        nodes,
    }))
}

/// How the index came from its former value to the present one; nothing is drawn when an item is too small to be shown.
pub(super) fn waterfall(material: &Material) -> Result<Drawn, Words> {
    let (index, wave) = (material.index()?, material.wave()?);
    let settings = material.settings();
    let least = settings.hide_below.max(settings.privacy_k);
    let found = material.findings().decomposition(&index.id, wave);
    let found = found.filter(|found| {
        found
            .movers
            .iter()
            .all(|mover| mover.bases.0.min(mover.bases.1) >= least)
    });
    let Some(found) = found else {
        return Err(Words::new(
            "there is no earlier wave to compare with whose items may all be shown",
            "没有可比的前期，或有题目样本过少不能显示",
        ));
    };
    let mut movers: Vec<_> = found.movers.iter().collect();
    movers.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    let steps = movers.into_iter().map(|mover| WaterfallStep {
        label: material.variable_name(mover.item),
        delta: Estimate {
            value: Some(mover.points),
            low: mover.interval.map(|interval| interval.low),
            high: mover.interval.map(|interval| interval.high),
            text: words::difference(Unit::Index, mover.points),
        },
        mark: mover.verdict.is_up().map(|up| Mark {
            direction: if up { Direction::Rose } else { Direction::Fell },
            tone: if up { Tone::Good } else { Tone::Bad },
            text: String::new(),
        }),
    });
    let level = |wave: &crate::model::WaveId| (wave.to_string(), material.figure(index, wave, Group::Total).estimate);
    let name = material.name(index);
    let title = material.tongue().pick(
        format!("{name}, {} to {wave}", found.against),
        format!("{name}，{} 至 {wave}", found.against),
    );
    Ok(Drawn::of(Waterfall {
        words: material.words(title),
        start: level(&found.against),
        steps: steps.collect(),
        end: level(wave),
        unit: String::new(),
    }))
}
