//! What records can have in common: of each column its whole value, and looser forms that survive one error.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use super::kind::Kind;
use super::table::{Column, Table, Values, hash_of, selective};

/// Keys of one record under one [`Key`], four at most.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Some4 {
    hashes: [u64; 4],
    count: u8,
}

impl Some4 {
    fn of(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut some = Self::default();
        for (place, hash) in some.hashes.iter_mut().zip(hashes) {
            *place = hash;
            some.count += 1;
        }
        some
    }

    pub(super) fn as_slice(&self) -> &[u64] {
        self.hashes.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// A way to make keys of records.
#[derive(Debug)]
pub(super) struct Key {
    /// Its column, or two.
    pub(super) name: String,
    /// The places of the columns that it looks at, a bit each.
    pub(super) columns: u32,
    /// How probable it is that two records have a key in common.
    pub(super) collision: f64,
    made: Made,
}

#[derive(Debug)]
enum Made {
    /// Of the values of a column, worked out beforehand.
    Of(usize, Vec<Some4>),
    /// The number of the value itself.
    Whole(usize),
    /// The values of two columns in either order.
    Both(usize, usize),
}

impl Key {
    pub(super) fn of(&self, table: &Table, row: u32) -> Some4 {
        let id = |at: usize| table.columns.get(at).map_or(0, |column| column.id(row));
        match &self.made {
            Made::Whole(at) => match id(*at) {
                0 => Some4::default(),
                id => Some4::of([u64::from(id)]),
            },
            Made::Of(at, made) => made.get(id(*at) as usize).copied().unwrap_or_default(),
            Made::Both(at, other) => {
                let (x, y) = (id(*at), id(*other));
                if x == 0 || y == 0 {
                    return Some4::default();
                }
                Some4::of([u64::from(x.min(y)) << 32 | u64::from(x.max(y))])
            }
        }
    }
}

/// All keys of a table's columns.
pub(super) fn keys(table: &Table, most: usize) -> Vec<Key> {
    let mut keys = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let Some(values) = table.values_of(column).filter(|_| column.present > 1) else { continue };
        let name = column.spec.name.clone();
        let masked = matches!(column.spec.kind, Kind::Name | Kind::Mobile);
        if !masked {
            keys.push(Key {
                name: name.clone(),
                columns: 1 << at,
                collision: column.crowds(most).1,
                made: Made::Whole(at),
            });
        }
        for (variant, make) in variants(column.spec.kind) {
            let made: Vec<Some4> = (0..values.len()).map(|id| make(values, id)).collect();
            let collision = collision(column, &made, most);
            let name = if variant.is_empty() { name.clone() } else { format!("{name}~{variant}") };
            keys.push(Key { name, columns: 1 << at, collision, made: Made::Of(at, made) });
        }
    }
    let find = |kind: Kind| table.columns.iter().position(|column| column.spec.kind == kind);
    if let (Some(given), Some(surname)) = (find(Kind::GivenName), find(Kind::Surname)) {
        let collision = [given, surname]
            .iter()
            .filter_map(|at| table.columns.get(*at))
            .map(|column| column.crowds(most).1)
            .product();
        let name = "given name and surname in either order".to_owned();
        keys.push(Key { name, columns: 1 << given | 1 << surname, collision, made: Made::Both(given, surname) });
    }
    // The surest first: rules are made in this order.
    keys.sort_by(|a, b| a.collision.total_cmp(&b.collision));
    keys
}

fn collision(column: &Column, made: &[Some4], most: usize) -> f64 {
    let mut counts: FxHashMap<u64, f64> = FxHashMap::default();
    for (keys, count) in made.iter().zip(&column.counts) {
        for key in keys.as_slice() {
            *counts.entry(*key).or_default() += f64::from(*count);
        }
    }
    selective(counts.into_values(), f64::from(column.present), most).1
}

type Make = fn(&Values, u32) -> Some4;

/// The looser forms of a kind's values.
fn variants(kind: Kind) -> Vec<(&'static str, Make)> {
    match kind {
        Kind::Name => vec![("", name), ("sound", spoken)],
        Kind::GivenName | Kind::Surname => vec![("sound", skeleton)],
        Kind::Street => vec![("start", address), ("words", words)],
        Kind::Place | Kind::Text => vec![("start", start)],
        Kind::Mobile => vec![("", whole), ("tail", tail)],
        Kind::Email => vec![("local", local)],
        Kind::Date => vec![("loose", loose), ("day", day)],
        Kind::Code | Kind::Postcode => vec![("head", head), ("end", end)],
        Kind::Number | Kind::Region | Kind::Category => Vec::new(),
    }
}

fn hashed<T: std::hash::Hash>(value: T) -> Some4 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    Some4::of([hasher.finish()])
}

