//! Names of the parts of a question, and its texts.

use super::Choice;
use super::Question;
use crate::locale::Texts;
use crate::model::TextOf;

impl Question {
    /// The name of a part of it, such as a row: `question.part`, in a copy `question.part.entity`. Empty when either is.
    #[must_use]
    pub fn part(&self, part: &str) -> String {
        if self.id.value.is_empty() || part.is_empty() {
            return String::new();
        }
        let written = self.written_id();
        match &self.entity {
            Some(entity) => format!("{written}.{part}.{}", entity.id),
            None => format!("{written}.{part}"),
        }
    }

    /// Its name as written: what it is called inside its own copy of a page.
    #[must_use]
    pub fn written_id(&self) -> &str {
        let id = self.id.value.as_str();
        let copy = self.entity.as_ref();
        copy.and_then(|entity| id.strip_suffix(entity.id.as_str())?.strip_suffix('.'))
            .unwrap_or(id)
    }

    /// The name of a part of a row: `question.row.part`, in a copy `question.row.part.entity`. Empty when either is.
    #[must_use]
    pub fn part_of(&self, row: &str, part: &str) -> String {
        if row.is_empty() {
            return String::new();
        }
        self.part(&format!("{row}.{part}"))
    }

    /// Every text it shows to respondents.
    pub fn texts_mut(&mut self) -> Vec<(TextOf, &mut Texts)> {
        let mut all = vec![
            (TextOf::Question, &mut self.text),
            (TextOf::Hint, &mut self.hint),
            (TextOf::Unit, &mut self.unit),
        ];
        all.extend(
            self.valid_message
                .iter_mut()
                .map(|text| (TextOf::Message, &mut text.value)),
        );
        for (at, option) in self.options.options.iter_mut().enumerate() {
            option.texts_mut(TextOf::Option(at), &mut all);
        }
        all.extend(self.levels.iter_mut().map(|level| (TextOf::Question, &mut level.text)));
        for (at, row) in self.rows.iter_mut().enumerate() {
            all.push((TextOf::Row(at), &mut row.text));
            all.extend(row.with.iter_mut().map(|text| (TextOf::With(at), &mut text.value)));
            all.extend(
                row.without
                    .iter_mut()
                    .map(|text| (TextOf::Without(at), &mut text.value)),
            );
        }
        let ends = self.ends.iter_mut().enumerate();
        all.extend(ends.map(|(at, text)| (TextOf::End(at), text)));
        all.push((TextOf::Purpose, &mut self.purpose));
        let missing = self.missing.iter_mut().enumerate();
        all.extend(missing.filter_map(|(at, answer)| Some((TextOf::Missing(at), &mut answer.text.as_mut()?.value))));
        all
    }
}

impl Choice {
    fn texts_mut<'c>(&'c mut self, of: TextOf, all: &mut Vec<(TextOf, &'c mut Texts)>) {
        all.extend(self.text.as_mut().map(|text| (of, &mut text.value)));
        for under in &mut self.under {
            under.texts_mut(of, all);
        }
    }
}
