//! Which column is what: headers matched with the survey and the mapping.

use super::aliases::MetaColumn;
use super::names::Names;
use super::names::Target;
use super::option_columns;
use super::own_words;
use super::profile::KnownRole;
use super::profile::Profile;
use super::profile::Top;
use super::rules;
use super::setup::Setup;
use super::text;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::VariableIndex;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The headers of a file: what is shown for a column, and all it may be known by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Headers {
    /// As shown in messages; a column without one is `#3`.
    pub shown: Vec<String>,
    /// Other writings, such as the second row of the header or stem and row together.
    pub other: Vec<Vec<String>>,
    /// Writings that rest on the number of a question alone, as a profile makes them; looked for last.
    pub numbered: Vec<Vec<String>>,
}

impl Headers {
    /// The headers of `rows`, the cells of the header's records as text. A group whose stem stands only over its first
    /// column has it carried forward.
    pub(super) fn new(rows: &[Vec<String>], width: usize) -> Self {
        let cell = |row: usize, column: usize| {
            rows.get(row)
                .and_then(|cells| cells.get(column))
                .map_or("", |cell| text::trimmed(cell))
        };
        let mut headers = Self::default();
        let mut stem = String::new();
        for column in 0..width {
            let (first, second) = (cell(0, column), cell(1, column));
            if !first.is_empty() {
                first.clone_into(&mut stem);
            }
            let mut other = Vec::new();
            let mut shown = first.to_owned();
            if !second.is_empty() {
                let both = format!("{stem} [{second}]");
                let in_group = first.is_empty()
                    || (column + 1 < width && cell(0, column + 1).is_empty() && !cell(1, column + 1).is_empty());
                if in_group && !stem.is_empty() {
                    shown.clone_from(&both);
                    other.push(first.to_owned());
                } else {
                    other.push(both);
                }
                other.push(second.to_owned());
            }
            headers.shown.push(if shown.is_empty() {
                format!("#{}", column + 1)
            } else {
                shown
            });
            headers.other.push(other);
            headers.numbered.push(Vec::new());
        }
        headers
    }

    /// Positions of the columns a mapping's header names.
    fn find(&self, name: &str) -> Vec<usize> {
        let by_position = name.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
        if let Some(position) = by_position {
            return position
                .checked_sub(1)
                .filter(|at| *at < self.shown.len())
                .into_iter()
                .collect();
        }
        let key = text::normal(name);
        let wanted = |candidate: &str| text::normal(candidate) == key;
        let exact: Vec<usize> = (0..self.shown.len()).filter(|&at| wanted(&self.shown[at])).collect();
        if exact.is_empty() {
            (0..self.shown.len())
                .filter(|&at| self.other[at].iter().any(|o| wanted(o)))
                .collect()
        } else {
            exact
        }
    }
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The answers to a variable.
    Variable(VariableIndex),
    /// One option of a multiple choice, at this position of its list.
    Option(VariableIndex, usize),
    /// Something known of the response.
    Meta(MetaColumn),
    /// The key of the sample, and nothing else.
    Key,
    /// Left out by the mapping.
    LeftOut,
    /// Nothing that is known.
    Unknown,
}

/// Where the answers to a variable stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Source {
    /// In no column.
    #[default]
    Nowhere,
    /// In one column.
    Column(usize),
    /// In one column an option: position of the option, column.
    Options(Vec<(usize, usize)>),
    /// In the cells of this column beside an option: a respondent's own words.
    Beside(usize),
}

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layout {
    pub headers: Headers,
    pub roles: Vec<Role>,
    /// By variable.
    pub variables: Vec<Source>,
    /// By place in [`MetaColumn::ALL`].
    pub meta: [Option<usize>; 8],
    /// The key of the sample.
    pub key: Option<usize>,
    /// How long a response took, where the profile knows the column.
    pub duration: Option<usize>,
    /// Columns of the platform that tell who somebody is; they are left out.
    pub personal: Vec<usize>,
    /// How many columns were known only by the number of their question.
    pub by_number: usize,
    /// Columns that bear the id of what they hold, whatever else stands in their header.
    by_id: BTreeSet<usize>,
}

/// What a profile knows of the file whose columns are matched.
#[derive(Clone, Copy)]
pub(super) struct Platform<'a> {
    pub profile: &'a Profile,
    pub top: &'a Top,
    pub header_rows: usize,
}

