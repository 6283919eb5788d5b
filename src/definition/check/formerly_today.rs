//! MY650: what an earlier option is today is an option of today.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::definition::draft::Formerly;
use crate::definition::recode::position;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::Now;
use crate::model::OptionList;

rule! {
    "MY650", Error,
    title: "an earlier option is said to be what is no option", "旧选项所对应的不是选项",
    why: "Answers that were given to earlier options of a question are read as those that `formerly` names. On the left stand options (or values of a scale) of an earlier version, each once; on the right an option of today, `<dont_know>`, `<not_applicable>` or `<refused>` (no answer, for this reason), or `drop` (the answer is not counted). Several earlier options may be one of today; one cannot be several, for nobody knows which was meant. What is an option today is itself: it cannot be another one too.",
         "对旧选项的回答，按 `formerly` 所写的新选项读取。左边是以前版本的选项（或量表数值），各写一次；右边是现在的选项、`<dont_know>`、`<not_applicable>`、`<refused>`（因此没有回答），或 `drop`（该回答不计）。多个旧选项可并为一个；一个不能拆成多个，因为无从知道当时所指。现在仍在的选项就是它自己，不能同时又是别的选项。",
    question,
    wrong: "- id: reached\n  kind: choice\n  text: How did you reach us?\n  options: [online, store]\n  formerly: {app: onlin, web: online}\n  formerly_because: The app is a page of the web site since May.\n",
    right: "- id: reached\n  kind: choice\n  text: How did you reach us?\n  options: [online, store]\n  formerly: {app: online, web: online, fax: drop}\n  formerly_because: The app is a page of the web site since May.\n",
}

/// Right sides that are no options, and left sides that are options still.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let questions = subject.draft.questions();
    let questions = questions.map(|(_, _, question)| (&question.id, &question.formerly));
    let hidden = subject.draft.hidden.iter().map(|hidden| (&hidden.id, &hidden.formerly));
    let mut problems: Vec<Problem> = Vec::new();
    for (id, formerly) in questions.chain(hidden) {
        // A question whose options or scale are faulty has been reported.
        let domain = subject.outline.slots.iter().find_map(|slot| {
            let own = slot.id == id.value
                || slot
                    .id
                    .strip_prefix(id.value.as_str())
                    .is_some_and(|rest| rest.starts_with('.'));
            slot.domain.as_ref().filter(|domain| own && domain.options().is_some())
        });
        let Some((domain, list)) = domain.and_then(|domain| Some((domain, domain.options()?))) else {
            continue;
        };
        let is_scale = matches!(domain, Domain::Rating(_));
        problems.extend(of_one(subject, formerly, list, is_scale));
    }
    // Copies of a repeated question say the same at the same place.
    problems.dedup_by(|one, other| one.place == other.place);
    problems
}

fn of_one(subject: &Subject<'_>, formerly: &Formerly, list: &OptionList, is_scale: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let codes = formerly.codes.iter().flat_map(|codes| &codes.value);
    for (old, new) in codes {
        let Now::Option(now) = Now::named(&new.value) else {
            continue;
        };
        if position(list, now.as_str()).is_none() {
            let problem = Problem::new(&DOC, new.place(subject.source)).says(
                format!("`{}` is no option of today", new.value),
                format!("现在没有选项 `{}`", new.value),
            );
            let words = ["<dont_know>", "<not_applicable>", "<refused>", Now::DROP];
            let ids = list.options.iter().map(|option| option.id.as_str());
            problems.push(near::help(problem, &new.value, ids.chain(words)));
        } else if !is_scale && list.position_of_id(&old.value).is_some() && old.value != new.value {
            problems.push(
                Problem::new(&DOC, old.place(subject.source))
                    .says(
                        format!("`{}` is an option today: it cannot be `{}` too", old.value, new.value),
                        format!("`{}` 现在仍是选项，不能同时又是 `{}`", old.value, new.value),
                    )
                    .help(
                        "take the line out; where the option means something else now, give it a new id",
                        "请删去此行；若该选项现在另有含义，请给它新的 id",
                    ),
            );
        }
    }
    problems
}
