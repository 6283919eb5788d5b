//! `manyi erase`: removes responses for good.

mod aged;
mod inbox;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::space::Space;
use crate::diagnostic::Words;
use crate::import;
use crate::import::segment;
use crate::invite;
use crate::model::Survey;
use crate::store::Identity;
use aged::Since;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Removes responses for good: from the store, its quarantine and raw files, and the inbox.
///
/// A response is named by the receipt its respondent was shown, or by its id; all responses of a person by the person. What
/// stays is that so many were erased, and what keeps them from coming back with an old file.
///
/// `--expired` erases the waves that manyi.toml keeps no longer (`[privacy] keep`), `--before` those that ended before a day;
/// `--dry-run` only tells which they are.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Receipts or ids of responses.
    #[arg(required_unless_present_any = ["respondent", "file", "before", "expired"])]
    codes: Vec<String>,
    /// All responses of this person: the id in the sample, or the pseudonym in the store.
    #[arg(long, value_name = "KEY")]
    respondent: Vec<String>,
    /// A file with one receipt, id or person a line; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only in this survey; else in all.
    #[arg(long, value_name = "SURVEY")]
    survey: Option<String>,
    /// All responses of waves that ended before this day.
    #[arg(long, value_name = "DAY", conflicts_with_all = ["codes", "respondent", "file", "expired"])]
    before: Option<Date>,
    /// All responses of waves that are kept no longer: `[privacy] keep` in manyi.toml.
    #[arg(long, conflicts_with_all = ["codes", "respondent", "file"])]
    expired: bool,
    /// With `--before` and `--expired`: only say what would be erased.
    #[arg(long, conflicts_with_all = ["codes", "respondent", "file"])]
    dry_run: bool,
}

/// What is to be erased, as written.
struct Asked {
    codes: Vec<String>,
    people: Vec<String>,
}

/// Erases.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let since = Since::of(args, &space)?;
    let asked = asked(args, context)?;
    let Some(surveys) = surveys(&space, args.survey.as_deref(), context)? else {
        return Ok(Outcome::Problems);
    };
    let (mut responses, mut files, mut known) = (0, 0, BTreeSet::new());
    let mut anonymous = Vec::new();
    let mut gone = Gone::new();
    for survey in surveys {
        let id = survey.id.to_string();
        let aged = since
            .map(|since| since.find(&space, &survey))
            .transpose()?
            .unwrap_or_default();
        aged::tell(&survey, &aged, args.dry_run, context);
        if args.dry_run {
            responses += aged.values().map(|ids| ids.len() as u64).sum::<u64>();
            continue;
        }
        let aged: BTreeSet<String> = aged.into_values().flatten().collect();
        if survey.privacy.is_anonymous() {
            anonymous.push(id.clone());
        }
        let done = one(&space, &survey, (&asked, &aged), &mut known, &mut gone, context)?;
        responses += done.0;
        files += done.1;
    }
    if args.dry_run {
        context.say(
            &format!("nothing was erased; without --dry-run {responses} responses would be"),
            &format!("尚未删除任何内容；不加 --dry-run 时将删除 {responses} 份答卷"),
        );
        return Ok(Outcome::Done);
    }
    let names: BTreeSet<&String> = asked.codes.iter().chain(&asked.people).collect();
    let unknown = names.iter().filter(|name| !known.contains(name.as_str())).count();
    context.say(
        &format!("{responses} responses erased, {files} files written anew"),
        &format!("已删除 {responses} 份答卷，重写 {files} 个文件"),
    );
    if unknown > 0 {
        context.say(
            &format!("{unknown} of the names given are no response here, or were erased before"),
            &format!("所给名称中有 {unknown} 个不是此处的答卷，或此前已删除"),
        );
        if !anonymous.is_empty() {
            let names = anonymous.join(", ");
            context.say(
                &format!(
                    "answers to {names} are anonymous: nobody can tell whose they are, so none can be found to erase"
                ),
                &format!("{names} 为匿名问卷：无人能分辨答卷属于谁，因此无法找到并删除"),
            );
        }
    }
    if responses > 0 {
        context.say(
            "pages and reports made before still count them: run `manyi run` to make them anew",
            "此前生成的页面和报告仍含这些答卷：请运行 `manyi run` 重新生成",
        );
    }
    Ok(Outcome::Done)
}