impl Layout {
    /// Columns that are read, in order.
    pub(super) fn read_columns(&self) -> Vec<usize> {
        let read = |at: &usize| !matches!(self.roles[*at], Role::LeftOut | Role::Unknown);
        (0..self.roles.len()).filter(read).collect()
    }

    /// Matches the headers; problems are pushed.
    pub(super) fn new(
        mut headers: Headers,
        setup: &Setup<'_>,
        platform: Option<Platform<'_>>,
        header_place: &Place,
        problems: &mut Vec<Problem>,
    ) -> Self {
        if let Some(platform) = platform {
            platform.profile.write(&mut headers);
        }
        let width = headers.shown.len();
        let mut layout = Self {
            headers,
            roles: vec![Role::Unknown; width],
            variables: vec![Source::Nowhere; setup.survey.variables.len()],
            meta: [None; 8],
            ..Self::default()
        };
        let names = Names::new(setup.survey);
        layout.by_mapping(setup, &names, problems);
        layout.by_header(&names, setup, header_place, problems);
        if let Some(platform) = platform {
            layout.by_profile(platform, setup);
            layout.by_options(platform, setup);
            layout.boxes(setup);
            layout.without_doubles();
        }
        layout.boxes(setup);
        layout.by_alias();
        layout.find_key(setup);
        layout.settle(setup, header_place, problems);
        layout.beside(setup, platform);
        layout
    }

    /// Own words without a column of their own stand beside their option, where the platform writes them so, or where the option
    /// has a column.
    fn beside(&mut self, setup: &Setup<'_>, platform: Option<Platform<'_>>) {
        let marked = platform.is_some_and(|platform| !platform.profile.affixes().own_words.is_empty());
        let survey = setup.survey;
        for at in 0..survey.variables.len() {
            let variable = &survey.variables[at];
            let (Domain::Choice(list) | Domain::Multiple(list)) = &variable.domain else {
                continue;
            };
            let Some(target) = own_words::beside(survey, VariableIndex(at)) else {
                continue;
            };
            let column = match &self.variables[at] {
                Source::Column(column) if marked => Some(*column),
                Source::Options(columns) => {
                    let other =
                        |(option, _): &&(usize, usize)| list.options.get(*option).is_some_and(|option| option.other);
                    columns.iter().find(other).map(|(_, column)| *column)
                }
                _ => None,
            };
            if let (Some(column), Source::Nowhere) = (column, &self.variables[target.0]) {
                self.variables[target.0] = Source::Beside(column);
            }
        }
    }

    /// The column of a meta value.
    pub(super) fn meta(&self, meta: MetaColumn) -> Option<usize> {
        self.meta[meta as usize]
    }

    /// Whether any column holds answers.
    pub(super) fn has_answers(&self) -> bool {
        self.roles
            .iter()
            .any(|role| matches!(role, Role::Variable(_) | Role::Option(..)))
    }

    fn by_mapping(&mut self, setup: &Setup<'_>, names: &Names, problems: &mut Vec<Problem>) {
        let Some(mapping) = setup.mapping else { return };
        let options = mapping.multiple.iter().flat_map(|(question, options)| {
            options.iter().map(move |(option, header)| {
                (
                    header.text.as_str(),
                    Some(format!("{question}.{option}")),
                    &header.place,
                )
            })
        });
        let columns = mapping
            .columns
            .iter()
            .map(|(header, column)| (header.as_str(), column.target.clone(), &column.place));
        for (header, target, place) in columns.chain(options) {
            let found = self.headers.find(header);
            let &[at] = found.as_slice() else {
                problems.push(wrong_column(header, &found, place, &self.headers));
                continue;
            };
            let role = match target.as_deref() {
                None => Role::LeftOut,
                Some(target) => match (names.target(target), MetaColumn::named(target)) {
                    (Some(target), _) => role_of(target),
                    (None, Some(meta)) => Role::Meta(meta),
                    (None, None) => {
                        problems.push(no_target(target, place, names));
                        Role::LeftOut
                    }
                },
            };
            self.roles[at] = role;
        }
    }

