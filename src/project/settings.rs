//! Reads `manyi.toml`: every key with its place, all problems at once.

use super::collecting;
use super::config::Config;
use super::per;
use super::quality;
use super::retention;
use super::rules;
use super::waves::waves;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::locale::Texts;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

/// Reads settings. What has a problem keeps its default.
#[must_use]
#[expect(clippy::too_many_lines, reason = "every setting, one after the other")]
pub fn read(source: &Arc<Source>) -> (Config, Vec<Problem>) {
    let (table, faults) = DeTable::parse_recoverable(&source.text);
    let mut to = Notes {
        source: Arc::clone(source),
        problems: Vec::new(),
    };
    for fault in faults {
        let span = fault.span().unwrap_or(0..0);
        let said = fault.message().to_owned();
        to.problems.push(
            Problem::new(&rules::NOT_TOML, Place::text(source, span))
                .says(
                    format!("not readable as TOML: {said}"),
                    format!("不是有效的 TOML：{said}"),
                )
                .help(
                    "write `key = value`, texts in double quotes",
                    "请写 `键 = 值`，文字用双引号括起",
                ),
        );
    }
    let mut config = Config::default();
    let top = Section::new(table.get_ref(), "");
    top.only(
        &mut to,
        &[
            "organisation",
            "languages",
            "as_of",
            "inbox",
            "waves",
            "import",
            "collector",
            "report",
            "site",
            "theme",
            "privacy",
            "quality",
        ],
    );
    fill_top(&top, &mut to, &mut config);
    if let Some(part) = top.section(&mut to, "waves") {
        part.only(&mut to, &["kind", "time_zone", "year_start", "list"]);
        config.calendar = waves(&part, &mut to);
    }
    if let Some(part) = top.section(&mut to, "import") {
        part.only(&mut to, &["max_refused", "keep_raw"]);
        let share = part.number(
            &mut to,
            "max_refused",
            "a share from 0 to 1, such as 0.05",
            "0 到 1 之间的比例，如 0.05",
            |x| (0.0..=1.0).contains(&x),
        );
        config.max_refused = share.unwrap_or(config.max_refused);
        config.keep_raw = part.truth(&mut to, "keep_raw").unwrap_or(config.keep_raw);
    }
    if let Some(part) = top.section(&mut to, "quality") {
        config.quality = quality::policy(&part, &mut to);
    }
    if let Some(part) = top.section(&mut to, "collector") {
        collecting::fill(&part, &mut to, &mut config);
    }
    if let Some(part) = top.section(&mut to, "report") {
        part.only(&mut to, &["languages", "per"]);
        config.report_languages = part.languages(&mut to, "languages");
        config.per = per::segments(&part, &mut to);
    }
    if let Some(part) = top.section(&mut to, "site") {
        part.only(&mut to, &["address", "modes", "idle", "pin"]);
        config.site = part.text(
            &mut to,
            "address",
            "an address such as \"https://example.org\"",
            "网址，如 \"https://example.org\"",
            |text| text.starts_with("https://") || text.starts_with("http://"),
        );
        config.site = config.site.map(|address| address.trim_end_matches('/').to_owned());
        config.modes = part.words(&mut to, "modes", MODES);
        let seconds = part.number(
            &mut to,
            "idle",
            "seconds from 5 to 3600",
            "5 到 3600 之间的秒数",
            |x| (5.0..=3600.0).contains(&x) && x.fract() == 0.0,
        );
        if let Some(seconds) = seconds {
            // Whole and small: checked above.
            config.idle = (5..=3600)
                .find(|whole| f64::from(*whole) >= seconds)
                .unwrap_or(config.idle);
        }
        config.pin = part.text(
            &mut to,
            "pin",
            "four digits or more in quotes",
            "引号中的至少四位数字",
            |text| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit()),
        );
    }
    if let Some(part) = top.section(&mut to, "theme") {
        part.only(&mut to, &["accent", "logo", "fonts"]);
        config.accent = part.text(
            &mut to,
            "accent",
            "a colour such as \"#1f5fa8\"",
            "颜色，如 \"#1f5fa8\"",
            is_colour,
        );
        config.logo = part.text(
            &mut to,
            "logo",
            "a picture of the workspace such as \"logo.svg\"",
            "工作区内的图片，如 \"logo.svg\"",
            is_inside,
        );
        if let Some(list) = part.get("fonts") {
            match strings(list).filter(|fonts| fonts.iter().all(|(_, font)| is_font(font))) {
                Some(fonts) => config.fonts = fonts.into_iter().map(|(_, font)| font).collect(),
                None => to.wrong(
                    &rules::WRONG_VALUE,
                    list.span(),
                    "theme.fonts",
                    "a list of families such as [\"Source Han Sans SC\", \"Inter\"]",
                    "字体名称列表，如 [\"Source Han Sans SC\", \"Inter\"]",
                ),
            }
        }
    }
    if let Some(part) = top.section(&mut to, "privacy") {
        part.only(&mut to, &["key_file", "keep", "keep_of"]);
        retention::fill(&part, &mut to, &mut config);
        config.key_file = part.text(&mut to, "key_file", "the path of a file", "文件路径", |text| {
            !text.is_empty()
        });
    }
    to.problems.sort_by_key(|problem| {
        if let Place::Text { start, .. } = problem.place {
            start
        } else {
            0
        }
    });
    (config, to.problems)
}

