//! The after-sales survey: eight quarters of answers.

use crate::SEED;
use crate::answers::DONT_KNOW;
use crate::answers::ELEVEN;
use crate::answers::FIVE;
use crate::answers::Item;
use crate::answers::NOT_APPLICABLE;
use crate::answers::SEVEN;
use crate::answers::unless_skipped;
use crate::comments::Bank;
use crate::customers::Customer;
use crate::customers::Customers;
use crate::dates::Clock;
use crate::dates::Field;
use crate::dates::visit;
use crate::labels;
use crate::oddities;
use crate::order_items::BOUGHT;
use crate::order_items::BRAND;
use crate::order_items::BUY_AGAIN;
use crate::order_items::CHANNELS;
use crate::order_items::DELIVERY;
use crate::order_items::EFFORT;
use crate::order_items::EXPERIENCE;
use crate::order_items::HEADER;
use crate::order_items::OVERALL;
use crate::order_items::PRODUCT;
use crate::order_items::REASONS;
use crate::order_items::RECOMMEND;
use crate::order_items::SECURITY;
use crate::order_items::SUPPORT;
use crate::random::Random;
use crate::table::Style;
use crate::table::Table;
use jiff::civil::date;

/// What is planted, in standard deviations of what a customer feels; `sample-data/README.md` names each.
mod planted {
    /// Everything, in the northwest, always.
    pub const NORTHWEST: f64 = -0.55;
    /// Overall satisfaction, everybody, 2026Q4.
    pub const OVERALL: f64 = -0.35;
    /// Speed of delivery, orders by app, 2026Q4.
    pub const APP_DELIVERY: f64 = -0.8;
    /// Information security, everybody, once more each quarter from 2026Q1 on.
    pub const SECURITY: f64 = 0.12;
    /// Recommendation, lapsed customers, always.
    pub const LAPSED_RECOMMEND: f64 = -0.8;
    /// Intention to buy again, lapsed customers, always.
    pub const LAPSED_RETURN: f64 = -0.7;
}

/// The quarters: the last is open, its answers reach up to 20 November.
fn fields() -> [Field; 8] {
    [
        Field {
            wave: "2025Q1",
            first: date(2025, 1, 6),
            days: 80,
            responses: 480,
        },
        Field {
            wave: "2025Q2",
            first: date(2025, 4, 7),
            days: 80,
            responses: 495,
        },
        Field {
            wave: "2025Q3",
            first: date(2025, 7, 7),
            days: 80,
            responses: 510,
        },
        Field {
            wave: "2025Q4",
            first: date(2025, 10, 9),
            days: 80,
            responses: 505,
        },
        Field {
            wave: "2026Q1",
            first: date(2026, 1, 5),
            days: 80,
            responses: 520,
        },
        Field {
            wave: "2026Q2",
            first: date(2026, 4, 7),
            days: 80,
            responses: 530,
        },
        Field {
            wave: "2026Q3",
            first: date(2026, 7, 6),
            days: 80,
            responses: 540,
        },
        Field {
            wave: "2026Q4",
            first: date(2026, 10, 9),
            days: 43,
            responses: 430,
        },
    ]
}

/// One file a quarter, with the oddities of real life.
pub fn waves(customers: &Customers) -> Result<Vec<(String, Table)>, String> {
    let banks = [
        Bank::read(include_str!("comments/after-sales.zh.txt")),
        Bank::read(include_str!("comments/after-sales.en.txt")),
    ];
    let mut files = Vec::new();
    for (quarter, field) in fields().iter().enumerate() {
        let (style, clock) = match field.wave {
            "2025Q1" => (Style::Spreadsheet, Clock::Utc),
            "2025Q2" => (Style::Chinese, Clock::Shanghai),
            _ => (Style::Plain, Clock::Shanghai),
        };
        let mut table = Table::new(style, &HEADER);
        let mut visits = Vec::new();
        let stream = 1_000_000 * (quarter as u64 + 1);
        let asked = customers.some(&mut Random::new(SEED, stream), field.responses);
        for (number, customer) in asked.into_iter().enumerate() {
            let mut random = Random::new(SEED, stream + 1 + number as u64);
            let visit = visit(&mut random, field, 250.0);
            let id = format!("as-{}-{:04}", field.wave, number + 1);
            let mut answers = Respondent::new(&mut random, customer, quarter).answers(&mut random, &banks);
            let mut row = vec![
                id,
                visit.sent(clock),
                visit.started(clock),
                customer.language.to_owned(),
            ];
            row.append(&mut answers);
            table.push(row);
            visits.push(visit);
        }
        oddities::after_sales(field.wave, &mut table, &visits)?;
        if style == Style::Chinese {
            labels::chinese(&mut table)?;
        }
        files.push((format!("{}.csv", field.wave), table));
    }
    Ok(files)
}

