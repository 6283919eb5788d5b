//! MY188: questions for personal data are asked knowingly.

use super::Subject;
use super::macros::rule;
use super::privacy_complete::is_personal;
use crate::definition::draft::Question;
use crate::diagnostic::Problem;

rule! {
    "MY188", Warning,
    title: "a question for personal data", "询问个人信息的题目",
    why: "Names, telephone numbers, identity cards, addresses, exact birth dates and incomes tell who answered; health, religion and whereabouts are sensitive on top and need a consent of their own (PIPL Art. 28 and 29, GDPR Art. 9). Ask only for what the purpose needs (PIPL Art. 6, GDPR Art. 5): a band of age or income, a district, or nothing.",
         "姓名、电话、证件号、住址、确切生日和收入会暴露作答者；健康、宗教信仰、行踪还属敏感个人信息，须取得单独同意（《个人信息保护法》第二十八、二十九条，GDPR 第 9 条）。只询问目的所必需的内容（《个人信息保护法》第六条，GDPR 第 5 条）：年龄段、收入段、所在城区，或干脆不问。",
    question,
    wrong: "- id: born\n  kind: date\n  text: What is your date of birth?\n",
    right: "- id: age\n  kind: choice\n  text: How old are you?\n  options:\n    - {id: young, text: Under 35}\n    - {id: older, text: 35 and over}\n",
}

/// A kind of personal data.
struct Kind {
    name: [&'static str; 2],
    /// Whether also a choice among options is of this kind; else only an open answer is.
    sensitive: bool,
    advice: [&'static str; 2],
    /// In lower case; each as a part of the question.
    english: &'static [&'static str],
    chinese: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind {
        name: ["a name", "姓名"],
        sensitive: false,
        advice: [
            "leave it out: a personal link tells who was invited without asking",
            "请删去：个人链接无需询问即可对应受邀者",
        ],
        english: &["your name", "full name", "first name", "last name", "surname"],
        chinese: &["姓名", "您的名字", "您的称呼", "尊姓"],
    },
    Kind {
        name: ["a telephone number or an address on the net", "电话或网络联系方式"],
        sensitive: false,
        advice: [
            "use the kinds `phone` and `email`, which are kept apart from the answers",
            "请用 `phone`、`email` 题型，它们与答卷分开保存",
        ],
        english: &[
            "phone number",
            "telephone number",
            "mobile number",
            "e-mail address",
            "email address",
            "your email",
            "your e-mail",
            "wechat id",
        ],
        chinese: &[
            "手机号",
            "电话号码",
            "联系电话",
            "联系方式",
            "邮箱",
            "电子邮件地址",
            "微信号",
        ],
    },
    Kind {
        name: ["the number of an identity document", "证件号码"],
        sensitive: true,
        advice: ["leave it out: no survey needs it", "请删去：问卷不需要证件号"],
        english: &[
            "identity card",
            "id card",
            "id number",
            "passport number",
            "social security number",
            "national insurance number",
        ],
        chinese: &["身份证", "护照号", "证件号", "社保号"],
    },
    Kind {
        name: ["an address", "住址"],
        sensitive: false,
        advice: [
            "ask for the district or the city, as a choice",
            "请改问所在城区或城市，用选择题",
        ],
        english: &[
            "home address",
            "postal address",
            "street address",
            "your address",
            "where do you live",
        ],
        chinese: &["住址", "家庭地址", "居住地址", "详细地址", "通讯地址"],
    },
    Kind {
        name: ["an exact birth date", "确切的出生日期"],
        sensitive: false,
        advice: ["ask for a band of age, as a choice", "请改问年龄段，用选择题"],
        english: &[
            "date of birth",
            "birth date",
            "birthdate",
            "your birthday",
            "when were you born",
        ],
        chinese: &["出生日期", "出生年月", "您的生日"],
    },
    Kind {
        name: ["an exact income", "确切的收入"],
        sensitive: false,
        advice: ["ask for a band of income, as a choice", "请改问收入段，用选择题"],
        english: &[
            "your salary",
            "your income",
            "your wage",
            "household income",
            "do you earn",
        ],
        chinese: &["工资", "月薪", "年薪", "您的收入", "月收入", "年收入", "家庭收入"],
    },
    Kind {
        name: ["a bank account", "银行账户"],
        sensitive: true,
        advice: ["leave it out: no survey needs it", "请删去：问卷不需要银行账户"],
        english: &["bank account", "card number", "iban"],
        chinese: &["银行卡号", "银行账号", "银行账户", "信用卡号"],
    },
    Kind {
        name: ["health", "健康状况"],
        sensitive: true,
        advice: [
            "ask for a consent of its own before (`kind: consent`, `separate: true`), or leave it out",
            "请先取得单独同意（`kind: consent`、`separate: true`），或删去",
        ],
        english: &[
            "your health",
            "illness",
            "disease",
            "your diagnosis",
            "medication",
            "pregnant",
            "disability",
            "disabilities",
        ],
        chinese: &["健康状况", "患有", "疾病", "病史", "用药", "怀孕", "残疾"],
    },
    Kind {
        name: ["religion, politics or ethnicity", "宗教、政治倾向或民族"],
        sensitive: true,
        advice: [
            "ask for a consent of its own before (`kind: consent`, `separate: true`), or leave it out",
            "请先取得单独同意（`kind: consent`、`separate: true`），或删去",
        ],
        english: &[
            "your religion",
            "religious belief",
            "your faith",
            "political party",
            "political views",
            "ethnic",
        ],
        chinese: &["宗教", "信仰", "政治面貌", "党派", "民族"],
    },
    Kind {
        name: ["whereabouts", "行踪"],
        sensitive: true,
        advice: [
            "ask for the city or the store, as a choice",
            "请改问城市或门店，用选择题",
        ],
        english: &["your location", "gps position", "where are you now"],
        chinese: &["行踪", "您的定位", "您的位置", "实时位置"],
    },
    Kind {
        name: ["a child", "未成年人"],
        sensitive: true,
        advice: [
            "under 14 a parent or guardian must consent (PIPL Art. 31); ask adults about it, or leave it out",
            "未满十四周岁须取得监护人同意（《个人信息保护法》第三十一条）；请询问成年人，或删去",
        ],
        english: &["your child's name", "name of your child", "under 14"],
        chinese: &["孩子的姓名", "未成年", "未满14", "未满十四"],
    },
];

/// Questions whose wording asks for personal data, each once.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut agreed = false;
    for (_, _, question) in subject.draft.questions() {
        agreed |= question.kind == "consent" && question.separate;
        let Some(kind) = asked_for(question) else { continue };
        // Its own consent was asked for before: the author knows.
        if kind.sensitive && agreed {
            continue;
        }
        let [en, zh] = kind.name;
        let duty = if kind.sensitive {
            [" (sensitive personal information)", "（敏感个人信息）"]
        } else {
            ["", ""]
        };
        let problem = Problem::new(&DOC, question.id.place(subject.source)).says(
            format!("`{}` seems to ask for {en}{}", question.id.value, duty[0]),
            format!("`{}` 似乎在询问{zh}{}", question.id.value, duty[1]),
        );
        problems.push(problem.help(kind.advice[0], kind.advice[1]));
    }
    problems
}

