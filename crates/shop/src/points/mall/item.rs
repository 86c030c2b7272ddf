//! What is offered for points.

use platform::db::{Connection, Tx};
use platform::{App, Error, Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::records;
use crate::members;
use crate::wording;

/// Items at most.
const MOST: usize = 1_000;
/// Characters of a name and of a description, in each language.
const NAME: usize = 60;
const DESCRIPTION: usize = 2_000;

codes! {
    /// What is offered.
    MallKind {
        /// Goods.
        Goods = "goods",
        /// A coupon.
        Coupon = "coupon",
        /// A chance in a draw.
        Draw = "draw",
    }
}

/// What is to be offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewMallItem {
    /// What it is.
    pub kind: MallKind,
    /// Its name.
    pub name: Words,
    /// What the buyer reads.
    #[serde(default)]
    pub description: Words,
    /// Points for one.
    pub points: i64,
    /// How many there are in all; null without a limit.
    #[serde(default)]
    pub stock: Option<i64>,
    /// How many each customer may take; null without a limit.
    #[serde(default)]
    pub per_customer: Option<i64>,
    /// The level from which on it is offered; null for every member.
    #[serde(default)]
    pub level: Option<Id>,
    /// From when on.
    #[serde(default)]
    pub starts_at: Option<Instant>,
    /// Until when.
    #[serde(default)]
    pub ends_at: Option<Instant>,
    /// Whether it is offered.
    pub active: bool,
    /// Which coupon programme or draw.
    #[serde(default, rename = "ref")]
    pub reference: Option<String>,
}

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MallItem {
    /// Its id.
    pub id: Id,
    /// What it is.
    #[serde(flatten)]
    pub offer: NewMallItem,
    /// How many were taken.
    pub taken: i64,
}

impl NewMallItem {
    /// Whether it is offered at `now` (milliseconds UTC).
    #[must_use]
    pub fn runs(&self, now: i64) -> bool {
        self.active && self.starts_at.is_none_or(|at| at.0 <= now) && self.ends_at.is_none_or(|at| now < at.0)
    }

    async fn check(mut self, conn: &mut impl Connection) -> Result<Self, Error> {
        self.name = wording::named(&self.name, "name", NAME)?;
        self.description = wording::within(&self.description, "description", DESCRIPTION)?;
        for (field, value, least) in
            [("points", Some(self.points), 1), ("stock", self.stock, 0), ("per_customer", self.per_customer, 1)]
        {
            if value.is_some_and(|value| !(least..=1_000_000_000).contains(&value)) {
                return Err(Error::invalid(field, "out_of_range"));
            }
        }
        if let (Some(from), Some(to)) = (self.starts_at, self.ends_at)
            && from >= to
        {
            return Err(Error::invalid("ends_at", "out_of_range"));
        }
        if let Some(level) = self.level
            && members::levels(conn).await?.iter().all(|(id, _)| *id != level.0)
        {
            return Err(Error::invalid("level", "unknown"));
        }
        let reference = self.reference.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if reference.is_none() && self.kind != MallKind::Goods {
            return Err(Error::invalid("ref", "required"));
        }
        Ok(Self { reference, ..self })
    }
}

/// Everything that is or was offered, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn items(conn: &mut impl Connection) -> Result<Vec<MallItem>, Error> {
    records::items(conn).await
}

/// What is offered under `id`.
///
/// # Errors
/// `not_found`.
pub async fn item(conn: &mut impl Connection, id: i64) -> Result<MallItem, Error> {
    records::item(conn, id).await?.ok_or_else(|| Error::not_found("mall_item"))
}

/// Offers something.
///
/// # Errors
/// `invalid` naming the field; the conflict `too_many_items`.
pub async fn create(tx: &mut Tx, app: &App, new: NewMallItem) -> Result<MallItem, Error> {
    if records::items(tx).await?.len() >= MOST {
        return Err(Error::conflict("too_many_items"));
    }
    let made = MallItem { id: Id(app.ids.next()), offer: new.check(tx).await?, taken: 0 };
    records::add_item(tx, &made, app.clock.now()).await?;
    Ok(made)
}

/// Changes what is offered.
///
/// # Errors
/// `not_found`; `invalid` naming the field.
pub async fn update(tx: &mut Tx, id: i64, new: NewMallItem) -> Result<MallItem, Error> {
    let before = item(tx, id).await?;
    let offer = new.check(tx).await?;
    records::change_item(tx, &MallItem { offer, ..before }).await?;
    item(tx, id).await
}