/// A customer who answers in a quarter.
struct Respondent<'a> {
    customer: &'a Customer,
    quarter: usize,
    channel: &'static str,
    mood: f64,
}

/// What is felt about the parts of the survey, to tell which theme a comment takes up.
type Felt = Vec<(&'static str, f64)>;

impl<'a> Respondent<'a> {
    fn new(random: &mut Random, customer: &'a Customer, quarter: usize) -> Self {
        let place = if customer.region == "northwest" {
            planted::NORTHWEST
        } else {
            0.0
        };
        let mood = 0.5 * customer.usual + 0.75_f64.sqrt() * random.normal() + place;
        Self {
            customer,
            quarter,
            channel: random.weighted(&CHANNELS),
            mood,
        }
    }

    fn last_quarter(&self) -> bool {
        self.quarter == 7
    }

    /// The cells from `customer_id` on.
    fn answers(&self, random: &mut Random, banks: &[Bank; 2]) -> Vec<String> {
        let lapsed = |planted: f64| if self.customer.kind == "lapsed" { planted } else { 0.0 };
        let late = |planted: f64| if self.last_quarter() { planted } else { 0.0 };
        let mut felt = Felt::new();

        let bought = random.weighted(&BOUGHT);
        let overall = FIVE.point(OVERALL.feel(random, self.mood, late(planted::OVERALL)));
        // One in forty gives every line of every battery the same point.
        let straight = random.chance(0.025).then_some(overall);
        let product = self.battery(random, &PRODUCT, straight, &mut felt, |_| 0.0);
        let slow = if self.channel == "app" {
            late(planted::APP_DELIVERY)
        } else {
            0.0
        };
        let delivery = self.battery(random, &DELIVERY, straight, &mut felt, |id| {
            if id == "service.speed" { slow } else { 0.0 }
        });
        let contact = contact(random, &felt);
        let effort = SEVEN.point(EFFORT.feel(random, self.mood, 0.0)).to_string();
        let mut support = self.battery(random, &SUPPORT, straight, &mut felt, |_| 0.0);
        if contact == "none" && straight.is_none() {
            for answer in &mut support {
                if random.chance(0.93) {
                    NOT_APPLICABLE.clone_into(answer);
                }
            }
        }
        let experience = self.battery(random, &EXPERIENCE, straight, &mut felt, |_| 0.0);
        let safer = planted::SECURITY * self.quarter.saturating_sub(3) as f64;
        let security = self.battery(random, &SECURITY, straight, &mut felt, |_| safer);
        let brand = self.battery(random, &BRAND, straight, &mut felt, |_| 0.0);
        let recommend = ELEVEN.point(RECOMMEND.feel(random, self.mood, lapsed(planted::LAPSED_RECOMMEND)));
        let buy_again = FIVE.point(BUY_AGAIN.feel(random, self.mood, lapsed(planted::LAPSED_RETURN)));
        let recommended = unless_skipped(random, 0.015, recommend.to_string());
        let asked_why = !recommended.is_empty() && recommend <= 6;
        let reason = if asked_why {
            self.reason(random, banks, &felt)
        } else {
            String::new()
        };

        let mut cells = vec![
            if random.chance(0.02) {
                String::new()
            } else {
                self.customer.id.clone()
            },
            self.customer.region.to_owned(),
            self.channel.to_owned(),
        ];
        let other = self.other_words(
            random,
            bought == "other",
            &["宠物用品", "图书", "鲜花"],
            &["Pet supplies", "Books", "Flowers"],
        );
        cells.extend([bought.to_owned(), other, overall.to_string()]);
        cells.extend(product);
        let other = self.other_words(
            random,
            contact.contains("other"),
            &["安装预约", "礼品包装"],
            &["Booking a fitter", "Gift wrapping"],
        );
        let effort = if contact.is_empty() || contact == "none" {
            String::new()
        } else {
            unless_skipped(random, 0.03, effort)
        };
        cells.extend([contact, other, effort]);
        cells.extend(
            delivery
                .into_iter()
                .chain(support)
                .chain(experience)
                .chain(security)
                .chain(brand),
        );
        cells.extend([recommended, reason, unless_skipped(random, 0.02, buy_again.to_string())]);
        cells.push(self.suggestion(random, banks, &felt, overall));
        break_off(random, &mut cells);
        cells
    }

    /// Answers to the lines of a battery; what is felt about them is added to `felt` under the first part of the name.
    fn battery(
        &self,
        random: &mut Random,
        items: &[Item],
        straight: Option<usize>,
        felt: &mut Felt,
        planted: impl Fn(&str) -> f64,
    ) -> Vec<String> {
        let mut answers = Vec::new();
        for item in items {
            let feeling = item.feel(random, self.mood, planted(item.id));
            felt.push((item.id, feeling - item.height));
            let unsure = random.chance(item.no_opinion);
            let skipped = random.chance(0.02);
            let point = FIVE.point(feeling);
            let no_opinion = if item.id.starts_with("service") {
                NOT_APPLICABLE
            } else {
                DONT_KNOW
            };
            answers.push(match straight {
                Some(point) => point.to_string(),
                None if unsure => no_opinion.to_owned(),
                None if skipped => String::new(),
                None => point.to_string(),
            });
        }
        answers
    }

    fn reason(&self, random: &mut Random, banks: &[Bank; 2], felt: &Felt) -> String {
        if random.chance(0.25) {
            return String::new();
        }
        let theme = theme(worst(felt));
        self.words(random, banks, theme)
    }

    fn suggestion(&self, random: &mut Random, banks: &[Bank; 2], felt: &Felt, overall: usize) -> String {
        if !random.chance(0.16) {
            return String::new();
        }
        if overall >= 4 && random.chance(0.5) {
            return self.words(random, banks, "praise");
        }
        self.words(random, banks, &format!("advice-{}", theme(worst(felt))))
    }

    fn words(&self, random: &mut Random, banks: &[Bank; 2], theme: &str) -> String {
        let (bank, join) = if self.customer.language == "zh" {
            (&banks[0], "")
        } else {
            (&banks[1], " ")
        };
        bank.draw(random, theme, join)
    }

    fn other_words(&self, random: &mut Random, chosen: bool, zh: &[&str], en: &[&str]) -> String {
        let words = random.of(if self.customer.language == "zh" { zh } else { en });
        if chosen { words.to_owned() } else { String::new() }
    }
}

/// Reasons for a contact: more often when the delivery was felt to be bad.
fn contact(random: &mut Random, felt: &Felt) -> String {
    let delivery = feeling(felt, "service.speed");
    let quality = feeling(felt, "product.quality");
    let likely = (0.38 - 0.1 * delivery.min(quality)).clamp(0.1, 0.85);
    if !random.chance(likely) {
        return unless_skipped(random, 0.01, "none".to_owned());
    }
    let first = match (delivery < -1.0, quality < -1.0) {
        (true, _) if random.chance(0.7) => "delivery",
        (false, true) if random.chance(0.7) => "quality",
        _ => random.weighted(&REASONS),
    };
    let second = random.weighted(&REASONS);
    let mut chosen = vec![first];
    if second != first && random.chance(0.22) {
        chosen.push(second);
    }
    chosen.sort_by_key(|reason| REASONS.iter().position(|(name, _)| name == reason));
    chosen.join(";")
}

/// One in twenty-five leaves after some page: everything behind it stays empty.
fn break_off(random: &mut Random, cells: &mut [String]) {
    // Cells answered at the end of the pages, counted from `customer_id`.
    const PAGE_ENDS: [usize; 4] = [6, 9, 16, 22];
    let after = PAGE_ENDS[random.below(PAGE_ENDS.len())];
    if random.chance(0.04) {
        cells[after..].iter_mut().for_each(String::clear);
    }
}

fn feeling(felt: &Felt, id: &str) -> f64 {
    felt.iter()
        .find(|(name, _)| *name == id)
        .map_or(0.0, |(_, feeling)| *feeling)
}

fn worst(felt: &Felt) -> &'static str {
    felt.iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or("", |(name, _)| name)
}

/// The theme of a comment about an item.
fn theme(item: &str) -> &'static str {
    match item {
        "product.value" => "value",
        "service.speed" | "service.condition" => "delivery",
        "service.response" | "service.solved" => "support",
        _ if item.starts_with("product") => "product",
        _ if item.starts_with("experience") => "experience",
        _ if item.starts_with("security") => "security",
        _ => "brand",
    }
}
