//! Files as they go wrong, by hand and by the thousand: nothing panics, every row is accounted for, and what would eat the
//! machine is refused in seconds.

mod bombs;
mod corpus;
mod mutants;

#[path = "../../../fuzz/targets.rs"]
pub mod targets;

pub use mutants::Draw;

use std::time::Duration;
use std::time::Instant;

/// A single file may take so long unoptimised, on a machine that does much else; alone, and optimised, it takes a hundredth.
const MOST_TIME: Duration = Duration::from_secs(120);

/// Runs a target and names what it was given when that goes wrong.
fn bounded(name: &str, target: fn(&[u8]), bytes: &[u8]) {
    let begun = Instant::now();
    let ended = std::panic::catch_unwind(|| target(bytes));
    let took = begun.elapsed();
    if let Err(panic) = ended {
        let kept = std::env::temp_dir().join("manyi-fault.bin");
        let _ = std::fs::write(&kept, bytes);
        println!(
            "{name}: {} bytes made it panic; they are kept in {}",
            bytes.len(),
            kept.display()
        );
        std::panic::resume_unwind(panic);
    }
    assert!(took < MOST_TIME, "{name}: {} bytes took {took:?}", bytes.len());
}
