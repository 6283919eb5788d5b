//! What columns and rows are called.

use super::Printing;
use crate::crosstab::Banner;
use crate::crosstab::Column;
use crate::crosstab::Label;
use crate::crosstab::Level;
use crate::crosstab::Part;
use crate::crosstab::TableSection;
use crate::crosstab::WAVE;
use crate::finding::Strength;
use crate::model::VariableIndex;
use crate::report::words;

impl Printing<'_> {
    /// A word in the reader's language.
    pub(super) fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        self.lang.tongue().pick(en, zh)
    }

    /// What a section is called.
    pub(super) fn section_name(&self, section: &TableSection) -> String {
        let survey = &self.scores.survey;
        let text = if let Some(variable) = section.variable {
            self.variable_name(variable)
        } else {
            let measure = survey.measure(section.id.as_str());
            measure.map_or_else(String::new, |measure| survey.text(&measure.title, self.lang).to_owned())
        };
        if text.is_empty() { section.id.to_string() } else { text }
    }

    /// A question's words, those of its matrix before them.
    fn variable_name(&self, variable: VariableIndex) -> String {
        let survey = &self.scores.survey;
        let asked = survey.variable(variable);
        let text = survey.text(&asked.text, self.lang);
        match &asked.stem {
            Some(stem) if !text.is_empty() => format!("{} {text}", survey.text(stem, self.lang)),
            _ => text.to_owned(),
        }
    }

    /// What a row is called.
    pub(super) fn row_name(&self, label: &Label) -> String {
        match label {
            Label::Texts(texts) => self.scores.survey.text(texts, self.lang).to_owned(),
            Label::Missing(kind) => words::missing(*kind, self.lang.tongue()).to_owned(),
        }
    }

    /// What a banner divides by, by its ids: `region>channel`.
    pub(super) fn banner_ids(&self, banner: &Banner) -> String {
        let part = |part: &Part| match part {
            Part::Wave => WAVE.to_owned(),
            Part::Of(variable) => self.scores.survey.variable(*variable).id.to_string(),
        };
        banner.parts.iter().map(part).collect::<Vec<_>>().join(">")
    }

    /// What a banner divides by, in words.
    pub(super) fn banner_name(&self, banner: &Banner) -> String {
        let part = |part: &Part| match part {
            Part::Wave => self.word("wave", "期次").to_owned(),
            Part::Of(variable) => {
                let name = self.variable_name(*variable);
                if name.is_empty() {
                    self.scores.survey.variable(*variable).id.to_string()
                } else {
                    name
                }
            }
        };
        banner.parts.iter().map(part).collect::<Vec<_>>().join(" > ")
    }

    /// What a banner divides by, by name: `region>channel`.
    pub(super) fn banner_code(&self, banner: &Banner) -> String {
        let part = |part: &Part| match part {
            Part::Wave => WAVE,
            Part::Of(variable) => self.scores.survey.variable(*variable).id.as_str(),
        };
        banner.parts.iter().map(part).collect::<Vec<_>>().join(">")
    }

    /// The levels of a column in words, the outermost first.
    pub(super) fn column_path(&self, column: &Column) -> Vec<String> {
        if column.path.is_empty() {
            return vec![self.word("total", "总体").to_owned()];
        }
        let survey = &self.scores.survey;
        let level = |level: &Level| match level {
            Level::Wave(wave) => wave.to_string(),
            Level::Option(variable, at) => {
                let options = survey.variable(*variable).domain.options();
                let option = options.and_then(|list| list.options.get(*at));
                let text = option.map_or("", |option| survey.text(&option.text, self.lang));
                match (text, option) {
                    ("", Some(option)) => option.id.to_string(),
                    (text, _) => text.to_owned(),
                }
            }
        };
        column.path.iter().map(level).collect()
    }

    /// The letters of columns, small ones for what is less sure.
    pub(super) fn letters(&self, letters: &[(usize, Strength)]) -> Vec<String> {
        let name = |(at, strength): &(usize, Strength)| {
            let letter = self.table.layout.columns.get(*at)?.letter.clone()?;
            Some(match strength {
                Strength::Strong => letter,
                Strength::Weak => letter.to_lowercase(),
            })
        };
        letters.iter().filter_map(name).collect()
    }
}
