//! The forms of an export.

use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::export::Answers;
use crate::export::Multiples;
use clap::ValueEnum;
use std::path::Path;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Comma-separated values, UTF-8, for programs.
    Csv,
    /// Comma-separated values as a spreadsheet opens them: byte-order mark, CR LF.
    Excel,
    /// One answer a line: response, wave, variable, value, answer, label, missing.
    Tidy,
    /// An Excel workbook: answers, and a sheet of labels.
    Xlsx,
    /// An SPSS system file with labels, user-missing values and multiple response sets.
    Sav,
    /// Parquet with typed columns.
    Parquet,
    /// Triple-S 2.0: a definition (`.sss`) and beside it the data (`.csv`).
    TripleS,
    /// The codebook as JSON.
    Codebook,
    /// The codebook as Markdown.
    CodebookMd,
}

impl Form {
    /// The form asked for, else the one the file's name tells.
    pub(super) fn of(asked: Option<Self>, to: Option<&Path>) -> Result<Self, CommandError> {
        if let Some(form) = asked {
            return Ok(form);
        }
        let Some(path) = to.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Csv);
        };
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        Ok(match ending.as_deref() {
            Some("csv") => Self::Csv,
            Some("xlsx") => Self::Xlsx,
            Some("sav") => Self::Sav,
            Some("parquet") => Self::Parquet,
            Some("sss" | "xml") => Self::TripleS,
            Some("json") => Self::Codebook,
            Some("md") => Self::CodebookMd,
            _ => {
                let name = path.display();
                return Err(CommandError::Other(Words::new(
                    format!(
                        "`--to {name}`: the ending tells no form; end it with .csv, .xlsx, .sav, .parquet, .sss, .json or .md, or say `--as`"
                    ),
                    format!(
                        "`--to {name}`：无法由扩展名判断格式；请用 .csv、.xlsx、.sav、.parquet、.sss、.json 或 .md，或写明 `--as`"
                    ),
                )));
            }
        })
    }

    /// How coded answers are written unless said otherwise.
    pub(super) fn answers(self) -> Answers {
        match self {
            Self::Csv | Self::Tidy | Self::Parquet | Self::Codebook | Self::CodebookMd => Answers::Ids,
            Self::Excel | Self::Xlsx => Answers::Labels,
            Self::Sav | Self::TripleS => Answers::Values,
        }
    }

    /// How multiple choices must be laid out; `None` where there is a choice.
    pub(super) fn multiples(self) -> Option<Multiples> {
        match self {
            Self::Sav | Self::Tidy => Some(Multiples::Apart),
            Self::TripleS => Some(Multiples::Together),
            _ => None,
        }
    }

    /// Whether a terminal or a pipe can take it.
    pub(super) fn is_text(self) -> bool {
        matches!(
            self,
            Self::Csv | Self::Excel | Self::Tidy | Self::Codebook | Self::CodebookMd
        )
    }

    /// The ending of its files.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::Excel | Self::Tidy => "csv",
            Self::Xlsx => "xlsx",
            Self::Sav => "sav",
            Self::Parquet => "parquet",
            Self::TripleS => "sss",
            Self::Codebook => "json",
            Self::CodebookMd => "md",
        }
    }
}
