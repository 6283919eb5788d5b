//! `manyi score --kano`: what each feature of the Kano questions is to people.

use super::Args;
use super::figures_of;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::modelled;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::source::Opened;
use crate::command::shared::source::Wanted;
use crate::command::shared::source::open_with;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::finding::Showing;
use crate::locale;
use crate::measure::kano::Feature;
use crate::measure::kano::features;
use crate::model::Survey;
use crate::stats::kano::Category;
use crate::stats::kano::Coefficient;
use crate::stats::kano::Frequencies;
use crate::stats::kish;
use crate::tabulation::Cell;
use crate::tabulation::Group;
use std::collections::BTreeMap;

/// What a feature is called in tables for machines: its question and itself.
fn name(survey: &Survey, feature: &Feature<'_>) -> String {
    let with = survey.variable(feature.with).id.as_str();
    with.replacen(".with", "", 1)
}

/// Prints the features.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let wanted = Wanted {
        measures: &|_| Ok(Vec::new()),
    };
    let needs = |survey: &Survey| {
        let features = features(survey);
        if features.is_empty() {
            return Err(CommandError::Other(Words::new(
                format!("`{}` has no Kano question, so there are no features to sort", survey.id),
                format!("`{}` 没有卡诺题，没有可归类的功能", survey.id),
            )));
        }
        Ok(features.iter().map(Feature::need).collect())
    };
    let Some(opened) = open_with(&args.analysed, &wanted, &needs, context)? else {
        return Ok(Outcome::Problems);
    };
    let sheet = sheet(&opened);
    context.data(&sheet.render(args.analysed.format, context.tongue))?;
    Ok(Outcome::of(&opened.problems))
}

fn sheet(opened: &Opened) -> Sheet {
    let results = opened
        .task
        .decide(opened.tabulation.clone(), &opened.references, &Ask::default());
    let settings = &opened.task.settings;
    let level = 1.0 - settings.alpha;
    let several = opened.waves.len() * opened.groups.len() > 1;
    let mut rows = Vec::new();
    for feature in features(&opened.task.survey) {
        for wave in &opened.waves {
            let counts: BTreeMap<Group, (Frequencies, Cell)> = opened
                .groups
                .iter()
                .filter_map(|group| {
                    let view = results.scores.tabulation.view(wave, *group)?;
                    Some((*group, feature.counted(&view)?))
                })
                .collect();
            let bases = counts.iter().map(|(group, (_, whole))| (*group, whole.n)).collect();
            let showings = modelled::showings(&results.findings.disclosure, &results.scores.tabulation, wave, &bases);
            for (of, group) in figures_of(opened).into_iter().filter(|(of, _)| of == wave) {
                let Some((frequencies, whole)) = counts.get(&group) else {
                    continue;
                };
                let showing = if opened.hides {
                    showings[&group]
                } else {
                    modelled::flagged(showings[&group])
                };
                let (segment, of_segment) = results.scores.level_of(group);
                let text = |id: Option<crate::model::Id>| id.map_or(Datum::None, |id| id.as_str().into());
                let mut row = vec![of.as_str().into(), text(segment), text(of_segment)];
                row.push(name(&opened.task.survey, &feature).as_str().into());
                row.extend(figures(frequencies, *whole, showing, level));
                rows.push(row);
            }
        }
    }
    let percent = locale::plain(100.0 * level, 0);
    Sheet {
        kind: "kano",
        heads: heads(several),
        rows,
        notes: vec![
            Words::new(
                "M must-be, O performance, A attractive, I indifferent, R reverse, Q questionable: % of the answers to both questions; \
                 the most frequent category counts, or it is mixed where it does not stand out from the second (Fong, z of 1.65)",
                "M 必备、O 期望、A 魅力、I 无差异、R 反向、Q 可疑：占两问均作答者的百分比；取最多的一类，若未显著多于第二类则为混合（Fong 检验，z 达 1.65）",
            ),
            Words::new(
                format!(
                    "better (A+O)/(A+O+M+I): what it can gain; worse −(O+M)/(A+O+M+I): what its absence can lose; low–high: {percent} % intervals (Wilson)"
                ),
                format!(
                    "better 即 (A+O)/(A+O+M+I)：具备时可提升多少；worse 即 −(O+M)/(A+O+M+I)：缺少时会损失多少；下限–上限为 {percent}% 区间（Wilson）"
                ),
            ),
        ],
    }
}

