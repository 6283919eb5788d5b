//! What happened while answers came in: `events/SURVEY.csv`, a line each, told below every chart over time.

use super::rows::Row;
use super::rows::Table;
use super::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::Calendar;
use crate::model::WaveId;
use crate::report::Audience;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Something that happened and may explain a course: a price rise, a new hotline, a flood, a change of method.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The wave it falls into.
    pub wave: WaveId,
    /// Its day; `None` where only the wave is known.
    pub day: Option<Date>,
    /// What happened, by language.
    pub texts: Texts,
    /// Id of the measure it concerns; `None` means all.
    pub measure: Option<String>,
    /// Variable and option it concerns; `None` means everybody.
    pub segment: Option<(String, String)>,
    /// Who says so; may be empty.
    pub source: String,
    /// Whether it is something the organisation did, not something that befell it.
    pub is_action: bool,
    /// Who may read of it.
    pub audience: Audience,
    /// Where it stands.
    pub place: Place,
}

/// Columns beside those of the languages.
const COLUMNS: [&str; 6] = ["text", "kind", "measure", "segment", "source", "audience"];

/// In which languages events are written.
#[derive(Debug, Clone, Copy)]
pub struct Tongues<'a> {
    /// Those a column may be of.
    pub known: &'a [Lang],
    /// Those in which somebody will read them.
    pub needed: &'a [Lang],
}

/// Reads events; those of the same wave in the order of their days, then as they are written.
#[must_use]
pub fn events(source: &Source, calendar: &Calendar, tongues: Tongues<'_>) -> (Vec<Event>, Vec<Problem>) {
    let mut problems = Vec::new();
    // A column `zh` is for readers of `zh-Hans` too.
    let mut tags: Vec<String> = tongues.known.iter().map(|lang| lang.tag().to_owned()).collect();
    tags.extend(tongues.known.iter().map(Lang::primary));
    tags.sort_unstable();
    tags.dedup();
    let optional: Vec<&str> = COLUMNS.into_iter().chain(tags.iter().map(String::as_str)).collect();
    let Some(table) = Table::read(source, &["date"], &optional, &mut problems) else {
        return (Vec::new(), problems);
    };
    let is_text = |name: &String| *name == "text" || tags.contains(name);
    if !table.header.iter().any(is_text) {
        problems.push(no_column(source, &tags));
        return (Vec::new(), problems);
    }
    let mut events: Vec<Event> = Vec::new();
    for row in table.each() {
        let when = when(&row, calendar, &mut problems);
        let texts = texts(&row, &tags, tongues.needed, &mut problems);
        let segment = row.segment(&mut problems);
        let audience = audience(&row, &mut problems);
        let is_action = is_action(&row, &mut problems);
        let measure = row.text("measure").trim();
        let (Some((wave, day)), Some(texts), Some(segment)) = (when, texts, segment) else {
            continue;
        };
        let (Some(audience), Some(is_action)) = (audience, is_action) else {
            continue;
        };
        let event = Event {
            wave,
            day,
            texts,
            measure: (!measure.is_empty()).then(|| measure.to_owned()),
            segment,
            source: row.text("source").trim().to_owned(),
            is_action,
            audience,
            place: row.place("date"),
        };
        if let Some(first) = events.iter().find(|first| same(first, &event)) {
            problems.push(
                Problem::new(&rules::EVENT_TWICE, event.place.clone())
                    .says("this event stands here twice", "此事件重复出现")
                    .also(first.place.clone(), "it stands here too", "它也写在这里")
                    .help("take one of the lines out", "请删去其中一行"),
            );
            continue;
        }
        events.push(event);
    }
    events.sort_by_key(|event| (calendar.order(&event.wave), event.day));
    (events, problems)
}

/// Whether two lines tell of the same thing.
fn same(one: &Event, other: &Event) -> bool {
    (&one.wave, one.day, &one.texts) == (&other.wave, other.day, &other.texts)
        && (&one.measure, &one.segment) == (&other.measure, &other.segment)
}

fn no_column(source: &Source, tags: &[String]) -> Problem {
    let place = Place::Cell {
        file: source.name.clone(),
        line: 1,
        row: None,
        column: None,
    };
    let (en, zh) = (tags.join("`, `"), tags.join("`、`"));
    Problem::new(&rules::COLUMNS, place)
        .says("no column says what happened", "没有写明事件内容的列")
        .help(
            format!("add a column for each language, `{en}`, or `text` for all"),
            format!("请为每种语言加一列（`{zh}`），或用 `text` 一列通用"),
        )
}

