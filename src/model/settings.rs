//! Settings of a survey's report and of its sample.

/// Changes smaller than these are called small, whatever their p-value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Practical {
    /// Points of a share, 0–100.
    pub share: f64,
    /// Points of the index, 0–100.
    pub index: f64,
    /// Points of an NPS.
    pub nps: f64,
    /// Of a mean: percent of the scale's range.
    pub mean: f64,
}

/// What a report shows and when it calls something a finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReportSettings {
    /// Two-sided error rate of tests; intervals have the level `1 - alpha`.
    pub alpha: f64,
    /// Smallest changes that matter.
    pub practical: Practical,
    /// Bases below this are shown with a warning and get no verdict.
    pub flag_below: u64,
    /// Bases below this are not shown.
    pub hide_below: u64,
    /// Cells below this are hidden with what would reveal them.
    pub privacy_k: u64,
    /// Open answers are quoted only from groups of at least this many responses.
    pub quotes_k: u64,
}

impl Default for ReportSettings {
    fn default() -> Self {
        let practical = Practical {
            share: 5.0,
            index: 5.0,
            nps: 10.0,
            mean: 5.0,
        };
        Self {
            alpha: 0.05,
            practical,
            flag_below: 30,
            hide_below: 10,
            privacy_k: 5,
            quotes_k: 10,
        }
    }
}
