//! Any encoding in, UTF-8 out: what the file is written in, and a reader that decodes it as it goes.
//!
//! Order: a byte-order mark, UTF-16 by its pairs of ASCII and zero, valid UTF-8, then the best guess with Chinese in
//! mind. Bytes that cannot be decoded never become U+FFFD in silence: they stay bytes that are not UTF-8, so that
//! whoever reads the cell sees them.

use super::text::Decoded;
use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Decoder;
use encoding_rs::DecoderResult;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use std::io;
use std::io::Read;

/// What a file is written in, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodingFound {
    /// Name as a mapping file takes it.
    pub name: &'static str,
    /// How it is known.
    pub how: How,
    encoding: &'static Encoding,
    /// Bytes of the byte-order mark.
    mark: usize,
}

/// How an encoding is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Somebody said so.
    Stated,
    /// By the byte-order mark.
    Mark,
    /// By the form of the bytes, which hardly anything else has.
    Form,
    /// By the letters that come out; a person should look.
    Guess,
}

/// The encoding of this name; `None` when there is none such.
#[must_use]
pub(super) fn named(name: &str) -> Option<&'static Encoding> {
    let found = Encoding::for_label(name.trim().as_bytes())?;
    Some(if found == GBK { GB18030 } else { found })
}

/// What `head`, the first bytes of a file, is written in. `whole` says that there is nothing behind it.
pub(super) fn detect(head: &[u8], whole: bool, stated: Option<&'static Encoding>) -> EncodingFound {
    let marked = Encoding::for_bom(head);
    if let Some(encoding) = stated {
        let mark = marked
            .filter(|(found, _)| *found == encoding)
            .map_or(0, |(_, length)| length);
        return found(encoding, How::Stated, mark);
    }
    if let Some((encoding, mark)) = marked {
        return found(encoding, How::Mark, mark);
    }
    if let Some(encoding) = utf16_by_pairs(head) {
        return found(encoding, How::Form, 0);
    }
    if is_utf8(head, whole) {
        return found(UTF_8, How::Form, 0);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, whole);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let guess = if guess == GBK { GB18030 } else { guess };
    found(guess, How::Guess, 0)
}

fn found(encoding: &'static Encoding, how: How, mark: usize) -> EncodingFound {
    let name = match encoding.name() {
        "UTF-8" => "utf-8",
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        "gb18030" => "gb18030",
        other => other,
    };
    EncodingFound {
        name,
        how,
        encoding,
        mark,
    }
}

/// Valid UTF-8, but for a character cut at the end of a head.
fn is_utf8(head: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(fault) => !whole && fault.error_len().is_none(),
    }
}

/// A file of tables holds many ASCII marks; in UTF-16 each is a pair with a zero. Zeros are not counted alone: 一 is U+4E00.
fn utf16_by_pairs(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let (mut little, mut big) = (0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        match pair {
            [ascii, 0] if is_text(*ascii) => little += 1,
            [0, ascii] if is_text(*ascii) => big += 1,
            _ => {}
        }
    }
    let enough = |these: usize, those: usize| these >= 3 && these * 20 >= pairs && these > those * 3;
    if enough(little, big) {
        Some(UTF_16LE)
    } else if enough(big, little) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e)
}

impl EncodingFound {
    /// Whether the bytes are used as they are.
    pub(super) fn decoded(self) -> Decoded {
        if self.encoding == UTF_8 {
            Decoded::Utf8
        } else {
            Decoded::Other
        }
    }
}

/// Reads UTF-8 out of a reader of `found`. Bytes that cannot be decoded come out as ff and two hex digits each; a file
/// said to be UTF-8 passes through as it is.
pub(super) enum Utf8Reader<R> {
    Plain(R),
    Decoding(Box<Decoding<R>>),
}

pub(super) struct Decoding<R> {
    reader: R,
    decoder: Decoder,
    /// Encoded bytes, of which those before `at` are used.
    input: Vec<u8>,
    at: usize,
    /// Decoded bytes, of which those before `given` are handed out.
    output: Vec<u8>,
    given: usize,
    state: Flow,
}

#[derive(PartialEq, Eq)]
enum Flow {
    Reading,
    Flushing,
    Done,
}

