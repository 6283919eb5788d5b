//! Names of measures, questions, options and groups in the reader's language.

use crate::diagnostic::Tongue;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Question;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use crate::site;
use crate::tabulation::Group;

/// Whose names, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// The reader's language.
    pub lang: &'a Lang,
}

impl Names<'_> {
    /// The language of our own words.
    #[must_use]
    pub fn tongue(&self) -> Tongue {
        self.lang.tongue()
    }

    /// A text of the survey without its markup.
    #[must_use]
    pub fn text(&self, texts: &Texts) -> String {
        site::plain(self.survey.text(texts, self.lang))
    }

    fn text_or(&self, texts: &Texts, otherwise: impl FnOnce() -> String) -> String {
        let text = self.text(texts);
        if text.is_empty() { otherwise() } else { text }
    }

    /// A measure: its title, else the wording of what it is of.
    #[must_use]
    pub fn measure(&self, measure: &Measure) -> String {
        self.text_or(&measure.title, || match &measure.kind {
            MeasureKind::Index(node) => self.text_or(&node.title, || node.id.to_string()),
            MeasureKind::TopBox { of, .. }
            | MeasureKind::BottomBox { of, .. }
            | MeasureKind::Mean { of }
            | MeasureKind::Nps { of }
            | MeasureKind::Share { of, .. } => self.variable(*of),
        })
    }

    /// A variable as it is named in a list, a sentence or a drawing: what was asked, without the full stop of a statement; for a
    /// line of a battery, that line.
    #[must_use]
    pub fn variable(&self, variable: VariableIndex) -> String {
        unstopped(&self.asked(variable)).to_owned()
    }

    /// What was asked, word for word.
    fn asked(&self, variable: VariableIndex) -> String {
        let variable = self.survey.variable(variable);
        self.text_or(&variable.text, || variable.id.to_string())
    }

    /// The wording a respondent met: stem and line.
    #[must_use]
    pub fn wording(&self, variable: VariableIndex) -> String {
        let Variable { stem, .. } = self.survey.variable(variable);
        match stem {
            Some(stem) => self.tongue().pick(
                format!("{} – {}", self.text(stem), self.asked(variable)),
                format!("{}——{}", self.text(stem), self.asked(variable)),
            ),
            None => self.asked(variable),
        }
    }

    /// A question.
    #[must_use]
    pub fn question(&self, question: &Question) -> String {
        self.text_or(&question.text, || question.id.to_string())
    }

    /// An option of a variable.
    pub fn option(&self, variable: VariableIndex, option: usize) -> String {
        let options = self.survey.variable(variable).domain.options();
        let found = options.and_then(|list| list.options.get(option));
        found.map_or_else(String::new, |option| {
            self.text_or(&option.text, || option.id.to_string())
        })
    }

    /// A group: its level alone, such as "App"; empty for everybody.
    #[must_use]
    pub fn level(&self, group: Group) -> String {
        match group {
            Group::Total => String::new(),
            Group::Unknown(_) => self.tongue().pick("not known", "未知").to_owned(),
            group => {
                let levels = group.levels();
                let names: Vec<String> = levels.iter().map(|(of, level)| self.option(*of, *level)).collect();
                names.join(" × ")
            }
        }
    }

    /// The segment a group is of; empty for everybody.
    #[must_use]
    pub fn segment(&self, group: Group) -> String {
        match group {
            Group::Total => String::new(),
            Group::Unknown(segment) => self.variable(segment),
            group => {
                let mut names: Vec<String> = group.levels().iter().map(|(of, _)| self.variable(*of)).collect();
                names.dedup();
                names.join(" × ")
            }
        }
    }

    /// A group with its segment, such as "App (Order channel)" or "下单渠道“手机应用”"; empty for everybody.
    #[must_use]
    pub fn group(&self, group: Group) -> String {
        let (segment, level) = (self.segment(group), self.level(group));
        if group == Group::Total {
            return String::new();
        }
        self.tongue().pick(
            format!("{level} ({})", inside(&segment, Tongue::En)),
            format!("{segment}“{level}”"),
        )
    }
}

/// A statement without its full stop, as others follow it; an abbreviation at the end of a few words keeps its dot.
fn unstopped(text: &str) -> &str {
    if let Some(statement) = text.strip_suffix('。') {
        return statement;
    }
    match text.strip_suffix('.') {
        Some(statement) if !statement.ends_with('.') && statement.split_whitespace().count() >= SENTENCE => statement,
        _ => text,
    }
}

/// Words that make a sentence.
const SENTENCE: usize = 4;

/// A name inside an English sentence: its capital goes, unless it is an abbreviation.
pub fn inside(name: &str, tongue: Tongue) -> String {
    let mut chars = name.chars();
    match (tongue, chars.next(), chars.next()) {
        (Tongue::En, Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// A list in a sentence: `a, b and c`, `a、b和c`.
pub fn listed(names: &[String], tongue: Tongue) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            let comma = tongue.pick(", ", "、");
            format!("{}{}{last}", first.join(comma), tongue.pick(" and ", "和"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_loses_its_full_stop_and_an_abbreviation_keeps_its_dot() {
        assert_eq!(unstopped("我觉得这项服务容易使用。"), "我觉得这项服务容易使用");
        assert_eq!(unstopped("I was treated with respect."), "I was treated with respect");
        for kept in [
            "Fruit, nuts etc.",
            "We waited and waited and …",
            "And then it was over..",
            "Are you satisfied with us?",
        ] {
            assert_eq!(unstopped(kept), kept);
        }
    }

    #[test]
    fn names_fit_into_sentences() {
        assert_eq!(inside("Overall satisfaction", Tongue::En), "overall satisfaction");
        assert_eq!(inside("NPS", Tongue::En), "NPS");
        let names = ["a", "b", "c"].map(String::from);
        assert_eq!(listed(&names, Tongue::En), "a, b and c");
        assert_eq!(listed(&names, Tongue::Zh), "a、b和c");
    }
}
