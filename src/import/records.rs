//! Bytes cut into records and cells, a block at a time, with the line each record began on.
//!
//! In: any reader of bytes in which commas and line ends are single bytes (UTF-8). Out: [`Block`]s of complete records.
//! Knows nothing of surveys. Written for this place, because nothing else tells where an unclosed quote was opened,
//! takes CR, LF and CRLF in one file, and cuts at record borders without copying cells.
//!
//! A cell is quoted when it *begins* with a quote; two quotes inside are one. A quoted cell holds at most [`QUOTED_MOST`]
//! bytes. When no quote closes it, or the closing quote is followed by other text after the cell ran over a line end,
//! the quote was never meant to open anything: the record is broken, ends with its line, and reading goes on below it.
//! Text behind a closing quote on the same line is kept as part of the cell.

use std::io;
use std::io::Read;

/// A quoted cell of more bytes than this was never closed.
pub(super) const QUOTED_MOST: usize = 1 << 20;

/// A record of more bytes than this is broken.
const RECORD_MOST: usize = 16 << 20;

/// Bytes behind the last cell of a block that may be read (and mean nothing).
pub(super) const PADDING: usize = 16;

/// Where a cell stands in its block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Field {
    pub start: u32,
    /// The upper bit says that quotes must come off.
    end: u32,
}

const QUOTED: u32 = 1 << 31;

impl Field {
    fn new(start: usize, end: usize, raw: bool) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(QUOTED - 1) & !QUOTED;
        Self {
            start: narrow(start),
            end: narrow(end) | if raw { QUOTED } else { 0 },
        }
    }

    /// First byte and one past the last.
    pub(super) fn range(self) -> (usize, usize) {
        (self.start as usize, (self.end & !QUOTED) as usize)
    }

    /// Whether there are quotes to take off.
    pub(super) fn is_raw(self) -> bool {
        self.end & QUOTED != 0
    }

    /// Bytes between start and end.
    pub(super) fn len(self) -> usize {
        (self.end & !QUOTED) as usize - self.start as usize
    }
}

/// A record as it was cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// Its first cell in [`Block::fields`].
    pub first: usize,
    /// Number of cells.
    pub width: usize,
    /// Line it began on, from 1.
    pub line: u64,
    /// First byte, and one past the last without the line end.
    pub bytes: (usize, usize),
    pub state: State,
}

/// Whether a record could be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It could.
    Whole,
    /// It ends with the file and not with a line end.
    Unended,
    /// A quote opened on its line was never closed.
    Unclosed,
}

/// Complete records.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub bytes: Vec<u8>,
    pub fields: Vec<Field>,
    pub records: Vec<Record>,
}

impl Block {
    /// The bytes of a cell as they stand in the file.
    pub(super) fn raw(&self, field: Field) -> &[u8] {
        let (start, end) = field.range();
        &self.bytes[start..end]
    }
}

/// How lines are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lines {
    /// As an editor does: a line end in quotes begins a line.
    #[default]
    Written,
    /// A record is a line, whatever is in it: so they stood where they come from.
    Records,
}

/// Cuts a reader into blocks.
#[derive(Debug)]
pub(super) struct Records<R> {
    reader: R,
    marks: [u8; 256],
    delimiter: u8,
    /// Bytes read and not yet cut.
    rest: Vec<u8>,
    line: u64,
    lines: Lines,
    block_bytes: usize,
    ended: bool,
}

const END: u8 = 2;

enum Cut {
    /// Next byte to read, lines passed.
    Record {
        next: usize,
        end: usize,
        lines: u64,
        state: State,
    },
    More,
}

impl<R: Read> Records<R> {
    /// Cuts at `delimiter`, an ASCII character; blocks hold about `block_bytes`.
    pub(super) fn new(reader: R, delimiter: u8, block_bytes: usize) -> Self {
        let mut marks = [0; 256];
        marks[usize::from(delimiter)] = 1;
        marks[usize::from(b'\n')] = END;
        marks[usize::from(b'\r')] = END;
        let block_bytes = block_bytes.clamp(64, 256 << 20);
        Self {
            reader,
            marks,
            delimiter,
            rest: Vec::new(),
            line: 1,
            lines: Lines::Written,
            block_bytes,
            ended: false,
        }
    }

