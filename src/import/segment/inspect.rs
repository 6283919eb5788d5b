//! What a segment is, and what is wrong with it, before anything of it is taken in.

use super::record::Aside;
use super::record::Head;
use super::record::Line;
use super::record::Reason;
use super::record::Seal;
use super::record::VERSION;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::import::rules;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::BufRead;

/// A segment that was looked through.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// Responses.
    pub records: u64,
    /// Whether it is complete: sealed, and as it was when it was sealed.
    pub sealed: bool,
    /// The device that exported it, with the numbers its responses carry.
    pub device: Option<(String, BTreeSet<u64>)>,
    /// What is wrong with it; nothing is taken from a file with an error.
    pub problems: Vec<Problem>,
}

/// Looks through a segment that is said to hold answers to `survey`; `file` is its name, for places.
///
/// # Errors
/// When the reader fails.
pub fn inspect(mut lines: impl BufRead, survey: &str, file: &str) -> io::Result<Inspection> {
    let mut found = Inspection::default();
    let (mut hash, mut fnv) = (sha2::Sha256::default(), Fnv::default());
    let (mut number, mut seal): (u64, Option<(u64, Seal, String, String)>) = (0, None);
    let mut suspect: BTreeMap<String, u64> = BTreeMap::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        lines.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            break;
        }
        number += 1;
        let read = Line::read(&line[..line.len() - 1]);
        if let Some((at, ..)) = &seal {
            found.problems.push(damaged(
                file,
                *at,
                "lines follow the one that ends the file",
                "结束行之后还有内容",
            ));
            return Ok(found);
        }
        match read {
            Some(Line::Head(head)) if number == 1 => found.head(&head, survey, file),
            // A copy that a respondent saved names its survey itself.
            Some(Line::Record(record)) if number == 1 && !record.survey.is_empty() => {
                found.records += 1;
                found.head(&Head::new(&record.survey, ""), survey, file);
            }
            _ if number == 1 => {
                found.problems.push(no_segment(file));
                return Ok(found);
            }
            Some(Line::Record(record)) => {
                found.records += 1;
                for flag in &record.flags {
                    *suspect.entry(flag.clone()).or_default() += 1;
                }
                if let (Some((_, counters)), Some(counter)) = (&mut found.device, record.counter) {
                    counters.insert(counter);
                }
            }
            Some(Line::Seal(said)) => {
                let so_far = super::hex(&sha2::Digest::finalize(hash.clone()));
                seal = Some((number, said, so_far, fnv.hex()));
            }
            // The importer refuses such a row, and puts it aside.
            Some(Line::Head(_)) | None => {}
        }
        sha2::Digest::update(&mut hash, &line);
        fnv.add(&line);
    }
    if number == 0 {
        found.problems.push(no_segment(file));
    }
    if let Some((at, said, sha256, fnv)) = seal {
        let sound = said.records == found.records
            && match (&said.sha256, &said.fnv1a) {
                (Some(said), _) => *said == sha256,
                (None, Some(said)) => *said == fnv,
                (None, None) => false,
            };
        found.sealed = sound;
        if !sound {
            let (en, zh) = (
                format!(
                    "the file was changed after it was complete: its last line speaks of {} responses and another checksum",
                    said.records
                ),
                format!("文件封存后有改动：结束行记为 {} 份答卷，校验值不符", said.records),
            );
            found.problems.push(damaged(file, at, &en, &zh));
        }
    }
    found.problems.extend(suspects(file, &suspect));
    Ok(found)
}

impl Inspection {
    fn head(&mut self, head: &Head, survey: &str, file: &str) {
        if head.version > VERSION {
            let problem = Problem::new(&rules::NO_SEGMENT, line(file, 1))
                .says(
                    format!(
                        "this file has form {}; this program reads up to {VERSION}",
                        head.version
                    ),
                    format!("该文件的格式版本为 {}，本程序最高支持 {VERSION}", head.version),
                )
                .help("use a later version of manyi", "请使用新版 manyi");
            self.problems.push(problem);
        } else if head.survey != survey {
            let problem = Problem::new(&rules::NO_SEGMENT, line(file, 1))
                .says(
                    format!("this file holds answers to `{}`, not to `{survey}`", head.survey),
                    format!("该文件是 `{}` 的答卷，而不是 `{survey}` 的", head.survey),
                )
                .help(
                    format!("write `manyi import {} FILE`", head.survey),
                    format!("请写 `manyi import {} 文件`", head.survey),
                );
            self.problems.push(problem);
        }
        self.device = head.device.clone().map(|device| (device, BTreeSet::new()));
    }
}

