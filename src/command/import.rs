//! `manyi import`: brings answers into the store.

mod arguments;
mod double;
mod draft;
mod groups;
mod jobs;
mod loops;
mod parts;
mod platforms;
mod raw;
mod told;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::parents::digest;
use super::shared::parents::parents;
use super::shared::platform;
use super::shared::promise;
use super::shared::sheet;
use super::shared::space::Space;
use super::shared::spool::Spool;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::has_errors;
use crate::import;
use crate::import::Chunk;
use crate::import::Counts;
use crate::import::QuarantineEntry;
use crate::import::Sample;
use crate::import::Setup;
use crate::import::Summary;
use crate::import::Verbatims;
use crate::import::profile;
use crate::import::segment::AsCsv;
use crate::import::segment::Order;
use crate::import::versions::Said;
use crate::invite;
use crate::invite::Secret;
use crate::model::Survey;
use crate::model::WaveId;
use crate::project::Given;
use crate::response::Batch;
use crate::store::Appending;
use crate::store::Incoming;
use crate::store::Opening;
use crate::store::Provenance;
use crate::store::Quarantined;
use crate::store::Receipt;
use crate::store::Store;
use arguments::format;
use arguments::read_with;
use arguments::wave;
use indicatif::ProgressBar;
use jobs::Job;
use jobs::Merged;
use jobs::jobs;
use jobs::kept_name;
use jobs::over_all;
use parts::Part;
use parts::Reads;
use platforms::Platforms;
use platforms::argument_of;
use platforms::fingerprint;
use platforms::list;
use platforms::repeated;
use std::collections::BTreeSet;
use std::io::BufReader;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use told::Kept;
use told::bar;
use told::recognised;
use told::refused;
use told::tell;

/// Imports answers: the whole inbox, a survey's part of it, or the files named.
///
/// The same file twice changes nothing; of two versions of a response the later one counts. Cells that cannot be read are
/// put aside with their originals (`manyi responses --quarantine`).
#[derive(Debug, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the command line")]
pub struct Args {
    /// A survey, then CSV files (or `-`), workbooks (`.xlsx`, `.xlsx#SHEET`), or the collector's `.jsonl`; only a survey: its files in the inbox; nothing: the whole inbox.
    what: Vec<String>,
    /// How the file's columns belong to the survey; else `NAME.map.yaml` or `SURVEY.map.yaml` beside it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The platform the files are of, as `--profiles` lists them, or `none`; else it is found by their structure.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// List the platforms whose exports are known, those of `profiles/*.toml` too; import nothing.
    #[arg(long)]
    profiles: bool,
    /// Rows that belong to the responses of this import, as `SURVEY=FILE`, where the definition of SURVEY says `unit`.
    #[arg(long, value_name = "SURVEY=FILE")]
    child: Vec<String>,
    /// The wave of all responses of these files.
    #[arg(long)]
    wave: Option<String>,
    /// Encoding, such as `gb18030`; else it is found.
    #[arg(long)]
    encoding: Option<String>,
    /// The character between cells; `tab` for a tab; else it is found.
    #[arg(long)]
    delimiter: Option<String>,
    /// Order of dates written in numbers: `ymd`, `mdy` or `dmy`.
    #[arg(long)]
    date_order: Option<String>,
    /// Share of refused rows, and of unreadable cells, above which nothing is kept; else that of manyi.toml, or 0.05.
    #[arg(long, value_name = "SHARE")]
    max_refused: Option<f64>,
    /// Nothing is kept when a single row or cell cannot be read.
    #[arg(long, conflicts_with = "max_refused")]
    strict: bool,
    /// Read answers of waves that are over by today's definition too, in place of the one that asked them.
    #[arg(long)]
    by_today: bool,
    /// Show what would happen; keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// SHA-256 of the imported file whose rows these mend.
    #[arg(skip)]
    repairs: Option<String>,
    /// Write a mapping for a foreign file to the output, for a person to finish; import nothing.
    /// Write a mapping for a foreign file to the output, for a person to finish; of a survey that is not there yet, a draft of its
    /// definition and a mapping beside the file. Import nothing.
    #[arg(long)]
    propose: bool,
    /// Two files in which the same sheets of paper were typed twice: list where they differ, and import what both say.
    #[arg(long, num_args = 2, value_names = ["FIRST", "SECOND"], conflicts_with = "propose")]
    double: Vec<PathBuf>,
    /// The list of differences with its column `resolved` filled in from the paper.
    #[arg(long, value_name = "LIST", requires = "double")]
    resolved: Option<PathBuf>,
    /// How the differences are written.
    #[arg(long, value_enum, default_value_t, requires = "double")]
    format: sheet::Format,
}

