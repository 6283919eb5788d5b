//! A small survey with one question of each kind.

use crate::locale::Lang;
use crate::locale::Texts;
use crate::logic;
use crate::model::Better;
use crate::model::ChoiceOption;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MatrixRow;
use crate::model::Missing;
use crate::model::MissingOption;
use crate::model::OptionList;
use crate::model::Origin;
use crate::model::Page;
use crate::model::Parts;
use crate::model::Privacy;
use crate::model::Question;
use crate::model::ReportSettings;
use crate::model::SampleLink;
use crate::model::Scale;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use std::collections::BTreeMap;
use std::sync::Arc;

fn option(id: &str, value: i32, zh: &str, en: &str) -> ChoiceOption {
    ChoiceOption {
        id: Id::new(id),
        value,
        text: Texts::zh_en(zh, en),
        exclusive: false,
        other: false,
    }
}

fn satisfaction() -> Arc<Scale> {
    let options = vec![
        option("very_dissatisfied", 1, "非常不满意", "Very dissatisfied"),
        option("dissatisfied", 2, "不满意", "Dissatisfied"),
        option("neutral", 3, "一般", "Neither"),
        option("satisfied", 4, "满意", "Satisfied"),
        option("very_satisfied", 5, "非常满意", "Very satisfied"),
    ];
    let missing = vec![MissingOption {
        kind: Missing::DontKnow,
        text: Texts::zh_en("不知道", "Don't know"),
        value: Some(9),
    }];
    Arc::new(Scale {
        id: Id::new("satisfaction5"),
        list: OptionList { options, missing },
        better: Better::High,
        ends_only: false,
    })
}

fn nps() -> Arc<Scale> {
    let options = (0..=10)
        .map(|value| option(&format!("p{value}"), value, &value.to_string(), &value.to_string()))
        .collect();
    Arc::new(Scale {
        id: Id::new("nps"),
        list: OptionList {
            options,
            missing: vec![],
        },
        better: Better::High,
        ends_only: true,
    })
}

struct Maker {
    survey: Survey,
}

impl Maker {
    fn variable(
        &mut self,
        id: &str,
        domain: Domain,
        origin: Origin,
        text: Texts,
        stem: Option<Texts>,
    ) -> VariableIndex {
        let index = VariableIndex(self.survey.variables.len());
        self.survey.by_id.insert(Id::new(id), index);
        self.survey.variables.push(Variable {
            id: Id::new(id),
            domain,
            origin,
            text,
            stem,
            touchpoint: None,
            asked_if: None,
            personal: false,
            value: None,
        });
        index
    }

    fn question(&mut self, page: usize, id: &str, kind: Kind, zh: &str, en: &str) {
        let question = self.survey.pages[page].questions.len();
        let text = Texts::zh_en(zh, en);
        let origin = |row| Origin::Question { page, question, row };
        let domain = match &kind {
            Kind::Rating { scale } | Kind::Matrix { scale, .. } => Domain::Rating(scale.clone()),
            Kind::Choice { list } | Kind::Consent { list, .. } => Domain::Choice(list.clone()),
            Kind::Multiple { list, .. } => Domain::Multiple(list.clone()),
            Kind::Number { min, max, whole, .. } => Domain::Number {
                min: *min,
                max: *max,
                whole: *whole,
            },
            Kind::Date => Domain::Date,
            Kind::Text { .. } | Kind::Note => Domain::Text,
            Kind::Ranking { most, .. } => Domain::Number {
                min: Some(1.0),
                max: Some(f64::from(*most)),
                whole: true,
            },
            Kind::Allocation { total, .. } => Domain::Number {
                min: Some(0.0),
                max: Some(*total),
                whole: false,
            },
            Kind::Slider { min, max, .. } => Domain::Number {
                min: Some(*min),
                max: Some(*max),
                whole: true,
            },
            kind => unreachable!("tests of whole definitions look at {kind:?}"),
        };
        let variables = match &kind {
            Kind::Matrix { rows, .. } | Kind::Ranking { rows, .. } | Kind::Allocation { rows, .. } => {
                let rows = rows.clone();
                let one = |(at, row): (usize, &MatrixRow)| {
                    self.variable(
                        &format!("{id}.{}", row.id),
                        domain.clone(),
                        origin(Some(at)),
                        row.text.clone(),
                        Some(text.clone()),
                    )
                };
                rows.iter().enumerate().map(one).collect()
            }
            _ => vec![self.variable(id, domain, origin(None), text.clone(), None)],
        };
        self.survey.pages[page].questions.push(Question {
            id: Id::new(id),
            kind,
            text,
            hint: Texts::default(),
            required: false,
            show_if: None,
            require_if: None,
            valid_if: None,
            valid_message: Texts::default(),
            attention: None,
            touchpoint: None,
            variables,
            parts: Parts::default(),
        });
    }

    fn condition(&self, text: &str) -> Arc<Condition> {
        let typed = logic::compile(text, &self.survey).unwrap();
        Arc::new(Condition {
            text: text.to_owned(),
            typed,
        })
    }
}

/// `overall`, `service` (`speed`, `attitude`), `recommend`, `reason`; `channel`, `devices`, `age`, `visited` on a second page;
/// hidden `region` and `customer_type`; derived `loyalty`.
pub(super) fn survey() -> Survey {
    static MADE: std::sync::LazyLock<Survey> = std::sync::LazyLock::new(make);
    MADE.clone()
}

