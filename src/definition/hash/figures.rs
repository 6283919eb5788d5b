//! What is computed of the answers: measures and the index.

use super::Writer;
use crate::model::IndexLevel;
use crate::model::IndexMissing;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Weighting;
use crate::stats::pls::Scheme;
use std::sync::Arc;

impl Writer {
    pub(super) fn measure(&mut self, measure: &Measure) {
        self.text(measure.id.as_str());
        self.texts(&measure.title);
        self.condition(measure.filter.as_ref());
        self.switch(measure.headline);
        let (word, of, points): (&str, _, &[usize]) = match &measure.kind {
            MeasureKind::TopBox { of, top } => ("top_box", of, &[*top]),
            MeasureKind::BottomBox { of, bottom } => ("bottom_box", of, &[*bottom]),
            MeasureKind::Mean { of } => ("mean", of, &[]),
            MeasureKind::Nps { of } => ("nps", of, &[]),
            MeasureKind::Share { of, options } => ("share", of, options),
            MeasureKind::Index(node) => return self.node(node),
        };
        self.text(word);
        self.variable(of);
        self.each(points, |writer, point| writer.count(*point));
    }

    /// How the index is weighted and computed; the shares of judged ratings with it.
    pub(super) fn scheme(&mut self, root: &Arc<IndexNode>) {
        let scheme = &root.scheme;
        self.text("scheme");
        self.text(scheme.weighting.code());
        match &scheme.weighting {
            Weighting::Importance { outcome } => self.variable(outcome),
            Weighting::Pls(model) => {
                self.text(match model.scheme {
                    Scheme::Centroid => "centroid",
                    Scheme::Path => "path",
                    Scheme::Factorial => "factorial",
                });
                self.count(model.index);
                self.each(&model.constructs, |writer, construct| {
                    writer.text(construct.id.as_str());
                    writer.each(&construct.items, Self::variable);
                    writer.each(&construct.from, |writer, place| writer.count(*place));
                });
            }
            Weighting::Declared | Weighting::Equal | Weighting::Ahp(_) | Weighting::Entropy => {}
        }
        self.switch(scheme.level == IndexLevel::Person);
        let least = match scheme.missing {
            IndexMissing::Available => 0,
            IndexMissing::Complete => 1,
            IndexMissing::AtLeast(count) => count + 1,
        };
        self.count(least);
        for (_, node) in root.walk() {
            self.each(&node.shares, |writer, share| writer.number(*share));
        }
    }

    /// A node without those below it, which are measures of their own, but for their names.
    fn node(&mut self, node: &Arc<IndexNode>) {
        self.text("index");
        self.number(node.weight);
        self.each(&node.parts, |writer, part| writer.text(part.id.as_str()));
        self.each(&node.items, Self::variable);
    }
}
