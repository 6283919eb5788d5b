//! What the command line says of how a file is read.

use super::Args;
use crate::command::CommandError;
use crate::command::shared::space::Space;
use crate::definition::mapping::DateOrder;
use crate::definition::mapping::Entry;
use crate::definition::mapping::Format;
use crate::diagnostic::Place;
use crate::diagnostic::Words;
use crate::model::WaveId;

/// How the file was read: a file read in another way is not the same import.
pub(super) fn read_with(mapping: &str, args: &Args, wave: Option<&WaveId>, own_profiles: &str) -> String {
    let said = [
        args.profile.as_deref().map(|text| format!("profile={text}")),
        (!own_profiles.is_empty()).then(|| format!("profiles={own_profiles}")),
        args.encoding.as_deref().map(|text| format!("encoding={text}")),
        args.delimiter.as_deref().map(|text| format!("delimiter={text}")),
        args.date_order.as_deref().map(|text| format!("date_order={text}")),
        wave.map(|wave| format!("wave={wave}")),
    ];
    std::iter::once(mapping.to_owned())
        .chain(said.into_iter().flatten())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(";")
}

pub(super) fn wave(args: &Args, space: &Space) -> Result<Option<WaveId>, CommandError> {
    let Some(text) = &args.wave else { return Ok(None) };
    let known = space.calendar().parse(text);
    known.map(Some).ok_or_else(|| {
        CommandError::Other(Words::new(
            format!("`--wave {text}` is no wave of this workspace; waves are named as in manyi.toml, such as 2026Q4"),
            format!("`--wave {text}` 不是本工作区的期次；期次名称见 manyi.toml，例如 2026Q4"),
        ))
    })
}

/// What the command line says of the file's form.
pub(super) fn format(args: &Args) -> Result<Format, CommandError> {
    let delimiter = match args.delimiter.as_deref() {
        None => None,
        Some("tab" | "\\t") => Some('\t'),
        Some(text) if text.chars().count() == 1 => text.chars().next(),
        Some(text) => {
            return Err(CommandError::Other(Words::new(
                format!("`--delimiter {text}`: write one character, or `tab`"),
                format!("`--delimiter {text}`：请写一个字符，或 `tab`"),
            )));
        }
    };
    let date_order = match &args.date_order {
        None => None,
        Some(text) => Some(DateOrder::named(text).ok_or_else(|| {
            CommandError::Other(Words::new(
                format!("`--date-order {text}`: write `ymd`, `mdy` or `dmy`"),
                format!("`--date-order {text}`：请写 `ymd`、`mdy` 或 `dmy`"),
            ))
        })?),
    };
    let argument = |text: &String| {
        let place = Place::Argument {
            name: "--encoding".to_owned(),
            text: text.clone(),
            start: 0,
            end: text.len(),
        };
        Entry::new(text.clone(), place)
    };
    Ok(Format {
        encoding: args.encoding.as_ref().map(argument),
        delimiter,
        date_order,
        ..Format::default()
    })
}
