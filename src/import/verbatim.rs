//! Personal data in open answers: told at import, so that a person looks before anything is shown to others.

use super::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::locale::Personal;
use crate::locale::personal;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::Cell;
use std::collections::BTreeMap;

/// What was found in the open answers of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verbatims {
    /// Answers in which something of a kind was found.
    found: BTreeMap<Personal, u64>,
    /// Answers in which anything was found.
    answers: u64,
}

impl Verbatims {
    /// Looks through the open answers of a batch; what was asked for by its kind (an e-mail address) is none.
    pub fn look(&mut self, survey: &Survey, batch: &Batch) {
        for (variable, column) in survey.variables.iter().zip(&batch.columns) {
            let open = matches!(variable.origin, Origin::Question { .. } | Origin::OtherWords { .. });
            if variable.domain != Domain::Text || !open {
                continue;
            }
            for row in 0..batch.len() {
                let Cell::Text(words) = column.get(row) else { continue };
                let mut kinds = personal(words);
                kinds.sort_unstable();
                kinds.dedup();
                self.answers += u64::from(!kinds.is_empty());
                for kind in kinds {
                    *self.found.entry(kind).or_default() += 1;
                }
            }
        }
    }

    /// What a person should know of it.
    #[must_use]
    pub fn problem(&self, file: &str) -> Option<Problem> {
        if self.answers == 0 {
            return None;
        }
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        for (kind, count) in &self.found {
            let (name, named) = words(*kind);
            en.push(format!("{name} {count}"));
            zh.push(format!("{named} {count}"));
        }
        let answers = self.answers;
        let problem = Problem::new(&rules::PERSONAL_WORDS, Place::file(file)).says(
            format!("{answers} open answers seem to name a person ({})", en.join(", ")),
            format!("{answers} 份开放回答似乎含有个人信息（{}）", zh.join("，")),
        );
        Some(problem.help(
            "reports mask them; before answers are passed on, look at them and erase or fix what nobody needs",
            "报告中会遮盖；转交答卷之前请查看，并删除或用 `fixes/` 处理不需要的内容",
        ))
    }
}

fn words(kind: Personal) -> (&'static str, &'static str) {
    match kind {
        Personal::Address => ("e-mail", "邮箱"),
        Personal::Phone => ("telephone", "电话"),
        Personal::IdentityCard => ("identity card", "身份证"),
        Personal::BankCard => ("bank card", "银行卡"),
        Personal::Plate => ("plate", "车牌"),
        Personal::Number => ("other long number", "其他长号码"),
    }
}
