//! The page of a league: every unit in one table for each headline measure, with its funnel.

use super::Units;
use crate::chart;
use crate::chart::Chart;
use crate::chart::Reference;
use crate::finding::League;
use crate::finding::Outside;
use crate::finding::Row;
use crate::finding::Standings;
use crate::locale;
use crate::measure::Unit;
use crate::model::Measure;
use crate::report::charts;
use crate::report::dates;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::facts::Medium;
use crate::report::input::Report;
use crate::report::input::ReportInput;
use crate::report::names::listed;
use crate::report::page;
use crate::report::page::ReportView;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::FigureView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::tables;
use crate::report::words;
use crate::site::Heading;
use crate::site::Html;
use crate::tabulation::Group;
use serde_json::Value;

/// Units named in a sentence; the others are counted.
const NAMED: usize = 4;

/// The page of the league of all units, for management: everybody's figures, with a link to each unit's page.
#[must_use]
pub fn league(input: &ReportInput, units: &Units, page_of: &dyn Fn(Group) -> String) -> Report {
    let facts = Facts::of(input.clone(), Medium::Page);
    let tongue = facts.tongue();
    let mut measures = facts.headline();
    if measures.is_empty() {
        let is_item = |measure: &&Measure| units.items.contains(&measure.id);
        measures = facts.measures().iter().filter(|measure| !is_item(measure)).collect();
    }
    let standings = Standings {
        scores: &facts.input.scores,
        findings: &facts.input.findings,
        settings: facts.settings(),
        hides: true,
    };
    let (mut body, mut contents) = (Vec::new(), Vec::new());
    for measure in measures {
        let league = standings.league(measure, &facts.wave, units.segment);
        let heading = Heading {
            level: 2,
            id: format!("league-{}", contents.len() + 1),
            text: facts.names().measure(measure),
        };
        let (id, text) = (&heading.id, Html::escaped(&heading.text));
        body.push(Html::trusted(format!("<h2 id=\"{id}\">{}</h2>", text.as_str())));
        contents.push(heading);
        let of = OneLeague {
            facts: &facts,
            measure,
            league: &league,
            unit: facts.unit(measure),
        };
        body.extend([of.summary(), of.funnel(), of.table(page_of)]);
    }
    body.push(how_to_read(&facts));
    let segment = facts.names().variable(units.segment);
    let name = tongue.pick(format!("League: {segment}"), format!("{segment}排名表"));
    let many = crate::finding::units(facts.input.scores.tabulation.plan(), units.segment).len();
    let (survey, wave) = (
        facts.names().text(&facts.survey().title),
        dates::wave(&facts.input.calendar, &facts.wave, tongue),
    );
    let subtitle = tongue.pick(
        format!("{survey} · {wave} · {many} units"),
        format!("{survey}，{wave}，{many}个单位"),
    );
    let lead = tongue.pick(
        "For management only: every unit’s figures stand here. Units are ordered by their score drawn towards the mean, so that a small unit neither leads nor trails by luck.",
        "仅供管理层：此处列出所有单位的数值。各单位按向均值收缩后的得分排序，小单位不会因偶然领先或垫底。",
    );
    let head = parts::paragraph(&facts, "lead", lead);
    let mut view = ReportView::plain(&facts, &name, subtitle, (head, parts::joined(body)));
    view.list(tongue.pick("Contents", "目录"), contents);
    let (html, problems) = page::dressed(&facts, &view, &format!("{name} · {}", facts.wave));
    Report {
        html,
        json: Value::Null,
        problems,
    }
}

