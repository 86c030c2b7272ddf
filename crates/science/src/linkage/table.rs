//! Records in columns. Each distinct value is kept once and has a number, so that two values are equal when their
//! numbers are, how often a value occurs is a look-up, and what is worked out about a value is worked out once.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

use super::chinese::Name;
use super::kind::Kind;
use super::normal::normal;

/// A column's name and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// Shown with the evidence.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Spec {
    /// A column of this name and kind.
    #[must_use]
    pub fn new(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind }
    }
}

/// Columns that linkage compares at most.
pub const MOST_COLUMNS: usize = 16;

/// Records to be linked. They are known by their places, from 0.
#[derive(Debug)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) values: Vec<Values>,
    rows: u32,
}

/// A column: the number of each record's value, 0 where it is missing.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) spec: Spec,
    /// Which of the tables of values it draws from.
    pub(super) of: usize,
    pub(super) ids: Vec<u32>,
    /// How many records carry each value.
    pub(super) counts: Vec<u32>,
    /// Records with a value.
    pub(super) present: u32,
}

/// The distinct values of a column, or of two that share them.
#[derive(Debug)]
pub(super) struct Values {
    text: String,
    ends: Vec<u32>,
    numbers: FxHashMap<u64, u32>,
    shapes: Vec<Shape>,
    /// Of whole names, what was worked out.
    names: Option<Vec<Name>>,
}

/// A text's length in characters and which characters it has, in 64 groups: enough to see without comparing them that
/// two texts have little in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) length: u32,
    has: u64,
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        text.chars().fold(Self::default(), |shape, c| Self {
            length: shape.length + 1,
            has: shape.has | 1 << (u32::from(c) & 63),
        })
    }

    /// Characters of each that the other has not, at least.
    pub(super) fn apart(self, other: Self) -> (u32, u32) {
        ((self.has & !other.has).count_ones(), (other.has & !self.has).count_ones())
    }
}

impl Table {
    /// An empty table. Columns beyond [`MOST_COLUMNS`] are left out.
    #[must_use]
    pub fn new(specs: Vec<Spec>) -> Self {
        let mut table = Self { columns: Vec::new(), values: Vec::new(), rows: 0 };
        // Given names and surnames are numbered together, so that swapped ones are seen.
        let mut shared = None;
        for spec in specs.into_iter().take(MOST_COLUMNS) {
            let together = matches!(spec.kind, Kind::GivenName | Kind::Surname);
            let of = match shared {
                Some(of) if together => of,
                _ => {
                    table.values.push(Values::new(spec.kind == Kind::Name));
                    table.values.len() - 1
                }
            };
            if together {
                shared = Some(of);
            }
            table.columns.push(Column { spec, of, ids: Vec::new(), counts: vec![0], present: 0 });
        }
        table
    }

    /// Adds a record; cells in the order of the columns, missing ones empty.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let mut cells = cells.into_iter();
        for column in &mut self.columns {
            let text = normal(column.spec.kind, cells.next().unwrap_or_default());
            let id = match self.values.get_mut(column.of) {
                Some(values) if !text.is_empty() => values.number(&text),
                _ => 0,
            };
            column.ids.push(id);
            if column.counts.len() <= id as usize {
                column.counts.resize(id as usize + 1, 0);
            }
            if id != 0 {
                column.present += 1;
                if let Some(count) = column.counts.get_mut(id as usize) {
                    *count += 1;
                }
            }
        }
        self.rows += 1;
    }

    /// Number of records.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The columns.
    pub fn specs(&self) -> impl Iterator<Item = &Spec> {
        self.columns.iter().map(|column| &column.spec)
    }

    /// The normal form of a cell, empty where it is missing.
    #[must_use]
    pub fn text(&self, row: u32, column: usize) -> &str {
        let Some(column) = self.columns.get(column) else { return "" };
        self.values.get(column.of).map_or("", |values| values.text(column.id(row)))
    }

    pub(super) fn values_of(&self, column: &Column) -> Option<&Values> {
        self.values.get(column.of)
    }
}

impl Column {
    pub(super) fn id(&self, row: u32) -> u32 {
        self.ids.get(row as usize).copied().unwrap_or(0)
    }

    /// Share of the records with a value that carry this one; a value that occurs once counts as two, since a pair
    /// agrees on it.
    pub(super) fn share(&self, id: u32) -> f64 {
        let count = self.counts.get(id as usize).copied().unwrap_or(0).max(2);
        f64::from(count) / f64::from(self.present.max(2))
    }

    /// Above which count a value is a crowd's, and how probable it is that two records carry the same other value. Where
    /// most records carry a crowd's value (a state, a town), none is set apart.
    pub(super) fn crowds(&self, most: usize) -> (u32, f64) {
        let counts = self.counts.iter().map(|count| f64::from(*count));
        let (is_apart, collision) = selective(counts, f64::from(self.present), most);
        (if is_apart { u32::try_from(most).unwrap_or(u32::MAX) } else { u32::MAX }, collision)
    }
}

/// How probable it is that two of so many records have a value in common, by the values' counts. Values of crowds are
/// left out of the sum as long as most records have others; whether they were comes first.
pub(super) fn selective(counts: impl Iterator<Item = f64>, records: f64, most: usize) -> (bool, f64) {
    let (mut pairs, mut cold, mut covered, mut all) = (0.0, 0.0, 0.0, 0.0);
    for count in counts {
        pairs += count * (count - 1.0);
        all += count;
        if count <= most as f64 {
            cold += count * (count - 1.0);
            covered += count;
        }
    }
    let is_apart = covered * 2.0 >= all;
    let pairs: f64 = if is_apart { cold } else { pairs };
    let records = records.max(2.0);
    (is_apart, pairs.max(1.0) / (records * (records - 1.0)))
}

impl Values {
    fn new(names: bool) -> Self {
        let names = names.then(|| vec![Name::of("")]);
        // The value 0 is no value.
        let shapes = vec![Shape::default()];
        Self { text: String::new(), ends: vec![0], numbers: FxHashMap::default(), shapes, names }
    }

    fn number(&mut self, text: &str) -> u32 {
        let mut hash = hash_of(text);
        loop {
            match self.numbers.get(&hash) {
                Some(id) if self.text(*id) == text => return *id,
                // Another text with this hash: its place is the next free one.
                Some(_) => hash = hash.wrapping_add(1),
                None => break,
            }
        }
        let id = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.numbers.insert(hash, id);
        self.shapes.push(Shape::of(text));
        if let Some(names) = &mut self.names {
            names.push(Name::of(text));
        }
        id
    }

    pub(super) fn text(&self, id: u32) -> &str {
        let id = id as usize;
        let Some(end) = self.ends.get(id) else { return "" };
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(end);
        self.text.get(*start as usize..*end as usize).unwrap_or("")
    }

    pub(super) fn shape(&self, id: u32) -> Shape {
        self.shapes.get(id as usize).copied().unwrap_or_default()
    }

    pub(super) fn name(&self, id: u32) -> Option<&Name> {
        self.names.as_ref()?.get(id as usize)
    }

    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }
}

pub(super) fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}
