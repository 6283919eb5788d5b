//! The documents that come with the program.

use super::document::Document;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use std::sync::Arc;

/// A document of the program, in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name: what `--from` and `--document` take.
    pub name: &'static str,
    /// For whom it is and what it says: English, Chinese.
    pub about: [&'static str; 2],
    /// Its text: English, Chinese.
    pub texts: [&'static str; 2],
}

macro_rules! texts {
    ($name:literal) => {
        [
            include_str!(concat!("../../templates/reports/", $name, ".en.md")),
            include_str!(concat!("../../templates/reports/", $name, ".zh.md")),
        ]
    };
}

/// All of them; the first is what a report is without another word.
pub const SHIPPED: [Shipped; 5] = [
    Shipped {
        name: "management",
        about: [
            "the report of a wave for managers: where we stand, what changed, where, why, what to do first",
            "面向管理者的当期报告：现状、变化、分布、原因、优先事项",
        ],
        texts: texts!("management"),
    },
    Shipped {
        name: "technical",
        about: [
            "the appendix for analysts: every figure, every question, tests, quality, definitions",
            "面向分析人员的技术附录：全部数值与题目、检验、数据质量、定义",
        ],
        texts: texts!("technical"),
    },
    Shipped {
        name: "waves",
        about: [
            "this wave against the one before and a year ago, measure by measure and group by group",
            "本期与上期、上年同期的比较：逐项指标、逐个分组",
        ],
        texts: texts!("waves"),
    },
    Shipped {
        name: "public",
        about: [
            "results for everybody who answered: you said, we did; no small bases, no quotations",
            "向受访者公开的结果：您的意见，我们的行动；不含小样本，不引用原话",
        ],
        texts: texts!("public"),
    },
    Shipped {
        name: "summary",
        about: [
            "one page for chat and mail; `manyi report --document summary --format md` prints it",
            "供聊天和邮件使用的一页摘要；`manyi report --document summary --format md` 可直接输出",
        ],
        texts: texts!("summary"),
    },
];

/// The document of units, which no report is made of: it has calls of its own, each of which answers for one unit.
pub const UNIT: Shipped = Shipped {
    name: "unit",
    about: [
        "the page of one unit (store, team, agent) against the rest; `manyi report --per SEGMENT` writes one for each",
        "单个单位（门店、班组、坐席）与其余相比的页面；`manyi report --per 细分` 为每个单位各写一页",
    ],
    texts: texts!("unit"),
};

/// The document of the program by this name.
#[must_use]
pub fn shipped(name: &str, tongue: Tongue) -> Option<Arc<Document>> {
    let found = SHIPPED.iter().find(|one| one.name == name)?;
    Some(document(found, tongue))
}

/// The program's document of units.
#[must_use]
pub fn unit_document(tongue: Tongue) -> Arc<Document> {
    document(&UNIT, tongue)
}

fn document(of: &Shipped, tongue: Tongue) -> Arc<Document> {
    let stem = format!("{}.{}", of.name, tongue.pick("en", "zh"));
    let source = Arc::new(Source {
        name: format!("{stem}.md"),
        text: of.texts[tongue.pick(0, 1)].to_owned(),
    });
    let (mut document, _) = Document::read(&source, &stem);
    // Chinese in any script, and English for every other reader.
    document.languages.clear();
    Arc::new(document)
}
