//! `manyi chart`: one chart from the store, from its numbers as JSON, or all of them as a gallery.

mod by_driver;
mod picture;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::drivers;
use super::drivers::Found;
use super::shared::asked::Columns;
use super::shared::modelled::Modelled;
use super::shared::sheet::Format;
use super::shared::source;
use super::shared::source::Opened;
use super::shared::source::Wanted;
use crate::chart;
use crate::chart::Kind;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::locale::pad_end;
use crate::measure::spread;
use crate::model::Kind as ModelKind;
use crate::model::Question;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::project::OutputFolder;
use crate::report::drawn;
use crate::report::drawn::Asked;
use crate::report::drawn::Drawn;
use crate::report::drawn::Groups;
use crate::report::drawn::Material;
use crate::report::drawn::Small;
use crate::report::drawn::Span;
use crate::report::drawn::Takes;
use clap::ValueEnum;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Draws one chart as an SVG or PNG file: of a survey's answers, or of numbers given as JSON.
///
/// `manyi chart --list` names all charts. `manyi chart dots after-sales --measure csat --by region > regions.svg` draws
/// from the store; what is too small to be shown is not drawn. `-o regions.png` makes a picture for slides. `manyi chart dots --example > dots.json` writes the numbers
/// of an example, `manyi chart dots --input dots.json > dots.svg` draws such a file.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the chart, such as `trend`.
    name: Option<String>,
    /// A survey of the workspace; or a CSV file with `--survey`.
    source: Option<String>,
    /// The definition a CSV file's answers belong to.
    #[arg(long)]
    survey: Option<String>,
    /// Measures to draw; without it the headline ones, or the first of them where a chart has room for one.
    #[arg(long, value_delimiter = ',')]
    measure: Vec<String>,
    /// Questions to draw, for `diverging`, `histogram`, `pareto` and `kano`; a rating or number for `boxes`.
    #[arg(long, value_delimiter = ',')]
    of: Vec<String>,
    /// What `drivers` and `quadrant` explain: a rating or number; else as in `manyi drivers`.
    #[arg(long, value_name = "NAME[:CODES]")]
    outcome: Option<String>,
    /// What they explain it by; else as in `manyi drivers`.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    drivers: Vec<String>,
    /// Segments to break results down by.
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// Only responses for which this is true.
    #[arg(long = "where", value_name = "CONDITION")]
    filter: Option<String>,
    /// Waves; without it the last one, and all of them in charts over time.
    #[arg(long, value_delimiter = ',')]
    wave: Vec<String>,
    /// How a CSV file's columns belong to the survey.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Width in px: 720 for an SVG, which is laid out for it; 1600 for a PNG, which is scaled to it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(i64::from(chart::NARROWEST)..=i64::from(chart::WIDEST)))]
    width: Option<u32>,
    /// Colours.
    #[arg(long, value_enum, default_value_t)]
    scheme: Colours,
    /// What is written: a picture, or the numbers of the chart as JSON; else the ending of `--output` tells it, else `svg`.
    #[arg(long, value_enum)]
    format: Option<As>,
    /// Font file for a PNG, before the fonts of the machine; several for several scripts.
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
    /// File to write; else standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draws the numbers of this JSON file, `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["source", "measure", "of", "by", "wave"])]
    input: Option<PathBuf>,
    /// Writes the numbers of an example as JSON.
    #[arg(long, conflicts_with_all = ["source", "input"])]
    example: bool,
    /// Lists every chart.
    #[arg(long, conflicts_with_all = ["name", "source"])]
    list: bool,
    /// Writes pages with every chart, in English and Chinese, into this folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["name", "source", "list"])]
    gallery: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Colours {
    /// On white.
    #[default]
    Light,
    /// On dark grey.
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// A picture of lines and texts.
    Svg,
    /// A picture of pixels, for slides and chats.
    Png,
    /// The numbers, which `--input` draws again.
    Json,
}

/// Draws a chart from a model of the answers.
type ByModel = fn(&Found) -> Result<Drawn, Words>;

/// Charts that are made from a model of the answers.
const MODELLED: [(&str, ByModel); 2] = [("drivers", by_driver::drivers), ("quadrant", by_driver::quadrant)];

