//! Services that take what static forms send: what a form for them looks like, and what counts as success.
//!
//! manyi's own collector answers with a receipt that names the response; these answer less, each in its way. A form says in
//! its program what its script is to believe.

use super::view::FieldView;
use crate::model::Survey;

/// Who takes what a form sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// `manyi collect`, or `manyi serve`.
    #[default]
    Collector,
    /// Netlify Forms, on the site that Netlify shows.
    Netlify,
    /// Formspree.
    Formspree,
    /// Basin.
    Basin,
    /// Getform, and what is built like it.
    Getform,
    /// Any address that takes a form and answers with a status of success.
    Webhook,
}

impl Profile {
    /// All, the first being that of no service.
    pub const ALL: [Self; 6] = [
        Self::Collector,
        Self::Netlify,
        Self::Formspree,
        Self::Basin,
        Self::Getform,
        Self::Webhook,
    ];

    /// The name in `manyi.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Collector => "collector",
            Self::Netlify => "netlify",
            Self::Formspree => "formspree",
            Self::Basin => "basin",
            Self::Getform => "getform",
            Self::Webhook => "webhook",
        }
    }

    /// The profile of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// What the script takes for success: the name of a field of a JSON answer that is `true`, `status` where only the status
    /// tells, `None` where a receipt is given.
    #[must_use]
    pub fn success(self) -> Option<&'static str> {
        match self {
            Self::Collector => None,
            Self::Formspree => Some("ok"),
            Self::Basin | Self::Getform => Some("success"),
            Self::Netlify | Self::Webhook => Some("status"),
        }
    }

    /// Attributes the element of the form needs, without the address.
    pub(super) fn attributes(self, survey: &Survey) -> Vec<FieldView> {
        match self {
            // A deploy finds forms by these.
            Self::Netlify => vec![field("name", survey.id.as_str()), field("data-netlify", "true")],
            _ => Vec::new(),
        }
    }

    /// Fields sent along for the service.
    pub(super) fn fields(self, survey: &Survey) -> Vec<FieldView> {
        match self {
            // What a script sends is told apart by it.
            Self::Netlify => vec![field("form-name", survey.id.as_str())],
            _ => Vec::new(),
        }
    }
}

fn field(name: &str, value: &str) -> FieldView {
    FieldView {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_known_by_its_name() {
        for profile in Profile::ALL {
            assert_eq!(Profile::named(profile.name()), Some(profile));
            assert_eq!(profile.success().is_none(), profile == Profile::Collector);
        }
        assert_eq!(Profile::named("google"), None);
    }
}
