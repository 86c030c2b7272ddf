//! Promotions made ready to be asked: checked once, found by the goods they name.

use std::cmp::Reverse;

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use crate::scope::Moment;
use crate::{Buyer, Layer, Line, Offer, Problem, Programme, Promotion, Reason, Standing};

/// A shop's promotions, checked and indexed. Making one walks all promotions; pricing a cart then looks only at those that
/// name its goods, or all goods.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub(crate) programme: Programme,
    pub(crate) zone: TimeZone,
    /// By the place of a promotion in the programme.
    ready: Vec<Ready>,
    /// The place of each promotion, by key.
    places: FxHashMap<Box<str>, usize>,
    everywhere: Vec<usize>,
    named: [Names; 4],
}

/// The promotions that name some goods.
type Names = FxHashMap<Box<str>, Vec<usize>>;

/// What is known of a promotion before any cart.
#[derive(Debug, Clone, Copy)]
struct Ready {
    /// When it applies among all others.
    turn: usize,
    manner: Manner,
    /// It covers whatever it names: it leaves nothing out.
    plain: bool,
    standing: Standing,
}

/// How a promotion stands beside others on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Manner {
    /// It sets the price of each line by itself.
    pub(crate) prices: bool,
    /// It takes pieces of several lines together.
    pub(crate) bundle: bool,
    /// It counts among the offers of which only so many may meet.
    pub(crate) counts: bool,
    /// It shares a line with no other.
    pub(crate) alone: bool,
    /// The group of which only one may lie on a line.
    pub(crate) group: Option<u32>,
}

const PRODUCT: usize = 0;
const SKU: usize = 1;
const CATEGORY: usize = 2;
const TAG: usize = 3;

impl Shelf {
    /// Checks a programme and makes it ready. `zone` is the shop's time zone, which the programme only names.
    ///
    /// # Errors
    /// Everything that is wrong with the programme, each with its path.
    pub fn new(programme: Programme, zone: TimeZone) -> Result<Self, Vec<Problem>> {
        let problems = crate::check(&programme);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut shelf = Self {
            ready: ready(&programme),
            places: FxHashMap::default(),
            everywhere: Vec::new(),
            named: [const { Names::with_hasher(rustc_hash::FxBuildHasher) }; 4],
            programme,
            zone,
        };
        for (index, promotion) in shelf.programme.promotions.iter().enumerate() {
            shelf.places.insert(promotion.key.as_str().into(), index);
            if !note(&mut shelf.named, index, promotion) {
                shelf.everywhere.push(index);
            }
        }
        Ok(shelf)
    }

    /// What it was made from.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// The shop's time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Sets how far a promotion is used up, as the shop's ledger says it now.
    pub fn set_standing(&mut self, promotion: &str, standing: Standing) {
        self.programme.standings.insert(promotion.to_owned(), standing);
        let place = self.places.get(promotion);
        if let Some(ready) = place.and_then(|place| self.ready.get_mut(*place)) {
            ready.standing = standing;
        }
    }

    /// The promotions that cover some of these lines, in the order in which they would apply, with the positions of those
    /// lines.
    pub(crate) fn covering(&self, lines: &[&Line]) -> Vec<(usize, Vec<usize>)> {
        // By turn, so that sorting puts them in order and brings what one promotion covers together.
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let mut seen = |index: &usize| {
                let (Some(ready), Some(promotion)) = (self.ready.get(*index), self.promotion(*index)) else { return };
                if ready.plain || touches(promotion, line) {
                    found.push((ready.turn, *index, at));
                }
            };
            self.everywhere.iter().for_each(&mut seen);
            let mut named = |kind: usize, name: &str| {
                let names = self.named.get(kind).and_then(|names| names.get(name));
                names.into_iter().flatten().for_each(&mut seen);
            };
            named(PRODUCT, &line.product);
            if !line.sku.is_empty() {
                named(SKU, &line.sku);
            }
            line.categories.iter().for_each(|name| named(CATEGORY, name));
            line.tags.iter().for_each(|name| named(TAG, name));
        }
        found.sort_unstable();
        found.dedup();
        let mut covering: Vec<(usize, Vec<usize>)> = Vec::new();
        for (_, index, at) in found {
            match covering.last_mut().filter(|last| last.0 == index) {
                Some(last) => last.1.push(at),
                None => covering.push((index, vec![at])),
            }
        }
        covering
    }

    pub(crate) fn promotion(&self, index: usize) -> Option<&Promotion> {
        self.programme.promotions.get(index)
    }

    pub(crate) fn standing(&self, index: usize) -> Standing {
        self.ready.get(index).map(|ready| ready.standing).unwrap_or_default()
    }

    pub(crate) fn manner(&self, index: usize) -> Manner {
        self.ready.get(index).map_or(Manner::NONE, |ready| ready.manner)
    }

    /// The promotions that are open for this buyer at `now` (milliseconds UTC), and not for everybody yet (提前购); whatever is in
    /// the cart.
    #[must_use]
    pub fn open_early(&self, buyer: &Buyer, now: i64) -> Vec<&Promotion> {
        let moment = Moment::new(now, &self.zone);
        let all = self.programme.promotions.iter().enumerate().filter(|(_, one)| one.scope.is_early(moment));
        all.filter(|(index, one)| self.refuses(*index, one, buyer, moment).is_none()).map(|(_, one)| one).collect()
    }

    /// How many hours before others this buyer gets a promotion.
    fn early_hours(&self, promotion: &Promotion, buyer: &Buyer) -> u32 {
        let hours = buyer.level.as_ref().and_then(|level| self.programme.early_access.get(level));
        hours.copied().filter(|_| promotion.opens_early()).unwrap_or(0)
    }

    /// Why a promotion is not for this buyer at this moment, whatever is in the cart.
    pub(crate) fn refuses(&self, index: usize, promotion: &Promotion, buyer: &Buyer, moment: Moment) -> Option<Reason> {
        let standing = self.standing(index);
        let used = || buyer.used.get(&promotion.key).copied().unwrap_or(0);
        if let Some(reason) = promotion
            .scope
            .sleeps(moment, self.early_hours(promotion, buyer))
            .or_else(|| promotion.scope.refuses(buyer))
        {
            return Some(reason);
        }
        if matches!(promotion.offer, Offer::NewcomerPrice { .. }) && !buyer.first_order {
            Some(Reason::FirstOrder)
        } else if promotion.held && !buyer.coupons.contains(&promotion.key) {
            Some(Reason::NotHeld)
        } else if promotion.uses.is_some_and(|most| standing.uses >= most) {
            Some(Reason::UsesGone)
        } else if promotion.uses_per_customer.is_some_and(|most| used() >= most) {
            Some(Reason::OwnUsesGone)
        } else if promotion.budget.is_some_and(|most| standing.spent >= most) {
            Some(Reason::BudgetGone)
        } else {
            None
        }
    }
}

