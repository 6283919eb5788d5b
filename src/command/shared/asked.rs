//! What every analysis verb takes on the command line.

use super::sheet::Format;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::import::bare::BareReplicates;
use crate::import::bare::BareSpec;
use crate::stats::replicates::Asked;
use crate::stats::replicates::Centre;
use crate::stats::replicates::Kind;
use std::path::PathBuf;

/// What every analysis verb takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Analysed {
    /// A survey of the workspace; or a CSV file (a name with `/` or `.`); or `-` for standard input.
    pub source: String,
    /// The definition the file's answers belong to: a survey of the workspace, or a YAML file.
    #[arg(long)]
    pub survey: Option<String>,
    /// What to break results down by: segments, `region>channel` nested (in quotes), a multiple choice, `wave`.
    #[arg(long, value_delimiter = ',')]
    pub by: Vec<String>,
    /// Only responses for which this is true, such as `region = "east" and recommend <= 6`.
    #[arg(long = "where", value_name = "CONDITION")]
    pub filter: Option<String>,
    /// Only these measures.
    #[arg(long, value_delimiter = ',')]
    pub measure: Vec<String>,
    /// Waves to show, or `all`; without it the last one.
    #[arg(long, value_delimiter = ',')]
    pub wave: Vec<String>,
    /// How the file's columns belong to the survey.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Show figures of small bases too, with their warning; a hidden figure protects people.
    #[arg(long)]
    pub show_small: bool,
    /// What is wanted of a file without a definition.
    #[command(flatten)]
    pub bare: BareArgs,
    /// What a verb itself wants of a file without a definition.
    #[arg(skip)]
    pub columns: Columns,
}

/// Columns that a verb names with options of its own.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Columns a model is made of, each with the option that named it.
    pub answers: Vec<(&'static str, String)>,
    /// The ends of their scale.
    pub scale: Option<(i32, i32)>,
    /// Columns that name strata or sampling units, each with the option that named it.
    pub keys: Vec<(&'static str, String)>,
    /// The column with the number of sampling units in the population.
    pub population: Option<String>,
}

/// What is wanted of a file without a definition.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "A CSV file without a definition")]
pub struct BareArgs {
    /// A rating and its codes that count, such as `overall:4,5`.
    #[arg(long, value_name = "COLUMN:CODES")]
    top_box: Vec<String>,
    /// A 0–10 column for a net promoter score.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    nps: Vec<String>,
    /// A numeric column for a mean.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    mean: Vec<String>,
    /// The column of the weight.
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Columns of replicate weights, such as `rep*`; accuracy then comes from them.
    #[arg(long, value_name = "PATTERN", requires = "replicate_kind")]
    replicates: Option<String>,
    /// How the replicate weights were made: brr, fay, jk1, jkn or bootstrap.
    #[arg(long, value_name = "KIND", requires = "replicates", value_parser = replicate_kind)]
    replicate_kind: Option<Kind>,
    /// What Fay's method leaves of the weight of the half that is set back, such as 0.3.
    #[arg(long, value_name = "FACTOR", requires = "replicates")]
    replicate_rho: Option<f64>,
    /// A factor for each replicate's square, or one for all where the usual one does not hold; jkn needs them.
    #[arg(long, value_name = "FACTOR", value_delimiter = ',', requires = "replicates")]
    replicate_scales: Vec<f64>,
    /// The replicate columns are factors to the weight, not weights themselves.
    #[arg(long, requires = "replicates")]
    replicate_factors: bool,
    /// The column of the wave.
    #[arg(long, value_name = "COLUMN")]
    wave_column: Option<String>,
    /// A code that is no answer, such as `9`, or `overall:9` for one column. Said for all, it leaves NPS columns alone.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    missing: Vec<String>,
}

impl BareArgs {
    /// No measures, and what else says how a file without a definition is read.
    pub(in crate::command) fn reading(
        weight: Option<String>,
        wave_column: Option<String>,
        missing: Vec<String>,
    ) -> Self {
        Self {
            top_box: Vec::new(),
            nps: Vec::new(),
            mean: Vec::new(),
            weight,
            replicates: None,
            replicate_kind: None,
            replicate_rho: None,
            replicate_scales: Vec::new(),
            replicate_factors: false,
            wave_column,
            missing,
        }
    }

    /// The column of the weight.
    pub(in crate::command) fn weight(&self) -> Option<&String> {
        self.weight.as_ref()
    }

    /// The column of the wave.
    pub(in crate::command) fn wave_column(&self) -> Option<&String> {
        self.wave_column.as_ref()
    }

    /// Codes that are no answers.
    pub(in crate::command) fn missing(&self) -> &[String] {
        &self.missing
    }

    pub(super) fn is_empty(&self) -> bool {
        self.top_box.is_empty() && self.nps.is_empty() && self.mean.is_empty()
    }
}
/// Reads a kind of replicate weights.
fn replicate_kind(text: &str) -> Result<Kind, String> {
    Kind::of(text).ok_or_else(|| "write brr, fay, jk1, jkn or bootstrap".to_owned())
}

/// Replicate weights asked for; one scale alone stands for all.
fn replicates(args: &BareArgs) -> Option<BareReplicates> {
    let (pattern, kind) = (args.replicates.clone()?, args.replicate_kind?);
    let (scale, scales) = match args.replicate_scales.as_slice() {
        [scale] => (Some(*scale), Vec::new()),
        several => (None, several.to_vec()),
    };
    Some(BareReplicates {
        pattern,
        combined: !args.replicate_factors,
        asked: Asked {
            kind,
            rho: args.replicate_rho,
            scale,
            scales,
            centre: Centre::default(),
        },
    })
}

/// What is asked of a file without a definition.
///
/// # Errors
/// When a `--top-box` cannot be read.
pub(super) fn spec(args: &Analysed) -> Result<BareSpec, CommandError> {
    let mut top_boxes = Vec::new();
    for text in &args.bare.top_box {
        let parsed = text.rsplit_once(':').and_then(|(column, codes)| {
            let codes: Option<Vec<i32>> = codes.split(',').map(|code| code.trim().parse().ok()).collect();
            Some((column.to_owned(), codes?))
        });
        top_boxes.push(parsed.ok_or_else(|| {
            CommandError::Other(Words::new(
                format!("`--top-box {text}`: write a column, a colon and the codes that count, such as `overall:4,5`"),
                format!("`--top-box {text}`：请写成“列名:计入的代码”，例如 `overall:4,5`"),
            ))
        })?);
    }
    let missing = args.bare.missing.iter().map(|text| match text.rsplit_once(':') {
        Some((column, code)) => (Some(column.to_owned()), code.to_owned()),
        None => (None, text.clone()),
    });
    Ok(BareSpec {
        top_boxes,
        nps: args.bare.nps.clone(),
        means: args.bare.mean.clone(),
        answers: args.columns.answers.clone(),
        scale: args.columns.scale,
        keys: args.columns.keys.clone(),
        population: args.columns.population.clone(),
        segments: columns_of(&args.by),
        wave: args.bare.wave_column.clone(),
        weight: args.bare.weight.clone(),
        replicates: replicates(&args.bare),
        missing: missing.collect(),
    })
}

/// The columns named after `--by`, each once; waves have a column of their own.
fn columns_of(by: &[String]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for name in by.iter().flat_map(|text| text.split(['>', '*'])).map(str::trim) {
        if name != crate::crosstab::WAVE && !columns.iter().any(|known| known == name) {
            columns.push(name.to_owned());
        }
    }
    columns
}
