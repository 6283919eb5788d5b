//! A workspace: where it is, and where in it what stands.

use super::ProjectError;
use super::config::Config;
use super::events;
use super::events::Event;
use super::rules;
use super::settings;
use super::tables;
use super::tables::Benchmark;
use super::tables::FixRow;
use super::tables::Published;
use super::tables::Sample;
use super::tables::Target;
use super::text::read_text;
use crate::definition;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::model::Survey;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// The settings' file, by which a workspace is known.
pub const SETTINGS: &str = "manyi.toml";

/// A workspace.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
    config: Config,
}

/// What a source argument names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A survey of the workspace.
    Survey(String),
    /// A file.
    File(PathBuf),
    /// Standard input.
    StandardInput,
}

/// A definition that was read.
#[derive(Debug, Clone)]
pub struct Defined {
    /// Its text.
    pub source: Arc<Source>,
    /// The survey, where its problems leave one.
    pub survey: Option<Survey>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Given {
    /// Reads a source argument: `-` is standard input, what contains `/` or `.` a file, anything else a survey.
    #[must_use]
    pub fn of(argument: &str) -> Self {
        if argument == "-" {
            Self::StandardInput
        } else if argument.contains(['/', '.']) || argument.contains(std::path::MAIN_SEPARATOR) {
            Self::File(PathBuf::from(argument))
        } else {
            Self::Survey(argument.to_owned())
        }
    }
}

impl Workspace {
    /// Opens the workspace in `named`, else the one that `current` stands in.
    ///
    /// # Errors
    /// [`ProjectError`] when there is none, or its settings cannot be read. What is wrong with the settings comes beside.
    pub fn open(named: Option<&Path>, current: &Path) -> Result<(Self, Vec<Problem>), ProjectError> {
        let root = match named {
            Some(folder) if folder.join(SETTINGS).exists() => folder.to_owned(),
            Some(folder) if folder.is_dir() => {
                return Err(ProjectError::NoSettings {
                    path: folder.to_owned(),
                });
            }
            Some(folder) => {
                return Err(ProjectError::NoFolder {
                    path: folder.to_owned(),
                });
            }
            None => {
                let found = current.ancestors().find(|folder| folder.join(SETTINGS).is_file());
                found
                    .ok_or_else(|| ProjectError::NoWorkspace {
                        from: current.to_owned(),
                    })?
                    .to_owned()
            }
        };
        let (config, problems) = settings::read(&read_text(&root.join(SETTINGS), SETTINGS)?);
        Ok((Self { root, config }, problems))
    }

    /// Its folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where the answers to a survey are stored.
    #[must_use]
    pub fn store_folder(&self, survey: &str) -> PathBuf {
        self.root.join("responses").join(survey)
    }

    /// Where the site is written.
    #[must_use]
    pub fn site_folder(&self) -> PathBuf {
        self.root.join("site")
    }

    /// Where the collector puts answers: the first folder of the inbox.
    #[must_use]
    pub fn collector_folder(&self) -> PathBuf {
        self.root
            .join(self.config.inbox.first().map_or("inbox", String::as_str))
    }

    /// A path as the user knows it: below the workspace, with `/`.
    #[must_use]
    pub fn name_of(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        below
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/")
    }

    /// Ids of the surveys, sorted.
    ///
    /// # Errors
    /// [`ProjectError::Read`] when the folder cannot be listed.
    pub fn surveys(&self) -> Result<Vec<String>, ProjectError> {
        let files = self.list("surveys", &["yaml", "yml"])?;
        let stems = files
            .iter()
            .filter_map(|path| path.file_stem()?.to_str())
            .filter(|stem| stem.rsplit('.').next() != Some("map"));
        Ok(stems.map(str::to_owned).collect())
    }

    /// The definition of a survey as text.
    ///
    /// # Errors
    /// [`ProjectError::NoSurvey`], or why it cannot be read.
    pub fn definition(&self, survey: &str) -> Result<Arc<Source>, ProjectError> {
        let known = self.surveys()?;
        if !known.iter().any(|id| id == survey) {
            return Err(ProjectError::NoSurvey {
                id: survey.to_owned(),
                known,
            });
        }
        let folder = self.root.join("surveys");
        let path = Some(folder.join(format!("{survey}.yaml"))).filter(|path| path.exists());
        let path = path.unwrap_or_else(|| folder.join(format!("{survey}.yml")));
        read_text(&path, &self.name_of(&path))
    }

