//! What an answer says, before anybody decides where it is shown: headings, sentences, tables and notices.
//!
//! A document knows nothing of widths, colors and markup: these belong to its renderers, the terminal and the page. It
//! holds texts of the scenario as they were typed; a renderer makes them fit to be shown. Charts, and what is folded
//! away, are for the page alone.

use serde::Serialize;

use crate::engine::results::{Notice, ScenarioIdentity, Severity};

/// Headings, sentences, tables and notices, in parts that stand apart from each other.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The parts, each a block or several that stand close together.
    pub parts: Vec<Vec<Block>>,
}

/// A block of a document.
#[derive(Clone, Debug, Serialize)]
pub enum Block {
    /// Whose answer it is.
    Title {
        /// Title of the scenario.
        title: String,
        /// Year of the Match.
        season: u16,
    },
    /// What a part is about.
    Heading(String),
    /// Sentences.
    Text(Text),
    /// Lines that are broken where they are too long, what follows set in by two columns more.
    Lines(String),
    /// Lines that stay as they are.
    Verbatim(String),
    /// A table.
    Table(Table),
    /// A table with more columns than may fit side by side.
    Spread(Spread),
    /// A table with a note under each row.
    Listing(Listing),
    /// A notice in its three parts.
    Notice(Notice),
    /// Items of a list.
    Items(Vec<String>),
    /// Proposals, numbered.
    Steps(Vec<Step>),
    /// Facts with their names, side by side.
    Facts(Vec<(String, String)>),
    /// A hundred seasons as marks.
    Icons(Icons),
    /// A chart, by the name of its files; for the page alone.
    Chart(&'static str),
    /// What the page shows on demand.
    Fold(Fold),
}

/// What the page shows on demand.
#[derive(Clone, Debug, Serialize)]
pub struct Fold {
    /// What it is about.
    pub label: String,
    /// What is shown.
    pub blocks: Vec<Block>,
    /// Who sees it unasked.
    pub unasked: Unasked,
}

/// Who sees without asking what a page folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unasked {
    /// Nobody; a terminal leaves it out.
    Nobody,
    /// Who opens the page; a terminal leaves it out.
    Page,
    /// Who reads the terminal.
    Terminal,
}

/// How loud sentences are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Tone {
    /// As all others.
    #[default]
    Plain,
    /// Like a heading.
    Loud,
    /// Like a footnote.
    Small,
}

/// One proposal.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// What to do.
    pub words: String,
    /// What it gives and takes.
    pub facts: Vec<String>,
    /// What to type.
    pub edits: Vec<String>,
}

impl Icons {
    /// Places of the kinds that occur in any of the hundreds.
    pub fn occurring(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.kinds.len()).filter(|kind| self.hundreds.iter().any(|(_, counts)| counts[*kind] > 0))
    }
}

/// Hundreds of seasons, told apart by how they end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Icons {
    /// What each kind of mark stands for, the worst first.
    pub kinds: [String; 4],
    /// The hundreds, each with its name and the number of marks of each kind, which add up to 100.
    pub hundreds: Vec<(String, [usize; 4])>,
}

/// Sentences that are broken at the width.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Text {
    /// The sentences.
    pub words: String,
    /// What the first line begins with; never broken.
    pub first: String,
    /// Columns by which the other lines are set in.
    pub rest: usize,
    /// How loud it is.
    pub tone: Tone,
}

impl Document {
    /// A document that begins with whose answer it is.
    pub fn of(scenario: &ScenarioIdentity) -> Self {
        let title = Block::Title { title: scenario.title.clone(), season: scenario.season };
        Self { parts: vec![vec![title]] }
    }

    /// Begins a new part.
    pub fn part(&mut self) -> &mut Self {
        if self.parts.last().is_none_or(|part| !part.is_empty()) {
            self.parts.push(Vec::new());
        }
        self
    }

    /// Begins a new part with a heading.
    pub fn heading(&mut self, heading: impl Into<String>) -> &mut Self {
        self.part().push(Block::Heading(heading.into()))
    }

    /// Begins a new part with a heading that may be longer than a line.
    pub fn long_heading(&mut self, heading: impl Into<String>) -> &mut Self {
        self.part().loud(heading)
    }

    /// Adds sentences to the part.
    pub fn say(&mut self, words: impl Into<String>) -> &mut Self {
        self.hanging("", words, 0)
    }

    /// Adds each of several texts as a part of its own.
    pub fn paragraphs<W: Into<String>>(&mut self, all: impl IntoIterator<Item = W>) -> &mut Self {
        for words in all {
            self.part().say(words);
        }
        self
    }

