//! What a source file names: rooms of this crate, other crates, macros.

use super::lexer::{Token, tokens};

/// This package, as its binary and its tests name it.
const PACKAGE: &str = "matchfolio";

/// Something named in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A path within the crate, from its root.
    Inner(Vec<String>),
    /// The first word of any other path; all that are not crates do no harm.
    Outer(String),
    /// A macro that is called, by its last word.
    Macro(String),
}

/// Everything that `source` names, with lines; `module` is the path of its file's module.
pub fn names(source: &str, module: &[&str]) -> Vec<(Name, usize)> {
    let mut reader = Reader {
        tokens: tokens(source),
        at: 0,
        module: module.iter().map(ToString::to_string).collect(),
        inline_modules: Vec::new(),
        depth: 0,
        found: Vec::new(),
    };
    reader.read();
    reader.found
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    module: Vec<String>,
    /// Depth of braces at which each module that is open began.
    inline_modules: Vec<usize>,
    depth: usize,
    found: Vec<(Name, usize)>,
}

impl Reader<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    fn is_word(&self, ahead: usize) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|token| token.is_word())
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            match self.text(0) {
                "{" => self.depth += 1,
                "}" => self.close(),
                "mod" if self.text(2) == "{" => {
                    let name = self.text(1).to_string();
                    self.module.push(name);
                    self.inline_modules.push(self.depth);
                    self.depth += 1;
                    self.at += 2;
                }
                _ if self.is_word(0) => {
                    self.word();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.inline_modules.last() == Some(&self.depth) {
            self.inline_modules.pop();
            self.module.pop();
        }
    }

    /// A word begins an import or a path, or it is a macro, or nothing of interest.
    fn word(&mut self) {
        let begins_import = self.text(0) == "use" && (self.is_word(1) || matches!(self.text(1), "::" | "{"));
        if begins_import || self.text(0) == "extern" && self.text(1) == "crate" {
            self.at += if begins_import { 1 } else { 2 };
            self.tree(&[]);
        } else if self.text(1) == "::" {
            self.tree(&[]);
        } else {
            self.at += 1;
        }
        if self.text(0) == "!" {
            let called = self.tokens[self.at - 1];
            self.found.push((Name::Macro(called.text.to_string()), called.line));
        }
    }

    /// Reads a path, or a tree of paths in braces, that continues `prefix`.
    fn tree(&mut self, prefix: &[String]) {
        self.at += usize::from(self.text(0) == "::");
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        let mut path = prefix.to_vec();
        loop {
            if self.text(0) == "{" {
                return self.group(&path);
            }
            if !self.is_word(0) && self.text(0) != "*" {
                break;
            }
            path.push(self.text(0).to_string());
            self.at += 1;
            let continues = self.is_word(1) || matches!(self.text(1), "{" | "*");
            if self.text(0) != "::" || !continues {
                break;
            }
            self.at += 1;
        }
        self.push(&path, line);
    }

    fn group(&mut self, prefix: &[String]) {
        self.at += 1;
        while self.at < self.tokens.len() && self.text(0) != "}" {
            self.tree(prefix);
            while self.at < self.tokens.len() && !matches!(self.text(0), "," | "}") {
                self.at += 1;
            }
            if self.text(0) == "," {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    fn push(&mut self, path: &[String], line: usize) {
        let Some(first) = path.first() else { return };
        let supers = path.iter().take_while(|word| *word == "super").count();
        let inner = |kept: usize, rest: usize| [&self.module[..kept], &path[rest..]].concat();
        let name = match first.as_str() {
            "crate" | PACKAGE => Name::Inner(inner(0, 1)),
            "self" => Name::Inner(inner(self.module.len(), 1)),
            "super" => Name::Inner(inner(self.module.len().saturating_sub(supers), supers)),
            other => Name::Outer(other.to_string()),
        };
        self.found.push((name, line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        names(source, &["engine", "plan"])
            .into_iter()
            .map(|(name, _)| match name {
                Name::Inner(path) => format!("crate::{}", path.join("::")),
                Name::Outer(first) => first,
                Name::Macro(name) => format!("{name}!"),
            })
            .collect()
    }

    #[test]
    fn grouped_imports_are_taken_apart() {
        assert_eq!(
            found("use crate::{engine::x, cli::{self, y as z}, model::*}; use matchfolio::random;"),
            ["crate::engine::x", "crate::cli::self", "crate::cli::y", "crate::model::*", "crate::random"]
        );
        assert_eq!(found("use {polars::prelude, ::rayon};"), ["polars", "rayon"]);
    }

    #[test]
    fn paths_in_bodies_signatures_and_attributes_are_seen() {
        assert_eq!(found("fn a(x: &crate::cli::X) { let y = b.c; }"), ["crate::cli::X"]);
        assert_eq!(found("#[derive(clap::Parser)] struct A;"), ["clap"]);
        assert_eq!(found("fn a() -> impl B + use<> { crate::cli::run() }"), ["crate::cli::run"]);
        assert_eq!(found("x.collect::<crate::cli::X>()"), ["collect", "crate::cli::X"]);
        assert_eq!(found("extern crate polars as p;"), ["polars"]);
    }

    #[test]
    fn self_and_super_are_resolved_through_inline_modules() {
        assert_eq!(
            found("use self::a; use super::b; use super::super::model;"),
            ["crate::engine::plan::a", "crate::engine::b", "crate::model"]
        );
        assert_eq!(
            found("mod tests { use super::c; fn d() { super::super::e(); } } use super::f;"),
            ["crate::engine::plan::c", "crate::engine::e", "crate::engine::f"]
        );
    }

    #[test]
    fn macros_are_known_by_their_last_word() {
        assert_eq!(found("println!(\"crate::cli\")"), ["println!"]);
        assert_eq!(found("std::eprintln!(\"\")"), ["std", "eprintln!"]);
    }

    #[test]
    fn comments_and_strings_name_nothing() {
        assert_eq!(found("/// [`crate::cli`]\n// use crate::cli;\nconst A: &str = \"crate::cli::x\";"), [""; 0]);
    }
}
