//! What a cart costs: the buyer and the goods are looked up, the coupons in hand and the codes that were typed are laid beside
//! the cart, and the best allowed combination is reckoned.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error, Id, Instant};
use pricing::{Cart, Priced, Problem, Shelf, Standing, Words};

use super::access;
use super::model::{Closed, Code, Group, Payable, PriceAnswer, PriceRequest, Why};
use super::records;
use super::redemption::State;
use crate::coupons::{self, Found, Holds, Refusal, Typist};
use crate::group_buys::{self, Seat, Wish};
use crate::promotions::buyer::{self, Customer, Who};
use crate::promotions::{goods, live, regions};
use crate::{points, wallet};

/// Codes that may be typed for one cart.
const CODES: usize = 20;

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Asked<'a> {
    pub(super) cart: Cart,
    pub(super) customer: Option<&'a Customer>,
    pub(super) codes: &'a [String],
    /// The group that it opens or joins.
    pub(super) group: Option<&'a Wish>,
    /// What this order holds already counts as free.
    pub(super) order: Option<&'a str>,
    pub(super) device: Option<&'a str>,
    /// Points that this order holds already and may spend anew.
    pub(super) points: i64,
    /// Somebody tries it: a stranger has the points that the cart says, and everybody is in the groups that it says.
    pub(super) tried: bool,
}

/// A cart with its prices, before it is answered.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) priced: Priced,
    pub(super) cart: Cart,
    pub(super) who: Option<Who>,
    pub(super) set: Arc<live::Set>,
    /// How far the promotions that applied were used up when it was priced: others may use them since.
    pub(super) standings: HashMap<String, Standing>,
    /// Lines that this buyer may not have.
    pub(super) closed: Vec<Closed>,
    /// What came of each code.
    pub(super) codes: Vec<Code>,
    /// The coupons that were laid beside the cart, one a programme.
    pub(super) found: Vec<Found>,
    /// The place in a group that it was priced with, or why there is none.
    pub(super) seat: Result<Option<Seat>, group_buys::Refusal>,
}

/// What a cart costs now under the live promotions.
///
/// # Errors
/// `invalid` naming the field of the cart; `too_many_tries` after too many wrong codes; as [`buyer::who`].
pub async fn price(app: &App, scope: &ShopScope, request: PriceRequest) -> Result<PriceAnswer, Error> {
    let now = app.clock.now();
    let set = live::set(app).await?;
    let asked = Asked {
        cart: request.cart,
        customer: request.customer.as_ref(),
        codes: &request.codes,
        group: request.group.as_ref(),
        order: None,
        device: request.device.as_deref(),
        points: 0,
        tried: false,
    };
    let done = with(app, scope, set, None, asked, now).await?;
    let credit = credit(app, &done, request.credit, 0, now).await?;
    Ok(PriceAnswer { credit, ..answer(done, now) })
}

/// What red packets pay of a priced cart, when at most `wanted` shall be; what its order `held` until now counts as free.
pub(super) async fn credit(
    app: &App,
    done: &Done,
    wanted: Option<i64>,
    held: i64,
    now: i64,
) -> Result<Option<Payable>, Error> {
    let Some(wanted) = wanted else { return Ok(None) };
    let who = done.who.as_ref().ok_or_else(|| Error::invalid("customer", "required"))?;
    let mut session = app.db.read().await?;
    wallet::payable(&mut session, &who.reached, done.priced.total, (wanted, held), now).await.map(Some)
}

