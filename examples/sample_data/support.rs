//! The support survey: six quarters of short answers about one contact.

use crate::SEED;
use crate::answers::DONT_KNOW;
use crate::answers::FIVE;
use crate::answers::Item;
use crate::answers::NOT_APPLICABLE;
use crate::answers::SEVEN;
use crate::answers::unless_skipped;
use crate::comments::Bank;
use crate::dates::Clock;
use crate::dates::Field;
use crate::dates::visit;
use crate::labels;
use crate::random::Random;
use crate::table::Style;
use crate::table::Table;
use jiff::civil::date;

/// What is planted; `sample-data/README.md` names each.
mod planted {
    /// The agent and everything they do, agent a07, always, in standard deviations.
    pub const AGENT: f64 = -0.7;
    /// The waiting time, contacts by e-mail, always, in standard deviations.
    pub const EMAIL_WAITING: f64 = -0.9;
    /// Cases resolved at first contact, up to 2026Q3 and since.
    pub const FIRST_TIME: [f64; 2] = [0.56, 0.70];
}

const AGENTS: [(&str, f64); 8] = [
    ("a01", 0.12),
    ("a02", 0.12),
    ("a03", 0.11),
    ("a04", 0.11),
    ("a05", 0.12),
    ("a06", 0.11),
    ("a07", 0.20),
    ("a08", 0.11),
];
const CHANNELS: [(&str, f64); 4] = [("chat", 0.42), ("phone", 0.24), ("email", 0.18), ("wechat", 0.16)];
const TRIED: [(&str, f64); 5] = [
    ("help_page", 0.3),
    ("bot", 0.26),
    ("search", 0.12),
    ("other", 0.04),
    ("nothing", 0.28),
];

const OVERALL: Item = Item::new("overall", 0.8, 0.05);
const EFFORT: Item = Item::new("effort", 0.7, -0.05);
const WAITING: Item = Item::new("waiting", 0.5, -0.2).unsure(0.02);
const STAFF: [Item; 4] = [
    Item::new("staff.understanding", 0.72, 0.0).unsure(0.02),
    Item::new("staff.knowledge", 0.7, -0.05).unsure(0.05),
    Item::new("staff.clarity", 0.72, 0.05).unsure(0.02),
    Item::new("staff.courtesy", 0.62, 0.3).unsure(0.01),
];

const HEADER: [&str; 18] = [
    "response_id",
    "submitted_at",
    "started_at",
    "language",
    "agent",
    "channel",
    "overall",
    "resolved",
    "open_issue",
    "effort",
    "waiting",
    "staff.understanding",
    "staff.knowledge",
    "staff.clarity",
    "staff.courtesy",
    "tried_before",
    "tried_before.other",
    "comment",
];

/// The files: half a year as codes, one quarter as a spreadsheet's English text, three quarters as codes.
pub fn files() -> Result<Vec<(String, Table)>, String> {
    let banks = [
        Bank::read(include_str!("comments/support-csat.zh.txt")),
        Bank::read(include_str!("comments/support-csat.en.txt")),
    ];
    let first_day = |year, month| date(year, month, 1);
    let quarters = [
        (
            "2025H2.csv",
            Field {
                wave: "2025Q3",
                first: first_day(2025, 7),
                days: 92,
                responses: 240,
            },
        ),
        (
            "2025H2.csv",
            Field {
                wave: "2025Q4",
                first: first_day(2025, 10),
                days: 92,
                responses: 250,
            },
        ),
        (
            "2026Q1.csv",
            Field {
                wave: "2026Q1",
                first: first_day(2026, 1),
                days: 90,
                responses: 255,
            },
        ),
        (
            "2026Q2.csv",
            Field {
                wave: "2026Q2",
                first: first_day(2026, 4),
                days: 91,
                responses: 260,
            },
        ),
        (
            "2026Q3.csv",
            Field {
                wave: "2026Q3",
                first: first_day(2026, 7),
                days: 92,
                responses: 265,
            },
        ),
        (
            "2026Q4.csv",
            Field {
                wave: "2026Q4",
                first: first_day(2026, 10),
                days: 51,
                responses: 230,
            },
        ),
    ];
    let mut files: Vec<(String, Table)> = Vec::new();
    for (quarter, (name, field)) in quarters.iter().enumerate() {
        if files.last().is_none_or(|(last, _)| last != name) {
            let style = if *name == "2026Q1.csv" {
                Style::Unicode
            } else {
                Style::Plain
            };
            files.push(((*name).to_owned(), Table::new(style, &HEADER)));
        }
        let Some((_, table)) = files.last_mut() else { continue };
        for number in 0..field.responses {
            let mut random = Random::new(SEED, 50_000_000 + 1_000_000 * quarter as u64 + number as u64);
            let visit = visit(&mut random, field, 70.0);
            let id = format!("sc-{}-{:04}", field.wave, number + 1);
            let language = if random.chance(0.2) { "en" } else { "zh" };
            let mut row = vec![
                id,
                visit.sent(Clock::Shanghai),
                visit.started(Clock::Shanghai),
                language.to_owned(),
            ];
            row.extend(answers(
                &mut random,
                quarter == 5,
                &banks[usize::from(language == "en")],
                language,
            ));
            table.push(row);
        }
        if *name == "2026Q1.csv" {
            labels::english(table)?;
        }
    }
    Ok(files)
}

