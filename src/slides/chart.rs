//! A native chart in `DrawingML` (ECMA-376 part 1, chapter 21.2).

use super::Chart;
use super::Line;
use super::Series;
use super::Shape;
use super::Tone;
use super::book;
use super::book::Column;
use crate::locale::xml::escaped;
use std::fmt::Write as _;

const SPACES: &str = "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
                      xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                      xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
/// Parts of a bar below this share have no room for their number.
const ROOM: f64 = 4.5;

/// The chart part; its workbook is the first relation.
pub fn xml(chart: &Chart, lang: &str) -> String {
    let plot = match chart.shape {
        Shape::Lines => lines(chart),
        Shape::Bars | Shape::Stacked => bars(chart),
    };
    let legend = if has_legend(chart) {
        format!(
            "<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/>{}</c:legend>",
            text_properties(1200, "<a:schemeClr val=\"tx1\"/>")
        )
    } else {
        String::new()
    };
    format!(
        "<c:chartSpace {SPACES}><c:date1904 val=\"0\"/><c:lang val=\"{}\"/><c:roundedCorners val=\"0\"/><c:chart>\
         <c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>{plot}{}</c:plotArea>{legend}<c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{}\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        escaped(lang),
        axes(chart),
        text_properties(1200, "<a:schemeClr val=\"tx1\"/>"),
    )
}

/// One series needs no key, its name is in the title.
fn has_legend(chart: &Chart) -> bool {
    chart.series.len() > 1
}

fn bars(chart: &Chart) -> String {
    let (grouping, overlap) = match chart.shape {
        Shape::Stacked => ("stacked", "<c:overlap val=\"100\"/>"),
        _ => ("clustered", ""),
    };
    let series = series(chart, "", |index, series| {
        format!(
            "{}<c:invertIfNegative val=\"0\"/>{}{}{}",
            fill(&bar_colour(chart, series)),
            points(series),
            bar_labels(chart, series),
            error_bars(chart, index)
        )
    });
    format!(
        "<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"{grouping}\"/><c:varyColors val=\"0\"/>{series}\
         <c:gapWidth val=\"45\"/>{overlap}<c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>"
    )
}

fn lines(chart: &Chart) -> String {
    let all = series(chart, "<c:smooth val=\"0\"/>", |index, series| {
        let colour = line_colour(series);
        let (dash, marker) = match series.line {
            Line::Marked => (
                "",
                format!(
                    "<c:marker><c:symbol val=\"circle\"/><c:size val=\"8\"/><c:spPr>{}<a:ln w=\"19050\">{}</a:ln></c:spPr></c:marker>",
                    solid(&colour),
                    solid(&colour)
                ),
            ),
            Line::Dashed => (
                "<a:prstDash val=\"dash\"/>",
                "<c:marker><c:symbol val=\"none\"/></c:marker>".to_owned(),
            ),
        };
        format!(
            "<c:spPr><a:ln w=\"28575\" cap=\"rnd\">{}{dash}<a:round/></a:ln></c:spPr>{marker}{}{}{}",
            solid(&colour),
            hollow(series, &colour),
            line_labels(chart, series),
            error_bars(chart, index)
        )
    });
    format!(
        "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>{all}<c:marker val=\"1\"/>\
         <c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>"
    )
}

/// All series; `middle` writes what stands between a name and the numbers, `end` stands behind them.
fn series(chart: &Chart, end: &str, middle: impl Fn(usize, &Series) -> String) -> String {
    let mut xml = String::new();
    for (index, one) in chart.series.iter().enumerate() {
        let place = cell(index + 1, 0);
        let _ = write!(
            xml,
            "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/><c:tx><c:strRef><c:f>{place}</c:f><c:strCache>\
             <c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>{}\
             <c:cat>{}</c:cat><c:val>{}</c:val>{end}</c:ser>",
            escaped(&one.name),
            middle(index, one),
            categories(chart),
            column(chart, Column::Values(index)),
        );
    }
    xml
}

fn categories(chart: &Chart) -> String {
    let mut xml = format!(
        "<c:strRef><c:f>{}</c:f><c:strCache><c:ptCount val=\"{}\"/>",
        range(0, chart.categories.len()),
        chart.categories.len()
    );
    for (index, name) in chart.categories.iter().enumerate() {
        let _ = write!(xml, "<c:pt idx=\"{index}\"><c:v>{}</c:v></c:pt>", escaped(name));
    }
    xml.push_str("</c:strCache></c:strRef>");
    xml
}

