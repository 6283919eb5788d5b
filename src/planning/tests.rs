use super::*;

const CHANCES: Chances = Chances {
    alpha: 0.05,
    power: 0.8,
};

fn close(got: f64, want: f64, relative: f64) {
    assert!((got - want).abs() <= relative * want.abs(), "{got} is not {want}");
}

#[test]
fn a_share_is_planned_as_r_does() {
    // power.prop.test(p1 = .8, p2 = .85, power = .8): 905.37 per group; the other way, .8 to .75, needs 1093.74.
    let need = Quantity::Share(0.8).unlimited(0.05, CHANCES).unwrap();
    close(need, 1_093.74, 1e-4);
    close(
        Quantity::Share(0.98).unlimited(0.05, CHANCES).unwrap(),
        power::size_two_proportions(0.98, 0.93, 0.05, 0.8).unwrap(),
        1e-12,
    );
    assert!(matches!(
        Quantity::Share(0.5).unlimited(0.6, CHANCES),
        Err(StatError::Domain(_))
    ));
}

#[test]
fn a_branch_of_few_people_needs_fewer_answers() {
    let field = Field {
        population: Some(800.0),
        design_effect: 1.2,
        response: 0.3,
    };
    let need = Quantity::Share(0.72).to_see(0.05, CHANCES, field).unwrap();
    let n0 = Quantity::Share(0.72).unlimited(0.05, CHANCES).unwrap();
    close(need.limited, n0 / (1.0 + (n0 - 1.0) / 800.0), 1e-12);
    close(need.answers, (need.limited * 1.2).ceil(), 1e-12);
}

#[test]
fn what_is_planned_for_is_what_is_seen() {
    for field in [
        Field::default(),
        Field {
            population: Some(5_000.0),
            design_effect: 1.4,
            response: 0.5,
        },
    ] {
        for (quantity, change) in [
            (Quantity::Share(0.72), 0.05),
            (Quantity::Share(0.5), 0.2),
            (Quantity::Mean(70.0), 8.0),
        ] {
            let need = quantity.to_see(change, CHANCES, field).unwrap();
            let seen = quantity
                .seen_with(need.limited * field.design_effect, CHANCES, field)
                .unwrap()
                .unwrap();
            close(seen, change, 1e-9);
        }
    }
}

#[test]
fn a_handful_sees_nothing_of_a_share_and_everybody_sees_all() {
    assert_eq!(Quantity::Share(0.5).seen_with(3.0, CHANCES, Field::default()), Ok(None));
    let census = Field {
        population: Some(50.0),
        ..Field::default()
    };
    assert_eq!(
        Quantity::Share(0.5).seen_with(50.0, CHANCES, census),
        Err(StatError::Undefined(Reason::Boundary))
    );
}

#[test]
fn a_promoter_score_varies_by_its_shares() {
    // 50 % promoters, 25 % passives, 25 % detractors: variance .75 − .0625.
    let Quantity::Mean(sd) = Quantity::promoter_score(25.0, 0.25).unwrap() else {
        unreachable!()
    };
    close(sd, 100.0 * 0.6875_f64.sqrt(), 1e-12);
    assert!(Quantity::promoter_score(90.0, 0.25).is_err());
}

#[test]
fn two_waves_together_are_less_sure_than_one() {
    // (1.959964 + 0.841621)·5.
    close(seen_between([3.0, 4.0], CHANCES).unwrap(), 14.007_927, 1e-6);
}