    /// The same, counting lines in another way.
    pub(super) fn counting(self, lines: Lines) -> Self {
        Self { lines, ..self }
    }

    /// Fills `block` with the next records, at most `most`; `false` when there are none left.
    ///
    /// # Errors
    /// When the reader fails.
    pub(super) fn fill(&mut self, block: &mut Block, most: usize) -> io::Result<bool> {
        block.fields.clear();
        block.records.clear();
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        let mut target = self.block_bytes;
        loop {
            if !self.ended && block.bytes.len() < target {
                let wanted = target - block.bytes.len();
                let got = self.reader.by_ref().take(wanted as u64).read_to_end(&mut block.bytes)?;
                self.ended = got < wanted;
            }
            let cut_to = self.cut_all(block, most);
            if !block.records.is_empty() || self.ended {
                self.rest.extend_from_slice(&block.bytes[cut_to..]);
                block.bytes.truncate(cut_to);
                block.bytes.resize(cut_to + PADDING, 0);
                if block.records.is_empty() {
                    // Only blank lines may be left.
                    self.rest.clear();
                }
                return Ok(!block.records.is_empty());
            }
            self.rest.clear();
            block.bytes.drain(..cut_to);
            target = (block.bytes.len() + self.block_bytes).max(target);
        }
    }

    /// Whether a block that holds only the header has rows behind it; when it has, they are added.
    pub(super) fn fill_more(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut next = Block::default();
        if !self.fill(&mut next, usize::MAX)? {
            return Ok(false);
        }
        let (bytes, fields) = (block.bytes.len(), block.fields.len());
        let shift = |field: &Field| {
            let (start, end) = field.range();
            Field::new(start + bytes, end + bytes, field.is_raw())
        };
        block.fields.extend(next.fields.iter().map(shift));
        block.bytes.append(&mut next.bytes);
        block.records.extend(next.records.iter().map(|record| Record {
            first: record.first + fields,
            bytes: (record.bytes.0 + bytes, record.bytes.1 + bytes),
            ..*record
        }));
        Ok(true)
    }

    /// Cuts what is complete; gives the first byte that is not.
    fn cut_all(&mut self, block: &mut Block, most: usize) -> usize {
        let mut at = 0;
        while at < block.bytes.len() && block.records.len() < most {
            let first = block.fields.len();
            match self.cut(&block.bytes, at, &mut block.fields) {
                Cut::More => {
                    block.fields.truncate(first);
                    break;
                }
                Cut::Record {
                    next,
                    end,
                    lines,
                    state,
                } => {
                    let width = block.fields.len() - first;
                    if end == at {
                        block.fields.truncate(first);
                    } else {
                        block.records.push(Record {
                            first,
                            width,
                            line: self.line,
                            bytes: (at, end),
                            state,
                        });
                    }
                    self.line += match self.lines {
                        Lines::Written => lines,
                        Lines::Records => lines.min(1),
                    };
                    at = next;
                }
            }
        }
        at
    }

