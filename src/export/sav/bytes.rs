//! The compressed data of a system file: eight commands of a byte, then the values they do not hold themselves.

use std::io;
use std::io::Write;

/// A number that is no number.
pub(super) const NONE: f64 = -f64::MAX;
/// Small whole numbers are written as a byte with this added.
pub(super) const BIAS: f64 = 100.0;

const PAD: u8 = 0;
const END: u8 = 252;
const LITERAL: u8 = 253;
const SPACES: u8 = 254;
const NO_NUMBER: u8 = 255;

/// Writes values of eight bytes.
pub(super) struct Packed<W: Write> {
    out: W,
    commands: [u8; 8],
    used: usize,
    literals: Vec<u8>,
}

impl<W: Write> Packed<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            commands: [PAD; 8],
            used: 0,
            literals: Vec::with_capacity(64),
        }
    }

    pub(super) fn number(&mut self, number: Option<f64>) -> io::Result<()> {
        let Some(number) = number.filter(|number| number.is_finite()) else {
            return self.command(NO_NUMBER);
        };
        let shifted = number + BIAS;
        if number.fract() == 0.0 && (1.0..=251.0).contains(&shifted) && !(number == 0.0 && number.is_sign_negative()) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a whole number from 1 to 251"
            )]
            return self.command(shifted as u8);
        }
        self.literals.extend(number.to_le_bytes());
        self.command(LITERAL)
    }

    /// A text in a variable of `width` bytes, filled with spaces. A text of more than 255 bytes stands in parts of 255, each
    /// with a byte unused behind it.
    pub(super) fn text(&mut self, text: &[u8], width: usize) -> io::Result<()> {
        let mut rest = text;
        for part in parts(width) {
            let here = rest.len().min(255.min(8 * part.div_ceil(8)));
            let (now, later) = rest.split_at(here);
            rest = later;
            for at in 0..part.div_ceil(8) {
                let mut block = [b' '; 8];
                let from = (at * 8).min(now.len());
                let to = (at * 8 + 8).min(now.len());
                block[..to - from].copy_from_slice(&now[from..to]);
                if block == [b' '; 8] {
                    self.command(SPACES)?;
                } else {
                    self.literals.extend(block);
                    self.command(LITERAL)?;
                }
            }
        }
        Ok(())
    }

    fn command(&mut self, command: u8) -> io::Result<()> {
        self.commands[self.used] = command;
        self.used += 1;
        if self.used == 8 {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.commands)?;
        self.out.write_all(&self.literals)?;
        self.commands = [PAD; 8];
        self.used = 0;
        self.literals.clear();
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.command(END)?;
        if self.used > 0 {
            self.flush()?;
        }
        self.out.flush()
    }
}

/// Widths of the variables that hold a text of `width` bytes: one, or several of 255 and the rest.
pub(super) fn parts(width: usize) -> Vec<usize> {
    if width <= 255 {
        return vec![width];
    }
    let count = width.div_ceil(252);
    let last = width - 252 * (count - 1);
    let mut parts = vec![255; count - 1];
    parts.push(last);
    parts
}
