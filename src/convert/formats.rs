//! Which format a file is in.

/// Formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `XLSForm`: a workbook, a CSV file, or the JSON that `KoboToolbox` keeps of one.
    XlsForm,
    /// The JSON of `SurveyJS`.
    SurveyJs,
    /// A survey file of Qualtrics (`.qsf`).
    Qualtrics,
    /// The structure of a `LimeSurvey` survey (`.lss`).
    LimeSurvey,
    /// The table form of the same (`.txt`, `.tsv`).
    LimeSurveyTable,
}

/// Formats that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Into {
    /// `XLSForm`, as a workbook.
    XlsForm,
    /// The JSON of `SurveyJS`.
    SurveyJs,
}

/// How much of a file is looked at.
const HEAD: usize = 64 << 10;

impl Format {
    /// The format of a file, by what is in it; `None` where it is none of them.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if crate::import::workbook::looks_like_workbook(bytes) {
            return Some(Self::XlsForm);
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('{') {
            let has = |key: &str| text.contains(key);
            if has("\"SurveyElements\"") || has("\"SurveyEntry\"") {
                return Some(Self::Qualtrics);
            }
            let whole = String::from_utf8_lossy(bytes);
            return if whole.contains("\"survey\"") && !has("\"pages\"") && !has("\"elements\"") {
                Some(Self::XlsForm)
            } else {
                Some(Self::SurveyJs)
            };
        }
        if text.starts_with('<') {
            return text.contains("LimeSurveyDocType").then_some(Self::LimeSurvey);
        }
        let first = text.lines().next().unwrap_or_default();
        let cells: Vec<&str> = first.split('\t').map(|cell| cell.trim_matches('"').trim()).collect();
        if cells.contains(&"class") && cells.contains(&"type/scale") {
            return Some(Self::LimeSurveyTable);
        }
        let cells: Vec<&str> = first.split(',').map(|cell| cell.trim_matches('"').trim()).collect();
        let sheet = cells
            .first()
            .is_some_and(|cell| ["survey", "choices", "settings"].contains(cell));
        (sheet || cells.contains(&"type") && cells.contains(&"name")).then_some(Self::XlsForm)
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::XlsForm => "XLSForm",
            Self::SurveyJs => "SurveyJS",
            Self::Qualtrics => "Qualtrics",
            Self::LimeSurvey | Self::LimeSurveyTable => "LimeSurvey",
        }
    }
}
