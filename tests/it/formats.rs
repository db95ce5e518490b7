//! The pages on formats say what the program says of its types.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

const PAGES: [&str; 2] = ["docs/scenario-format.md", "docs/results-format.md"];

const CONTRACTS: [&str; 18] = [
    "scenario",
    "results",
    "comparison",
    "basis",
    "couple",
    "sensitivity",
    "sweep",
    "backups",
    "draws",
    "optimize",
    "programs",
    "timeline",
    "now",
    "ranks",
    "study",
    "validation",
    "market",
    "second-opinion",
];

fn page(path: &str) -> (PathBuf, String) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_matchfolio")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

const BEGIN: &str = "<!-- begin: matchfolio ";
const END: &str = "<!-- end -->";

/// The page with what the command named in each marked block prints, and those commands.
fn renewed(text: &str) -> (String, Vec<String>) {
    let mut parts = text.split(BEGIN);
    let mut page = parts.next().unwrap().to_owned();
    let mut commands = Vec::new();
    for part in parts {
        let (command, rest) = part.split_once(" -->").unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        let shown = printed(&command.split(' ').collect::<Vec<_>>());
        page += &[BEGIN, command, " -->\n", shown.trim_end(), "\n\n", END, after].concat();
        commands.push(command.to_owned());
    }
    (page, commands)
}

/// Rewrites the blocks with `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_pages_on_formats_are_made_from_the_types() {
    let mut shown = Vec::new();
    for path in PAGES {
        let (file, text) = page(path);
        let (fresh, commands) = renewed(&text);
        if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
            std::fs::write(&file, &fresh).unwrap();
        }
        let stored = page(path).1;
        assert!(stored == fresh, "{path} is stale; run MATCHFOLIO_UPDATE=1 cargo test and read the difference");
        shown.extend(commands);
    }
    assert_eq!(shown, CONTRACTS.map(|contract| format!("schema {contract} --markdown")));
}

/// The anchor that a heading has on the page.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
}

#[test]
fn links_within_the_pages_on_formats_lead_to_one_heading() {
    for path in PAGES {
        let text = page(path).1;
        let headings = text.lines().filter(|line| line.starts_with('#'));
        let anchors: Vec<String> = headings.map(|line| anchor(line.trim_start_matches('#'))).collect();
        let links: BTreeSet<&str> =
            text.split("](#").skip(1).filter_map(|rest| rest.split_once(')').map(|(link, _)| link)).collect();
        assert!(links.len() >= 8, "{path} has only {} links to itself", links.len());
        for link in links {
            let found = anchors.iter().filter(|anchor| *anchor == link).count();
            assert_eq!(found, 1, "{path} has {found} headings for #{link}");
        }
    }
}

/// Every object with fields in a schema.
fn objects(schema: &Value) -> impl Iterator<Item = &Value> {
    let named = schema["$defs"].as_object().into_iter().flat_map(|all| all.values());
    std::iter::once(schema).chain(named).filter(|object| object.get("properties").is_some())
}

#[test]
fn every_field_of_every_contract_has_a_meaning() {
    let mut fields = 0;
    for contract in CONTRACTS {
        let schema: Value = serde_json::from_str(&printed(&["schema", contract])).unwrap();
        for object in objects(&schema) {
            for (name, field) in object["properties"].as_object().unwrap() {
                let meaning = field["description"].as_str().unwrap_or_default();
                assert!(meaning.ends_with('.'), "{contract}: {name}: {meaning:?} is no sentence");
                assert!(!meaning.contains("[`"), "{contract}: {name}: {meaning:?} links to code");
                assert!(!meaning.contains("; none "), "{contract}: {name}: {meaning:?} says none and not null");
                fields += 1;
            }
        }
    }
    assert!(fields > 250, "only {fields} fields were found");
}

#[test]
fn the_contract_that_a_file_names_is_that_of_its_schema() {
    for contract in CONTRACTS.into_iter().filter(|contract| *contract != "scenario") {
        let schema: Value = serde_json::from_str(&printed(&["schema", contract])).unwrap();
        let version = if contract == "validation" { 2 } else { 1 };
        let name = format!("matchfolio.{contract}/{version}");
        assert_eq!((&schema["title"], &schema["properties"]["schema"]["const"]), (&name.clone().into(), &name.into()));
    }
}

#[test]
fn a_key_that_may_be_left_out_of_a_scenario_says_what_holds_then() {
    let tables = printed(&["schema", "scenario", "--markdown"]);
    let rows: Vec<&str> = tables.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() > 40, "only {} keys were found", rows.len());
    for row in rows {
        assert!(!row.ends_with("|  |"), "no default: {row}");
        assert_eq!(row.matches(" | ").count(), 3, "{row}");
    }
}

#[test]
fn plain_schema_is_that_of_scenarios() {
    assert_eq!(printed(&["schema"]), printed(&["schema", "scenario"]));
}

/// Every field of a contract with the type it is declared by, as `Definition.field type`.
fn fields(name: &str) -> BTreeSet<String> {
    let found =
        std::process::Command::new(env!("CARGO_BIN_EXE_matchfolio")).args(["schema", name]).output().expect("run");
    let schema: serde_json::Value = serde_json::from_slice(&found.stdout).expect("a schema");
    let of = |(definition, schema): (&str, &serde_json::Value)| -> Vec<String> {
        let properties = schema["properties"].as_object().into_iter().flatten();
        properties.map(|(field, one)| format!("{definition}.{field} {}", declared(one))).collect()
    };
    let definitions = schema["$defs"].as_object().into_iter().flatten().map(|(name, one)| (name.as_str(), one));
    std::iter::once((name, &schema)).chain(definitions).flat_map(of).collect()
}

/// The type of a field, or the definition that it is of.
fn declared(field: &serde_json::Value) -> String {
    ["type", "$ref"].iter().find_map(|key| field.get(key)).map_or_else(String::new, ToString::to_string)
}

/// Within a version of a contract fields are added and never taken away or given another type: programs that read
/// results go on working. `MATCHFOLIO_UPDATE=1` adds new fields to the list; a line is taken out by hand, with a new
/// version of the contract.
#[test]
fn fields_of_a_contract_are_only_ever_added() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/contracts");
    let update = std::env::var_os("MATCHFOLIO_UPDATE").is_some();
    let mut checked = 0;
    for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
        let name = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
        let promised = std::fs::read_to_string(entry.path()).expect("read");
        let promised: BTreeSet<String> = promised.lines().map(str::to_owned).collect();
        let now = fields(&name);
        let gone: Vec<&String> = promised.difference(&now).collect();
        assert!(gone.is_empty(), "{name}: {gone:?} are gone or have another type");
        if update {
            let all = promised.union(&now).map(|line| format!("{line}\n")).collect::<String>();
            std::fs::write(entry.path(), all).expect("written");
        } else {
            assert!(
                now.len() == promised.len(),
                "{name}: list {:?} too",
                now.difference(&promised).collect::<Vec<_>>()
            );
        }
        checked += 1;
    }
    assert!(checked == CONTRACTS.len(), "{checked} contracts");
}