fn fill_top(top: &Section<'_>, to: &mut Notes, config: &mut Config) {
    config.organisation = top.texts(to, "organisation");
    config.languages = top.languages(to, "languages");
    if let Some(day) = top.get("as_of") {
        let text = match day.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(day) => Some(day.to_string()),
            _ => None,
        };
        config.as_of = text.and_then(|text| text.parse::<Date>().ok().filter(|_| text.len() == 10));
        if config.as_of.is_none() {
            to.wrong(
                &rules::WRONG_VALUE,
                day.span(),
                "as_of",
                "a day such as \"2026-11-22\"",
                "日期，如 \"2026-11-22\"",
            );
        }
    }
    if let Some(list) = top.get("inbox") {
        match strings(list) {
            Some(folders) if folders.iter().all(|(_, folder)| !folder.is_empty()) => {
                config.inbox = folders.into_iter().map(|(_, folder)| folder).collect();
            }
            _ => to.wrong(
                &rules::WRONG_VALUE,
                list.span(),
                "inbox",
                "a list of folders such as [\"inbox\"]",
                "文件夹列表，如 [\"inbox\"]",
            ),
        }
    }
}

/// What `[site] modes` may list.
pub const MODES: &[&str] = &["paper", "kiosk", "interview", "entry"];

pub(super) fn is_endpoint(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .or_else(|| text.strip_prefix('/'));
    rest.is_some()
        && !text.contains(['"', '\'', '<', '>', ' ', ';', ',', '?', '#', '\\'])
        && !text.chars().any(char::is_control)
}

/// A path that stays in the workspace.
fn is_inside(text: &str) -> bool {
    let parts = || text.split('/');
    !text.is_empty() && !text.contains(['\\', ':']) && parts().all(|part| !matches!(part, "" | "." | ".."))
}

