//! Which place in a group a cart is priced with: the one that its buyer has, wants to take or opens a group with. Asked
//! when a cart is priced; held when its order is reserved.

use platform::db::{Connection, Session};
use platform::{App, Error};
use pricing::{Offer, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::GroupPlaceState;
use super::places;
use super::records::groups::{self, GroupRow};
use super::refusal::Refusal;
use crate::customers::Reached;
use crate::promotions::buyer::Who;
use crate::promotions::{self, State};

/// An hour, milliseconds.
const HOUR: i64 = 3_600_000;

/// Which group a cart opens or joins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CartGroupWish)]
pub enum Wish {
    /// Opens a group of this promotion, by its key.
    Open(String),
    /// Joins the group with this code, or pays for the place that the buyer holds in it.
    Join(String),
}

/// What a group would be like that is opened now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) promotion_id: i64,
    pub(super) promotion: String,
    pub(super) name: Words,
    pub(super) size: i64,
    pub(super) ends_at: i64,
}

/// A place that a cart is priced with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The id of the place, whether it is taken yet or not.
    pub place: i64,
    /// The promotion's key.
    pub promotion: String,
    /// How many buyers the group is for.
    pub size: i64,
    /// How many paid, this buyer counted as one of them.
    pub there: i64,
    /// Until when the group may be filled.
    pub ends_at: i64,
    /// What it is shared by; nothing while it is to be opened.
    pub code: Option<String>,
    /// The group; nothing while it is to be opened.
    pub(super) group: Option<i64>,
    pub(super) opening: Option<Opening>,
    /// The buyer holds it already.
    pub(super) own: bool,
}

impl Seat {
    /// How many more have to pay when this buyer has.
    #[must_use]
    pub fn missing(&self) -> i64 {
        (self.size - self.there).max(0)
    }

    fn new(group: &GroupRow, place: i64, own: bool) -> Self {
        Self {
            place,
            promotion: group.promotion_key.clone(),
            size: group.size,
            there: (group.paid + 1).min(group.size),
            ends_at: group.ends_at,
            code: Some(group.code.clone()),
            group: Some(group.id),
            opening: None,
            own,
        }
    }
}

/// The place that a cart of this buyer is priced with: in the group that is wished for, or else in one where she holds a place
/// that is not paid yet and whose promotion `touches` the cart, the one taken last first. `order` is the order that pays, when
/// there is one.
///
/// # Errors
/// When the database cannot be read.
pub async fn seat(
    session: &mut Session,
    app: &App,
    who: Option<&Who>,
    wish: Option<&Wish>,
    touches: impl Fn(&str) -> bool,
    order: Option<&str>,
    now: i64,
) -> Result<Result<Option<Seat>, Refusal>, Error> {
    let Some(who) = who else { return Ok(if wish.is_some() { Err(Refusal::NoCustomer) } else { Ok(None) }) };
    if who.blacklisted {
        return Ok(if wish.is_some() { Err(Refusal::Blacklisted) } else { Ok(None) });
    }
    let Some(wish) = wish else {
        let fits = |group: &GroupRow, _| touches(&group.promotion_key);
        return held(session, &who.reached, order, fits, now).await.map(Ok);
    };
    match wish {
        Wish::Open(key) => {
            // Whoever opened one and has not paid stays in it, as does an order that is reserved anew.
            let opened = |group: &GroupRow, leads: bool| leads && group.promotion_key == *key;
            if let Some(seat) = held(session, &who.reached, order, opened, now).await? {
                return Ok(Ok(Some(seat)));
            }
            let Some(opening) = opening(session, key, now).await? else { return Ok(Err(Refusal::NotOffered)) };
            Ok(Ok(Some(Seat {
                place: app.ids.next(),
                promotion: opening.promotion.clone(),
                size: opening.size,
                there: 1,
                ends_at: opening.ends_at,
                code: None,
                group: None,
                opening: Some(opening),
                own: false,
            })))
        }
        Wish::Join(code) => joining(session, app, &who.reached, code, order, now).await,
    }
}

/// The place that this buyer holds and has not paid, in a group that still runs: the order's own, or one without an order.
async fn held(
    session: &mut Session,
    reached: &Reached,
    order: Option<&str>,
    fits: impl Fn(&GroupRow, bool) -> bool,
    now: i64,
) -> Result<Option<Seat>, Error> {
    let places = super::records::places::of_profiles(session, &reached.profile_ids).await?;
    let open = places.into_iter().rev().filter(|place| {
        place.state == GroupPlaceState::Held && (place.order.is_none() || place.order.as_deref() == order)
    });
    for place in open {
        let group = groups::find(session, place.group_id).await?;
        if let Some(group) = group.filter(|group| group.runs(now) && fits(group, place.leads)) {
            return Ok(Some(Seat::new(&group, place.id, true)));
        }
    }
    Ok(None)
}

/// The place that this buyer has, or can take, in the group with this code.
async fn joining(
    session: &mut Session,
    app: &App,
    reached: &Reached,
    code: &str,
    order: Option<&str>,
    now: i64,
) -> Result<Result<Option<Seat>, Refusal>, Error> {
    let Some(group) = coded(session, code).await? else { return Ok(Err(Refusal::Unknown)) };
    if !group.runs(now) {
        return Ok(Err(Refusal::Over));
    }
    if let Some(own) = places::standing(session, group.id, reached).await? {
        let free = own.order.is_none() || own.order.as_deref() == order;
        let mine = own.state == GroupPlaceState::Held && free;
        return Ok(if mine { Ok(Some(Seat::new(&group, own.id, true))) } else { Err(Refusal::Already) });
    }
    if group.taken >= group.size {
        return Ok(Err(Refusal::Full));
    }
    if opening(session, &group.promotion_key, now).await?.is_none() {
        return Ok(Err(Refusal::Over));
    }
    Ok(Ok(Some(Seat::new(&group, app.ids.next(), false))))
}

/// The group that a code means, however it was typed.
pub(super) async fn coded(conn: &mut impl Connection, code: &str) -> Result<Option<GroupRow>, Error> {
    groups::coded(conn, &code.trim().to_ascii_uppercase()).await
}

/// What a group of this promotion would be like that is opened now; nothing when no group price runs by this key.
pub(super) async fn opening(conn: &mut impl Connection, key: &str, now: i64) -> Result<Option<Opening>, Error> {
    let Some(record) = promotions::keyed(conn, key).await?.filter(|one| one.state(now) == State::Running) else {
        return Ok(None);
    };
    let Some(terms) = record.published else { return Ok(None) };
    let Offer::Group { size, hours, .. } = terms.offer else { return Ok(None) };
    let full = now.saturating_add(i64::from(hours).saturating_mul(HOUR));
    Ok(Some(Opening {
        promotion_id: record.id,
        promotion: record.key,
        name: terms.name,
        size: i64::from(size),
        ends_at: record.ends_at.map_or(full, |end| end.min(full)),
    }))
}
