//! The SQL of customers' scores.

use std::sync::Arc;

use futures_util::StreamExt as _;
use platform::db::{Bulk, Connection, Row, Tx, pieces};
use platform::{Error, values};
use science::churn;
use science::lifecycle::Stage;
use science::rfm::{Cell, Group};

use crate::shops::Channel;
use crate::value::delivered::Counted;
use crate::value::model::{Scored, Window, group_of, stage_of};
use crate::value::origin::Origin;

macro_rules! columns {
    () => {
        "customer_id, deals, purchases, first_day, last_day, realised, refunded, cost, margin, reviews, shares, \
        complaints, potential, influence, expected_90, expected_365, churn_risk, next_from, next_day, next_to, recency, \
        frequency, monetary, rfm_group, stage, referred, brought, savings, gifts, early_hours, late_hours, returns, \
        inquiries, serve, got, burden, points, brought_by, first_channel, photos, \
        answers, compensation, quick_replies, slow_minutes, solved, alive, reasons, group_before, stage_before, as_of"
    };
}

const SELECT: &str = concat!("select ", columns!(), " from value_scores");
pub(super) const ALL: &str = concat!("select ", columns!(), " from value_scores order by customer_id");
pub(super) const ONE: &str = concat!("select ", columns!(), " from value_scores where customer_id = $1");
const PUT: Bulk = Bulk {
    insert: concat!("insert into value_scores (", columns!(), ")"),
    columns: 50,
    then: "on conflict (customer_id) do update set deals = excluded.deals, purchases = excluded.purchases, \
        first_day = excluded.first_day, last_day = excluded.last_day, realised = excluded.realised, \
        refunded = excluded.refunded, cost = excluded.cost, margin = excluded.margin, reviews = excluded.reviews, \
        shares = excluded.shares, complaints = excluded.complaints, potential = excluded.potential, \
        influence = excluded.influence, expected_90 = excluded.expected_90, expected_365 = excluded.expected_365, \
        churn_risk = excluded.churn_risk, next_from = excluded.next_from, next_day = excluded.next_day, \
        next_to = excluded.next_to, recency = excluded.recency, frequency = excluded.frequency, \
        monetary = excluded.monetary, rfm_group = excluded.rfm_group, stage = excluded.stage, \
        referred = excluded.referred, brought = excluded.brought, savings = excluded.savings, gifts = excluded.gifts, \
        early_hours = excluded.early_hours, late_hours = excluded.late_hours, returns = excluded.returns, \
        inquiries = excluded.inquiries, serve = excluded.serve, got = excluded.got, burden = excluded.burden, \
        points = excluded.points, brought_by = excluded.brought_by, first_channel = excluded.first_channel, \
        photos = excluded.photos, answers = excluded.answers, compensation = excluded.compensation, \
        quick_replies = excluded.quick_replies, slow_minutes = excluded.slow_minutes, solved = excluded.solved, \
        alive = excluded.alive, reasons = excluded.reasons, group_before = excluded.group_before, \
        stage_before = excluded.stage_before, as_of = excluded.as_of",
};

fn scored(row: &Row) -> Result<Scored, Error> {
    let small = |at: usize| -> Result<u8, Error> { u8::try_from(row.at::<i64>(at)?).map_err(Error::internal) };
    let next: (Option<i64>, Option<i64>, Option<i64>) = (row.at(17)?, row.at(18)?, row.at(19)?);
    let (realised, refunded): (i64, i64) = (row.at(5)?, row.at(6)?);
    Ok(Scored {
        customer: row.at(0)?,
        deals: row.at(1)?,
        purchases: row.at(2)?,
        first: row.at(3)?,
        last: row.at(4)?,
        paid: realised.saturating_add(refunded),
        refunded,
        cost: row.at(7)?,
        margin: row.at(8)?,
        reviews: row.at(9)?,
        photos: row.at(39)?,
        answers: row.at(40)?,
        shares: row.at(10)?,
        complaints: row.at(11)?,
        potential: row.at(12)?,
        influence: row.at(13)?,
        expected_90: row.at(14)?,
        expected_365: row.at(15)?,
        churn_risk: row.at(16)?,
        alive: row.at(45)?,
        reasons: reasons_of(&row.at::<String>(46)?),
        next: match next {
            (Some(from), Some(day), Some(to)) => Some(Window { from, day, to }),
            _ => None,
        },
        cell: Cell { recency: small(20)?, frequency: small(21)?, monetary: small(22)? },
        group: group_of(&row.at::<String>(23)?)?,
        stage: stage_of(&row.at::<String>(24)?)?,
        group_before: row.at::<Option<String>>(47)?.map(|key| group_of(&key)).transpose()?,
        stage_before: row.at::<Option<String>>(48)?.map(|key| stage_of(&key)).transpose()?,
        referred: row.at(25)?,
        brought: row.at(26)?,
        counted: Counted {
            savings: row.at(27)?,
            gifts: row.at(28)?,
            points: row.at(36)?,
            early: row.at(29)?,
            late: row.at(30)?,
            returns: row.at(31)?,
            inquiries: row.at(32)?,
            compensation: row.at(41)?,
            quick: row.at(42)?,
            slow: row.at(43)?,
            solved: row.at(44)?,
        },
        serve: row.at(33)?,
        got: row.at(34)?,
        burden: row.at(35)?,
        origin: Origin {
            by: row.at::<Option<String>>(37)?.map(Arc::from),
            channel: row.at::<Option<String>>(38)?.map(|code| Channel::from_code(&code)).transpose()?,
        },
        as_of: row.at(49)?,
    })
}