fn how_to_read(facts: &Facts) -> Html {
    let tongue = facts.tongue();
    let level = locale::percent(facts.input.scores.level, 0);
    let heading = Html::escaped(tongue.pick("How to read this", "阅读说明"));
    let text = tongue.pick(
        format!("Drawn: each score moves towards the mean of all units, the farther the fewer answers it rests on (empirical Bayes, variance between units after Paule and Mandel). Rank: the expected rank; in brackets the ranks the unit could as well have ({level}). Two units whose ranks overlap are not told apart. “Against the rest” is tested for all units together (Benjamini–Hochberg). The funnel shows how far chance reaches at each number of answers: 95% and 99.8% of units that are alike lie between the lines; where units differ by more than chance, the lines are widened."),
        format!("收缩值：各单位得分向全部单位的均值移动，回答越少移动越多（经验贝叶斯，单位间方差按 Paule–Mandel 估计）。名次为期望名次，括号内为其{level}区间；区间重叠的单位无法分出先后。“与其余相比”对所有单位一并检验（Benjamini–Hochberg 校正）。漏斗图显示各样本量下偶然所及的范围：若单位彼此无异，95%和99.8%会落在线内；单位间差异超出偶然时，界限相应放宽。"),
    );
    parts::joined([
        Html::trusted(format!("<h2 id=\"reading\">{}</h2>", heading.as_str())),
        parts::paragraph(facts, "", &text),
    ])
}

struct OneLeague<'a> {
    facts: &'a Facts,
    measure: &'a Measure,
    league: &'a League,
    unit: Unit,
}

