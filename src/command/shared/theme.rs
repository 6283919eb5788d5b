//! The templates of a workspace in the colours of its brand, and whether those colours can be read.

use super::space::Space;
use crate::chart;
use crate::command::CommandError;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::project::SETTINGS;
use crate::site;
use crate::site::BUILT_IN;
use crate::site::Templates;
use crate::site::theme;
use crate::site::theme::Pair;
use crate::site::theme::Rgb;
use crate::site::theme::Sheets;
use std::collections::BTreeMap;

/// The largest picture a page takes in.
const LARGEST_LOGO: usize = 100_000;

/// The brand's families before those of the system, which stay for what a device does not have.
fn fonts(families: &[String]) -> String {
    if families.is_empty() {
        return String::new();
    }
    let named: Vec<String> = families.iter().map(|family| format!("\"{family}\"")).collect();
    let rest = "system-ui,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\"PingFang SC\",\"Noto Sans SC\",\"Noto Sans CJK SC\",\"Microsoft YaHei\",\"Source Han Sans SC\",sans-serif";
    format!("html{{font-family:{},{rest}}}", named.join(","))
}

/// The brand's picture as an address that holds it.
fn logo(space: &Space, name: &str) -> Result<String, Box<Problem>> {
    let problem = |en: String, zh: String| {
        let problem = Problem::new(&site::UNUSABLE_LOGO, Place::file(SETTINGS)).says(en, zh);
        Box::new(problem.help(
            "name an SVG, PNG, JPEG or WebP file of the workspace of at most 100 kB",
            "请使用工作区内不超过 100 kB 的 SVG、PNG、JPEG 或 WebP 文件",
        ))
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let kind = match ending.as_deref() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        _ => {
            return Err(problem(
                format!("the logo `{name}` is no picture pages can show"),
                format!("标志 `{name}` 不是页面可显示的图片"),
            ));
        }
    };
    let path = space.workspace.root().join(name);
    let bytes = std::fs::read(&path).map_err(|error| {
        problem(
            format!("the logo `{name}` cannot be read: {error}"),
            format!("标志 `{name}` 无法读取：{error}"),
        )
    })?;
    if bytes.is_empty() || bytes.len() > LARGEST_LOGO {
        let size = bytes.len();
        return Err(problem(
            format!("the logo `{name}` has {size} bytes"),
            format!("标志 `{name}` 有 {size} 字节"),
        ));
    }
    Ok(site::data_uri(kind, &bytes))
}

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
    templates.put_accent(format!("{accented}{}", fonts(&space.config().fonts)));
    if let Some(name) = &space.config().logo {
        match logo(space, name) {
            Ok(address) => templates.put_logo(address),
            Err(problem) => problems.push(*problem),
        }
    }
    Ok((templates, problems))
}
