//! The raw file beside the answers, for workspaces that keep it (`keep_raw`): without what tells who someone is.

use super::Job;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::spool::Spool;
use crate::import::Summary;
use crate::store::Appending;
use crate::store::masked_csv;
use crate::store::masked_segment;
use std::collections::BTreeSet;
use std::io::Read;

/// Keeps the file, or says why it is not kept. `heading` are the records above the answers.
pub(super) fn keep(
    appending: &mut Appending,
    (job, spool, summary): (&Job, &mut Spool, &Summary),
    heading: usize,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    let name = &job.name;
    if job.survey.privacy.is_anonymous() {
        context.say(
            &format!("{name}: not kept as a raw file, since the survey is anonymous; delete the file itself when it is no longer needed"),
            &format!("{name}：匿名问卷不保存原始文件；不再需要时请删除该文件"),
        );
        return Ok(());
    }
    if appending.erased() > 0 {
        context.say(
            &format!("{name}: not kept as a raw file, since responses in it were erased"),
            &format!("{name}：其中有已删除的答卷，不保存原始文件"),
        );
        return Ok(());
    }
    let survey = &job.survey;
    let personal = |name: &str| survey.find(name).is_some_and(|at| survey.variable(at).personal);
    if job.is_segment() {
        // The person of a segment is a pseudonym already.
        let fields = survey.variables.iter().filter(|variable| variable.personal);
        let fields: BTreeSet<&str> = fields.map(|variable| variable.id.as_str()).collect();
        if fields.is_empty() {
            return Ok(appending.keep_raw(&mut spool.begin()?)?);
        }
        let masked = masked_segment(&whole(spool)?, &fields);
        return Ok(appending.keep_raw(&mut masked.as_slice())?);
    }
    let tells_who = |read_as: &str| personal(read_as) || ["respondent", "sample key"].contains(&read_as);
    let columns: BTreeSet<usize> = summary
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.read_as.as_deref().is_some_and(tells_who))
        .map(|(at, _)| at)
        .collect();
    if columns.is_empty() {
        return Ok(appending.keep_raw(&mut spool.begin()?)?);
    }
    let delimiter = summary
        .delimiter
        .and_then(|mark| u8::try_from(mark).ok())
        .unwrap_or(b',');
    if let Some(masked) = masked_csv(&whole(spool)?, delimiter, &columns, heading) {
        context.say(
            &format!("{name}: kept as a raw file with `***` for what tells who somebody is"),
            &format!("{name}：已保存原始文件，能识别个人的内容以 `***` 代替"),
        );
        return Ok(appending.keep_raw(&mut masked.as_slice())?);
    }
    context.say(
        &format!("{name}: not kept as a raw file, since it holds what tells who somebody is and is written in UTF-16; save it as UTF-8"),
        &format!("{name}：其中有能识别个人的内容且为 UTF-16 编码，不保存原始文件；请另存为 UTF-8"),
    );
    Ok(())
}

fn whole(spool: &mut Spool) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    spool.begin()?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
