//! What every slide stands on: theme, master, layout, the master of notes, the list of slides, the properties of the file.

use super::Deck;
use super::Slide;
use super::package::Package;
use crate::locale::xml::escaped;
use std::fmt::Write as _;

/// Namespaces of slides.
pub const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                          xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                          xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
/// Width and height of a slide in EMU: 13⅓ by 7½ inches.
const SIZE: (u32, u32) = (12_192_000, 6_858_000);

/// Colours and fonts of a deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Colour of the brand as six hex digits.
    pub accent: String,
    /// Colours of what is worse and of what is better.
    pub bad_good: [String; 2],
    /// Further colours that can be told apart.
    pub others: [String; 3],
    /// Family of Latin letters.
    pub latin: String,
    /// Family of Han characters.
    pub east_asian: String,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            accent: "1F5FA8".to_owned(),
            bad_good: ["B04505".to_owned(), "0F62AD".to_owned()],
            others: ["5B5F66".to_owned(), "7D4698".to_owned(), "0F7B72".to_owned()],
            latin: "Arial".to_owned(),
            east_asian: "Microsoft YaHei".to_owned(),
        }
    }
}

/// Where a text or picture stands, in EMU: left, top, width, height.
pub type Place = (u32, u32, u32, u32);

pub const TITLE: Place = (457_200, 330_000, 11_277_600, 860_000);
pub const SUBTITLE: Place = (457_200, 1_190_000, 11_277_600, 330_000);
pub const BODY: Place = (457_200, 1_600_000, 11_277_600, 4_500_000);
pub const FOOT: Place = (457_200, 6_160_000, 10_300_000, 480_000);
const NUMBER: Place = (10_900_000, 6_300_000, 834_800, 340_000);

/// Placement as XML, of a shape (`a`) or a frame (`p`).
pub fn placed(space: &str, (x, y, wide, high): Place) -> String {
    format!("<{space}:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></{space}:xfrm>")
}

/// Everything but the slides themselves.
pub fn write(deck: &Deck, slides: &[Slide], package: &mut Package) {
    package.relation("", "officeDocument", "ppt/presentation.xml");
    package.relation("", "core-properties", "docProps/core.xml");
    package.relation("", "extended-properties", "docProps/app.xml");
    properties(deck, slides.len(), package);
    presentation(deck, slides.len(), package);
    package.part("ppt/theme/theme1.xml", "theme+xml", theme(&deck.look));
    package.part("ppt/theme/theme2.xml", "theme+xml", theme(&deck.look));
    package.part(
        "ppt/slideMasters/slideMaster1.xml",
        "presentationml.slideMaster+xml",
        master(),
    );
    package.relation(
        "ppt/slideMasters/slideMaster1.xml",
        "slideLayout",
        "../slideLayouts/slideLayout1.xml",
    );
    package.relation("ppt/slideMasters/slideMaster1.xml", "theme", "../theme/theme1.xml");
    package.part(
        "ppt/slideLayouts/slideLayout1.xml",
        "presentationml.slideLayout+xml",
        layout(),
    );
    package.relation(
        "ppt/slideLayouts/slideLayout1.xml",
        "slideMaster",
        "../slideMasters/slideMaster1.xml",
    );
    package.part(
        "ppt/notesMasters/notesMaster1.xml",
        "presentationml.notesMaster+xml",
        notes_master(),
    );
    package.relation("ppt/notesMasters/notesMaster1.xml", "theme", "../theme/theme2.xml");
}

fn properties(deck: &Deck, count: usize, package: &mut Package) {
    let (title, author) = (escaped(&deck.title), escaped(&deck.author));
    package.part(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        format!(
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
             <dc:language>{}</dc:language></cp:coreProperties>",
            escaped(&deck.lang)
        ),
    );
    package.part(
        "docProps/app.xml",
        "extended-properties+xml",
        format!(
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>manyi</Application>\
             <Slides>{count}</Slides></Properties>"
        ),
    );
}

fn presentation(deck: &Deck, count: usize, package: &mut Package) {
    const NAME: &str = "ppt/presentation.xml";
    let master = package.relation(NAME, "slideMaster", "slideMasters/slideMaster1.xml");
    let notes = package.relation(NAME, "notesMaster", "notesMasters/notesMaster1.xml");
    package.relation(NAME, "theme", "theme/theme1.xml");
    let mut list = String::new();
    for number in 1..=count {
        let id = package.relation(NAME, "slide", &format!("slides/slide{number}.xml"));
        let _ = write!(list, "<p:sldId id=\"{}\" r:id=\"{id}\"/>", 255 + number);
    }
    let (wide, high) = SIZE;
    package.part(
        NAME,
        "presentationml.presentation.main+xml",
        format!(
            "<p:presentation {SPACES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"{master}\"/>\
             </p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"{notes}\"/></p:notesMasterIdLst><p:sldIdLst>{list}</p:sldIdLst>\
             <p:sldSz cx=\"{wide}\" cy=\"{high}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/><p:defaultTextStyle><a:defPPr>\
             <a:defRPr lang=\"{}\"/></a:defPPr></p:defaultTextStyle></p:presentation>",
            escaped(&deck.lang)
        ),
    );
}