/// Draws, lists, or writes the gallery.
///
/// # Errors
/// When answers or a file cannot be read, a name is not known, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    if let Some(folder) = &args.gallery {
        let mut written = OutputFolder::new(folder);
        for tongue in [Tongue::En, Tongue::Zh] {
            written.put(
                &format!("charts.{}.html", tongue.tag()),
                chart::gallery(tongue).as_bytes(),
            )?;
        }
        written.finish()?;
        let place = folder.display();
        context.say(
            &format!("gallery: {place}/charts.en.html"),
            &format!("图表一览：{place}/charts.zh.html"),
        );
        return Ok(Outcome::Done);
    }
    let Some(name) = args.name.as_deref().filter(|_| !args.list) else {
        context.data(&listed(context.tongue))?;
        return Ok(Outcome::Done);
    };
    let as_what = picture::form(args)?;
    let kind = chart::named(name).ok_or_else(|| unknown(name))?;
    if args.example {
        return picture::json(args, &(kind.sample)(context.tongue), context);
    }
    if let Some(file) = &args.input {
        let text = if file.as_os_str() == "-" {
            let mut text = String::new();
            context
                .input
                .read_to_string(&mut text)
                .map_err(|error| unreadable("-", &error.to_string()))?;
            text
        } else {
            std::fs::read_to_string(file)
                .map_err(|error| unreadable(&file.display().to_string(), &error.to_string()))?
        };
        let read = serde_json::from_str(&text).and_then(kind.read);
        let chart = read.map_err(|error| unfit(kind, &error.to_string()))?;
        let says = chart.sentence(context.tongue);
        return picture::draw(args, as_what, chart.as_ref(), &says, context);
    }
    from_answers(args, as_what, kind, context)
}

