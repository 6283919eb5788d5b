//! Writes the simulated answers of `sample-data/` and the customers of `samples/`, the same bytes on every machine.
//!
//! `cargo run --example sample_data` writes into the workspace; `cargo run --example sample_data -- DIR` writes elsewhere.
//! It knows neither the definitions nor the rest of manyi: what it writes is input like any other. What is planted in the
//! answers is said in `sample-data/README.md`.

mod after_sales;
mod answers;
mod comments;
mod customers;
mod dates;
mod labels;
mod oddities;
mod order_items;
mod random;
mod support;
mod table;

use std::error::Error;
use std::path::PathBuf;

/// The day the data were written for, not chosen for what it gives.
pub const SEED: u64 = 20_261_122;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("."), PathBuf::from);
    let customers = customers::customers();
    customers.table().write(&folder.join("samples/after-sales.csv"))?;
    for (name, table) in after_sales::waves(&customers)? {
        table.write(&folder.join("sample-data/after-sales").join(name))?;
    }
    for (name, table) in support::files()? {
        table.write(&folder.join("sample-data/support-csat").join(name))?;
    }
    Ok(())
}
