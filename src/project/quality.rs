//! The rules about how responses were given, from the heading `[quality]`.

use super::rules;
use super::settings::Notes;
use super::settings::Section;
use crate::quality::Action;
use crate::quality::Limits;
use crate::quality::Policy;
use crate::quality::Rule;

/// The limits that can be set.
const LIMITS: [&str; 8] = [
    "speed_share",
    "seconds_per_item",
    "items",
    "run",
    "same_minutes",
    "near_share",
    "near_items",
    "blank_share",
];

/// The policy; what has a problem keeps its default.
pub(super) fn policy(part: &Section<'_>, to: &mut Notes) -> Policy {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).chain(LIMITS).collect();
    part.only(to, &names);
    let mut policy = Policy::default();
    for rule in Rule::ALL {
        let word = part.text(
            to,
            rule.code(),
            "\"flag\", \"exclude\" or \"off\"",
            " \"flag\"（标记）、\"exclude\"（不计入）或 \"off\"（关闭）",
            |word| Action::from_code(word).is_some(),
        );
        if let Some(action) = word.as_deref().and_then(Action::from_code) {
            policy.actions.insert(rule, action);
        }
    }
    let own = Limits::default();
    let share = |to: &mut Notes, key: &str| {
        part.number(
            to,
            key,
            "a share between 0 and 1, such as 0.33",
            "0 与 1 之间的比例，如 0.33",
            |x| x > 0.0 && x < 1.0,
        )
    };
    let (speed, blank) = (share(to, "speed_share"), share(to, "blank_share"));
    let near = part.number(
        to,
        "near_share",
        "a share from 0.5 to 1, such as 0.85",
        "0.5 至 1 之间的比例，如 0.85",
        |x| (0.5..=1.0).contains(&x),
    );
    let positive = |to: &mut Notes, key: &str| {
        part.number(to, key, "a number above 0", "大于 0 的数", |x| x > 0.0 && x <= 1e6)
    };
    let (seconds, minutes) = (positive(to, "seconds_per_item"), positive(to, "same_minutes"));
    let count = |to: &mut Notes, key: &str| {
        let number = part.number(to, key, "a whole number from 3 to 1000", "3 到 1000 的整数", |x| {
            x.fract() == 0.0 && (3.0..=1000.0).contains(&x)
        });
        number.and_then(|number| (3..=1000usize).find(|whole| *whole as f64 >= number))
    };
    let (items, run) = (count(to, "items"), count(to, "run"));
    let near_items = count(to, "near_items");
    policy.limits = Limits {
        speed_share: speed.unwrap_or(own.speed_share),
        seconds_per_item: seconds,
        items: items.unwrap_or(own.items),
        run: run.unwrap_or(own.run),
        same_minutes: minutes.unwrap_or(own.same_minutes),
        near_share: near.unwrap_or(own.near_share),
        near_items: near_items.unwrap_or(own.near_items),
        blank_share: blank.unwrap_or(own.blank_share),
    };
    if let (Some(_), Some(value)) = (seconds, part.get("speed_share")) {
        to.wrong(
            &rules::WRONG_VALUE,
            value.span(),
            "quality.speed_share",
            "either a share of the median or seconds_per_item",
            " speed_share 或 seconds_per_item 其中之一",
        );
    }
    policy
}