/// Draws from the store or a CSV file.
fn from_answers(args: &Args, as_what: As, kind: &Kind, context: &mut Context<'_>) -> Ended {
    let name = kind.name;
    let Some(source) = args.source.clone() else {
        return Err(CommandError::Other(Words::new(
            format!("say whose answers: `manyi chart {name} SURVEY`, or numbers: `manyi chart {name} --input FILE`"),
            format!("请指明答卷来源：`manyi chart {name} 问卷名`；或数值：`manyi chart {name} --input 文件`"),
        )));
    };
    if let Some((_, make)) = MODELLED.iter().find(|(made, _)| *made == name) {
        let asked = drivers::Args::with(args.modelled(source), args.outcome.clone(), args.drivers.clone());
        let Some(found) = drivers::found(&asked, context)? else {
            return Ok(Outcome::Problems);
        };
        let drawn = make(&found).map_err(CommandError::Other)?;
        let says = drawn.chart.sentence(found.lang.tongue());
        let written = args.hand_over(as_what, &drawn, &says, context)?;
        return Ok(picture::worse(written, found.ended));
    }
    let Some(made) = drawn::named(name) else {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{name}` is drawn from numbers: `manyi chart {name} --example > {name}.json`, then `--input {name}.json`"
            ),
            format!(
                "`{name}` 由数值绘制：先运行 `manyi chart {name} --example > {name}.json`，再用 `--input {name}.json`"
            ),
        )));
    };
    let mut analysed = args.modelled(source).analysed(Columns::default());
    analysed.measure.clone_from(&args.measure);
    if analysed.wave.is_empty() && made.span_of(!args.by.is_empty()) == Span::All {
        analysed.wave = vec!["all".to_owned()];
    }
    let wanted = Wanted {
        measures: &|survey| Ok(survey.measures.clone()),
    };
    if made.groups == Groups::None && !args.by.is_empty() {
        return Err(CommandError::Other(Words::new(
            format!("`{name}` shows everybody, not groups: leave `--by` out, or draw `dots`, `heat` or `multiples`"),
            format!("`{name}` 图只显示总体，不分组：请去掉 `--by`，或改用 `dots`、`heat`、`multiples`"),
        )));
    }
    let needs = |survey: &Survey| Ok(drawn::needs(survey, made.takes, &asked(survey, made.takes, &args.of)?));
    let Some(opened) = source::open_with(&analysed, &wanted, &needs, context)? else {
        return Ok(Outcome::Problems);
    };
    let questions = asked(&opened.task.survey, made.takes, &args.of)?;
    let outcome = Outcome::of(&opened.problems);
    let named = Asked {
        measures: !args.measure.is_empty(),
        waves: !args.wave.is_empty(),
    };
    let material = material(opened, questions, named);
    let drawn = (made.make)(&material).map_err(CommandError::Other)?;
    let mut says = material.foot(&drawn.chart.sentence(material.tongue()));
    for note in &drawn.notes {
        says.push_str(material.tongue().pick(" ", ""));
        says.push_str(note);
    }
    let written = args.hand_over(as_what, &drawn, &says, context)?;
    Ok(picture::worse(written, outcome))
}

/// What charts are made from: the answers counted, scored and compared.
fn material(mut opened: Opened, questions: Vec<VariableIndex>, asked: Asked) -> Material {
    let ask = Ask {
        previous: true,
        rest: true,
        groups: true,
        ..Ask::default()
    };
    let results = opened.task.decide(opened.tabulation, &opened.references, &ask);
    if opened.task.filter.is_some() {
        // Targets and earlier publications are of everybody, not of those a condition chose.
        opened.references.targets.clear();
        opened.references.published.clear();
        opened.references.benchmarks.clear();
    }
    Material {
        scores: Arc::new(results.scores),
        findings: Arc::new(results.findings),
        references: Arc::new(opened.references),
        calendar: opened.task.calendar,
        as_of: opened.as_of,
        lang: opened.lang,
        settings: opened.task.settings,
        waves: opened.waves,
        groups: opened.groups,
        measures: opened.measures,
        questions,
        asked,
        small: Small::Marked,
        hides: opened.hides,
    }
}

/// The questions a chart is of, as it takes them.
///
/// # Errors
/// When there is none of that name that fits.
fn asked(survey: &Survey, takes: Takes, names: &[String]) -> Result<Vec<VariableIndex>, CommandError> {
    let no_such = |name: &String, what: &str, chinese: &str| {
        CommandError::Other(Words::new(
            format!("`--of {name}`: there is no {what} of that name"),
            format!("`--of {name}`：没有这个名字的{chinese}"),
        ))
    };
    match takes {
        Takes::Features => {
            let all = survey.questions().map(|(.., question)| question);
            let all: Vec<&Question> = all.filter(|one| matches!(one.kind, ModelKind::Kano { .. })).collect();
            if let Some(name) = names
                .iter()
                .find(|name| !all.iter().any(|one| one.id == *name.as_str()))
            {
                return Err(no_such(name, "Kano question", "卡诺题"));
            }
            let asked = all
                .iter()
                .filter(|one| names.is_empty() || names.iter().any(|name| one.id == *name.as_str()));
            Ok(asked.flat_map(|one| one.variables.iter().copied()).collect())
        }
        Takes::Values => names
            .iter()
            .map(|name| spread::named(survey, name).ok_or_else(|| no_such(name, "rating or number", "评分题或数值")))
            .collect(),
        _ => questions(survey, names),
    }
}

/// The questions called so; a battery stands for its lines.
///
/// # Errors
/// When there is none of that name with options to choose from.
fn questions(survey: &Survey, names: &[String]) -> Result<Vec<VariableIndex>, CommandError> {
    let mut found = Vec::new();
    for name in names {
        let question = survey.questions().find(|(.., question)| question.id == *name.as_str());
        let lines = match question {
            Some((.., question)) => question.variables.clone(),
            None => survey.find(name).into_iter().collect(),
        };
        let known = found.len();
        found.extend(
            lines
                .into_iter()
                .filter(|line| survey.variable(*line).domain.options().is_some()),
        );
        if found.len() == known {
            return Err(CommandError::Other(Words::new(
                format!("`--of {name}`: there is no question of that name with answers to choose from"),
                format!("`--of {name}`：没有这个名字的选择类题目"),
            )));
        }
    }
    Ok(found)
}

impl Args {
    /// Where the answers come from and which of them count.
    fn modelled(&self, source: String) -> Modelled {
        Modelled {
            source,
            survey: self.survey.clone(),
            by: self.by.clone(),
            filter: self.filter.clone(),
            wave: self.wave.clone(),
            mapping: self.mapping.clone(),
            format: Format::default(),
            show_small: false,
            weight: None,
            wave_column: None,
            missing: Vec::new(),
            scale: None,
        }
    }

    /// Writes what was drawn as it was asked for.
    fn hand_over(&self, as_what: As, drawn: &Drawn, says: &str, context: &mut Context<'_>) -> Ended {
        match as_what {
            As::Json => picture::json(self, &drawn.input, context),
            as_what => picture::draw(self, as_what, drawn.chart.as_ref(), says, context),
        }
    }
}

/// Every chart: its name, what it is for, and what it takes as numbers.
fn listed(tongue: Tongue) -> String {
    let mut text = String::new();
    for kind in chart::ALL {
        let says = tongue.pick(kind.says[0], kind.says[1]);
        let takes = tongue.pick(kind.takes[0], kind.takes[1]);
        let (name, room) = (pad_end(kind.name, 12), " ".repeat(12));
        let lead = tongue.pick("numbers: ", "数值：");
        let _ = writeln!(text, "{name}{says}\n{room}{lead}{takes}");
    }
    text
}

fn unknown(name: &str) -> CommandError {
    let names: Vec<&str> = chart::ALL.iter().map(|kind| kind.name).collect();
    CommandError::Other(Words::new(
        format!("there is no chart `{name}`; there are: {}", names.join(", ")),
        format!("没有名为 `{name}` 的图表；现有：{}", names.join("、")),
    ))
}

fn unreadable(file: &str, error: &str) -> CommandError {
    CommandError::Other(Words::new(
        format!("`{file}` cannot be read: {error}"),
        format!("无法读取 `{file}`：{error}"),
    ))
}

fn unfit(kind: &Kind, error: &str) -> CommandError {
    CommandError::Other(Words::new(
        format!(
            "these are no numbers of `{0}`: {error}; `manyi chart {0} --example` shows what they look like",
            kind.name
        ),
        format!(
            "不是 `{0}` 的数值：{error}；`manyi chart {0} --example` 给出格式示例",
            kind.name
        ),
    ))
}
