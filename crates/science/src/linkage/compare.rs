//! How far two values agree: a level for each kind of column. Whatever a level is called, what it weighs is learnt.

use super::chinese::Likeness;
use super::kind::Kind;
use super::table::{Column, Shape, Table, Values};
use super::{Agreement, chinese};

/// The level of a pair in a column when a value is missing.
pub(super) const MISSING: u8 = 15;

/// Compares the records of one table, column by column. Levels of two values that were compared lately are remembered.
#[derive(Debug)]
pub(super) struct Comparer<'t> {
    table: &'t Table,
    /// The column with which a column's values may have been swapped.
    partners: Vec<Option<usize>>,
    /// By column a direct-mapped cache of (two numbers, level).
    known: Vec<Vec<(u64, u8)>>,
    mask: u64,
}

impl<'t> Comparer<'t> {
    /// A comparer for many pairs. Its cache is as large as an eighth of the records: small tables stay small, large ones
    /// do not thrash.
    pub(super) fn new(table: &'t Table) -> Self {
        Self::remembering(table, u64::from(table.rows() / 8).next_power_of_two().clamp(1 << 12, 1 << 16))
    }

    /// A comparer for a single pair.
    pub(super) fn once(table: &'t Table) -> Self {
        Self::remembering(table, 1)
    }

    fn remembering(table: &'t Table, size: u64) -> Self {
        let find = |kind: Kind| table.columns.iter().position(|column| column.spec.kind == kind);
        let (given, surname) = (find(Kind::GivenName), find(Kind::Surname));
        let partners = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, _)| {
                if Some(at) == given {
                    surname
                } else if Some(at) == surname {
                    given
                } else {
                    None
                }
            })
            .collect();
        let known = vec![vec![(u64::MAX, 0); usize::try_from(size).unwrap_or(1)]; table.columns.len()];
        Self { table, partners, known, mask: size - 1 }
    }

    /// The levels of a pair, four bits a column, the first column lowest.
    pub(super) fn pattern(&mut self, a: u32, b: u32) -> u64 {
        let mut pattern = 0;
        for at in 0..self.table.columns.len() {
            pattern |= u64::from(self.level(at, a, b)) << (4 * at);
        }
        pattern
    }

    fn level(&mut self, at: usize, a: u32, b: u32) -> u8 {
        let Some(column) = self.table.columns.get(at) else { return MISSING };
        let (x, y) = (column.id(a), column.id(b));
        if x == 0 || y == 0 {
            return MISSING;
        }
        let top = u8::try_from(column.spec.kind.levels().len()).unwrap_or(1) - 1;
        let Some(values) = self.table.values_of(column) else { return MISSING };
        if x == y {
            return equal(column, values, x, top);
        }
        if let Some(Some(partner)) = self.partners.get(at)
            && let Some(partner) = self.table.columns.get(*partner)
            && swapped((x, y), (partner.id(a), partner.id(b)), values)
        {
            // One event: the given name says it, the surname adds nothing.
            return if column.spec.kind == Kind::GivenName { top - 1 } else { MISSING };
        }
        let key = u64::from(x.min(y)) << 32 | u64::from(x.max(y));
        let slot = usize::try_from((key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) & self.mask).unwrap_or(0);
        let Some(place) = self.known.get_mut(at).and_then(|known| known.get_mut(slot)) else { return 0 };
        if place.0 != key {
            *place = (key, unequal(column.spec.kind, values, x, y));
        }
        place.1
    }
}

/// Whether names stand in each other's column: one is equal crosswise, and the other is alike or missing on a side.
fn swapped((x, y): (u32, u32), (partner_x, partner_y): (u32, u32), values: &Values) -> bool {
    let shaped = |id: u32| (values.text(id), values.shape(id));
    let alike = |one: u32, other: u32| one == other || part_of_name(shaped(one), shaped(other)) > 0;
    x != partner_x
        && y != partner_y
        && (x == partner_y && (partner_x == 0 || alike(partner_x, y))
            || y == partner_x && (partner_y == 0 || alike(partner_y, x)))
}