    /// A survey of this workspace, read and checked.
    ///
    /// # Errors
    /// [`ProjectError::NoSurvey`], or why its file cannot be read; what is wrong *in* it comes as problems.
    pub fn survey(&self, id: &str) -> Result<Defined, ProjectError> {
        let source = self.definition(id)?;
        let (survey, problems) = definition::read(&source);
        Ok(Defined {
            source,
            survey,
            problems,
        })
    }

    /// Files of answers to a survey in the inbox, by folder and name; mapping files are none.
    ///
    /// # Errors
    /// [`ProjectError::Read`] when a folder cannot be listed.
    pub fn inbox_files(&self, survey: &str) -> Result<Vec<PathBuf>, ProjectError> {
        let mut files = Vec::new();
        for inbox in &self.config.inbox {
            files.extend(self.list(
                &format!("{inbox}/{survey}"),
                &["csv", "tsv", "txt", "json", "jsonl", "xlsx"],
            )?);
        }
        Ok(files)
    }

    /// Files of answers to a survey that the collector kept aside.
    ///
    /// # Errors
    /// [`ProjectError::Read`] when a folder cannot be listed.
    pub fn aside_files(&self, survey: &str) -> Result<Vec<PathBuf>, ProjectError> {
        let mut files = Vec::new();
        for inbox in &self.config.inbox {
            files.extend(self.list(&format!("{inbox}/{survey}/aside"), &["jsonl"])?);
        }
        Ok(files)
    }

    /// The mapping for a file of answers: `x.map.yaml` beside `x.csv`, else `<survey>.map.yaml` in the same folder.
    ///
    /// # Errors
    /// [`ProjectError`] when it is there and cannot be read.
    pub fn mapping(&self, answers: &Path, survey: &str) -> Result<Option<Arc<Source>>, ProjectError> {
        let own = answers.with_extension("map.yaml");
        let common = answers.with_file_name(format!("{survey}.map.yaml"));
        let Some(path) = [own, common].into_iter().find(|path| path.exists()) else {
            return Ok(None);
        };
        read_text(&path, &self.name_of(&path)).map(Some)
    }

    /// Texts of a folder by name without the ending, such as `pages` and `md`; sorted.
    ///
    /// # Errors
    /// [`ProjectError`] when one cannot be read.
    pub fn texts(&self, folder: &str, ending: &str) -> Result<Vec<(String, Arc<Source>)>, ProjectError> {
        let files = self.list(folder, &[ending])?;
        let read = |path: &PathBuf| {
            let stem = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            Ok((stem, read_text(path, &self.name_of(path))?))
        };
        files.iter().map(read).collect()
    }

    /// Overrides of the built-in templates, by file name.
    ///
    /// # Errors
    /// [`ProjectError`] when one cannot be read.
    pub fn templates(&self) -> Result<Vec<(String, Arc<Source>)>, ProjectError> {
        let files = self.list("templates", &["html", "css", "svg", "js", "txt"])?;
        files
            .iter()
            .map(|path| Ok((file_name(path), read_text(path, &self.name_of(path))?)))
            .collect()
    }

    /// Targets of a survey.
    ///
    /// # Errors
    /// [`ProjectError`] when a file cannot be read.
    pub fn targets(&self, survey: &str) -> Result<(Vec<Target>, Vec<Problem>), ProjectError> {
        self.of_survey("targets", survey, tables::targets)
    }

    /// Published figures of a survey.
    ///
    /// # Errors
    /// [`ProjectError`] when a file cannot be read.
    pub fn history(&self, survey: &str) -> Result<(Vec<Published>, Vec<Problem>), ProjectError> {
        self.of_survey("history", survey, tables::history)
    }

    /// Benchmarks of a survey.
    ///
    /// # Errors
    /// [`ProjectError`] when a file cannot be read.
    pub fn benchmarks(&self, survey: &str) -> Result<(Vec<Benchmark>, Vec<Problem>), ProjectError> {
        self.of_survey("benchmarks", survey, tables::benchmarks)
    }