fn asked(args: &Args, context: &mut Context<'_>) -> Result<Asked, CommandError> {
    let mut asked = Asked {
        codes: args.codes.clone(),
        people: args.respondent.clone(),
    };
    if let Some(file) = &args.file {
        let mut text = String::new();
        if file.as_os_str() == "-" {
            context.input.read_to_string(&mut text)?;
        } else {
            let name = file.display().to_string();
            text.clone_from(&crate::project::read_text(file, &name)?.text);
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        // A list does not say which its names are: they are tried as both.
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        asked.people.extend(lines.iter().cloned());
        asked.codes.extend(lines);
    }
    asked
        .codes
        .iter_mut()
        .chain(&mut asked.people)
        .for_each(|code| *code = code.trim().to_owned());
    if asked.codes.iter().chain(&asked.people).any(String::is_empty) {
        return Err(CommandError::Other(Words::new(
            "an empty name names no response",
            "空名称不指任何答卷",
        )));
    }
    Ok(asked)
}

/// Ids of responses that were erased, by survey.
type Gone = BTreeMap<String, BTreeSet<String>>;

/// The surveys to erase in, those whose rows are parts of another's responses last; `None` when one has errors, which were shown.
fn surveys(
    space: &Space,
    only: Option<&str>,
    context: &mut Context<'_>,
) -> Result<Option<Vec<Arc<Survey>>>, CommandError> {
    let mut surveys = Vec::new();
    for id in space.workspace.surveys()? {
        let wanted = only.is_none_or(|only| only == id);
        let read = if wanted {
            space.survey(&id, context)?
        } else {
            space.read_survey(&id)?.0
        };
        match read {
            Some(survey) => surveys.push(survey),
            None if wanted => return Ok(None),
            None => {}
        }
    }
    if let Some(only) = only {
        if surveys.iter().all(|survey| survey.id != *only) {
            // Says which surveys there are.
            space.survey(only, context)?;
        }
        // What is a part of an erased response goes with it.
        surveys.retain(|survey| survey.id == *only || survey.unit.as_ref().is_some_and(|unit| unit.of == *only));
    }
    surveys.sort_by_key(|survey| survey.unit.is_some());
    Ok(Some(surveys))
}

/// Erases in one survey; gives responses and files, and notes which names were known.
fn one(
    space: &Space,
    survey: &Arc<Survey>,
    (asked, aged): (&Asked, &BTreeSet<String>),
    known: &mut BTreeSet<String>,
    gone: &mut Gone,
    context: &mut Context<'_>,
) -> Result<(u64, u64), CommandError> {
    let whole = survey
        .unit
        .as_ref()
        .and_then(|unit| gone.get(unit.of.as_str()))
        .cloned()
        .unwrap_or_default();
    let ids = std::cell::RefCell::new(BTreeSet::new());
    let people = names(space, survey, &asked.people)?;
    let codes = Codes::new(&asked.codes);
    let found = std::cell::RefCell::new(BTreeSet::new());
    let wanted = |identity: Identity<'_>| {
        let code = codes.find(identity.response_id);
        let person = people
            .iter()
            .find(|(_, names)| !identity.respondent.is_empty() && names.iter().any(|name| name == identity.respondent));
        let name = code.or(person.map(|(name, _)| name.as_str()));
        found.borrow_mut().extend(name.map(str::to_owned));
        let part = !identity.parent.is_empty() && whole.contains(identity.parent);
        let goes = name.is_some() || part || aged.contains(identity.response_id);
        if goes {
            ids.borrow_mut().insert(identity.response_id.to_owned());
        }
        goes
    };
    // The inbox first: what is still there would be read again, and nothing else names it.
    let store = space.store(survey);
    let tombs = store.tombstones()?;
    let inbox = inbox::erase(space, survey, &|id, person| {
        tombs.holds(id)
            || wanted(Identity {
                response_id: id,
                respondent: person,
                parent: "",
            })
    })?;
    let key = survey.unit.as_ref().map(|unit| survey.variable(unit.key).id.as_str());
    let erased = store.erase_parts(key, &wanted)?;
    gone.insert(survey.id.to_string(), ids.into_inner());
    known.extend(found.into_inner());
    for file in &erased.raw_removed {
        context.say(
            &format!("{file} was removed whole: one response could not be cut out of it safely"),
            &format!("{file} 已整体删除：无法安全地只删去其中一份答卷"),
        );
    }
    for file in &inbox.left {
        context.say(
            &format!("{file} may still hold it: manyi does not change files of other systems; what was erased is not read from it again"),
            &format!("{file} 可能仍含该答卷：manyi 不改动其他系统的文件；已删除的答卷不会再从中读入"),
        );
    }
    Ok((erased.responses.max(inbox.responses), erased.files + inbox.files))
}

/// Receipts and ids as written, ready to be looked up.
struct Codes<'a> {
    ids: BTreeSet<&'a str>,
    receipts: BTreeMap<String, &'a str>,
}

impl<'a> Codes<'a> {
    fn new(codes: &'a [String]) -> Self {
        let receipts = codes.iter().filter_map(|code| Some((receipt(code)?, code.as_str())));
        Self {
            ids: codes.iter().map(String::as_str).collect(),
            receipts: receipts.collect(),
        }
    }

    /// What was written for a response; `None` where nothing was.
    fn find(&self, response_id: &str) -> Option<&'a str> {
        let id = self.ids.get(response_id).copied();
        id.or_else(|| self.receipts.get(&receipt(&segment::code(response_id, ""))?).copied())
    }
}

/// The part of a receipt that names the response, however it was typed.
fn receipt(code: &str) -> Option<String> {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    plain.get(..16).map(str::to_owned)
}

/// The names responses may know each of these people by.
fn names(space: &Space, survey: &Survey, people: &[String]) -> Result<Vec<(String, Vec<String>)>, CommandError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let secret = space.workspace.link_secret()?;
    let key = space.workspace.respondent_key()?;
    let names = |person: &String| {
        let linked = secret
            .as_ref()
            .map(|secret| invite::pseudonym(secret, survey.id.as_str(), person).to_string());
        let imported = key.as_ref().map(|key| import::pseudonym(key, person));
        let names = [Some(person.clone()), linked, imported];
        (person.clone(), names.into_iter().flatten().collect())
    };
    Ok(people.iter().map(names).collect())
}