/// The cells from `agent` on.
fn answers(random: &mut Random, last_quarter: bool, bank: &Bank, language: &str) -> Vec<String> {
    let agent = random.weighted(&AGENTS);
    let channel = random.weighted(&CHANNELS);
    let here = if agent == "a07" { planted::AGENT } else { 0.0 };
    let mood = random.normal();
    let first_time = planted::FIRST_TIME[usize::from(last_quarter)];
    // Good cases are resolved more often: the same share, tilted by the mood.
    let luck = random.uniform() - 0.06 * mood;
    let resolved = if luck < first_time {
        "first_time"
    } else if luck < first_time + 0.62 * (1.0 - first_time) {
        "later"
    } else {
        "not_yet"
    };
    let outcome = match resolved {
        "first_time" => 0.2,
        "later" => -0.15,
        _ => -0.9,
    };
    let overall = FIVE.point(OVERALL.feel(random, mood, outcome + 0.5 * here));
    let effort = SEVEN.point(EFFORT.feel(random, mood, outcome));
    let slow = if channel == "email" {
        planted::EMAIL_WAITING
    } else {
        0.0
    };
    let waiting_felt = WAITING.feel(random, mood, slow);
    let waiting = answer(random, &WAITING, waiting_felt, NOT_APPLICABLE);
    let staff: Vec<String> = STAFF
        .iter()
        .map(|item| {
            let felt = item.feel(random, mood, here + 0.2 * outcome);
            answer(random, item, felt, DONT_KNOW)
        })
        .collect();
    let tried = tried_before(random);
    let other = if tried.contains("other") {
        if language == "zh" {
            "问过朋友"
        } else {
            "Asked a friend"
        }
    } else {
        ""
    };

    let join = if language == "zh" { "" } else { " " };
    let open_issue = if resolved == "not_yet" && random.chance(0.7) {
        bank.draw(random, "unresolved", join)
    } else {
        String::new()
    };
    let theme = match (overall, waiting_felt < -0.9) {
        (4.., _) => random.of(&["praise", "praise", "advice"]),
        (_, true) => "waiting",
        _ => random.of(&["knowledge", "courtesy", "advice"]),
    };
    let comment = if random.chance(0.24) {
        bank.draw(random, theme, join)
    } else {
        String::new()
    };
    let asked = unless_skipped(random, 0.015, resolved.to_owned());
    let open_issue = if asked.is_empty() { String::new() } else { open_issue };

    let mut cells = vec![
        agent.to_owned(),
        channel.to_owned(),
        overall.to_string(),
        asked,
        open_issue,
    ];
    cells.extend([unless_skipped(random, 0.03, effort.to_string()), waiting]);
    cells.extend(staff);
    cells.extend([tried, other.to_owned(), comment]);
    // One in thirty leaves after the first page.
    if random.chance(0.033) {
        cells[6..].iter_mut().for_each(String::clear);
    }
    cells
}

fn answer(random: &mut Random, item: &Item, felt: f64, no_opinion: &str) -> String {
    let unsure = random.chance(item.no_opinion);
    let skipped = random.chance(0.02);
    match (unsure, skipped) {
        (true, _) => no_opinion.to_owned(),
        (_, true) => String::new(),
        _ => FIVE.point(felt).to_string(),
    }
}

fn tried_before(random: &mut Random) -> String {
    let first = random.weighted(&TRIED);
    let second = random.weighted(&TRIED);
    let mut chosen = vec![first];
    if first != "nothing" && second != "nothing" && second != first && random.chance(0.4) {
        chosen.push(second);
    }
    chosen.sort_by_key(|tried| TRIED.iter().position(|(name, _)| name == tried));
    unless_skipped(random, 0.03, chosen.join(";"))
}
