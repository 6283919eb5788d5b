//! `manyi report --per SEGMENT`: a page for every unit, and the league of all of them, from one pass over the answers.

use super::documents;
use super::pass::Pass;
use super::provenance;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::rules;
use crate::command::shared::pages;
use crate::command::shared::space::Space;
use crate::command::shared::units;
use crate::crosstab::Banner;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::has_errors;
use crate::finding::Ask;
use crate::finding::Findings;
use crate::finding::References;
use crate::finding::RestSeen;
use crate::finding::units as groups_of;
use crate::locale::Lang;
use crate::measure::Scores;
use crate::model::Domain;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::project::OutputFolder;
use crate::project::Prepared;
use crate::report;
use crate::report::Document;
use crate::report::Link;
use crate::report::ReportInput;
use crate::report::Units;
use crate::report::Verbatims;
use crate::site;
use crate::store::Snapshot;
use crate::tabulation::Group;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// Pages made at a time: more than there are cores, since each waits until its file is on the disk.
const HANDS: usize = 8;

/// Name of the league's page.
const LEAGUE: &str = "index";

/// What pages are asked of.
pub(super) struct Asked<'a> {
    pub space: &'a Space,
    pub survey: &'a Arc<Survey>,
    pub snapshot: &'a Snapshot,
    pub wave: Option<&'a str>,
    pub languages: &'a [Lang],
    pub own: &'a [Arc<Document>],
    pub templates: &'a Arc<site::Templates>,
}

/// What all pages are made from.
struct Found {
    scores: Arc<Scores>,
    findings: Arc<Findings>,
    references: Arc<References>,
    verbatims: Arc<Verbatims>,
    units: Arc<Units>,
    groups: Vec<Group>,
    /// The name of each unit's page, without language.
    names: BTreeMap<Group, String>,
    wave: WaveId,
}