/// Numbers of answers that a device gave out and no file brought: gaps between the lowest and the highest of all its files.
#[must_use]
pub fn devices(files: &[(String, Inspection)]) -> Vec<Problem> {
    let mut by_device: BTreeMap<&str, (&str, BTreeSet<u64>)> = BTreeMap::new();
    for (file, inspection) in files {
        if let Some((device, counters)) = &inspection.device {
            let (_, all) = by_device.entry(device).or_insert((file, BTreeSet::new()));
            all.extend(counters);
        }
    }
    let mut problems = Vec::new();
    for (device, (file, counters)) in by_device {
        let gaps: Vec<(u64, u64)> = counters
            .iter()
            .zip(counters.iter().skip(1))
            .filter(|(before, after)| **after > **before + 1)
            .map(|(before, after)| (before + 1, after - 1))
            .collect();
        let missing: u64 = gaps.iter().map(|(first, last)| last - first + 1).sum();
        if missing > 0 {
            let shown = gaps.iter().take(5).map(|(first, last)| {
                if first == last {
                    first.to_string()
                } else {
                    format!("{first}–{last}")
                }
            });
            let shown = shown.collect::<Vec<_>>().join(", ");
            problems.push(
                Problem::new(&rules::DEVICE_GAP, Place::file(file))
                    .says(
                        format!("device `{device}` took {missing} answers that no file holds: {shown}"),
                        format!("设备 `{device}` 有 {missing} 份答卷不在任何文件中：{shown}"),
                    )
                    .help(
                        "bring the device's other export files, or export again",
                        "请取回该设备的其他导出文件，或重新导出",
                    ),
            );
        }
    }
    problems
}

/// What the collector kept aside, where it kept anything; `file` is the name of the file, for its place.
///
/// # Errors
/// When the reader fails.
pub fn kept_aside(lines: impl BufRead, file: &str) -> io::Result<Option<Problem>> {
    let (mut conflict, mut used, mut link) = (0_u64, 0_u64, 0_u64);
    for line in lines.split(b'\n') {
        match serde_json::from_slice::<Aside>(&line?).map(|aside| aside.reason) {
            Ok(Reason::Conflict) => conflict += 1,
            Ok(Reason::LinkUsed) => used += 1,
            Ok(Reason::NoLink) => link += 1,
            Err(_) => {}
        }
    }
    let problem = Problem::new(&rules::KEPT_ASIDE, Place::file(file))
        .says(
            format!(
                "the collector kept aside {conflict} answers that contradict another with their id, {used} by a link used before, \
                 {link} without a valid link"
            ),
            format!("收集程序另行保存：{conflict} 份与同一编号的答卷矛盾，{used} 份使用了已用过的链接，{link} 份没有有效链接"),
        )
        .help(
            "look at the file; nothing of it is counted",
            "请查看该文件；其中内容均未计入",
        );
    Ok((conflict + used + link > 0).then_some(problem))
}

fn suspects(file: &str, suspect: &BTreeMap<String, u64>) -> Option<Problem> {
    let said = |flag: &str| suspect.get(flag).copied().unwrap_or(0);
    self::suspect(file, said("trap"), said("repeat"))
}

/// Responses that may not be a person's, or came twice.
pub(in crate::import) fn suspect(file: &str, trap: u64, repeat: u64) -> Option<Problem> {
    (trap + repeat > 0).then(|| {
        Problem::new(&rules::SUSPECT_RESPONSES, Place::file(file))
            .says(
                format!(
                    "{trap} responses filled in the field no person sees, {repeat} without an id say what another said; all were kept"
                ),
                format!("{trap} 份答卷填写了隐藏的陷阱字段，{repeat} 份无编号答卷与他人内容相同；均已保留"),
            )
            .help(
                "look at them; what a program or a second click sent is taken out by a line of `fixes/`",
                "请查看；程序或重复提交的答卷可通过 `fixes/` 剔除",
            )
    })
}

fn no_segment(file: &str) -> Problem {
    Problem::new(&rules::NO_SEGMENT, line(file, 1))
        .says(
            "the first line does not say that this is a file of answers",
            "首行未说明这是答卷文件",
        )
        .help(
            "import the files that the collector or an offline form wrote, as they are",
            "请原样导入收集程序或离线表单生成的文件",
        )
}

fn damaged(file: &str, at: u64, en: &str, zh: &str) -> Problem {
    Problem::new(&rules::DAMAGED_SEGMENT, line(file, at)).says(en, zh).help(
        "bring the original file; to take it in as it stands, delete its last line",
        "请取回原文件；若要按现状导入，请删去最后一行",
    )
}

