//! What the writers share: a definition's questions as a respondent meets them, and what conditions can name elsewhere.

use super::expression::Dialect;
use super::expression::Mode;
use super::expression::Target;
use super::expression::Why;
use super::expression::write;
use super::notes::Notes;
use super::sketch::items;
use super::sketch::text;
use crate::locale::Texts;
use crate::logic;
use crate::model::ChoiceOption;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Question;
use crate::model::Survey;
use crate::model::Variable;
use serde_json::Value;
use std::collections::BTreeMap;

/// A survey on its way out.
pub(super) struct Out<'s> {
    survey: &'s Survey,
    /// Names that the other tool has, with the codes that say why there is no answer.
    known: BTreeMap<String, Vec<String>>,
}

impl<'s> Out<'s> {
    pub(super) fn new(survey: &'s Survey, dialect: Dialect) -> Self {
        let mut known = BTreeMap::new();
        for (_, _, question) in survey.questions() {
            let repeated = question.parts.entity.is_some();
            let alike = !matches!(
                question.kind,
                Kind::Ranking { .. } | Kind::Consent { .. } | Kind::Email | Kind::Phone | Kind::Note
            );
            // Parts of these are named otherwise by SurveyJS.
            let parted = matches!(question.kind, Kind::Importance { .. } | Kind::Kano { .. });
            if repeated || !alike || parted && dialect == Dialect::SurveyJs {
                continue;
            }
            for index in &question.variables {
                let variable = survey.variable(*index);
                known.insert(variable.id.to_string(), missing_codes(variable));
            }
        }
        for variable in &survey.variables {
            if variable.origin == Origin::Hidden && !is_order(variable) {
                known.insert(variable.id.to_string(), Vec::new());
            }
        }
        Self { survey, known }
    }

    /// The codes of missing answers of a name; `None` where the other tool does not have it.
    pub(super) fn known(&self, name: &str) -> Option<Vec<String>> {
        self.known.get(name).cloned()
    }

    /// Hidden values that come from outside.
    pub(super) fn hidden(&self) -> Vec<&'s Variable> {
        let all = self.survey.variables.iter();
        all.filter(|variable| variable.origin == Origin::Hidden && !is_order(variable))
            .collect()
    }

    /// A question by its name in the definition, and its name for the other tool; of a repeated one the first copy.
    pub(super) fn question(&self, id: &str) -> Option<(&'s Question, String)> {
        self.survey.questions().find_map(|(_, _, question)| {
            let written = match &question.parts.entity {
                Some(entity) => question
                    .id
                    .as_str()
                    .strip_suffix(entity.id.as_str())?
                    .strip_suffix('.')?,
                None => question.id.as_str(),
            };
            (written == id).then(|| (question, id.to_owned()))
        })
    }

    /// The choices of a cascade, the widest first.
    pub(super) fn levels(&self, id: &str) -> Vec<&'s Question> {
        let all = self.survey.questions().map(|(_, _, question)| question);
        all.filter(|question| question.parts.rung.is_some() && question.id.as_str().split('.').next() == Some(id))
            .collect()
    }

    /// A condition in the words of the other tool.
    pub(super) fn condition(
        &self,
        text: &str,
        target: &Target<'_>,
        mode: Mode,
        own: Option<&str>,
    ) -> Result<String, Why> {
        let typed = logic::condition(text, self.survey).map_err(|faults| {
            let first = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
            Why::Refused(first.clone(), first)
        })?;
        write(typed.node(), target, mode, own)
    }

    /// Tells what the other tool does not do with a question.
    pub(super) fn lost(sketch: &Value, model: &Question, notes: &mut Notes) {
        let id = text(sketch, "id");
        if !model.parts.piped.is_empty() {
            notes.not_held(
                id,
                &format!("the answers put into the texts of `{id}` are kept in `manyi`; its fallbacks stand there"),
                &format!("`{id}` 文字中引用的答案保存在 `manyi` 中，目标格式中为备用文字"),
            );
        }
        for key in ["options_from", "rows_from", "attention", "touchpoint"] {
            if sketch.get(key).is_some() {
                notes.not_held(
                    id,
                    &format!("`{key}` of `{id}` is kept in `manyi`"),
                    &format!("`{id}` 的 `{key}` 保存在 `manyi` 中"),
                );
            }
        }
        for option in items(sketch, "options") {
            if option.get("show_if").is_some() {
                notes.not_held(
                    id,
                    &format!(
                        "the condition of the option `{}` of `{id}` is kept in `manyi`",
                        text(option, "id")
                    ),
                    &format!("`{id}` 的选项 `{}` 的条件保存在 `manyi` 中", text(option, "id")),
                );
            }
        }
        let plainer = match &model.kind {
            Kind::Allocation { .. } => Some(["the sum of the parts is not checked there", "目标格式不检查各项之和"]),
            Kind::Kano { .. } | Kind::Importance { .. } => Some([
                "its parts are questions of their own there",
                "各部分在目标格式中是单独的题目",
            ]),
            Kind::Email | Kind::Phone => Some([
                "it is a plain text there, and not kept apart",
                "在目标格式中是普通文字，不单独保存",
            ]),
            _ => None,
        };
        if let Some([en, zh]) = plainer {
            notes.not_held(id, &format!("`{id}`: {en}"), &format!("`{id}`：{zh}"));
        }
    }
}

fn is_order(variable: &Variable) -> bool {
    variable.id.as_str().strip_suffix(".order").is_some()
        || variable.id.as_str().ends_with("_order") && matches!(variable.domain, Domain::Text)
}

fn missing_codes(variable: &Variable) -> Vec<String> {
    let list = variable.domain.options();
    list.map_or_else(Vec::new, |list| {
        list.missing
            .iter()
            .map(|answer| answer.kind.code().to_owned())
            .collect()
    })
}

/// The label of an option, else its name.
pub(super) fn list_of(option: &ChoiceOption, _: &Survey) -> Texts {
    if option.text.is_empty() {
        Texts::same(option.id.as_str())
    } else {
        option.text.clone()
    }
}
