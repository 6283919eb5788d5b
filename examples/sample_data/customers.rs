//! The customers of the after-sales survey.

use crate::SEED;
use crate::random::Random;
use crate::table::Style;
use crate::table::Table;

const CUSTOMERS: usize = 2_400;
const REGIONS: [(&str, f64); 6] = [
    ("east", 0.28),
    ("south", 0.20),
    ("central", 0.14),
    ("north", 0.14),
    ("northwest", 0.14),
    ("southwest", 0.10),
];
const TYPES: [(&str, f64); 3] = [("new", 0.27), ("existing", 0.55), ("lapsed", 0.18)];

/// Everybody who was asked at least once.
pub struct Customers(Vec<Customer>);

/// A customer.
pub struct Customer {
    /// Number by which the sample knows them.
    pub id: String,
    /// New, existing or lapsed.
    pub kind: &'static str,
    /// Month of the first order.
    pub since: String,
    /// Where they live.
    pub region: &'static str,
    /// In which language they answer.
    pub language: &'static str,
    /// Their lasting part of the mood, standard normal.
    pub usual: f64,
}

/// Draws the customers.
pub fn customers() -> Customers {
    let draw = |number: usize| {
        let mut random = Random::new(SEED, 100_000_000 + number as u64);
        let kind = random.weighted(&TYPES);
        let years = if kind == "new" { 2025..2027 } else { 2018..2025 };
        let span = usize::try_from(years.end - years.start).unwrap_or(1);
        let year = years.start + i32::try_from(random.below(span)).unwrap_or(0);
        Customer {
            id: format!("c{:05}", 10_000 + number * 7),
            kind,
            since: format!("{year}-{:02}", 1 + random.below(10)),
            region: random.weighted(&REGIONS),
            language: if random.chance(0.2) { "en" } else { "zh" },
            usual: random.normal(),
        }
    };
    Customers((0..CUSTOMERS).map(draw).collect())
}

impl Customers {
    /// The sample file.
    pub fn table(&self) -> Table {
        let mut table = Table::new(Style::Plain, &["customer_id", "customer_type", "customer_since"]);
        for customer in &self.0 {
            table.push(vec![
                customer.id.clone(),
                customer.kind.to_owned(),
                customer.since.clone(),
            ]);
        }
        table
    }

    /// So many different customers.
    pub fn some(&self, random: &mut Random, count: usize) -> Vec<&Customer> {
        let mut pool: Vec<&Customer> = self.0.iter().collect();
        (0..count.min(pool.len()))
            .map(|_| pool.swap_remove(random.below(pool.len())))
            .collect()
    }
}
