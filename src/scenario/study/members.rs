//! Everybody of a study: who they are, and the text of their scenario.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::file::StudyFile;
use super::key::{Key, key, letters, nearly, of_path};
use super::people::People;
use super::template::{Template, meaning_of, place};
use super::{LARGEST_TABLE, StudyError};
use crate::reference::words::track_name;
use crate::reference::{Reference, read_bytes};
use crate::scenario::diagnose::{Diagnostics, did_you_mean, meant};
use crate::scenario::load::{Loaded, compile_text};
use crate::scenario::program_list::is_blank;

/// Headers of a column that names the person, the first that is there.
const NAMES: [&str; 7] = ["person", "name", "student", "applicant", "applicant name", "full name", "id"];

/// The column that says whether the changes are made.
const CHANGE: &str = "change";

/// Columns that every study has; a column of the table with one of these names gets another.
const TAKEN: [&str; 12] = [
    "person",
    "portfolio",
    "outcome",
    "track",
    "mean",
    "low90",
    "high90",
    "mc_error",
    "scenario",
    "seed",
    "version",
    "draws",
];

/// What the column of changes says where nothing is changed.
const UNCHANGED: &str = "none";

/// A column of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name: the path of a key, or the header of the table.
    pub name: String,
    /// Header of the table, or the key as typed.
    pub header: String,
    key: Option<Key>,
}

/// A study with its people, ready to be worked out.
#[derive(Debug)]
pub struct Study {
    /// The file.
    pub file: StudyFile,
    /// Its columns: those of the table, keys of the grid, and the changes.
    pub columns: Vec<Column>,
    /// Indices of the columns by which people are grouped.
    pub by: Vec<usize>,
    template: Template,
    people: Vec<Person>,
    grid: Vec<(usize, Vec<String>)>,
    changes: Vec<(Key, String)>,
    lists: Mutex<HashMap<String, String>>,
}

#[derive(Clone, Debug, Default)]
struct Person {
    row: Option<u64>,
    name: String,
    cells: Vec<String>,
    problem: Option<Wrong>,
}

/// Something in a row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The column; empty where it is none alone.
    pub column: String,
    /// What is wrong and what to type.
    pub message: String,
}

/// The scenario of a member as a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, as a scenario file would have it.
    pub toml: String,
    /// SHA-256 of the text and of the program lists it names, hexadecimal.
    pub sha256: String,
}

impl Study {
    /// Puts a study together: its template, its people if there are any, and further changes.
    ///
    /// # Errors
    /// When the template cannot be read, a column looks like a key and is none, or there is nobody.
    pub fn new(file: StudyFile, people: Option<People>, reference: &Reference) -> Result<Self, StudyError> {
        let template = Template::load(&file.template, reference)?;
        if people.is_none() && file.grid.is_empty() {
            return Err(StudyError::Table(file.nobody()));
        }
        let (mut columns, people) = match people {
            Some(people) => of_table(&file, &people, &template)?,
            None => (Vec::new(), vec![Person { name: "1".to_owned(), ..Person::default() }]),
        };
        let mut grid = Vec::new();
        for (typed, values) in &file.grid {
            let key = typed_key(typed, &template).map_err(|problem| wrong_key("[grid]", typed, problem))?;
            let column = columns.iter().position(|column| column.key.as_ref() == Some(&key)).unwrap_or_else(|| {
                columns.push(Column { name: key.path.clone(), header: typed.clone(), key: Some(key) });
                columns.len() - 1
            });
            grid.push((column, values.clone()));
        }
        let change = |(typed, value): &(String, String)| match typed_key(typed, &template) {
            Ok(key) => Ok((key, value.clone())),
            Err(problem) => Err(wrong_key("change (--set or [set])", typed, problem)),
        };
        let changes: Vec<(Key, String)> = file.set.iter().map(change).collect::<Result<_, _>>()?;
        for typed in &file.by {
            // What the table does not say of anybody holds for all as in the template.
            if place_of(typed, &columns, &template).is_none()
                && letters(typed) != CHANGE
                && let Some(Ok(key)) = key(typed, &template.tree)
            {
                columns.push(Column { name: key.path.clone(), header: typed.clone(), key: Some(key) });
            }
        }
        if !changes.is_empty() {
            columns.push(Column { name: CHANGE.to_owned(), header: CHANGE.to_owned(), key: None });
        }
        let mut study =
            Self { columns, by: Vec::new(), template, people, grid, changes, lists: Mutex::default(), file };
        study.by = study.file.by.iter().map(|name| study.column(name)).collect::<Result<_, _>>()?;
        study.by.clone().into_iter().for_each(|column| study.say_alike(column));
        // An average over people with and without a change is of nobody.
        let change = study.columns.len() - 1;
        if !study.by.is_empty() && study.has_changes() && !study.by.contains(&change) {
            study.by.push(change);
        }
        Ok(study)
    }

