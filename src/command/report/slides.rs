//! The report as slides: a deck a language, in the site or where it is wanted.

use super::write::Made;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::diagnostic::Words;
use crate::project::atomic;
use crate::report;
use crate::slides;
use crate::slides::Look;
use std::path::Path;

/// Parts of names of families that have Han characters.
const HAN: [&str; 14] = [
    "SC", "TC", "CJK", "Han", "Hei", "YaHei", "PingFang", "Song", "Ming", "Kai", "黑", "宋", "楷", "苹方",
];

impl Made<'_> {
    /// Writes the deck of each language: `report.LANG.pptx` beside the pages, or the one deck to `output`.
    pub(super) fn slides(&self, output: Option<&Path>, context: &mut Context<'_>) -> Ended {
        let (id, wave) = (&self.read.survey.id, &self.read.wave);
        let look = look(self.space.config().accent.as_deref(), &self.space.config().fonts);
        let mut made = Vec::new();
        for page in self.wanted {
            let deck = report::deck(&self.input(page), look.clone());
            let bytes = slides::write(&deck).map_err(|error| {
                CommandError::Other(Words::new(
                    format!("the slides cannot be written: {error}"),
                    format!("无法写出幻灯片：{error}"),
                ))
            })?;
            made.push((format!("report.{}.pptx", page.lang), bytes));
        }
        if let Some(file) = output {
            let [(_, bytes)] = made.as_slice() else {
                let count = made.len();
                return Err(CommandError::Other(Words::new(
                    format!(
                        "`--output` names one file, but there are {count} decks, one a language; add `--language zh`, or leave it out"
                    ),
                    format!(
                        "`--output` 只指定一个文件，但每种语言一份，共 {count} 份；请加 `--language zh`，或不写 `--output`"
                    ),
                )));
            };
            atomic::write(file, bytes)?;
            let name = file.display();
            context.say(
                &format!("slides of {id} {wave}: {name}"),
                &format!("{id} {wave} 的幻灯片：{name}"),
            );
            return Ok(Outcome::Done);
        }
        let root = self.folder();
        // Each by itself: a folder that is written whole would lose its pages.
        for (name, bytes) in &made {
            atomic::write(&root.join(name), bytes)?;
        }
        let place = self.space.workspace.name_of(&root);
        context.say(
            &format!("slides of {id} {wave}: {place}/"),
            &format!("{id} {wave} 的幻灯片：{place}/"),
        );
        Ok(Outcome::Done)
    }
}

/// The brand's colour and families; what it does not say is as on the pages, in families every office has.
fn look(accent: Option<&str>, fonts: &[String]) -> Look {
    let own = Look::default();
    let is_han = |family: &&String| HAN.iter().any(|part| family.contains(part));
    let hex = accent.map(|colour| colour.trim_start_matches('#').to_ascii_uppercase());
    Look {
        accent: hex.filter(|colour| colour.len() == 6).unwrap_or(own.accent),
        latin: fonts
            .iter()
            .find(|family| !is_han(family))
            .cloned()
            .unwrap_or(own.latin),
        east_asian: fonts.iter().find(is_han).cloned().unwrap_or(own.east_asian),
        ..own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brand_gives_its_colour_and_its_families_by_script() {
        let fonts = ["Inter".to_owned(), "Source Han Sans SC".to_owned()];
        let look = look(Some("#0b6e4f"), &fonts);
        assert_eq!(
            (look.accent.as_str(), look.latin.as_str(), look.east_asian.as_str()),
            ("0B6E4F", "Inter", "Source Han Sans SC")
        );
        assert_eq!(super::look(None, &[]), Look::default());
    }
}