    /// Cuts one record beginning at `from`.
    fn cut(&self, bytes: &[u8], from: usize, fields: &mut Vec<Field>) -> Cut {
        let mut at = from;
        let mut lines = 0;
        if bytes.len() - from > RECORD_MOST {
            // Found below when the record really is that long.
            let end = line_end(bytes, from);
            if end.is_none_or(|end| end - from > RECORD_MOST) {
                return self.broken(bytes, from, fields);
            }
        }
        loop {
            let start = at;
            let mut raw = false;
            let mut inner = None;
            if bytes.get(at) == Some(&b'"') {
                match self.quoted(bytes, at) {
                    Quoted::Closed { close, escaped, inside } => {
                        lines += inside;
                        at = close + 1;
                        match bytes.get(at) {
                            None if !self.ended => return Cut::More,
                            None => inner = Some((close, escaped)),
                            Some(&b) if self.marks[usize::from(b)] != 0 => inner = Some((close, escaped)),
                            Some(_) if inside > 0 => return self.broken(bytes, from, fields),
                            Some(_) => raw = true,
                        }
                    }
                    Quoted::More => return Cut::More,
                    Quoted::Unclosed => return self.broken(bytes, from, fields),
                }
            }
            if inner.is_none() {
                at += bytes[at..]
                    .iter()
                    .position(|&b| self.marks[usize::from(b)] != 0)
                    .unwrap_or(bytes.len() - at);
                if at == bytes.len() && !self.ended {
                    return Cut::More;
                }
            }
            fields.push(match inner {
                Some((close, false)) => Field::new(start + 1, close, false),
                Some((close, true)) => Field::new(start, close + 1, true),
                None => Field::new(start, at, raw),
            });
            match bytes.get(at) {
                None => {
                    return Cut::Record {
                        next: at,
                        end: at,
                        lines,
                        state: State::Unended,
                    };
                }
                Some(&b) if b == self.delimiter => at += 1,
                Some(b'\r') => {
                    return match bytes.get(at + 1) {
                        None if !self.ended => Cut::More,
                        Some(b'\n') => Cut::Record {
                            next: at + 2,
                            end: at,
                            lines: lines + 1,
                            state: State::Whole,
                        },
                        _ => Cut::Record {
                            next: at + 1,
                            end: at,
                            lines: lines + 1,
                            state: State::Whole,
                        },
                    };
                }
                Some(_) => {
                    return Cut::Record {
                        next: at + 1,
                        end: at,
                        lines: lines + 1,
                        state: State::Whole,
                    };
                }
            }
        }
    }

    /// Looks for the quote that closes the one at `open`.
    fn quoted(&self, bytes: &[u8], open: usize) -> Quoted {
        let (mut at, mut escaped, mut inside) = (open + 1, false, 0);
        loop {
            if at - open > QUOTED_MOST {
                return Quoted::Unclosed;
            }
            let Some(&b) = bytes.get(at) else {
                return if self.ended { Quoted::Unclosed } else { Quoted::More };
            };
            match b {
                b'"' if bytes.get(at + 1) == Some(&b'"') => {
                    escaped = true;
                    at += 1;
                }
                b'"' => {
                    return Quoted::Closed {
                        close: at,
                        escaped,
                        inside,
                    };
                }
                b'\n' => inside += 1,
                b'\r' if bytes.get(at + 1) != Some(&b'\n') => inside += 1,
                _ => {}
            }
            at += 1;
        }
    }

    /// A record that ends with its first line, cells and all.
    fn broken(&self, bytes: &[u8], from: usize, fields: &mut Vec<Field>) -> Cut {
        let end = match line_end(bytes, from) {
            Some(end) => end,
            None if self.ended || bytes.len() - from > RECORD_MOST => bytes.len(),
            None => return Cut::More,
        };
        if end + 1 == bytes.len() && bytes[end] == b'\r' && !self.ended {
            return Cut::More;
        }
        fields.push(Field::new(from, end, false));
        let next = match bytes.get(end..) {
            Some([b'\r', b'\n', ..]) => end + 2,
            Some([_, ..]) => end + 1,
            _ => end,
        };
        Cut::Record {
            next,
            end,
            lines: u64::from(next > end),
            state: State::Unclosed,
        }
    }
}

enum Quoted {
    Closed { close: usize, escaped: bool, inside: u64 },
    More,
    Unclosed,
}

fn line_end(bytes: &[u8], from: usize) -> Option<usize> {
    bytes[from..]
        .iter()
        .position(|b| matches!(b, b'\n' | b'\r'))
        .map(|at| from + at)
}