impl OneLeague<'_> {
    /// Who stands out, and how much of the scatter is chance.
    fn summary(&self) -> Html {
        let (facts, tongue) = (self.facts, self.facts.tongue());
        let of = |good: bool| -> Vec<String> {
            let is = |row: &&Row| {
                let change = row.rest.as_ref();
                change.is_some_and(|change| words::is_good(change.verdict, self.league.better) == Some(good))
            };
            let rows = self.league.rows.iter().filter(is);
            rows.map(|row| facts.names().level(row.group)).collect()
        };
        let (above, below) = (of(true), of(false));
        let said = |names: &[String]| {
            if names.len() <= NAMED {
                listed(names, tongue)
            } else {
                tongue.pick(format!("{} units", names.len()), format!("{}个单位", names.len()))
            }
        };
        let mut text = vec![match (above.is_empty(), below.is_empty()) {
            (true, true) => tongue.pick(
                "No unit differs from the rest by more than chance.".to_owned(),
                "没有单位与其余的差异超出偶然。".to_owned(),
            ),
            (false, true) => tongue.pick(
                format!("Better than the rest: {}.", said(&above)),
                format!("好于其余：{}。", said(&above)),
            ),
            (true, false) => tongue.pick(
                format!("Worse than the rest: {}.", said(&below)),
                format!("差于其余：{}。", said(&below)),
            ),
            (false, false) => tongue.pick(
                format!("Better than the rest: {}; worse: {}.", said(&above), said(&below)),
                format!("好于其余：{}；差于其余：{}。", said(&above), said(&below)),
            ),
        }];
        match &self.league.population {
            Ok(all) => {
                let (mean, part) = (words::value(self.unit, all.mean), locale::percent(all.excess, 0));
                text.push(tongue.pick(
                    format!("The mean of the units is {mean}; {part} of their scatter is more than chance."),
                    format!("各单位均值为{mean}；离散中有{part}超出偶然。"),
                ));
            }
            Err(reason) => {
                let why = words::reason(*reason, tongue);
                text.push(tongue.pick(format!("Nothing is drawn: {why}."), format!("无收缩值：{why}。")));
            }
        }
        parts::paragraph(facts, "", &text.join(tongue.pick(" ", "")))
    }

    fn funnel(&self) -> Html {
        let (facts, tongue) = (self.facts, self.facts.tongue());
        if self.league.funnel.is_err() {
            return Html::default();
        }
        let name = facts.names().measure(self.measure);
        let title = tongue.pick(format!("{name} by number of answers"), format!("{name}与回答数"));
        let total = facts.now(self.measure, Group::Total).estimate;
        let all = total.map(|known| {
            let value = words::value(self.unit, known.value);
            Reference {
                value: known.value * charts::factor(self.unit),
                label: charts::drawn(tongue.pick(format!("All {value}"), format!("全部{value}")), tongue),
            }
        });
        let label = |group: Group| charts::drawn(facts.names().level(group), tongue);
        let drawing = charts::Funnel {
            league: self.league,
            unit: self.unit,
            name: charts::drawn(&name, tongue),
            words: charts::chart_words(&title, &title, tongue),
            all,
            tongue,
            label: &label,
        }
        .chart();
        let id = facts.figure_id();
        let (wide, narrow) = (drawing.draw(chart::WIDE, &id), drawing.draw(chart::NARROW, &id));
        let view = FigureView {
            id,
            title,
            says: drawing.sentence(tongue),
            wide: Html::trusted(wide.text),
            narrow: Some(Html::trusted(narrow.text)),
            foot: tongue
                .pick("Its numbers stand in the table below.", "数值见下表。")
                .to_owned(),
            ..FigureView::default()
        };
        parts::part(facts, "figure.html", &view)
    }

    fn table(&self, page_of: &dyn Fn(Group) -> String) -> Html {
        let (facts, tongue) = (self.facts, self.facts.tongue());
        let columns = vec![
            ColumnView::words(tongue.pick("Unit", "单位")),
            ColumnView::numbers("n"),
            ColumnView::numbers(tongue.pick("Score", "得分")),
            ColumnView::numbers(tables::interval_title(facts)),
            ColumnView::numbers(tongue.pick("Against the rest", "与其余相比")),
            ColumnView::numbers(tongue.pick("Drawn", "收缩值")),
            ColumnView::numbers(tongue.pick("Rank", "名次")),
            ColumnView::numbers(tongue.pick("Ranks possible", "可能名次")),
            ColumnView::words(tongue.pick("Beyond chance", "超出偶然")),
        ];
        let figures: Vec<Figure> = self
            .league
            .rows
            .iter()
            .map(|row| facts.now(self.measure, row.group))
            .collect();
        let rows = self
            .league
            .rows
            .iter()
            .zip(&figures)
            .map(|(row, figure)| RowView::of(self.cells(row, figure, page_of(row.group))));
        let note = tongue.pick(
            "▲ ▼ differ from the rest by more than chance and enough to matter; blue is better, orange worse.",
            "▲▼：与其余的差异超出偶然且大到值得注意；蓝色为好，橙色为差。",
        );
        let name = facts.names().measure(self.measure);
        let view = TableView {
            name: tongue.pick(format!("League: {name}"), format!("{name}排名表")),
            note: tables::note(facts, note, &figures),
            long: true,
            columns,
            rows: rows.collect(),
            ..TableView::default()
        };
        parts::part(facts, "table.html", &view)
    }

    fn cells(&self, row: &Row, figure: &Figure, href: String) -> Vec<CellView> {
        let (facts, tongue) = (self.facts, self.facts.tongue());
        let place = row.place;
        let of_place = |text: Option<String>| text.map_or_else(|| tables::absent(figure), CellView::text);
        let outside = match row.outside {
            None => "",
            Some(Outside::Inner) => tongue.pick("95%", "95%"),
            Some(Outside::Outer) => tongue.pick("99.8%", "99.8%"),
        };
        vec![
            CellView::text(facts.names().level(row.group)).leading(href),
            tables::base(figure),
            tables::value(facts, self.measure, figure),
            tables::interval(facts, self.unit, figure),
            match &row.rest {
                Some(change) => tables::difference(facts, self.measure, Some(change)),
                None => tables::absent(figure),
            },
            of_place(place.map(|place| words::value(self.unit, place.drawn.value))),
            of_place(place.map(|place| locale::plain(place.rank.expected, 1))),
            of_place(place.map(|place| format!("{}–{}", place.rank.interval.0, place.rank.interval.1))),
            CellView::text(outside),
        ]
    }
}
