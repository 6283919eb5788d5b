//! Questions in a table: how answers are spread, or by the groups of a segment.

use crate::finding::Showing;
use crate::locale;
use crate::model::Domain;
use crate::model::VariableIndex;
use crate::report::charts::best_points;
use crate::report::charts::worst_first;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::site::Html;
use crate::tabulation::Answers;
use crate::tabulation::Group;

/// The lines of a table: options of questions of which each gives one share.
struct Line {
    question: VariableIndex,
    label: String,
    options: Vec<usize>,
}

/// A question, or the lines of a battery, for everybody and by the groups of a segment. Ratings give the share of their
/// best points, choices a line for each option.
pub fn question(facts: &Facts, questions: &[VariableIndex], by: Option<VariableIndex>) -> Html {
    let tongue = facts.tongue();
    let lines: Vec<Line> = questions.iter().flat_map(|question| lines(facts, *question)).collect();
    let groups: Vec<Group> = by.map(|segment| facts.levels(segment)).unwrap_or_default();
    let mut columns = vec![
        ColumnView::words(""),
        ColumnView::numbers(tongue.pick("All", "全部")).unit("%"),
    ];
    columns.extend(
        groups
            .iter()
            .map(|group| ColumnView::numbers(facts.names().level(*group)).unit("%")),
    );
    columns.push(ColumnView::numbers("n").unit(tongue.pick("all", "全部")));
    let mut figures = Vec::new();
    let row = |line: &Line| {
        let (total, levels) = decided(facts, line.question, &groups);
        let mut cells = vec![CellView::text(line.label.clone()), share(line, &total)];
        cells.extend(levels.iter().map(|level| share(line, level)));
        cells.push(match &total.answers {
            Some(answers) => CellView::text(answers.valid.n.to_string()),
            None => super::absent(&total.figure()),
        });
        figures.extend(std::iter::once(&total).chain(&levels).map(Decided::figure));
        RowView::of(cells)
    };
    let rows = lines.iter().map(row).collect();
    let rating = questions
        .first()
        .filter(|question| facts.survey().variable(**question).domain.scale().is_some());
    let first = rating.map_or_else(String::new, |question| {
        let count = best_points(facts, *question);
        let points = worst_first(facts, *question);
        let named: Vec<String> = points
            .iter()
            .rev()
            .take(count)
            .map(|point| facts.names().option(*question, *point))
            .collect();
        let named = named.join(tongue.pick("” or “", "”或“"));
        tongue.pick(
            format!("Share who answered “{named}”."),
            format!("回答“{named}”者的比例。"),
        )
    });
    let title = questions.first().map(|question| {
        let variable = facts.survey().variable(*question);
        match &variable.stem {
            Some(stem) if questions.len() > 1 => facts.names().text(stem),
            _ => facts.names().wording(*question),
        }
    });
    let title = title.unwrap_or_default();
    let view = TableView {
        id: String::new(),
        name: title.clone(),
        title,
        note: super::note(facts, &first, &figures),
        long: true,
        columns,
        rows,
    };
    parts::part(facts, "table.html", &view)
}

fn lines(facts: &Facts, question: VariableIndex) -> Vec<Line> {
    let variable = facts.survey().variable(question);
    match &variable.domain {
        Domain::Rating(_) => {
            let best = worst_first(facts, question)
                .into_iter()
                .rev()
                .take(best_points(facts, question))
                .collect();
            vec![Line {
                question,
                label: facts.names().variable(question),
                options: best,
            }]
        }
        Domain::Choice(list) | Domain::Multiple(list) => (0..list.options.len())
            .map(|option| Line {
                question,
                label: facts.names().option(question, option),
                options: vec![option],
            })
            .collect(),
        Domain::Number { .. } | Domain::Text | Domain::Date => Vec::new(),
    }
}

/// Answers of a group, unless they are hidden.
struct Decided {
    answers: Option<Answers>,
    showing: Showing,
}

impl Decided {
    fn figure(&self) -> Figure {
        let empty = self.answers.is_none() && self.showing.is_visible();
        Figure {
            estimate: None,
            showing: self.showing,
            reason: empty.then_some(crate::measure::Reason::NoValidAnswers),
        }
    }
}

/// The answers of everybody and of each group, with what must be hidden taken out.
fn decided(facts: &Facts, question: VariableIndex, groups: &[Group]) -> (Decided, Vec<Decided>) {
    let of = |group| facts.answers(question, &facts.wave, group).unwrap_or_default();
    let settings = facts.settings();
    let total = of(Group::Total);
    let all: Vec<Answers> = groups.iter().map(|group| of(*group)).collect();
    let known = facts.disclosed(&facts.wave, &|group| of(group).valid.n);
    let members = |group| Showing::from(facts.members(question, &facts.wave, group));
    let showings: Vec<Showing> = groups
        .iter()
        .map(|group| {
            let known = known.get(group).copied().unwrap_or(Showing::HiddenPrivacy);
            known.max(members(*group))
        })
        .collect();
    let keep = |answers: Answers, showing: Showing| Decided {
        answers: Some(answers).filter(|answers| showing.is_visible() && answers.valid.n > 0),
        showing,
    };
    let alone = match total.valid.n {
        // Where nobody at all answered there is nothing to hide.
        0 => Showing::Shown,
        base => Showing::of_base(base, settings).max(members(Group::Total)),
    };
    let levels = all
        .into_iter()
        .zip(showings)
        .map(|(answers, showing)| keep(answers, showing))
        .collect();
    (keep(total, alone), levels)
}

fn share(line: &Line, decided: &Decided) -> CellView {
    let figure = decided.figure();
    let Some(answers) = &decided.answers else {
        return super::absent(&figure);
    };
    let hits: f64 = line
        .options
        .iter()
        .filter_map(|option| answers.options.get(*option))
        .map(|cell| cell.w)
        .sum();
    if answers.valid.w <= 0.0 {
        return CellView::none();
    }
    super::flagged(
        CellView::text(locale::plain(hits / answers.valid.w * 100.0, 0)),
        &figure,
    )
}
