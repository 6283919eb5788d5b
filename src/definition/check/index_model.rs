//! MY183: a structural model that can be fitted.

use super::Subject;
use super::macros::rule;
use crate::definition::index::Construct;
use crate::definition::index::PathRules;
use crate::definition::spanned::Name;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::stats::pls::Flaw;
use crate::stats::pls::Model;
use crate::stats::pls::Scheme;

rule! {
    "MY183", Error,
    title: "a structural model that cannot be fitted", "无法估计的结构模型",
    why: "With `weights: pls` the ratings of the index are weighted as those of its construct in a PLS path model (ACSI, ECSI). `model` lists the constructs: each with its ratings in `of` and the constructs it depends on in `from`; the one that bears the id of the index takes the ratings of the index. Paths lead nowhere in a circle, every construct is joined to another, and a rating belongs to one construct.",
         "采用 `weights: pls` 时，指数各题的权重取自 PLS 路径模型（ACSI、ECSI）中该构念的外部权重。`model` 列出各构念：`of` 写测量它的评分题，`from` 写它所依赖的构念；与指数同名的构念使用指数的评分题。路径不得成环，每个构念都要与别的相连，一道题只属于一个构念。",
    top,
    wrong: "index:\n  id: csi\n  weights: pls\n  of: [overall]\n",
    right: "index:\n  id: csi\n  weights: pls\n  of: [overall]\n  model:\n    constructs:\n      - {id: csi}\n      - {id: loyalty, of: [recommend], from: [csi]}\n",
}

/// Models that are missing, superfluous or faulty.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let (Some(root), rules) = (&subject.draft.index, &subject.draft.index_rules) else {
        return Vec::new();
    };
    let fitted = rules.weighting() == "pls";
    let Some(model) = &rules.model else {
        let word = rules.weights.as_ref().filter(|_| fitted);
        let problem = word.map(|word| {
            Problem::new(&DOC, word.place(subject.source))
                .says("there is no model to take weights from", "没有可取得权重的模型")
                .help(
                    "describe it: `model: {constructs: […]}`",
                    "写出模型：`model: {constructs: […]}`",
                )
        });
        return problem.into_iter().collect();
    };
    let at = |span: &std::ops::Range<usize>| Problem::new(&DOC, Place::text(subject.source, span.clone()));
    if !fitted {
        return vec![
            at(&model.span)
                .says(
                    "a model is described, but weights do not come from it",
                    "写了模型，但权重并不由此得出",
                )
                .help("add `weights: pls`, or remove it", "加上 `weights: pls`，或删去"),
        ];
    }
    if root.parts.is_some() {
        return vec![
            at(&root.id.span)
                .says("an index with parts is no single construct", "分级的指数不是单一构念")
                .help(
                    "give the index its ratings in `of`, and make the parts constructs of the model",
                    "把评分题写在指数的 `of` 中，各部分改为模型的构念",
                ),
        ];
    }
    let own: Vec<&Name> = root.of.iter().flatten().collect();
    let mut problems = names(subject, model, &root.id.value);
    if problems.is_empty() {
        problems.extend(flaw(subject, model, &root.id.value, &own));
    }
    problems
}