/// Reasons by their keys, which are kept behind each other.
fn reasons_of(keys: &str) -> Vec<&'static str> {
    let known = |key| churn::Reason::KEYS.into_iter().find(|known| *known == key);
    keys.split(',').filter_map(known).collect()
}

/// Hands over every row, by customer.
pub(in crate::value) async fn all(
    conn: &mut impl Connection,
    mut each: impl FnMut(Scored) + Send,
) -> Result<(), Error> {
    let mut rows = conn.stream(ALL, values![])?;
    while let Some(row) = rows.next().await {
        each(scored(&row?)?);
    }
    Ok(())
}

pub(in crate::value) async fn one(conn: &mut impl Connection, customer: i64) -> Result<Option<Scored>, Error> {
    conn.one(ONE, values![customer]).await?.as_ref().map(scored).transpose()
}

/// The rows of these customers, each once.
pub(in crate::value) async fn of(conn: &mut impl Connection, customers: &[i64]) -> Result<Vec<Scored>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, customers.iter().copied()) {
        let text = format!("{SELECT} where customer_id in ({list})");
        for row in conn.all(text, ids).await? {
            found.push(scored(&row)?);
        }
    }
    Ok(found)
}

pub(in crate::value) async fn put(tx: &mut Tx, rows: &[Scored]) -> Result<(), Error> {
    let row = |one: &Scored| {
        values![
            one.customer,
            one.deals,
            one.purchases,
            one.first,
            one.last,
            one.realised(),
            one.refunded,
            one.cost,
            one.margin,
            one.reviews,
            one.shares,
            one.complaints,
            one.potential,
            one.influence,
            one.expected_90,
            one.expected_365,
            one.churn_risk,
            one.next.map(|next| next.from),
            one.next.map(|next| next.day),
            one.next.map(|next| next.to),
            i64::from(one.cell.recency),
            i64::from(one.cell.frequency),
            i64::from(one.cell.monetary),
            one.group.key(),
            one.stage.key(),
            one.referred,
            one.brought,
            one.counted.savings,
            one.counted.gifts,
            one.counted.early,
            one.counted.late,
            one.counted.returns,
            one.counted.inquiries,
            one.serve,
            one.got,
            one.burden,
            one.counted.points,
            one.origin.by.as_deref(),
            one.origin.channel.map(Channel::code),
            one.photos,
            one.answers,
            one.counted.compensation,
            one.counted.quick,
            one.counted.slow,
            one.counted.solved,
            one.alive,
            one.reasons.join(","),
            one.group_before.map(Group::key),
            one.stage_before.map(Stage::key),
            one.as_of
        ]
    };
    PUT.run(tx, rows.iter().map(row).collect()).await.map(|_| ())
}

/// By what a list is ordered, the greatest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::value) enum By {
    Realised,
    Potential,
    Influence,
    ChurnRisk,
    Expected,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::Realised => "realised",
            Self::Potential => "potential",
            Self::Influence => "influence",
            Self::ChurnRisk => "churn_risk",
            Self::Expected => "expected_365",
        }
    }

    /// What a row is ordered by.
    pub(in crate::value) fn of(self, one: &Scored) -> i64 {
        match self {
            Self::Realised => one.realised(),
            Self::Potential => one.potential,
            Self::Influence => one.influence,
            Self::ChurnRisk => one.churn_risk.unwrap_or(0),
            Self::Expected => one.expected_365,
        }
    }
}

/// The rows after `(value, customer)`, the greatest first.
pub(in crate::value) async fn greatest(
    conn: &mut impl Connection,
    by: By,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<Scored>, Error> {
    let column = by.column();
    let text = format!(
        "{SELECT} where {column} is not null and {column} <= $1 and ({column} < $1 or customer_id < $2) \
         order by {column} desc, customer_id desc limit $3"
    );
    conn.all(text, values![after.0, after.1, limit]).await?.iter().map(scored).collect()
}
