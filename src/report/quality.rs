//! Response and data quality: what came in, what was taken, who broke off, what was left blank.

use super::facts::Facts;
use super::fieldwork::fieldwork;
use super::parts;
use super::parts::CellView;
use super::parts::ColumnView;
use super::parts::ItemView;
use super::parts::ListView;
use super::parts::RowView;
use super::parts::TableView;
use crate::finding::Members;
use crate::finding::Showing;
use crate::locale;
use crate::model::Missing;
use crate::model::Origin;
use crate::model::VariableIndex;
use crate::site::Html;
use crate::tabulation::Answers;
use crate::tabulation::Group;

/// A larger share of "don't know" makes a question's results doubtful.
const DOUBTFUL: f64 = 0.20;
/// A larger share of blank answers does so too.
const BLANK: f64 = 0.10;

/// What became of one question in the wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub question: VariableIndex,
    /// Responses to which it was put.
    pub asked: u64,
    /// Valid answers.
    pub answered: u64,
    /// By kind of missing, in the order of [`Missing::ALL`].
    pub missing: Vec<u64>,
}

impl Item {
    fn of(question: VariableIndex, answers: &Answers) -> Self {
        let missing: Vec<u64> = answers.missing.iter().map(|cell| cell.n).collect();
        let kind = |kind: Missing| missing.get(usize::from(kind.index())).copied().unwrap_or(0);
        let all = missing.iter().sum::<u64>() + answers.valid.n;
        let not_put = kind(Missing::NotAsked) + kind(Missing::NotReached) + kind(Missing::NotInVersion);
        Self {
            question,
            asked: all - not_put,
            answered: answers.valid.n,
            missing,
        }
    }

    /// How many of a kind.
    pub fn count(&self, kind: Missing) -> u64 {
        self.missing.get(usize::from(kind.index())).copied().unwrap_or(0)
    }

    fn share(&self, kind: Missing) -> f64 {
        if self.asked == 0 {
            0.0
        } else {
            self.count(kind) as f64 / self.asked as f64
        }
    }
}

/// Whether the number of answers may be told: a hidden base may not come out here.
pub fn may_show(facts: &Facts, item: &Item) -> bool {
    let told = facts.members(item.question, &facts.wave, Group::Total) == Members::All;
    item.answered == 0 || told && Showing::of_base(item.answered, facts.settings()).is_visible()
}

/// Every question that was counted, in the order of the questionnaire.
pub fn items(facts: &Facts) -> Vec<Item> {
    let survey = facts.survey();
    let asked = survey
        .variables
        .iter()
        .enumerate()
        .filter(|(_, variable)| matches!(variable.origin, Origin::Question { .. }));
    asked
        .filter_map(|(at, _)| {
            let question = VariableIndex(at);
            Some(Item::of(question, &facts.answers(question, &facts.wave, Group::Total)?))
        })
        .collect()
}

/// Responses that broke off before the last question.
pub fn broke_off(facts: &Facts) -> u64 {
    items(facts)
        .iter()
        .map(|item| item.count(Missing::NotReached))
        .max()
        .unwrap_or(0)
}

/// The heading of the section: responses, and how many broke off.
pub fn heading(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let count = facts.rows(&facts.wave, Group::Total);
    let off = broke_off(facts);
    if count == 0 {
        return tongue.pick("Response and data quality", "回收与数据质量").to_owned();
    }
    if off == 0 {
        return tongue.pick(
            format!("{count} responses, and how they were answered"),
            format!("{count}份答卷的作答情况"),
        );
    }
    let share = locale::percent(off as f64 / count as f64, 0);
    tongue.pick(
        format!("{count} responses, {share} broken off"),
        format!("{count}份答卷，{share}中途退出"),
    )
}

/// The whole section.
pub fn quality(facts: &Facts) -> Html {
    let said = sentences(facts);
    let list = ListView {
        marked: said.iter().any(|item| !item.mark.is_empty()),
        items: said,
        ..ListView::default()
    };
    let list = if list.items.is_empty() {
        Html::default()
    } else {
        parts::part(facts, "list.html", &list)
    };
    let all = items(facts);
    let questions = if all.is_empty() {
        Html::default()
    } else {
        parts::part(facts, "table.html", &questions(facts, &all))
    };
    parts::joined([fieldwork(facts), list, questions])
}

