//! Puts a report together: the document is run, its pieces are spliced in, the page is dressed.

use super::blocks;
use super::calls::Live;
use super::charts;
use super::check;
use super::data;
use super::dates;
use super::drivers;
use super::facts::Facts;
use super::facts::Medium;
use super::input::Link;
use super::input::MarkdownReport;
use super::input::Report;
use super::input::ReportInput;
use super::leaks;
use super::script;
use crate::chart;
use crate::diagnostic::Problem;
use crate::model::MeasureKind;
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

/// A page of reports, as its template sees it.
#[derive(Serialize)]
pub struct ReportView {
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
    pick: Option<Pick>,
    both: bool,
}

/// Words and choices of the picker of segments; it is hidden until the script runs.
#[derive(Serialize)]
struct Pick {
    label: &'static str,
    all: &'static str,
    segments: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    id: String,
    title: String,
}

/// A picker where tables show the groups of two segments or more.
fn pick(facts: &Facts, body: &Html) -> Option<Pick> {
    let tongue = facts.tongue();
    let choice = |segment| Choice {
        id: facts.survey().variable(segment).id.to_string(),
        title: facts.names().variable(segment),
    };
    let shown = |choice: &Choice| body.as_str().contains(&format!("data-segment=\"{}\"", choice.id));
    let segments: Vec<Choice> = facts.segments().into_iter().map(choice).filter(shown).collect();
    (segments.len() > 1).then(|| Pick {
        label: tongue.pick("Groups shown in tables", "表格中显示的分组"),
        all: tongue.pick("All", "全部"),
        segments,
    })
}

impl ReportView {
    /// A page without contents: its heading, what stands below it, the first screen and the rest.
    pub fn plain(facts: &Facts, title: &str, subtitle: String, (head, body): (Html, Html)) -> Self {
        Self {
            skip: facts.tongue().pick("Skip to the report", "跳到正文"),
            eyebrow: facts.input.organisation.clone(),
            title: title.to_owned(),
            subtitle,
            head,
            contents_title: "",
            contents: Vec::new(),
            body,
            foot: foot(facts),
            links: facts.input.links.clone(),
            pick: None,
            both: false,
        }
    }

    /// Gives the page its contents.
    pub fn list(&mut self, title: &'static str, contents: Vec<Heading>) {
        (self.contents_title, self.contents) = (title, contents);
    }
}

/// A document that was run.
struct Told {
    facts: Arc<Facts>,
    head: Html,
    body: Html,
    headings: Vec<Heading>,
}

/// Runs a document; ids of the page begin with `prefix`.
fn told(input: &ReportInput, prefix: &str) -> Result<Told, Vec<Problem>> {
    let facts = Arc::new(Facts::of(input.clone(), Medium::Page).with_ids(prefix));
    let problems = check::faults(&facts);
    if !problems.is_empty() {
        return Err(problems);
    }
    let calls: Arc<dyn Calls> = Arc::new(Live(Arc::clone(&facts)));
    let made = site::live_document(
        &input.document.source,
        &blocks::bases(facts.tongue()),
        &calls,
        &names(&facts),
    )
    .map_err(|problem| vec![*problem])?;
    let chapters = made.headings.into_iter().filter(|heading| heading.level == 2);
    let (head, body) = split(&made.html);
    Ok(Told {
        facts,
        head,
        body,
        headings: chapters.collect(),
    })
}

impl Told {
    fn view(&self) -> ReportView {
        let tongue = self.facts.tongue();
        ReportView {
            skip: tongue.pick("Skip to the report", "跳到正文"),
            eyebrow: self.facts.input.organisation.clone(),
            title: title(&self.facts),
            subtitle: subtitle(&self.facts),
            head: self.head.clone(),
            contents_title: tongue.pick("Contents", "目录"),
            contents: if self.headings.len() > 1 {
                self.headings.clone()
            } else {
                Vec::new()
            },
            pick: pick(&self.facts, &self.body),
            body: self.body.clone(),
            foot: foot(&self.facts),
            links: self.facts.input.links.clone(),
            both: false,
        }
    }
}

/// Makes a report.
#[must_use]
pub fn report(input: &ReportInput) -> Report {
    let json = data::data(&Facts::new(input.clone()));
    match told(input, "") {
        Ok(told) => {
            let (html, mut problems) = dressed(&told.facts, &told.view(), &window(&told.facts));
            problems.extend(leaks::leaks(&told.facts, &json, html.as_deref()));
            Report { html, json, problems }
        }
        Err(problems) => Report {
            html: None,
            json,
            problems,
        },
    }
}

/// The page of a view with the name of its window, and what templates made wrong.
pub fn dressed(facts: &Facts, view: &ReportView, window: &str) -> (Option<String>, Vec<Problem>) {
    let style = format!("{}{}", running(window), chart::CSS);
    let page = Page {
        template: "report.html",
        lang: &facts.input.lang,
        title: window,
        styles: &["report.css"],
        extra_style: &style,
        endpoint: None,
        script: Some(script::minified()),
    };
    let html = match facts.input.templates.page(&page, view) {
        Ok(html) => Some(html),
        Err(problem) => {
            facts.complain(*problem);
            None
        }
    };
    (html, facts.complaints())
}

