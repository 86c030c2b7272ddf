//! Promotions made ready to be asked: checked once, found by the goods they name.

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;

use crate::scope::Moment;
use crate::{Buyer, Line, Offer, Problem, Programme, Promotion, Reason, Standing};

/// A shop's promotions, checked and indexed. Making one walks all promotions; pricing a cart then looks only at those that
/// name its goods, or all goods.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub(crate) programme: Programme,
    pub(crate) zone: TimeZone,
    everywhere: Vec<usize>,
    named: HashMap<(Kind, String), Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Product,
    Sku,
    Category,
    Tag,
}

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
        let mut everywhere = Vec::new();
        let mut named: HashMap<(Kind, String), Vec<usize>> = HashMap::new();
        for (index, promotion) in programme.promotions.iter().enumerate() {
            let goods = &promotion.scope.goods;
            let parts: Vec<&String> = match &promotion.offer {
                Offer::Package { parts, .. } => parts.iter().map(|part| &part.product).collect(),
                _ => Vec::new(),
            };
            if goods.is_empty() && parts.is_empty() {
                everywhere.push(index);
                continue;
            }
            let redeemed: Vec<&String> = match &promotion.offer {
                Offer::Redeem { products, .. } => products.iter().collect(),
                _ => Vec::new(),
            };
            let names = goods
                .products
                .iter()
                .chain(parts)
                .chain(redeemed)
                .map(|name| (Kind::Product, name))
                .chain(goods.skus.iter().map(|name| (Kind::Sku, name)))
                .chain(goods.categories.iter().map(|name| (Kind::Category, name)))
                .chain(goods.tags.iter().map(|name| (Kind::Tag, name)));
            for (kind, name) in names {
                named.entry((kind, name.clone())).or_default().push(index);
            }
        }
        Ok(Self { programme, zone, everywhere, named })
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
    }

    /// The promotions that cover some of these lines, with the positions of those lines.
    pub(crate) fn covering(&self, lines: &[&Line]) -> BTreeMap<usize, Vec<usize>> {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            let mut seen = |index: usize| {
                if self.promotion(index).is_some_and(|promotion| touches(promotion, line)) {
                    let covered = found.entry(index).or_default();
                    if covered.last() != Some(&at) {
                        covered.push(at);
                    }
                }
            };
            self.everywhere.iter().for_each(|index| seen(*index));
            let names = [(Kind::Product, &line.product), (Kind::Sku, &line.sku)];
            let names = names
                .into_iter()
                .chain(line.categories.iter().map(|name| (Kind::Category, name)))
                .chain(line.tags.iter().map(|name| (Kind::Tag, name)));
            for (kind, name) in names {
                self.named.get(&(kind, name.clone())).into_iter().flatten().for_each(|index| seen(*index));
            }
        }
        found
    }

    pub(crate) fn promotion(&self, index: usize) -> Option<&Promotion> {
        self.programme.promotions.get(index)
    }

    pub(crate) fn standing(&self, promotion: &Promotion) -> Standing {
        self.programme.standings.get(&promotion.key).copied().unwrap_or_default()
    }

    /// Why a promotion is not for this buyer at this moment, whatever is in the cart.
    pub(crate) fn refuses(&self, promotion: &Promotion, buyer: &Buyer, moment: Moment) -> Option<Reason> {
        let standing = self.standing(promotion);
        let used = || buyer.used.get(&promotion.key).copied().unwrap_or(0);
        if let Some(reason) = promotion.scope.sleeps(moment).or_else(|| promotion.scope.refuses(buyer)) {
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

/// The promotion looks at this line: it covers it, or has it in its package or among what can be redeemed.
pub(crate) fn touches(promotion: &Promotion, line: &Line) -> bool {
    let except = promotion.scope.except.hold(line);
    match &promotion.offer {
        Offer::Package { parts, .. } => !except && parts.iter().any(|part| part.product == line.product),
        Offer::Redeem { products, .. } => products.contains(&line.product) || promotion.scope.covers(line),
        _ => promotion.scope.covers(line),
    }
}