#[expect(clippy::too_many_lines, reason = "a survey with every kind is long")]
fn make() -> Survey {
    let page = |id: &str| Page::new(Id::new(id), Texts::default(), vec![]);
    let mut make = Maker {
        survey: Survey {
            id: Id::new("visit"),
            title: Texts::same("Visit"),
            intro: Texts::default(),
            thanks: Texts::default(),
            privacy: Privacy::default(),
            languages: vec![Lang::new("zh").unwrap(), Lang::new("en").unwrap()],
            pages: vec![page("first"), page("second")],
            variables: vec![],
            by_id: BTreeMap::new(),
            segments: vec![],
            piped: [None, None],
            weight: None,
            design: None,
            replicates: None,
            population: None,
            fallback: BTreeMap::new(),
            words: crate::model::OwnWords::default(),
            unit: None,
            sample: Some(SampleLink {
                file: "people.csv".into(),
                key: Some("customer".into()),
                id: "id".into(),
                fills: vec![Id::new("customer_type")],
                attributes: vec![],
                columns: crate::model::SampleColumns::default(),
            }),
            quotas: vec![],
            measures: vec![],
            index: None,
            report: ReportSettings::default(),
            comparable: BTreeMap::new(),
            formerly: BTreeMap::new(),
            recodings: BTreeMap::new(),
            hash: "abc".into(),
        },
    };
    make.question(
        0,
        "overall",
        Kind::Rating { scale: satisfaction() },
        "总体满意吗？",
        "How satisfied are you overall?",
    );
    let row = |id: &str, zh: &str, en: &str| MatrixRow {
        id: Id::new(id),
        text: Texts::zh_en(zh, en),
        touchpoint: None,
    };
    let rows = vec![
        row("speed", "响应速度", "Speed"),
        row("attitude", "服务态度", "Attitude"),
    ];
    make.question(
        0,
        "service",
        Kind::Matrix {
            scale: satisfaction(),
            rows,
        },
        "对各项满意吗？",
        "How satisfied with each?",
    );
    make.question(
        0,
        "recommend",
        Kind::Rating { scale: nps() },
        "会推荐吗？",
        "Would you recommend us?",
    );
    make.question(
        0,
        "reason",
        Kind::Text {
            long: true,
            max_length: None,
        },
        "原因是什么？",
        "What is the reason?",
    );
    let channel = vec![
        option("app", 1, "手机应用", "App"),
        option("web", 2, "网站", "Web, desktop"),
        option("shop", 3, "门店", "Shop"),
        option("store", 4, "商店", "Shop"),
    ];
    make.question(
        1,
        "channel",
        Kind::Choice {
            list: Arc::new(OptionList {
                options: channel,
                missing: vec![],
            }),
        },
        "渠道",
        "Channel",
    );
    let devices = vec![
        option("phone", 1, "手机", "Phone"),
        option("value", 2, "价格；质量", "Price, or quality; both"),
        option("price", 3, "价格", "Price"),
        option("none", 4, "都没有", "None"),
    ];
    let list = Arc::new(OptionList {
        options: devices,
        missing: vec![],
    });
    make.question(
        1,
        "devices",
        Kind::Multiple {
            list,
            min: None,
            max: None,
        },
        "使用哪些？",
        "Which do you use?",
    );
    make.question(
        1,
        "age",
        Kind::Number {
            min: Some(0.0),
            max: Some(120.0),
            whole: true,
            unit: Texts::default(),
        },
        "年龄",
        "Age",
    );
    make.question(1, "visited", Kind::Date, "哪天来的？", "When did you come?");
    let region = vec![option("east", 1, "东部", "East"), option("north", 2, "北部", "North")];
    make.variable(
        "region",
        Domain::Choice(Arc::new(OptionList {
            options: region,
            missing: vec![],
        })),
        Origin::Hidden,
        Texts::same("Region"),
        None,
    );
    let kinds = vec![option("new", 1, "新客户", "New"), option("lapsed", 2, "流失", "Lapsed")];
    make.variable(
        "customer_type",
        Domain::Choice(Arc::new(OptionList {
            options: kinds,
            missing: vec![],
        })),
        Origin::Hidden,
        Texts::same("Type"),
        None,
    );
    let bands = vec![
        option("detractor", 0, "贬损者", "Detractor"),
        option("passive", 1, "被动者", "Passive"),
        option("promoter", 2, "推荐者", "Promoter"),
    ];
    let loyalty = make.variable(
        "loyalty",
        Domain::Choice(Arc::new(OptionList {
            options: bands,
            missing: vec![],
        })),
        Origin::Derived,
        Texts::default(),
        None,
    );
    make.survey.variables[loyalty.0].value = Some(make.condition("band(recommend, 0..6, 7..8, 9..10)"));
    let show = make.condition("recommend <= 6");
    let reason = make.survey.find("reason").unwrap();
    make.survey.variables[reason.0].asked_if = Some(show.clone());
    make.survey.pages[0].questions[3].show_if = Some(show);
    make.survey.pages[1].questions[2].valid_if = Some(make.condition("age >= 18"));
    make.survey
}
