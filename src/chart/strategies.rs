//! Charts of any shape for the property tests: ordinary, crowded, empty and absurd.

use proptest::prelude::*;

use super::*;

/// Labels as people write them, and as they do not.
pub(super) fn label() -> BoxedStrategy<String> {
    prop_oneof![
        Just(String::new()),
        Just("满意".to_owned()),
        Just("n = 1,204".to_owned()),
        Just("客服人员处理问题时的态度与专业程度以及后续跟进是否及时到位的总体评价情况如何".to_owned()),
        Just("How easy it was to reach a person about it".to_owned()),
        Just("Rechtsschutzversicherungsgesellschaften".to_owned()),
        "\\PC{0,40}",
        ".{0,60}",
    ]
    .boxed()
}

pub(super) fn number() -> BoxedStrategy<f64> {
    prop_oneof![
        -100.0..100.0_f64,
        Just(0.0),
        Just(50.0),
        any::<f64>(),
        Just(f64::NAN),
        Just(1e300),
        Just(f64::NEG_INFINITY)
    ]
    .boxed()
}

pub(super) fn part() -> BoxedStrategy<Part> {
    (prop_oneof![0.0..1.0_f64, number()], "[0-9]{1,3}")
        .prop_map(|(share, text)| Part { share, text })
        .boxed()
}

pub(super) fn estimates() -> BoxedStrategy<Estimate> {
    (
        proptest::option::of(number()),
        proptest::option::of(number()),
        proptest::option::of(number()),
        prop_oneof!["[0-9]{1,2}\\.[0-9]", label()],
    )
        .prop_map(|(value, low, high, text)| Estimate { value, low, high, text })
        .boxed()
}

pub(super) fn mark() -> BoxedStrategy<Option<Mark>> {
    let direction = prop_oneof![Just(Direction::Rose), Just(Direction::Fell), Just(Direction::Same)];
    let tone = prop_oneof![Just(Tone::Good), Just(Tone::Bad), Just(Tone::Quiet)];
    proptest::option::of((direction, tone, label()).prop_map(|(direction, tone, text)| Mark { direction, tone, text }))
        .boxed()
}

pub(super) fn showing() -> BoxedStrategy<Showing> {
    prop_oneof![4 => Just(Showing::Plain), 1 => Just(Showing::Small), 1 => label().prop_map(Showing::Hidden)].boxed()
}

pub(super) fn texts() -> BoxedStrategy<Words> {
    (label(), label(), label())
        .prop_map(|(title, description, empty)| Words {
            title,
            description,
            empty,
        })
        .boxed()
}

pub(super) fn reference() -> BoxedStrategy<Option<Reference>> {
    proptest::option::of((number(), label()).prop_map(|(value, label)| Reference { value, label })).boxed()
}

pub(super) fn range() -> BoxedStrategy<Option<(f64, f64)>> {
    proptest::option::of(prop_oneof![
        Just((0.0, 100.0)),
        Just((-100.0, 100.0)),
        (number(), number())
    ])
    .boxed()
}

pub(super) fn many<S: Strategy + 'static>(of: S) -> BoxedStrategy<Vec<S::Value>> {
    prop_oneof![6 => 0..4_usize, 2 => 4..12_usize, 1 => 55..62_usize]
        .prop_flat_map({
            let of = std::rc::Rc::new(of);
            move |size| vec![of.clone(); size]
        })
        .boxed()
}

pub(super) fn widths() -> BoxedStrategy<u32> {
    prop_oneof![Just(NARROW), Just(WIDE), Just(1080), any::<u32>()].boxed()
}

pub(super) fn diverging() -> BoxedStrategy<Diverging> {
    let rows = many(
        (label(), many(part()), proptest::option::of(part()), label(), showing()).prop_map(
            |(label, shares, aside, base, showing)| DivergingRow {
                label,
                shares,
                aside,
                base,
                showing,
            },
        ),
    );
    let neutral = prop_oneof![Just(Neutral::Centred), Just(Neutral::Left), Just(Neutral::Apart)];
    (
        texts(),
        many(label()),
        [label(), label(), label(), label()],
        neutral,
        rows,
    )
        .prop_map(
            |(words, steps, [aside, unit, low_end, high_end], neutral, rows)| Diverging {
                words,
                steps,
                aside,
                unit,
                neutral,
                low_end,
                high_end,
                rows,
            },
        )
        .boxed()
}