    /// The column of this name.
    fn column(&self, typed: &str) -> Result<usize, StudyError> {
        place_of(typed, &self.columns, &self.template).ok_or_else(|| {
            let known: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
            let near = || meant(typed, known.iter().copied()).first().copied().or_else(|| nearly(typed));
            let hint = near()
                .map_or_else(|| format!("there are: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
            let problem = key(typed, &self.template.tree).and_then(Result::err);
            wrong_key(
                "groups (--by)",
                typed,
                problem.unwrap_or_else(|| format!("there is no such column and no such key; {hint}")),
            )
        })
    }

    /// Makes the cells of a column that groups people say one thing in one way, as whoever comes first does; an empty
    /// cell says what the template says.
    fn say_alike(&mut self, column: usize) {
        let Some(key) = &self.columns[column].key else { return };
        let mut said: HashMap<String, String> = HashMap::new();
        for person in &mut self.people {
            person.cells.resize(self.columns.len(), String::new());
            let cell = &mut person.cells[column];
            if !is_blank(cell) {
                cell.clone_from(said.entry(meaning_of(key, cell)).or_insert_with(|| cell.clone()));
            }
        }
        let Some(own) = self.template.cell(key) else { return };
        let own = said.remove(&meaning_of(key, &own)).unwrap_or(own);
        let empty = self.people.iter_mut().map(|person| &mut person.cells[column]).filter(|cell| is_blank(cell));
        empty.for_each(|cell| cell.clone_from(&own));
    }

    /// The columns of the table that set nothing, each with whether its cells name specialties.
    #[must_use]
    pub fn unused(&self, reference: &Reference) -> Vec<(String, bool)> {
        let is_named = |cell: &String| track_name(cell, &reference.tracks).is_some();
        let stated = |at: usize| self.people.iter().filter_map(move |person| person.cells.get(at));
        let unused =
            self.columns.iter().enumerate().filter(|(_, column)| column.key.is_none() && column.name != CHANGE);
        let unused = unused.map(|(at, column)| (column.header.clone(), stated(at).any(is_named)));
        unused.collect()
    }

    /// How many scenarios there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len() * self.points()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    fn points(&self) -> usize {
        let changes = if self.has_changes() { 2 } else { 1 };
        self.grid.iter().map(|(_, values)| values.len()).product::<usize>() * changes
    }

    /// Whether everybody is worked out twice, without the changes and then with them.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Whether a member is somebody with the changes; the one before is the same without.
    #[must_use]
    pub fn is_changed(&self, member: usize) -> bool {
        self.has_changes() && member % 2 == 1
    }

    fn person(&self, member: usize) -> &Person {
        &self.people[member / self.points()]
    }

    /// Row of the table of a member, the first below the header is 1; none without a table.
    #[must_use]
    pub fn row(&self, member: usize) -> Option<u64> {
        self.person(member).row
    }

    /// Name of the person.
    #[must_use]
    pub fn name(&self, member: usize) -> &str {
        &self.person(member).name
    }

    /// The cells of a member, one for each column.
    #[must_use]
    pub fn cells(&self, member: usize) -> Vec<String> {
        let mut cells = self.person(member).cells.clone();
        cells.resize(self.columns.len(), String::new());
        let mut point = member % self.points();
        if self.has_changes() {
            let made = self.changes.iter().map(|(key, value)| format!("{} = {value}", key.path));
            let words =
                if self.is_changed(member) { made.collect::<Vec<_>>().join(", ") } else { UNCHANGED.to_owned() };
            cells[self.columns.len() - 1] = words;
            point /= 2;
        }
        // The last key of the grid goes fastest.
        for (column, values) in self.grid.iter().rev() {
            cells[*column].clone_from(&values[point % values.len()]);
            point /= values.len();
        }
        cells
    }

    /// The scenario of a member as a text.
    ///
    /// # Errors
    /// What is wrong with the row or the study file apart from the scenario.
    pub fn text(&self, member: usize) -> Result<Text, Wrong> {
        if let Some(problem) = &self.person(member).problem {
            return Err(problem.clone());
        }
        let cells = self.cells(member);
        let stated = self.stated(&cells);
        let changes = self.changes.iter().filter(|_| self.is_changed(member)).map(|(key, value)| (key, value.as_str()));
        let toml =
            self.template.text(stated.chain(changes)).map_err(|message| Wrong { column: String::new(), message })?;
        let mut hash = Sha256::new_with_prefix(&toml);
        for list in self.lists_of(&toml) {
            hash.update(list);
        }
        Ok(Text { sha256: format!("{:x}", hash.finalize()), toml })
    }

    /// The scenario of one person as a text, under their name as its title; as it is before the grid goes on and without changes.
    ///
    /// # Errors
    /// When nobody is called that, or what is wrong with the row.
    pub fn scenario_of(&self, name: &str) -> Result<String, StudyError> {
        let wrong = |problem: String| wrong_key("--scenario-of", name, problem);
        let names = || self.people.iter().map(|person| person.name.as_str());
        let Some(person) = names().position(|one| letters(one) == letters(name)) else {
            let near = did_you_mean(&meant(name, names()), |near| format!("`{near}`"));
            return Err(wrong(format!(
                "nobody is called that{}",
                near.map_or_else(String::new, |near| format!("; {near}"))
            )));
        };
        let member = person * self.points();
        if let Some(problem) = &self.person(member).problem {
            return Err(wrong(problem.message.clone()));
        }
        let title = of_path("title", &self.template.tree).map_err(wrong)?;
        let cells = self.cells(member);
        self.template.text([(&title, self.name(member))].into_iter().chain(self.stated(&cells))).map_err(wrong)
    }

    /// The keys that the cells state; an empty cell leaves what the template says.
    fn stated<'c>(&'c self, cells: &'c [String]) -> impl Iterator<Item = (&'c Key, &'c str)> {
        let stated = self.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty() && !is_blank(cell));
        stated.filter_map(|(column, cell)| Some((column.key.as_ref()?, cell.as_str())))
    }

    /// SHA-256 of the program lists that a scenario names; each file is read once.
    fn lists_of(&self, toml: &str) -> Vec<String> {
        if !toml.contains("program_list") {
            return Vec::new();
        }
        let Ok(tree) = toml.parse() else { return Vec::new() };
        let mut known = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = Path::new(&self.template.file).parent().unwrap_or(Path::new(""));
        let of_file = |name: String| {
            let hash = known.entry(name).or_insert_with_key(|name| {
                // What cannot be read is said when the scenario is compiled.
                let bytes = read_bytes(&folder.join(name), LARGEST_TABLE).unwrap_or_default();
                format!("{:x}", Sha256::digest(bytes))
            });
            hash.clone()
        };
        Template::lists(&tree).into_iter().map(of_file).collect()
    }

    /// The scenario of a member, compiled from its text.
    ///
    /// # Errors
    /// Everything that is wrong, each with the column that it comes from.
    pub fn compiled(&self, member: usize, text: &Text, reference: &Reference) -> Result<Loaded, Vec<Wrong>> {
        compile_text(&self.template.file, &text.toml, reference).map_err(|problems| self.wrong(member, text, &problems))
    }

    fn wrong(&self, member: usize, text: &Text, problems: &Diagnostics) -> Vec<Wrong> {
        let cells = self.cells(member);
        let mut places: Vec<_> = self
            .stated(&cells)
            .chain(self.changes.iter().map(|(key, value)| (key, value.as_str())))
            .filter_map(|(key, _)| Some((key, place(&text.toml, key)?)))
            .collect();
        places.reverse();
        let column = |key: &Key| {
            let of_table = self.columns.iter().find(|column| column.key.as_ref() == Some(key));
            of_table.map_or_else(|| key.path.clone(), |column| column.header.clone())
        };
        let mut wrong: Vec<Wrong> = Vec::new();
        for problem in problems.problems() {
            let span = problem.place.as_ref().map(|place| place.span.clone()).unwrap_or_default();
            let from =
                places.iter().find(|(_, place)| place.start <= span.start && span.end <= place.end && !span.is_empty());
            wrong.push(Wrong {
                column: from.map_or_else(String::new, |(key, _)| column(key)),
                message: problem.sentence(),
            });
        }
        for problem in problems.of_lists().iter().flat_map(|list| list.problems().iter().map(move |one| (list, one))) {
            let (list, problem) = problem;
            wrong.push(Wrong { column: String::new(), message: format!("{}: {}", list.file(), problem.sentence()) });
        }
        wrong
    }

    /// Scenario file of the template, as the study names it.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template.file
    }

    /// SHA-256 of everything that says which scenarios there are, and in which order.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        add(&toml::to_string(&self.template.tree).unwrap_or_default());
        add(&format!("{:?}{:?}{:?}{:?}", self.columns, self.grid, self.changes, self.by));
        for person in &self.people {
            add(&person.name);
            person.cells.iter().for_each(|cell| add(cell));
        }
        format!("{:x}", hash.finalize())
    }

    /// The study without what tells who somebody is: names are replaced by numbers in an order that says nothing, and
    /// columns that are no keys are dropped, as are keys that nobody is grouped by.
    #[must_use]
    pub fn anonymous(mut self) -> Self {
        let digest = |person: &Person| Sha256::digest(format!("{:?}{:?}", person.name, person.cells));
        self.people.sort_by_cached_key(|person| digest(person).to_vec());
        self.people.iter_mut().for_each(|person| person.row = None);
        for (number, person) in (1..).zip(&mut self.people) {
            let number: usize = number;
            person.name = format!("person {number}");
        }
        self
    }

    /// Indices of the columns that are gone through: those of the grid and that of the changes.
    #[must_use]
    pub fn varied(&self) -> Vec<usize> {
        let changes = self.has_changes().then(|| self.columns.len() - 1);
        self.grid.iter().map(|(column, _)| *column).chain(changes).collect()
    }
}

