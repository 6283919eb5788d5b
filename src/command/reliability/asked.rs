//! What the command line asks, resolved against a survey.

use super::Args;
use crate::command::CommandError;
use crate::command::shared::asked::Columns;
use crate::command::shared::modelled::answers_of;
use crate::diagnostic::Words;
use crate::locale::Texts;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::reliability::Ask;
use crate::reliability::Battery;
use crate::reliability::turned;
use crate::tabulation::Need;
use crate::tabulation::Wanted;

/// The columns of a file without a definition.
///
/// # Errors
/// When it is one and nobody says which columns are meant.
pub(super) fn columns(args: &Args) -> Result<Columns, CommandError> {
    if !args.modelled.is_bare() {
        return Ok(Columns::default());
    }
    if args.items.is_empty() {
        return Err(CommandError::Other(Words::new(
            "a CSV file needs a definition (`--survey after-sales`), or the columns of the battery (`--items q1,q2,q3`)",
            "CSV 文件需要给出定义（`--survey after-sales`），或给出量表各题的列（`--items q1,q2,q3`）",
        )));
    }
    Ok(Columns {
        answers: args.items.iter().map(|column| ("--items", column.clone())).collect(),
        ..Columns::default()
    })
}

/// The batteries asked for, with what is asked of each.
///
/// # Errors
/// When a name means nothing, or the names do not make a battery.
pub(super) fn batteries(args: &Args, survey: &Survey) -> Result<Vec<(Battery, Ask)>, CommandError> {
    let found = if !args.items.is_empty() {
        vec![battery(survey, "--items", &args.items, None)?]
    } else if args.of.is_empty() {
        crate::reliability::batteries(survey)
    } else {
        let named = args
            .of
            .iter()
            .map(|name| battery(survey, "--of", std::slice::from_ref(name), Some(name)));
        named.collect::<Result<_, _>>()?
    };
    if found.is_empty() {
        return Err(CommandError::Other(Words::new(
            "the survey has no matrix of ratings and no part of an index with several items; name some with `--items`",
            "该调查没有评分矩阵，也没有包含多个题目的指数部分；请用 `--items` 指定题目",
        )));
    }
    let reversed = reversed(args, survey, &found)?;
    let ask = |battery: Battery| {
        let mut turn = turned(survey, &battery.items);
        for item in &reversed {
            // Said of an item whose scale is turned round already, it means so and not back again.
            if battery.items.contains(item) && !turn.contains(item) {
                turn.push(*item);
            }
        }
        let ask = Ask {
            items: battery.items.clone(),
            turned: turn,
            level: 0.95,
            ordinal: args.polychoric,
        };
        (battery, ask)
    };
    Ok(found.into_iter().map(ask).collect())
}

fn battery(survey: &Survey, option: &str, names: &[String], id: Option<&str>) -> Result<Battery, CommandError> {
    let mut items: Vec<VariableIndex> = Vec::new();
    for name in names {
        for item in answers_of(survey, option, name)? {
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    if items.len() < 2 {
        let name = names.join(",");
        return Err(CommandError::Other(Words::new(
            format!("`{option} {name}`: a battery has two items at least; name more of them with `--items`"),
            format!("`{option} {name}`：量表至少需要两道题；请用 `--items` 指定更多题目"),
        )));
    }
    Ok(Battery {
        id: Id::new(id.unwrap_or("items")),
        title: Texts::default(),
        items,
    })
}

fn reversed(args: &Args, survey: &Survey, found: &[Battery]) -> Result<Vec<VariableIndex>, CommandError> {
    let mut reversed = Vec::new();
    for name in &args.reverse {
        let items = answers_of(survey, "--reverse", name)?;
        for item in &items {
            let id = &survey.variable(*item).id;
            if !found.iter().any(|battery| battery.items.contains(item)) {
                return Err(CommandError::Other(Words::new(
                    format!(
                        "`--reverse {name}`: `{id}` is an item of none of the batteries; name it with `--items` too"
                    ),
                    format!("`--reverse {name}`：`{id}` 不在任何量表中；请同时用 `--items` 列出"),
                )));
            }
            if matches!(survey.variable(*item).domain, Domain::Number { .. }) {
                return Err(CommandError::Other(Words::new(
                    format!(
                        "`--reverse {name}`: `{id}` is a number without ends and cannot be turned round; turn it in the file, or say its scale (`--scale 1:10`)"
                    ),
                    format!(
                        "`--reverse {name}`：`{id}` 是没有上下限的数值，无法反向计分；请在文件中先行换算，或给出量表范围（`--scale 1:10`）"
                    ),
                )));
            }
        }
        reversed.extend(items);
    }
    Ok(reversed)
}

/// The rows a battery needs: its items and the segments asked for.
pub(super) fn need(survey: &Survey, ask: &Ask, by: &[String]) -> Need {
    let mut variables = ask.items.clone();
    variables.extend(by.iter().filter_map(|name| survey.find(name)));
    Need::all(Wanted::Rows(variables))
}
