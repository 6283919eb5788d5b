//! What people themselves say is important: the second battery of an importance question.

use super::Figure;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::driver::StatedPlace;
use crate::driver::stated_places;
use crate::model::Kind;
use crate::model::Survey;
use crate::model::VariableIndex;
use std::collections::BTreeMap;

/// The rating of every row of the survey's importance questions, with the answer that says how important the row is.
fn batteries(survey: &Survey) -> Vec<(VariableIndex, VariableIndex)> {
    let questions = survey.questions().map(|(_, _, question)| question);
    let dual = questions.filter(|question| matches!(question.kind, Kind::Importance { .. }));
    let pairs = dual.flat_map(|question| question.variables.chunks_exact(2));
    pairs.map(|pair| (pair[0], pair[1])).collect()
}

/// The drivers where nobody names them.
///
/// # Errors
/// When the survey asks nobody how important things are.
pub(super) fn drivers(survey: &Survey) -> Result<Vec<VariableIndex>, CommandError> {
    let found: Vec<VariableIndex> = batteries(survey).into_iter().map(|(rating, _)| rating).collect();
    if found.is_empty() {
        return Err(nothing(survey));
    }
    Ok(found)
}

/// What says how important each of these drivers is.
///
/// # Errors
/// When nothing does for any of them.
pub(super) fn of(
    survey: &Survey,
    drivers: &[VariableIndex],
) -> Result<BTreeMap<VariableIndex, VariableIndex>, CommandError> {
    let all = batteries(survey).into_iter();
    let found: BTreeMap<_, _> = all.filter(|(rating, _)| drivers.contains(rating)).collect();
    if found.is_empty() {
        return Err(nothing(survey));
    }
    Ok(found)
}

fn nothing(survey: &Survey) -> CommandError {
    CommandError::Other(Words::new(
        format!(
            "`--stated`: none of the drivers is a row of a question of kind `importance` in `{}`, so nobody said how important they are; leave it out, or name such rows with `--drivers`",
            survey.id
        ),
        format!(
            "`--stated`：这些驱动因素都不是 `{}` 中 `importance` 题的行，没有自述重要性；请去掉该选项，或用 `--drivers` 指定这类题的行",
            survey.id
        ),
    ))
}

/// Where the drivers of a figure stand by what people say.
pub(super) fn places(figure: &Figure) -> BTreeMap<VariableIndex, StatedPlace> {
    stated_places(&figure.analysis, &figure.stated, &figure.performance)
}

/// What the columns of stated importance mean.
pub(super) fn note() -> Words {
    Words::new(
        "stated: mean of how important people say it is, rescaled to 0–100; stated_field: field by stated importance; factor: stated against derived importance, \
         key both, basic stated only (expected), excitement derived only, minor neither (Vavra); lines at the means over the drivers",
        "stated：自述重要性均值，换算为 0–100 分；stated_field：按自述重要性所在的象限；factor：自述与推导重要性对照——key 两者皆高，basic 仅自述高（理所当然），\
         excitement 仅推导高（惊喜），minor 皆低（Vavra）；以各因素均值为界",
    )
}