/// The numbers of a column with their place in the workbook.
fn column(chart: &Chart, wanted: Column) -> String {
    let place = book::columns(chart)
        .iter()
        .position(|column| *column == wanted)
        .unwrap_or(0);
    let mut xml = format!(
        "<c:numRef><c:f>{}</c:f><c:numCache><c:formatCode>{}</c:formatCode><c:ptCount val=\"{}\"/>",
        range(place + 1, chart.categories.len()),
        escaped(&chart.format),
        chart.categories.len()
    );
    for (index, number) in book::numbers(chart, wanted).into_iter().enumerate() {
        if let Some(number) = number {
            let _ = write!(xml, "<c:pt idx=\"{index}\"><c:v>{number}</c:v></c:pt>");
        }
    }
    xml.push_str("</c:numCache></c:numRef>");
    xml
}

fn cell(column: usize, row: usize) -> String {
    format!("{}!${}${}", book::SHEET, book::letters(column), row + 1)
}

fn range(column: usize, count: usize) -> String {
    let letters = book::letters(column);
    format!("{}!${letters}$2:${letters}${}", book::SHEET, count + 1)
}

/// Error bars with lengths of their own on both sides.
fn error_bars(chart: &Chart, index: usize) -> String {
    if !chart.series.get(index).is_some_and(book::has_intervals) {
        return String::new();
    }
    let direction = if chart.shape == Shape::Lines {
        "<c:errDir val=\"y\"/>"
    } else {
        ""
    };
    format!(
        "<c:errBars>{direction}<c:errBarType val=\"both\"/><c:errValType val=\"cust\"/><c:noEndCap val=\"0\"/><c:plus>{}</c:plus>\
         <c:minus>{}</c:minus><c:spPr><a:ln w=\"15875\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill></a:ln></c:spPr></c:errBars>",
        column(chart, Column::Plus(index)),
        column(chart, Column::Minus(index)),
    )
}

/// Bars of single numbers are light, so that their error bars can be seen on them.
fn bar_colour(chart: &Chart, series: &Series) -> String {
    match (&series.colour, chart.shape) {
        (Some(colour), _) => hex(colour),
        (None, Shape::Stacked) => "<a:schemeClr val=\"accent1\"/>".to_owned(),
        (None, _) => light("accent1"),
    }
}

fn line_colour(series: &Series) -> String {
    match (&series.colour, series.line) {
        (Some(colour), _) => hex(colour),
        (None, Line::Marked) => "<a:schemeClr val=\"accent1\"/>".to_owned(),
        (None, Line::Dashed) => "<a:schemeClr val=\"tx2\"/>".to_owned(),
    }
}

fn hex(colour: &str) -> String {
    format!("<a:srgbClr val=\"{}\"/>", escaped(colour))
}

fn light(scheme: &str) -> String {
    format!("<a:schemeClr val=\"{scheme}\"><a:lumMod val=\"40000\"/><a:lumOff val=\"60000\"/></a:schemeClr>")
}

fn solid(colour: &str) -> String {
    format!("<a:solidFill>{colour}</a:solidFill>")
}

fn fill(colour: &str) -> String {
    format!("<c:spPr>{}</c:spPr>", solid(colour))
}

/// Points that are not as sure as the others: hollow.
fn hollow(series: &Series, colour: &str) -> String {
    let mut xml = String::new();
    for (index, _) in series
        .tones
        .iter()
        .enumerate()
        .filter(|(_, tone)| **tone == Tone::Quiet)
    {
        let _ = write!(
            xml,
            "<c:dPt><c:idx val=\"{index}\"/><c:marker><c:symbol val=\"circle\"/><c:size val=\"8\"/><c:spPr>{}<a:ln w=\"19050\">{}</a:ln></c:spPr>\
             </c:marker><c:bubble3D val=\"0\"/></c:dPt>",
            solid("<a:schemeClr val=\"bg1\"/>"),
            solid(colour)
        );
    }
    xml
}

