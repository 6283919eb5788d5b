//! `manyi stat`: every statistic of the library by name, on a bare CSV file or on numbers of the command line.

mod answer;
mod fields;
mod help;
mod options;
mod told;
mod value;

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::sheet::Format;
use super::shared::spool::Spool;
use crate::command::CommandError;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::import::plain;
use crate::method;
use crate::method::Fault;
use crate::method::Method;
use crate::method::Table;
use crate::project::Given;
use answer::Answered;
use options::Request;
use std::path::Path;

/// Computes one statistic by name, from a bare CSV file or from numbers given directly.
///
/// `manyi stat --list` names them all; `manyi stat welch --help` says what one is, whom it is from, what it takes and what
/// other programs do. `manyi stat welch answers.csv --of score --by group`, `manyi stat welch --x 5,4,4 --y 3,2,4`.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub struct Args {
    /// Name or short name of the statistic, such as `welch`.
    method: Option<String>,
    /// A CSV file or `-`, and what the statistic takes: `--of score --by group --missing 9`.
    #[arg(
        value_name = "FILE | - | --OPTION VALUE",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    rest: Vec<String>,
    /// Lists every statistic.
    #[arg(long)]
    list: bool,
    /// How the result is written.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Says what the statistic is and what it takes.
    #[arg(short, long)]
    help: bool,
}

/// Computes and prints a statistic, or says what there is.
///
/// # Errors
/// When a file cannot be read or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(name) = args.method.as_deref().filter(|_| !args.list) else {
        let format = args.format.unwrap_or_default();
        let text = if args.list {
            help::list(format, context.tongue)
        } else {
            help::overview(context.tongue)
        };
        context.data(&text)?;
        return Ok(Outcome::Done);
    };
    let method = match found(name) {
        Ok(method) => method,
        Err(words) => return Ok(refused(&words, context)),
    };
    let mut request = match options::read(method, &args.rest) {
        Ok(request) => request,
        Err(words) => return Ok(refused(&words, context)),
    };
    request.settle(context);
    if args.help || request.help {
        context.data(&help::page(method, context.tongue))?;
        return Ok(Outcome::Done);
    }
    if request.list {
        context.data(&help::list(request.format.unwrap_or_default(), context.tongue))?;
        return Ok(Outcome::Done);
    }
    let format = request.format.or(args.format).unwrap_or_default();
    match compute(method, &request, context)? {
        Ok(answered) => {
            if !answered.unused.is_empty() {
                let names = answered.unused.join(", ");
                context.say(
                    &format!("not used by `{}` here: {names}", method.id),
                    &format!("`{}` 未用到：{names}", method.id),
                );
            }
            context.data(&answered.render(format, context.tongue))?;
            Ok(Outcome::Done)
        }
        Err(words) => Ok(refused(&words, context)),
    }
}

/// Computes what was requested; the words say what was wrong with it.
fn compute(
    method: &'static Method,
    request: &Request,
    context: &mut Context<'_>,
) -> Result<Result<Answered, Words>, CommandError> {
    let table = match &request.file {
        None => None,
        Some(file) => match table(file, context)? {
            Ok(table) => Some(table),
            Err(words) => return Ok(Err(words)),
        },
    };
    let given = match &request.whole {
        None => None,
        Some(text) => match whole(text)? {
            Ok(given) => Some(given),
            Err(words) => return Ok(Err(words)),
        },
    };
    let columns: Vec<String> = table.as_ref().map(|table| table.names().to_vec()).unwrap_or_default();
    let args = match request.arguments(given, &columns) {
        Ok(args) => args,
        Err(words) => return Ok(Err(words)),
    };
    let rows = table.as_ref().map(Table::rows);
    let asking = method::ask(method, &args, table);
    Ok(match asking.answer {
        Ok(result) => Ok(Answered {
            method,
            args,
            rows,
            result,
            unused: asking.unused,
        }),
        Err(Fault::Asked(words)) => Err(words),
        Err(Fault::Undefined(reason)) => Err(Words::new(reason.to_string(), reason.to_string())),
    })
}

/// The method of a name, or what else there is.
fn found(name: &str) -> Result<&'static Method, Words> {
    let wanted = name.to_lowercase().replace('-', "_");
    if let Some(method) = method::find(&wanted) {
        return Ok(method);
    }
    let all = method::all();
    let names = all
        .iter()
        .flat_map(|method| std::iter::once(&method.id).chain(method.aliases));
    let near = options::nearest(&wanted, names.copied());
    let (en, zh) = near.map_or_else(Default::default, |near| {
        (format!("did you mean `{near}`? "), format!("您是不是想写 `{near}`？"))
    });
    Err(Words::new(
        format!("no statistic is called `{name}`; {en}`manyi stat --list` names them all"),
        format!("没有名为 `{name}` 的统计方法；{zh}`manyi stat --list` 列出全部"),
    ))
}

/// The cells of a file or of standard input.
fn table(file: &str, context: &mut Context<'_>) -> Result<Result<Table, Words>, CommandError> {
    let given = match Given::of(file) {
        Given::Survey(_) if Path::new(file).is_file() => Given::File(file.into()),
        Given::Survey(id) => {
            return Ok(Err(Words::new(
                format!(
                    "`{id}` is no file: `manyi stat` reads a CSV file or `-`; scores of a survey are `manyi score {id}`"
                ),
                format!("`{id}` 不是文件：`manyi stat` 读取 CSV 文件或 `-`；调查的得分请用 `manyi score {id}`"),
            )));
        }
        given => given,
    };
    let mut spool = Spool::of(&given, context)?;
    let cells = plain::read(spool.begin()?)?;
    Ok(cells.map(|cells| Table::new(cells.names, cells.rows)).map_err(|words| {
        Words::new(
            format!("{}: {}", spool.name, words.en),
            format!("{}：{}", spool.name, words.zh),
        )
    }))
}

/// The object of `--args`: JSON, or `@file` that holds it.
fn whole(text: &str) -> Result<Result<serde_json::Map<String, serde_json::Value>, Words>, CommandError> {
    let text = match text.strip_prefix('@') {
        Some(path) => crate::project::read_text(Path::new(path), path)?.text.clone(),
        None => text.to_owned(),
    };
    Ok(value::object(&text))
}

/// Says what is wrong with what was asked.
fn refused(words: &Words, context: &mut Context<'_>) -> Outcome {
    let start = context.tongue.pick("error: ", "错误：");
    let _ = writeln!(context.err, "{start}{}", words.get(context.tongue));
    Outcome::Problems
}

/// The text of a pair in the reader's language.
fn pick(pair: [&'static str; 2], tongue: Tongue) -> &'static str {
    tongue.pick(pair[0], pair[1])
}
