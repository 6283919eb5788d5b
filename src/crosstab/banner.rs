//! Banners: what stands across a table, and which of its columns are compared with each other.

use crate::model::Domain;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Axis;
use crate::tabulation::Cross;
use crate::tabulation::Division;
use crate::tabulation::Group;

/// The word that puts waves into a banner.
pub const WAVE: &str = "wave";

/// One of the things a banner divides by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The waves shown.
    Wave,
    /// The options of a variable.
    Of(VariableIndex),
}

/// A banner: its parts, the outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The parts; at least one.
    pub parts: Vec<Part>,
}

/// Why a text is no banner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing of this name divides responses.
    Unknown(String),
    /// A multiple choice stands inside another division; its groups overlap.
    MultipleNested(String),
    /// A name stands twice.
    Twice(String),
    /// More variables are nested than can be.
    TooDeep(String),
}

/// One level of a column, from the outermost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// A wave.
    Wave(WaveId),
    /// An option of a variable.
    Option(VariableIndex, usize),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Which banner it belongs to; `None` for the total.
    pub banner: Option<usize>,
    /// What it is, the outermost level first; nothing for the total.
    pub path: Vec<Level>,
    /// Its wave.
    pub wave: WaveId,
    /// Its responses within the wave.
    pub group: Group,
    /// Its letter among the columns it is compared with.
    pub letter: Option<String>,
}

/// Everything across a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The banners.
    pub banners: Vec<Banner>,
    /// The total, where there is one wave, then the columns of each banner.
    pub columns: Vec<Column>,
    /// Positions of the columns that are compared with each other: those of the innermost part of a banner, within one
    /// combination of the outer ones.
    pub blocks: Vec<Vec<usize>>,
    /// The waves shown.
    pub waves: Vec<WaveId>,
}

impl Banner {
    /// Reads `region`, `region>channel` (or `region*channel`), `wave>region`.
    ///
    /// # Errors
    /// The name that does not fit.
    pub fn parse(survey: &Survey, text: &str) -> Result<Self, Fault> {
        let names: Vec<&str> = text.split(['>', '*', '＞']).map(str::trim).collect();
        let mut parts = Vec::new();
        for name in &names {
            let part = match survey.find(name) {
                Some(variable) if survey.variable(variable).domain.options().is_some() => Part::Of(variable),
                None if *name == WAVE => Part::Wave,
                _ => return Err(Fault::Unknown((*name).to_owned())),
            };
            if parts.contains(&part) {
                return Err(Fault::Twice((*name).to_owned()));
            }
            parts.push(part);
        }
        let banner = Self { parts };
        let variables = banner.variables();
        let multiple = |variable: &&VariableIndex| matches!(survey.variable(**variable).domain, Domain::Multiple(_));
        if let (true, Some(found)) = (variables.len() > 1, variables.iter().find(multiple)) {
            return Err(Fault::MultipleNested(survey.variable(*found).id.to_string()));
        }
        if variables.len() > Cross::MOST || banner.division().is_some_and(|d| Axis::new(survey, d).is_none()) {
            return Err(Fault::TooDeep(text.to_owned()));
        }
        Ok(banner)
    }

    /// Whether waves are among its parts.
    #[must_use]
    pub fn has_waves(&self) -> bool {
        self.parts.contains(&Part::Wave)
    }

    /// Its variables, the outermost first.
    #[must_use]
    pub fn variables(&self) -> Vec<VariableIndex> {
        let variable = |part: &Part| match part {
            Part::Wave => None,
            Part::Of(variable) => Some(*variable),
        };
        self.parts.iter().filter_map(variable).collect()
    }

    /// The groups it divides a wave into, in order; none when it divides by waves alone.
    #[must_use]
    pub fn groups(&self, survey: &Survey) -> Vec<Group> {
        let parts: Vec<Part> = self.parts.iter().copied().filter(|part| *part != Part::Wave).collect();
        if parts.is_empty() {
            return Vec::new();
        }
        let paths = Self { parts }.paths(survey, &[]);
        paths.iter().map(|path| group_of(survey, path)).collect()
    }

    /// How it divides responses as a nesting; `None` when it divides by one variable, or none.
    fn division(&self) -> Option<Division> {
        let variables = self.variables();
        (variables.len() > 1).then_some(Division::Nested(variables))
    }

