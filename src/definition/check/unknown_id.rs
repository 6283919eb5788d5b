//! MY118: names used are declared.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::definition::draft::Design;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;

rule! {
    "MY118", Error,
    title: "unknown name", "未声明的名称",
    why: "Segments, measures, the index, the weight, the design and the sample name questions, hidden or derived values declared in the same file. A row of a matrix is named `question.row`.",
         "分组、指标、指数、权重、抽样设计和样本所用的名称必须是同一文件中声明的题目、隐藏值或派生值。矩阵的行写作 `题.行`。",
    top,
    wrong: "segments: [chanel]\n",
    right: "segments: [channel]\n",
}

/// Every reference to nothing.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let index = draft
        .index
        .iter()
        .flat_map(|index| index.walk())
        .flat_map(|part| part.of.iter().flatten());
    let measures = draft.measures.iter().flat_map(|measure| &measure.of);
    let constructs = draft.index_rules.model.iter().flat_map(|model| &model.constructs);
    let model = constructs
        .flat_map(|construct| &construct.of)
        .chain(&draft.index_rules.outcome);
    let all = draft
        .segments
        .iter()
        .chain(measures)
        .chain(index)
        .chain(&draft.weight)
        .chain(draft.quotas.iter().flat_map(|quota| &quota.of))
        .chain(model);
    let all = all.chain(draft.design.iter().flat_map(Design::names));
    let all = all.chain(draft.unit.iter().flat_map(|unit| unit.key.iter().chain(&unit.fills)));
    let hidden: Vec<&str> = draft.hidden.iter().map(|hidden| hidden.id.value.as_str()).collect();
    let fills = draft
        .sample
        .iter()
        .flat_map(|sample| &sample.fills)
        .filter(|name| subject.outline.find(&name.value).is_none());
    let fills = fills.map(|name| near::help(unknown(subject, name), &name.value, hidden.iter().copied()));
    let others = all.filter(|name| subject.outline.find(&name.value).is_none() && !is_note(subject, name));
    others
        .map(|name| problem(subject, name))
        .chain(fills)
        .chain(options(subject))
        .collect()
}

fn is_note(subject: &Subject<'_>, name: &Name) -> bool {
    subject
        .draft
        .questions()
        .any(|(_, _, question)| question.kind == "note" && question.id.value == name.value)
}

fn unknown(subject: &Subject<'_>, name: &Name) -> Problem {
    Problem::new(&DOC, name.place(subject.source)).says(
        format!("no question or value is called `{}`", name.value),
        format!("没有名为 `{}` 的题目或值", name.value),
    )
}

/// The full names of the copies of a repeated question, or of a row of it.
fn copies(subject: &Subject<'_>, name: &Name) -> Vec<String> {
    let pages = subject.draft.pages.iter();
    let mut full: Vec<String> = pages
        .filter_map(|page| page.entity.as_ref()?.full_name(&name.value))
        .filter(|full| subject.outline.find(full).is_some())
        .collect();
    full.dedup();
    full
}

fn problem(subject: &Subject<'_>, name: &Name) -> Problem {
    let copies = copies(subject, name);
    if !copies.is_empty() {
        let [en, zh] = near::listed(copies.iter().map(String::as_str));
        return Problem::new(&DOC, name.place(subject.source))
            .says(
                format!("`{}` is asked once for each thing its page is repeated for", name.value),
                format!("`{}` 所在的页面会重复，每一份各有一个变量", name.value),
            )
            .help(format!("name copies: {en}"), format!("写各份的名称：{zh}"));
    }
    let stem = format!("{}.", name.value);
    let rows: Vec<&str> = subject
        .outline
        .slots
        .iter()
        .map(|slot| slot.id.as_str())
        .filter(|id| id.starts_with(&stem))
        .collect();
    if name.value.is_empty() || rows.is_empty() {
        return near::help(
            unknown(subject, name),
            &name.value,
            subject.outline.by_id.keys().map(String::as_str),
        );
    }
    let [en, zh] = near::listed(rows.iter().copied());
    Problem::new(&DOC, name.place(subject.source))
        .says(
            format!("`{}` has rows: they have the answers", name.value),
            format!("`{}` 由多行组成，答案在各行中", name.value),
        )
        .help(format!("name rows: {en}"), format!("写行的名称：{zh}"))
}

/// Options of a share that its question does not have.
fn options(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for measure in &subject.draft.measures {
        let Some(list) = measure.of.as_ref().and_then(|of| subject.outline.options(&of.value)) else {
            continue;
        };
        for name in measure
            .options
            .iter()
            .filter(|name| list.position_of_id(&name.value).is_none())
        {
            let problem = Problem::new(&DOC, name.place(subject.source)).says(
                format!("the question has no option `{}`", name.value),
                format!("这道题没有选项 `{}`", name.value),
            );
            problems.push(near::help(
                problem,
                &name.value,
                list.options.iter().map(|option| option.id.as_str()),
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;

    #[test]
    fn a_slip_is_answered_with_the_name_that_was_meant() {
        for (top, meant) in [
            ("segments: [chanel]\n", "channel"),
            ("weight: minuts\n", "minutes"),
            ("measures:\n  - {id: a, kind: nps, of: recomend}\n", "recommend"),
            (
                "measures:\n  - {id: a, kind: share, of: channel, options: [wep]}\n",
                "web",
            ),
            ("index: {id: csi, parts: [{id: a, of: [overal]}]}\n", "overall"),
        ] {
            let found = problems(&Form::Top.whole(top));
            assert_eq!(found.len(), 1, "{top}: {found:?}");
            assert_eq!(found[0].rule.code, "MY118");
            assert_eq!(found[0].help.en, format!("did you mean `{meant}`?"));
        }
    }
}
