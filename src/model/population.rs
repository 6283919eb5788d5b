//! The population a survey's responses are weighted to.

/// Weights that are made from the answers, wave by wave, when they are analysed.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationWeights {
    /// What the population looks like.
    pub targets: PopulationTargets,
    /// How weights are made.
    pub method: PopulationMethod,
    /// No weight above so many mean weights.
    pub trim: Option<f64>,
    /// No weight below or above so many mean weights.
    pub bound: Option<(f64, f64)>,
}

/// Where the population stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PopulationTargets {
    /// A file in `weights/`.
    File(String),
    /// In the definition: `region=east:52,south:48`, a text a variable.
    Margins(Vec<String>),
}

/// How weights are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PopulationMethod {
    /// Raking to the margins of one or more variables.
    #[default]
    Rake,
    /// A single scaling of every cell of all variables together (post-stratification).
    Cell,
}

impl PopulationMethod {
    /// Its word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rake => "rake",
            Self::Cell => "cell",
        }
    }
}
