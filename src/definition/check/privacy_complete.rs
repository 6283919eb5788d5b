//! MY186: whoever can be told apart is told what becomes of the data.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::definition::draft::Question;
use crate::diagnostic::Problem;
use crate::model::PrivacyFact;
use crate::model::PrivacyMode;

rule! {
    "MY186", Error,
    title: "the privacy notice is incomplete", "隐私说明不完整",
    why: "A survey that asks for an e-mail address or a telephone number, or keeps answers by person, processes personal data. People must then be told, before the first question, who is responsible and how to reach them, what the answers are for, who receives them, where and how long they are kept, which rights people have, and whether answering is voluntary (GDPR Art. 13, PIPL Art. 17).",
         "问卷若询问电子邮箱或电话，或按本人保存答卷，即属处理个人信息。须在第一题之前告知：由谁负责、如何联系、答卷用于什么目的、谁会收到、存放何处、保存多久、受访者有哪些权利，以及是否自愿作答（《个人信息保护法》第十七条，GDPR 第 13 条）。",
    top,
    wrong: "privacy:\n  mode: identified\n  controller: Example Ltd\n",
    right: "privacy:\n  mode: identified\n  controller: Example Ltd\n  contact: privacy@example.com\n  purpose: To improve our service.\n  recipients: Our service team.\n  storage: On our own server.\n  retention: One year.\n  rights: Write to us to see, correct or erase your answers.\n  voluntary: You need not answer.\n",
}

/// Kinds of questions that ask for personal data.
pub const PERSONAL_KINDS: [&str; 2] = ["email", "phone"];

/// Whether a question asks for personal data by its kind.
pub fn is_personal(question: &Question) -> bool {
    PERSONAL_KINDS.contains(&question.kind.as_str())
}

/// Facts that are not told although persons can be told apart.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let privacy = &subject.draft.privacy;
    let identified = privacy
        .mode
        .as_ref()
        .filter(|mode| mode.value == PrivacyMode::Identified);
    let personal = subject
        .draft
        .questions()
        .map(|(_, _, question)| question)
        .find(|question| is_personal(question));
    let told = |fact: &PrivacyFact| privacy.facts.iter().any(|(told, _)| told == fact);
    let lacking: Vec<&str> = PrivacyFact::ALL
        .into_iter()
        .filter(|fact| fact.is_needed() && !told(fact))
        .map(PrivacyFact::code)
        .collect();
    let place = match (identified, personal) {
        (Some(mode), _) => subject.place(&mode.span),
        (None, Some(question)) => question.id.place(subject.source),
        (None, None) => return Vec::new(),
    };
    if lacking.is_empty() {
        return Vec::new();
    }
    let [en, zh] = near::listed(lacking);
    let problem = Problem::new(&DOC, place).says(
        format!("persons can be told apart here, but `privacy` does not tell {en}"),
        format!("这里能够区分受访者，但 `privacy` 没有写明 {zh}"),
    );
    let problem = problem.help(
        "write these keys under `privacy:`, each a sentence in every language of the survey",
        "在 `privacy:` 下写上这些键，每项用问卷的各种语言写一句话",
    );
    if identified.is_none() && !privacy.span.is_empty() {
        return vec![problem.also(subject.place(&privacy.span), "the notice stands here", "说明写在这里")];
    }
    vec![problem]
}
