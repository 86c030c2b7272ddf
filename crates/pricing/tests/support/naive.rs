//! What a cart costs, as plainly as can be: every set of promotions is tried, every piece is looked at by itself. It shares
//! nothing with the crate but the types of its JSON.

use std::collections::BTreeMap;

use pricing::{At, Cap, Cart, Cut, Gift, Layer, Line, Offer, Programme, Promotion};

/// A cart under one set of promotions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Till {
    pub(crate) pay: Vec<i64>,
    /// Per line: who touched it, and how much it took.
    pub(crate) on: Vec<Vec<(String, i64)>>,
    pub(crate) gifts: BTreeMap<String, i64>,
    pub(crate) shipping: i64,
    pub(crate) points: i64,
}

pub(crate) struct Shop<'a> {
    programme: &'a Programme,
    cart: &'a Cart,
    lines: Vec<&'a Line>,
    offers: Vec<&'a Promotion>,
}

/// The best of all sets: the least to pay, then the worthiest gifts, then the fewest points, then the set with the earliest offers.
pub(crate) fn best(programme: &Programme, cart: &Cart) -> Till {
    let mut lines: Vec<&Line> = cart.lines.iter().collect();
    lines.sort_by_key(|line| line.key.clone());
    let mut offers: Vec<&Promotion> = programme.promotions.iter().filter(|one| runs(one, cart, programme)).collect();
    offers.sort_by_key(|one| (one.layer(), line_price(one), -one.priority, one.key.clone()));
    let shop = Shop { programme, cart, lines, offers };
    let count = shop.offers.len();
    let mut best: Option<((i64, i64, i64), Till)> = None;
    // The first offer is the highest bit, and sets with it come first.
    for set in (0..1_u32 << count).rev() {
        let mut till = shop.open();
        for (place, offer) in shop.offers.iter().enumerate() {
            if set >> (count - 1 - place) & 1 == 1 {
                till = shop.apply(till, offer);
            }
        }
        let worth: i64 = till.gifts.values().sum();
        let rank = (till.pay.iter().sum::<i64>() + till.shipping, -worth, till.points);
        if best.as_ref().is_none_or(|(other, _)| rank < *other) {
            best = Some((rank, till));
        }
    }
    best.unwrap().1
}

fn runs(one: &Promotion, cart: &Cart, programme: &Programme) -> bool {
    let standing = programme.standings.get(&one.key).copied().unwrap_or_default();
    let buyer = &cart.buyer;
    let form = match &one.offer {
        Offer::Flash { stock, .. } => standing.sold < *stock,
        Offer::Clearance { stock: Some(stock), .. } => standing.sold < *stock,
        Offer::NewcomerPrice { .. } => buyer.first_order,
        Offer::Group { .. } => cart.groups.contains_key(&one.key),
        Offer::MemberPrice { prices } => prices.iter().any(|price| Some(&price.level) == buyer.level.as_ref()),
        Offer::LadderOrder { steps } => steps.iter().any(|step| standing.uses < step.up_to),
        _ => true,
    };
    form && one.scope.first_order.is_none_or(|first| first == buyer.first_order)
        && (one.scope.levels.is_empty() || buyer.level.as_ref().is_some_and(|level| one.scope.levels.contains(level)))
        && (one.scope.segments.is_empty() || one.scope.segments.iter().any(|name| buyer.segments.contains(name)))
        && (!one.held || buyer.coupons.contains(&one.key))
        && one.uses.is_none_or(|most| standing.uses < most)
        && one.budget.is_none_or(|most| standing.spent < most)
        && one.uses_per_customer.is_none_or(|most| buyer.used.get(&one.key).copied().unwrap_or(0) < most)
}

fn bundle(one: &Promotion) -> bool {
    matches!(one.offer, Offer::NthDiscount { .. } | Offer::BuyGet { .. } | Offer::Bundle { .. } | Offer::Package { .. })
}

fn line_price(one: &Promotion) -> bool {
    one.layer() == Layer::Item && !bundle(one)
}

fn half_up(amount: i64, keep: u16) -> i64 {
    let exact = amount * i64::from(keep);
    exact / 1000 + i64::from(exact % 1000 >= 500)
}

fn worth(gifts: &[Gift]) -> i64 {
    gifts.iter().map(|gift| gift.worth * i64::from(gift.quantity)).sum()
}

fn how_often(at: At, amount: i64, pieces: i64) -> i64 {
    match at {
        At::Amount(at) => amount / at,
        At::Quantity(at) => pieces / i64::from(at),
    }
}