/// Bars that are coloured otherwise than their series.
fn points(series: &Series) -> String {
    let mut xml = String::new();
    for (index, tone) in series.tones.iter().enumerate() {
        let colour = match tone {
            Tone::Plain => continue,
            Tone::Good => light("accent3"),
            Tone::Bad => light("accent2"),
            Tone::Quiet => "<a:schemeClr val=\"bg2\"><a:lumMod val=\"85000\"/></a:schemeClr>".to_owned(),
        };
        let _ = write!(
            xml,
            "<c:dPt><c:idx val=\"{index}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/>{}</c:dPt>",
            fill(&colour)
        );
    }
    xml
}

/// Numbers in the middle of parts that have room; those of single bars stand with their names, clear of error bars.
fn bar_labels(chart: &Chart, series: &Series) -> String {
    if chart.shape != Shape::Stacked {
        return String::new();
    }
    let mut narrow = String::new();
    for (index, value) in series.values.iter().enumerate() {
        if value.is_none_or(|value| value < ROOM) {
            let _ = write!(narrow, "<c:dLbl><c:idx val=\"{index}\"/><c:delete val=\"1\"/></c:dLbl>");
        }
    }
    let ink = series
        .ink
        .as_ref()
        .map_or_else(|| "<a:schemeClr val=\"bg1\"/>".to_owned(), |ink| hex(ink));
    format!("<c:dLbls>{narrow}{}</c:dLbls>", label(chart, "ctr", &ink))
}

/// The number of the last value, which is the news.
fn line_labels(chart: &Chart, series: &Series) -> String {
    let last = series.values.iter().rposition(Option::is_some);
    let Some(last) = last.filter(|_| series.line == Line::Marked) else {
        return String::new();
    };
    let ink = "<a:schemeClr val=\"tx1\"/>";
    format!(
        "<c:dLbls><c:dLbl><c:idx val=\"{last}\"/>{}</c:dLbl>{}</c:dLbls>",
        label(chart, "r", ink),
        "<c:showLegendKey val=\"0\"/><c:showVal val=\"0\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/>\
         <c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>"
    )
}

fn label(chart: &Chart, place: &str, ink: &str) -> String {
    format!(
        "<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{}\
         <c:dLblPos val=\"{place}\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
         <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>",
        escaped(&chart.format),
        text_properties(1200, ink)
    )
}

fn text_properties(size: u32, colour: &str) -> String {
    format!(
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\">{}<a:latin typeface=\"+mn-lt\"/>\
         <a:ea typeface=\"+mn-ea\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"en-US\"/></a:p></c:txPr>",
        solid(colour)
    )
}

fn axes(chart: &Chart) -> String {
    let is_line = chart.shape == Shape::Lines;
    let ends = chart.range.map_or_else(String::new, |(low, high)| {
        format!("<c:max val=\"{high}\"/><c:min val=\"{low}\"/>")
    });
    // Rows read from the top down, so their axis is turned round, and the values stay below.
    let (order, category_side, value_side, crosses) = if is_line {
        ("minMax", "b", "l", "autoZero")
    } else {
        ("maxMin", "l", "b", "max")
    };
    let is_stacked = chart.shape == Shape::Stacked;
    let grid = if is_stacked {
        String::new()
    } else {
        format!(
            "<c:majorGridlines><c:spPr><a:ln w=\"9525\">{}</a:ln></c:spPr></c:majorGridlines>",
            solid("<a:schemeClr val=\"bg2\"/>")
        )
    };
    let quiet = text_properties(1200, "<a:schemeClr val=\"tx2\"/>");
    format!(
        "<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"{order}\"/></c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"{category_side}\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:spPr><a:ln w=\"9525\">{}</a:ln></c:spPr>{}\
         <c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/>\
         <c:noMultiLvlLbl val=\"0\"/></c:catAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>{ends}</c:scaling><c:delete val=\"{}\"/>\
         <c:axPos val=\"{value_side}\"/>{grid}<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{quiet}\
         <c:crossAx val=\"1\"/><c:crosses val=\"{crosses}\"/><c:crossBetween val=\"between\"/></c:valAx>",
        solid("<a:schemeClr val=\"tx2\"/>"),
        text_properties(1200, "<a:schemeClr val=\"tx1\"/>"),
        u8::from(is_stacked),
        escaped(&chart.axis_format),
    )
}
