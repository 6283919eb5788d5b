//! What every verb on single answers takes on the command line: `drivers`, `reliability`.

use super::asked::Analysed;
use super::asked::BareArgs;
use super::asked::Columns;
use super::sheet::Format;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::finding::Disclosure;
use crate::finding::Showing;
use crate::model::Domain;
use crate::model::IndexNode;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Cell;
use crate::tabulation::Group;
use crate::tabulation::Tabulation;
use std::collections::BTreeMap;

use std::path::PathBuf;
use std::sync::Arc;

/// What every verb on single answers takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Modelled {
    /// A survey of the workspace; or a CSV file (a name with `/` or `.`); or `-` for standard input.
    pub source: String,
    /// The definition the file's answers belong to: a survey of the workspace, or a YAML file.
    #[arg(long)]
    pub survey: Option<String>,
    /// Segments, each level of which is worked out too.
    #[arg(long, value_delimiter = ',')]
    pub by: Vec<String>,
    /// Only responses for which this is true, such as `region = "east" and recommend <= 6`.
    #[arg(long = "where", value_name = "CONDITION")]
    pub filter: Option<String>,
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
    /// The column of the weight.
    #[arg(long, value_name = "COLUMN", help_heading = "A CSV file without a definition")]
    pub weight: Option<String>,
    /// The column of the wave.
    #[arg(long, value_name = "COLUMN", help_heading = "A CSV file without a definition")]
    pub wave_column: Option<String>,
    /// A code that is no answer, such as `9`, or `overall:9` for one column.
    #[arg(
        long,
        value_name = "CODE",
        value_delimiter = ',',
        help_heading = "A CSV file without a definition"
    )]
    pub missing: Vec<String>,
    /// The ends of the scale, such as `1:5`; without it the lowest and highest answer met.
    #[arg(
        long,
        value_name = "LOW:HIGH",
        value_parser = ends,
        help_heading = "A CSV file without a definition"
    )]
    pub scale: Option<(i32, i32)>,
}

/// Reads `1:5`.
fn ends(text: &str) -> Result<(i32, i32), String> {
    let parsed = text
        .split_once(':')
        .and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)));
    match parsed {
        Some((low, high)) if low < high => Ok((low, high)),
        _ => Err("write the lowest and the highest point, such as 1:5".to_owned()),
    }
}

impl Modelled {
    /// What an analysis verb would be asked with these arguments; `columns` are those of a file without a definition.
    #[must_use]
    pub fn analysed(&self, columns: Columns) -> Analysed {
        Analysed {
            source: self.source.clone(),
            survey: self.survey.clone(),
            by: self.by.clone(),
            filter: self.filter.clone(),
            measure: Vec::new(),
            wave: self.wave.clone(),
            mapping: self.mapping.clone(),
            format: self.format,
            show_small: self.show_small,
            bare: BareArgs::reading(self.weight.clone(), self.wave_column.clone(), self.missing.clone()),
            columns: Columns {
                scale: self.scale,
                ..columns
            },
        }
    }

    /// Whether the source is a file without a definition.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.survey.is_none()
            && !matches!(
                crate::project::Given::of(&self.source),
                crate::project::Given::Survey(_)
            )
    }
}

/// Ratings and numbers of a name: a question, a matrix with all its rows, or an index part with all its items.
///
/// # Errors
/// When the survey has nothing of this name.
pub fn answers_of(survey: &Survey, option: &str, name: &str) -> Result<Vec<VariableIndex>, CommandError> {
    let fits = |index: &VariableIndex| {
        matches!(
            survey.variable(*index).domain,
            Domain::Rating(_) | Domain::Number { .. }
        ) && survey.weight != Some(*index)
    };
    let inside = format!("{name}.");
    let all = || (0..survey.variables.len()).map(VariableIndex).filter(fits);
    let found: Vec<VariableIndex> = all()
        .filter(|index| {
            let id = survey.variable(*index).id.as_str();
            id == name || id.starts_with(&inside)
        })
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let nodes = survey.index.as_ref().map(IndexNode::walk).unwrap_or_default();
    if let Some(node) = nodes.iter().map(|(_, node)| node).find(|node| node.id == *name) {
        return Ok(items_of(node));
    }
    let known: Vec<&str> = all().map(|index| survey.variable(index).id.as_str()).collect();
    Err(no_such(option, name, &known))
}

/// The items below a node of the index.
#[must_use]
pub fn items_of(node: &Arc<IndexNode>) -> Vec<VariableIndex> {
    node.leaves().into_iter().map(|(item, _)| item).collect()
}

/// A name after an option that means nothing here, with what there is.
#[must_use]
pub fn no_such(option: &str, name: &str, known: &[&str]) -> CommandError {
    let near = known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), other))
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(distance, _)| *distance);
    let (en, zh) = match near {
        Some((_, near)) => (format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")),
        None => (
            format!("ratings and numbers are: {}", known.join(", ")),
            format!("评分题和数值有：{}", known.join("、")),
        ),
    };
    CommandError::Other(Words::new(
        format!("`{option} {name}`: no rating or number of this name; {en}"),
        format!("`{option} {name}`：没有这个评分题或数值；{zh}"),
    ))
}

/// What may be shown in a wave of groups with these bases, beside what the scores of the same answers show. A group that was
/// not asked for counts with all its responses.
#[must_use]
pub fn showings(
    disclosure: &Disclosure,
    tabulation: &Tabulation,
    wave: &WaveId,
    bases: &BTreeMap<Group, u64>,
) -> BTreeMap<Group, Showing> {
    let responses = |group| tabulation.view(wave, group).map_or(0, |view| view.rows().n);
    let base = |group: Group| bases.get(&group).copied().unwrap_or_else(|| responses(group));
    let known = disclosure.beside(tabulation, wave, &base);
    let of = |group: &Group| known.get(group).copied().unwrap_or(Showing::HiddenPrivacy);
    bases.keys().map(|group| (*group, of(group))).collect()
}

/// The decision where nothing is hidden: small bases are flagged.
#[must_use]
pub fn flagged(showing: Showing) -> Showing {
    if showing.is_visible() && showing != Showing::Flagged {
        Showing::Shown
    } else {
        Showing::Flagged
    }
}

/// The name of a stratum or group in its own words.
#[must_use]
pub fn cell_name(survey: &Survey, variable: Option<VariableIndex>, cell: Option<Cell<'_>>) -> String {
    let option = |at: u16| {
        let options = survey.variable(variable?).domain.options()?;
        Some(options.options.get(usize::from(at))?.id.to_string())
    };
    match cell {
        Some(Cell::Text(name)) => name.to_owned(),
        Some(Cell::Number(number)) => crate::locale::significant(number, 12),
        Some(Cell::Option(at)) => option(at).unwrap_or_default(),
        _ => String::new(),
    }
}