impl Asked<'_> {
    /// Writes the pages of the units that the segment called `name` makes.
    pub(super) fn write(&self, name: &str, context: &mut Context<'_>) -> Ended {
        let segment = match units::segment("--per", name, self.survey) {
            Ok(segment) => segment,
            Err(problem) => {
                context.show(&[problem]);
                return Ok(Outcome::Problems);
            }
        };
        let (found, mut problems) = self.find(segment)?;
        let Some(found) = found.filter(|_| !has_errors(&problems)) else {
            context.show(&problems);
            return Ok(Outcome::Problems);
        };
        problems.extend(no_rest(name, &found));
        let root = self
            .space
            .workspace
            .site_folder()
            .join("reports")
            .join(self.survey.id.as_str())
            .join(found.wave.as_str())
            .join(format!("by-{}", file_name(name)));
        let mut folder = OutputFolder::new(&root);
        problems.extend(self.leagues(&found, &mut folder)?);
        problems.extend(self.pages(&found, &mut folder)?);
        context.show(&problems);
        if has_errors(&problems) {
            return Ok(Outcome::Problems);
        }
        folder.finish()?;
        let (id, wave, many) = (&self.survey.id, &found.wave, found.groups.len());
        let place = self.space.workspace.name_of(&root);
        context.say(
            &format!("{many} units of {id} {wave}: {place}/units/; their league, for management only: {place}/"),
            &format!("{id} {wave} 的 {many} 个单位：{place}/units/；排名表（仅供管理层）：{place}/"),
        );
        Ok(Outcome::Done)
    }

    /// One pass over the answers for all units.
    fn find(&self, segment: VariableIndex) -> Result<(Option<Found>, Vec<Problem>), CommandError> {
        let survey = self.survey;
        let pass = Pass {
            space: self.space,
            survey,
            snapshot: self.snapshot,
            wave: self.wave,
        };
        let items = report::items(survey);
        let mut asks = pass.asks(survey.measures.iter().chain(&items).cloned().collect());
        if matches!(survey.variable(segment).domain, Domain::Multiple(_)) {
            let id = survey.variable(segment).id.as_str();
            asks.task.banners.extend(Banner::parse(survey, id).ok());
        } else {
            asks.task.segments.push(segment);
        }
        // What is hidden here and in the report protects the same people, so it is decided on the same segments.
        asks.task.segments.extend(survey.segments.iter().copied());
        asks.quotes = report::verbatims::quotable(survey);
        asks.columns.extend(report::verbatims::columns(survey, &asks.quotes));
        asks.columns.insert(segment);
        asks.verbatims = Verbatims::of_units(segment);
        let (counted, problems) = pass.count(asks, &mut |_| {})?;
        let Some(mut counted) = counted else {
            return Ok((None, problems));
        };
        counted.references.units = Some(segment);
        let wave = counted.wave;
        let ask = Ask {
            waves: vec![wave.clone()],
            units: Some(segment),
            ..report::ask()
        };
        let results = counted.task.decide(counted.tabulation, &counted.references, &ask);
        let groups = groups_of(results.scores.tabulation.plan(), segment);
        let units = Units {
            segment,
            rest: RestSeen::of(&results.scores, segment, &wave),
            items: items.into_iter().map(|item| item.id).collect(),
        };
        let found = Found {
            names: names(&results.scores, &groups),
            scores: Arc::new(results.scores),
            findings: Arc::new(results.findings),
            references: Arc::new(counted.references),
            verbatims: Arc::new(counted.verbatims),
            units: Arc::new(units),
            groups,
            wave,
        };
        Ok((Some(found), problems))
    }

    fn input(&self, found: &Found, lang: &Lang) -> ReportInput {
        let results = (
            Arc::clone(&found.scores),
            Arc::clone(&found.findings),
            Arc::clone(&found.references),
        );
        ReportInput {
            wave: Some(found.wave.clone()),
            organisation: pages::organisation(self.space, lang),
            as_of: self.space.config().as_of,
            verbatims: Arc::clone(&found.verbatims),
            provenance: provenance(self.snapshot),
            templates: Arc::clone(self.templates),
            ..ReportInput::of(
                results,
                self.space.calendar().clone(),
                lang.clone(),
                documents::of_units(self.own, self.survey, lang),
            )
        }
    }

    /// The league in every language.
    fn leagues(&self, found: &Found, folder: &mut OutputFolder) -> Result<Vec<Problem>, CommandError> {
        let mut problems = Vec::new();
        for lang in self.languages {
            let input = ReportInput {
                links: links(self.languages, lang, LEAGUE),
                ..self.input(found, lang)
            };
            let page_of = |group: Group| {
                let name = found.names.get(&group);
                name.map_or_else(String::new, |name| format!("units/{name}.{lang}.html"))
            };
            let made = report::league(&input, &found.units, &page_of);
            problems.extend(made.problems);
            if let Some(html) = made.html {
                folder.put(&format!("{LEAGUE}.{lang}.html"), html.as_bytes())?;
            }
        }
        Ok(problems)
    }

    /// A page for every unit in every language, side by side; each is on the disk under a temporary name before the next is made.
    fn pages(&self, found: &Found, folder: &mut OutputFolder) -> Result<Vec<Problem>, CommandError> {
        let inputs: Vec<ReportInput> = self.languages.iter().map(|lang| self.input(found, lang)).collect();
        let count = found.groups.len() * inputs.len();
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<Done>> = Mutex::new(Vec::with_capacity(count));
        let shared = &*folder;
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    return;
                }
                let (group, input) = (found.groups[at / inputs.len()], &inputs[at % inputs.len()]);
                let made = self.page(found, group, input, shared);
                let failed = made.is_err();
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                done.push(made);
                drop(done);
                if failed {
                    // The others need not go on.
                    next.store(count, Ordering::Relaxed);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..HANDS.min(count) {
                scope.spawn(work);
            }
        });
        let mut problems = Vec::new();
        for made in done.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let (prepared, more) = made?;
            // A fault of the document is one fault, not one for each unit.
            for problem in more {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
            if let Some(prepared) = prepared {
                folder.take(prepared);
            }
        }
        Ok(problems)
    }

    fn page(&self, found: &Found, group: Group, input: &ReportInput, folder: &OutputFolder) -> Done {
        let name = found.names.get(&group).map_or("", String::as_str);
        let input = ReportInput {
            links: links(self.languages, &input.lang, name),
            ..input.clone()
        };
        let made = report::unit(&input, &found.units, group);
        let path = format!("units/{name}.{}.html", input.lang);
        let prepared = made.html.map(|html| folder.prepare(&path, html.as_bytes()));
        Ok((prepared.transpose()?, made.problems))
    }
}

