//! The definition of a survey as everything after it understands it: questions, the variables their answers fill,
//! measures, the index tree, waves.
//!
//! Values only: no YAML, no files, no answers. `definition` makes a [`Survey`]; the rest reads it.

mod design;
mod formerly;
mod id;
mod index;
mod measure;
mod options;
mod parts;
pub mod pipe;
mod population;
mod privacy;
mod question;
mod replicates;
mod sampling;
pub mod scales;
mod settings;
mod survey;
pub mod symbols;
mod unit;
mod variable;
pub mod wave;
pub mod words;

pub use crate::logic::Missing;
pub use design::Design;
pub use formerly::{Formerly, Now, Recoded, Recoding};
pub use id::Id;
pub use index::{IndexLevel, IndexMissing, IndexScheme, PathConstruct, PathModel, Weighting};
pub use measure::{IndexNode, Measure, MeasureKind};
pub use options::{Better, ChoiceOption, MissingOption, OptionList, Scale};
pub use parts::{Carried, Entity, Parts, RandomOrder, Rung, TextOf};
pub use population::{PopulationMethod, PopulationTargets, PopulationWeights};
pub use privacy::{Access, Privacy, PrivacyFact, PrivacyMode};
pub use question::{Condition, Feature, Kind, MatrixRow, Page, Question};
pub use replicates::Replicates;
pub use sampling::{Quota, QuotaCells, SampleColumns, SampleLink};
pub use settings::{Practical, ReportSettings};
pub use survey::Survey;
pub use unit::UnitLink;
pub use variable::{Domain, Origin, Variable, VariableIndex};
pub use wave::{Calendar, WaveId};
pub use words::{
    EntryWord, FileWord, FormWord, InterviewWord, KioskWord, LabelWord, OutcomeWord, OwnWords, PaperWord, PrivacyWord,
    ScriptWord,
};
