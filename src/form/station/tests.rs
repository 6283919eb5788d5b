//! Pages of stations: they send nothing anywhere, and each has the part of the script it needs.

use super::*;
use crate::form::fixture::every_kind;

fn page(station: &Station, tag: &str) -> String {
    station_page(&every_kind(), &Lang::new(tag).unwrap(), station, &Templates::built_in()).unwrap()
}

fn kiosk() -> Station {
    Station::Kiosk {
        idle: 60,
        pin: "2468".into(),
    }
}

#[test]
fn a_station_may_not_ask_the_network_for_anything() {
    for station in [kiosk(), Station::Interview, Station::Entry] {
        let html = page(&station, "en");
        let policy = html
            .split("Content-Security-Policy\" content=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(
            !policy.contains("connect-src &#39;self&#39;") && !policy.contains("form-action &#39;self&#39;"),
            "{policy}"
        );
        assert!(html.contains("\"to\":\"\"") && html.contains(&format!("\"mode\":\"{}\"", station.name())));
        assert!(html.contains("id=\"Station\""));
    }
}

#[test]
fn the_number_of_the_staff_is_not_written_in_the_page() {
    let html = page(&kiosk(), "zh");
    // FNV-1a of "after-sales/2468", worked out apart from this code.
    assert!(!html.contains("2468") && html.contains("\"pin\":\"326ab059\""));
}

#[test]
fn an_interviewer_has_a_place_for_every_way_not_to_answer() {
    let html = page(&Station::Interview, "en");
    for name in ["overall", "service.speed", "channel", "problems", "recommend"] {
        for kind in ["dont_know", "not_applicable", "refused"] {
            assert!(
                html.contains(&format!("name=\"{name}\" value=\"{kind}\"")),
                "{name} {kind}"
            );
        }
    }
    assert!(!page(&kiosk(), "en").contains("name=\"overall\" value=\"refused\""));
}

#[test]
fn an_instruction_is_for_the_interviewer_alone() {
    let mut survey = every_kind();
    survey.pages[0].questions[0].parts.interviewer = crate::locale::Texts::zh_en("请勿提示", "Do **not** prompt");
    let lang = Lang::new("en").unwrap();
    let made = |station: &Station| station_page(&survey, &lang, station, &Templates::built_in()).unwrap();
    assert!(
        made(&Station::Interview)
            .contains("<span class=\"instruct\">Interviewer: Do <strong>not</strong> prompt</span>")
    );
    assert!(!made(&kiosk()).contains("prompt"));
}
