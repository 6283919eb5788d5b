use super::*;

#[test]
fn operators_bind_as_in_the_manual() {
    for (written, canonical) in [
        (
            "member or member and not member = true",
            "member or member and not member = true",
        ),
        ("(member or member) and member", "(member or member) and member"),
        ("not (member and member)", "not (member and member)"),
        ("not(member)", "not member"),
        ("minutes-amount-1", "minutes - amount - 1"),
        ("minutes-(amount-1)", "minutes - (amount - 1)"),
        ("minutes+amount*2 > -1", "minutes + amount * 2 > -1"),
        ("(minutes+amount)*2/4 = 1", "(minutes + amount) * 2 / 4 = 1"),
        ("-(-minutes) = 0", "--minutes = 0"),
        ("-(minutes+1) = 0", "-(minutes + 1) = 0"),
        ("(member = true) = (not member)", "(member = true) = (not member)"),
        ("channel in[ \"app\",\"web\", ]", "channel in [\"app\", \"web\"]"),
        ("recommend in [1,-2.50]", "recommend in [1, -2.5]"),
        ("mean(recommend,overall;2)", "mean(recommend, overall; 2)"),
        ("mean(recommend,overall;1)", "mean(recommend, overall)"),
        (
            "band(minutes,..-1.5,-1.5..0,1..)",
            "band(minutes, ..-1.5, -1.5..0, 1..)",
        ),
        ("visit>=date( \"2026-03-01\" )", "visit >= date(\"2026-03-01\")"),
        (
            "submitted < date(\"2026-03-01 09:05\")",
            "submitted < date(\"2026-03-01 09:05:00\")",
        ),
        ("reason=\"a\\\"b\\\\\"", "reason = \"a\\\"b\\\\\""),
        ("is(service.speed,dont_know)", "is(service.speed, dont_know)"),
        (
            "member and (member and (member and member))",
            "member and member and member and member",
        ),
    ] {
        assert_eq!(compiled(written).to_string(), canonical);
        assert_eq!(compiled(canonical), compiled(written), "{canonical}");
    }
}

#[test]
fn the_ids_of_an_expression_are_known_before_their_types() {
    let text = "a.b <= 6 and is(c, dont_know) or mean(d, e; 2) > -f and g has \"x\" and h in [1]";
    let ast = parse(text).unwrap();
    let ids: Vec<&str> = ast
        .ids()
        .into_iter()
        .map(|(id, span)| {
            assert_eq!(&text[span], id);
            id
        })
        .collect();
    assert_eq!(ids, ["a.b", "c", "d", "e", "f", "g", "h"]);
}

#[test]
fn slots_are_those_depended_on() {
    assert_eq!(
        compiled("mean(recommend, overall) > 2 and (reasons has \"price\" or answered(reason)) or recommend = 1")
            .slots(),
        [0, 1, 4, 7]
    );
    assert_eq!(compiled("true").slots(), Vec::<usize>::new());
}

#[test]
fn a_typed_expression_serialises_as_its_text() {
    assert_eq!(
        serde_json::to_value(compiled("recommend<=6")).unwrap(),
        "recommend <= 6"
    );
}

#[test]
fn a_long_chain_is_wide_and_a_deep_nest_is_a_fault() {
    let chain = vec!["recommend = 1"; 2_000].join(" or ");
    assert_eq!(compiled(&chain).slots(), [0]);
    for deep in [
        "(".repeat(10_000),
        "not ".repeat(10_000),
        "-".repeat(10_000),
        "mean(".repeat(10_000),
        "recommend in [".repeat(4_000),
        "1 + ".repeat(10_000) + "1",
        format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000)),
    ] {
        let found = faults(&deep);
        assert_eq!(found.len(), 1, "{:?}", &deep[..8]);
        assert_eq!(found[0].code, FaultCode::TooDeep);
    }
    let fits = format!("{}member{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(compiled(&fits).to_string(), "member");
}

#[test]
fn labels_turn_a_band_into_an_ordered_choice() {
    let labels = ["detractor", "passive", "promoter"].map(str::to_owned);
    let band = compiled("band(recommend, 0..6, 7..8, 9..10)");
    assert_eq!(band.ty(), &Type::Band(3));
    let Some(Type::Option(set)) = band.ty().labelled(&labels) else {
        panic!("no option set")
    };
    assert_eq!(
        (set.index_of("passive"), set.index_of("fan"), set.ordered),
        (Some(1), None, true)
    );
    assert_eq!(band.ty().labelled(&labels[..2]), None);
    assert_eq!(Type::Number.labelled(&labels), None);
}