    fn by_header(&mut self, names: &Names, setup: &Setup<'_>, header_place: &Place, problems: &mut Vec<Problem>) {
        let claimed: Vec<Role> = self.roles.clone();
        let mut before: Option<VariableIndex> = None;
        for at in 0..self.roles.len() {
            if self.roles[at] == Role::Unknown {
                let numbered = &self.headers.numbered[at];
                let writings = std::iter::once(&self.headers.shown[at])
                    .chain(&self.headers.other[at])
                    .chain(numbered);
                let mut candidates: Vec<Target> = Vec::new();
                for writing in writings {
                    candidates = names.candidates(writing);
                    // What the mapping gave to another column is not looked for any more.
                    candidates.retain(|target| !claimed.contains(&role_of(*target)));
                    if !candidates.is_empty() {
                        self.by_number += usize::from(numbered.iter().any(|own| std::ptr::eq(own, writing)));
                        if names.is_id(writing) {
                            self.by_id.insert(at);
                        }
                        break;
                    }
                }
                if candidates.len() > 1 {
                    let near: Vec<Target> = candidates
                        .iter()
                        .copied()
                        .filter(|target| same_question(setup, *target, before))
                        .collect();
                    if near.len() == 1 {
                        candidates = near;
                    }
                }
                match candidates.as_slice() {
                    [] => {}
                    [target] => self.roles[at] = role_of(*target),
                    several => problems.push(ambiguous(&self.headers.shown[at], several, setup, header_place)),
                }
            }
            if let Role::Variable(variable) | Role::Option(variable, _) = self.roles[at] {
                before = Some(variable);
            }
        }
    }

    fn by_profile(&mut self, platform: Platform<'_>, setup: &Setup<'_>) {
        let Platform {
            profile,
            top,
            header_rows,
        } = platform;
        for (at, role) in profile.roles(&self.headers, top, header_rows) {
            if self.roles[at] != Role::Unknown {
                continue;
            }
            let role = match role {
                KnownRole::Meta(meta) => Role::Meta(meta),
                KnownRole::Weight => match setup.survey.weight {
                    Some(weight) => Role::Variable(weight),
                    None => continue,
                },
                KnownRole::Duration => {
                    self.duration = Some(at);
                    Role::LeftOut
                }
                KnownRole::Personal => {
                    self.personal.push(at);
                    Role::LeftOut
                }
                KnownRole::LeftOut => Role::LeftOut,
            };
            if role == Role::LeftOut || !self.roles.contains(&role) {
                self.roles[at] = role;
            }
        }
    }

    /// Columns headed by an option alone, where the platform writes a multiple choice so.
    fn by_options(&mut self, platform: Platform<'_>, setup: &Setup<'_>) {
        if !platform.profile.heads_options() {
            return;
        }
        let free: Vec<bool> = self.roles.iter().map(|role| *role == Role::Unknown).collect();
        let known = self.roles.clone();
        let wanted = |variable: VariableIndex| {
            let is_there =
                |role: &Role| matches!(role, Role::Variable(other) | Role::Option(other, _) if *other == variable);
            !known.iter().any(is_there)
        };
        let records = &platform.top.records;
        let data = &records[platform.header_rows.min(records.len())..];
        for (at, variable, option) in option_columns::find(&self.headers, &free, setup.survey, &wanted, data) {
            self.roles[at] = Role::Option(variable, option);
        }
    }

    /// Some platforms write several answers twice, in one cell and in a column an option: the cell is read. And where headers
    /// hold a code beside the text, the code tells equal texts apart.
    fn without_doubles(&mut self) {
        let coded: Vec<Role> = self.by_id.iter().map(|&at| self.roles[at]).collect();
        for (at, role) in self.roles.iter_mut().enumerate() {
            let is_text = matches!(role, Role::Variable(_) | Role::Option(..)) && !self.by_id.contains(&at);
            if is_text && coded.contains(role) {
                *role = Role::Unknown;
            }
        }
        let whole: Vec<Role> = self.roles.clone();
        for role in &mut self.roles {
            if let Role::Option(variable, _) = *role
                && whole.contains(&Role::Variable(variable))
            {
                *role = Role::LeftOut;
            }
        }
    }