/// Imports.
///
/// # Errors
/// When a file or the store cannot be read or written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let own: Vec<Arc<Source>> = space
        .workspace
        .texts("profiles", "toml")?
        .into_iter()
        .map(|(_, source)| source)
        .collect();
    let (profiles, problems) = profile::with_own(&own);
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    if args.profiles {
        list(&profiles, context)?;
        return Ok(Outcome::Done);
    }
    let platforms = Platforms {
        profiles,
        named: args.profile.as_deref().map(argument_of),
        own: fingerprint(&own),
    };
    if !args.double.is_empty() {
        return double::run(args, &space, context);
    }
    if let Some(wanted) = draft::wanted(args, &space)? {
        return draft::run(&wanted, &space, context);
    }
    let Some(jobs) = jobs(args, &space, context)? else {
        return Ok(Outcome::Problems);
    };
    let mut outcome = Outcome::Done;
    context.show(&over_all(&space, &jobs)?);
    for job in &jobs {
        if one(args, &space, job, &platforms, context)? == Outcome::Problems {
            outcome = Outcome::Problems;
        }
    }
    // Rows of repeated pages follow from the responses that are in the store now.
    let mut any = !jobs.is_empty();
    if !args.dry_run && !args.propose {
        let mut asked: BTreeSet<String> = jobs.iter().map(|job| job.survey.id.to_string()).collect();
        asked.extend(
            args.what
                .first()
                .filter(|first| matches!(Given::of(first), Given::Survey(_)))
                .cloned(),
        );
        let Some(rows) = loops::jobs(&asked, &space, context)? else {
            return Ok(Outcome::Problems);
        };
        for job in &rows {
            if one(args, &space, job, &platforms, context)? == Outcome::Problems {
                outcome = Outcome::Problems;
            }
        }
        any |= !rows.is_empty();
    }
    if !any {
        let inbox = space.config().inbox.join(", ");
        context.say(
            &format!("nothing to import in {inbox}"),
            &format!("{inbox} 中没有可导入的文件"),
        );
    }
    Ok(outcome)
}

/// Imports a file whose rows mend those of another.
///
/// # Errors
/// As [`run`].
pub(super) fn repair(survey: &str, file: &str, mended: String, context: &mut Context<'_>) -> Ended {
    let args = Args {
        what: vec![survey.to_owned(), file.to_owned()],
        repairs: Some(mended),
        ..Args::default()
    };
    run(&args, context)
}

/// What reading a file fills.
struct Filling {
    opening: Result<Opening, crate::store::StoreError>,
    /// Of an anonymous survey everything is gathered first: what is handed on at once keeps no order.
    held: Option<Chunk>,
    /// What was found in open answers.
    verbatims: Verbatims,
    /// Waves of the responses.
    waves: BTreeSet<WaveId>,
}

/// The mapping of a file, what is wrong with it, and its hash. A segment names its fields by the ids of the survey: mappings are
/// for the exports of others.
fn mapping(args: &Args, spool: &mut Spool, job: &Job) -> Result<(Option<Mapping>, Vec<Problem>, String), CommandError> {
    if let Some(merged) = &job.merged {
        return Ok((None, Vec::new(), merged.settled.clone()));
    }
    if job.is_segment() {
        return Ok((None, Vec::new(), String::new()));
    }
    let named = args.mapping.as_deref();
    let (mapping, problems) = spool.mapping(named, &job.survey)?;
    Ok((mapping, problems, spool.mapping_hash(named, &job.survey)?))
}

/// What is known of a file before its answers are read.
struct Prepared {
    mapping: Option<Mapping>,
    mapping_hash: String,
    sample: Option<Sample>,
    problems: Vec<Problem>,
    /// A segment that was begun and holds no answer yet.
    empty: bool,
}

