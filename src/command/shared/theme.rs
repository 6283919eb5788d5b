//! The templates of a workspace in the colours of its brand, and whether those colours can be read.

use super::space::Space;
use crate::chart;
use crate::command::CommandError;
use crate::diagnostic::Problem;
use crate::site::BUILT_IN;
use crate::site::Templates;
use crate::site::theme;
use crate::site::theme::Pair;
use crate::site::theme::Rgb;
use crate::site::theme::Sheets;
use std::collections::BTreeMap;

/// The built-in templates with the workspace's own and the accent of its settings, and everything wrong with them.
///
/// # Errors
/// When a template cannot be read.
pub fn templates(space: &Space) -> Result<(Templates, Vec<Problem>), CommandError> {
    let sources = space.workspace.templates()?;
    let files: BTreeMap<String, String> = sources
        .iter()
        .map(|(name, source)| (name.clone(), source.text.clone()))
        .collect();
    let (mut templates, mut problems) = Templates::new(&files);
    let shipped = |name: &str| {
        BUILT_IN
            .iter()
            .find(|(own, _)| *own == name)
            .map_or("", |(_, text)| *text)
    };
    let base = files.get("base.css").map_or(shipped("base.css"), String::as_str);
    let accent = space.config().accent.as_deref().and_then(Rgb::parse);
    // The accent of the built-in sheet needs no other one.
    let accented = match accent.filter(|accent| Some(*accent) != Rgb::parse("#1f5fa8")) {
        Some(accent) => theme::accented(accent, base),
        None => String::new(),
    };
    let sheets = Sheets {
        before: &[base, chart::CSS, &accented],
        own: sources
            .iter()
            .find(|(name, _)| *name == "theme.css")
            .map(|(_, source)| source),
        settings: "manyi.toml",
    };
    let pairs: Vec<Pair> = theme::PAIRS
        .into_iter()
        .chain(chart::CONTRASTS.iter().map(|(front, back, least)| Pair {
            front,
            back,
            least: *least,
        }))
        .collect();
    problems.extend(theme::problems(&sheets, &pairs));
    templates.put_accent(accented);
    Ok((templates, problems))
}