impl Shop<'_> {
    fn open(&self) -> Till {
        Till {
            pay: self.lines.iter().map(|line| line.unit_price * i64::from(line.quantity)).collect(),
            on: vec![Vec::new(); self.lines.len()],
            gifts: BTreeMap::new(),
            shipping: self.cart.shipping,
            points: 0,
        }
    }

    fn named(&self, key: &str) -> &Promotion {
        self.offers.iter().find(|one| one.key == key).unwrap()
    }

    fn in_scope(&self, one: &Promotion, line: &Line) -> bool {
        let goods = &one.scope.goods;
        let within = |goods: &pricing::Goods| {
            goods.products.contains(&line.product)
                || goods.skus.contains(&line.sku)
                || goods.categories.intersection(&line.categories).next().is_some()
                || goods.tags.intersection(&line.tags).next().is_some()
        };
        let nothing = goods.products.len() + goods.skus.len() + goods.categories.len() + goods.tags.len() == 0;
        (nothing || within(goods)) && !within(&one.scope.except)
    }

    fn covers(&self, one: &Promotion) -> Vec<usize> {
        let touched = |line: &Line| match &one.offer {
            Offer::Package { parts, .. } => {
                parts.iter().any(|part| part.product == line.product)
                    && !one.scope.except.products.contains(&line.product)
            }
            Offer::Redeem { products, .. } => products.contains(&line.product) || self.in_scope(one, line),
            _ => self.in_scope(one, line),
        };
        (0..self.lines.len()).filter(|at| touched(self.lines[*at])).collect()
    }

    fn floor(&self, till: &Till, at: usize) -> i64 {
        let line = self.lines[at];
        let settings = &self.programme.settings;
        let share = (line.unit_price * i64::from(settings.floor_per_mille) + 999) / 1000;
        let cost = if settings.floor_at_cost { line.cost.unwrap_or(0) } else { 0 };
        let piece = share.max(cost).max(line.floor.unwrap_or(0)).min(line.unit_price);
        let deposit = till.on[at].iter().map(|(key, _)| match self.named(key).offer {
            Offer::Presale { deposit, .. } => deposit,
            _ => 0,
        });
        i64::from(line.quantity) * piece.max(deposit.max().unwrap_or(0))
    }

    fn cap(&self, till: &Till) -> i64 {
        let goods: i64 = self.lines.iter().map(|line| line.unit_price * i64::from(line.quantity)).sum();
        let cap = match self.programme.settings.cap {
            None => goods,
            Some(Cap::Amount(most)) => most,
            Some(Cap::PerMille(most)) => goods * i64::from(most) / 1000,
        };
        (cap.min(goods) - (goods - till.pay.iter().sum::<i64>())).max(0)
    }

    /// The offer may touch the line beside those that are on it.
    fn may(&self, till: &Till, at: usize, one: &Promotion) -> bool {
        let counted = |one: &Promotion| {
            matches!(one.layer(), Layer::Item | Layer::Shop | Layer::Coupon) && !matches!(one.offer, Offer::Gift { .. })
        };
        let others: Vec<&Promotion> = till.on[at].iter().map(|(key, _)| self.named(key)).collect();
        if one.layer() == Layer::Item && others.iter().any(|other| bundle(other)) {
            return false;
        }
        let beside: Vec<&&Promotion> = others.iter().filter(|other| !(line_price(one) && line_price(other))).collect();
        let group = |other: &&&Promotion| one.exclusive.is_some() && one.exclusive == other.exclusive;
        if beside.iter().any(group) || beside.iter().any(|other| one.alone || other.alone) {
            return false;
        }
        let count = beside.iter().filter(|other| counted(other)).count();
        !counted(one) || self.programme.settings.together.is_none_or(|most| count < most as usize)
    }

    fn apply(&self, till: Till, one: &Promotion) -> Till {
        let covers = self.covers(one);
        let open: Vec<usize> = match one.layer() {
            Layer::Points | Layer::Shipping => covers.clone(),
            _ => covers.iter().copied().filter(|at| self.may(&till, *at, one)).collect(),
        };
        if open.is_empty() {
            return till;
        }
        let after = if line_price(one) {
            self.prices(&till, one, &covers, &open)
        } else if bundle(one) {
            self.bundles(&till, one, &open)
        } else {
            self.thresholds(&till, one, &covers, &open)
        };
        after.unwrap_or(till)
    }

    fn budget(&self, one: &Promotion) -> i64 {
        let spent = self.programme.standings.get(&one.key).copied().unwrap_or_default().spent;
        one.budget.map_or(i64::MAX, |budget| budget - spent)
    }

    fn prices(&self, till: &Till, one: &Promotion, covers: &[usize], open: &[usize]) -> Option<Till> {
        let standing = self.programme.standings.get(&one.key).copied().unwrap_or_default();
        let all: u32 = covers.iter().map(|at| self.lines[*at].quantity).sum();
        let cut = match &one.offer {
            Offer::Flash { cut, .. }
            | Offer::Clearance { cut, .. }
            | Offer::NewcomerPrice { cut, .. }
            | Offer::Group { cut, .. } => Some(*cut),
            Offer::MemberPrice { prices } => {
                prices.iter().find(|price| Some(&price.level) == self.cart.buyer.level.as_ref()).map(|price| price.cut)
            }
            Offer::LadderOrder { steps } => steps.iter().find(|step| standing.uses < step.up_to).map(|step| step.cut),
            Offer::Special { now, .. } => Some(Cut::Price(*now)),
            Offer::Discount { keep } => Some(Cut::Keep(*keep)),
            _ => None,
        };
        let by = |cut: Cut, price: i64| match cut {
            Cut::Price(now) => (price - now).max(0),
            Cut::Keep(keep) => price - half_up(price, keep),
            Cut::Off(off) => off.min(price),
        };
        let off = |price: i64| match &one.offer {
            Offer::Presale { deposit, worth } => (worth - deposit).min(price - deposit).max(0),
            Offer::LadderQuantity { steps } => {
                let mut best = 0;
                for step in steps {
                    if step.from <= all {
                        best = best.max(by(step.cut, price));
                    }
                }
                best
            }
            _ => cut.map_or(0, |cut| by(cut, price)),
        };
        let stock = match &one.offer {
            Offer::Flash { stock, limit, .. } => Some((stock - standing.sold).min(limit.unwrap_or(u32::MAX))),
            Offer::Clearance { stock, .. } => stock.map(|stock| stock - standing.sold),
            Offer::NewcomerPrice { limit, .. } => *limit,
            _ => None,
        };
        // Every piece by itself: those with the largest cut first.
        let mut pieces: Vec<(i64, usize)> = Vec::new();
        for at in open {
            let each = off(self.lines[*at].unit_price);
            pieces.extend((0..self.lines[*at].quantity).filter(|_| each > 0).map(|_| (-each, *at)));
        }
        pieces.sort();
        pieces.truncate(stock.map_or(usize::MAX, |stock| stock as usize));
        let mut per_line: BTreeMap<usize, i64> = BTreeMap::new();
        for (each, at) in pieces {
            *per_line.entry(at).or_default() -= each;
        }
        let (mut after, mut total, mut own) = (till.clone(), 0, one.max_off.unwrap_or(i64::MAX));
        for (at, wanted) in per_line {
            let had = after.on[at].iter().find(|(key, _)| line_price(self.named(key))).map_or(0, |(_, amount)| *amount);
            let start = self.lines[at].unit_price * i64::from(self.lines[at].quantity);
            // A deposit that would have been paid already is no part of what can come off.
            let mut alone = self.open();
            alone.on[at].push((one.key.clone(), 0));
            let amount = wanted.min(start - self.floor(&alone, at)).min(own).min(had + self.cap(&after));
            if amount > had {
                after.on[at].retain(|(key, _)| {
                    let replaced = line_price(self.named(key));
                    if replaced && let Offer::Special { gifts, .. } = &self.named(key).offer {
                        *after.gifts.get_mut(key).unwrap() -= worth(gifts) * i64::from(self.lines[at].quantity);
                    }
                    !replaced
                });
                after.on[at].push((one.key.clone(), amount));
                after.pay[at] += had - amount;
                if let Offer::Special { gifts, .. } = &one.offer {
                    *after.gifts.entry(one.key.clone()).or_default() +=
                        worth(gifts) * i64::from(self.lines[at].quantity);
                }
                own -= amount;
                total += amount;
            }
        }
        (total > 0 && total <= self.budget(one)).then_some(after)
    }

    fn bundles(&self, till: &Till, one: &Promotion, open: &[usize]) -> Option<Till> {
        let mut pieces: Vec<(i64, usize)> = Vec::new();
        for at in open {
            pieces.extend((0..self.lines[*at].quantity).map(|_| (-self.lines[*at].unit_price, *at)));
        }
        pieces.sort();
        let pieces: Vec<(i64, usize)> = pieces.into_iter().map(|(price, at)| (-price, at)).collect();
        let most = |times: &Option<u32>| times.map_or(usize::MAX, |times| times as usize);
        let mut cuts: BTreeMap<usize, i64> = BTreeMap::new();
        let mut sets: Vec<Vec<(i64, usize)>> = Vec::new();
        let mut price_of_set = None;
        match &one.offer {
            Offer::NthDiscount { n, times, .. } => {
                sets = pieces.chunks_exact(*n as usize).take(most(times)).map(<[_]>::to_vec).collect();
            }
            Offer::BuyGet { buy, get, times } => {
                sets = pieces.chunks_exact((buy + get) as usize).take(most(times)).map(<[_]>::to_vec).collect();
            }
            Offer::Bundle { quantity, price, times } => {
                sets = pieces.chunks_exact(*quantity as usize).take(most(times)).map(<[_]>::to_vec).collect();
                price_of_set = Some(*price);
            }
            Offer::Package { parts, price, times } => {
                let mut left = pieces.clone();
                while sets.len() < most(times) {
                    let mut set = Vec::new();
                    for part in parts {
                        for _ in 0..part.quantity {
                            let Some(place) = left.iter().position(|(_, at)| self.lines[*at].product == part.product)
                            else {
                                break;
                            };
                            set.push(left.remove(place));
                        }
                    }
                    if set.len() < parts.iter().map(|part| part.quantity as usize).sum() {
                        break;
                    }
                    sets.push(set);
                }
                price_of_set = Some(*price);
            }
            _ => {}
        }
        let cap = self.cap(till).min(one.max_off.unwrap_or(i64::MAX));
        match price_of_set {
            Some(price) => {
                let sum = |set: &Vec<(i64, usize)>| set.iter().map(|(price, _)| price).sum::<i64>();
                sets = sets.into_iter().take_while(|set| sum(set) > price).collect();
                let total: i64 = sets.iter().map(|set| sum(set) - price).sum();
                let mut weights: BTreeMap<usize, i64> = BTreeMap::new();
                for (price, at) in sets.concat() {
                    *weights.entry(at).or_default() += price;
                }
                let parts: Vec<(usize, i64)> = weights.into_iter().collect();
                for (at, share) in self.share(till, total.min(cap), &parts) {
                    cuts.insert(at, share);
                }
            }
            None => {
                for set in &sets {
                    let size = set.len();
                    for (place, (price, at)) in set.iter().enumerate() {
                        let off = match &one.offer {
                            Offer::NthDiscount { keep, .. } if place + 1 == size => price - half_up(*price, *keep),
                            Offer::BuyGet { buy, .. } if place >= *buy as usize => *price,
                            _ => 0,
                        };
                        *cuts.entry(*at).or_default() += off;
                    }
                }
            }
        }
        self.take(till, one, &cuts)
    }

    fn thresholds(&self, till: &Till, one: &Promotion, covers: &[usize], open: &[usize]) -> Option<Till> {
        let redeemed = |at: &usize| match &one.offer {
            Offer::Redeem { products, .. } => products.contains(&self.lines[*at].product),
            _ => false,
        };
        let counted: Vec<usize> = match &one.offer {
            Offer::Redeem { .. } => covers.iter().copied().filter(|at| !redeemed(at)).collect(),
            _ => open.to_vec(),
        };
        let amount: i64 = counted.iter().map(|at| till.pay[*at]).sum();
        let pieces: i64 = counted.iter().map(|at| i64::from(self.lines[*at].quantity)).sum();
        let reached = |at: At| how_often(at, amount, pieces) > 0;
        let own = one.max_off.unwrap_or(i64::MAX);
        let weights: Vec<(usize, i64)> = counted.iter().map(|at| (*at, till.pay[*at])).collect();
        let wanted = match &one.offer {
            Offer::AmountOff { steps, repeat } => {
                let step = steps.iter().rfind(|step| reached(step.at))?;
                let often = repeat.map_or(1, |most| how_often(step.at, amount, pieces).min(i64::from(most)));
                (step.off * often).min(amount)
            }
            Offer::PercentOff { steps } => amount - half_up(amount, steps.iter().rfind(|step| reached(step.at))?.keep),
            Offer::Discount { keep } => amount - half_up(amount, *keep),
            Offer::Points { points, worth, most } => {
                let spare = self.cart.spend_points.min(self.cart.buyer.points) - till.points;
                let room: i64 = counted.iter().map(|at| (till.pay[*at] - self.floor(till, *at)).max(0)).sum();
                let limit = (amount * i64::from(*most) / 1000).min(room).min(self.cap(till)).min(own);
                let lots = (spare / points).min(limit / worth);
                let cuts = self.share(till, lots * worth, &weights).into_iter().collect();
                let mut after = self.take(till, one, &cuts)?;
                after.points += lots * points;
                return Some(after);
            }
            Offer::Gift { steps, repeat } => {
                let step = steps.iter().rfind(|step| reached(step.at))?;
                let often = repeat.map_or(1, |most| how_often(step.at, amount, pieces).min(i64::from(most)));
                let mut after = till.clone();
                after.gifts.insert(one.key.clone(), worth(&step.gifts) * often);
                counted.iter().for_each(|at| after.on[*at].push((one.key.clone(), 0)));
                return Some(after);
            }
            Offer::FreeShipping { at, off } => {
                let off = off.unwrap_or(i64::MAX).min(till.shipping).min(own);
                let ok = at.is_none_or(reached) && off > 0 && off <= self.budget(one);
                return ok.then(|| Till { shipping: till.shipping - off, ..till.clone() });
            }
            Offer::Redeem { at, price, limit, .. } => {
                if counted.is_empty() || !reached(*at) {
                    return None;
                }
                let mut pieces: Vec<(i64, usize)> = Vec::new();
                for at in open.iter().filter(|at| redeemed(at)) {
                    let (pay, count) = (till.pay[*at], i64::from(self.lines[*at].quantity));
                    let each = |piece: i64| pay / count + i64::from(piece < pay % count) - price;
                    pieces.extend((0..count).map(each).filter(|off| *off > 0).map(|off| (-off, *at)));
                }
                pieces.sort();
                let mut cuts: BTreeMap<usize, i64> = BTreeMap::new();
                for (each, at) in pieces.into_iter().take(*limit as usize) {
                    *cuts.entry(at).or_default() -= each;
                }
                return self.take(till, one, &cuts);
            }
            _ => 0,
        };
        let cuts = self.share(till, wanted.min(own).min(self.cap(till)), &weights).into_iter().collect();
        self.take(till, one, &cuts)
    }

    /// In proportion to weights, whole units, largest remainders first; no line below its floor.
    fn share(&self, till: &Till, total: i64, weights: &[(usize, i64)]) -> Vec<(usize, i64)> {
        let room = |at: usize| (till.pay[at] - self.floor(till, at)).max(0);
        let mut fixed: BTreeMap<usize, i64> =
            weights.iter().filter(|(at, weight)| *weight <= 0 || room(*at) == 0).map(|(at, _)| (*at, 0)).collect();
        loop {
            let open: Vec<(usize, i64)> = weights.iter().copied().filter(|(at, _)| !fixed.contains_key(at)).collect();
            let rest = total.min(weights.iter().filter(|one| one.1 > 0).map(|(at, _)| room(*at)).sum()).max(0)
                - fixed.values().sum::<i64>();
            let sum: i64 = open.iter().map(|(_, weight)| weight).sum();
            if sum == 0 || rest == 0 {
                fixed.extend(open.iter().map(|(at, _)| (*at, 0)));
                break;
            }
            let mut shares: Vec<(usize, i64, i64)> =
                open.iter().map(|(at, weight)| (*at, rest * weight / sum, rest * weight % sum)).collect();
            let mut order: Vec<usize> = (0..shares.len()).collect();
            order.sort_by_key(|place| (-shares[*place].2, *place));
            let given: i64 = shares.iter().map(|share| share.1).sum();
            for place in order.into_iter().take((rest - given) as usize) {
                shares[place].1 += 1;
            }
            let over: Vec<usize> = shares.iter().filter(|share| share.1 > room(share.0)).map(|share| share.0).collect();
            if over.is_empty() {
                fixed.extend(shares.into_iter().map(|(at, share, _)| (at, share)));
                break;
            }
            fixed.extend(over.into_iter().map(|at| (at, room(at))));
        }
        weights.iter().map(|(at, _)| (*at, fixed[at])).collect()
    }

    /// Takes each amount, within floor, cap and the offer's own limit; nothing when the budget does not suffice.
    fn take(&self, till: &Till, one: &Promotion, cuts: &BTreeMap<usize, i64>) -> Option<Till> {
        let (mut after, mut total) = (till.clone(), 0);
        let most = one.max_off.unwrap_or(i64::MAX).min(self.cap(till));
        for (at, wanted) in cuts {
            let amount = (*wanted).min((till.pay[*at] - self.floor(till, *at)).max(0)).min(most - total);
            after.pay[*at] -= amount;
            after.on[*at].push((one.key.clone(), amount));
            total += amount;
        }
        (total > 0 && total <= self.budget(one)).then_some(after)
    }
}
