//! One slide and its notes.

use super::Body;
use super::Cell;
use super::Deck;
use super::Slide;
use super::Tone;
use super::fit;
use super::frame;
use super::frame::Place;
use super::frame::SPACES;
use super::frame::placed;
use super::package::Package;
use crate::locale::xml::escaped;
use std::fmt::Write as _;

/// Points in EMU.
const POINT: f64 = 12_700.0;
/// Most rows of a table on a slide, its head included.
pub const ROWS: usize = 12;
const ROW: u32 = 340_000;

/// Adds the slide `number` with its notes; its chart, if it has one, is that of `chart`.
pub fn write(deck: &Deck, slide: &Slide, number: usize, chart: usize, package: &mut Package) {
    let name = format!("ppt/slides/slide{number}.xml");
    package.relation(&name, "slideLayout", "../slideLayouts/slideLayout1.xml");
    if !slide.notes.is_empty() {
        notes(deck, slide, number, package);
        package.relation(&name, "notesSlide", &format!("../notesSlides/notesSlide{number}.xml"));
    }
    let lang = escaped(&deck.lang);
    let mut shapes = String::new();
    shapes.push_str(&title(&slide.title, &lang));
    if !slide.subtitle.is_empty() {
        shapes.push_str(&text(
            (3, "Subtitle"),
            "type=\"body\" idx=\"13\"",
            &[run(&slide.subtitle, "", &lang)],
        ));
    }
    let (lead, body) = split(slide);
    if !slide.lead.is_empty() {
        shapes.push_str(&paragraph(&slide.lead, lead, &lang));
    }
    match &slide.body {
        Body::Nothing => {}
        Body::Chart(drawn) => {
            let id = package.relation(&name, "chart", &format!("../charts/chart{chart}.xml"));
            let _ = write!(
                shapes,
                "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"8\" name=\"Chart\" descr=\"{}\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/>\
                 </p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{}<a:graphic><a:graphicData \
                 uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart \
                 xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"{id}\"/></a:graphicData></a:graphic></p:graphicFrame>",
                escaped(&drawn.description),
                placed("p", body)
            );
        }
        Body::Table(rows) => shapes.push_str(&table(rows, body, &lang)),
        Body::List(items) => {
            let size = fit::list_size(items) * 100;
            let (bold, plain) = (format!(" sz=\"{size}\" b=\"1\""), format!(" sz=\"{size}\""));
            let one = |(lead, text): &(String, String)| {
                format!("{}{}", run(&format!("{lead} "), &bold, &lang), run(text, &plain, &lang))
            };
            let runs: Vec<String> = items.iter().map(one).collect();
            shapes.push_str(&text((7, "Body"), "type=\"body\" idx=\"1\"", &runs));
        }
    }
    if !slide.foot.is_empty() {
        let size = if fit::lines(&slide.foot, 10.0, 811.0) > 3.0 {
            " sz=\"800\""
        } else {
            ""
        };
        shapes.push_str(&text(
            (4, "Source"),
            "type=\"body\" idx=\"14\"",
            &[run(&slide.foot, size, &lang)],
        ));
    }
    let _ = write!(
        shapes,
        "<p:sp><p:nvSpPr><p:cNvPr id=\"6\" name=\"Number\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldNum\" idx=\"12\" \
         sz=\"quarter\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" \
         type=\"slidenum\"><a:rPr lang=\"{lang}\"/><a:t>{number}</a:t></a:fld></a:p></p:txBody></p:sp>"
    );
    package.part(
        &name,
        "presentationml.slide+xml",
        format!(
            "<p:sld {SPACES}><p:cSld><p:spTree>{}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
            frame::root()
        ),
    );
}

/// Where the paragraph of a slide stands, and what is left below it.
fn split(slide: &Slide) -> (Place, Place) {
    let (x, y, wide, high) = frame::BODY;
    if slide.lead.is_empty() {
        return ((x, y, wide, 0), frame::BODY);
    }
    let lines = fit::lines(&slide.lead, 14.0, fit::WIDTH);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few lines of text"
    )]
    let taken = ((lines * 14.0 * 1.3 + 6.0) * POINT).min(f64::from(high) * 0.6) as u32;
    (
        (x, y, wide, taken),
        (x, y + taken + 100_000, wide, high - taken - 100_000),
    )
}

/// Families of the theme; a text outside a place of the layout has none of itself.
const FONTS: &str = "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/>";

fn run(text: &str, style: &str, lang: &str) -> String {
    coloured(text, style, "", lang)
}

/// A text with a fill of its own.
fn coloured(text: &str, style: &str, fill: &str, lang: &str) -> String {
    let other = if lang.starts_with("zh") { "en-US" } else { "zh-CN" };
    format!(
        "<a:r><a:rPr lang=\"{lang}\" altLang=\"{other}\"{style} dirty=\"0\">{fill}{FONTS}</a:rPr><a:t>{}</a:t></a:r>",
        escaped(text)
    )
}

fn title(words: &str, lang: &str) -> String {
    let size = fit::size(words, &[26, 24, 22, 20, 18], 2.0);
    let style = format!(" sz=\"{}\"", size * 100);
    text((2, "Title"), "type=\"title\"", &[run(words, &style, lang)])
}

