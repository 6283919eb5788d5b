//! How a survey is sampled, weighted, joined and reported, as written.

use crate::definition::spanned::Name;
use crate::definition::spanned::Spanned;
use crate::model::SampleColumns;
use std::ops::Range;

/// How a sample was drawn.
#[derive(Debug)]
pub struct Design {
    /// Where it stands.
    pub span: Range<usize>,
    pub stratum: Option<Name>,
    pub cluster: Option<Name>,
    pub population: Option<Name>,
    /// Empty when left out or unknown.
    pub lonely: String,
    pub replicates: Option<Replicates>,
}

impl Design {
    /// The names it uses.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        let replicates = self.replicates.iter().flat_map(|replicates| &replicates.weights);
        self.stratum
            .iter()
            .chain(&self.cluster)
            .chain(&self.population)
            .chain(replicates)
    }
}

/// Rows that belong to responses of another survey.
#[derive(Debug)]
pub struct Unit {
    pub of: Option<Name>,
    pub key: Option<Name>,
    pub fills: Vec<Name>,
    pub repeats: Option<Name>,
}

#[derive(Debug)]
pub struct Replicates {
    /// Where it stands.
    pub span: Range<usize>,
    /// Empty when left out or unknown.
    pub kind: String,
    pub weights: Vec<Name>,
    pub prefix: Option<Name>,
    pub combined: Option<bool>,
    pub rho: Option<f64>,
    pub scale: Option<f64>,
    pub scales: Vec<f64>,
    /// Empty when left out or unknown.
    pub around: String,
    pub df: Option<i32>,
}

#[derive(Debug)]
pub struct Weighting {
    /// Where it stands.
    pub span: Range<usize>,
    pub targets: Option<Name>,
    pub margins: Vec<Name>,
    /// Empty when left out or unknown.
    pub method: String,
    pub trim: Option<Spanned<f64>>,
    pub bound: Vec<f64>,
}

#[derive(Debug)]
pub struct Sample {
    pub file: Option<Name>,
    pub key: Option<Name>,
    pub id: Option<Name>,
    pub fills: Vec<Name>,
    pub attributes: Vec<Name>,
    pub columns: SampleColumns,
}

#[derive(Debug, Default)]
pub struct Report {
    pub alpha: Option<Spanned<f64>>,
    pub share: Option<Spanned<f64>>,
    pub index: Option<Spanned<f64>>,
    pub nps: Option<Spanned<f64>>,
    pub mean: Option<Spanned<f64>>,
    pub flag_below: Option<Spanned<i32>>,
    pub hide_below: Option<Spanned<i32>>,
    pub privacy_k: Option<Spanned<i32>>,
    pub quotes_k: Option<Spanned<i32>>,
}
