//! Notes on trends that are none, or need a word.

use crate::diagnostic::Words;
use crate::finding::Seams;
use crate::model::Calendar;
use crate::model::Id;
use crate::model::WaveId;

/// What lies between each two neighbouring waves of those shown, measure by measure; measures with the same seam share a note.
#[must_use]
pub fn notes(seams: &Seams, calendar: &Calendar, measures: &[&Id], waves: &[WaveId]) -> Vec<Words> {
    let mut waves: Vec<&WaveId> = waves.iter().collect();
    waves.sort_by_cached_key(|wave| calendar.order(wave));
    let mut found: Vec<(Words, Vec<&str>, bool, &WaveId, &WaveId)> = Vec::new();
    for two in waves.windows(2) {
        for measure in measures {
            let Some(seam) = seams.between(measure, two[0], two[1]) else {
                continue;
            };
            let what = Words::new(
                joined(&seam.what, |words| &words.en, "; "),
                joined(&seam.what, |words| &words.zh, "；"),
            );
            let same = found.iter_mut().find(|(words, _, broken, one, other)| {
                *words == what && *broken == seam.broken && (*one, *other) == (two[0], two[1])
            });
            match same {
                Some((_, names, ..)) => names.push(measure.as_str()),
                None => found.push((what, vec![measure.as_str()], seam.broken, two[0], two[1])),
            }
        }
    }
    let note = |(what, names, broken, one, other): (Words, Vec<&str>, bool, &WaveId, &WaveId)| {
        let (en, zh) = (names.join(", "), names.join("、"));
        if broken {
            Words::new(
                format!("not comparable, {en}, {one} → {other}: {}", what.en),
                format!("不可比，{zh}，{one} → {other}：{}", what.zh),
            )
        } else {
            Words::new(
                format!("changed, {en}, {one} → {other}: {}", what.en),
                format!("有改动，{zh}，{one} → {other}：{}", what.zh),
            )
        }
    };
    found.into_iter().map(note).collect()
}

fn joined<'a>(words: &'a [Words], pick: impl Fn(&'a Words) -> &'a str, mark: &str) -> String {
    words.iter().map(pick).collect::<Vec<_>>().join(mark)
}
