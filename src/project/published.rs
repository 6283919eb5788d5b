//! Whether answers lie where others could fetch them.

use super::rules;
use super::workspace::Workspace;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use std::path::Path;
use std::path::PathBuf;

impl Workspace {
    /// What is wrong with where the collector would put answers: nobody may fetch them over the web.
    #[must_use]
    pub fn place_of_inbox(&self) -> Vec<Problem> {
        let inbox = self.collector_folder();
        let name = self.name_of(&inbox);
        let real = whole(&inbox);
        let help = |problem: Problem| {
            problem.help(
                "put the workspace, or at least its inbox, outside of what a web server shows",
                "请把工作区（至少其收件箱）放到网站目录之外",
            )
        };
        if real.starts_with(whole(&self.site_folder())) {
            let problem = Problem::new(&rules::PUBLIC_INBOX, Place::file(&name)).says(
                format!("answers would go to {name}/, inside the site that is published"),
                format!("答卷会写入 {name}/，而它在对外发布的站点之内"),
            );
            return vec![help(problem)];
        }
        let Some(folder) = real.ancestors().skip(1).find(|folder| is_published(folder)) else {
            return Vec::new();
        };
        let folder = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let problem = Problem::new(&rules::MAYBE_PUBLIC_INBOX, Place::file(&name)).says(
            format!("answers go to {name}/, below a folder `{folder}` that a web server seems to show"),
            format!("答卷写入 {name}/，其上级目录 `{folder}` 似乎由网站服务器对外发布"),
        );
        vec![help(problem)]
    }
}

/// A path without links, also where its last folders are not there yet.
fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for there in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (there.canonicalize(), path.strip_prefix(there)) {
            return real.join(rest);
        }
    }
    path
}

/// Whether a folder looks like one that a web server shows: by its name, or because it holds a start page.
fn is_published(folder: &Path) -> bool {
    let known = ["public_html", "htdocs", "httpdocs", "wwwroot", "www"];
    let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase());
    name.is_some_and(|name| known.contains(&name.as_str())) || folder.join("index.html").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn codes(root: &Path, inbox: &str) -> Vec<&'static str> {
        fs::create_dir_all(root).unwrap();
        fs::write(root.join("manyi.toml"), format!("inbox = [\"{inbox}\"]\n")).unwrap();
        let (workspace, _) = Workspace::open(Some(root), root).unwrap();
        workspace
            .place_of_inbox()
            .iter()
            .map(|problem| problem.rule.code)
            .collect()
    }

    #[test]
    fn an_inbox_that_others_could_fetch_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("work");
        assert_eq!(codes(&root, "inbox"), Vec::<&str>::new());
        assert_eq!(codes(&root, "site/inbox"), ["MY210"]);
        fs::create_dir_all(root.join("site")).unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("site"), root.join("elsewhere")).unwrap();
            assert_eq!(codes(&root, "elsewhere/inbox"), ["MY210"], "through a link");
        }
        assert_eq!(codes(&folder.path().join("public_html/work"), "inbox"), ["MY209"]);
        fs::write(folder.path().join("index.html"), "").unwrap();
        assert_eq!(codes(&root, "inbox"), ["MY209"]);
    }
}