    /// Beside a cell with all answers, the column of an option with a box holds a respondent's own words.
    fn boxes(&mut self, setup: &Setup<'_>) {
        let whole: Vec<Role> = self.roles.clone();
        for role in &mut self.roles {
            let Role::Option(variable, option) = *role else {
                continue;
            };
            let list = setup.survey.variable(variable).domain.options();
            let has_box = list
                .and_then(|list| list.options.get(option))
                .is_some_and(|option| option.other);
            let words = own_words::beside(setup.survey, variable).map(Role::Variable);
            if let (Some(words), true) = (words, has_box && whole.contains(&Role::Variable(variable)))
                && !whole.contains(&words)
            {
                *role = words;
            }
        }
    }

    fn by_alias(&mut self) {
        let keys: Vec<String> = self.headers.shown.iter().map(|header| text::name_key(header)).collect();
        for meta in MetaColumn::ALL {
            if self.roles.contains(&Role::Meta(meta)) {
                continue;
            }
            let free = |alias: &&str| {
                keys.iter()
                    .enumerate()
                    .find(|(at, key)| key == alias && self.roles[*at] == Role::Unknown)
                    .map(|(at, _)| at)
            };
            if let Some(at) = meta.aliases().iter().find_map(free) {
                self.roles[at] = Role::Meta(meta);
            }
        }
    }

    fn find_key(&mut self, setup: &Setup<'_>) {
        if let Some(unit) = &setup.survey.unit {
            let own = Role::Variable(unit.key);
            // As ODK, KoboToolbox and manyi itself head the id of the response in tables of repeated groups.
            let is_known = |at: &usize| {
                let shown = &self.headers.shown[*at];
                let in_mapping = |mapping: &Mapping| mapping.columns.keys().any(|name| name == shown);
                matches!(self.roles[*at], Role::Unknown | Role::LeftOut)
                    && ["parentkey", "submissionuuid"].contains(&text::name_key(shown).as_str())
                    && !setup.mapping.is_some_and(in_mapping)
            };
            if !self.roles.contains(&own)
                && let Some(at) = (0..self.roles.len()).find(is_known)
            {
                self.roles[at] = own;
            }
            self.key = self.roles.iter().position(|role| *role == own);
            return;
        }
        let Some(link) = &setup.survey.sample else { return };
        let Some(key) = &link.key else { return };
        let name = text::name_key(key);
        self.key = (0..self.roles.len()).find(|&at| {
            text::name_key(&self.headers.shown[at]) == name
                || matches!(self.roles[at], Role::Variable(v) if setup.survey.variable(v).id == *key.as_str())
                || matches!(self.roles[at], Role::Meta(meta) if meta.name() == key)
        });
        if let Some(at) = self.key.filter(|&at| self.roles[at] == Role::Unknown) {
            self.roles[at] = Role::Key;
        }
    }

    /// From roles to places; what two columns claim is a problem.
    fn settle(&mut self, setup: &Setup<'_>, header_place: &Place, problems: &mut Vec<Problem>) {
        let mut first: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (at, role) in self.roles.clone().into_iter().enumerate() {
            let (slot, name) = match role {
                Role::Variable(v) => ((v.0, usize::MAX), setup.survey.variable(v).id.to_string()),
                Role::Option(v, option) => ((v.0, option), setup.survey.variable(v).id.to_string()),
                Role::Meta(meta) => ((usize::MAX, meta as usize), meta.name().to_owned()),
                Role::Key | Role::LeftOut | Role::Unknown => continue,
            };
            if let Some(earlier) = first.insert(slot, at) {
                problems.push(twice(&name, earlier, at, &self.headers, header_place));
                continue;
            }
            match role {
                Role::Variable(v) => {
                    if let Source::Options(columns) = &self.variables[v.0] {
                        problems.push(twice(
                            &name,
                            columns.first().map_or(0, |c| c.1),
                            at,
                            &self.headers,
                            header_place,
                        ));
                    }
                    self.variables[v.0] = Source::Column(at);
                }
                Role::Option(v, option) => match &mut self.variables[v.0] {
                    Source::Options(columns) => columns.push((option, at)),
                    Source::Column(column) => problems.push(twice(&name, *column, at, &self.headers, header_place)),
                    nowhere @ (Source::Nowhere | Source::Beside(_)) => *nowhere = Source::Options(vec![(option, at)]),
                },
                Role::Meta(meta) => self.meta[meta as usize] = Some(at),
                Role::Key | Role::LeftOut | Role::Unknown => {}
            }
        }
    }
}

fn role_of(target: Target) -> Role {
    match target {
        Target::Variable(variable) => Role::Variable(variable),
        Target::Option(variable, option) => Role::Option(variable, option),
    }
}