    /// What must be counted for it: groups, and what overlapping ones share.
    #[must_use]
    pub fn divisions(&self, survey: &Survey) -> Vec<Division> {
        match self.variables().as_slice() {
            [] => Vec::new(),
            [one] if matches!(survey.variable(*one).domain, Domain::Multiple(_)) => {
                vec![Division::Options(*one), Division::Overlaps(*one)]
            }
            [one] => vec![Division::Segment(*one)],
            // The levels of the parts too: what may be shown of a combination depends on them.
            several => {
                let single = several.iter().map(|one| Division::Segment(*one));
                single.chain(self.division()).collect()
            }
        }
    }

    /// Paths of its columns in order.
    fn paths(&self, survey: &Survey, waves: &[WaveId]) -> Vec<Vec<Level>> {
        let mut paths: Vec<Vec<Level>> = vec![Vec::new()];
        for part in &self.parts {
            let levels: Vec<Level> = match part {
                Part::Wave => waves.iter().cloned().map(Level::Wave).collect(),
                Part::Of(variable) => {
                    let options = survey.variable(*variable).domain.options();
                    let many = options.map_or(0, |list| list.options.len());
                    (0..many).map(|level| Level::Option(*variable, level)).collect()
                }
            };
            let longer = |path: &Vec<Level>| {
                let path = path.clone();
                levels
                    .iter()
                    .map(move |level| path.iter().chain([level]).cloned().collect())
                    .collect::<Vec<Vec<Level>>>()
            };
            paths = paths.iter().flat_map(longer).collect();
        }
        paths
    }
}

/// The columns of a table with these banners. With one wave the total stands first; with several the waves are a banner of
/// their own, and every other banner is shown wave by wave.
#[must_use]
pub fn layout(survey: &Survey, banners: &[Banner], waves: &[WaveId]) -> Layout {
    let mut banners = banners.to_vec();
    let mut layout = Layout {
        waves: waves.to_vec(),
        ..Layout::default()
    };
    match waves {
        [] => return layout,
        [wave] => layout.columns.push(Column {
            banner: None,
            path: Vec::new(),
            wave: wave.clone(),
            group: Group::Total,
            letter: None,
        }),
        _ => {
            for banner in banners.iter_mut().filter(|banner| !banner.has_waves()) {
                banner.parts.insert(0, Part::Wave);
            }
            let alone = Banner {
                parts: vec![Part::Wave],
            };
            if !banners.contains(&alone) {
                banners.insert(0, alone);
            }
        }
    }
    for (number, banner) in banners.iter().enumerate() {
        let mut outer: Option<Vec<Level>> = None;
        for path in banner.paths(survey, waves) {
            let within = path[..path.len() - 1].to_vec();
            if outer.as_ref() != Some(&within) {
                layout.blocks.push(Vec::new());
                outer = Some(within);
            }
            let at = layout.columns.len();
            let Some(block) = layout.blocks.last_mut() else {
                continue;
            };
            let letter = Some(letter(block.len()));
            block.push(at);
            layout.columns.push(Column {
                banner: Some(number),
                wave: wave_of(&path).unwrap_or_else(|| waves[0].clone()),
                group: group_of(survey, &path),
                path,
                letter,
            });
        }
    }
    layout.banners = banners;
    layout
}

fn wave_of(path: &[Level]) -> Option<WaveId> {
    path.iter().find_map(|level| match level {
        Level::Wave(wave) => Some(wave.clone()),
        Level::Option(..) => None,
    })
}

fn group_of(survey: &Survey, path: &[Level]) -> Group {
    let option = |level: &Level| match level {
        Level::Wave(_) => None,
        Level::Option(variable, option) => Some((*variable, *option)),
    };
    let levels: Vec<(VariableIndex, usize)> = path.iter().filter_map(option).collect();
    match levels.as_slice() {
        [] => Group::Total,
        [(one, level)] if matches!(survey.variable(*one).domain, Domain::Multiple(_)) => Group::Chosen(*one, *level),
        [(one, level)] => Group::Level(*one, *level),
        several => Cross::new(several).map_or(Group::Total, Group::Cross),
    }
}

/// A, B, … Z, AA, AB, ….
fn letter(place: usize) -> String {
    let here = char::from(b'A' + u8::try_from(place % 26).unwrap_or_default());
    match place / 26 {
        0 => here.to_string(),
        before => format!("{}{here}", letter(before - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let shown: Vec<String> = [0, 1, 25, 26, 51, 52, 701, 702].into_iter().map(letter).collect();
        assert_eq!(shown, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