fn line(file: &str, line: u64) -> Place {
    Place::Cell {
        file: file.to_owned(),
        line,
        row: None,
        column: None,
    }
}

/// FNV-1a of 32 bits (Fowler, Noll, Vo).
#[derive(Debug, Clone, Copy)]
struct Fnv(u32);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }

    fn hex(self) -> String {
        format!("{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sha256;
    use super::*;
    use crate::diagnostic::has_errors;

    fn codes(text: &str) -> Vec<&'static str> {
        let found = inspect(text.as_bytes(), "visit", "x.jsonl").unwrap();
        found.problems.iter().map(|problem| problem.rule.code).collect()
    }

    fn sealed(body: &str, records: u64) -> String {
        format!("{body}{}", Seal::new(records, sha256(body.as_bytes())).line())
    }

    const BODY: &str = "{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\"}\n{\"response_id\":\"a\",\"fields\":{\"q\":\"1\"}}\n";

    #[test]
    fn fnv_agrees_with_its_authors() {
        // http://www.isthe.com/chongo/src/fnv/test_fnv.c: fnv1a_32 of "", "a", "foobar".
        for (text, expected) in [("", "811c9dc5"), ("a", "e40c292c"), ("foobar", "bf9cf968")] {
            let mut fnv = Fnv::default();
            fnv.add(text.as_bytes());
            assert_eq!(fnv.hex(), expected);
        }
    }

    #[test]
    fn a_sound_file_has_no_problem_sealed_or_not() {
        let open = inspect(BODY.as_bytes(), "visit", "x").unwrap();
        assert!(open.problems.is_empty() && !open.sealed && open.records == 1);
        let closed = inspect(sealed(BODY, 1).as_bytes(), "visit", "x").unwrap();
        assert!(closed.problems.is_empty() && closed.sealed);
        let mut fnv = Fnv::default();
        fnv.add(BODY.as_bytes());
        let short = format!(
            "{BODY}{{\"manyi\":\"seal\",\"records\":1,\"fnv1a\":\"{}\"}}\n",
            fnv.hex()
        );
        assert!(inspect(short.as_bytes(), "visit", "x").unwrap().sealed);
    }

    #[test]
    fn a_file_that_was_changed_is_noticed() {
        let whole = sealed(BODY, 1);
        assert_eq!(codes(&whole.replace("\"q\":\"1\"", "\"q\":\"2\"")), ["MY350"]);
        assert_eq!(
            codes(&format!("{whole}{{\"response_id\":\"b\",\"fields\":{{}}}}\n")),
            ["MY350"]
        );
        assert_eq!(codes(&sealed(BODY, 2)), ["MY350"]);
        assert_eq!(
            codes(&format!("{BODY}{{\"manyi\":\"seal\",\"records\":1}}\n")),
            ["MY350"]
        );
        assert_eq!(codes("id,q\na,1\n"), ["MY351"]);
        assert_eq!(codes(""), ["MY351"]);
        assert_eq!(codes(&BODY.replace("visit", "other")), ["MY351"]);
        assert_eq!(codes(&BODY.replace("\"version\":1", "\"version\":9")), ["MY351"]);
        // A last line that is being written is none.
        assert!(codes(&format!("{BODY}{{\"response_id\":\"b\"")).is_empty());
    }

    #[test]
    fn gaps_in_a_devices_numbers_are_told_over_all_its_files() {
        let export = |numbers: &[u64]| {
            let mut text = "{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\",\"device\":\"k3\"}\n".to_owned();
            for number in numbers {
                let record = format!("{{\"response_id\":\"r{number}\",\"counter\":{number},\"fields\":{{}}}}\n");
                text.push_str(&record);
            }
            (
                "k.jsonl".to_owned(),
                inspect(text.as_bytes(), "visit", "k.jsonl").unwrap(),
            )
        };
        assert!(devices(&[export(&[1, 2]), export(&[4, 3])]).is_empty());
        let gaps = devices(&[export(&[1, 2, 7]), export(&[4])]);
        assert!(!has_errors(&gaps));
        assert!(
            gaps[0].says.en.contains("`k3` took 3 answers") && gaps[0].says.en.contains("3, 5–6"),
            "{gaps:?}"
        );
    }

    #[test]
    fn suspect_responses_are_counted() {
        let text = BODY.replace("\"fields\"", "\"flags\":[\"trap\"],\"fields\"");
        assert_eq!(codes(&text), ["MY354"]);
    }
}
