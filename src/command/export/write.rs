//! Writing an export: once through the answers, or twice where a form must know them all before it begins.

use super::Args;
use super::Chosen;
use super::Form;
use super::needs_file;
use crate::command::CommandError;
use crate::command::Context;
use crate::export::Codebook;
use crate::export::Counting;
use crate::export::CsvFile;
use crate::export::CsvForm;
use crate::export::Layout;
use crate::export::ParquetFile;
use crate::export::SavFile;
use crate::export::Sink;
use crate::export::TidyFile;
use crate::export::TripleS;
use crate::export::Widths;
use crate::export::XlsxFile;
use crate::export::triple_s_definition;
use crate::project::ProjectError;
use crate::project::Staged;
use std::io;
use std::io::Write;
use std::path::Path;

/// Writes it, and says what was written.
pub(super) fn write(
    args: &Args,
    form: Form,
    layout: &Layout<'_>,
    chosen: &Chosen<'_>,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    let csv = CsvForm {
        excel: form == Form::Excel,
        missing: !args.blank_missing,
    };
    let Some(path) = args.to.as_deref().filter(|path| *path != Path::new("-")) else {
        if !form.is_text() {
            return Err(needs_file(form));
        }
        text(form, csv, layout, chosen, &mut *context.out, &CommandError::from)?;
        return Ok(());
    };
    let failed = |error| CommandError::from(ProjectError::write(path)(error));
    let mut staged = vec![Staged::begin(path)?];
    let out = staged[0].writer()?;
    let count = match form {
        Form::Parquet => drain(ParquetFile::new(layout, out), chosen, &failed)?,
        Form::Sav => {
            let widths = widths(layout, chosen)?;
            drain(SavFile::new(layout, &widths, out), chosen, &failed)?
        }
        Form::Xlsx => {
            let book = codebook(layout, chosen)?;
            drain(XlsxFile::new(layout, Some(book), Vec::new(), out), chosen, &failed)?
        }
        Form::TripleS => {
            let widths = widths(layout, chosen)?;
            put(out, &triple_s_definition(layout, &widths)).map_err(failed)?;
            let data = path.with_extension("csv");
            let failed = |error| CommandError::from(ProjectError::write(&data)(error));
            staged.push(Staged::begin(&data)?);
            let out = staged[1].writer()?;
            drain(Ok(TripleS::new(layout, &widths, out)), chosen, &failed)?
        }
        _ => text(form, csv, layout, chosen, out, &failed)?,
    };
    if args.codebook && !matches!(form, Form::Codebook | Form::CodebookMd) {
        staged.extend(beside(path, layout, chosen)?);
    }
    Staged::finish_all(staged)?;
    let name = path.display();
    context.say(
        &format!("{count} responses written to {name}"),
        &format!("已将 {count} 份答卷写入 {name}"),
    );
    Ok(())
}

/// The codebook as two files beside the export.
fn beside(path: &Path, layout: &Layout<'_>, chosen: &Chosen<'_>) -> Result<Vec<Staged>, CommandError> {
    let book = codebook(layout, chosen)?;
    let mut files = Vec::new();
    for (ending, text) in [
        ("codebook.json", json(&book)),
        ("codebook.md", book.markdown(layout.lang.tongue())),
    ] {
        let path = path.with_extension(ending);
        let file = Staged::begin(&path)?;
        put(file.writer()?, &text).map_err(ProjectError::write(&path))?;
        files.push(file);
    }
    Ok(files)
}

/// What became of an error while writing.
type Failed<'f> = &'f dyn Fn(io::Error) -> CommandError;

/// Writes a form that is text; gives the number of responses.
fn text<W: Write>(
    form: Form,
    csv: CsvForm,
    layout: &Layout<'_>,
    chosen: &Chosen<'_>,
    out: W,
    failed: Failed<'_>,
) -> Result<u64, CommandError> {
    match form {
        Form::Tidy => drain(TidyFile::new(layout, out), chosen, failed),
        Form::Codebook | Form::CodebookMd => {
            let book = codebook(layout, chosen)?;
            let text = if form == Form::Codebook {
                json(&book)
            } else {
                book.markdown(layout.lang.tongue())
            };
            put(out, &text).map_err(failed)?;
            Ok(book.responses)
        }
        _ => drain(CsvFile::new(layout, csv, out), chosen, failed),
    }
}

/// Writes all answers into a file that was begun; gives their number.
fn drain<S: Sink>(begun: io::Result<S>, chosen: &Chosen<'_>, failed: Failed<'_>) -> Result<u64, CommandError> {
    let mut sink = Box::new(begun.map_err(failed)?);
    let mut count = 0;
    chosen.each(|batch| {
        count += batch.len() as u64;
        sink.batch(batch).map_err(failed)
    })?;
    sink.finish().map_err(failed)?;
    Ok(count)
}

fn widths(layout: &Layout<'_>, chosen: &Chosen<'_>) -> Result<Widths, CommandError> {
    let mut widths = Widths::new(layout);
    chosen.each(|batch| {
        widths.see(layout, batch);
        Ok(())
    })?;
    Ok(widths)
}

fn codebook(layout: &Layout<'_>, chosen: &Chosen<'_>) -> Result<Codebook, CommandError> {
    let mut counting = Counting::new(layout);
    chosen.each(|batch| {
        counting.see(layout, batch);
        Ok(())
    })?;
    Ok(counting.codebook(layout))
}

fn json(book: &Codebook) -> String {
    let text = serde_json::to_string_pretty(book).expect("a codebook is plain data");
    format!("{text}\n")
}

fn put(mut out: impl Write, text: &str) -> io::Result<()> {
    out.write_all(text.as_bytes())?;
    out.flush()
}