fn prepare(args: &Args, space: &Space, job: &Job, spool: &mut Spool) -> Result<Prepared, CommandError> {
    let survey = &job.survey;
    let (mapping, mut problems, mapping_hash) = mapping(args, spool, job)?;
    let mut empty = false;
    if job.is_segment() {
        let inspection = import::segment::inspect(BufReader::new(spool.begin()?), survey.id.as_str(), &job.name)?;
        empty = inspection.records == 0 && !has_errors(&inspection.problems);
        problems.extend(inspection.problems);
    }
    let sample: Option<Sample> = match &survey.sample {
        Some(link) if !empty => {
            let (mut sample, more) = space.workspace.sample(&link.file, &link.id)?;
            problems.extend(more);
            if job.is_segment() && !link.fills.is_empty() {
                with_pseudonyms(&mut sample, survey, space.workspace.link_secret()?.as_ref());
            }
            Some(sample)
        }
        _ => None,
    };
    Ok(Prepared {
        mapping,
        mapping_hash,
        sample,
        problems,
        empty,
    })
}

/// Adds each person under the pseudonym of their personal link.
fn with_pseudonyms(sample: &mut Sample, survey: &Survey, secret: Option<&Secret>) {
    let Some(secret) = secret else { return };
    let name = |person: &String| invite::pseudonym(secret, survey.id.as_str(), person).to_string();
    let linked: Sample = sample
        .iter()
        .map(|(person, attributes)| (name(person), attributes.clone()))
        .collect();
    sample.extend(linked);
}

/// How a file is read, by its mapping, the sample and the key of pseudonyms.
fn setup<'a>(
    args: &Args,
    space: &'a Space,
    job: &'a Job,
    spool: &Spool,
    (mapping, sample, key): (Option<&'a Mapping>, Option<&'a Sample>, Option<&'a [u8]>),
) -> Result<Setup<'a>, CommandError> {
    let max_refused = if args.strict {
        0.0
    } else {
        args.max_refused.unwrap_or(space.config().max_refused)
    };
    let segment = job.is_segment() || job.merged.is_some();
    Ok(Setup {
        mapping,
        format: if segment {
            import::segment::format()
        } else {
            format(args)?
        },
        segment,
        workbook: spool.sheet.is_some(),
        wave: wave(args, space)?,
        sample,
        respondent_key: key,
        max_refused,
        ..Setup::new(&job.survey, space.calendar(), &job.name)
    })
}

/// The answers of a file as CSV, from its beginning.
fn bytes(spool: &mut Spool, job: &Job) -> std::io::Result<Box<dyn Read>> {
    let bytes = spool.begin()?;
    Ok(if job.is_segment() {
        let survey = &job.survey;
        Box::new(AsCsv::new(BufReader::new(bytes), survey, order(survey)))
    } else {
        Box::new(bytes)
    })
}

fn one(args: &Args, space: &Space, job: &Job, platforms: &Platforms, context: &mut Context<'_>) -> Ended {
    let (rows, own) = groups::open(args, space, job, platforms, context)?.unzip();
    let platforms = own.as_ref().unwrap_or(platforms);
    let mut spool = match (rows, &job.merged, &job.given) {
        (Some(rows), ..) => rows,
        (None, Some(merged), _) => Spool::made(job.name.clone(), &merged.csv)?,
        (None, None, Given::File(path)) => Spool::file(path, job.name.clone())?,
        (None, None, given) => Spool::of(given, context)?,
    };
    if let Some(sheet) = spool.sheet.as_ref().filter(|sheet| !sheet.others.is_empty()) {
        let (name, read, others) = (&job.name, &sheet.name, sheet.others.join(", "));
        context.say(
            &format!("{name}: sheet `{read}` is read; there are also {others} (name one as `{name}#SHEET`)"),
            &format!("{name}：读取工作表 `{read}`；另有 {others}（可写作 `{name}#工作表名`）"),
        );
    }
    repeated(&job.name, &spool.repeated, context);
    let text = space.workspace.definition(job.survey.id.as_str())?.text.clone();
    let store = space.store(&job.survey);
    let snapshot = store.snapshot()?;
    let parts = if args.propose || job.merged.is_some() || !store.keeps_definitions() {
        vec![Part::whole(&job.survey, text, args.by_today || job.merged.is_some())]
    } else {
        parts::of(&said(args, space, job, &mut spool)?, &job.survey, &text, &snapshot)?
    };
    let mut outcome = Outcome::Done;
    for mut part in parts {
        part.settled |= args.by_today;
        let own = Job {
            survey: Arc::clone(&part.survey),
            ..job.clone()
        };
        if part_of((args, platforms), space, (&own, job), part, &mut spool, context)? == Outcome::Problems {
            outcome = Outcome::Problems;
        }
    }
    Ok(outcome)
}

