//! Puts a report together: the document is run, its pieces are spliced in, the page is dressed.

use super::calls::Live;
use super::data;
use super::dates;
use super::facts::Facts;
use super::input::Link;
use super::input::Report;
use super::input::ReportInput;
use super::scan;
use crate::chart;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::site;
use crate::site::Calls;
use crate::site::Heading;
use crate::site::Html;
use crate::site::Page;
use crate::tabulation::Group;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;
use std::sync::Arc;

/// The management report as it comes with the program: name and text.
#[must_use]
pub fn default_document(tongue: Tongue) -> Arc<Source> {
    let (name, text) = tongue.pick(
        ("management.en.md", include_str!("../../templates/management.en.md")),
        ("management.zh.md", include_str!("../../templates/management.zh.md")),
    );
    Arc::new(Source {
        name: name.to_owned(),
        text: text.to_owned(),
    })
}

#[derive(Serialize)]
struct ReportView {
    skip: &'static str,
    eyebrow: String,
    title: String,
    subtitle: String,
    head: Html,
    contents_title: &'static str,
    contents: Vec<Heading>,
    body: Html,
    foot: Html,
    links: Vec<Link>,
}

/// Makes a report.
#[must_use]
pub fn report(input: &ReportInput) -> Report {
    let facts = Arc::new(Facts::new(input.clone()));
    let json = data::data(&facts);
    let live = Live(Arc::clone(&facts));
    let document = &input.document;
    let mut problems = misnamed(document, &live);
    if !problems.is_empty() {
        return Report {
            html: None,
            json,
            problems,
        };
    }
    // The calls were tried once; figures are counted anew.
    let facts = Arc::new(Facts::new(input.clone()));
    let calls: Arc<dyn Calls> = Arc::new(Live(Arc::clone(&facts)));
    let made = match site::live_document(document, &calls, &names(&facts)) {
        Ok(made) => made,
        Err(problem) => {
            return Report {
                html: None,
                json,
                problems: vec![*problem],
            };
        }
    };
    let tongue = facts.tongue();
    let contents: Vec<Heading> = made
        .headings
        .iter()
        .filter(|heading| heading.level == 2)
        .cloned()
        .collect();
    let (head, body) = split(&made.html);
    let view = ReportView {
        skip: tongue.pick("Skip to the report", "跳到正文"),
        eyebrow: input.organisation.clone(),
        title: facts.names().text(&facts.survey().title),
        subtitle: subtitle(&facts),
        head,
        contents_title: tongue.pick("Contents", "目录"),
        contents: if contents.len() > 1 { contents } else { Vec::new() },
        body,
        foot: foot(&facts),
        links: input.links.clone(),
    };
    let page = Page {
        template: "report.html",
        lang: &input.lang,
        title: &window(&facts),
        styles: &["report.css"],
        extra_style: chart::CSS,
        endpoint: None,
        script: None,
    };
    let html = match input.templates.page(&page, &view) {
        Ok(html) => Some(html),
        Err(problem) => {
            facts.complain(*problem);
            None
        }
    };
    problems.extend(facts.complaints());
    Report { html, json, problems }
}

/// What stands before the first heading belongs on the first screen, before the contents.
fn split(html: &Html) -> (Html, Html) {
    match html.as_str().find("<h2 ") {
        Some(at) => (Html::trusted(&html.as_str()[..at]), Html::trusted(&html.as_str()[at..])),
        None => (Html::default(), html.clone()),
    }
}

/// Calls whose names do not exist, all of them, untaken branches included.
fn misnamed(document: &Arc<Source>, live: &Live) -> Vec<Problem> {
    let functions = live.names();
    let mut problems = Vec::new();
    for call in scan::calls(&document.text) {
        if !call.literal || !functions.contains(&call.name.as_str()) {
            continue;
        }
        if let Err(fault) = live.call(&call.name, &call.arguments) {
            let place = Place::text(document, call.span);
            let problem = Problem::new(&site::UNKNOWN_NAME, place).says(fault.says.en, fault.says.zh);
            problems.push(problem.help(fault.help.en, fault.help.zh));
        }
    }
    problems
}

/// What a document may use beside its calls.
fn names(facts: &Facts) -> Value {
    let index = facts.survey().index.is_some();
    let compared = facts
        .headline()
        .iter()
        .any(|measure| facts.previous(measure, Group::Total).is_some());
    json!({
        "title": facts.names().text(&facts.survey().title),
        "organisation": facts.input.organisation,
        "wave": facts.wave.as_str(),
        "wave_name": dates::wave(&facts.input.calendar, &facts.wave, facts.tongue()),
        "responses": facts.rows(&facts.wave, Group::Total),
        "has_answers": facts.has_answers(),
        "has_index": index,
        "has_segments": !facts.segments().is_empty(),
        "has_previous": compared,
        "has_quotes": !super::verbatims::quotable(facts.survey()).is_empty(),
        "is_open": facts.is_open(&facts.wave),
    })
}

fn subtitle(facts: &Facts) -> String {
    let tongue = facts.tongue();
    if !facts.has_answers() {
        return tongue.pick("Management report", "管理报告").to_owned();
    }
    let wave = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    let count = facts.rows(&facts.wave, Group::Total);
    let status = if facts.is_open(&facts.wave) {
        tongue.pick(", provisional", "（初步结果）")
    } else {
        ""
    };
    tongue.pick(
        format!("{wave}{status} · {count} responses"),
        format!("{wave}{status}，{count}份答卷"),
    )
}

fn window(facts: &Facts) -> String {
    let title = facts.names().text(&facts.survey().title);
    if facts.wave.as_str().is_empty() {
        return title;
    }
    format!("{title} · {}", facts.wave)
}

fn foot(facts: &Facts) -> Html {
    let tongue = facts.tongue();
    let tool = &facts.input.provenance.tool;
    let as_of = facts.input.as_of.map(|day| {
        let day = dates::day(day, tongue);
        tongue.pick(format!("As of {day}. "), format!("截至{day}。"))
    });
    let made = tongue.pick(format!("Made with {tool}."), format!("由{tool}生成。"));
    let text = format!(
        "{}{}",
        as_of.unwrap_or_default(),
        if tool.is_empty() { String::new() } else { made }
    );
    super::parts::paragraph("", &text)
}
