//! Fonts of this machine for pictures as pixels: files that were named come first, then families made for screens, then
//! whatever else has the letters.

use crate::chart::Face;
use crate::chart::Faces;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;
use fontdb::Database;
use fontdb::FaceInfo;
use fontdb::ID;
use fontdb::Style;
use fontdb::Weight;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// A file given as a font that is none.
pub const FONT_FILE: RuleDoc = RuleDoc {
    code: "MY640",
    severity: Severity::Error,
    title: ["a file given as a font is none", "指定的字体文件不是字体"],
    page: [
        "`--font` names a TrueType or OpenType file (.ttf, .otf) or a collection of them (.ttc, .otc); of a collection the regular \
         and the bold upright face are taken. It may be given several times: a character is set by the first font that has it.\n\n\
         Wrong: `--font \"Noto Sans\"`\n\nRight: `--font NotoSansCJK-Regular.ttc`\n",
        "`--font` 指定 TrueType 或 OpenType 字体文件（.ttf、.otf）或字体集（.ttc、.otc）；字体集取其中正体的常规与粗体字面。可多次给出：\
         每个字符由第一个含有它的字体绘制。\n\n错误：`--font \"Noto Sans\"`\n\n正确：`--font NotoSansCJK-Regular.ttc`\n",
    ],
};

/// Characters of a chart that no font has.
pub const NO_FONT: RuleDoc = RuleDoc {
    code: "MY641",
    severity: Severity::Error,
    title: ["no font has all characters of the chart", "没有字体含有图中的全部字符"],
    page: [
        "A PNG is drawn with the fonts of the machine it is drawn on; a server often has none, or none with Chinese. A character \
         without a font would be an empty box, so nothing is drawn. An SVG holds its texts as texts and needs no font.\n\n\
         Wrong: `manyi chart nps after-sales --format png` on a machine without Chinese fonts.\n\n\
         Right: install a font, such as the package fonts-noto-cjk, or name one: `--font NotoSansCJK-Regular.ttc`.\n",
        "PNG 使用绘图所在机器的字体；服务器上往往没有字体，或没有中文字体。缺少字体的字符会变成空框，因此不予绘制。SVG 以文本保存文字，\
         不需要字体。\n\n错误：在没有中文字体的机器上运行 `manyi chart nps after-sales --format png`。\n\n\
         正确：安装一种字体（如软件包 fonts-noto-cjk），或用 `--font NotoSansCJK-Regular.ttc` 指定。\n",
    ],
};

/// Families that read well in a chart, Latin ones and those with Han characters, the better first.
const KNOWN: [&str; 24] = [
    "Source Sans 3",
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Roboto",
    "Open Sans",
    "Arial",
    "Liberation Sans",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "Noto Sans Symbols 2",
    "Noto Sans Symbols",
    "DejaVu Sans",
];

/// Letters a message names at most.
const NAMED: usize = 12;

/// Faces that together have all `letters`: those of `files` in their order, then of the machine's.
///
/// # Errors
/// A problem for each file that is no font, or one for the letters that no font has.
pub fn faces(files: &[PathBuf], letters: &BTreeSet<char>) -> Result<Faces, Vec<Problem>> {
    let mut faces = Faces::new();
    let mut problems = Vec::new();
    for file in files {
        match given(file) {
            Ok((regular, bold)) => faces.push(regular, bold),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut lacking: BTreeSet<char> = faces.lacks(letters).into_iter().collect();
    if !lacking.is_empty() {
        let machine = Machine::new();
        for family in machine.covering(&lacking) {
            faces.push(family.0, family.1);
        }
        lacking = faces.lacks(letters).into_iter().collect();
    }
    if lacking.is_empty() {
        return Ok(faces);
    }
    Err(vec![no_font(&lacking)])
}

/// The faces of a file that was named: its regular one, else its first, and its bold one.
#[expect(
    clippy::result_large_err,
    reason = "a problem is what is wanted, and there is at most one"
)]
fn given(file: &Path) -> Result<(Face, Option<Face>), Problem> {
    let name = file.display().to_string();
    let problem = |en: &str, zh: &str| {
        let place = Place::Argument {
            name: "--font".to_owned(),
            start: 0,
            end: name.len(),
            text: name.clone(),
        };
        Problem::new(&FONT_FILE, place).says(en, zh).help(
            "name a TrueType or OpenType file: .ttf, .otf, .ttc, .otc",
            "请给出 TrueType 或 OpenType 字体文件：.ttf、.otf、.ttc、.otc",
        )
    };
    let bytes = std::fs::read(file).map_err(|error| {
        problem(
            &format!("`{name}` cannot be read: {error}"),
            &format!("无法读取 `{name}`：{error}"),
        )
    })?;
    let mut database = Database::new();
    database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
    let machine = Machine { database };
    let all: Vec<ID> = machine.database.faces().map(|face| face.id).collect();
    machine
        .family(&all)
        .ok_or_else(|| problem(&format!("`{name}` is no font"), &format!("`{name}` 不是字体文件")))
}