/// Which versions the rows of a file name; nothing where the file cannot be read, which its import tells.
fn said(args: &Args, space: &Space, job: &Job, spool: &mut Spool) -> Result<Said, CommandError> {
    let (mapping, ..) = mapping(args, spool, job)?;
    let setup = setup(args, space, job, spool, (mapping.as_ref(), None, None))?;
    Ok(import::versions(bytes(spool, job)?, &setup)?)
}

/// Reads rows of a file by one definition: that of `job`; `whole` has today's.
#[expect(clippy::too_many_lines, reason = "the steps of one import, one after the other")]
fn part_of(
    (args, platforms): (&Args, &Platforms),
    space: &Space,
    (job, whole): (&Job, &Job),
    part: Part,
    spool: &mut Spool,
    context: &mut Context<'_>,
) -> Ended {
    let survey = &job.survey;
    let ready = prepare(args, space, job, spool)?;
    let mut problems = ready.problems;
    if ready.empty {
        // The collector has begun it; no answer has come yet.
        context.show(&problems);
        tell(&job.name, &Receipt::default(), Kept::All, context);
        return Ok(Outcome::of(&problems));
    }
    let parents = match &survey.unit {
        Some(unit) => match parents(space, survey, unit, context)? {
            Some(parents) => Some(parents),
            None => return Ok(Outcome::Problems),
        },
        None => None,
    };
    let key = space.workspace.respondent_key()?;
    let mut setup = setup(
        args,
        space,
        job,
        spool,
        (ready.mapping.as_ref(), ready.sample.as_ref(), key.as_deref()),
    )?;
    setup.parents = parents.as_ref();
    if job.merged.is_some() {
        // Each pass was held to the limit by itself.
        setup.max_refused = 1.0;
    }
    setup.versions = part.rows();
    let wave = setup.wave.clone();
    if !setup.segment {
        setup.profiles = &platforms.profiles;
        setup.profile.clone_from(&platforms.named);
    }
    if has_errors(&problems) {
        context.show(&problems);
        return Ok(Outcome::Problems);
    }
    if args.propose {
        let proposal = import::propose(spool.begin()?, &setup)?;
        problems.extend(proposal.problems);
        context.show(&problems);
        context.data(&proposal.yaml)?;
        return Ok(Outcome::of(&problems));
    }
    if !args.dry_run && !promise::keep(space, &whole.survey, context)? {
        return Ok(Outcome::Problems);
    }
    let store = space.store(survey);
    let provenance = Provenance {
        source: kept_name(space, job)?,
        source_sha256: match &job.merged {
            Some(merged) => merged.sha256.clone(),
            None => part.fingerprint(spool.sha256()?),
        },
        definition_text: part.text.clone(),
        mapping: read_with(&ready.mapping_hash, args, wave.as_ref(), &platforms.own)
            + &parents.as_ref().map(digest).unwrap_or_default(),
        repairs: args.repairs.clone(),
    };
    // A file that is known needs no reading; asking also shows at once that the store is busy.
    if let Opening::Recognised(before) = store.begin(survey, provenance.clone())? {
        context.show(&problems);
        recognised(&job.name, &before.counts, context);
        return Ok(Outcome::of(&problems));
    }
    let bar = bar(spool.size(), context);
    let (filled, summary) = read(spool, job, setup, &store, &provenance, &bar, context)?;
    bar.finish_and_clear();
    let snapshot = store.snapshot()?;
    let (reads, more) = parts::by_wave(space, &snapshot, survey, &filled.waves, part.settled)?;
    match reads {
        Reads::Fielded(fielded, text) => {
            drop(filled);
            let own = Job {
                survey: Arc::clone(&fielded),
                ..job.clone()
            };
            let part = part.by(fielded, text);
            return part_of((args, platforms), space, (&own, whole), part, spool, context);
        }
        Reads::Refused(refused) => {
            problems.extend(refused);
            context.show(&problems);
            tell(&job.name, &self::refused(&summary.counts), Kept::Nothing, context);
            return Ok(Outcome::Problems);
        }
        Reads::Today => problems.extend(more),
    }
    problems.extend(summary.problems.iter().cloned());
    problems.extend(filled.verbatims.problem(&job.name));
    platform::recognised(&job.name, &summary, context);
    context.show(&problems);
    let mut incoming = incoming(&summary.counts);
    let Opening::Ready(mut appending) = filled.opening? else {
        return Ok(Outcome::of(&problems));
    };
    if let Some(held) = filled.held {
        let secret = space.workspace.make_link_secret()?;
        push(&mut appending, &nameless(survey, space, &secret, held), context.tongue)?;
    }
    if let Some(merged) = &job.merged {
        appending.push(&Batch::empty(survey), &merged.notes)?;
        incoming.invalid_cells += merged.notes.len() as u64;
    }
    if !summary.committable() {
        tell(&job.name, &refused(&summary.counts), Kept::Nothing, context);
        return Ok(Outcome::Problems);
    }
    if args.dry_run {
        tell(&job.name, &appending.preview(incoming), Kept::Preview, context);
        return Ok(Outcome::of(&problems));
    }
    if space.config().keep_raw {
        let format = ready.mapping.as_ref().map(|mapping| &mapping.format);
        let heading = format.map_or(1, |format| format.header_rows.unwrap_or(1) + format.skip_rows.len());
        raw::keep(&mut appending, (job, spool, &summary), heading, context)?;
    }
    let receipt = appending.commit(incoming)?;
    store.recode(&whole.survey)?;
    tell(&job.name, &receipt, Kept::All, context);
    Ok(Outcome::of(&problems))
}

