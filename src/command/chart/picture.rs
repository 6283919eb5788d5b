//! A drawn chart as the file that was asked for.

use super::Args;
use super::As;
use super::Colours;
use crate::chart;
use crate::chart::Chart;
use crate::chart::Scheme;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::fonts;
use crate::diagnostic::Words;
use crate::project::atomic;

/// Width of a PNG in px when none is said: a slide on a screen.
const SLIDE: u32 = 1600;

/// What is to be written: as `--format` says, else as the name of the file ends.
///
/// # Errors
/// When fonts are named for something that has no use for them.
pub fn form(args: &Args) -> Result<As, CommandError> {
    let ending = args.output.as_deref().and_then(|file| file.extension()?.to_str());
    let ended = match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("png") => As::Png,
        Some("json") => As::Json,
        _ => As::Svg,
    };
    let form = args.format.unwrap_or(ended);
    if form != As::Png && !args.font.is_empty() {
        return Err(CommandError::Other(Words::new(
            "`--font` is for PNG: add `--format png`; an SVG holds its texts as texts",
            "`--font` 仅用于 PNG：请加 `--format png`；SVG 以文本保存文字",
        )));
    }
    Ok(form)
}

/// Writes the picture of a chart, with `says` under it.
///
/// # Errors
/// When it cannot be written.
pub fn draw(args: &Args, form: As, chart: &dyn Chart, says: &str, context: &mut Context<'_>) -> Ended {
    let scheme = match args.scheme {
        Colours::Light => Scheme::Light,
        Colours::Dark => Scheme::Dark,
    };
    if form != As::Png {
        let drawn = chart.draw(args.width.unwrap_or(chart::WIDE), "chart");
        return write(args, drawn.picture(chart.words(), says, scheme).as_bytes(), context);
    }
    let width = args.width.unwrap_or(SLIDE);
    let faces = match fonts::faces(&args.font, &chart::letters(chart, says, width)) {
        Ok(faces) => faces,
        Err(problems) => {
            context.show(&problems);
            return Ok(Outcome::Problems);
        }
    };
    let png = chart::png(chart, says, scheme, width, &faces).ok_or_else(|| {
        CommandError::Other(Words::new(
            format!("a picture {width} px wide of this chart is too large; take a smaller `--width` or fewer rows"),
            format!("宽 {width} 像素的图片过大；请减小 `--width` 或减少行数"),
        ))
    })?;
    write(args, &png, context)
}

/// Writes numbers as JSON.
///
/// # Errors
/// When they cannot be written.
pub fn json(args: &Args, input: &serde_json::Value, context: &mut Context<'_>) -> Ended {
    let text = serde_json::to_string_pretty(input).unwrap_or_default();
    write(args, format!("{text}\n").as_bytes(), context)
}

/// Of two outcomes the one that says something is to be mended.
pub fn worse(one: Outcome, other: Outcome) -> Outcome {
    if one == Outcome::Done { other } else { one }
}

fn write(args: &Args, bytes: &[u8], context: &mut Context<'_>) -> Ended {
    match &args.output {
        Some(file) => atomic::write(file, bytes)?,
        None => context.raw(bytes)?,
    }
    Ok(Outcome::Done)
}
