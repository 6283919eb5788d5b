//! The templates and style sheets of all pages: ours, with the user's in place of those of the same name.

use super::css::minify;
use super::faults::Made;
use super::faults::problem;
use super::html::Html;
use super::html::escape;
use super::policy::Endpoint;
use super::policy::content_policy;
use super::rules::NEEDLESS_TEMPLATE;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Lang;
use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Error;
use minijinja::Output;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::context;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

/// Every built-in file: name and text.
pub static BUILT_IN: [(&str, &str); 24] = built_in![
    "base.css",
    "form.css",
    "report.css",
    "page.css",
    "paper.css",
    "theme.css",
    "shell.html",
    "form.html",
    "paper.html",
    "poster.css",
    "poster.html",
    "kinds.html",
    "station.css",
    "thanks.html",
    "report.html",
    "page.html",
    "index.html",
    "cards.html",
    "figure.html",
    "table.html",
    "quotes.html",
    "list.html",
    "sides.css",
    "sides.html",
];

/// What a page is, besides its view.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Template, such as `report.html`.
    pub template: &'a str,
    /// Language of the page; sets its direction too.
    pub lang: &'a Lang,
    /// Title of the window. Plain text.
    pub title: &'a str,
    /// Style sheets by name; `base.css` comes before them and `theme.css` after.
    pub styles: &'a [&'a str],
    /// A style sheet of the caller's, such as that of its drawings.
    pub extra_style: &'a str,
    /// Where the page's form goes, if it has one.
    pub endpoint: Option<&'a Endpoint>,
    /// The page's script, if it has one; made by us, as it stands.
    pub script: Option<&'a str>,
}

/// Templates ready for use.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    styles: BTreeMap<String, String>,
    /// The sheet of the brand's accent; applies before the user's `theme.css`.
    accent: String,
    /// The brand's picture as a `data:` address; may be empty.
    logo: String,
    sources: BTreeMap<String, Arc<Source>>,
}

impl Templates {
    /// The built-in templates.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(&BTreeMap::new()).0
    }

    /// The built-in templates and style sheets with `files` (name and text, as found in `templates/`) in place of those of
    /// the same name, and what is wrong with them. A broken file is left out, so that the rest can still be checked.
    #[must_use]
    pub fn new(files: &BTreeMap<String, String>) -> (Self, Vec<Problem>) {
        let mut made = Self {
            environment: environment(),
            styles: BTreeMap::new(),
            accent: String::new(),
            logo: String::new(),
            sources: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        for (name, text) in BUILT_IN {
            made.add(name, text, &mut problems);
        }
        for (name, text) in files {
            made.add(name, text, &mut problems);
        }
        for name in files.keys() {
            let known = BUILT_IN.iter().any(|(built_in, _)| built_in == name);
            let used = files.values().any(|text| text.contains(name.as_str()));
            if !known && !used {
                problems.push(needless(name));
            }
        }
        (made, problems)
    }

    /// Puts the sheet of the brand's accent (see [`super::theme::accented`]) on every page.
    pub fn put_accent(&mut self, sheet: String) {
        self.accent = sheet;
    }

    /// Puts the brand's picture, a `data:` address, where templates ask for it.
    pub fn put_logo(&mut self, address: String) {
        self.logo = address;
    }

    fn add(&mut self, name: &str, text: &str, problems: &mut Vec<Problem>) {
        if Path::new(name).extension().is_some_and(|extension| extension == "css") {
            self.styles.insert(name.to_owned(), minify(text));
            return;
        }
        let source = Arc::new(Source {
            name: format!("templates/{name}"),
            text: text.to_owned(),
        });
        match self.environment.add_template_owned(name.to_owned(), text.to_owned()) {
            Ok(()) => {
                self.sources.insert(name.to_owned(), source);
            }
            Err(error) => problems.push(problem(&error, &source)),
        }
    }

    /// A whole page: the template sees `view` and `page` (`lang`, `dir`, `title`, `logo`, `policy`, `style`, `script`).
    ///
    /// # Errors
    /// A problem in the template when it asks for something that the view does not have.
    pub fn page(&self, page: &Page<'_>, view: &impl Serialize) -> Made<String> {
        let style = self.style(page);
        let shell = context! {
            lang => page.lang.tag(),
            dir => page.lang.direction(),
            title => page.title,
            logo => self.logo.clone(),
            policy => content_policy(&style, page.script, page.endpoint),
            script => page.script.map(|script| Value::from_safe_string(script.to_owned())),
            style => Value::from_safe_string(style),
        };
        let mut html = self.render(page.template, context! { page => shell, view => Serde(view) })?;
        if !html.ends_with('\n') {
            html.push('\n');
        }
        Ok(html)
    }

    /// A part of a page: the template sees `view`.
    ///
    /// # Errors
    /// As [`Templates::page`].
    pub fn part(&self, template: &str, view: &impl Serialize) -> Made<Html> {
        self.render(template, context! { view => Serde(view) })
            .map(Html::trusted)
    }

    fn render(&self, name: &str, context: Value) -> Made<String> {
        let made = self
            .environment
            .get_template(name)
            .and_then(|template| template.render(context));
        made.map_err(|error| {
            let nowhere = || {
                Arc::new(Source {
                    name: format!("templates/{name}"),
                    text: String::new(),
                })
            };
            let source = self
                .sources
                .get(error.name().unwrap_or(name))
                .cloned()
                .unwrap_or_else(nowhere);
            Box::new(problem(&error, &source))
        })
    }

    /// The one style sheet of a page.
    fn style(&self, page: &Page<'_>) -> String {
        let named = |name: &str| self.styles.get(name).map_or("", String::as_str);
        let mut style = named("base.css").to_owned();
        for name in page.styles {
            style.push_str(named(name));
        }
        style.push_str(&minify(page.extra_style));
        style.push_str(&self.accent);
        style.push_str(named("theme.css"));
        style
    }
}

