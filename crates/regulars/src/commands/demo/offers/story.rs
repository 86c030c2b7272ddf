//! The story's time, and whom it is about.

use std::collections::BTreeSet;

use connectors::drafts::Draft;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use platform::http::{Actor, Caller, ShopScope};
use platform::{App, Clock, Error, accounts};
use shop::customers::{self, Reached};
use shop::{members, orders, products, shops};

use crate::commands::demo::load::Plan;
use crate::commands::demo::people;
use crate::demo::{Told, World};

/// A minute, milliseconds.
const MINUTE: i64 = 60_000;
/// A day, milliseconds.
pub(super) const DAY: i64 = 86_400_000;
/// How long before the story's end the programme began, days.
pub(super) const OPENED: i64 = 182;
/// The programme's time is told in pieces of so many days: in each, orders come first and levels and points follow.
const PIECE: i64 = 26;
/// Goods looked at for those whose price may be cut.
const GOODS: i64 = 5_000;
/// Customers looked at for those whom the story is about.
const PEOPLE: i64 = 6_000;

/// The instants up to which orders are told at a time: all before the programme began, then piece by piece.
pub(in crate::commands::demo) fn slices(to: i64) -> Vec<i64> {
    let pieces = OPENED / PIECE;
    (0..=pieces).map(|piece| to - (OPENED - piece * PIECE) * DAY).collect()
}

/// When a draft happened; what is known of people and goods was always there.
pub(in crate::commands::demo) fn happened(told: &Told) -> i64 {
    let at = match &told.draft {
        Draft::Order(order) => order.paid_at.or(order.placed_at),
        Draft::Refund(refund) => refund.finished_at.or(refund.requested_at),
        Draft::Event(event) => Some(event.at),
        Draft::Person(_) | Draft::Product(_) | Draft::Lines(_) => None,
    };
    at.unwrap_or(i64::MIN)
}

/// The program as it was at an instant of the story.
pub(in crate::commands::demo) fn at(app: &App, when: i64) -> App {
    App { clock: Clock::fixed(when), ..app.clone() }
}

/// Who tells it, and of whom.
pub(super) struct Story<'a> {
    pub(super) app: &'a App,
    /// Whoever may do everything.
    pub(super) caller: Caller,
    /// Who runs promotions.
    pub(super) operator: Actor,
    /// Who looks after customers.
    pub(super) agent: Actor,
    pub(super) world: &'a World,
    to: i64,
    customers: u64,
    zone: TimeZone,
    /// Members, by customer.
    pub(super) members: Vec<i64>,
    /// Who is none.
    pub(super) strangers: Vec<i64>,
    /// The ids of the levels, the lowest first, as promotions name them.
    pub(super) levels: Vec<String>,
}

async fn actor(app: &App, login: &str) -> Result<Actor, Error> {
    let user = accounts::find_by_login(&app.db, login).await?;
    Ok(Actor::User { id: user.id, name: user.name, role: user.role })
}

impl<'a> Story<'a> {
    pub(super) async fn new(app: &'a App, caller: &'a Caller, world: &'a World, plan: Plan) -> Result<Self, Error> {
        let operator = actor(app, people::OPERATOR).await?;
        let agent = actor(app, people::AGENT).await?;
        let caller = Caller { actor: operator.clone(), ..caller.clone() };
        let mut session = app.db.read().await?;
        let zone = shops::business(&mut session).await?.zone();
        let all = customers::standing_after(&mut session, i64::MIN, PEOPLE).await?;
        let standings = members::standings(&mut session, &all).await?;
        let barred = customers::blacklisted(&mut session, &all).await?;
        let levels = members::levels(&mut session).await?.into_iter().map(|(id, _)| id.to_string()).collect();
        let (members, strangers) =
            all.into_iter().filter(|id| !barred.contains(id)).partition(|id| standings.contains_key(id));
        Ok(Self {
            app,
            caller,
            operator,
            agent,
            world,
            to: plan.to,
            customers: plan.customers,
            zone,
            members,
            strangers,
            levels,
        })
    }

    /// The instant so many days and minutes before the end.
    pub(super) fn before(&self, days: i64, minutes: i64) -> i64 {
        self.to - days * DAY - minutes * MINUTE
    }

    /// The program as it was so many days and minutes before the end.
    pub(super) fn app_before(&self, days: i64, minutes: i64) -> App {
        at(self.app, self.before(days, minutes))
    }

    /// A day of the shop's calendar, so many days from the end of the story, at this hour.
    pub(super) fn date(&self, days: i64, hour: i8) -> Result<DateTime, Error> {
        let at = jiff::Timestamp::from_millisecond(self.to + days * DAY).map_err(Error::internal)?;
        let day = at.to_zoned(self.zone.clone()).date();
        Ok(day.at(hour, 0, 0, 0))
    }

    /// The numbers, in every storefront, of the products with this in their title.
    pub(super) fn numbers(&self, title: &str) -> BTreeSet<&str> {
        let named = self.world.products().iter().filter(|product| product.title.contains(title));
        named.flat_map(|product| product.numbers.iter().map(String::as_str)).collect()
    }

    /// The numbers of the best goods that were not sold below their price in the week before so many days ago, nor since:
    /// a price may only be cut from the lowest of late.
    pub(super) async fn at_full_price(&self, days: i64, count: usize) -> Result<Vec<String>, Error> {
        let mut session = self.app.db.read().await?;
        let currency = shops::business(&mut session).await?.currency;
        let goods = products::goods(&mut session, &currency, GOODS).await?;
        let ids: Vec<i64> = goods.iter().map(|good| good.id).collect();
        let lowest = orders::lowest_prices(&mut session, &ids, self.before(days + 8, 0)).await?;
        let full = goods.into_iter().filter(|good| {
            let sold = lowest.get(&good.id).copied();
            good.price.is_some_and(|price| price > 0 && sold.is_none_or(|sold| sold >= price))
        });
        Ok(full.map(|good| good.number).take(count).collect())
    }

    /// So many in a shop of twenty thousand customers, and fewer in a smaller one.
    pub(super) fn some(&self, of_many: u64) -> usize {
        let share = of_many * self.customers.min(20_000) / 20_000;
        usize::try_from(share).unwrap_or(usize::MAX).max(12)
    }

    /// So many of these, spread over all of them; another `turn` begins with another one.
    pub(super) fn pick(&self, from: &[i64], count: usize, turn: usize) -> Vec<i64> {
        if from.is_empty() {
            return Vec::new();
        }
        let step = (from.len() / count.max(1)).max(1);
        (0..count.min(from.len())).filter_map(|at| from.get((turn + at * step) % from.len()).copied()).collect()
    }

    pub(super) async fn reach(&self, customer: i64) -> Result<Reached, Error> {
        customers::reach(&mut self.app.db.read().await?, &ShopScope::All, customer).await
    }
}

/// What was refused for a reason that belongs to the story, such as too few points, is let be.
pub(super) fn let_be<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.outside().status == 409 => Ok(None),
        Err(error) => Err(error),
    }
}