/// The same document in two languages, chapter beside chapter.
#[must_use]
pub fn side_by_side(first: &ReportInput, second: &ReportInput) -> Report {
    let json = Value::Null;
    let (one, two) = match (told(first, "a-"), told(second, "b-")) {
        (Ok(one), Ok(two)) => (one, two),
        (one, two) => {
            let problems = one.err().into_iter().chain(two.err()).flatten().collect();
            return Report {
                html: None,
                json,
                problems,
            };
        }
    };
    let mut view = one.view();
    let other = two.view();
    view.both = true;
    view.head = pair(&[(&one, one.head.as_str()), (&two, two.head.as_str())]);
    view.body = beside(&one, &two);
    let joined = |one: &str, two: &str| {
        if one == two {
            one.to_owned()
        } else {
            format!("{one} / {two}")
        }
    };
    view.title = joined(&view.title, &other.title);
    view.subtitle = joined(&view.subtitle, &other.subtitle);
    view.eyebrow = joined(&view.eyebrow, &other.eyebrow);
    for (heading, other) in view.contents.iter_mut().zip(&other.contents) {
        heading.text = joined(&heading.text, &other.text);
    }
    for heading in &mut view.contents {
        heading.id = format!("{}{}", one.facts.ids(), heading.id);
    }
    let (html, mut problems) = dressed(&one.facts, &view, &window(&one.facts));
    for problem in two.facts.complaints() {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    Report { html, json, problems }
}

/// Chapter beside chapter where both have as many; else the whole texts.
fn beside(one: &Told, two: &Told) -> Html {
    let (first, second) = (chapters(one), chapters(two));
    if first.len() != second.len() {
        return pair(&[(one, &first.concat()), (two, &second.concat())]);
    }
    let pairs = first.iter().zip(&second);
    super::parts::joined(pairs.map(|(first, second)| pair(&[(one, first), (two, second)])))
}

/// The chapters, their headings with ids of their own.
fn chapters(told: &Told) -> Vec<String> {
    let prefix = told.facts.ids();
    let mut body = told.body.as_str().to_owned();
    for level in 2..=6 {
        body = body.replace(&format!("<h{level} id=\""), &format!("<h{level} id=\"{prefix}"));
    }
    let mut found: Vec<String> = Vec::new();
    for (at, part) in body.split("<h2 ").enumerate() {
        match at {
            0 if part.trim().is_empty() => {}
            0 => found.push(part.to_owned()),
            _ => found.push(format!("<h2 {part}")),
        }
    }
    found
}

fn pair(sides: &[(&Told, &str); 2]) -> Html {
    let side = |(told, html): &(&Told, &str)| {
        let lang = &told.facts.input.lang;
        let (tag, dir) = (Html::escaped(lang.tag()), lang.direction());
        format!("<div lang=\"{}\" dir=\"{dir}\">\n{html}</div>\n", tag.as_str())
    };
    let sides: String = sides.iter().map(side).collect();
    Html::trusted(format!("<div class=\"pair\">\n{sides}</div>"))
}

/// Makes a document into Markdown for chat and mail.
#[must_use]
pub fn markdown(input: &ReportInput) -> MarkdownReport {
    let facts = Arc::new(Facts::of(input.clone(), Medium::Markdown));
    let problems = check::faults(&facts);
    if !problems.is_empty() {
        return MarkdownReport { text: None, problems };
    }
    let calls: Arc<dyn Calls> = Arc::new(Live(Arc::clone(&facts)));
    match site::live_text(
        &input.document.source,
        &blocks::bases(facts.tongue()),
        &calls,
        &names(&facts),
    ) {
        Ok(text) => MarkdownReport {
            text: Some(format!("# {}\n\n{text}", site::markdown_escaped(&title(&facts)))),
            problems: facts.complaints(),
        },
        Err(problem) => MarkdownReport {
            text: None,
            problems: vec![*problem],
        },
    }
}

/// What stands before the first heading belongs on the first screen, before the contents.
pub fn split(html: &Html) -> (Html, Html) {
    match html.as_str().find("<h2 ") {
        Some(at) => (Html::trusted(&html.as_str()[..at]), Html::trusted(&html.as_str()[at..])),
        None => (Html::default(), html.clone()),
    }
}

/// Whether a headline figure is known of more waves than one, published ones included.
fn has_course(facts: &Facts) -> bool {
    facts.headline().into_iter().any(|measure| {
        let waves = facts.trend_waves(measure, &[Group::Total]);
        let known = waves.iter().filter(|wave| {
            let figure = facts.figure(&measure.id, wave, Group::Total);
            figure.estimate.is_some()
        });
        known.count() > 1
    })
}

/// What a document may use beside its calls.
pub fn names(facts: &Facts) -> Value {
    // An index without parts that did not change either is one figure, not a section.
    let roots = facts
        .measures()
        .iter()
        .find(|one| matches!(one.kind, MeasureKind::Index(_)));
    let index = roots.is_some_and(|root| charts::nodes(facts, root).len() > 1 || facts.decomposition(root).is_some());
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
        "has_course": has_course(facts),
        "has_drivers": drivers::drivers(facts).is_some(),
        "has_actions": !facts.done().is_empty(),
        "has_events": !facts.happened().is_empty(),
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

/// The heading of the page: the document's, else the survey's.
/// The heading of the page.
pub fn title(facts: &Facts) -> String {
    let own = facts.input.document.title.clone();
    own.unwrap_or_else(|| facts.names().text(&facts.survey().title))
}

/// The short title above each printed page.
fn running(title: &str) -> String {
    let words = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = words.replace('\\', "\\\\").replace('"', "\\\"");
    format!("@page{{@top-left{{content:\"{text}\";font:8pt sans-serif}}}}")
}

/// The title of the window: heading and wave.
pub fn window(facts: &Facts) -> String {
    let title = title(facts);
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
    super::parts::paragraph(facts, "", &text)
}