impl<R: Read> Utf8Reader<R> {
    /// `reader` begins at the first byte of the file.
    pub(super) fn new(mut reader: R, found: EncodingFound) -> io::Result<Self> {
        let mut mark = [0; 4];
        reader.read_exact(&mut mark[..found.mark.min(4)])?;
        if found.decoded() == Decoded::Utf8 {
            return Ok(Self::Plain(reader));
        }
        let decoder = found.encoding.new_decoder_without_bom_handling();
        Ok(Self::Decoding(Box::new(Decoding {
            reader,
            decoder,
            input: Vec::new(),
            at: 0,
            output: Vec::new(),
            given: 0,
            state: Flow::Reading,
        })))
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(into),
            Self::Decoding(decoding) => decoding.read(into),
        }
    }
}

impl<R: Read> Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() {
            if self.state == Flow::Done {
                return Ok(0);
            }
            self.more()?;
        }
        let count = into.len().min(self.output.len() - self.given);
        into[..count].copy_from_slice(&self.output[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }

    fn more(&mut self) -> io::Result<()> {
        const STEP: usize = 64 << 10;
        if self.at == self.input.len() && self.state == Flow::Reading {
            self.input.clear();
            self.at = 0;
            if self.reader.by_ref().take(STEP as u64).read_to_end(&mut self.input)? == 0 {
                self.state = Flow::Flushing;
            }
        }
        self.output.clear();
        self.given = 0;
        self.output.resize(STEP * 3 + 64, 0);
        let (mut from, mut to) = (self.at, 0);
        let last = self.state == Flow::Flushing;
        let (result, read, written) =
            self.decoder
                .decode_to_utf8_without_replacement(&self.input[from..], &mut self.output, last);
        from += read;
        to += written;
        self.output.truncate(to);
        match result {
            DecoderResult::InputEmpty if last => self.state = Flow::Done,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                // The bad bytes end `after` bytes before `from`; they may have come with an earlier step.
                let end = from.saturating_sub(usize::from(after));
                let start = end.saturating_sub(usize::from(length));
                for byte in &self.input[start..end] {
                    self.output.push(0xff);
                    self.output.extend_from_slice(format!("{byte:02x}").as_bytes());
                }
                if start == end {
                    self.output.extend_from_slice(b"\xff??");
                }
            }
        }
        self.at = from;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (EncodingFound, Vec<u8>) {
        let found = detect(bytes, true, None);
        let mut out = Vec::new();
        Utf8Reader::new(bytes, found).unwrap().read_to_end(&mut out).unwrap();
        (found, out)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    const TABLE: &str = "编号,总体满意度,意见\r\n1,非常满意,发货太慢了，等了一个星期\r\n2,一般,😀 没有\r\n";

    #[test]
    fn five_encodings_give_one_text() {
        let marked = [b"\xef\xbb\xbf".as_slice(), TABLE.as_bytes()].concat();
        let gb = GB18030.encode(TABLE).0.into_owned();
        let little = [b"\xff\xfe".to_vec(), utf16(TABLE, false)].concat();
        let big = [b"\xfe\xff".to_vec(), utf16(TABLE, true)].concat();
        for (bytes, name, how) in [
            (TABLE.as_bytes().to_vec(), "utf-8", How::Form),
            (marked, "utf-8", How::Mark),
            (gb, "gb18030", How::Guess),
            (little, "utf-16le", How::Mark),
            (big, "utf-16be", How::Mark),
            (utf16(TABLE, false), "utf-16le", How::Form),
            (utf16(TABLE, true), "utf-16be", How::Form),
        ] {
            let (found, text) = read(&bytes);
            assert_eq!((found.name, found.how), (name, how));
            assert_eq!(String::from_utf8(text).unwrap(), TABLE);
        }
    }

    #[test]
    fn bytes_that_cannot_be_decoded_stay_visible() {
        let mut bytes = GB18030.encode(TABLE).0.into_owned();
        bytes.extend_from_slice(b"3,\xff\xff,x\n");
        let (found, text) = read(&bytes);
        assert_eq!(found.name, "gb18030");
        assert!(std::str::from_utf8(&text).is_err());
        let tail = super::super::text::shown(&text[text.len() - 12..], Decoded::Other);
        assert!(tail.contains("\\xff"), "{tail}");
        assert!(!tail.contains('\u{fffd}'));
    }

    #[test]
    fn a_nul_does_not_make_utf16() {
        assert_eq!(
            detect(b"id,overall\n1,5\n2,\x004\n3,4\n4,2\n5,1\n", true, None).name,
            "utf-8"
        );
    }
}