/// Reads the file into an import that is not yet committed.
fn read(
    spool: &mut Spool,
    job: &Job,
    setup: Setup<'_>,
    store: &Store,
    provenance: &Provenance,
    bar: &ProgressBar,
    context: &Context<'_>,
) -> Result<(Filling, Summary), CommandError> {
    let tongue = context.tongue;
    let survey = &job.survey;
    let open = || {
        bar.set_position(0);
        bytes(spool, job).map(|bytes| bar.wrap_read(bytes))
    };
    let begin = || Filling {
        opening: store.begin(survey, provenance.clone()),
        held: None,
        verbatims: Verbatims::default(),
        waves: BTreeSet::new(),
    };
    let hold = survey.privacy.is_anonymous();
    let push = |filling: &mut Filling, chunk: Chunk| {
        filling.verbatims.look(survey, &chunk.batch);
        for row in 0..chunk.batch.len() {
            let wave = chunk.batch.wave(row);
            if !filling.waves.contains(wave) {
                filling.waves.insert(wave.clone());
            }
        }
        if hold {
            match &mut filling.held {
                None => filling.held = Some(chunk),
                Some(held) => {
                    held.batch.append(&chunk.batch);
                    held.quarantine.extend(chunk.quarantine);
                }
            }
        } else if let Ok(Opening::Ready(appending)) = &mut filling.opening {
            appending.each_id_comes_once();
            push(appending, &chunk, tongue)?;
        }
        Ok::<(), CommandError>(())
    };
    import::settled_apart(setup, open, begin, push)
}

/// In which order the answers of a segment are read.
fn order(survey: &Survey) -> Order {
    if survey.privacy.is_anonymous() {
        Order::Shuffled
    } else {
        Order::Arrival
    }
}

/// What the promise of an anonymous survey leaves of a file: also what is put aside says neither who nor when.
fn nameless(survey: &Survey, space: &Space, secret: &Secret, held: Chunk) -> Chunk {
    let mut quarantine = held.quarantine;
    for entry in &mut quarantine {
        if survey.find(&entry.column).is_none() {
            entry.original.clear();
        }
    }
    quarantine.sort_by(|a, b| (&a.column, &a.original).cmp(&(&b.column, &b.original)));
    Chunk {
        batch: import::anonymous(survey, space.calendar(), secret, &held.batch),
        quarantine,
    }
}

fn push(appending: &mut Appending, chunk: &Chunk, tongue: crate::diagnostic::Tongue) -> Result<(), CommandError> {
    let note = |entry: &QuarantineEntry| Quarantined {
        line: entry.line,
        response_id: String::new(),
        column: entry.column.clone(),
        original: entry.original.clone(),
        code: entry.reason.code().to_owned(),
        reason: entry.reason.words().get(tongue).to_owned(),
    };
    let notes: Vec<Quarantined> = chunk.quarantine.iter().map(note).collect();
    Ok(appending.push(&chunk.batch, &notes)?)
}

fn incoming(counts: &Counts) -> Incoming {
    Incoming {
        read: counts.read,
        skipped: counts.skipped(),
        refused: counts.refused(),
        invalid_cells: counts.invalid_cells,
        routed_out: counts.routed_out,
    }
}