fn sentences(facts: &Facts) -> Vec<ItemView> {
    let tongue = facts.tongue();
    let plain = |text: String| ItemView {
        text,
        ..ItemView::default()
    };
    let warning = |text: String| ItemView {
        mark: "!".to_owned(),
        tone: "bad".to_owned(),
        lead: String::new(),
        text,
    };
    let quality = &facts.input.quality;
    let mut said = Vec::new();
    if quality.read > 0 {
        let q = quality;
        said.push(plain(tongue.pick(
            format!("In all files of all waves: of {} rows read, {} are responses, {} replaced a version imported before, {} were skipped as older versions or by a stated rule, and {} were refused.", q.read, q.accepted, q.replaced, q.skipped, q.refused),
            format!("全部期次的文件共读入{}行：接受{}行，替换先前导入的版本{}行，因属旧版本或按规则跳过{}行，拒收{}行。", q.read, q.accepted, q.replaced, q.skipped, q.refused),
        )));
        said.push(plain(tongue.pick(
            format!("{} cells could not be read and count as missing; {} answers to questions that were not to be asked were dropped.", q.invalid_cells, q.routed_out),
            format!("{}个单元格无法识别，按缺失处理；{}个不应作答的回答已剔除。", q.invalid_cells, q.routed_out),
        )));
    }
    if quality.excluded + quality.corrected > 0 {
        let (excluded, corrected) = (quality.excluded, quality.corrected);
        said.push(plain(tongue.pick(
            format!("Listed corrections leave out {excluded} of these responses and change {corrected} answers."),
            format!("按登记的更正，剔除其中{excluded}份答卷，更改{corrected}个答案。"),
        )));
    }
    if let Some(percent) = quality.same_people.filter(|percent| *percent > 50) {
        said.push(plain(tongue.pick(
            format!("About {percent} % of the people of this wave also answered in the wave before. Changes are tested as if they were different people, so they are shown less surely than they could be; `manyi compare --paired` compares the same people."),
            format!("本期受访者中约{percent}%在上一期也作答。变化按两批不同的人检验，结论偏于保守；`manyi compare --paired` 比较同一批人。"),
        )));
    }
    let off = broke_off(facts);
    if off > 0 {
        let count = facts.rows(&facts.wave, Group::Total);
        let share = locale::percent(off as f64 / count.max(1) as f64, 1);
        said.push(plain(tongue.pick(
            format!("{off} of {count} responses ({share}) broke off before the last question; what they answered is counted."),
            format!("{count}份答卷中有{off}份（{share}）中途退出，已作答部分仍计入。"),
        )));
    }
    let all = items(facts);
    let (asked, blank) = all.iter().fold((0, 0), |(asked, blank), item| {
        (asked + item.asked, blank + item.count(Missing::Skipped))
    });
    if asked > 0 {
        let share = locale::percent(blank as f64 / asked as f64, 1);
        said.push(plain(tongue.pick(
            format!("Of the closed questions that were put, {share} were left blank."),
            format!("封闭题中，应答而未作答的占{share}。"),
        )));
    }
    for item in all {
        let name = facts.names().variable(item.question);
        for (kind, limit) in [
            (Missing::DontKnow, DOUBTFUL),
            (Missing::NotApplicable, 1.0),
            (Missing::Skipped, BLANK),
        ] {
            let share = item.share(kind);
            if share > limit && item.asked >= facts.settings().flag_below {
                let (share, word) = (locale::percent(share, 0), super::words::missing(kind, tongue));
                said.push(warning(tongue.pick(
                    format!("{name}: {share} {word}. Read its results with care."),
                    format!("{name}：{share}为“{word}”，解读时请谨慎。"),
                )));
            }
        }
    }
    said
}

fn questions(facts: &Facts, items: &[Item]) -> TableView {
    let tongue = facts.tongue();
    let kinds: Vec<Missing> = Missing::ALL
        .into_iter()
        .filter(|kind| items.iter().any(|item| item.count(*kind) > 0))
        .collect();
    let mut columns = vec![
        ColumnView::words(tongue.pick("Question", "题目")),
        ColumnView::numbers(tongue.pick("Asked", "问及")),
        ColumnView::numbers(tongue.pick("Answered", "有效回答")),
    ];
    columns.extend(
        kinds
            .iter()
            .map(|kind| ColumnView::numbers(capital(super::words::missing(*kind, tongue)))),
    );
    let width = columns.len();
    let row = |item: &Item| {
        let name = CellView::text(facts.names().variable(item.question));
        let mut cells = vec![name, CellView::text(item.asked.to_string())];
        if !may_show(facts, item) {
            cells.resize(width, CellView::text(super::tables::HIDDEN).toned("quiet"));
            return RowView::of(cells);
        }
        cells.push(CellView::text(item.answered.to_string()));
        cells.extend(kinds.iter().map(|kind| match item.count(*kind) {
            0 => CellView::none(),
            count => CellView::text(count.to_string()),
        }));
        RowView::of(cells)
    };
    TableView {
        id: String::new(),
        title: (tongue.pick("Answers and missing answers by question", "各题有效回答与缺失情况").to_owned()),
        name: tongue.pick("Answers and missing answers by question", "各题有效回答与缺失情况").to_owned(),
        note: tongue.pick(
            "Asked: responses to which the question was put; not those whom routing left out or who had broken off.",
            "问及：实际被问到该题的答卷，不含跳题和已中途退出者。",
        ).to_owned(),
        long: true,
        columns,
        rows: items.iter().map(row).collect(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
