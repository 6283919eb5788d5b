//! The other ways to ask the same questions: files of a site beside its forms.

use super::space::Space;
use crate::command::CommandError;
use crate::command::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::form::paper;
use crate::form::paper::Sheet;
use crate::form::station;
use crate::form::station::Station;
use crate::locale::Lang;
use crate::locale::Word;
use crate::model::EntryWord;
use crate::model::FileWord;
use crate::model::InterviewWord;
use crate::model::KioskWord;
use crate::model::OutcomeWord;
use crate::model::PaperWord;
use crate::model::Survey;
use crate::project::OutputFolder;
use crate::site;
use crate::site::FOREIGN_MODE;
use crate::site::IndexEntry;
use crate::site::IndexSection;
use crate::site::Link;
use crate::site::Templates;
use clap::ValueEnum;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Mode {
    /// To be printed and filled in with a pen, on A4 and on Letter.
    Paper,
    /// For a device in a shop or a lobby: works without a network, forgets each person, keeps the answers for the staff.
    Kiosk,
    /// For interviewers: every way not to answer, outcome codes, digit keys.
    Interview,
    /// For typing in what was answered on paper, twice.
    Entry,
    /// Every form a second time in a pseudo-locale (texts 40 % longer, accented, in brackets), from left to right and from right to left:
    /// to see what a translation would break.
    Pseudo,
}

impl Mode {
    /// The folder of its files below the site.
    fn folder(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Kiosk => "kiosk",
            Self::Interview => "interview",
            Self::Entry => "entry",
            Self::Pseudo => "pseudo",
        }
    }

    /// Heads its part of the index.
    fn title(self, tongue: Tongue) -> &'static str {
        match self {
            Self::Paper => tongue.pick("Questionnaires on paper", "纸质问卷"),
            Self::Kiosk => tongue.pick("For a kiosk", "自助终端问卷"),
            Self::Interview => tongue.pick("For interviewers", "访问员问卷"),
            Self::Entry => tongue.pick("For typing in paper", "纸质问卷录入"),
            Self::Pseudo => tongue.pick("In a pseudo-locale", "伪语言"),
        }
    }

    /// What tells its files of one language apart: the end of the name, and the words of a link.
    fn variants(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Paper => vec![("a4.html", "A4"), ("letter.html", "Letter")],
            Self::Kiosk | Self::Interview | Self::Entry => vec![("html", "")],
            Self::Pseudo => Vec::new(),
        }
    }
}

