//! A cart laid out for pricing: its lines in the order of their keys, and the promotions that may apply, in the order in
//! which they would.

use crate::money::{kept, narrow, times};
use crate::scope::Moment;
use crate::shelf::Manner;
use crate::{Cap, Cart, Layer, Line, MAX_LINES, MAX_PIECES, MAX_PRICE, Offer, Problem, Promotion, Reason, Shelf};

/// Everything that stays the same while combinations are tried.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) cart: &'a Cart,
    /// The lines by key.
    pub(crate) lines: Vec<&'a Line>,
    /// What each line costs before any offer.
    pub(crate) start: Vec<i64>,
    /// What each line costs at least.
    pub(crate) floors: Vec<i64>,
    /// The most that goods may be reduced by.
    pub(crate) cap: i64,
    /// The promotions that may apply, in order.
    pub(crate) candidates: Vec<Candidate<'a>>,
    /// The promotions that cover some line but are not for this buyer or moment.
    pub(crate) refused: Vec<(&'a Promotion, Vec<usize>, Reason)>,
}

/// A promotion that may apply.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<'a> {
    pub(crate) promotion: &'a Promotion,
    pub(crate) layer: Layer,
    /// How it stands beside other offers on a line.
    pub(crate) manner: Manner,
    /// The positions of the lines that it looks at.
    pub(crate) covers: Vec<usize>,
    /// Of an offer that prices lines: how much less a piece of each covered line costs.
    pub(crate) off: Vec<i64>,
    /// How many pieces it may price; unlimited when absent.
    pub(crate) pieces: Option<u32>,
    /// What is left of its budget.
    pub(crate) budget: i64,
}

impl<'a> Table<'a> {
    /// Lays a cart out.
    ///
    /// # Errors
    /// What is wrong with the cart.
    pub(crate) fn new(shelf: &'a Shelf, cart: &'a Cart, now: i64) -> Result<Self, Vec<Problem>> {
        let problems = wrong(cart, &shelf.programme.currency);
        if !problems.is_empty() {
            return Err(problems);
        }
        let settings = &shelf.programme.settings;
        let mut lines: Vec<&Line> = cart.lines.iter().collect();
        lines.sort_by(|one, other| one.key.cmp(&other.key));
        let start: Vec<i64> = lines.iter().map(|line| times(line.unit_price, line.quantity)).collect();
        let floor = |line: &&Line| {
            let cost = line.cost.filter(|_| settings.floor_at_cost).unwrap_or(0);
            // Rounded up: no piece may be sold below its share.
            let share =
                narrow((i128::from(line.unit_price) * i128::from(settings.floor_per_mille) + 999).div_euclid(1000));
            times(line.floor.unwrap_or(0).max(cost).max(share).min(line.unit_price), line.quantity)
        };
        let floors = lines.iter().map(floor).collect();
        let goods: i64 = start.iter().sum();
        let cap = match settings.cap {
            None => goods,
            Some(Cap::Amount(most)) => most.min(goods),
            Some(Cap::PerMille(most)) => narrow(i128::from(goods) * i128::from(most) / 1000),
        };
        let mut table = Self { shelf, cart, lines, start, floors, cap, candidates: Vec::new(), refused: Vec::new() };
        table.find(Moment::new(now, &shelf.zone));
        Ok(table)
    }

    fn find(&mut self, moment: Moment) {
        for (index, covers) in self.shelf.covering(&self.lines) {
            let Some(promotion) = self.shelf.promotion(index) else { continue };
            let reason = self.shelf.refuses(index, promotion, &self.cart.buyer, moment);
            match reason.map_or_else(|| self.candidate(index, promotion, &covers), Err) {
                Ok(candidate) => self.candidates.push(candidate),
                Err(reason) => self.refused.push((promotion, covers, reason)),
            }
        }
        self.refused.sort_by(|one, other| one.0.key.cmp(&other.0.key));
    }

