//! Finding files, telling what is wrong with them, and writing them whole.

use crate::project::*;
use std::fs;
use std::path::Path;

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_workspace_is_found_from_below() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "manyi.toml", "");
    put(folder.path(), "surveys/deep/x", "");
    let below = folder.path().join("surveys/deep");
    let (found, problems) = Workspace::open(None, &below).unwrap();
    assert_eq!((found.root(), problems.len()), (folder.path(), 0));
    let empty = tempfile::tempdir().unwrap();
    assert!(
        Workspace::open(None, empty.path())
            .unwrap_err()
            .to_string()
            .contains("manyi init")
    );
    assert!(matches!(
        Workspace::open(Some(&empty.path().join("no")), empty.path()),
        Err(ProjectError::NoFolder { .. })
    ));
    assert!(matches!(
        Workspace::open(Some(empty.path()), empty.path()),
        Err(ProjectError::NoSettings { .. })
    ));
}

#[test]
fn what_stands_where() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, text) in [
        ("manyi.toml", "inbox = [\"in\"]\n"),
        ("surveys/visit.yaml", "\u{feff}id: visit\n"),
        ("surveys/visit.map.yaml", ""),
        ("in/visit/b.csv", ""),
        ("in/visit/a.CSV", ""),
        ("in/visit/a.map.yaml", "columns: {}\n"),
        ("in/visit/visit.map.yaml", "all\n"),
        ("in/visit/.hidden.csv", ""),
        ("targets/visit.2026.csv", "measure,value\ncsat,80\n"),
        ("targets/visitors.csv", "measure,value\ncsat,90\n"),
        ("pages/faq.md", "# FAQ\n"),
        ("samples/people.csv", "id,type\nc1,new\n"),
    ] {
        put(root, name, text);
    }
    let (space, _) = Workspace::open(Some(root), root).unwrap();
    assert_eq!(space.surveys().unwrap(), ["visit"]);
    assert_eq!(space.definition("visit").unwrap().text, "id: visit\n");
    assert_eq!(space.definition("visit").unwrap().name, "surveys/visit.yaml");
    let read = space.survey("visit").unwrap();
    assert!(read.survey.is_none() && !read.problems.is_empty(), "no pages yet");
    let error = space.definition("visti").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no survey `visti`; there is: visit; a file is named with its path, such as ./visti"
    );
    let files = space.inbox_files("visit").unwrap();
    assert_eq!(
        files.iter().map(|path| space.name_of(path)).collect::<Vec<_>>(),
        ["in/visit/a.CSV", "in/visit/b.csv"]
    );
    assert_eq!(
        space.mapping(&files[0], "visit").unwrap().unwrap().name,
        "in/visit/a.map.yaml"
    );
    assert_eq!(
        space.mapping(&files[1], "visit").unwrap().unwrap().name,
        "in/visit/visit.map.yaml"
    );
    let (targets, problems) = space.targets("visit").unwrap();
    assert_eq!((targets.len(), targets[0].value, problems.len()), (1, 80.0, 0));
    assert_eq!(
        space
            .stray_tables()
            .unwrap()
            .iter()
            .map(|problem| problem.place.name())
            .collect::<Vec<_>>(),
        ["targets/visitors.csv"]
    );
    assert_eq!(space.texts("pages", "md").unwrap()[0].0, "faq");
    assert_eq!(space.sample("people.csv", "id").unwrap().0["c1"]["type"], "new");
    assert!(
        space
            .sample("peple.csv", "id")
            .unwrap_err()
            .to_string()
            .contains("people.csv")
    );
}

#[test]
fn a_source_argument_names_a_survey_a_file_or_standard_input() {
    assert_eq!(Given::of("after-sales"), Given::Survey("after-sales".to_owned()));
    assert_eq!(Given::of("-"), Given::StandardInput);
    assert_eq!(Given::of("a.csv"), Given::File("a.csv".into()));
    assert_eq!(Given::of("./after-sales"), Given::File("./after-sales".into()));
}

#[test]
fn texts_that_cannot_be_read_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    assert!(matches!(read_text(&path, "a"), Err(ProjectError::NotFound { .. })));
    assert!(matches!(
        read_text(folder.path(), "a"),
        Err(ProjectError::Folder { .. })
    ));
    fs::write(&path, b"ok\nbad \xff\n").unwrap();
    assert!(matches!(
        read_text(&path, "a"),
        Err(ProjectError::NotText { byte: 7, line: 2, .. })
    ));
    fs::File::create(&path).unwrap().set_len(LARGEST_TEXT + 1).unwrap();
    let error = read_text(&path, "a").unwrap_err();
    assert!(error.to_string().contains("64 MiB"), "{error}");
}

#[test]
fn a_file_is_replaced_whole_with_the_usual_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/report.html");
    atomic::write(&path, b"one").unwrap();
    atomic::write(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let plain = folder.path().join("plain");
        fs::write(&plain, b"").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&plain));
    }
    let error = atomic::write(path.parent().unwrap(), b"x").unwrap_err();
    assert!(error.to_string().contains("folder of this name"), "{error}");
}

#[test]
fn a_site_is_written_whole_and_leaves_what_is_not_ours() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    put(&root, "CNAME", "example.org");
    let write = |files: &[(&str, &str)]| {
        let mut out = OutputFolder::new(&root);
        for (name, text) in files {
            out.put(name, text.as_bytes()).unwrap();
        }
        out
    };
    assert_eq!(
        write(&[("index.html", "one"), ("s/visit.html", "form")])
            .finish()
            .unwrap(),
        2
    );
    let given_up = write(&[("index.html", "two"), ("new.html", "n")]);
    assert_eq!(fs::read_to_string(root.join("index.html")).unwrap(), "one");
    drop(given_up);
    assert!(!root.join("new.html").exists());
    write(&[("index.html", "two")]).finish().unwrap();
    assert_eq!(fs::read_to_string(root.join("index.html")).unwrap(), "two");
    assert!(!root.join("s/visit.html").exists(), "no longer ours to keep");
    assert_eq!(fs::read_to_string(root.join("CNAME")).unwrap(), "example.org");
    let mut names: Vec<_> = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, [".manyi-files", "CNAME", "index.html", "s"]);
    let mut out = OutputFolder::new(&root);
    for bad in ["../x", "/x", "a//b", "a/../b", "", ".manyi-files", "a\\b"] {
        assert!(out.put(bad, b"").is_err(), "{bad}");
    }
}

#[test]
fn what_a_killed_process_left_long_ago_is_swept_and_what_is_being_written_stays() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    put(&site, "forms/.manyi-old.new", "half");
    put(&site, "forms/.manyi-young.new", "half");
    put(&site, "forms/.manyi-notes", "mine");
    let hours_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
    for name in [".manyi-old.new", ".manyi-notes"] {
        let file = fs::OpenOptions::new()
            .write(true)
            .open(site.join("forms").join(name))
            .unwrap();
        file.set_modified(hours_ago).unwrap();
    }
    let mut output = OutputFolder::new(&site);
    output.put("forms/a.html", b"<p>").unwrap();
    assert_eq!(output.finish().unwrap(), 1);
    assert!(!site.join("forms/.manyi-old.new").exists());
    assert!(site.join("forms/.manyi-young.new").exists() && site.join("forms/.manyi-notes").exists());
}