fn needless(name: &str) -> Problem {
    let list: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let list = list.join(", ");
    Problem::new(&NEEDLESS_TEMPLATE, Place::file(format!("templates/{name}")))
        .says(
            format!("`{name}` replaces no built-in template, and no template uses it"),
            format!("`{name}` 没有替换任何内置模板，也没有模板引用它"),
        )
        .help(
            format!("name it after one of these, or delete it: {list}"),
            format!("改成下列名称之一，或删除：{list}"),
        )
}

/// The settings under which every template runs.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Debug information would quote values, answers among them, in messages.
    environment.set_debug(false);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("the default delimiters are distinct"));
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(print_escaped);
    environment
}

fn print_escaped(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Ok(());
    }
    let text = value.to_string();
    if value.is_safe() {
        return Ok(out.write_str(&text)?);
    }
    let mut html = String::with_capacity(text.len());
    escape(&text, &mut html);
    Ok(out.write_str(&html)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    #[derive(Serialize)]
    struct View {
        words: String,
        markup: Html,
        nothing: Option<u32>,
    }

    fn with(name: &str, text: &str) -> (Templates, Vec<Problem>) {
        Templates::new(&BTreeMap::from([(name.to_owned(), text.to_owned())]))
    }

    fn render(text: &str) -> Made<Html> {
        let (templates, problems) = with("quotes.html", text);
        assert_eq!(problems, []);
        templates.part(
            "quotes.html",
            &View {
                words: "<a href='/b'>&".into(),
                markup: Html::trusted("<hr>"),
                nothing: None,
            },
        )
    }

    #[test]
    fn the_built_in_templates_compile() {
        assert_eq!(Templates::new(&BTreeMap::new()).1, []);
    }

    #[test]
    fn words_are_escaped_and_markup_is_not() {
        let html = render("{{ view.words }}|{{ view.markup }}|{{ view.nothing }}").unwrap();
        assert_eq!(html.as_str(), "&lt;a href=&#39;/b&#39;&gt;&amp;|<hr>|");
    }

    #[test]
    fn a_name_that_does_not_exist_is_a_problem_with_its_place() {
        let problem = render("<p>\n  {{ view.wrods }}</p>").unwrap_err();
        assert_eq!(problem.rule.code, "MY502");
        assert_eq!(problem.place.name(), "templates/quotes.html");
        assert_eq!(problem.place.line_column().unwrap().0, 2);
        assert!(problem.says.en.contains("view.wrods"), "{}", problem.says.en);
        assert_eq!(render("{{ view.words | upercase }}").unwrap_err().rule.code, "MY502");
        assert_eq!(render("{{ nothing_such() }}").unwrap_err().rule.code, "MY502");
        assert_eq!(render("{% include 'missing.html' %}").unwrap_err().rule.code, "MY502");
    }

    #[test]
    fn a_broken_template_is_a_problem_and_the_built_in_one_stays() {
        let (templates, problems) = with("quotes.html", "a\n{% if view %}");
        assert_eq!((problems.len(), problems[0].rule.code), (1, "MY501"));
        assert_eq!(problems[0].place.name(), "templates/quotes.html");
        assert!(templates.environment.get_template("quotes.html").is_ok());
    }

    #[test]
    fn a_file_that_nothing_uses_is_pointed_out() {
        let (_, problems) = with("forms.html", "");
        assert_eq!(
            (problems[0].rule.code, problems[0].rule.severity),
            ("MY503", Severity::Warning)
        );
        let files = [("logo.html", "<b>"), ("quotes.html", "{% include 'logo.html' %}")];
        let files: BTreeMap<String, String> = files.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        assert_eq!(Templates::new(&files).1, []);
    }
}