fn theme(look: &Look) -> String {
    let rgb = |colour: &str| format!("<a:srgbClr val=\"{}\"/>", escaped(colour));
    let [bad, good] = &look.bad_good;
    let [fourth, fifth, sixth] = &look.others;
    let colours = [
        ("dk1", "1C1E21"),
        ("lt1", "FFFFFF"),
        ("dk2", "5C6167"),
        ("lt2", "E4E6E9"),
        ("accent1", look.accent.as_str()),
        ("accent2", bad),
        ("accent3", good),
        ("accent4", fourth),
        ("accent5", fifth),
        ("accent6", sixth),
        ("hlink", look.accent.as_str()),
        ("folHlink", fifth),
    ];
    let colours = colours.iter().fold(String::new(), |mut xml, (name, colour)| {
        let _ = write!(xml, "<a:{name}>{}</a:{name}>", rgb(colour));
        xml
    });
    let (latin, asian) = (escaped(&look.latin), escaped(&look.east_asian));
    let font = format!(
        "<a:latin typeface=\"{latin}\"/><a:ea typeface=\"{asian}\"/><a:cs typeface=\"\"/><a:font script=\"Hans\" typeface=\"{asian}\"/>"
    );
    let plain = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"9525\">{plain}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"manyi\"><a:themeElements>\
         <a:clrScheme name=\"manyi\">{colours}</a:clrScheme><a:fontScheme name=\"manyi\"><a:majorFont>{font}</a:majorFont>\
         <a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name=\"manyi\"><a:fillStyleLst>{plain}{plain}{plain}</a:fillStyleLst>\
         <a:lnStyleLst>{line}{line}{line}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst>\
         <a:bgFillStyleLst>{plain}{plain}{plain}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
}

const ROOT: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
                    <a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";
const MAP: &str = "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" \
                   accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>";

/// What begins the shapes of a slide, layout or master.
pub fn root() -> &'static str {
    ROOT
}

/// A place for a text on the master or layout.
fn holder((id, name): (u32, &str), kind: &str, place: Place, anchor: &str, style: &str) -> String {
    let text = if kind.contains("sldNum") {
        "<a:fld id=\"{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}\" type=\"slidenum\"><a:rPr lang=\"en-US\"/><a:t>‹#›</a:t></a:fld>".to_owned()
    } else {
        format!("<a:r><a:rPr lang=\"en-US\"/><a:t>{name}</a:t></a:r>")
    };
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr>\
         </p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert=\"horz\" lIns=\"0\" tIns=\"0\" \
         rIns=\"0\" bIns=\"0\" anchor=\"{anchor}\"><a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>",
        placed("a", place)
    )
}

fn level(size: u32, weight: &str, colour: &str, align: &str) -> String {
    format!(
        "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"{align}\"><a:buNone/><a:defRPr sz=\"{size}\"{weight}><a:solidFill><a:schemeClr val=\"{colour}\"/>\
         </a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/></a:defRPr></a:lvl1pPr>"
    )
}

/// Places of texts, alike on master and layout.
fn holders() -> String {
    let title = level(2600, " b=\"1\"", "tx1", "l");
    [
        holder((2, "Title"), "type=\"title\"", TITLE, "b", &title),
        holder(
            (3, "Body"),
            "type=\"body\" idx=\"1\"",
            BODY,
            "t",
            &level(1200, "", "tx1", "l"),
        ),
        holder(
            (4, "Subtitle"),
            "type=\"body\" idx=\"13\" sz=\"quarter\"",
            SUBTITLE,
            "t",
            &level(1400, "", "tx2", "l"),
        ),
        holder(
            (5, "Source"),
            "type=\"body\" idx=\"14\" sz=\"quarter\"",
            FOOT,
            "b",
            &level(1000, "", "tx2", "l"),
        ),
        holder(
            (6, "Number"),
            "type=\"sldNum\" idx=\"12\" sz=\"quarter\"",
            NUMBER,
            "b",
            &level(1000, "", "tx2", "r"),
        ),
    ]
    .concat()
}

fn master() -> String {
    let title = level(2600, " b=\"1\"", "tx1", "l");
    let body = level(1400, "", "tx1", "l");
    // The master has title and body; the layout adds what it places besides.
    let [on_master, _] = split_holders();
    format!(
        "<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>\
         <p:spTree>{ROOT}{on_master}</p:spTree></p:cSld>{MAP}<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>\
         <p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>"
    )
}

/// The places a master may have, and all of them.
fn split_holders() -> [String; 2] {
    let all = holders();
    let of_master = all
        .split_inclusive("</p:sp>")
        .filter(|shape| !shape.contains("idx=\"13\"") && !shape.contains("idx=\"14\""))
        .collect();
    [of_master, all]
}

fn layout() -> String {
    let [_, all] = split_holders();
    format!(
        "<p:sldLayout {SPACES} preserve=\"1\" userDrawn=\"1\"><p:cSld name=\"Finding\"><p:spTree>{ROOT}{all}</p:spTree></p:cSld>\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
}

fn notes_master() -> String {
    let picture = format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr>\
         <p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:sp>",
        placed("a", (685_800, 1_143_000, 5_486_400, 3_086_100))
    );
    let text = holder(
        (3, "Notes"),
        "type=\"body\" sz=\"quarter\" idx=\"3\"",
        (685_800, 4_400_550, 5_486_400, 3_600_450),
        "t",
        &level(1200, "", "tx1", "l"),
    );
    format!(
        "<p:notesMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>\
         <p:spTree>{ROOT}{picture}{text}</p:spTree></p:cSld>{MAP}</p:notesMaster>"
    )
}
