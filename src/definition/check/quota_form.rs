//! MY189: a quota says how many of whom.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::definition::draft::Quota;
use crate::diagnostic::Problem;

rule! {
    "MY189", Error,
    title: "a quota that cannot be counted", "无法计数的配额",
    why: "A quota is either a condition and a number (`where` and `target`, or `target` alone for all answers), or a choice, a rating or a band with a number for each of its groups (`of` and `targets`). Each quota has a name of its own, each group one number.",
         "配额要么是条件加数目（`where` 和 `target`；只写 `target` 则指全部答卷），要么是单选、评分或分段并为其各组写数目（`of` 和 `targets`）。每个配额名称不同，每组只有一个数目。",
    top,
    wrong: "quotas:\n  - {id: places, of: channel, target: 100}\n",
    right: "quotas:\n  - {id: places, of: channel, targets: [{option: app, target: 60}, {option: web, target: 40}]}\n  - {id: quick, where: minutes < 5, target: 30}\n",
}

/// Quotas of no form, with groups that do not exist, or named twice.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let quotas = &subject.draft.quotas;
    let mut problems = Vec::new();
    for (place, quota) in quotas.iter().enumerate() {
        if quotas[..place].iter().any(|other| other.id.value == quota.id.value) && !quota.id.value.is_empty() {
            let problem = Problem::new(&DOC, quota.id.place(subject.source)).says(
                format!("another quota is called `{}`", quota.id.value),
                format!("另有配额也叫 `{}`", quota.id.value),
            );
            problems.push(problem.help("give it a name of its own", "请换一个名称"));
        }
        problems.extend(form(subject, quota));
        problems.extend(groups(subject, quota));
    }
    problems
}

fn form(subject: &Subject<'_>, quota: &Quota) -> Option<Problem> {
    let counted = (quota.target.is_some() && quota.of.is_none() && quota.targets.is_empty())
        || (quota.target.is_none() && quota.filter.is_none() && quota.of.is_some() && !quota.targets.is_empty());
    (!counted).then(|| {
        Problem::new(&DOC, quota.id.place(subject.source))
            .says(
                format!("`{}` does not say how many of whom", quota.id.value),
                format!("`{}` 没有说清要哪些答卷、多少份", quota.id.value),
            )
            .help(
                "write `where` and `target`, or `of` and `targets`",
                "写 `where` 和 `target`，或写 `of` 和 `targets`",
            )
    })
}

fn groups(subject: &Subject<'_>, quota: &Quota) -> Vec<Problem> {
    let Some(of) = &quota.of else { return Vec::new() };
    let Some((_, slot)) = subject.outline.find(&of.value) else {
        return Vec::new();
    };
    let Some(domain) = &slot.domain else { return Vec::new() };
    let Some(list) = domain.options() else {
        let [en, zh] = subject.domain_words(domain);
        let problem = Problem::new(&DOC, of.place(subject.source)).says(
            format!("`{}` is {en}: it has no groups", of.value),
            format!("`{}` 是{zh}，没有类别", of.value),
        );
        return vec![problem.help(
            "name a choice, a rating or a derived band",
            "请写单选、评分或派生的分段",
        )];
    };
    let mut problems = Vec::new();
    for (place, (option, _)) in quota.targets.iter().enumerate() {
        let names = || list.options.iter().map(|option| option.id.as_str());
        if list.position_of_id(&option.value).is_none() {
            let problem = Problem::new(&DOC, option.place(subject.source)).says(
                format!("`{}` has no option `{}`", of.value, option.value),
                format!("`{}` 没有选项 `{}`", of.value, option.value),
            );
            problems.push(near::help(problem, &option.value, names()));
        } else if quota.targets[..place]
            .iter()
            .any(|(other, _)| other.value == option.value)
        {
            let problem = Problem::new(&DOC, option.place(subject.source)).says(
                format!("`{}` has a target already", option.value),
                format!("`{}` 已有目标", option.value),
            );
            problems.push(problem.help("leave one of them out", "删去其中一个"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;

    #[test]
    fn each_fault_is_told_where_it_stands() {
        for (quota, said) in [
            (
                "{id: a, target: 3}\n  - {id: a, target: 4}",
                "another quota is called `a`",
            ),
            ("{id: a}", "`a` does not say how many of whom"),
            (
                "{id: a, of: minutes, targets: [{option: x, target: 1}]}",
                "`minutes` is a number: it has no groups",
            ),
            (
                "{id: a, of: channel, targets: [{option: ap, target: 1}]}",
                "`channel` has no option `ap`",
            ),
            (
                "{id: a, of: channel, targets: [{option: app, target: 1}, {option: app, target: 2}]}",
                "`app` has a target already",
            ),
        ] {
            let found = problems(&Form::Top.whole(&format!("quotas:\n  - {quota}\n")));
            assert_eq!(found.len(), 1, "{quota}: {found:?}");
            assert_eq!((found[0].rule.code, found[0].says.en.as_str()), ("MY189", said));
        }
    }
}