/// Two masked names, or two of no more than a surname, are one text and no agreement.
fn equal(column: &Column, values: &Values, id: u32, top: u8) -> u8 {
    match (column.spec.kind, values.name(id)) {
        (Kind::Name, Some(name)) if name.is_masked() => Likeness::Fits as u8,
        (Kind::Name, Some(name)) if name.is_surname_only() => Likeness::Fits as u8,
        (Kind::Mobile, _) if values.text(id).contains('*') => mobile(values.text(id), values.text(id)),
        _ => top,
    }
}

/// A text and its shape.
type Shaped<'a> = (&'a str, Shape);

fn unequal(kind: Kind, values: &Values, x: u32, y: u32) -> u8 {
    let (a, b) = ((values.text(x), values.shape(x)), (values.text(y), values.shape(y)));
    match kind {
        Kind::Name => match (values.name(x), values.name(y)) {
            (Some(one), Some(other)) => one.likeness(other) as u8,
            _ => 0,
        },
        Kind::GivenName | Kind::Surname => part_of_name(a, b),
        Kind::Street => street(a, b),
        Kind::Place | Kind::Text => text(a, b),
        Kind::Number | Kind::Postcode | Kind::Code => code(a, b),
        Kind::Mobile => mobile(a.0, b.0),
        Kind::Email => email(a.0, b.0),
        Kind::Date => date(a, b),
        Kind::Region | Kind::Category => 0,
    }
}

/// How a level is shown.
pub(super) fn agreement(kind: Kind, level: u8) -> Agreement {
    let top = kind.levels().len().saturating_sub(1);
    match usize::from(level) {
        0 => Agreement::Different,
        level if level >= top => Agreement::Same,
        level => Agreement::Similar(level as f64 / top as f64),
    }
}

fn part_of_name(a: Shaped<'_>, b: Shaped<'_>) -> u8 {
    if !a.0.is_ascii() && !b.0.is_ascii() {
        return match chinese::likeness(a.0, b.0) {
            Likeness::Sounds | Likeness::Part => 2,
            Likeness::Near => 1,
            _ => 0,
        };
    }
    if initial(a.0, b.0) {
        return 2;
    }
    let similarity = jaro_winkler(a, b, 0.78);
    if similarity >= 0.9 { 2 } else { u8::from(similarity >= 0.78) }
}

/// The Jaro–Winkler similarity, or 0 where the shapes show that it is below `least`.
fn jaro_winkler((a, x): Shaped<'_>, (b, y): Shaped<'_>, least: f64) -> f64 {
    let (only_a, only_b) = x.apart(y);
    let common = f64::from((x.length - only_a.min(x.length)).min(y.length - only_b.min(y.length)));
    let most = (common / f64::from(x.length.max(1)) + common / f64::from(y.length.max(1)) + 1.0) / 3.0;
    let prefix = a.bytes().zip(b.bytes()).take(4).take_while(|(x, y)| x == y).count() as f64;
    if most + 0.1 * prefix * (1.0 - most) < least { 0.0 } else { strsim::jaro_winkler(a, b) }
}

/// An initial and the name that it stands for.
fn initial(a: &str, b: &str) -> bool {
    let one = |name: &str, other: &str| {
        let letter = name.trim_end_matches('.');
        letter.chars().count() == 1 && other.starts_with(letter)
    };
    one(a, b) || one(b, a)
}

/// Whether so many edits at most make one text the other, without counting them where the shapes forbid it.
fn within((a, x): Shaped<'_>, (b, y): Shaped<'_>, most: u32) -> bool {
    let (only_a, only_b) = x.apart(y);
    x.length.abs_diff(y.length) <= most && only_a.max(only_b) <= most && strsim::osa_distance(a, b) <= most as usize
}

/// Whether the edit similarity is at least so many hundredths.
fn alike(a: Shaped<'_>, b: Shaped<'_>, hundredths: u32) -> bool {
    within(a, b, a.1.length.max(b.1.length) * (100 - hundredths) / 100)
}

fn text(a: Shaped<'_>, b: Shaped<'_>) -> u8 {
    let level = |a, b| {
        if alike(a, b, 80) { 2 } else { u8::from(alike(a, b, 70) || jaro_winkler(a, b, 0.88) >= 0.88) }
    };
    let plain = level(a, b);
    // The same letters may be the same words in another order.
    if plain == 2 || a.1.apart(b.1) != (0, 0) || !a.0.contains(' ') || !b.0.contains(' ') {
        return plain;
    }
    let (x, y) = (in_order(a.0), in_order(b.0));
    plain.max(level((&x, Shape::of(&x)), (&y, Shape::of(&y))))
}