/// Prices a cart under the live promotions, or under `other` ones.
pub(super) async fn with(
    app: &App,
    scope: &ShopScope,
    set: Arc<live::Set>,
    other: Option<Shelf>,
    asked: Asked<'_>,
    now: i64,
) -> Result<Done, Error> {
    if asked.codes.len() > CODES {
        return Err(Error::invalid("codes", "too_many"));
    }
    let mut cart = asked.cart;
    cart.buyer.region = cart.buyer.region.as_deref().map(regions::official);
    let mut session = app.db.read().await?;
    let who = match asked.customer {
        Some(customer) => Some(buyer::who(&mut session, scope, customer).await?),
        None => None,
    };
    if let Some(who) = &who {
        buyer::fill(app, &mut session, &set, who, &mut cart).await?;
    }
    if points::till::kept_here(&mut session).await? {
        cart.buyer.points = match &who {
            Some(who) if who.blacklisted => 0,
            Some(who) => asked.points.saturating_add(points::till::payable(&mut session, &who.reached, now).await?),
            None if asked.tried => cart.buyer.points,
            // What nobody has cannot be spent.
            None => 0,
        };
    }
    goods::fill(&mut session, scope, &mut cart).await?;
    let seat = if asked.tried {
        Ok(None)
    } else {
        let touches = |key: &str| set.touches(key, &cart);
        let seat = group_buys::seat(&mut session, app, who.as_ref(), asked.group, touches, asked.order, now).await?;
        let there = |seat: &Seat| (seat.promotion.clone(), u32::try_from(seat.there).unwrap_or(u32::MAX));
        cart.groups = seat.as_ref().ok().and_then(Option::as_ref).map(there).into_iter().collect();
        seat
    };
    let closed = access::close(&mut session, who.as_ref(), &mut cart).await?;
    let reached = who.as_ref().map(|who| &who.reached);
    if !asked.codes.is_empty() {
        coupons::slow_down(&mut session, asked.device, reached, now).await?;
    }
    let mark = asked.device.map(coupons::mark);
    // What the order holds already counts as free.
    let before = match asked.order {
        Some(order) if !asked.codes.is_empty() => records::find(&mut session, order).await?,
        _ => None,
    };
    let before = before.as_ref().filter(|one| one.state == State::Reserved);
    let holds = before.map_or_else(Holds::default, records::Kept::holds);
    let typist = Typist { buyer: &cart.buyer, customer: reached, mark: mark.as_deref(), holds };
    let (found, mut codes) = laid_out(&mut session, who.as_ref(), typist, asked.codes, asked.order, now).await?;
    drop(session);
    if codes.iter().any(|code| refused_as(code, Refusal::Unknown)) {
        coupons::note_wrong(app, asked.device, reached).await?;
    }
    cart.buyer.coupons = found.iter().map(|one| one.key.clone()).collect();
    let Reckoned { priced, standings, cart } = reckon(Arc::clone(&set), other, cart, now).await?;
    for code in codes.iter_mut().filter(|code| code.refused.is_none()) {
        code.refused = code.promotion.as_deref().and_then(|key| unused(&priced, key));
    }
    Ok(Done { priced, cart, who, set, standings, closed, codes, found, seat })
}

fn refused_as(code: &Code, refusal: Refusal) -> bool {
    code.refused.as_ref().is_some_and(|why| why.code == refusal.code())
}

/// The coupons in hand and those behind codes, one a programme: a code goes before what is in hand.
async fn laid_out(
    session: &mut Session,
    who: Option<&Who>,
    typist: Typist<'_>,
    typed: &[String],
    order: Option<&str>,
    now: i64,
) -> Result<(Vec<Found>, Vec<Code>), Error> {
    let reached = who.map(|who| &who.reached);
    let blacklisted = who.is_some_and(|who| who.blacklisted);
    let mut found = match reached {
        Some(reached) if !blacklisted => coupons::in_hand(session, reached, order, now).await?,
        _ => Vec::new(),
    };
    let mut codes = Vec::with_capacity(typed.len());
    for code in typed {
        let looked = if blacklisted {
            Err(Refusal::Blacklisted)
        } else {
            match coupons::look(session, code, reached, order, now).await? {
                Ok(one) => coupons::admits(session, &one, &typist).await?.map(|()| one),
                refused => refused,
            }
        };
        codes.push(match looked {
            Ok(one) => {
                let told = Code {
                    code: code.clone(),
                    coupon_id: one.coupon.map(Id),
                    promotion: Some(one.key.clone()),
                    refused: None,
                };
                found.retain(|other| other.programme != one.programme);
                found.push(one);
                told
            }
            Err(refusal) => {
                let why = Why { code: refusal.code().to_owned(), reason: refusal.words() };
                Code { code: code.clone(), coupon_id: None, promotion: None, refused: Some(why) }
            }
        });
    }
    Ok((found, codes))
}