    /// Adds an item of a list to the part.
    pub fn item(&mut self, words: impl Into<String>) -> &mut Self {
        match self.parts.last_mut().and_then(|part| part.last_mut()) {
            Some(Block::Items(items)) => {
                items.push(words.into());
                self
            }
            _ => self.push(Block::Items(vec![words.into()])),
        }
    }

    /// Adds sentences that stand out.
    pub fn loud(&mut self, words: impl Into<String>) -> &mut Self {
        self.push(Block::Text(Text { words: words.into(), tone: Tone::Loud, ..Text::default() }))
    }

    /// Adds sentences like a footnote.
    pub fn small(&mut self, words: impl Into<String>) -> &mut Self {
        self.push(small(words))
    }

    /// Adds a chart to the part.
    pub fn chart(&mut self, name: &'static str) -> &mut Self {
        self.push(Block::Chart(name))
    }

    /// Adds to the part what the page shows on demand.
    pub fn fold(
        &mut self,
        label: impl Into<String>,
        unasked: Unasked,
        blocks: impl IntoIterator<Item = Block>,
    ) -> &mut Self {
        self.push(Block::Fold(Fold { label: label.into(), blocks: blocks.into_iter().collect(), unasked }))
    }

    /// Adds to the part a chart with the numbers behind it.
    pub fn figure(&mut self, name: &'static str, numbers: impl IntoIterator<Item = Block>) -> &mut Self {
        self.chart(name).fold(NUMBERS, Unasked::Nobody, numbers)
    }

    /// Adds sentences that begin with `first` and whose other lines are set in by `rest` columns.
    pub fn hanging(&mut self, first: impl Into<String>, words: impl Into<String>, rest: usize) -> &mut Self {
        self.push(hanging(first, words, rest))
    }

    /// Adds lines that are broken only where they are too long.
    pub fn lines(&mut self, lines: impl Into<String>) -> &mut Self {
        self.push(Block::Lines(lines.into()))
    }

    /// Adds lines that stay as they are.
    pub fn verbatim(&mut self, lines: impl Into<String>) -> &mut Self {
        self.push(Block::Verbatim(lines.into()))
    }

    /// Adds a table to the part.
    pub fn table(&mut self, table: Table) -> &mut Self {
        self.push(Block::Table(table))
    }

    /// Adds a table with many columns to the part.
    pub fn spread(&mut self, spread: Spread) -> &mut Self {
        self.push(Block::Spread(spread))
    }

    /// Adds a part with these notices, if there are any.
    pub fn notices<'a>(&mut self, notices: impl IntoIterator<Item = &'a Notice>) -> &mut Self {
        let mut notices = notices.into_iter().peekable();
        if notices.peek().is_some() {
            self.heading("Notes");
        }
        notices.for_each(|notice| self.notice(notice));
        self
    }

    /// Adds a notice to the part.
    pub fn notice(&mut self, notice: &Notice) {
        self.push(Block::Notice(notice.clone()));
    }

    /// The same with the warnings alone.
    pub fn warnings(&mut self, notices: &[Notice]) -> &mut Self {
        self.notices(notices.iter().filter(|notice| notice.severity == Severity::Warning))
    }

    /// Adds the parts of another document.
    pub fn append(&mut self, other: Self) -> &mut Self {
        self.parts.extend(other.parts);
        self
    }

    /// Adds blocks to the part.
    pub fn push_all(&mut self, blocks: impl IntoIterator<Item = Block>) -> &mut Self {
        blocks.into_iter().fold(self, Self::push)
    }

    /// Adds a block to the part.
    pub fn push(&mut self, block: Block) -> &mut Self {
        match self.parts.last_mut() {
            Some(part) => part.push(block),
            None => self.parts.push(vec![block]),
        }
        self
    }
}

/// Rows under a ruled header.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The cells, as many in a row as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Whether the columns are set in, with headings at the left.
    #[serde(skip)]
    pub is_inset: bool,
    /// Whether the rows are the ways of applying: numbered on a terminal; chosen, sorted and cut to what decides on
    /// the page.
    pub is_choice: bool,
}

impl Table {
    /// A table of these columns and rows.
    pub fn new(columns: impl IntoIterator<Item = Column>, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let (columns, rows) = (columns.into_iter().collect(), rows.into_iter().collect());
        Self { columns, rows, is_inset: false, is_choice: false }
    }

