//! A small survey with every kind of question, built by hand: this module stands below the one that reads definitions.

use crate::locale::Lang;
use crate::locale::Texts;
use crate::logic;
use crate::model::ChoiceOption;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MatrixRow;
use crate::model::Missing;
use crate::model::OptionList;
use crate::model::Origin;
use crate::model::Page;
use crate::model::Parts;
use crate::model::Privacy;
use crate::model::Question;
use crate::model::ReportSettings;
use crate::model::Scale;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use crate::model::scales;
use std::sync::Arc;

/// A question with what is not said left empty.
pub fn question(id: &str, kind: Kind, zh: &str, en: &str) -> Question {
    Question {
        id: Id::new(id),
        kind,
        text: Texts::zh_en(zh, en),
        hint: Texts::default(),
        required: false,
        show_if: None,
        require_if: None,
        valid_if: None,
        valid_message: Texts::default(),
        attention: None,
        touchpoint: None,
        variables: Vec::new(),
        parts: Parts::default(),
    }
}

/// A built-in scale, with these answers beside it.
pub fn scale(name: &str, missing: &[Missing]) -> Arc<Scale> {
    let mut scale = scales::built_in(name).unwrap();
    scale.list.missing = missing.iter().map(|kind| scales::missing_option(*kind)).collect();
    Arc::new(scale)
}

/// A list of options: id, Chinese, English.
pub fn options(of: &[(&str, &str, &str)]) -> OptionList {
    let option = |(at, (id, zh, en)): (usize, &(&str, &str, &str))| ChoiceOption {
        id: Id::new(id),
        value: i32::try_from(at).unwrap() + 1,
        text: Texts::zh_en(zh, en),
        exclusive: *id == "none",
        other: *id == "other",
    };
    OptionList {
        options: of.iter().enumerate().map(option).collect(),
        missing: Vec::new(),
    }
}

/// A survey of these pages (titles in both languages) and hidden texts.
pub fn survey(id: &str, title: Texts, pages: Vec<(Texts, Vec<Question>)>, hidden: &[&str]) -> Survey {
    let pages = pages
        .into_iter()
        .enumerate()
        .map(|(at, (title, questions))| Page::new(Id::new(&format!("p{at}")), title, questions));
    let mut made = Survey {
        id: Id::new(id),
        title,
        intro: Texts::default(),
        thanks: Texts::default(),
        privacy: Privacy::default(),
        languages: ["zh", "en"].iter().filter_map(|tag| Lang::new(tag)).collect(),
        pages: pages.collect(),
        variables: Vec::new(),
        by_id: std::collections::BTreeMap::new(),
        segments: Vec::new(),
        piped: [None, None],
        weight: None,
        design: None,
        replicates: None,
        population: None,
        fallback: std::collections::BTreeMap::new(),
        words: crate::model::OwnWords::default(),
        unit: None,
        sample: None,
        quotas: vec![],
        measures: Vec::new(),
        index: None,
        report: ReportSettings::default(),
        comparable: std::collections::BTreeMap::new(),
        formerly: std::collections::BTreeMap::new(),
        recodings: std::collections::BTreeMap::new(),
        hash: "3f2a91c07be45d1888a0c2e6f4b9d73a5c6e8f1029b4d7a1c3e5f70819a2b4c6".to_owned(),
    };
    let variables: Vec<Variable> = made
        .questions()
        .flat_map(|(page, at, question)| variables(page, at, question))
        .collect();
    made.variables = variables;
    let extra = hidden
        .iter()
        .map(|id| variable(Id::new(id), Domain::Text, Origin::Hidden, &Texts::default()));
    made.variables.extend(extra);
    made.by_id = made
        .variables
        .iter()
        .enumerate()
        .map(|(at, variable)| (variable.id.clone(), VariableIndex(at)))
        .collect();
    made
}

