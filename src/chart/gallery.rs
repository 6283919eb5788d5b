//! The gallery: every chart with its example at three widths, light and dark, on one page a language.

use std::fmt::Write as _;

use super::compact::escape;
use super::picture::Scheme;
use super::{ALL, BROAD, CSS, Chart, Kind, NARROW, WIDE};
use crate::diagnostic::Tongue;

/// Widths of the gallery in px.
const WIDTHS: [u32; 3] = [BROAD, WIDE, NARROW];

const STYLE: &str = "*{box-sizing:border-box}body{margin:0 auto;padding:24px;max-width:1192px;font:16px/1.5 system-ui,'Segoe UI',Roboto,Arial,'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif;color:#1c1e21;background:#fff}\
h1{font-size:31px}h2{font-size:25px;margin:64px 0 0}p{margin:4px 0 12px}.l,.d{padding:20px 24px;margin:16px 0;border:1px solid #e4e6e9;background:var(--ch-bg);color:var(--ch-ink)}\
.r{display:flex;flex-wrap:wrap;gap:32px;align-items:flex-start}.l h3,.d h3{font-size:18px;margin:0 0 10px}.q{color:var(--ch-quiet);font-size:14px;margin:10px 0 0}\
table{border-collapse:collapse;font-size:14px}th,td{padding:2px 12px 2px 0;text-align:left;border-bottom:1px solid #e4e6e9}summary{cursor:pointer;min-height:24px}.t{overflow-x:auto}\
nav a{display:inline-block;padding:2px 8px 2px 0;min-height:24px;color:#1f5fa8}";

/// One page with every chart, in one language.
#[must_use]
pub fn gallery(tongue: Tongue) -> String {
    let title = tongue.pick("Charts", "图表");
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\n\
         <style>{STYLE}\n{CSS}\n.l{{{}}}.d{{{}}}</style></head>\n<body><main><h1>{title}</h1>\n<p>{}</p>\n<nav>",
        tongue.pick("en", "zh-Hans"),
        Scheme::Light.properties(),
        Scheme::Dark.properties(),
        tongue.pick(
            "Every chart with invented numbers at 1080, 720 and 360 px, on light and on dark.",
            "每种图表的示例（数字为虚构），宽 1080、720、360 像素，浅色与深色。",
        ),
    );
    for kind in ALL {
        let _ = write!(page, "<a href=\"#{0}\">{0}</a> ", kind.name);
    }
    page.push_str("</nav>\n");
    for kind in ALL {
        page.push_str(&section(kind, tongue));
    }
    page.push_str("</main></body></html>\n");
    page
}

fn section(kind: &Kind, tongue: Tongue) -> String {
    let chart = kind.example(tongue);
    let (says, takes) = (
        tongue.pick(kind.says[0], kind.says[1]),
        tongue.pick(kind.takes[0], kind.takes[1]),
    );
    let mut out = format!(
        "<section id=\"{0}\"><h2>{0}</h2>\n<p>{says}{1}{takes}{2}</p>\n",
        kind.name,
        tongue.pick(". Takes ", "。输入："),
        tongue.pick(".", "。"),
    );
    for (class, prefix) in [("l", "light"), ("d", "dark")] {
        let _ = writeln!(
            out,
            "<div class=\"{class}\"><h3>{}</h3><div class=\"r\">",
            escape(&chart.words().title)
        );
        for width in WIDTHS {
            out.push_str(&chart.draw(width, &format!("{prefix}-{}", kind.name)).text);
            out.push('\n');
        }
        let _ = writeln!(
            out,
            "</div><p class=\"q\">{}</p></div>",
            escape(&chart.sentence(tongue))
        );
    }
    out.push_str(&table(chart.as_ref(), tongue));
    out.push_str("</section>\n");
    out
}

fn table(chart: &dyn Chart, tongue: Tongue) -> String {
    let table = chart.table(tongue);
    let cells = |tag: &str, cells: &[String]| {
        let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escape(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = table.rows.iter().map(|row| cells("td", row)).collect();
    format!(
        "<details><summary>{}</summary><div class=\"t\"><table><thead>{}</thead><tbody>\n{rows}</tbody></table></div></details>\n",
        tongue.pick("Numbers in a table", "以表格查看数据"),
        cells("th", &table.head),
    )
}
