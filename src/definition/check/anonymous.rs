//! MY187: what is promised to be anonymous asks for nothing that tells who answered.

use super::Subject;
use super::macros::rule;
use super::privacy_complete::is_personal;
use crate::diagnostic::Problem;
use crate::model::PrivacyMode;

rule! {
    "MY187", Error,
    title: "an anonymous survey that can tell who answered", "匿名问卷却能识别受访者",
    why: "`mode: anonymous` promises that nobody can find out who answered. E-mail addresses and telephone numbers tell it, so does a free text that comes with the link, such as a customer number, and so do attributes of a sample that are put beside the answers. Ask for groups instead: a hidden choice with its options.",
         "`mode: anonymous` 承诺谁也无法得知作答者是谁。电子邮箱、电话会暴露身份；随链接而来的自由文字（如客户编号）会；按样本把属性放到答卷旁边也会。请改用分组：带选项的隐藏选择。",
    top,
    wrong: "privacy: {mode: anonymous}\nhidden:\n  - {id: customer, kind: text}\n",
    right: "privacy: {mode: anonymous}\nhidden:\n  - {id: region, options: [east, north]}\n",
}

/// Everything in an anonymous survey that tells who answered.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let Some(mode) = draft
        .privacy
        .mode
        .as_ref()
        .filter(|mode| mode.value == PrivacyMode::Anonymous)
    else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    let mut add = |place, en: String, zh: String, help: [&str; 2]| {
        let problem = Problem::new(&DOC, place).says(en, zh).help(help[0], help[1]);
        problems.push(problem.also(subject.place(&mode.span), "promised here", "在这里作了承诺"));
    };
    for (_, _, question) in draft.questions().filter(|(_, _, question)| is_personal(question)) {
        add(
            question.id.place(subject.source),
            format!("`{}` asks for something that tells who answered", question.id.value),
            format!("`{}` 询问的内容会暴露作答者身份", question.id.value),
            [
                "leave it out, or promise `confidential`",
                "请删去，或改为 `confidential`",
            ],
        );
    }
    for hidden in draft.hidden.iter().filter(|hidden| hidden.kind == "text") {
        add(
            hidden.id.place(subject.source),
            format!("`{}` can be any text, also the name of a person", hidden.id.value),
            format!("`{}` 可以是任何文字，也可能是姓名或编号", hidden.id.value),
            [
                "give it `options`, so that only groups come with the link",
                "请写上 `options`，使链接只带分组",
            ],
        );
    }
    if let Some(sample) = &draft.sample {
        for name in sample.key.iter().chain(sample.fills.first()) {
            add(
                name.place(subject.source),
                "this puts what is known of a person beside the answers".to_owned(),
                "这会把某个人的已知信息放到其答卷旁边".to_owned(),
                [
                    "let groups come with the link: a hidden choice, filled by `manyi invite`",
                    "让分组随链接而来：用隐藏选择，由 `manyi invite` 填入",
                ],
            );
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;

    #[test]
    fn a_sample_that_is_joined_is_no_promise_kept() {
        let top = "privacy: {mode: anonymous}\nhidden:\n  - {id: tier, options: [gold, silver]}\nsample: {file: crm.csv, key: customer_id, fills: [tier]}\n";
        let found: Vec<&str> = problems(&Form::Top.whole(top))
            .iter()
            .map(|problem| problem.rule.code)
            .collect();
        assert_eq!(found, ["MY187", "MY187"]);
        assert_eq!(
            problems(&Form::Top.whole(&top.replace("anonymous", "confidential"))),
            []
        );
    }
}
