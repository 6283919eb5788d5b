//! The settings of a workspace, and what holds where none are written.

use super::retention::Period;
use crate::diagnostic::Place;
use crate::form::Profile;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::Calendar;
use crate::quality::Policy;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What `manyi.toml` says.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whose surveys these are; may be empty.
    pub organisation: Texts,
    /// Languages of the site; empty means those of the surveys.
    pub languages: Vec<Lang>,
    /// The day reports are written for; `None` means the day of the latest answer.
    pub as_of: Option<Date>,
    /// Folders, below the workspace, in which answers arrive.
    pub inbox: Vec<String>,
    /// Waves and time zone.
    pub calendar: Calendar,
    /// Share of refused rows, or of invalid cells, above which a file is not taken in; in `[0, 1]`.
    pub max_refused: f64,
    /// Rules about how responses were given, and what each does.
    pub quality: Policy,
    /// Whether the files themselves are kept beside the answers.
    pub keep_raw: bool,
    /// Address that forms post to, before `/` and the survey's id; `None` means `/s` on the site itself.
    pub endpoint: Option<String>,
    /// Address of the published site, without a slash at its end; personal links and posters lead there.
    pub site: Option<String>,
    /// Address of each survey that has one of its own, in full.
    pub endpoints: BTreeMap<String, String>,
    /// Who takes answers there.
    pub profile: Profile,
    /// Origins of forms on other sites whose scripts may read the collector's receipt.
    pub origins: Vec<String>,
    /// A proxy on another machine that the collector believes.
    pub proxy: Option<IpAddr>,
    /// Megabytes that must be free for the collector to take answers.
    pub min_free: Option<u64>,
    /// Languages of reports; empty means those of the survey.
    pub report_languages: Vec<Lang>,
    /// Segments whose groups get a page each with every report, and where each is named.
    pub per: Vec<(String, Place)>,
    /// Other ways to ask that are built beside the forms, such as `paper`.
    pub modes: Vec<String>,
    /// Seconds without a touch after which a kiosk begins anew.
    pub idle: u32,
    /// Number by which staff fetch the answers of a kiosk.
    pub pin: Option<String>,
    /// Colour of the brand, `#rrggbb`.
    pub accent: Option<String>,
    /// The brand's picture: a file of the workspace.
    pub logo: Option<String>,
    /// Families of fonts that come before those of the system.
    pub fonts: Vec<String>,
    /// File, relative to the workspace, whose bytes key the pseudonyms of respondents; without it respondents are left out.
    pub key_file: Option<String>,
    /// How long answers are kept after their wave; `None` without end.
    pub keep: Option<Period>,
    /// The same for surveys with a time of their own.
    pub keep_of: BTreeMap<String, Period>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            organisation: Texts::default(),
            languages: Vec::new(),
            as_of: None,
            inbox: vec!["inbox".to_owned()],
            calendar: Calendar::quarterly_utc(),
            max_refused: 0.05,
            quality: Policy::default(),
            keep_raw: false,
            endpoint: None,
            site: None,
            endpoints: BTreeMap::new(),
            profile: Profile::Collector,
            origins: Vec::new(),
            proxy: None,
            min_free: None,
            report_languages: Vec::new(),
            per: Vec::new(),
            modes: Vec::new(),
            idle: 60,
            pin: None,
            accent: None,
            logo: None,
            fonts: Vec::new(),
            key_file: None,
            keep: None,
            keep_of: BTreeMap::new(),
        }
    }
}