pub(super) fn trend() -> BoxedStrategy<Trend> {
    let link = prop_oneof![3 => Just(Link::Joined), 1 => label().prop_map(Link::Broken)];
    let point = (estimates(), mark(), showing(), any::<bool>(), link).prop_map(
        |(estimate, mark, showing, historical, link)| TrendPoint {
            estimate,
            mark,
            showing,
            historical,
            link,
        },
    );
    let series = proptest::collection::vec(
        (label(), many(point)).prop_map(|(label, points)| Series { label, points }),
        0..7,
    );
    let waves = many(
        (label(), prop_oneof![4 => Just(String::new()), 1 => label()]).prop_map(|(label, open)| Wave { label, open }),
    );
    let events = many((0..70_usize, label()).prop_map(|(wave, label)| Event { wave, label }));
    (
        texts(),
        waves,
        series,
        reference(),
        events,
        range(),
        [label(), label(), label(), label()],
    )
        .prop_map(
            |(words, waves, series, target, events, range, [unit, interval_key, historical_key, small_key])| Trend {
                words,
                waves,
                series,
                target,
                events,
                range,
                unit,
                interval_key,
                historical_key,
                small_key,
            },
        )
        .boxed()
}

pub(super) fn dots() -> BoxedStrategy<Dots> {
    let row =
        (label(), estimates(), label(), mark(), showing()).prop_map(|(label, estimate, base, mark, showing)| DotRow {
            label,
            estimate,
            base,
            mark,
            showing,
        });
    let groups = proptest::collection::vec(
        (label(), many(row)).prop_map(|(heading, rows)| DotGroup { heading, rows }),
        0..3,
    );
    (texts(), groups, reference(), range(), label())
        .prop_map(|(words, groups, reference, range, unit)| Dots {
            words,
            groups,
            reference,
            range,
            unit,
        })
        .boxed()
}

pub(super) fn tree() -> BoxedStrategy<Tree> {
    let node = (0..12_usize, label(), label(), estimates(), mark(), showing()).prop_map(
        |(depth, label, weight, estimate, change, showing)| TreeNode {
            depth,
            label,
            weight,
            estimate,
            change,
            showing,
        },
    );
    (texts(), many(node), number(), label())
        .prop_map(|(words, nodes, full, unit)| Tree {
            words,
            nodes,
            full,
            unit,
        })
        .boxed()
}

pub(super) fn waterfall() -> BoxedStrategy<Waterfall> {
    let step = (label(), estimates(), mark()).prop_map(|(label, delta, mark)| WaterfallStep { label, delta, mark });
    (
        texts(),
        (label(), estimates()),
        many(step),
        (label(), estimates()),
        label(),
    )
        .prop_map(|(words, start, steps, end, unit)| Waterfall {
            words,
            start,
            steps,
            end,
            unit,
        })
        .boxed()
}

pub(super) fn nps() -> BoxedStrategy<Nps> {
    let row = (label(), [part(), part(), part()], label(), label(), showing()).prop_map(
        |(label, shares, score, base, showing)| NpsRow {
            label,
            shares,
            score,
            base,
            showing,
        },
    );
    (texts(), [label(), label(), label()], label(), many(row))
        .prop_map(|(words, parts, unit, rows)| Nps {
            words,
            parts,
            unit,
            rows,
        })
        .boxed()
}

pub(super) fn heat() -> BoxedStrategy<Heat> {
    let cell = (estimates(), mark(), showing()).prop_map(|(estimate, mark, showing)| HeatCell {
        estimate,
        mark,
        showing,
    });
    let rows = many(
        (label(), proptest::option::of(number()), many(cell)).prop_map(|(label, middle, cells)| HeatRow {
            label,
            middle,
            cells,
        }),
    );
    (texts(), many(label()), rows, number())
        .prop_map(|(words, columns, rows, spread)| Heat {
            words,
            columns,
            rows,
            spread,
        })
        .boxed()
}

pub(super) fn sparkline() -> BoxedStrategy<Sparkline> {
    (texts(), many(estimates()), proptest::option::of(number()))
        .prop_map(|(words, points, target)| Sparkline { words, points, target })
        .boxed()
}
