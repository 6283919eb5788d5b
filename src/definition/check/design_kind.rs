//! MY170: a sample's design is said by hidden values of the right kinds.

use super::Subject;
use super::macros::rule;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::Origin;

rule! {
    "MY170", Error,
    title: "a sample design that cannot be used", "抽样设计无法使用",
    why: "`design` says how those who were asked were drawn: `stratum` is a hidden choice (or a band derived of hidden values), `cluster` a hidden choice, text or number that names the sampling unit within its stratum, `population` a hidden number: how many units there are in the stratum. At least one of them is there. They come with the file or the sample; answers of the respondent are none.",
         "`design` 说明受访者是怎样抽取的：`stratum` 为隐藏的单选（或由隐藏值派生的分段），`cluster` 为隐藏的单选、文字或数，是层内抽样单元的名称，`population` 为隐藏的数，即该层共有多少个单元。三者至少写一个。它们随答卷文件或样本而来，受访者的答案不能用。",
    top,
    wrong: "design: {stratum: channel}\n",
    right: "hidden:\n  - {id: region, options: [east, north]}\n  - {id: store, kind: text}\ndesign: {stratum: region, cluster: store}\n",
}

/// A name, what it may stand for, and how that is called.
type Use<'a> = (&'a Option<Name>, &'a dyn Fn(&Domain) -> bool, [&'a str; 2]);

/// Names of values that cannot say it, and a design that says nothing.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(design) = &subject.draft.design else {
        return Vec::new();
    };
    let said = design.stratum.is_some() || design.cluster.is_some() || design.population.is_some();
    if !said && design.replicates.is_none() {
        let problem = Problem::new(&DOC, subject.place(&design.span)).says(
            "the design names neither strata nor clusters",
            "抽样设计既没有写分层，也没有写整群",
        );
        return vec![problem.help(
            "write `stratum`, `cluster` or `population`, or leave `design` out",
            "写上 `stratum`、`cluster` 或 `population`，或删去 `design`",
        )];
    }
    let choice = |domain: &Domain| matches!(domain, Domain::Choice(_) | Domain::Rating(_));
    let number = |domain: &Domain| matches!(domain, Domain::Number { .. });
    let unit = |domain: &Domain| choice(domain) || number(domain) || matches!(domain, Domain::Text);
    let uses: [Use<'_>; 3] = [
        (&design.stratum, &choice, ["a hidden choice", "隐藏的单选"]),
        (
            &design.cluster,
            &unit,
            ["a hidden choice, text or number", "隐藏的单选、文字或数"],
        ),
        (&design.population, &number, ["a hidden number", "隐藏的数"]),
    ];
    let mut problems = Vec::new();
    for (name, fits, [en, zh]) in uses {
        let Some(name) = name else { continue };
        let Some((_, slot)) = subject.outline.find(&name.value) else {
            continue;
        };
        let Some(domain) = &slot.domain else { continue };
        let unasked = matches!(slot.origin, Origin::Hidden | Origin::Derived);
        if unasked && fits(domain) {
            continue;
        }
        let problem = Problem::new(&DOC, name.place(subject.source))
            .says(
                format!("`{}` is not {en}", name.value),
                format!("`{}` 不是{zh}", name.value),
            )
            .help(
                "declare such a value under `hidden:` and name it here",
                "请在 `hidden:` 中声明这样的值，并在此写它的名称",
            );
        problems.push(problem.also(subject.place(&slot.span), "declared here", "在这里声明"));
    }
    problems
}
