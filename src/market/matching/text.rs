//! The plain text format of public solvers: markets and matchings, one line for each list.

use std::fmt::Write as _;

use super::build::{Builder, Problem};
use super::instance::{Instance, Matching, NOWHERE};

/// A line that is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Single,
    Couple,
    Program,
    Supplement,
    Reversion,
    Even,
}

/// A line of a market that is no comment.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    number: usize,
    kind: Kind,
    rest: &'t str,
}

/// Reads a market.
///
/// # Errors
///
/// Every line that is wrong. A list that names somebody whose own line is wrong is told as well.
pub fn read_market(text: &str) -> Result<Instance, Vec<LineError>> {
    let mut reader = Reader { builder: Builder::new(), errors: Vec::new(), numbers: Vec::new() };
    let lines = reader.lines(text);
    let of = |kinds: &'static [Kind]| lines.iter().filter(move |line| kinds.contains(&line.kind));
    let passes: [(&'static [Kind], Pass); 4] = [
        (&[Kind::Program], Reader::program),
        (&[Kind::Single, Kind::Couple], Reader::applicant),
        (&[Kind::Program], Reader::ranking),
        (&[Kind::Supplement, Kind::Reversion, Kind::Even], Reader::rule),
    ];
    for (kinds, pass) in passes {
        for line in of(kinds) {
            if let Err(problem) = pass(&mut reader, line) {
                reader.errors.push(LineError { line: line.number, problem });
            }
        }
    }
    if reader.errors.is_empty() {
        return Ok(reader.builder.finish());
    }
    reader.errors.sort_by_key(|error| error.line);
    reader.errors.dedup();
    Err(reader.errors)
}

type Pass = fn(&mut Reader, &Line) -> Result<(), String>;

struct Reader {
    builder: Builder,
    errors: Vec<LineError>,
    /// Room for the numbers of one line.
    numbers: Vec<i128>,
}

impl Reader {
    fn lines<'t>(&mut self, text: &'t str) -> Vec<Line<'t>> {
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let kind = match word {
                "r" => Kind::Single,
                "c" => Kind::Couple,
                "p" => Kind::Program,
                "s" => Kind::Supplement,
                "v" => Kind::Reversion,
                "e" => Kind::Even,
                _ => {
                    let problem = format!(
                        "`{}` begins no line that is known; a line begins with r, c, p, s, v, e or #",
                        shortened(word)
                    );
                    self.errors.push(LineError { line: number, problem });
                    continue;
                }
            };
            lines.push(Line { number, kind, rest });
        }
        lines
    }

    /// The numbers of a line, at least `least`.
    fn numbers(&mut self, line: &Line, least: usize, form: &str) -> Result<&[i128], String> {
        self.numbers.clear();
        for word in line.rest.split_ascii_whitespace() {
            self.numbers.push(number(word)?);
        }
        if self.numbers.len() < least {
            return Err(format!("the line is too short; it should be `{form}`"));
        }
        Ok(&self.numbers)
    }

    fn program(&mut self, line: &Line) -> Result<(), String> {
        // Its ranking is read once everybody is known, so that only the first two numbers matter here.
        let mut words = line.rest.split_ascii_whitespace();
        let (Some(program), Some(quota)) = (words.next(), words.next()) else {
            return Err("the line is too short; it should be `p PROGRAM POSITIONS APPLICANT…`".to_owned());
        };
        let quota = u32::try_from(number(quota)?)
            .ok()
            .filter(|quota| *quota < u32::MAX)
            .ok_or_else(|| format!("`{}` is no number of positions", shortened(quota)))?;
        self.builder.program(id(number(program)?)?, quota).map_err(|problem| problem.to_string())?;
        Ok(())
    }

    fn applicant(&mut self, line: &Line) -> Result<(), String> {
        if line.kind == Kind::Couple {
            return self.couple(line);
        }
        let numbers = self.numbers(line, 1, "r APPLICANT PROGRAM…")?;
        let person = id(numbers[0])?;
        let list = numbers[1..].to_vec();
        let list = self.programs(&list)?;
        self.builder.single(person, &list).map_err(said)?;
        Ok(())
    }

    fn couple(&mut self, line: &Line) -> Result<(), String> {
        let numbers = self.numbers(line, 3, "c COUPLE APPLICANT APPLICANT PROGRAM PROGRAM…")?.to_vec();
        let ids = [id(numbers[0])?, id(numbers[1])?, id(numbers[2])?];
        let (pairs, rest) = numbers[3..].as_chunks::<2>();
        if !rest.is_empty() {
            return Err(
                "the programs of a couple come in pairs, and one is left over; write -1 for no match".to_owned()
            );
        }
        let mut known = Vec::with_capacity(pairs.len());
        for [one, other] in pairs {
            known.push([self.program_or_none(*one)?, self.program_or_none(*other)?]);
        }
        self.builder.couple(ids[0], [ids[1], ids[2]], &known).map_err(said)?;
        Ok(())
    }

    fn ranking(&mut self, line: &Line) -> Result<(), String> {
        let numbers = self.numbers(line, 2, "p PROGRAM POSITIONS APPLICANT…")?.to_vec();
        // A program whose own line was refused has been told already.
        let Ok(program) = self.known_program(numbers[0]) else { return Ok(()) };
        let mut people = Vec::with_capacity(numbers.len() - 2);
        for number in &numbers[2..] {
            people.push(self.person(*number)?);
        }
        self.builder.ranking(program, &people).map_err(said)
    }

    fn rule(&mut self, line: &Line) -> Result<(), String> {
        match line.kind {
            Kind::Supplement => {
                let numbers = self.numbers(line, 2, "s APPLICANT ADVANCED_PROGRAM PROGRAM…")?.to_vec();
                let person = self.person(numbers[0])?;
                let program = self.known_program(numbers[1])?;
                let list = self.programs(&numbers[2..])?;
                self.builder.supplement(person, program, &list).map_err(said)
            }
            Kind::Reversion => {
                let numbers = self.numbers(line, 2, "v FROM_PROGRAM TO_PROGRAM POSITIONS")?.to_vec();
                let [from, to] = [self.known_program(numbers[0])?, self.known_program(numbers[1])?];
                let at_most = match numbers[2..] {
                    [] => u32::MAX,
                    [most] => u32::try_from(most).map_err(|_| format!("`{most}` is no number of positions"))?,
                    _ => {
                        return Err(
                            "the line is too long; it should be `v FROM_PROGRAM TO_PROGRAM POSITIONS`".to_owned()
                        );
                    }
                };
                self.builder.reversion(from, to, at_most).map_err(said)
            }
            Kind::Even => {
                let numbers = self.numbers(line, 1, "e PROGRAM…")?.to_vec();
                for program in self.programs(&numbers)? {
                    self.builder.even(program);
                }
                Ok(())
            }
            Kind::Single | Kind::Couple | Kind::Program => Ok(()),
        }
    }

    fn programs(&self, numbers: &[i128]) -> Result<Vec<u32>, String> {
        numbers.iter().map(|number| self.known_program(*number)).collect()
    }

    fn known_program(&self, number: i128) -> Result<u32, String> {
        let index = self.builder.program_index(id(number)?);
        index.ok_or_else(|| {
            format!("there is no program {number}; add a line `p {number} POSITIONS APPLICANT…`, or take it out")
        })
    }

    fn program_or_none(&self, number: i128) -> Result<u32, String> {
        if number == -1 { Ok(NOWHERE) } else { self.known_program(number) }
    }

    fn person(&self, number: i128) -> Result<u32, String> {
        let index = self.builder.person_index(id(number)?);
        index.ok_or_else(|| format!("there is no applicant {number}; add a line `r {number} PROGRAM…`, or take it out"))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn said(problem: Problem) -> String {
    problem.to_string()
}

fn number(word: &str) -> Result<i128, String> {
    word.parse::<i64>()
        .map(i128::from)
        .or_else(|_| word.parse::<u64>().map(i128::from))
        .map_err(|_| format!("`{}` is not a whole number", shortened(word)))
}

fn id(number: i128) -> Result<u64, String> {
    u64::try_from(number).map_err(|_| {
        format!("`{number}` is no id; ids are whole numbers from 0 (-1 stands for no match, in pairs of couples only)")
    })
}

fn shortened(word: &str) -> String {
    let mut short: String = word.chars().take(20).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}

/// A matching as lines: `m 1` if it is stable, and for every applicant `r APPLICANT PROGRAM`, with -1 for unmatched; places from
/// supplemental lists follow as `s APPLICANT PROGRAM`.
#[must_use]
pub fn write_matching(instance: &Instance, matching: &Matching, is_stable: bool) -> String {
    let mut text = format!("m {}\n", u8::from(is_stable));
    let id = |program: u32| instance.programs().get(program as usize).map_or_else(|| "-1".to_owned(), u64::to_string);
    for (person, program) in instance.people().iter().zip(&matching.first) {
        let _ = writeln!(text, "r {person} {}", id(*program));
    }
    for (person, program) in instance.people().iter().zip(&matching.second).filter(|(_, program)| **program != NOWHERE)
    {
        let _ = writeln!(text, "s {person} {}", id(*program));
    }
    text
}

/// Reads a matching of this market. An applicant without a line is unmatched.
///
/// # Errors
///
/// Every line that is wrong, or the file as a whole if it says that there is no matching.
pub fn read_matching(text: &str, instance: &Instance) -> Result<Matching, Vec<LineError>> {
    let lookup = super::build::Lookup::new(instance);
    let mut matching = Matching::empty(instance.people().len());
    let mut is_placed = vec![[false; 2]; instance.people().len()];
    let mut errors = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_ascii_whitespace().collect();
        let result = match words[..] {
            [] | ["m", "1"] => Ok(()),
            ["m", "0"] => {
                Err("the file says `m 0`: no stable matching was found, so there is none to verify".to_owned())
            }
            ["r", person, program] => place(&lookup, [person, program]).and_then(|(person, program)| {
                matching.first[person as usize] = program;
                once(&mut is_placed[person as usize][0], "r")
            }),
            ["s", person, program] => place(&lookup, [person, program]).and_then(|(person, program)| {
                matching.second[person as usize] = program;
                once(&mut is_placed[person as usize][1], "s")
            }),
            _ => Err("a line should be `m 1`, `r APPLICANT PROGRAM` or `s APPLICANT PROGRAM`".to_owned()),
        };
        errors.extend(result.err().map(|problem| LineError { line: number, problem }));
    }
    if errors.is_empty() { Ok(matching) } else { Err(errors) }
}

fn place(lookup: &super::build::Lookup, [person, program]: [&str; 2]) -> Result<(u32, u32), String> {
    let person = id(number(person)?)?;
    let person = lookup.person(person).ok_or_else(|| format!("the market has no applicant {person}"))?;
    if program == "-1" {
        return Ok((person, NOWHERE));
    }
    let program = id(number(program)?)?;
    let program = lookup.program(program).ok_or_else(|| format!("the market has no program {program}"))?;
    Ok((person, program))
}

fn once(is_placed: &mut bool, word: &str) -> Result<(), String> {
    if std::mem::replace(is_placed, true) {
        return Err(format!("this applicant has an earlier line that begins with {word}; keep one of the two"));
    }
    Ok(())
}