/// Base, shares, verdict, coefficients and note of one row.
fn figures(frequencies: &Frequencies, whole: Cell, showing: Showing, level: f64) -> Vec<Datum> {
    const WIDTH: usize = 18;
    if !showing.is_visible() && whole.n > 0 {
        let mut row = vec![Datum::None; WIDTH - 1];
        row.push(showing.code().into());
        return row;
    }
    let base = kish::effective_base(whole.w, whole.w2).unwrap_or(0.0);
    let (Ok(verdict), Ok(fong)) = (frequencies.verdict(), frequencies.fong(base)) else {
        let mut row = vec![Datum::Count(whole.n)];
        row.resize(WIDTH - 1, Datum::None);
        row.push(crate::stats::Reason::NoValidAnswers.code().into());
        return row;
    };
    let share = |x: f64| Datum::Number(x, locale::percent(x, 1));
    let mut row = vec![Datum::Count(whole.n)];
    row.extend(Category::ALL.map(|category| share(frequencies.get(category) / frequencies.total())));
    row.push(
        if fong.stands_out {
            verdict.category.letter()
        } else {
            "mixed"
        }
        .into(),
    );
    row.push(verdict.category.letter().into());
    row.push(Datum::number(fong.z, 2));
    row.push(share(verdict.category_strength));
    for coefficient in [
        frequencies.better(Some(base), level),
        frequencies.worse(Some(base), level),
    ] {
        let number = |x: f64| Datum::number(x, 2);
        let end = |of: fn(&crate::stats::Interval) -> f64| {
            let interval = coefficient.as_ref().ok().and_then(|found: &Coefficient| found.interval);
            interval.as_ref().map_or(Datum::None, |interval| number(of(interval)))
        };
        row.push(coefficient.as_ref().map_or(Datum::None, |found| number(found.value)));
        row.push(end(|interval| interval.low));
        row.push(end(|interval| interval.high));
    }
    let mut note = Vec::new();
    if showing == Showing::Flagged {
        note.push(showing.code());
    }
    if verdict.tie {
        note.push("tie");
    }
    if frequencies.get(Category::Questionable) > 0.1 * frequencies.total() {
        note.push("contradictory");
    }
    row.push(note.join(" ").into());
    row
}

fn heads(several: bool) -> Vec<Head> {
    let maybe = |name: &'static str, en: &str, zh: &str| {
        if several {
            Head::new(name, en, zh)
        } else {
            Head::quiet(name)
        }
    };
    let mut heads = vec![
        maybe("wave", "wave", "期次"),
        maybe("segment", "segment", "细分"),
        maybe("level", "level", "层级"),
        Head::new("feature", "feature", "功能"),
        Head::new("base", "base", "样本量"),
    ];
    heads.extend(Category::ALL.map(|category| {
        let letter = category.letter();
        Head::new(letter, letter, letter)
    }));
    heads.extend([
        Head::new("label", "kind", "类别"),
        Head::quiet("category"),
        Head::new("fong_z", "z", "z"),
        Head::quiet("category_strength"),
        Head::new("better", "better", "better"),
        Head::new("better_low", "low", "下限"),
        Head::new("better_high", "high", "上限"),
        Head::new("worse", "worse", "worse"),
        Head::new("worse_low", "low", "下限"),
        Head::new("worse_high", "high", "上限"),
        Head::new("note", "note", "备注"),
    ]);
    heads
}