/// Paragraphs in a place of the layout.
fn text((id, name): (u32, &str), kind: &str, paragraphs: &[String]) -> String {
    let spaced = if paragraphs.len() > 1 {
        "<a:pPr><a:spcAft><a:spcPts val=\"600\"/></a:spcAft></a:pPr>"
    } else {
        ""
    };
    let all = paragraphs.iter().fold(String::new(), |mut xml, paragraph| {
        let _ = write!(xml, "<a:p>{spaced}{paragraph}</a:p>");
        xml
    });
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>\
         <p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{all}</p:txBody></p:sp>"
    )
}

/// A text in a place of its own.
fn paragraph(words: &str, place: Place, lang: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"9\" name=\"Lead\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/>\
         </a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"><a:normAutofit/></a:bodyPr><a:lstStyle/>\
         <a:p>{}</a:p></p:txBody></p:sp>",
        placed("a", place),
        run(words, " sz=\"1400\"", lang)
    )
}

/// A table with lines between its rows; the first column is words, the others numbers.
fn table(rows: &[Vec<Cell>], place: Place, lang: &str) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let rows = &rows[..rows.len().min(ROWS)];
    let (x, y, wide, _) = place;
    let mut grid = String::new();
    for column in widths(rows, columns, wide) {
        let _ = write!(grid, "<a:gridCol w=\"{column}\"/>");
    }
    let mut body = String::new();
    for (index, row) in rows.iter().enumerate() {
        let _ = write!(body, "<a:tr h=\"{ROW}\">");
        for column in 0..columns {
            let cell = row.get(column).cloned().unwrap_or_default();
            body.push_str(&table_cell(&cell, (index, column), lang));
        }
        body.push_str("</a:tr>");
    }
    let high = ROW * u32::try_from(rows.len()).unwrap_or(1);
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"8\" name=\"Table\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr>\
         <p:nvPr/></p:nvGraphicFramePr>{}<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>\
         <a:tblPr firstRow=\"1\"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
        placed("p", (x, y, wide, high))
    )
}

/// Widths of columns in EMU that share `wide` as their longest texts do.
fn widths(rows: &[Vec<Cell>], columns: usize, wide: u32) -> Vec<u32> {
    let longest = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column));
        texts.map(|cell| fit::width(&cell.text, 14.0)).fold(28.0, f64::max) + 16.0
    };
    let needed: Vec<f64> = (0..columns).map(longest).collect();
    let all: f64 = needed.iter().sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a width"
    )]
    let share = |part: &f64| (part / all * f64::from(wide)) as u32;
    needed.iter().map(share).collect()
}

fn table_cell(cell: &Cell, (row, column): (usize, usize), lang: &str) -> String {
    let is_head = row == 0;
    let align = if column == 0 { "l" } else { "r" };
    let colour = match (cell.tone, is_head) {
        (_, true) | (Tone::Quiet, _) => "tx2",
        (Tone::Good, _) => "accent3",
        (Tone::Bad, _) => "accent2",
        (Tone::Plain, _) => "tx1",
    };
    let weight = if !is_head && column == 1 { " b=\"1\"" } else { "" };
    let size = if is_head { 1200 } else { 1400 };
    let none = "<a:noFill/>";
    let line = format!(
        "<a:solidFill><a:schemeClr val=\"{}\"/></a:solidFill>",
        if is_head { "tx2" } else { "bg2" }
    );
    let text = if cell.text.is_empty() {
        String::new()
    } else {
        let style = format!(" sz=\"{size}\"{weight}");
        let fill = format!("<a:solidFill><a:schemeClr val=\"{colour}\"/></a:solidFill>");
        coloured(&cell.text, &style, &fill, lang)
    };
    format!(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn=\"{align}\"/>{text}<a:endParaRPr lang=\"{lang}\" sz=\"{size}\"/></a:p></a:txBody>\
         <a:tcPr marL=\"45720\" marR=\"45720\" marT=\"36000\" marB=\"36000\" anchor=\"ctr\"><a:lnL w=\"0\">{none}</a:lnL><a:lnR w=\"0\">{none}</a:lnR>\
         <a:lnT w=\"0\">{none}</a:lnT><a:lnB w=\"9525\">{line}</a:lnB>{none}</a:tcPr></a:tc>"
    )
}

fn notes(deck: &Deck, slide: &Slide, number: usize, package: &mut Package) {
    let name = format!("ppt/notesSlides/notesSlide{number}.xml");
    package.relation(&name, "notesMaster", "../notesMasters/notesMaster1.xml");
    package.relation(&name, "slide", &format!("../slides/slide{number}.xml"));
    let lang = escaped(&deck.lang);
    let runs: Vec<String> = slide.notes.iter().map(|note| run(note, "", &lang)).collect();
    let picture = "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr>\
                   <p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>";
    package.part(
        &name,
        "presentationml.notesSlide+xml",
        format!(
            "<p:notes {SPACES}><p:cSld><p:spTree>{}{picture}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
            frame::root(),
            text((3, "Notes"), "type=\"body\" idx=\"1\"", &runs)
        ),
    );
}
