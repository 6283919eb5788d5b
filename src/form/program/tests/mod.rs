//! The program of a form: what stands in it, and that it cannot leave its element.

mod routes;
mod vectors;

use super::*;
use crate::form::FormView;
use crate::form::fixture::condition;
use crate::form::fixture::every_kind;

fn made(survey: &Survey, tag: &str) -> Value {
    let view = FormView::new(survey, &Lang::new(tag).unwrap(), &FormSettings::same_site(survey));
    serde_json::from_str(view.program.as_str()).unwrap()
}

#[test]
fn variables_stand_at_their_slots_and_share_lists() {
    let survey = every_kind();
    let program = made(&survey, "en");
    let variables = program["variables"].as_array().unwrap();
    assert_eq!(variables.len(), survey.variables.len());
    for (variable, own) in variables.iter().zip(&survey.variables) {
        assert_eq!(variable["id"], own.id.as_str());
    }
    let find = |id: &str| variables.iter().find(|variable| variable["id"] == id).unwrap();
    assert_eq!(find("overall")["list"], find("service.speed")["list"]);
    assert_eq!(find("orders")["max"], 200.0);
    assert_eq!(find("visited")["type"], "date");
    assert_eq!(program["hidden"], serde_json::json!(["region"]));
}

#[test]
fn questions_tell_what_is_demanded_and_when_they_are_asked() {
    let mut survey = every_kind();
    let late = condition(&survey, "recommend <= 6 and problems has \"late\"");
    survey.pages[1].questions[1].show_if = Some(late);
    let program = made(&survey, "en");
    let slot = |id: &str| survey.find(id).unwrap().0;
    let reason = &program["pages"][1]["questions"][1];
    let points: Vec<f64> = (0..=10).map(f64::from).collect();
    assert_eq!(
        reason["if"],
        serde_json::json!([
            "&",
            ["<=", ["points", ["$", slot("recommend")], points], 6.0],
            ["has", slot("problems"), 0]
        ])
    );
    assert_eq!(reason["required"], true);
    let problems = &program["pages"][0]["questions"][3];
    assert_eq!(problems["alone"], serde_json::json!(["none"]));
    assert_eq!(
        (problems["max"].as_u64(), problems["rule"].as_str()),
        (Some(2), Some("Choose up to 2."))
    );
    assert_eq!(program["pages"][0]["questions"][2]["other"], "other");
}

#[test]
fn what_a_browser_cannot_know_is_left_to_words() {
    let mut survey = every_kind();
    let of_wave = condition(&survey, "wave = \"2026-Q1\"");
    survey.pages[1].questions[1].show_if = Some(of_wave);
    let of_language = condition(&survey, "language = \"zh\"");
    survey.pages[1].questions[2].show_if = Some(of_language);
    let program = made(&survey, "zh");
    let questions = &program["pages"][1]["questions"];
    assert!(questions[1].get("if").is_none() && questions[1]["told"] == true);
    assert_eq!(
        questions[2]["if"],
        serde_json::json!(["=", ["$", survey.variables.len() + 2], "zh"])
    );
}

#[test]
fn no_text_ends_the_element() {
    let mut survey = every_kind();
    survey.pages[1].questions[0].valid_message = crate::locale::Texts::same("</script><!--");
    let view = FormView::new(&survey, &Lang::new("en").unwrap(), &FormSettings::same_site(&survey));
    assert!(!view.program.as_str().contains('<'));
    assert!(!inert("\"\u{2028}\u{2029}\"").contains(['\u{2028}', '\u{2029}']));
    assert_eq!(
        made(&survey, "en")["pages"][1]["questions"][0]["message"],
        serde_json::json!(["</script><!--"])
    );
}