fn no_font(letters: &BTreeSet<char>) -> Problem {
    let mut named: String = letters.iter().take(NAMED).collect();
    if letters.len() > NAMED {
        named.push('…');
    }
    let count = letters.len();
    Problem::new(&NO_FONT, Place::file("--format png"))
        .says(
            format!("no font of this machine has {count} of the characters of this chart: {named}"),
            format!("本机字体缺少本图中的 {count} 个字符：{named}"),
        )
        .help(
            "name a font that has them: `--font NotoSansCJK-Regular.ttc`; or install one, such as the package fonts-noto-cjk; an SVG needs none",
            "请用 `--font NotoSansCJK-Regular.ttc` 指定含这些字符的字体，或安装一种（如软件包 fonts-noto-cjk）；SVG 不需要字体",
        )
}

/// Faces by their files.
struct Machine {
    database: Database,
}

impl Machine {
    /// All fonts the system knows.
    fn new() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        Self { database }
    }

    /// Families that have `letters` together, each the first to have all that are left, else the one that has most.
    fn covering(&self, letters: &BTreeSet<char>) -> Vec<(Face, Option<Face>)> {
        let mut left = letters.clone();
        let mut found = Vec::new();
        let families = self.families();
        let (known, others): (Vec<_>, Vec<_>) = families.iter().partition(|(name, _)| KNOWN.contains(name));
        let known = KNOWN
            .iter()
            .filter_map(|name| known.iter().find(|(other, _)| **other == *name));
        // Those that are not known are read only where they are needed.
        for group in [known.copied().collect::<Vec<_>>(), others] {
            let mut candidates: Vec<(Face, Option<Face>)> = if left.is_empty() {
                Vec::new()
            } else {
                group.iter().filter_map(|(_, ids)| self.family(ids)).collect()
            };
            while !left.is_empty() {
                let has = |face: &Face| left.iter().filter(|letter| face.has(**letter)).count();
                let counts: Vec<usize> = candidates.iter().map(|(regular, _)| has(regular)).collect();
                let most = counts.iter().copied().max().unwrap_or(0);
                let Some(best) = counts.iter().position(|count| *count == most && most > 0) else {
                    break;
                };
                let family = candidates.remove(best);
                left.retain(|letter| !family.0.has(*letter));
                found.push(family);
            }
        }
        found
    }

    /// Upright faces by the name of their family.
    fn families(&self) -> BTreeMap<&str, Vec<ID>> {
        let mut families: BTreeMap<&str, Vec<ID>> = BTreeMap::new();
        let upright = |face: &&FaceInfo| face.style == Style::Normal && face.stretch == fontdb::Stretch::Normal;
        for face in self.database.faces().filter(upright) {
            if let Some((name, _)) = face.families.first() {
                families.entry(name).or_default().push(face.id);
            }
        }
        families
    }

    /// The face of a family nearest to regular weight, and the one nearest to semibold if that is another.
    fn family(&self, ids: &[ID]) -> Option<(Face, Option<Face>)> {
        let nearest = |weight: Weight| {
            let faces = ids.iter().filter_map(|id| self.database.face(*id));
            // Of two that are as near the same one must be taken on every run: the order of a folder is chance.
            faces.min_by_key(|face| {
                (
                    face.style != Style::Normal,
                    face.weight.0.abs_diff(weight.0),
                    face.post_script_name.clone(),
                    file_of(face),
                    face.index,
                )
            })
        };
        let regular = nearest(Weight::NORMAL)?;
        let bold = nearest(Weight::BOLD).filter(|face| face.id != regular.id && face.weight.0 >= 600);
        Some((read(regular)?, bold.and_then(read)))
    }
}

fn read(face: &FaceInfo) -> Option<Face> {
    let data = match &face.source {
        fontdb::Source::Binary(data) => Arc::clone(data),
        fontdb::Source::File(file) => Arc::new(std::fs::read(file).ok()?),
    };
    Face::new(data, face.index)
}

fn file_of(face: &FaceInfo) -> Option<PathBuf> {
    match &face.source {
        fontdb::Source::Binary(_) => None,
        fontdb::Source::File(file) => Some(file.clone()),
    }
}
