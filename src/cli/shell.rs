//! `matchfolio completions` and `matchfolio man`: made from the arguments themselves.
//!
//! Scripts and pages are of all commands, and these are two of them: so this file and `arguments` know each other.

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::arguments::command;
use super::common::{Common, Execute};
use super::failure::Failure;
use super::terminal::print;
use crate::report::{ensure_writable, write_files};

/// Options of `completions`.
#[derive(Args, Debug)]
pub struct CompletionsOptions {
    /// Shell
    shell: Shell,
}

impl Execute for CompletionsOptions {
    /// Prints the script.
    fn execute(&self, _: &Common) -> Result<(), Failure> {
        print(&completions(self.shell))
    }
}

/// Options of `man`.
#[derive(Args, Debug)]
pub struct ManOptions {
    /// Write the manual pages of all commands to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace earlier pages
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// The completion script of a shell.
fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "matchfolio", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

impl Execute for ManOptions {
    /// Prints the manual page of the program, or writes those of all commands to a folder.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let Some(folder) = &self.out else {
            return print(&page(command())?);
        };
        ensure_writable(folder, self.force)?;
        let written = write_files(folder, self.force, &pages()?)?;
        common.talk(&format!("wrote {} manual pages to {}", written.files.len(), folder.display()));
        Ok(())
    }
}

/// The manual pages of the program and of each command, by file name.
fn pages() -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let mut all = command();
    // Spreads the options of every command over the commands.
    all.build();
    let mut found = vec![(PathBuf::from("matchfolio.1"), page(all.clone())?.into_bytes())];
    for command in all.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = format!("matchfolio-{}", command.get_name());
        found.push((Path::new(&name).with_extension("1"), page(command.clone())?.into_bytes()));
    }
    Ok(found)
}

/// A manual page in the language of `man`.
fn page(command: Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    Man::new(command)
        .render(&mut text)
        .map_err(|error| Failure::Fault(format!("cannot make the manual page: {error}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_completes_every_command() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let script = completions(shell);
            for command in command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }

    #[test]
    fn every_command_has_a_manual_page_with_its_options() {
        let pages = pages().expect("pages");
        let text = |name: &str| {
            let (_, page) = pages.iter().find(|(path, _)| path == Path::new(name)).expect(name);
            String::from_utf8(page.clone()).expect("text")
        };
        assert_eq!(pages.len(), 1 + command().get_subcommands().count());
        assert!(text("matchfolio-run.1").contains("target\\-error"), "{}", text("matchfolio-run.1"));
        assert!(text("matchfolio.1").contains("SUBCOMMANDS"));
    }
}