    fn candidate(&self, index: usize, promotion: &'a Promotion, covers: &[usize]) -> Result<Candidate<'a>, Reason> {
        let standing = self.shelf.standing(index);
        let covered = || covers.iter().filter_map(|at| self.lines.get(*at));
        let mut pieces = None;
        let same = |cut: crate::Cut| covered().map(|line| cut.off(line.unit_price)).collect::<Vec<_>>();
        let off = match &promotion.offer {
            Offer::Flash { cut, stock, limit } => {
                let left = stock.saturating_sub(standing.sold);
                if left == 0 {
                    return Err(Reason::StockGone);
                }
                pieces = Some(limit.map_or(left, |limit| limit.min(left)));
                same(*cut)
            }
            Offer::Clearance { cut, stock } => {
                pieces = stock.map(|stock| stock.saturating_sub(standing.sold));
                if pieces == Some(0) {
                    return Err(Reason::StockGone);
                }
                same(*cut)
            }
            Offer::NewcomerPrice { cut, limit } => {
                pieces = *limit;
                same(*cut)
            }
            Offer::Group { cut, .. } => {
                if !self.cart.groups.contains_key(&promotion.key) {
                    return Err(Reason::NoGroup);
                }
                same(*cut)
            }
            Offer::MemberPrice { prices } => {
                let level = self.cart.buyer.level.as_deref();
                match prices.iter().find(|price| Some(price.level.as_str()) == level) {
                    Some(price) => same(price.cut),
                    None => {
                        let levels = prices.iter().map(|price| price.level.clone()).collect();
                        return Err(Reason::Level { levels });
                    }
                }
            }
            Offer::LadderOrder { steps } => match steps.iter().find(|step| standing.uses < step.up_to) {
                Some(step) => same(step.cut),
                None => return Err(Reason::OrdersGone),
            },
            Offer::LadderQuantity { steps } => {
                let count: u32 = covered().map(|line| line.quantity).sum();
                covered().map(|line| crate::offer::ladder_off(steps, count, line.unit_price)).collect()
            }
            Offer::Presale { deposit, worth } => {
                covered().map(|line| (worth - deposit).min(line.unit_price - deposit).max(0)).collect()
            }
            Offer::Special { now, .. } => same(crate::Cut::Price(*now)),
            Offer::Discount { keep } if promotion.is_line_price() => same(crate::Cut::Keep(*keep)),
            _ => Vec::new(),
        };
        let budget = promotion.budget.map_or(i64::MAX, |budget| budget - standing.spent);
        Ok(Candidate {
            promotion,
            layer: promotion.layer(),
            manner: self.shelf.manner(index),
            covers: covers.to_vec(),
            off,
            pieces,
            budget,
        })
    }

    pub(crate) fn line(&self, at: usize) -> Option<&'a Line> {
        self.lines.get(at).copied()
    }

    pub(crate) fn start(&self, at: usize) -> i64 {
        self.start.get(at).copied().unwrap_or(0)
    }

    pub(crate) fn quantity(&self, at: usize) -> u32 {
        self.line(at).map_or(0, |line| line.quantity)
    }

    pub(crate) fn candidate_at(&self, which: usize) -> Option<&Candidate<'a>> {
        self.candidates.get(which)
    }
}

impl Candidate<'_> {
    /// How much less a piece of the covered line in this place costs.
    pub(crate) fn off_at(&self, place: usize) -> i64 {
        self.off.get(place).copied().unwrap_or(0)
    }
}

/// A rate on an amount, as what it takes off.
pub(crate) fn rate_off(amount: i64, keep: u16) -> i64 {
    amount - kept(amount, keep)
}

/// What is wrong with a cart.
fn wrong(cart: &Cart, currency: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if cart.currency != currency {
        let (zh, en) = (
            format!("购物车是 {}，促销是 {currency}：币种必须相同", cart.currency),
            format!(
                "the cart is in {}, the promotions in {currency}: they must be in the same currency",
                cart.currency
            ),
        );
        problems.push(Problem::error("currency", "currency", zh, en));
    }
    if cart.lines.len() > MAX_LINES {
        let (zh, en) = (format!("购物车最多 {MAX_LINES} 行"), format!("a cart has at most {MAX_LINES} lines"));
        problems.push(Problem::error("too_many", "lines", zh, en));
    }
    if cart.lines.iter().map(|line| u64::from(line.quantity)).sum::<u64>() > MAX_PIECES {
        let (zh, en) = (format!("购物车最多 {MAX_PIECES} 件"), format!("a cart has at most {MAX_PIECES} pieces"));
        problems.push(Problem::error("too_many", "lines", zh, en));
    }
    let mut keys = std::collections::HashSet::new();
    for (index, line) in cart.lines.iter().enumerate() {
        let path = |field: &str| format!("lines[{index}].{field}");
        if !keys.insert(line.key.as_str()) {
            let (zh, en) = (format!("行 `{}` 出现两次", line.key), format!("the key `{}` is there twice", line.key));
            problems.push(Problem::error("twice", path("key"), zh, en));
        }
        if line.quantity == 0 {
            problems.push(Problem::error(
                "quantity",
                path("quantity"),
                "数量至少为 1",
                "the quantity must be at least 1",
            ));
        }
        if let Some(stock) = line.stock
            && line.quantity > stock
        {
            let (zh, en) = (format!("库存只有 {stock} 件"), format!("there are only {stock} of it"));
            problems.push(Problem::error("stock", path("quantity"), zh, en));
        }
        let amounts = [
            ("unit_price", Some(line.unit_price)),
            ("list_price", line.list_price),
            ("lowest_7_days", line.lowest_7_days),
            ("cost", line.cost),
            ("floor", line.floor),
        ];
        for (field, amount) in amounts {
            problems.extend(amount.and_then(|amount| outside(amount, path(field))));
        }
    }
    problems.extend(outside(cart.shipping, "shipping".to_owned()));
    problems.extend(outside(cart.spend_points, "spend_points".to_owned()));
    problems.extend(outside(cart.buyer.points, "buyer.points".to_owned()));
    problems
}

/// An amount must be from 0 to [`MAX_PRICE`].
pub(crate) fn outside(amount: i64, path: String) -> Option<Problem> {
    (!(0..=MAX_PRICE).contains(&amount)).then(|| {
        let (zh, en) = (format!("必须在 0 到 {MAX_PRICE} 之间"), format!("must be from 0 to {MAX_PRICE}"));
        Problem::error("amount", path, zh, en)
    })
}