/// Constructs that are named twice, not at all, or have the wrong ratings.
fn names(subject: &Subject<'_>, model: &PathRules, index: &str) -> Vec<Problem> {
    let at = |name: &Name| Problem::new(&DOC, name.place(subject.source));
    let known = |id: &str| model.constructs.iter().any(|construct| construct.id.value == id);
    let mut problems = Vec::new();
    if !known(index) {
        problems.push(
            Problem::new(&DOC, Place::text(subject.source, model.span.clone()))
                .says(
                    format!("no construct is called `{index}`, as the index is"),
                    format!("没有与指数同名的构念 `{index}`"),
                )
                .help(
                    format!("add `- {{id: {index}, from: […]}}`"),
                    format!("加上 `- {{id: {index}, from: […]}}`"),
                ),
        );
    }
    for (place, construct) in model.constructs.iter().enumerate() {
        let id = &construct.id.value;
        if model.constructs[..place].iter().any(|other| other.id.value == *id) {
            problems.push(
                at(&construct.id)
                    .says(
                        format!("two constructs are called `{id}`"),
                        format!("有两个构念都叫 `{id}`"),
                    )
                    .help("rename one", "请给其中一个改名"),
            );
        }
        let takes_index = id == index;
        if construct.of.is_empty() != takes_index {
            let problem = if takes_index {
                at(&construct.id).says(
                    format!("`{id}` has ratings here and in the index"),
                    format!("`{id}` 在这里和指数中都写了评分题"),
                )
            } else {
                at(&construct.id).says(
                    format!("construct `{id}` has no ratings"),
                    format!("构念 `{id}` 没有评分题"),
                )
            };
            problems.push(if takes_index {
                problem.help("leave them to the index", "只在指数中写")
            } else {
                problem.help("name them: `of: […]`", "写明：`of: […]`")
            });
        }
        for name in construct.from.iter().filter(|name| !known(&name.value)) {
            problems.push(super::near::help(
                at(name).says(
                    format!("no construct is called `{}`", name.value),
                    format!("没有名为 `{}` 的构念", name.value),
                ),
                &name.value,
                model.constructs.iter().map(|construct| construct.id.value.as_str()),
            ));
        }
        for name in &construct.of {
            let domain = subject
                .outline
                .find(&name.value)
                .and_then(|(_, slot)| slot.domain.as_ref());
            if let Some(domain) = domain.filter(|domain| !matches!(domain, Domain::Rating(_))) {
                let [en, zh] = subject.domain_words(domain);
                problems.push(
                    at(name)
                        .says(
                            format!("`{}` is {en}, not a rating", name.value),
                            format!("`{}` 是{zh}，不是评分题", name.value),
                        )
                        .help("name ratings or rows of a matrix", "写评分题或矩阵的行"),
                );
            }
        }
    }
    problems
}

/// What the statistics cannot fit.
fn flaw(subject: &Subject<'_>, model: &PathRules, index: &str, own: &[&Name]) -> Option<Problem> {
    let block = |construct: &'_ Construct| -> Vec<String> {
        let names: Vec<&Name> = if construct.id.value == index {
            own.to_vec()
        } else {
            construct.of.iter().collect()
        };
        names.into_iter().map(|name| name.value.clone()).collect()
    };
    let blocks: Vec<Vec<String>> = model.constructs.iter().map(block).collect();
    let mut seen: Vec<&String> = Vec::new();
    for (construct, block) in model.constructs.iter().zip(&blocks) {
        for item in block {
            if seen.contains(&item) {
                let problem = Problem::new(&DOC, construct.id.place(subject.source)).says(
                    format!(
                        "`{item}` belongs to two constructs, or twice to `{}`",
                        construct.id.value
                    ),
                    format!("`{item}` 属于两个构念，或在 `{}` 中重复", construct.id.value),
                );
                return Some(problem.help("leave it with one", "只归入其一"));
            }
            seen.push(item);
        }
    }
    let mut next = 0;
    let places = blocks.iter().map(|block| {
        next += block.len();
        (next - block.len()..next).collect()
    });
    let place = |name: &Name| {
        model
            .constructs
            .iter()
            .position(|construct| construct.id.value == name.value)
    };
    let causes = model
        .constructs
        .iter()
        .map(|construct| construct.from.iter().filter_map(place).collect());
    let (places, causes) = (places.collect(), causes.collect());
    let named = |at: usize| &model.constructs[at].id;
    let problem = |name: &Name| Problem::new(&DOC, name.place(subject.source));
    match Model::new(places, causes, Scheme::Centroid).err()? {
        Flaw::TooFew => Some(
            problem(named(0))
                .says("a model joins at least two constructs", "模型至少要有两个相连的构念")
                .help("add what the index depends on, or leads to", "加上指数的前因或后果"),
        ),
        Flaw::Circle(at) => Some(
            problem(named(at))
                .says(
                    format!("paths lead from `{0}` back to `{0}`", named(at).value),
                    format!("路径从 `{0}` 又回到 `{0}`", named(at).value),
                )
                .help("take one of them out of `from`", "从 `from` 中去掉其中一条"),
        ),
        Flaw::Apart(at) => Some(
            problem(named(at))
                .says(
                    format!("no path leads to or from `{}`", named(at).value),
                    format!("没有路径通向或来自 `{}`", named(at).value),
                )
                .help(
                    "say in `from` what it depends on, or leave it out",
                    "用 `from` 写明依赖，或删去",
                ),
        ),
        // Constructs without ratings and shared ratings were found above.
        Flaw::NoItems(_) | Flaw::Shared(_) => None,
    }
}
