//! What is known of a response beside its answers, under the names that platforms give it.

/// A column that is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MetaColumn {
    ResponseId,
    Respondent,
    Submitted,
    Started,
    Modified,
    Wave,
    Language,
    Definition,
}

impl MetaColumn {
    /// All, in the order of `Layout::meta`.
    pub(super) const ALL: [Self; 8] = [
        Self::ResponseId,
        Self::Respondent,
        Self::Submitted,
        Self::Started,
        Self::Modified,
        Self::Wave,
        Self::Language,
        Self::Definition,
    ];

    /// The name in mapping files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ResponseId => "response_id",
            Self::Respondent => "respondent",
            Self::Submitted => "submitted",
            Self::Started => "started",
            Self::Modified => "modified",
            Self::Wave => "wave",
            Self::Language => "language",
            Self::Definition => "definition",
        }
    }

    /// The column of this name in a mapping file: the name itself, or with `_at` behind the times.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|meta| meta.name() == name || (meta.is_time() && name.strip_suffix("_at") == Some(meta.name())))
    }

    /// Whether it holds a moment.
    pub(super) fn is_time(self) -> bool {
        matches!(self, Self::Submitted | Self::Started | Self::Modified)
    }

    /// Headers it is known by, the likelier first, as `text::name_key` writes them.
    pub(super) fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::ResponseId => &[
                "responseid",
                "respondentid",
                "submissionid",
                "metainstanceid",
                "instanceid",
                "uuid",
                "id",
                "key",
                "序号",
                "答卷编号",
                "编号",
            ],
            Self::Respondent => &["respondent", "respondentkey"],
            Self::Submitted => &[
                "submitted",
                "submittedat",
                "submitdate",
                "submissiontime",
                "submissiondate",
                "createdat",
                "recordeddate",
                "completiontime",
                "enddate",
                "timestamp",
                "提交答卷时间",
                "提交时间",
                "时间戳记",
                "完成时间",
                "finish",
            ],
            Self::Started => &[
                "started",
                "startedat",
                "startdate",
                "starttime",
                "开始答题时间",
                "开始时间",
                "start",
            ],
            Self::Modified => &[
                "modified",
                "modifiedat",
                "datestamp",
                "lastmodified",
                "updatedat",
                "修改时间",
                "更新时间",
            ],
            Self::Wave => &["wave", "期次", "波次"],
            Self::Language => &["language", "startlanguage", "userlanguage", "语言"],
            Self::Definition => &["definition", "definitionhash"],
        }
    }
}

/// Columns that change from one export of the same answers to the next, as `text::name_key` writes them.
pub(super) fn is_volatile(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "ip",
        "ipaddress",
        "来自ip",
        "duration",
        "durationinseconds",
        "所用时间",
        "timeused",
        "browser",
        "useragent",
        "os",
        "lastpage",
        "progress",
        "seed",
        "modified",
        "datestamp",
        "source",
    ];
    NAMES.contains(&name)
}
