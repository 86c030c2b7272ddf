//! What a customer is shown: the coupons that can be had, members' first, then those for new or returning customers, then
//! everybody's; and why one cannot be had.

use platform::db::Session;
use platform::{App, Error, Id};
use pricing::{Buyer, Cart, Window, Words};
use serde::Serialize;
use utoipa::ToSchema;

use super::claim::meant;
use super::limits::had;
use super::look::{self, Refusal};
use super::model::{CouponAudience, Kind};
use super::records::programmes;
use crate::promotions::buyer::{Who, fill};
use crate::promotions::{self, State, live};

/// A programme as a customer sees it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CouponOffered)]
pub struct Offered {
    /// The programme.
    pub programme_id: Id,
    /// What buyers read.
    pub name: Words,
    /// What it gives, for what, until when.
    pub window: Window,
    /// What it takes off.
    pub kind: Kind,
    /// Whom it is shown to.
    pub audience: CouponAudience,
    /// The customer can take one now.
    pub can_claim: bool,
    /// Why not.
    pub why_not: Option<Words>,
}

/// What a customer is shown. What is for others is left out.
pub(super) async fn offered(session: &mut Session, who: &Who, buyer: &Buyer, now: i64) -> Result<Vec<Offered>, Error> {
    let mut found = programmes::claimable(session).await?;
    found.sort_by_key(|one| (one.how.audience == CouponAudience::Public, one.how.audience, one.id));
    let terms = promotions::find_all(session, found.iter().map(|one| one.id)).await?;
    let mut offered = Vec::new();
    for programme in found {
        let Some(terms) = terms.iter().find(|one| one.id == programme.id) else { continue };
        let Some(published) = terms.published.as_ref().filter(|_| terms.state(now) == State::Running) else { continue };
        let mut refusal = meant(&programme, terms, who, buyer).and_then(|()| look::open(terms, now)).err();
        if refusal == Some(Refusal::NotForYou) {
            continue;
        }
        if refusal.is_none() && programme.how.most.is_some_and(|most| programme.issued >= most) {
            refusal = Some(Refusal::AllIssued);
        }
        if refusal.is_none()
            && let Some(most) = programme.how.most_per_customer
        {
            let had = had(session, programme.id, &who.reached).await?;
            refusal = (had >= most).then_some(Refusal::Enough);
        }
        offered.push(Offered {
            programme_id: Id(programme.id),
            name: published.name.clone(),
            window: promotions::window(session, published).await?,
            kind: Kind::of(published),
            audience: programme.how.audience,
            can_claim: refusal.is_none(),
            why_not: refusal.map(Refusal::words),
        });
    }
    Ok(offered)
}

/// What a customer is shown, with `level` standing in for a level that is kept elsewhere.
///
/// # Errors
/// When the database cannot be read, or the warehouse is not ready and a coupon asks for a segment.
pub async fn offers(app: &App, session: &mut Session, who: &Who, level: Option<String>) -> Result<Vec<Offered>, Error> {
    let set = live::set(app).await?;
    let mut cart = Cart::default();
    cart.buyer.level = level;
    fill(app, session, &set, who, &mut cart).await?;
    offered(session, who, &cart.buyer, app.clock.now()).await
}
