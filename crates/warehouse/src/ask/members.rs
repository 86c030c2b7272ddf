//! Members of a crowd, page by page or at random.
//!
//! Absent from here: more than identifiers.

use std::cmp::Ordering;
use std::sync::Arc;

use rand::SeedableRng as _;
use rules::{Type, Value};

use crate::bits::Few;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::{Cancel, Count, Crowd, Cursor, Order, OrderBy, Page as Members, Refusal, Warehouse, value};

/// What a member is ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rank {
    Number(i64),
    Text(Arc<str>),
    /// Last in both directions.
    Unknown,
}

impl Rank {
    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        match (self, other) {
            (Self::Unknown, Self::Unknown) => Ordering::Equal,
            (Self::Unknown, _) => Ordering::Greater,
            (_, Self::Unknown) => Ordering::Less,
            (Self::Number(one), Self::Number(other)) => turned(one.cmp(other)),
            (Self::Text(one), Self::Text(other)) => turned(one.cmp(other)),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

impl Warehouse {
    /// A page of a crowd, in order, after a cursor.
    ///
    /// # Errors
    /// When somebody cancels, the attribute does not exist or holds tags, or the cursor is of another order.
    pub fn members(
        &self,
        crowd: &Crowd,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Members, Refusal> {
        let by = Sorting::new(crowd, order)?;
        let after =
            after.map(|cursor| Ok::<_, Refusal>((by.rank_of(cursor.value.as_ref())?, cursor.customer))).transpose()?;
        let compare = |one: &(Rank, i64), other: &(Rank, i64)| by.compare(one, other);
        let mut best: Vec<(Rank, i64)> = Vec::new();
        let mut more = false;
        let room = limit.saturating_mul(2).max(1_024);
        for (page, rows) in crowd.pages() {
            cancel.check()?;
            for row in rows.bits().rows() {
                let member = (by.rank(page, row), page.customer(row));
                if after.as_ref().is_none_or(|after| compare(&member, after) == Ordering::Greater) {
                    best.push(member);
                }
                if best.len() > room {
                    best.select_nth_unstable_by(limit, compare);
                    best.truncate(limit);
                    more = true;
                }
            }
        }
        best.sort_unstable_by(compare);
        more |= best.len() > limit;
        best.truncate(limit);
        let next =
            best.last().filter(|_| more).map(|(rank, customer)| Cursor { value: by.value(rank), customer: *customer });
        let count = Count { customers: crowd.len(), at: crowd.at(), position: crowd.position() };
        Ok(Members { customers: best.into_iter().map(|(_, customer)| customer).collect(), next, count })
    }

    /// Up to `n` members of a crowd, each as likely as any other, the same for the same seed; rising.
    #[must_use]
    pub fn sample(&self, crowd: &Crowd, n: usize, seed: u64) -> Vec<i64> {
        let len = usize::try_from(crowd.len()).unwrap_or(usize::MAX);
        let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let mut ranks: Vec<usize> = rand::seq::index::sample(&mut chance, len, n.min(len)).into_vec();
        ranks.sort_unstable();
        let mut ranks = ranks.into_iter().peekable();
        let (mut before, mut found) = (0, Vec::new());
        for (page, rows) in crowd.pages() {
            let end = before + rows.len();
            if ranks.peek().is_some_and(|&rank| rank < end) {
                let rows: Vec<u16> = match rows {
                    Few::Rows(rows) => rows.clone(),
                    Few::Bits(bits, _) => bits.rows().collect(),
                };
                while let Some(rank) = ranks.next_if(|&rank| rank < end) {
                    found.extend(rows.get(rank - before).map(|&row| page.customer(row)));
                }
            }
            before = end;
        }
        found.sort_unstable();
        found
    }
}

/// How ranks are found and read.
struct Sorting<'a> {
    crowd: &'a Crowd,
    /// The column and its type; none for the customer's number.
    column: Option<(u16, Type)>,
    descending: bool,
}

impl<'a> Sorting<'a> {
    fn new(crowd: &'a Crowd, order: Order) -> Result<Self, Refusal> {
        let OrderBy::Attribute(id) = order.by else {
            return Ok(Self { crowd, column: None, descending: order.descending });
        };
        let layout = &crowd.state.layout;
        let unknown = || Refusal::UnknownAttribute(format!("number {}", id.0));
        let one = layout.attribute(id).ok_or_else(unknown)?;
        // The older were born earlier.
        if let Some(of) = one.age_of {
            let kind = layout.attribute(of).ok_or_else(unknown)?.kind;
            return Ok(Self { crowd, column: Some((of.0, kind)), descending: !order.descending });
        }
        if one.kind == Type::Tags {
            let name = layout
                .schema
                .catalogue()
                .attributes
                .get(usize::from(id.0))
                .map_or_else(String::new, |one| one.name.clone());
            return Err(Refusal::WrongTest { name, why: "tags have no order".to_owned() });
        }
        Ok(Self { crowd, column: Some((id.0, one.kind)), descending: order.descending })
    }

    fn compare(&self, one: &(Rank, i64), other: &(Rank, i64)) -> Ordering {
        let ids = one.1.cmp(&other.1);
        let ids = if self.column.is_none() && self.descending { ids.reverse() } else { ids };
        one.0.compare(&other.0, self.descending).then(ids)
    }

    fn rank(&self, page: &Page, row: u16) -> Rank {
        let Some((column, kind)) = self.column else { return Rank::Unknown };
        let number = page.columns.get(usize::from(column)).map_or(UNKNOWN, |column| column.get(row));
        if number == UNKNOWN {
            return Rank::Unknown;
        }
        if matches!(kind, Type::Text | Type::Choice) {
            let layout = self.crowd.state.layout.attributes.get(usize::from(column));
            return layout.and_then(|layout| layout.dictionary.text(number)).map_or(Rank::Unknown, Rank::Text);
        }
        Rank::Number(number)
    }

    fn rank_of(&self, cursor: Option<&Value>) -> Result<Rank, Refusal> {
        let (Some(value), Some((column, kind))) = (cursor, self.column) else { return Ok(Rank::Unknown) };
        if let (Value::Text(text), Type::Text | Type::Choice) = (value, kind) {
            return Ok(Rank::Text(Arc::from(text.as_str())));
        }
        let layout = self.crowd.state.layout.attributes.get(usize::from(column));
        let number = layout.and_then(|layout| value::number(value, kind, &layout.dictionary));
        number.map(Rank::Number).ok_or_else(|| Refusal::WrongTest {
            name: "cursor".to_owned(),
            why: "it belongs to another order; begin again without one".to_owned(),
        })
    }

    fn value(&self, rank: &Rank) -> Option<Value> {
        let (column, kind) = self.column?;
        match rank {
            Rank::Unknown => None,
            Rank::Text(text) => Some(Value::Text(text.to_string())),
            Rank::Number(number) => {
                let layout = self.crowd.state.layout.attributes.get(usize::from(column))?;
                value::value(*number, kind, &layout.dictionary)
            }
        }
    }
}
