//! Which platforms an import knows, and what is said of a file that is of one.

use crate::command::CommandError;
use crate::command::Context;
use crate::definition::mapping::Entry;
use crate::diagnostic::Place;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::import::profile::Profile;
use crate::import::profile::Recognised;
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

/// Says what a file was recognised as and by what, and which rows were left out for it.
pub(super) fn recognised_as(name: &str, found: &Recognised, left_out: &[(Words, u64)], context: &mut Context<'_>) {
    let mut en: Vec<String> = found.evidence.iter().map(|why| why.en.clone()).collect();
    let mut zh: Vec<String> = found.evidence.iter().map(|why| why.zh.clone()).collect();
    if found.header_rows != 1 {
        en.push(format!("{} header rows", found.header_rows));
        zh.push(format!("表头 {} 行", found.header_rows));
    }
    if let Some(zone) = &found.time_zone {
        en.push(format!("times in {zone}"));
        zh.push(format!("时间按 {zone}"));
    }
    if !found.personal.is_empty() {
        let names: Vec<String> = found.personal.iter().map(|name| format!("`{name}`")).collect();
        en.push(format!("not read, being personal: {}", names.join(", ")));
        zh.push(format!("涉及个人、未读入：{}", names.join("、")));
    }
    if found.by_number > 0 {
        en.push(format!(
            "{} columns known by the number of their question alone",
            found.by_number
        ));
        zh.push(format!("{} 列仅凭题号识别", found.by_number));
    }
    let (title, profile) = (&found.title, &found.name);
    context.say(
        &format!(
            "`{name}` is read as {} (profile {profile}): {}",
            title.en,
            en.join("; ")
        ),
        &format!("`{name}` 按{}（{profile}）读取：{}", title.zh, zh.join("；")),
    );
    for (why, count) in left_out {
        let rows = if *count == 1 { "row is" } else { "rows are" };
        context.say(
            &format!("`{name}`: {count} {rows} left out: {}", why.en),
            &format!("`{name}` 略去 {count} 行：{}", why.zh),
        );
    }
}
