//! What the documents say must be there: the scenario of the README, the files
//! they link to, the functions that the methods name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn document(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Texts between `open` and `close`.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).filter_map(|rest| rest.split_once(close).map(|(inside, _)| inside)).collect()
}

/// Every Rust source below `folder` as one text.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            if path.is_dir() {
                sources(&path)
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                fs::read_to_string(&path).unwrap()
            } else {
                String::new()
            }
        })
        .collect()
}

#[test]
fn scenarios_shown_in_documents_are_right() {
    let reference = Reference::embedded().unwrap();
    for path in ["README.md", "docs/scenario-format.md"] {
        let text = document(path);
        let shown: Vec<&str> =
            between(&text, "```toml\n", "```").into_iter().filter(|shown| shown.contains("[applicant]")).collect();
        assert_eq!(shown.len(), 1, "{path} shows one scenario");
        let compiled = compile_text(path, shown[0], &reference);
        assert!(compiled.is_ok(), "{}", compiled.unwrap_err().render(false));
    }
}

/// Rewrites the block and the picture with `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_readme_shows_what_its_command_prints_and_draws() {
    let folder = tempfile::tempdir().unwrap();
    let program = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(["run", "scenarios/ir_img_layers.toml", "--out"])
        .arg(folder.path())
        .current_dir(root())
        .output()
        .unwrap();
    let printed = String::from_utf8(program.stdout).unwrap();
    let (beginning, _) = printed.split_once("\nHow do the portfolios differ?").unwrap();
    let readme = document("README.md");
    let shown = between(&readme, "```text\n", "```")[0];
    let drawn = fs::read_to_string(folder.path().join("charts/outcomes.svg")).unwrap();
    let picture = "docs/pictures/outcomes.svg";
    assert!(readme.contains(&format!("]({picture})")), "README.md shows its picture");
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
        let block = |text: &str| format!("```text\n{text}```");
        fs::write(root().join("README.md"), readme.replace(&block(shown), &block(beginning))).unwrap();
        fs::write(root().join(picture), &drawn).unwrap();
        return;
    }
    assert!(shown == beginning, "README.md shows other output; run MATCHFOLIO_UPDATE=1 cargo test and look at it");
    assert!(document(picture) == drawn, "{picture} is another; run MATCHFOLIO_UPDATE=1 cargo test and look at it");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let written = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let documents = written.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let others = ["README.md", "CHANGELOG.md", "data/README.md"].map(|path| root().join(path));
    for path in documents.chain(others) {
        let folder = path.parent().unwrap();
        for link in between(&fs::read_to_string(&path).unwrap(), "](", ")") {
            let file = link.split('#').next().unwrap_or_default();
            assert!(link.starts_with("https://") || folder.join(file).exists(), "{} links to {link}", path.display());
        }
    }
}

/// `room::…::name` in the methods: a file of the room, or an item in it.
#[test]
fn the_methods_name_functions_that_exist() {
    let text = document("docs/methods.md");
    let mut checked = 0;
    for named in text.split('`').skip(1).step_by(2) {
        let mut words = named.split("::");
        let (Some(room), Some(_)) = (words.next(), words.next()) else {
            continue;
        };
        let folder = root().join("src").join(room);
        if !folder.is_dir() {
            continue;
        }
        checked += 1;
        let written = sources(&folder);
        for word in named.split("::").skip(1) {
            let is_there = folder.join(format!("{word}.rs")).exists() || folder.join(word).is_dir();
            let is_item = ["fn ", "struct ", "mod "].iter().any(|kind| written.contains(&format!("{kind}{word}")));
            assert!(is_there || is_item, "docs/methods.md names `{named}`, and src/{room} has no `{word}`");
        }
    }
    assert!(checked > 20, "only {checked} names were found");
}

/// The README quotes the score, whose block in `docs/methods.md` is what `validate` prints.
#[test]
fn the_readme_quotes_the_score_of_the_methods() {
    let numbers = |text: &str| -> Vec<String> {
        let is_number = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
        let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
        words.filter(is_number).map(|word| word.trim_end_matches('.').to_owned()).collect()
    };
    let (methods, readme) = (document("docs/methods.md"), document("README.md"));
    let scored = methods.lines().find(|line| line.contains("fresh figures the predictions miss")).unwrap();
    let quoted = between(&readme, "published figures that nothing", "hold the published figure")[0];
    let count = readme.split(" published figures that nothing").next().unwrap().rsplit(' ').next().unwrap();
    assert_eq!([vec![count.to_owned()], numbers(quoted)].concat(), numbers(scored));
}
