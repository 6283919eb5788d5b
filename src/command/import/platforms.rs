//! Which platforms an import knows, and which was named.

use crate::command::CommandError;
use crate::command::Context;
use crate::definition::mapping::Entry;
use crate::diagnostic::Place;
use crate::diagnostic::Source;
use crate::import::profile::Profile;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write;
use std::sync::Arc;

/// The profiles of platforms, and which was named.
#[derive(Default)]
pub(super) struct Platforms {
    pub profiles: Vec<Profile>,
    pub named: Option<Entry>,
    /// Fingerprint of the workspace's own: a file read by another profile is not the same import.
    pub own: String,
}

pub(super) fn argument_of(name: &str) -> Entry {
    let place = Place::Argument {
        name: "--profile".to_owned(),
        text: name.to_owned(),
        start: 0,
        end: name.len(),
    };
    Entry::new(name, place)
}

/// What tells the workspace's own profiles apart; empty where there are none.
pub(super) fn fingerprint(own: &[Arc<Source>]) -> String {
    let mut hash = Sha256::new();
    for source in own {
        hash.update(source.text.as_bytes());
        hash.update([0]);
    }
    if own.is_empty() {
        return String::new();
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Lists the profiles: name, platform, and what is done with its exports.
pub(super) fn list(profiles: &[Profile], context: &mut Context<'_>) -> Result<(), CommandError> {
    let tongue = context.tongue;
    let lines: Vec<String> = profiles
        .iter()
        .map(|profile| {
            format!(
                "{:<13} {}\n    {}\n",
                profile.name,
                profile.title.get(tongue),
                profile.about.get(tongue)
            )
        })
        .collect();
    context.data(&lines.concat())?;
    Ok(())
}

/// Says which tables inside the responses of a JSON file are not read.
pub(super) fn repeated(name: &str, groups: &[String], context: &mut Context<'_>) {
    if groups.is_empty() {
        return;
    }
    let groups: Vec<String> = groups.iter().map(|group| format!("`{group}`")).collect();
    context.say(
        &format!(
            "`{name}`: repeated groups are tables of their own and not read: {}",
            groups.join(", ")
        ),
        &format!("`{name}`：重复组自成一表，未读入：{}", groups.join("、")),
    );
}