/// Why a promotion that was laid beside the cart takes nothing off; nothing when it does, or gives something.
fn unused(priced: &Priced, key: &str) -> Option<Why> {
    if applied(priced).contains(key) {
        return None;
    }
    let told = priced.refused.iter().find(|one| one.promotion == key);
    Some(told.map_or_else(
        || Why {
            code: "no_goods".to_owned(),
            reason: Words {
                zh: "购物车中没有适用的商品".to_owned(),
                en: "no goods in the cart are in its scope".to_owned(),
            },
        },
        |one| Why { code: one.code.clone(), reason: one.reason.clone() },
    ))
}

/// A cart that was reckoned.
struct Reckoned {
    priced: Priced,
    standings: HashMap<String, Standing>,
    cart: Cart,
}

/// The promotions that applied: those that took something off, and those that gave something.
pub(super) fn applied(priced: &Priced) -> BTreeSet<String> {
    let offers = priced.offers.iter().map(|one| one.promotion.clone());
    offers.chain(priced.gifts.iter().map(|one| one.promotion.clone())).collect()
}

/// The reckoning itself, beside the server's own work.
async fn reckon(set: Arc<live::Set>, other: Option<Shelf>, cart: Cart, now: i64) -> Result<Reckoned, Error> {
    let task = tokio::task::spawn_blocking(move || {
        let on = |shelf: &Shelf| {
            let priced = pricing::price(shelf, &cart, now)?;
            let known = |key: String| Some((shelf.programme().standings.get(&key).copied()?, key));
            let standings =
                applied(&priced).into_iter().filter_map(known).map(|(standing, key)| (key, standing)).collect();
            Ok::<_, Vec<Problem>>((priced, standings))
        };
        let reckoned = match &other {
            Some(shelf) => on(shelf),
            None => on(&set.shelf()),
        };
        reckoned.map(|(priced, standings)| Reckoned { priced, standings, cart })
    });
    task.await.map_err(Error::internal)?.map_err(|problems| refused(&problems))
}

/// What is answered of the group that a cart was priced with.
fn grouped(seat: Result<Option<Seat>, group_buys::Refusal>) -> Option<Group> {
    match seat {
        Ok(seat) => seat.map(|seat| Group {
            size: Some(seat.size),
            missing: Some(seat.missing()),
            ends_at: Some(Instant(seat.ends_at)),
            code: seat.code,
            promotion: Some(seat.promotion),
            refused: None,
        }),
        Err(refusal) => {
            let why = Why { code: refusal.code().to_owned(), reason: refusal.words() };
            Some(Group { refused: Some(why), ..Group::default() })
        }
    }
}

pub(super) fn answer(done: Done, now: i64) -> PriceAnswer {
    PriceAnswer {
        group: grouped(done.seat),
        customer_id: done.who.as_ref().map(|who| Id(who.reached.customer_id)),
        priced: done.priced,
        at: Instant(now),
        closed: done.closed,
        codes: done.codes,
        buyer: done.cart.buyer,
        credit: None,
    }
}

/// What is wrong with a cart, field by field.
fn refused(problems: &[Problem]) -> Error {
    let code = |problem: &Problem| match problem.code.as_str() {
        "twice" => "duplicate",
        "too_many" => "too_many",
        "currency" => "unknown",
        _ => "out_of_range",
    };
    let mut problems = problems.iter();
    let Some(first) = problems.next() else { return Error::internal("a cart was refused for no reason") };
    let error = Error::invalid(format!("cart.{}", first.path), code(first)).inside(first.to_string());
    problems.take(20).fold(error, |error, problem| error.fault(format!("cart.{}", problem.path), code(problem)))
}
