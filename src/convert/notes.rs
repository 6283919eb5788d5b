//! What is told of a conversion: problems with their place in the source.

use super::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;

/// The problems of one file.
#[derive(Debug)]
pub(super) struct Notes {
    file: String,
    /// In the order of the source.
    pub problems: Vec<Problem>,
}

impl Notes {
    pub(super) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            problems: Vec::new(),
        }
    }

    /// A place in the source: a cell, a path, the code of a question.
    pub(super) fn place(&self, at: &str) -> Place {
        if at.is_empty() {
            Place::file(self.file.clone())
        } else {
            Place::file(format!("{}#{at}", self.file))
        }
    }

    /// Tells what is, in English and Chinese, with the rule's way out.
    pub(super) fn tell(&mut self, rule: &'static RuleDoc, at: &str, en: impl Into<String>, zh: impl Into<String>) {
        let [help_en, help_zh] = rules::way_out(rule);
        let problem = Problem::new(rule, self.place(at)).says(en, zh).help(help_en, help_zh);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// The file cannot be read as what it is.
    pub(super) fn unreadable(&mut self, at: &str, why_en: &str, why_zh: &str) {
        self.tell(
            &rules::UNREADABLE,
            at,
            format!("the file cannot be read: {why_en}"),
            format!("无法读取该文件：{why_zh}"),
        );
    }

    /// The file is larger or deeper than what is read.
    pub(super) fn too_large(&mut self, at: &str) {
        self.tell(
            &rules::TOO_LARGE,
            at,
            "the file is larger or more deeply nested than any questionnaire",
            "该文件过大或嵌套过深，不像是问卷",
        );
    }

    /// A question of a kind that definitions do not have.
    pub(super) fn kind(&mut self, at: &str, kind: &str) {
        self.tell(
            &rules::KIND,
            at,
            format!("a question of the kind `{kind}` was written as a note"),
            format!("题型 `{kind}` 已写成说明文字"),
        );
    }

    /// A condition that was left out.
    pub(super) fn condition(&mut self, at: &str, text: &str, why: &super::expression::Why) {
        let shown = short(text);
        self.tell(
            &rules::CONDITION,
            at,
            format!("the condition `{shown}` was left out: {}", why.english()),
            format!("条件 `{shown}` 未转换：{}", why.chinese()),
        );
    }

    /// A setting of the source that has no equal.
    pub(super) fn setting(&mut self, at: &str, what: &str) {
        self.tell(
            &rules::SETTING,
            at,
            format!("`{}` has no equal in a definition and was left out", short(what)),
            format!("`{}` 在问卷定义中没有对应项，已略去", short(what)),
        );
    }

    /// A name that had to be changed.
    pub(super) fn renamed(&mut self, at: &str, was: &str, is: &str) {
        self.tell(
            &rules::RENAMED,
            at,
            format!("`{}` is called `{is}` in the definition", short(was)),
            format!("`{}` 在问卷定义中改称 `{is}`", short(was)),
        );
    }

    /// A scale that does not say which end is good.
    pub(super) fn direction(&mut self, at: &str, scale: &str) {
        self.tell(
            &rules::DIRECTION,
            at,
            format!("nothing tells which end of the scale `{scale}` is good; `better: high` was written"),
            format!("无法判断量表 `{scale}` 哪一端更好，暂写 `better: high`"),
        );
    }

    /// Something that a definition says and the other format cannot.
    pub(super) fn not_held(&mut self, at: &str, what_en: &str, what_zh: &str) {
        self.tell(&rules::NOT_HELD, at, what_en, what_zh);
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= 80 {
        return flat;
    }
    flat.chars().take(79).chain(['…']).collect()
}