#[expect(clippy::too_many_lines, reason = "every kind of question, one after the other")]
fn variables(page: usize, at: usize, question: &Question) -> Vec<Variable> {
    let whole = Origin::Question {
        page,
        question: at,
        row: None,
    };
    let one = |domain| vec![variable(question.id.clone(), domain, whole, &question.text)];
    let with_words = |domain, list: &OptionList| {
        let mut both = one(domain);
        if list.options.iter().any(|option| option.other) {
            both.push(variable(
                question.id.child("other"),
                Domain::Text,
                Origin::OtherWords { page, question: at },
                &question.text,
            ));
        }
        both
    };
    let part = |row, names: &[&str], domain, text: &Texts| {
        let origin = Origin::Question {
            page,
            question: at,
            row: Some(row),
        };
        let id = names.iter().fold(question.id.clone(), |id, name| id.child(name));
        variable(id, domain, origin, text)
    };
    match &question.kind {
        Kind::Note => Vec::new(),
        Kind::Choice { list } => with_words(Domain::Choice(Arc::clone(list)), list),
        Kind::Multiple { list, .. } => with_words(Domain::Multiple(Arc::clone(list)), list),
        Kind::Rating { scale } => one(Domain::Rating(Arc::clone(scale))),
        Kind::Matrix { scale, rows } => rows
            .iter()
            .enumerate()
            .map(|(position, row)| {
                part(
                    position,
                    &[row.id.as_str()],
                    Domain::Rating(Arc::clone(scale)),
                    &row.text,
                )
            })
            .collect(),
        Kind::Ranking { rows, most } => {
            let rank = Domain::Number {
                min: Some(1.0),
                max: Some(f64::from(*most)),
                whole: true,
            };
            rows.iter()
                .enumerate()
                .map(|(position, row)| part(position, &[row.id.as_str()], rank.clone(), &row.text))
                .collect()
        }
        Kind::Allocation { rows, total, .. } => {
            let share = Domain::Number {
                min: Some(0.0),
                max: Some(*total),
                whole: false,
            };
            rows.iter()
                .enumerate()
                .map(|(position, row)| part(position, &[row.id.as_str()], share.clone(), &row.text))
                .collect()
        }
        Kind::Importance {
            scale,
            importance,
            rows,
        } => rows
            .iter()
            .enumerate()
            .flat_map(|(position, row)| {
                let id = row.id.as_str();
                [
                    part(position, &[id], Domain::Rating(Arc::clone(scale)), &row.text),
                    part(
                        position,
                        &[id, "importance"],
                        Domain::Rating(Arc::clone(importance)),
                        &row.text,
                    ),
                ]
            })
            .collect(),
        Kind::Kano { scale, features } => features
            .iter()
            .enumerate()
            .flat_map(|(position, feature)| {
                ["with", "without"].map(|half| {
                    let domain = Domain::Rating(Arc::clone(scale));
                    part(position, &[feature.id.as_str(), half], domain, &feature.text)
                })
            })
            .collect(),
        Kind::Slider { min, max, .. } => one(Domain::Number {
            min: Some(*min),
            max: Some(*max),
            whole: false,
        }),
        Kind::Email | Kind::Phone => one(Domain::Choice(Arc::new(scales::built_in("yesno").unwrap().list))),
        Kind::Consent { list, .. } => {
            let mut both = one(Domain::Choice(Arc::clone(list)));
            let origin = Origin::Wording { page, question: at };
            both.push(variable(
                question.id.child("wording"),
                Domain::Text,
                origin,
                &question.text,
            ));
            both
        }
        Kind::Number {
            min,
            max,
            whole: integer,
            ..
        } => one(Domain::Number {
            min: *min,
            max: *max,
            whole: *integer,
        }),
        Kind::Text { .. } => one(Domain::Text),
        Kind::Date => one(Domain::Date),
    }
}

fn variable(id: Id, domain: Domain, origin: Origin, text: &Texts) -> Variable {
    Variable {
        id,
        domain,
        origin,
        text: text.clone(),
        stem: None,
        touchpoint: None,
        asked_if: None,
        personal: false,
        value: None,
    }
}

/// A condition of this survey.
pub fn condition(survey: &Survey, text: &str) -> Arc<Condition> {
    Arc::new(Condition {
        text: text.to_owned(),
        typed: logic::condition(text, survey).unwrap(),
    })
}

