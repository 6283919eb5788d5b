//! A wave that is still to come: answers and invitations per group.

use super::Args;
use super::Kind;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Words;
use crate::locale;
use crate::planning::Chances;
use crate::planning::Quantity;
use crate::stats::StatError;
use crate::stats::sample_size::Field;

/// What is asked of a plan, in points.
#[derive(Clone, Copy)]
enum Goal {
    /// A change that shall be seen.
    See(f64),
    /// Half the width of the interval.
    Know(f64),
}

/// A row for each change to be seen and each width wanted.
pub(super) fn sheet(args: &Args, (chances, field): (Chances, Field)) -> Result<Sheet, Words> {
    let goals = args.detect.iter().copied().map(Goal::See);
    let goals: Vec<Goal> = goals.chain(args.within.iter().copied().map(Goal::Know)).collect();
    if goals.is_empty() {
        return Err(Words::new(
            "say what is wanted: `--detect 5` for a change of 5 points, `--within 3` for ± 3 points, or a survey to see what its answers tell",
            "请说明目标：`--detect 5` 表示检出 5 个点的变化，`--within 3` 表示 ±3 个点；或给出调查名，查看现有答卷能看出什么",
        ));
    }
    if args.groups == 0 {
        return Err(Words::new(
            "`--groups 0`: there is at least one group",
            "`--groups 0`：至少有一组",
        ));
    }
    let quantity = quantity(args)?;
    let mut notes = Vec::new();
    let mut rows = Vec::new();
    for goal in goals {
        rows.push(row(args, quantity, goal, (chances, field), &mut notes)?);
    }
    notes.insert(0, premises(args, quantity));
    if let Some(reach) = reach(args, quantity, (chances, field)) {
        notes.push(reach);
    }
    if args.groups > 1 {
        notes.push(Words::new(
            format!(
                "each of the {} groups is judged by itself; a correction for comparing {} of them asks for more: about `--alpha {}`",
                args.groups, args.groups, locale::significant(args.alpha / args.groups as f64, 2)
            ),
            format!(
                "{} 个组各自判断；若要校正 {} 次比较，需要更多答卷：约相当于 `--alpha {}`",
                args.groups, args.groups, locale::significant(args.alpha / args.groups as f64, 2)
            ),
        ));
    }
    notes.push(super::random_only());
    Ok(Sheet {
        kind: "plan",
        heads: heads(),
        rows,
        notes,
    })
}

/// One point in the unit the quantity counts in.
fn unit(args: &Args) -> f64 {
    if args.kind == Kind::Share { 0.01 } else { 1.0 }
}

fn quantity(args: &Args) -> Result<Quantity, Words> {
    let spread = || match args.sd {
        Some(sd) if sd > 0.0 && sd.is_finite() => Ok(Some(Quantity::Mean(sd))),
        Some(sd) => Err(Words::new(
            format!("`--sd {sd}`: a standard deviation is above 0"),
            format!("`--sd {sd}`：标准差应大于 0"),
        )),
        None => Ok(None),
    };
    match args.kind {
        Kind::Share => match args.now {
            Some(now) if now > 0.0 && now < 1.0 => Ok(Quantity::Share(now)),
            Some(now) => Err(Words::new(
                format!("`--now {now}`: write a share between 0 and 1, such as 0.72"),
                format!("`--now {now}`：应为 0 与 1 之间的比例，例如 0.72"),
            )),
            // The share that needs the most.
            None => Ok(Quantity::Share(0.5)),
        },
        Kind::Nps => match spread()? {
            Some(quantity) => Ok(quantity),
            None => Quantity::promoter_score(args.now.unwrap_or(0.0), args.passives).map_err(|_| {
                let (now, passives) = (args.now.unwrap_or(0.0), args.passives);
                Words::new(
                    format!("a promoter score of {now} cannot have a share of {passives} passives; change `--now` or `--passives`"),
                    format!("净推荐值 {now} 与中立者比例 {passives} 不能同时成立；请修改 `--now` 或 `--passives`"),
                )
            }),
        },
        Kind::Mean | Kind::Index => spread()?.ok_or_else(|| {
            Words::new(
                "a mean or an index needs the standard deviation of one answer: `--sd 21`; `manyi plan SURVEY` shows that of the last wave",
                "均值或指数需要单个答案的标准差：`--sd 21`；`manyi plan 调查名` 可查看上一期的标准差",
            )
        }),
    }
}