    /// A table with a column of names, and columns of numbers under these titles.
    pub fn named<T: Into<String>>(
        names: Column,
        titles: impl IntoIterator<Item = T>,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        Self::new(std::iter::once(names).chain(titles.into_iter().map(number)), rows)
    }

    /// The same with its columns set in.
    pub fn inset(self) -> Self {
        Self { is_inset: true, ..self }
    }

    /// The same with rows that are the ways of applying.
    pub fn choice(self) -> Self {
        Self { is_choice: true, ..self }
    }

    /// The table without the columns that hold nothing but dashes.
    pub fn telling(mut self) -> Self {
        for place in (1..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row[place] == dash()) {
                self.columns.remove(place);
                self.rows.iter_mut().for_each(|row| drop(row.remove(place)));
            }
        }
        self
    }
}

impl Spread {
    /// The same with a row for each of the columns, and a column for each of the rows that say something.
    pub fn turned(&self) -> Table {
        let names = if self.names.is_empty() { &self.titles } else { &self.names };
        let row = |(place, name): (usize, &String)| {
            let cells = self.rows.iter().map(|(_, cells)| cells[place].clone().unwrap_or_else(dash));
            std::iter::once(name.clone()).chain(cells).collect()
        };
        Table::named(words(self.of), self.rows.iter().map(|(name, _)| name), names.iter().enumerate().map(row))
            .telling()
    }
}

/// A column of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub kind: Kind,
    /// How wide it may be.
    #[serde(skip)]
    pub width: Width,
    /// Whether a small screen leaves it to what is shown on demand.
    pub is_minor: bool,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// Words, at the left.
    Words,
    /// Numbers, at the right.
    Number,
    /// Shares of 0 to 1 as bars, which are left out where there is no room for them.
    Bar,
}

/// How wide a column may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// As wide as there is room for.
    Any,
    /// So many columns at most.
    AtMost(usize),
    /// What is left beside so many columns, but these at least.
    Beside {
        /// Columns of the others.
        others: usize,
        /// Columns at least.
        least: usize,
    },
    /// What the others leave when none of their cells is broken, within these limits.
    Left {
        /// Columns at least.
        least: usize,
        /// Columns at most.
        most: usize,
    },
}

/// A column of words.
pub fn words(title: impl Into<String>) -> Column {
    Column { title: title.into(), kind: Kind::Words, width: Width::Any, is_minor: false }
}

/// A column of numbers.
pub fn number(title: impl Into<String>) -> Column {
    Column { title: title.into(), kind: Kind::Number, width: Width::Any, is_minor: false }
}

impl Column {
    /// The column with this width.
    pub fn wide(self, width: Width) -> Self {
        Self { width, ..self }
    }

    /// The column, left to what is shown on demand on a small screen.
    pub fn minor(self) -> Self {
        Self { is_minor: true, ..self }
    }
}

/// Columns of numbers beside a column of names, in as many tables as the width needs.
#[derive(Clone, Debug, Serialize)]
pub struct Spread {
    /// The column of names or values that each table begins with.
    pub first: Column,
    /// What the other columns are of.
    pub of: &'static str,
    /// Their full names; none where the headings are all there is.
    pub names: Vec<String>,
    /// Columns to keep free for it.
    pub room: usize,
    /// Width of the other columns; none is that of the widest cell.
    pub cell: Option<usize>,
    /// Headings of the other columns.
    pub titles: Vec<String>,
    /// Names with a cell for each other column; rows that say nothing are left out of a table.
    pub rows: Vec<(String, Vec<Option<String>>)>,
}

/// Columns of fixed widths, one of which takes what is left, with a note under each row.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// Headings with their kinds and widths; of one column the width is what the others leave of the line.
    pub columns: Vec<(&'static str, Kind, Option<usize>)>,
    /// The cells of each row, and its note.
    pub rows: Vec<(Vec<String>, String)>,
}

/// Sentences that begin with `first` and whose other lines are set in by `rest` columns.
pub fn hanging(first: impl Into<String>, words: impl Into<String>, rest: usize) -> Block {
    Block::Text(Text { words: words.into(), first: first.into(), rest, tone: Tone::Plain })
}

/// Sentences like a footnote.
pub fn small(words: impl Into<String>) -> Block {
    Block::Text(Text { words: words.into(), tone: Tone::Small, ..Text::default() })
}

/// What is called that shows the numbers of a chart.
pub const NUMBERS: &str = "The numbers behind this chart";

/// Stands in a cell where there is nothing to say.
pub fn dash() -> String {
    "–".to_owned()
}
