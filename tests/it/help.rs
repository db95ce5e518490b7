//! The help texts as a person sees them: whoever changes one looks at it.

use std::process::Command;

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(arguments)
        .arg("--help")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the first help text lists, `help` left out.
fn commands(overview: &str) -> Vec<&str> {
    overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect()
}

#[test]
fn help_texts_are_the_ones_that_were_read() {
    let overview = help(&[]);
    insta::assert_snapshot!("help", overview);
    let commands = commands(&overview);
    assert!(commands.contains(&"run"), "{commands:?}");
    for command in commands {
        insta::assert_snapshot!(format!("help_{command}"), help(&[command]));
    }
}

#[test]
fn the_readme_shows_every_command() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for command in commands(&help(&[])) {
        assert!(readme.contains(&format!("`matchfolio {command}")), "README.md does not show the command `{command}`");
    }
}