/// Every kind of question, in Chinese and in English.
#[expect(clippy::too_many_lines, reason = "a survey with every kind is long")]
pub fn every_kind() -> Survey {
    let row = |id: &str, zh: &str, en: &str| MatrixRow {
        id: Id::new(id),
        text: Texts::zh_en(zh, en),
        touchpoint: None,
    };
    let rating = |name: &str| Kind::Rating {
        scale: scale(name, &[]),
    };
    let aside = [Missing::DontKnow, Missing::NotApplicable];
    let channels = options(&[
        ("app", "手机 App", "Mobile app"),
        ("web", "网站", "Website"),
        ("phone", "电话客服", "Telephone"),
        ("other", "其他", "Other"),
    ]);
    let reasons = options(&[
        ("late", "送货太慢", "Delivery was slow"),
        ("broken", "商品有破损", "Goods were damaged"),
        ("price", "价格与页面不符", "The price was not the one shown"),
        ("none", "以上都没有", "None of these"),
    ]);
    let rows = vec![
        row("speed", "响应速度", "Speed of response"),
        row("attitude", "服务态度", "Friendliness of staff"),
        row("solved", "问题解决程度", "Whether the problem was solved"),
    ];
    let service = vec![
        Question {
            required: true,
            ..question(
                "overall",
                rating("satisfaction5"),
                "总体而言，您对本次售后服务满意吗？",
                "Overall, how satisfied are you with this service?",
            )
        },
        Question {
            hint: Texts::zh_en(
                "没有用到的方面请选“不适用”。",
                "Choose “not applicable” for anything you did not use.",
            ),
            ..question(
                "service",
                Kind::Matrix {
                    scale: scale("satisfaction5", &aside),
                    rows,
                },
                "您对以下各方面满意吗？",
                "How satisfied are you with each of these?",
            )
        },
        question(
            "channel",
            Kind::Choice {
                list: Arc::new(channels),
            },
            "您**主要**通过哪个渠道联系我们？",
            "Which channel did you **mainly** use?",
        ),
        question(
            "problems",
            Kind::Multiple {
                list: Arc::new(reasons),
                min: None,
                max: Some(2),
            },
            "这次购物遇到过下列问题吗？",
            "Did you have any of these problems?",
        ),
    ];
    let loyalty = vec![
        Question {
            required: true,
            ..question(
                "recommend",
                rating("nps"),
                "您向朋友或同事推荐我们的可能性有多大？",
                "How likely are you to recommend us to a friend or colleague?",
            )
        },
        Question {
            required: true,
            ..question(
                "reason",
                Kind::Text {
                    long: true,
                    max_length: Some(500),
                },
                "主要原因是什么？",
                "What is the main reason for your score?",
            )
        },
        question(
            "effort",
            rating("agreement7"),
            "这家公司让我很容易解决问题。",
            "The company made it easy for me to handle my issue.",
        ),
    ];
    let person = vec![
        question(
            "about",
            Kind::Note,
            "最后几个问题有助于我们比较**不同顾客**的体验。",
            "The last questions help us compare the experience of **different customers**.",
        ),
        question(
            "orders",
            Kind::Number {
                min: Some(0.0),
                max: Some(200.0),
                whole: true,
                unit: Texts::zh_en("单", "orders"),
            },
            "过去一年您下过多少单？",
            "How many orders did you place in the past year?",
        ),
        question(
            "visited",
            Kind::Date,
            "您最近一次联系客服是哪一天？",
            "When did you last contact us?",
        ),
        question(
            "name",
            Kind::Text {
                long: false,
                max_length: None,
            },
            "我们该如何称呼您？",
            "What may we call you?",
        ),
    ];
    let pages = vec![
        (Texts::zh_en("服务", "Service"), service),
        (Texts::zh_en("推荐", "Recommendation"), loyalty),
        (Texts::zh_en("关于您", "About you"), person),
    ];
    let mut made = survey(
        "after-sales",
        Texts::zh_en("售后服务满意度调查", "After-sales service survey"),
        pages,
        &["region"],
    );
    made.intro = Texts::zh_en(
        "感谢您购买我们的产品。您的回答将帮助我们改进**售后服务**。",
        "Thank you for buying from us. Your answers help us improve our **after-sales service**.",
    );
    made.privacy.notice = Texts::zh_en(
        "回答匿名汇总，仅用于改进服务，保存两年。详见[隐私说明](privacy.zh.html)。",
        "Answers are reported in totals only, used to improve our service, and kept for two years. [More about your data](privacy.en.html).",
    );
    made.thanks = Texts::zh_en(
        "我们会在下个季度公布**改进结果**。",
        "We publish **what we changed** next quarter.",
    );
    let low = condition(&made, "recommend <= 6");
    made.pages[1].questions[1].show_if = Some(low);
    made
}