/// A name that stands between quotes in a style sheet as it is.
fn is_font(text: &str) -> bool {
    !text.trim().is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.'))
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

pub(super) fn strings(value: &Spanned<DeValue<'_>>) -> Option<Vec<(Range<usize>, String)>> {
    let items = value.get_ref().as_array()?.iter();
    items
        .map(|item| Some((item.span(), item.get_ref().as_str()?.to_owned())))
        .collect()
}

/// Problems found so far.
pub(super) struct Notes {
    pub(super) source: Arc<Source>,
    pub(super) problems: Vec<Problem>,
}

impl Notes {
    /// A value that does not fit.
    pub(super) fn wrong(&mut self, rule: &'static RuleDoc, span: Range<usize>, key: &str, en: &str, zh: &str) {
        let problem = Problem::new(rule, Place::text(&self.source, span));
        self.problems.push(
            problem
                .says(
                    format!("`{key}` does not take this value"),
                    format!("`{key}` 不接受这个值"),
                )
                .help(format!("write {en}"), format!("请写{zh}")),
        );
    }
}

/// A table of settings under its heading.
pub(super) struct Section<'a> {
    entries: BTreeMap<&'a str, &'a Spanned<DeValue<'a>>>,
    keys: Vec<(&'a str, Range<usize>)>,
    /// The heading, with a point behind it; empty at the top.
    heading: String,
}

impl<'a> Section<'a> {
    fn new(table: &'a DeTable<'a>, heading: &str) -> Self {
        let entries = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), value))
            .collect();
        let keys = table
            .iter()
            .map(|(key, _)| (key.get_ref().as_ref(), key.span()))
            .collect();
        Self {
            entries,
            keys,
            heading: heading.to_owned(),
        }
    }

    /// The table of a list's item or of a key.
    pub(super) fn of(value: &'a Spanned<DeValue<'a>>, heading: &str) -> Option<Self> {
        value.get_ref().as_table().map(|table| Self::new(table, heading))
    }

    /// Notes every key that is none of `known`.
    pub(super) fn only(&self, to: &mut Notes, known: &[&str]) {
        for (key, span) in self.keys.iter().filter(|(key, _)| !known.contains(key)) {
            let (heading, names) = (&self.heading, known.join(", "));
            let problem = Problem::new(&rules::UNKNOWN_KEY, Place::text(&to.source, span.clone())).says(
                format!("there is no setting `{heading}{key}`"),
                format!("没有设置项 `{heading}{key}`"),
            );
            to.problems.push(match nearest(key, known) {
                Some(name) => problem.help(format!("did you mean `{name}`?"), format!("是否想写 `{name}`？")),
                None => problem.help(format!("there is: {names}"), format!("可用：{names}")),
            });
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key).copied()
    }

    /// Its keys, sorted.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.entries.keys().copied().collect()
    }

    pub(super) fn section(&self, to: &mut Notes, key: &str) -> Option<Self> {
        let value = self.get(key)?;
        let section = Self::of(value, &format!("{key}."));
        if section.is_none() {
            to.wrong(
                &rules::WRONG_VALUE,
                value.span(),
                key,
                &format!("a heading [{key}] with settings below it"),
                &format!("标题 [{key}]，设置写在其下"),
            );
        }
        section
    }

    pub(super) fn text(
        &self,
        to: &mut Notes,
        key: &str,
        en: &str,
        zh: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str().filter(|text| fits(text));
        if text.is_none() {
            to.wrong(
                &rules::WRONG_VALUE,
                value.span(),
                &format!("{}{key}", self.heading),
                en,
                zh,
            );
        }
        text.map(str::to_owned)
    }

    pub(super) fn number(
        &self,
        to: &mut Notes,
        key: &str,
        en: &str,
        zh: &str,
        fits: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        let number = text.replace('_', "").parse().ok().filter(|&number| fits(number));
        if number.is_none() {
            to.wrong(
                &rules::WRONG_VALUE,
                value.span(),
                &format!("{}{key}", self.heading),
                en,
                zh,
            );
        }
        number
    }

    fn truth(&self, to: &mut Notes, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            to.wrong(
                &rules::WRONG_VALUE,
                value.span(),
                &format!("{}{key}", self.heading),
                "true or false",
                " true 或 false",
            );
        }
        truth
    }

    /// A list of words out of those that there are.
    fn words(&self, to: &mut Notes, key: &str, known: &[&str]) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let found = strings(value).filter(|words| words.iter().all(|(_, word)| known.contains(&word.as_str())));
        if let Some(words) = found {
            return words.into_iter().map(|(_, word)| word).collect();
        }
        let list = known
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(", ");
        to.wrong(
            &rules::WRONG_VALUE,
            value.span(),
            &format!("{}{key}", self.heading),
            &format!("a list of some of {list}, such as [\"{}\"]", known[0]),
            &format!("由下列词组成的列表：{list}，如 [\"{}\"]", known[0]),
        );
        Vec::new()
    }

    fn languages(&self, to: &mut Notes, key: &str) -> Vec<Lang> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let name = format!("{}{key}", self.heading);
        let (en, zh) = (
            "language tags such as [\"zh\", \"en\"]",
            "语言标签，如 [\"zh\", \"en\"]",
        );
        let Some(tags) = strings(value) else {
            to.wrong(&rules::WRONG_VALUE, value.span(), &name, en, zh);
            return Vec::new();
        };
        let mut languages = Vec::new();
        for (span, tag) in tags {
            match Lang::new(&tag) {
                Some(lang) if !languages.contains(&lang) => languages.push(lang),
                _ => to.wrong(&rules::WRONG_VALUE, span, &name, en, zh),
            }
        }
        languages
    }

    fn texts(&self, to: &mut Notes, key: &str) -> Texts {
        let Some(value) = self.get(key) else {
            return Texts::default();
        };
        if let Some(text) = value.get_ref().as_str() {
            return Texts::same(text);
        }
        let mut wordings = BTreeMap::new();
        let Some(table) = value.get_ref().as_table() else {
            to.wrong(
                &rules::WRONG_VALUE,
                value.span(),
                key,
                "a text, or one for each language",
                "一段文字，或每种语言各一段",
            );
            return Texts::default();
        };
        for (tag, text) in table {
            match (Lang::new(tag.get_ref()), text.get_ref().as_str()) {
                (Some(lang), Some(text)) => drop(wordings.insert(lang, text.to_owned())),
                (None, _) => to.wrong(
                    &rules::WRONG_VALUE,
                    tag.span(),
                    key,
                    "language tags as keys, such as `zh` and `en`",
                    "语言标签作为键，如 `zh` 和 `en`",
                ),
                (_, None) => to.wrong(
                    &rules::WRONG_VALUE,
                    text.span(),
                    key,
                    "a text in double quotes",
                    "用双引号括起的文字",
                ),
            }
        }
        Texts::by_language(wordings)
    }
}

/// The nearest of `names`, if it is near enough to be a slip.
pub(super) fn nearest<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    let far = |name: &str| strsim::damerau_levenshtein(&written.to_lowercase(), name);
    let near = names
        .iter()
        .filter(|name| far(name) <= (name.chars().count() / 3).clamp(1, 3));
    near.min_by_key(|name| far(name)).copied()
}