fn row(
    args: &Args,
    quantity: Quantity,
    goal: Goal,
    (chances, field): (Chances, Field),
    notes: &mut Vec<Words>,
) -> Result<Vec<Datum>, Words> {
    let (option, points) = match goal {
        Goal::See(points) => ("--detect", points),
        Goal::Know(points) => ("--within", points),
    };
    let found = match goal {
        Goal::See(points) => quantity.to_see(points * unit(args), chances, field),
        Goal::Know(points) => quantity.to_know(points * unit(args), 1.0 - chances.alpha, field),
    };
    let size = found.map_err(|error| impossible(option, points, error))?;
    let half = quantity.half_width(size.answers, 1.0 - chances.alpha, field).ok();
    let groups = args.groups as f64;
    let mut note = "";
    if field.population.is_some_and(|people| size.invitations > people) {
        note = "more_than_there_are";
        let people = locale::plain(field.population.unwrap_or_default(), 0);
        let words = Words::new(
            format!(
                "{option} {points}: {} invitations are more than the {people} people of a group",
                size.invitations
            ),
            format!(
                "{option} {points}：需要 {} 份邀请，超过每组的 {people} 人",
                size.invitations
            ),
        );
        notes.push(words);
    }
    let goal = |wanted: bool| {
        if wanted {
            Datum::Number(points, locale::significant(points, 6))
        } else {
            Datum::None
        }
    };
    Ok(vec![
        goal(matches!(option, "--detect")),
        goal(matches!(option, "--within")),
        Datum::number(size.answers, 0),
        Datum::number(size.invitations, 0),
        Datum::Count(args.groups),
        Datum::number(size.answers * groups, 0),
        Datum::number(size.invitations * groups, 0),
        Datum::maybe(half.map(|half| half / unit(args)), 1),
        Datum::number(size.unlimited, 2),
        Datum::number(size.limited, 2),
        note.into(),
    ])
}

fn impossible(option: &str, points: f64, error: StatError) -> Words {
    if points.is_nan() || points <= 0.0 {
        return Words::new(
            format!("`{option} {points}`: write points above 0"),
            format!("`{option} {points}`：应为大于 0 的点数"),
        );
    }
    Words::new(
        format!("`{option} {points}`: {error}; write fewer points, or another `--now`"),
        format!("`{option} {points}`：超出可能的范围；请减少点数，或修改 `--now`"),
    )
}

/// What the figures take for granted.
fn premises(args: &Args, quantity: Quantity) -> Words {
    let (en, zh) = match (args.kind, quantity) {
        (_, Quantity::Share(now)) => (format!("share now {now}"), format!("当前比例 {now}")),
        (Kind::Nps, Quantity::Mean(sd)) if args.sd.is_none() => (
            format!(
                "promoter score now {}, {} passives: sd {}",
                args.now.unwrap_or(0.0),
                args.passives,
                locale::plain(sd, 1)
            ),
            format!(
                "当前净推荐值 {}，中立者 {}：标准差 {}",
                args.now.unwrap_or(0.0),
                args.passives,
                locale::plain(sd, 1)
            ),
        ),
        (_, Quantity::Mean(sd)) => (format!("sd {sd}"), format!("标准差 {sd}")),
    };
    let people = args.population.map_or_else(
        || ("no end".to_owned(), "无限".to_owned()),
        |people| (locale::plain(people, 0), locale::plain(people, 0)),
    );
    let percent = |x: f64| locale::percent(x, 0);
    Words::new(
        format!(
            "per group and wave: {en}; population {}, response {}, design effect {}; two-sided test at {}, power {}",
            people.0,
            percent(args.response),
            args.deff,
            args.alpha,
            args.power
        ),
        format!(
            "每组每期：{zh}；总体 {}，回收率 {}，设计效应 {}；双侧检验水平 {}，功效 {}",
            people.1,
            percent(args.response),
            args.deff,
            args.alpha,
            args.power
        ),
    )
}

/// What is seen when everybody in a group is invited.
fn reach(args: &Args, quantity: Quantity, (chances, field): (Chances, Field)) -> Option<Words> {
    let answers = (field.population? * field.response).floor();
    let seen = quantity.seen_with(answers, chances, field).ok()??;
    let points = locale::plain(seen / unit(args), 1);
    let people = locale::plain(field.population?, 0);
    Some(Words::new(
        format!(
            "all {people} people of a group invited: about {answers} answers, which see a change of {points} points"
        ),
        format!("邀请每组全部 {people} 人：约 {answers} 份答卷，可检出 {points} 个点的变化"),
    ))
}

fn heads() -> Vec<Head> {
    vec![
        Head::new("detect", "change to see", "检出变化"),
        Head::new("within", "within ±", "允许误差 ±"),
        Head::new("answers", "answers", "答卷"),
        Head::new("invitations", "invitations", "邀请"),
        Head::new("groups", "groups", "组数"),
        Head::new("answers_total", "answers, all", "答卷合计"),
        Head::new("invitations_total", "invitations, all", "邀请合计"),
        Head::new("half_width", "interval ±", "区间 ±"),
        Head::quiet("unlimited"),
        Head::quiet("limited"),
        Head::quiet("note"),
    ]
}