/// The modes asked for in the settings and on the command line, each once.
#[must_use]
pub fn wanted(space: &Space, asked: &[Mode]) -> Vec<Mode> {
    let set = space
        .config()
        .modes
        .iter()
        .filter_map(|name| Mode::from_str(name, false).ok());
    set.chain(asked.iter().copied())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// Words a page of this mode lacks in its language, where no language was declared to stand in.
fn unworded(survey: &Survey, mode: Mode, lang: &Lang) -> Option<Problem> {
    let lists: &[&'static [Word]] = match mode {
        Mode::Paper => &[PaperWord::WORDS],
        Mode::Kiosk => &[FileWord::WORDS, KioskWord::WORDS],
        Mode::Interview => &[FileWord::WORDS, InterviewWord::WORDS, OutcomeWord::WORDS],
        Mode::Entry => &[FileWord::WORDS, EntryWord::WORDS],
        Mode::Pseudo => &[],
    };
    let missing: Vec<&'static Word> = lists
        .iter()
        .flat_map(|list| list.iter())
        .filter(|word| !survey.words.covers(word, lang))
        .collect();
    let first = missing.first()?;
    if survey.fallback.contains_key(lang) {
        return None;
    }
    let (count, name) = (missing.len(), format!("{}.{}", first.list, first.key));
    let problem = Problem::new(&FOREIGN_MODE, Place::file(format!("surveys/{}.yaml", survey.id)));
    let problem = problem.says(
        format!(
            "{count} words of pages in `{}` have no wording in `{lang}`, the first is `{name}`",
            mode.folder()
        ),
        format!(
            "`{}` 页面有 {count} 条用语缺少 `{lang}` 的文字，首条为 `{name}`",
            mode.folder()
        ),
    );
    Some(problem.help(
        format!("write them under `words:`, or say `fallback: {{{lang}: […]}}`"),
        format!("请在 `words:` 下补上，或写明 `fallback: {{{lang}: […]}}`"),
    ))
}

/// The station of a mode with its settings; a kiosk's number is checked before.
fn station(space: &Space, mode: Mode) -> Station {
    match mode {
        Mode::Kiosk => Station::Kiosk {
            idle: space.config().idle,
            pin: space.config().pin.clone().unwrap_or_default(),
        },
        Mode::Entry => Station::Entry,
        Mode::Interview | Mode::Paper | Mode::Pseudo => Station::Interview,
    }
}

/// Stages the files of these modes; returns problems of the user's templates.
///
/// # Errors
/// When a file cannot be staged.
pub fn write(
    space: &Space,
    surveys: &[Arc<Survey>],
    modes: &[Mode],
    templates: &Templates,
    folder: &mut OutputFolder,
) -> Result<Vec<Problem>, CommandError> {
    let mut problems = Vec::new();
    if modes.contains(&Mode::Kiosk) && space.config().pin.is_none() {
        problems.push(Problem::new(&rules::NO_PIN, Place::file("manyi.toml")).help(
            "write `[site] pin = \"…\"`, four digits or more, for the staff who fetch the answers",
            "请写 `[site] pin = \"…\"`（至少四位数字），供取回答卷的工作人员使用",
        ));
        return Ok(problems);
    }
    for (mode, survey) in modes
        .iter()
        .flat_map(|mode| surveys.iter().map(move |survey| (mode, survey)))
    {
        for lang in &survey.languages {
            problems.extend(unworded(survey, *mode, lang));
            let made: Vec<(String, site::Made<String>)> = match mode {
                Mode::Paper => Sheet::ALL
                    .into_iter()
                    .map(|sheet| {
                        (
                            paper::paper_file(survey, lang, sheet),
                            paper::paper_page(survey, lang, sheet, templates),
                        )
                    })
                    .collect(),
                // Made where the forms are.
                Mode::Pseudo => Vec::new(),
                Mode::Kiosk | Mode::Interview | Mode::Entry => {
                    let station = station(space, *mode);
                    vec![(
                        station::station_file(survey, lang),
                        station::station_page(survey, lang, &station, templates),
                    )]
                }
            };
            for (name, page) in made {
                match page {
                    Ok(html) => folder.put(&format!("{}/{name}", mode.folder()), html.as_bytes())?,
                    Err(problem) => problems.push(*problem),
                }
            }
        }
    }
    Ok(problems)
}

/// The parts of the site's index that lead to the files of these modes.
#[must_use]
pub fn sections(surveys: &[Arc<Survey>], modes: &[Mode], lang: &Lang) -> Vec<IndexSection> {
    let section = |mode: &Mode| IndexSection {
        title: mode.title(lang.tongue()).to_owned(),
        entries: surveys.iter().map(|survey| entry(survey, *mode, lang)).collect(),
        empty: String::new(),
    };
    modes
        .iter()
        .filter(|mode| **mode != Mode::Pseudo)
        .map(section)
        .collect()
}

fn entry(survey: &Survey, mode: Mode, lang: &Lang) -> IndexEntry {
    let links = survey.languages.iter().flat_map(|to| {
        mode.variants().into_iter().map(move |(end, words)| Link {
            text: format!("{} {words}", site::language_name(to)).trim_end().to_owned(),
            href: format!("{}/{}.{to}.{end}", mode.folder(), survey.id),
            lang: Some(to.tag().to_owned()),
            ..Link::default()
        })
    });
    IndexEntry {
        title: site::plain(survey.text(&survey.title, lang)),
        note: String::new(),
        links: links.collect(),
    }
}