fn name(values: &Values, id: u32) -> Some4 {
    match values.name(id) {
        Some(name) if id != 0 && !name.is_masked() && !name.is_surname_only() => hashed(id),
        _ => Some4::default(),
    }
}

/// Chinese names by their readings; Latin ones by the set of their words' skeletons.
fn spoken(values: &Values, id: u32) -> Some4 {
    let Some(name) = values.name(id).filter(|name| id != 0 && !name.is_masked()) else { return Some4::default() };
    let readings = name.spoken();
    if !readings.is_empty() {
        return Some4::of(readings);
    }
    let mut words: Vec<String> = values.text(id).split(' ').map(bones).collect();
    words.sort_unstable();
    hashed(words.concat())
}

fn skeleton(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    if text.is_empty() { Some4::default() } else { hashed(bones(text)) }
}

/// First letter and the first consonants after it, doubled ones once, those that are mistaken for each other as one.
fn bones(word: &str) -> String {
    let mut bones = String::new();
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        let sound = match c {
            'k' | 'q' => 'c',
            'z' => 's',
            'v' => 'f',
            'd' => 't',
            'm' => 'n',
            other => other,
        };
        let silent = matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w');
        if (bones.is_empty() || !silent) && !bones.ends_with(sound) {
            bones.push(sound);
        }
        if bones.chars().count() == 4 {
            break;
        }
    }
    if bones.is_empty() { word.to_owned() } else { bones }
}

fn letters(text: &str, count: usize) -> String {
    text.chars().filter(|c| c.is_alphabetic()).take(count).collect()
}

fn start(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    if text.is_empty() { Some4::default() } else { hashed(letters(text, 4)) }
}

/// The numbers in an address and the letters before the last of them: what two spellings of one address share.
fn address(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    if text.is_empty() {
        return Some4::default();
    }
    let digits: String = text.chars().map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
    let numbers: Vec<&str> = digits.split_whitespace().collect();
    if numbers.is_empty() {
        return hashed(letters(text, 5));
    }
    hashed((numbers.concat(), text.chars().rev().filter(|c| c.is_alphabetic()).nth(2)))
}

/// Each word of some length of a Latin address; of a Chinese one its last four letters before the first number.
fn words(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    if text.is_ascii() {
        return Some4::of(text.split(' ').filter(|word| word.len() >= 5).map(hash_of));
    }
    let road: Vec<char> = text.chars().take_while(|c| !c.is_ascii_digit()).filter(|c| c.is_alphabetic()).collect();
    if road.len() < 4 { Some4::default() } else { hashed(road.iter().rev().take(4).collect::<String>()) }
}

fn whole(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    if text.is_empty() || text.contains('*') { Some4::default() } else { hashed(id) }
}

/// The last four digits, which masks leave.
fn tail(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    let tail = text.len().checked_sub(4).and_then(|from| text.get(from..)).unwrap_or("");
    if tail.is_empty() || tail.contains('*') { Some4::default() } else { hashed(tail) }
}

fn local(values: &Values, id: u32) -> Some4 {
    match values.text(id).split_once('@') {
        Some((local, _)) => hashed(local),
        None => Some4::default(),
    }
}

/// The year, and day and month in either order.
fn loose(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) => hashed((year, month.min(day), month.max(day))),
        _ => Some4::default(),
    }
}

/// The day within the year.
fn day(values: &Values, id: u32) -> Some4 {
    values.text(id).get(4..8).map_or_else(Some4::default, hashed)
}

fn head(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    text.get(..text.len() / 2).filter(|head| head.len() > 1).map_or_else(Some4::default, hashed)
}

fn end(values: &Values, id: u32) -> Some4 {
    let text = values.text(id);
    text.get(text.len() / 2..).filter(|end| end.len() > 1).map_or_else(Some4::default, hashed)
}
