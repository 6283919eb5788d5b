//! The settings of the collector: where forms post, who takes answers there, and whom it believes.

use super::config::Config;
use super::rules;
use super::settings::Notes;
use super::settings::Section;
use super::settings::is_endpoint;
use super::settings::strings;
use crate::form::Profile;
use std::net::IpAddr;

/// Reads the heading `[collector]`.
pub(super) fn fill(part: &Section<'_>, to: &mut Notes, config: &mut Config) {
    part.only(
        to,
        &["endpoint", "endpoints", "profile", "origins", "proxy", "min_free"],
    );
    let endpoint = part.text(
        to,
        "endpoint",
        "an address such as \"https://example.org/s\"",
        "网址，如 \"https://example.org/s\"",
        is_endpoint,
    );
    config.endpoint = endpoint.map(|address| address.trim_end_matches('/').to_owned());
    let names: Vec<&str> = Profile::ALL.into_iter().map(Profile::name).collect();
    let listed = names.join(", ");
    let profile = part.text(
        to,
        "profile",
        &format!("one of {listed}"),
        &format!("以下之一：{listed}"),
        |text| Profile::named(text).is_some(),
    );
    config.profile = profile.and_then(|name| Profile::named(&name)).unwrap_or_default();
    if let Some(own) = part.section(to, "endpoints") {
        for survey in own.names() {
            let (en, zh) = (
                "an address such as \"https://example.org/f/abc\"",
                "网址，如 \"https://example.org/f/abc\"",
            );
            let address = own.text(to, survey, en, zh, is_endpoint);
            config
                .endpoints
                .extend(address.map(|address| (survey.to_owned(), address)));
        }
    }
    if let Some(list) = part.get("origins") {
        match strings(list) {
            Some(origins) if origins.iter().all(|(_, origin)| is_origin(origin)) => {
                config.origins = origins.into_iter().map(|(_, origin)| origin).collect();
            }
            _ => to.wrong(
                &rules::WRONG_VALUE,
                list.span(),
                "collector.origins",
                "a list of sites without path, such as [\"https://forms.example.org\"]",
                "不含路径的站点列表，如 [\"https://forms.example.org\"]",
            ),
        }
    }
    let (en, zh) = ("an IP address such as \"172.17.0.1\"", "IP 地址，如 \"172.17.0.1\"");
    let proxy = part.text(to, "proxy", en, zh, |text| text.parse::<IpAddr>().is_ok());
    config.proxy = proxy.and_then(|text| text.parse().ok());
    let (en, zh) = ("megabytes, such as 100", "兆字节数，如 100");
    let free = part.number(to, "min_free", en, zh, |x| (0.0..=1e9).contains(&x) && x.fract() == 0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to a milliard"
    )]
    let free = free.map(|megabytes| megabytes as u64);
    config.min_free = free;
}

/// A scheme and a host, as browsers name the site of a page; `null` is that of a file.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    text == "null" || (is_endpoint(text) && host.is_some_and(|host| !host.is_empty() && !host.contains('/')))
}