fn in_order(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    words.sort_unstable();
    words.concat()
}

/// Another number is another house, however alike the two texts are; a text that holds the other says more of the same.
fn street(a: Shaped<'_>, b: Shaped<'_>) -> u8 {
    let level = text(a, b);
    let (a, b) = (a.0, b.0);
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let holds = short.chars().nth(4).is_some() && (long.ends_with(short) || long.starts_with(short));
    if level == 0 && !holds {
        return 0;
    }
    let (x, y) = (numbers(a), numbers(b));
    if x == y {
        return if holds { 3 } else { level };
    }
    let (few, many) = if x.len() < y.len() { (&x, &y) } else { (&y, &x) };
    if few.is_empty() {
        return if holds { 3 } else { level };
    }
    // `12号3栋502室` and `12号3栋`: the same house, said less exactly. Otherwise a wrong digit is as likely as a
    // neighbour only where numbers are rare in the text.
    let less = many.starts_with(few) || many.ends_with(few);
    u8::from(less || level == 2 && a.is_ascii())
}

fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect()
}

fn code(a: Shaped<'_>, b: Shaped<'_>) -> u8 {
    if within(a, b, 1) {
        return 2;
    }
    u8::from(a.1.length.min(b.1.length) > 4 && within(a, b, 2))
}

/// Full numbers by their digits; masked ones by what they show.
fn mobile(a: &str, b: &str) -> u8 {
    if !a.contains('*') && !b.contains('*') {
        return if a.len() == b.len() && strsim::osa_distance(a, b) == 1 { 2 } else { 0 };
    }
    match shown_alike(a, b) {
        Some(shown) if shown >= 6 => 3,
        Some(shown) if shown >= 3 => 1,
        _ => 0,
    }
}

/// How many digits both show, when no shown digit contradicts; a star stands for one digit, or for any number of them
/// where the lengths differ.
fn shown_alike(a: &str, b: &str) -> Option<usize> {
    if a.len() == b.len() {
        let pairs = || a.bytes().zip(b.bytes()).filter(|(x, y)| *x != b'*' && *y != b'*');
        return pairs().all(|(x, y)| x == y).then(|| pairs().count());
    }
    let head = |text: &str| text.split('*').next().unwrap_or("").to_owned();
    let tail = |text: &str| text.rsplit('*').next().unwrap_or("").to_owned();
    let (a_head, b_head, a_tail, b_tail) = (head(a), head(b), tail(a), tail(b));
    let heads = a_head.starts_with(&b_head) || b_head.starts_with(&a_head);
    let tails = a_tail.ends_with(&b_tail) || b_tail.ends_with(&a_tail);
    (heads && tails).then(|| a_head.len().min(b_head.len()) + a_tail.len().min(b_tail.len()))
}

fn email(a: &str, b: &str) -> u8 {
    let (Some((local, domain)), Some((other, elsewhere))) = (a.split_once('@'), b.split_once('@')) else {
        return 0;
    };
    match (local == other, domain == elsewhere) {
        (true, _) => 2,
        (false, true) => u8::from(strsim::osa_distance(local, other) <= 1),
        _ => 0,
    }
}

/// One digit wrong, or day and month the wrong way round; else two of year, month and day the same.
fn date(a: Shaped<'_>, b: Shaped<'_>) -> u8 {
    if a.1.length != 8 || b.1.length != 8 {
        return u8::from(alike(a, b, 80));
    }
    if within(a, b, 1) {
        return 2;
    }
    let (a, b) = (a.0, b.0);
    let same = |from: usize, to: usize| a.get(from..to) == b.get(from..to);
    if same(0, 4) && a.get(4..6) == b.get(6..8) && a.get(6..8) == b.get(4..6) {
        return 2;
    }
    u8::from(u8::from(same(0, 4)) + u8::from(same(4, 6)) + u8::from(same(6, 8)) >= 2)
}
