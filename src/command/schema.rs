//! `manyi schema`: the JSON Schema of a definition, for editors.

use super::Context;
use super::Ended;
use super::Outcome;

/// Prints the JSON Schema of `surveys/*.yaml`, for completion and checks in an editor.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the schema.
///
/// # Errors
/// When the output cannot be written.
pub fn run(_: &Args, context: &mut Context<'_>) -> Ended {
    context.data(&format!("{:#}\n", crate::definition::schema()))?;
    Ok(Outcome::Done)
}
