//! What is wrong with a plan, found whatever else is wrong with the file.

use std::ops::Range;

use serde_spanned::Spanned;

use crate::model::plan::PRELIMINARY_YEAR;
use crate::scenario::diagnose::{Diagnostic, did_you_mean, meant, quoted};
use crate::scenario::raw::{RawPlan, RawScenario, RawSeason};
use crate::scenario::typed::Typed;

use super::compiler::Compiler;

/// Reports everything that is wrong with the plans.
pub fn check(compiler: &Compiler<'_>, raw: &RawScenario) {
    let names = raw.plans.iter().filter_map(|plan| plan.name.given());
    compiler.check_unique(names, "plans are called", "give each plan a name of its own; results are kept by name");
    let checks = Checks { compiler, raw };
    for plan in &raw.plans {
        checks.route(plan);
        for (place, season) in plan.seasons.iter().enumerate() {
            checks.portfolio(season);
            if place == 0 {
                nothing_before(compiler, season);
            } else {
                checks.before(season);
            }
        }
    }
}

/// `[applicant]` says who applies first.
fn nothing_before(compiler: &Compiler<'_>, typed: &RawSeason) {
    let stated: [(&str, Option<Range<usize>>); 4] = [
        ("before", typed.before.span()),
        ("publications", typed.publications.span()),
        ("us_clinical_months", typed.us_clinical_months.span()),
        ("cost_usd", typed.cost_usd.span()),
    ];
    for (key, span) in stated {
        compiler.problems(span.map(|span| {
            Diagnostic::at(span, format!("`{key}` has no place in the first season"), "no year before it")
                .hint(
                    "[applicant] says who applies in the first season; put it into the next one, or, to wait before the \
                     first, write a second file about the applicant as you would be then: `matchfolio run` compares two",
                )
        }));
    }
}

struct Checks<'a> {
    compiler: &'a Compiler<'a>,
    raw: &'a RawScenario,
}

impl Checks<'_> {
    fn portfolio(&self, typed: &RawSeason) {
        let Some(name) = typed.portfolio.given() else { return };
        let known: Vec<String> = self.raw.portfolios.iter().filter_map(|portfolio| portfolio.name.value()).collect();
        if known.contains(name.get_ref()) {
            return;
        }
        let candidates = meant(name.get_ref(), known.iter().map(String::as_str));
        let hint = did_you_mean(&candidates, |name| format!("\"{name}\"")).unwrap_or_else(|| {
            let names: Vec<String> = known.iter().map(|name| quoted(name)).collect();
            format!("portfolios of the file: {}", names.join(", "))
        });
        let message = format!("there is no portfolio called {}", quoted(name.get_ref()));
        self.compiler.problem(Diagnostic::at(name.span(), message, "no such portfolio").hint(hint));
    }

    /// The year before every season but the first.
    fn before(&self, typed: &RawSeason) {
        match &typed.before {
            Typed::Wrong => {}
            Typed::Absent => {
                let message = "this season does not say what is done in the year before it";
                self.compiler.problem(Diagnostic::at(typed.span.clone(), message, "add `before = …` here").hint(
                    format!("one of {}; where a preliminary year is found, it takes the place", self.activities()),
                ));
            }
            Typed::Given(name) => self.activity(name),
        }
    }

    /// Activities that can be planned: a preliminary year comes by itself.
    fn planned(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for row in &self.compiler.reference.activities {
            let key = row.activity.as_str();
            if key != PRELIMINARY_YEAR && !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn activities(&self) -> String {
        self.planned().iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ")
    }

    fn activity(&self, name: &Spanned<String>) {
        let typed = name.get_ref().as_str();
        if self.planned().contains(&typed) {
            return;
        }
        if typed == PRELIMINARY_YEAR {
            let hint = format!(
                "apply to preliminary programs, or set soap = \"any\"; say here what is done if none is found: {}",
                self.activities()
            );
            let message = "a preliminary year is not planned, but found";
            self.compiler.problem(Diagnostic::at(name.span(), message, "it takes the place by itself").hint(hint));
            return;
        }
        let hint = did_you_mean(&meant(typed, self.planned()), |key| format!("\"{key}\""))
            .unwrap_or_else(|| format!("one of {}", self.activities()));
        let message = format!("`before` is {}, which is unknown", quoted(typed));
        self.compiler.problem(Diagnostic::at(name.span(), message, "no such activity").hint(hint));
    }

    fn route(&self, typed: &RawPlan) {
        let pathways = self.compiler.reference.pathways();
        if let Some(name) = typed.after_dr.given() {
            self.known_route("after_dr", name, &pathways.routes());
        }
        for name in typed.after_residency.given().into_iter().flat_map(Spanned::get_ref) {
            self.known_route("after_residency", name, &pathways.further_routes());
        }
    }

    fn known_route(&self, key: &str, name: &Spanned<String>, routes: &[&str]) {
        if routes.contains(&name.get_ref().as_str()) {
            return;
        }
        let hint = did_you_mean(&meant(name.get_ref(), routes.iter().copied()), |key| format!("\"{key}\""))
            .unwrap_or_else(|| format!("one of {}", routes.join(", ")));
        let message = format!("`{key}` is {}, which is unknown", quoted(name.get_ref()));
        self.compiler.problem(Diagnostic::at(name.span(), message, "no such way").hint(hint));
    }
}
