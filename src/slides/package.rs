//! The parts of an Office file and how they point at each other (Open Packaging Conventions, ECMA-376 part 2).

use super::SlidesError;
use crate::locale::xml::escaped;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::io::Write as _;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = "application/vnd.openxmlformats-officedocument.";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// Content type of a chart.
pub const CHART: &str = "drawingml.chart+xml";

/// First line of every XML part.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts of a file by their names.
#[derive(Default)]
pub struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// Content types of XML parts.
    types: BTreeMap<String, String>,
    /// By the part they start from, in the order of their numbers: kind and target.
    relations: BTreeMap<String, Vec<(String, String)>>,
}

impl Package {
    pub fn new() -> Self {
        Self::default()
    }

    /// An XML part; `kind` is the end of its content type.
    pub fn part(&mut self, name: &str, kind: &str, xml: String) {
        let kind = if kind.contains('/') {
            kind.to_owned()
        } else {
            format!("{TYPES}{kind}")
        };
        self.types.insert(name.to_owned(), kind);
        let mut whole = xml.into_bytes();
        whole.splice(0..0, HEAD.bytes());
        self.parts.insert(name.to_owned(), whole);
    }

    /// A part that is no XML; its content type follows from its ending.
    pub fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.insert(name.to_owned(), bytes);
    }

    /// Lets a part (`""` for the package) point at another; returns the id of the relation.
    pub fn relation(&mut self, from: &str, kind: &str, target: &str) -> String {
        let all = self.relations.entry(from.to_owned()).or_default();
        all.push((kind.to_owned(), target.to_owned()));
        format!("rId{}", all.len())
    }

    /// The file. All times are the same, so that equal parts give equal bytes.
    pub fn finish(mut self) -> Result<Vec<u8>, SlidesError> {
        for (from, all) in std::mem::take(&mut self.relations) {
            let (folder, name) = from.rsplit_once('/').unwrap_or(("", from.as_str()));
            let place = if folder.is_empty() {
                format!("_rels/{name}.rels")
            } else {
                format!("{folder}/_rels/{name}.rels")
            };
            self.parts.insert(place, relations(&all).into_bytes());
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        // Readers expect the list of types first.
        zip.start_file("[Content_Types].xml", options)?;
        zip.write_all(self.content_types().as_bytes())?;
        for (name, bytes) in &self.parts {
            zip.start_file(name.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn content_types(&self) -> String {
        let mut xml = format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Default Extension=\"xlsx\" ContentType=\"{TYPES}spreadsheetml.sheet\"/>"
        );
        for (name, kind) in &self.types {
            let _ = write!(xml, "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        }
        xml.push_str("</Types>");
        xml
    }
}

fn relations(all: &[(String, String)]) -> String {
    let mut xml =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (index, (kind, target)) in all.iter().enumerate() {
        let kind = if kind == "core-properties" {
            CORE.to_owned()
        } else {
            format!("{RELATIONS}{kind}")
        };
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{}\"/>",
            index + 1,
            escaped(target)
        );
    }
    xml.push_str("</Relationships>");
    xml
}
