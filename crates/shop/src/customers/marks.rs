//! When each label of a profile was said, and by which row: what decides between two values, whatever order they come in.
//!
//! Most labels of a profile were said by one row, its latest. So a profile keeps the mark of that row, and beside it only
//! the marks of labels that another row said.

use std::collections::BTreeMap;

use platform::Error;

use super::labels::Labels;

/// When something was said and by which row. The larger one counts; the same mark is the same row, said again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Milliseconds UTC.
    pub at: i64,
    /// The row's place among those of one instant.
    pub rank: i64,
}

/// What a mark is kept of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nick.
    Nick,
    /// Name.
    Name,
    /// Mobile.
    Mobile,
    /// E-mail.
    Email,
    /// Gender.
    Gender,
    /// Birthday.
    Birthday,
    /// 买家信用
    BuyerCredit,
    /// Registration at the source.
    Registered,
    /// The address with everything in it.
    Address,
}

const KINDS: [(Kind, &str); 9] = [
    (Kind::Nick, "nick"),
    (Kind::Name, "name"),
    (Kind::Mobile, "mobile"),
    (Kind::Email, "email"),
    (Kind::Gender, "gender"),
    (Kind::Birthday, "birthday"),
    (Kind::BuyerCredit, "buyer_credit"),
    (Kind::Registered, "registered_at"),
    (Kind::Address, "address"),
];

/// The marks of a profile's labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The latest row that said any label.
    last: Mark,
    of: BTreeMap<Kind, Mark>,
}

impl Marks {
    /// When and by which row the label of that kind was said.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Mark {
        self.of.get(&kind).copied().unwrap_or_default()
    }

    /// The latest row that said any label.
    #[must_use]
    pub fn last(&self) -> Mark {
        self.last
    }

    /// The mark of an attribute of the card: `name`, `city`, ….
    #[must_use]
    pub fn of_attribute(&self, key: &str) -> Mark {
        let kind = KINDS.into_iter().find(|(_, code)| *code == key).map_or(Kind::Address, |(kind, _)| kind);
        self.of(kind)
    }

    pub(super) fn set(&mut self, kind: Kind, mark: Mark) {
        self.of.insert(kind, mark);
    }

    /// A row that says labels was read.
    pub(super) fn hear(&mut self, mark: Mark) {
        self.last = self.last.max(mark);
    }

    /// The marks as the database keeps them: those that are not the last row's, as JSON.
    pub(super) fn written(&self, labels: &Labels) -> Result<Option<String>, Error> {
        let others: BTreeMap<&str, (i64, i64)> = KINDS
            .into_iter()
            .filter(|(kind, _)| labels.has(*kind) && self.of(*kind) != self.last)
            .map(|(kind, code)| (code, (self.of(kind).at, self.of(kind).rank)))
            .collect();
        if others.is_empty() { Ok(None) } else { serde_json::to_string(&others).map(Some).map_err(Error::internal) }
    }

    /// What [`Marks::written`] wrote.
    pub(super) fn read(labels: &Labels, last: Mark, others: Option<&str>) -> Result<Self, Error> {
        let others: BTreeMap<String, (i64, i64)> = match others {
            Some(text) => serde_json::from_str(text).map_err(Error::internal)?,
            None => BTreeMap::new(),
        };
        let of = KINDS
            .into_iter()
            .filter(|(kind, _)| labels.has(*kind))
            .map(|(kind, code)| (kind, others.get(code).map_or(last, |(at, rank)| Mark { at: *at, rank: *rank })))
            .collect();
        Ok(Self { last, of })
    }
}

/// The rank of the row with this number or key: numbers by size, so that of two orders of one instant the later one counts,
/// other keys by a fixed number of their letters.
#[must_use]
pub fn rank_of(key: &str) -> i64 {
    if let Some(number) = key.parse::<i64>().ok().filter(|number| *number >= 0) {
        return number;
    }
    // FNV-1a.
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    i64::try_from(hash >> 1).unwrap_or(i64::MAX)
}