/// The columns and people of a table.
fn of_table(file: &StudyFile, people: &People, template: &Template) -> Result<(Vec<Column>, Vec<Person>), StudyError> {
    let place = "table of people";
    let named = match &file.person {
        Some(name) => {
            Some(people.header.iter().position(|header| letters(header) == letters(name)).ok_or_else(|| {
                let near =
                    did_you_mean(&meant(name, people.header.iter().map(String::as_str)), |near| format!("`{near}`"));
                let hint = near.unwrap_or_else(|| format!("its columns are {}", people.header.join(", ")));
                wrong_key(place, name, format!("there is no such column, which `person` names; {hint}"))
            })?)
        }
        None => NAMES.iter().find_map(|name| people.header.iter().position(|header| letters(header) == letters(name))),
    };
    let mut columns: Vec<Column> = Vec::new();
    let mut kept = Vec::new();
    for (index, header) in people.header.iter().enumerate().filter(|(index, _)| Some(*index) != named) {
        if header.is_empty() {
            continue;
        }
        let key = key(header, &template.tree).transpose().map_err(|problem| wrong_key(place, header, problem))?;
        if let (None, Some(near), false) = (&key, nearly(header), file.carry.contains(header)) {
            let problem = format!(
                "it sets nothing, and `{near}` would; rename it, or write carry = [{header:?}] in the study file if the \
                 column is only to be carried through"
            );
            return Err(wrong_key(place, header, problem));
        }
        let own = if TAKEN.contains(&header.as_str()) { format!("{header} in the table") } else { header.clone() };
        let name = key.as_ref().map_or(own, |key| key.path.clone());
        if let Some(first) = columns.iter().find(|column| column.name == name) {
            let problem = format!("it says the same as the column `{}`; take one out", first.header);
            return Err(wrong_key(place, header, problem));
        }
        columns.push(Column { name, header: header.clone(), key });
        kept.push(index);
    }
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let person = |(row, cells): (u64, &Vec<String>)| {
        let name = named.map(|index| cells[index].clone()).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| row.to_string());
        let first = *seen.entry(name.clone()).or_insert(row);
        let problem = (first != row).then(|| Wrong {
            column: named.map_or_else(String::new, |index| people.header[index].clone()),
            message: format!("the name stands in row {first} too; give each person a name of their own"),
        });
        Person { row: Some(row), name, cells: kept.iter().map(|index| cells[*index].clone()).collect(), problem }
    };
    let found = (1..).zip(&people.rows).map(person).collect();
    Ok((columns, found))
}

/// The place of the column of this name: its path, its header, the last word of its path, or an everyday word for it.
fn place_of(typed: &str, columns: &[Column], template: &Template) -> Option<usize> {
    let wanted = letters(typed);
    let everyday = key(typed, &template.tree).and_then(Result::ok);
    let is_it = |column: &Column| {
        let last = column.name.rsplit('.').next().unwrap_or_default();
        [column.name.as_str(), &column.header, last].iter().any(|name| letters(name) == wanted)
            || everyday.is_some() && column.key == everyday
    };
    columns.iter().position(is_it)
}

/// The key that was typed in a study file or on the command line.
fn typed_key(typed: &str, template: &Template) -> Result<Key, String> {
    key(typed, &template.tree).unwrap_or_else(|| of_path(typed, &template.tree))
}

fn wrong_key(place: &str, key: &str, problem: String) -> StudyError {
    StudyError::Key { place: format!("{place}, `{key}`"), problem }
}