    /// What happened while answers to a survey came in.
    ///
    /// # Errors
    /// [`ProjectError`] when a file cannot be read.
    pub fn events(&self, survey: &Survey) -> Result<(Vec<Event>, Vec<Problem>), ProjectError> {
        let reports = &self.config.report_languages;
        let known: Vec<Lang> = survey.languages.iter().chain(reports).cloned().collect();
        let tongues = events::Tongues {
            known: &known,
            needed: if reports.is_empty() { &survey.languages } else { reports },
        };
        self.of_survey("events", survey.id.as_str(), |source| {
            events::events(source, &self.config.calendar, tongues)
        })
    }

    /// Fixes to answers of a survey.
    ///
    /// # Errors
    /// [`ProjectError`] when a file cannot be read.
    pub fn fixes(&self, survey: &str) -> Result<(Vec<FixRow>, Vec<Problem>), ProjectError> {
        self.of_survey("fixes", survey, tables::fixes)
    }

    /// The sample in `samples/<file>`, by the column `id`.
    ///
    /// # Errors
    /// [`ProjectError`] when it is not there or cannot be read.
    pub fn sample(&self, file: &str, id: &str) -> Result<(Sample, Vec<Problem>), ProjectError> {
        let path = self.root.join("samples").join(file);
        Ok(tables::sample(&*read_text(&path, &self.name_of(&path))?, id))
    }

    /// Key of the pseudonyms, where the settings name a file.
    ///
    /// # Errors
    /// [`ProjectError`] when it is not there or cannot be read.
    pub fn respondent_key(&self) -> Result<Option<Vec<u8>>, ProjectError> {
        let Some(file) = &self.config.key_file else {
            return Ok(None);
        };
        let path = self.root.join(file);
        std::fs::read(&path).map(Some).map_err(ProjectError::read(&path))
    }

    /// Tables whose name begins with no survey, as warnings.
    ///
    /// # Errors
    /// [`ProjectError::Read`] when a folder cannot be listed.
    pub fn stray_tables(&self) -> Result<Vec<Problem>, ProjectError> {
        let surveys = self.surveys()?;
        let mut problems = Vec::new();
        for folder in ["targets", "benchmarks", "history", "events", "fixes"] {
            for path in self.list(folder, &["csv"])? {
                let name = file_name(&path);
                if !surveys.iter().any(|survey| belongs(&name, survey)) {
                    let names = surveys.join(", ");
                    problems.push(
                        Problem::new(&rules::NO_OWNER, Place::file(self.name_of(&path)))
                            .says(
                                format!("`{name}` belongs to no survey and is not read"),
                                format!("`{name}` 不属于任何问卷，不予读取"),
                            )
                            .help(
                                format!("begin its name with the survey's: {names}"),
                                format!("文件名请以问卷名开头：{names}"),
                            ),
                    );
                }
            }
        }
        Ok(problems)
    }

    fn of_survey<T>(
        &self,
        folder: &str,
        survey: &str,
        read: impl Fn(&Source) -> (Vec<T>, Vec<Problem>),
    ) -> Result<(Vec<T>, Vec<Problem>), ProjectError> {
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        for path in self
            .list(folder, &["csv"])?
            .iter()
            .filter(|path| belongs(&file_name(path), survey))
        {
            let (more, wrong) = read(&*read_text(path, &self.name_of(path))?);
            rows.extend(more);
            problems.extend(wrong);
        }
        Ok((rows, problems))
    }

    /// Files of a folder with one of the endings, sorted by name; a folder that is not there has none.
    fn list(&self, folder: &str, endings: &[&str]) -> Result<Vec<PathBuf>, ProjectError> {
        let folder = self.root.join(folder);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(ProjectError::Read { path: folder, source }),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(ProjectError::read(&folder))?.path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let wanted =
                ending.is_some_and(|ending| endings.contains(&ending.as_str())) && !file_name(&path).starts_with('.');
            if wanted && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Whether a table's file name is the survey's, or begins with it and a point.
fn belongs(name: &str, survey: &str) -> bool {
    name.strip_prefix(survey).is_some_and(|rest| rest.starts_with('.'))
}