fn asked_for(question: &Question) -> Option<&'static Kind> {
    let open = matches!(question.kind.as_str(), "text" | "number" | "date");
    let closed = matches!(question.kind.as_str(), "choice" | "multiple" | "cascade");
    if is_personal(question) || !(open || closed) {
        return None;
    }
    KINDS.iter().filter(|kind| open || kind.sensitive).find(|kind| {
        question.text.all().any(|(_, text)| {
            let lower = text.to_lowercase();
            kind.english.iter().any(|word| has_words(&lower, word))
                || kind.chinese.iter().any(|word| text.contains(word))
        })
    })
}

/// Whether a text has these words whole: `ethnic` is none of `ethnicity`'s neighbours, but begins it.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    fn flagged(kind: &str, text: &str) -> bool {
        let options = if kind == "choice" { ", options: [a, b]" } else { "" };
        let question = format!("- {{id: it, kind: {kind}, text: \"{text}\"{options}}}\n");
        codes(&Form::Question.whole(&question)) == ["MY188"]
    }

    #[test]
    fn each_kind_is_found_in_both_languages() {
        for (kind, text) in [
            ("text", "What is your name?"),
            ("text", "请填写您的姓名"),
            ("text", "Your mobile number?"),
            ("text", "您的手机号码是多少？"),
            ("text", "Please give your ID number."),
            ("text", "身份证号"),
            ("text", "What is your home address?"),
            ("text", "您的家庭住址"),
            ("date", "When were you born?"),
            ("date", "您的出生日期"),
            ("number", "What is your salary?"),
            ("number", "您的月收入是多少？"),
            ("choice", "How is your health?"),
            ("choice", "您的健康状况如何？"),
            ("choice", "What is your religion?"),
            ("choice", "您的宗教信仰"),
            ("text", "银行卡号"),
            ("choice", "What is your location?"),
        ] {
            assert!(flagged(kind, text), "{text}");
        }
    }

    #[test]
    fn what_is_sensitive_needs_a_consent_of_its_own_before() {
        let health = "- {id: it, kind: choice, text: \"How is your health?\", options: [a, b]}\n";
        let consent = |separate: bool| {
            format!(
                "- {{id: agree, kind: consent, separate: {separate}, text: I agree that you keep what I say of my health.}}\n"
            )
        };
        let found = |text: String| codes(&Form::Question.whole(&text)).contains(&"MY188");
        assert!(!found(format!("{}{health}", consent(true))));
        assert!(found(format!("{}{health}", consent(false))));
        assert!(found(format!("{health}{}", consent(true))), "asked too late");
        let name = "- {id: it, kind: text, text: \"What is your name?\"}\n";
        assert!(
            found(format!("{}{name}", consent(true))),
            "a name is asked for in `email` or not at all"
        );
    }

    #[test]
    fn bands_and_ratings_and_other_questions_are_not() {
        for (kind, text) in [
            ("choice", "What is your income?"),
            ("choice", "您的年龄段"),
            ("choice", "Which city do you live in?"),
            ("text", "What would you rename?"),
            ("text", "How could the product name be better?"),
            ("text", "您对我们的服务有什么建议？"),
            ("number", "How many minutes did you wait?"),
            ("text", "Was the email we sent you clear?"),
        ] {
            assert!(!flagged(kind, text), "{text}");
        }
    }
}