fn told(rule: &'static RuleDoc, row: &Row<'_>, column: &str, [en, zh]: [String; 2], help: [&str; 2]) -> Problem {
    let problem = Problem::new(rule, row.place(column)).says(en, zh);
    problem.help(help[0], help[1])
}

/// The wave and, where it is known, the day.
fn when(row: &Row<'_>, calendar: &Calendar, problems: &mut Vec<Problem>) -> Option<(WaveId, Option<Date>)> {
    let text = row.text("date").trim();
    if let Some(wave) = calendar.parse(text) {
        return Some((wave, None));
    }
    let Some(day) = text.parse::<Date>().ok().filter(|_| text.len() == 10) else {
        let said = [
            format!("`{text}` is neither a day nor a wave"),
            format!("`{text}` 既不是日期也不是期次"),
        ];
        let help = [
            "write a day such as 2026-05-12, or the name of a wave such as 2026Q2",
            "请写日期（如 2026-05-12）或期次名称（如 2026Q2）",
        ];
        problems.push(told(&rules::EVENT_DATE, row, "date", said, help));
        return None;
    };
    let wave = calendar.wave_of_day(day);
    if wave.is_none() {
        let said = [
            format!("{day} lies in no wave; the event is left out"),
            format!("{day} 不在任何期次之内；该事件不予采用"),
        ];
        let help = [
            "write the wave at which it shall show in place of the day, or mend the waves of manyi.toml",
            "请改写它应归入的期次名称，或更正 manyi.toml 中的期次",
        ];
        problems.push(told(&rules::EVENT_OUTSIDE, row, "date", said, help));
    }
    Some((wave?, Some(day)))
}

/// What happened, in each language; `None` when nothing is said.
fn texts(row: &Row<'_>, tags: &[String], needed: &[Lang], problems: &mut Vec<Problem>) -> Option<Texts> {
    let one_line = |column: &str| row.text(column).split_whitespace().collect::<Vec<_>>().join(" ");
    let written = tags.iter().filter_map(|tag| Some((Lang::new(tag)?, one_line(tag))));
    let own: BTreeMap<Lang, String> = written.filter(|(_, text)| !text.is_empty()).collect();
    let common = one_line("text");
    if own.is_empty() && common.is_empty() {
        let said = ["nothing says what happened".to_owned(), "没有写发生了什么".to_owned()];
        let help = [
            "say it in a few words, such as `New hotline`, or take the line out",
            "请用几个字写明（如“开通新热线”），或删去此行",
        ];
        let column = tags.iter().find(|tag| row.has(tag)).map_or("text", String::as_str);
        problems.push(told(&rules::EVENT_TEXT, row, column, said, help));
        return None;
    }
    let mut texts = Texts::by_language(own);
    if !common.is_empty() {
        texts = Texts::same(common).and(&texts);
    }
    let missing: Vec<&str> = needed
        .iter()
        .filter(|lang| !texts.covers(lang))
        .map(Lang::tag)
        .collect();
    if let Some(first) = missing.first() {
        let said = [
            format!("the event is not told in {}", missing.join(", ")),
            format!("该事件没有以下语言的文字：{}", missing.join("、")),
        ];
        let help = [
            "write it in each language of the reports; else its readers see another language",
            "请用报告的每种语言各写一次；否则读者会看到另一种语言",
        ];
        problems.push(told(&rules::EVENT_LANGUAGE, row, first, said, help));
    }
    Some(texts)
}