/// A page that waits for its name, and what was wrong with its document.
type Done = Result<(Option<Prepared>, Vec<Problem>), CommandError>;

/// The same page in the other languages. A unit's page leads nowhere else: it is handed out alone.
fn links(languages: &[Lang], own: &Lang, name: &str) -> Vec<Link> {
    let others = languages.iter().filter(|lang| *lang != own);
    let link = |lang: &Lang| Link {
        text: site::language_name(lang).to_owned(),
        href: format!("{name}.{lang}.html"),
        lang: lang.tag().to_owned(),
    };
    others.map(link).collect()
}

/// Says so when no unit may see the rest on any headline measure.
fn no_rest(name: &str, found: &Found) -> Option<Problem> {
    let headline = found.scores.measures().iter().filter(|measure| measure.headline);
    let mut pairs = headline.flat_map(|measure| found.groups.iter().map(move |group| (measure, *group)));
    let seen = pairs.any(|(measure, group)| found.units.rest.is_seen(&measure.id, group));
    let place = Place::Argument {
        name: "--per".to_owned(),
        text: name.to_owned(),
        start: 0,
        end: name.len(),
    };
    (!seen).then(|| {
        Problem::new(&rules::NO_REST, place)
            .says(
                format!("with `{name}` the rest of a unit is as good as one other unit: pages show own figures only"),
                format!("以 `{name}` 划分时，某单位的“其余”几乎就是另一个单位：页面只显示自身数值"),
            )
            .help(
                "take a segment with three units or more of similar size",
                "请使用有三个以上规模相近的单位的细分",
            )
    })
}

/// The name of each unit's page: from its id, so that it stays from wave to wave; no two alike, also where capitals do not count.
fn names(scores: &Scores, groups: &[Group]) -> BTreeMap<Group, String> {
    let mut taken = BTreeSet::new();
    let mut found = BTreeMap::new();
    for group in groups {
        let (_, level) = scores.level_of(*group);
        let plain = file_name(level.as_ref().map_or("", |id| id.as_str()));
        let mut name = plain.clone();
        let mut again = 1;
        while !taken.insert(name.to_lowercase()) {
            again += 1;
            name = format!("{plain}-{again}");
        }
        found.insert(*group, name);
    }
    found
}

/// A name that is one file on every system: letters, digits, `-` and `_`.
fn file_name(id: &str) -> String {
    let safe = |letter: char| {
        if letter.is_alphanumeric() || letter == '-' || letter == '_' {
            letter
        } else {
            '-'
        }
    };
    let name: String = id.chars().map(safe).collect();
    // Names that Windows keeps for devices.
    let kept = ["con", "prn", "aux", "nul"];
    let device = |name: &str| name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt"));
    let lower = name.to_lowercase();
    if name.is_empty() || kept.contains(&lower.as_str()) || device(&lower) {
        format!("unit-{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_page_is_one_file_on_every_system() {
        let named = [
            ("north", "north"),
            ("a/b", "a-b"),
            ("..", "--"),
            ("CON", "unit-CON"),
            ("", "unit-"),
            ("静安店", "静安店"),
        ];
        for (id, name) in named {
            assert_eq!(file_name(id), name);
        }
    }
}
