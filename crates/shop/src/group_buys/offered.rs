//! What a customer may open a group of now, without an order yet.

use platform::db::Session;
use platform::{App, Error};
use pricing::{Cart, Offer, Promotion, Scope, Window, Words};

use super::look::mine;
use super::model::GroupBuyStatus;
use super::seat::opening;
use crate::promotions::buyer::{Who, fill};
use crate::promotions::{self, live};

/// A promotion of which she may open a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Its key.
    pub promotion: String,
    /// Its name.
    pub name: Words,
    /// What it gives.
    pub window: Window,
    /// How many a group is for.
    pub size: i64,
    /// Until when a group that is opened now may be filled, milliseconds UTC.
    pub ends_at: i64,
    /// The code of the group that she is in already and that still runs.
    pub own: Option<String>,
}

/// What this customer may open a group of now. On which channel she will order and where to, nobody knows yet: promotions that
/// ask for it are among them.
///
/// # Errors
/// When the database cannot be read; `warehouse_building` as [`fill`].
pub async fn offered(app: &App, session: &mut Session, who: &Who) -> Result<Vec<Offered>, Error> {
    let now = app.clock.now();
    let set = live::set(app).await?;
    let groups = |one: &&Promotion| matches!(one.offer, Offer::Group { .. });
    let terms: Vec<Promotion> = set.shelf().programme().promotions.iter().filter(groups).cloned().collect();
    if terms.is_empty() || who.blacklisted {
        return Ok(Vec::new());
    }
    let mut cart = Cart::default();
    fill(app, session, &set, who, &mut cart).await?;
    let own = mine(session, &who.reached.profile_ids).await?;
    let mut offered = Vec::new();
    for terms in terms {
        let anywhere = Scope { channels: Default::default(), regions: Default::default(), ..terms.scope.clone() };
        if !anywhere.suits(&cart.buyer) {
            continue;
        }
        let Some(group) = opening(session, &terms.key, now).await? else { continue };
        let runs = own.iter().find(|(one, place, _)| {
            one.promotion_id.0 == group.promotion_id
                && place.state.stands()
                && one.status == GroupBuyStatus::Open
                && one.ends_at.0 > now
        });
        offered.push(Offered {
            window: promotions::window(session, &terms).await?,
            promotion: group.promotion,
            name: group.name,
            size: group.size,
            ends_at: group.ends_at,
            own: runs.map(|(one, ..)| one.code.clone()),
        });
    }
    Ok(offered)
}

/// The code of a group by its id.
///
/// # Errors
/// When the database cannot be read.
pub async fn code_of(session: &mut Session, who: &Who, id: i64) -> Result<Option<String>, Error> {
    let own = mine(session, &who.reached.profile_ids).await?;
    Ok(own.into_iter().find(|(one, ..)| one.id.0 == id).map(|(one, ..)| one.code))
}