fn is_action(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<bool> {
    match row.text("kind").trim() {
        "" | "event" => Some(false),
        "action" => Some(true),
        _ => {
            row.wrong(
                "kind",
                "`action` for something you did, `event` for anything else, or leave it empty",
                " `action`（己方采取的措施）或 `event`（其他事件）；也可留空",
                problems,
            );
            None
        }
    }
}

fn audience(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Audience> {
    match row.text("audience").trim() {
        "" | "internal" => Some(Audience::Internal),
        "public" => Some(Audience::Public),
        _ => {
            row.wrong(
                "audience",
                "`internal`, `public` for what documents for everybody may tell, or leave it empty",
                " `internal`；可写入公开文档的写 `public`；也可留空",
                problems,
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::wave::ListedWave;
    use crate::model::wave::Rhythm;
    use jiff::civil::date;

    fn read(text: &str, calendar: &Calendar) -> (Vec<Event>, Vec<(&'static str, u64, String)>) {
        let languages = ["zh-Hans", "en"].map(|tag| Lang::new(tag).unwrap());
        let tongues = Tongues {
            known: &languages,
            needed: &languages,
        };
        let source = Source {
            name: "events/a.csv".to_owned(),
            text: text.to_owned(),
        };
        let (events, problems) = events(&source, calendar, tongues);
        let told = problems.into_iter().map(|problem| match problem.place {
            Place::Cell { line, column, .. } => (problem.rule.code, line, column.unwrap_or_default()),
            other => panic!("{other:?}"),
        });
        (events, told.collect())
    }

    #[test]
    fn an_event_falls_into_the_wave_of_its_day_or_of_the_wave_named() {
        let text = "date,zh,en,measure,segment,source,audience,kind\n\
                    2026-06-30,配件涨价,\"Price of parts  raised\",csat,region=east,Price list,public,event\n\
                    2026-q1,新热线,New hotline,,,,,action\n";
        let (found, problems) = read(text, &Calendar::quarterly_utc());
        assert_eq!(problems, []);
        let [first, second] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((first.wave.as_str(), first.day), ("2026Q1", None));
        assert_eq!((second.wave.as_str(), second.day), ("2026Q2", Some(date(2026, 6, 30))));
        assert_eq!(
            second.texts.get(&Lang::new("en").unwrap(), &[]),
            "Price of parts raised"
        );
        assert_eq!(second.texts.get(&Lang::new("zh-Hans").unwrap(), &[]), "配件涨价");
        assert_eq!(second.segment, Some(("region".to_owned(), "east".to_owned())));
        assert_eq!(
            (first.audience, second.audience),
            (Audience::Internal, Audience::Public)
        );
        assert_eq!((first.is_action, second.is_action), (true, false));
        assert_eq!(
            (second.measure.as_deref(), second.source.as_str()),
            (Some("csat"), "Price list")
        );
    }

    #[test]
    fn every_fault_has_its_place_and_the_other_lines_are_kept() {
        let text = "date,zh,en,segment,audience,kind\n\
                    12.5.2026,a,a,,\n\
                    2026-05-12,,,,\n\
                    2026-05-12,只有中文,,,\n\
                    2026-05-12,a,a,region,\n\
                    2026-05-12,a,a,,pubic,actoin\n\
                    2026-02-30,a,a,,\n\
                    2026Q5,a,a,,\n\
                    2026Q4,b,b,,\n\
                    2026Q4,b,b,,\n";
        let (found, problems) = read(text, &Calendar::quarterly_utc());
        let expected = [
            ("MY681", 2, "date"),
            ("MY683", 3, "en"),
            ("MY684", 4, "en"),
            ("MY206", 5, "segment"),
            ("MY206", 6, "audience"),
            ("MY206", 6, "kind"),
            ("MY681", 7, "date"),
            ("MY681", 8, "date"),
            ("MY685", 10, "date"),
        ];
        assert_eq!(
            problems,
            expected.map(|(code, line, column)| (code, line, column.to_owned()))
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn one_text_may_serve_all_languages_and_a_header_without_any_is_told() {
        let (found, problems) = read("date,text\n2026Q1,ISO 9001\n", &Calendar::quarterly_utc());
        assert_eq!((found.len(), problems), (1, Vec::new()));
        let (found, problems) = read("date,fr\n2026Q1,x\n", &Calendar::quarterly_utc());
        let told: Vec<_> = problems
            .iter()
            .map(|(code, _, column)| (*code, column.as_str()))
            .collect();
        assert_eq!((found.len(), told), (0, vec![("MY205", "fr"), ("MY205", "")]));
    }

    #[test]
    fn a_day_between_listed_waves_is_warned_of_and_a_listed_wave_may_be_named() {
        let wave = |id: &str, from, to| ListedWave {
            id: WaveId::new(id),
            from,
            to,
        };
        let listed = vec![
            wave("spring25", date(2025, 3, 1), date(2025, 4, 15)),
            wave("spring26", date(2026, 3, 1), date(2026, 3, 31)),
        ];
        let calendar = Calendar::new("UTC", Rhythm::Listed(listed)).unwrap();
        let text = "date,text\n2025-11-02,Price rise\nspring26,Price rise\n2025-04-15,Fair\n";
        let (found, problems) = read(text, &calendar);
        assert_eq!(problems, [("MY682", 2, "date".to_owned())]);
        let waves: Vec<&str> = found.iter().map(|event| event.wave.as_str()).collect();
        assert_eq!(waves, ["spring25", "spring26"]);
    }
}