impl Manner {
    const NONE: Self = Self { prices: false, bundle: false, counts: false, alone: false, group: None };
}

/// Everything that does not depend on a cart.
fn ready(programme: &Programme) -> Vec<Ready> {
    let promotions = &programme.promotions;
    let mut groups: FxHashMap<&str, u32> = FxHashMap::default();
    let ready = promotions.iter().map(|promotion| {
        let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let group = promotion.exclusive.as_deref().map(|group| *groups.entry(group).or_insert(next));
        let manner = Manner {
            prices: promotion.is_line_price(),
            bundle: promotion.offer.is_bundle(),
            counts: promotion.counts(),
            alone: promotion.alone,
            group,
        };
        let standing = programme.standings.get(&promotion.key).copied().unwrap_or_default();
        Ready { turn: 0, manner, plain: promotion.scope.except.is_empty(), standing }
    });
    let mut ready: Vec<Ready> = ready.collect();
    let mut order: Vec<usize> = (0..promotions.len()).collect();
    order.sort_by_key(|index| promotions.get(*index).map(place));
    for (turn, index) in order.into_iter().enumerate() {
        if let Some(ready) = ready.get_mut(index) {
            ready.turn = turn;
        }
    }
    ready
}

/// Where a promotion stands in the order: by layer, bundles before prices of single lines, priority, key.
fn place(promotion: &Promotion) -> (Layer, bool, Reverse<i32>, &str) {
    (promotion.layer(), promotion.is_line_price(), Reverse(promotion.priority), &promotion.key)
}

/// Notes a promotion by all that it names; nothing when it names nothing.
fn note(named: &mut [Names; 4], index: usize, promotion: &Promotion) -> bool {
    let goods = &promotion.scope.goods;
    let parts: Vec<&String> = match &promotion.offer {
        Offer::Package { parts, .. } => parts.iter().map(|part| &part.product).collect(),
        _ => Vec::new(),
    };
    if goods.is_empty() && parts.is_empty() {
        return false;
    }
    let redeemed: Vec<&String> = match &promotion.offer {
        Offer::Redeem { products, .. } => products.iter().collect(),
        _ => Vec::new(),
    };
    let products = goods.products.iter().chain(parts).chain(redeemed).map(|name| (PRODUCT, name));
    let others = goods.skus.iter().map(|name| (SKU, name));
    let others = others.chain(goods.categories.iter().map(|name| (CATEGORY, name)));
    for (kind, name) in products.chain(others).chain(goods.tags.iter().map(|name| (TAG, name))) {
        if let Some(names) = named.get_mut(kind) {
            names.entry(name.as_str().into()).or_default().push(index);
        }
    }
    true
}

/// The promotion looks at this line: it covers it, or has it in its package or among what can be redeemed.
pub(crate) fn touches(promotion: &Promotion, line: &Line) -> bool {
    let except = promotion.scope.except.hold(line);
    match &promotion.offer {
        Offer::Package { parts, .. } => !except && parts.iter().any(|part| part.product == line.product),
        Offer::Redeem { products, .. } => products.contains(&line.product) || promotion.scope.covers(line),
        _ => promotion.scope.covers(line),
    }
}