/// Whether a target belongs to the same question as the variable of the column before it.
fn same_question(setup: &Setup<'_>, target: Target, before: Option<VariableIndex>) -> bool {
    let (Target::Variable(variable) | Target::Option(variable, _)) = target;
    let question = |v: VariableIndex| setup.survey.variable(v).origin.place();
    before.is_some_and(|before| question(before).is_some() && question(before) == question(variable))
}

fn wrong_column(header: &str, found: &[usize], place: &Place, headers: &Headers) -> Problem {
    if let [first, second, ..] = found {
        return Problem::new(&rules::COLUMN_TWICE, place.clone())
            .says(
                format!("several columns are headed `{header}`"),
                format!("有多列的表头是“{header}”"),
            )
            .help(
                format!("name them by position: `#{}`, `#{}`", first + 1, second + 1),
                format!("请按位置写明：`#{}`、`#{}`", first + 1, second + 1),
            );
    }
    let near = closest(header, headers.shown.iter().map(String::as_str));
    let (en, zh) = near.map_or_else(
        || {
            (
                "take the line out, or name the column by its position such as `#3`".to_owned(),
                "请删去这一行，或按位置写明，如 `#3`".to_owned(),
            )
        },
        |near| (format!("did you mean `{near}`?"), format!("是否为“{near}”？")),
    );
    Problem::new(&rules::NO_SUCH_COLUMN, place.clone())
        .says(
            format!("no column is headed `{header}`"),
            format!("没有表头为“{header}”的列"),
        )
        .help(en, zh)
}

fn no_target(target: &str, place: &Place, names: &Names) -> Problem {
    let near = closest(target, names.all());
    let (en, zh) = near.map_or_else(
        || {
            (
                "name a question, a row, an option, a hidden field or `response_id` and the like".to_owned(),
                "请写题目、矩阵行、选项、隐藏字段，或 `response_id` 等".to_owned(),
            )
        },
        |near| (format!("did you mean `{near}`?"), format!("是否为 `{near}`？")),
    );
    Problem::new(&rules::NO_SUCH_TARGET, place.clone())
        .says(
            format!("the survey has no `{target}`"),
            format!("问卷中没有 `{target}`"),
        )
        .help(en, zh)
}

/// The most similar of `names`, if any is similar at all.
pub(super) fn closest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = text::normal(wanted);
    let scored = names.map(|name| (strsim::jaro_winkler(&wanted, &text::normal(name)), name));
    scored
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

fn ambiguous(header: &str, several: &[Target], setup: &Setup<'_>, place: &Place) -> Problem {
    let name = |target: &Target| match target {
        Target::Variable(v) => setup.survey.variable(*v).id.to_string(),
        Target::Option(v, option) => {
            let variable = setup.survey.variable(*v);
            let id = variable
                .domain
                .options()
                .and_then(|list| list.options.get(*option))
                .map_or("?", |option| option.id.as_str());
            format!("{}.{id}", variable.id)
        }
    };
    let names: Vec<String> = several.iter().map(|target| format!("`{}`", name(target))).collect();
    Problem::new(&rules::AMBIGUOUS_HEADER, place.clone())
        .says(
            format!("the column `{header}` fits {}", names.join(" and ")),
            format!("列“{header}”同时符合 {}", names.join("、")),
        )
        .help(
            format!("say in the mapping: `columns: {{\"{header}\": …}}`"),
            format!("请在映射文件中写明：`columns: {{\"{header}\": …}}`"),
        )
}

fn twice(name: &str, first: usize, second: usize, headers: &Headers, place: &Place) -> Problem {
    let (a, b) = (&headers.shown[first], &headers.shown[second]);
    Problem::new(&rules::COLUMN_TWICE, place.clone())
        .says(
            format!(
                "columns {} (`{a}`) and {} (`{b}`) are both `{name}`",
                first + 1,
                second + 1
            ),
            format!(
                "第 {} 列（“{a}”）与第 {} 列（“{b}”）都是 `{name}`",
                first + 1,
                second + 1
            ),
        )
        .help(
            format!("leave one out in the mapping: `columns: {{\"#{}\": null}}`", second + 1),
            format!("请在映射文件中略去其一：`columns: {{\"#{}\": null}}`", second + 1),
        )
}
