//! What is in an order and what it costs: lines, discounts, postage, and every line's share of them.
//!
//! Absent from here: time, and what becomes of the order.

use super::catalogue::Catalogue;
use super::chance::Chance;
use super::lately::Lately;
use super::person::Temperament;
use super::settings::Channel;

/// A line of a basket; money in minor units.
pub(crate) struct Bought {
    /// Index of the product.
    pub(crate) product: usize,
    /// The variant.
    pub(crate) options: &'static str,
    pub(crate) quantity: i64,
    /// Unit price.
    pub(crate) price: i64,
    /// Price times quantity less the line's share of the discounts.
    pub(crate) total: i64,
}

/// A basket.
pub(crate) struct Basket {
    pub(crate) lines: Vec<Bought>,
    pub(crate) goods: i64,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    /// Goods less discount plus shipping.
    pub(crate) total: i64,
    pub(crate) coupon: Option<&'static str>,
}

/// What a basket depends on.
pub(crate) struct Occasion {
    pub(crate) channel: Channel,
    pub(crate) temperament: Temperament,
    /// Whether it is 双11 or 618.
    pub(crate) sale: bool,
    /// 0 is January.
    pub(crate) month: usize,
    /// The category that she likes best.
    pub(crate) favourite: usize,
    /// Whether the parcel goes far.
    pub(crate) far: bool,
    /// What she is in the middle of.
    pub(crate) lately: Option<Lately>,
}

impl Basket {
    pub(crate) fn new(chance: &mut Chance, catalogue: &Catalogue, occasion: &Occasion) -> Self {
        let mean = if occasion.sale { 1.4 } else { 0.55 };
        let kinds = 1 + chance.count(mean, 7);
        let mut wanted = Vec::with_capacity(2 * kinds as usize);
        for _ in 0..kinds {
            let product = product(chance, catalogue, occasion);
            wanted.push(product);
            wanted.extend(catalogue.along(chance, product));
        }
        let mut lines: Vec<Bought> = Vec::with_capacity(wanted.len());
        for product in wanted {
            let Some(item) = catalogue.products.get(product) else {
                continue;
            };
            let options = chance.pick(item.options);
            let quantity = quantity(chance, item.price, occasion.temperament);
            if lines.iter().any(|line| line.product == product && line.options == options) {
                continue;
            }
            lines.push(Bought { product, options, quantity, price: item.price, total: 0 });
        }
        let goods: i64 = lines.iter().map(|line| line.price * line.quantity).sum();
        let (discount, coupon) = discount(chance, goods, occasion);
        let due = goods - discount;
        let shipping = shipping(due, occasion);
        let weights = lines_of(&lines);
        for (line, share) in lines.iter_mut().zip(shares(due, goods, weights)) {
            line.total = share;
        }
        Self { lines, goods, discount, shipping, total: due + shipping, coupon }
    }

    /// Every line's share of what was paid for the goods.
    pub(crate) fn paid_shares(&self, paid: i64) -> Vec<i64> {
        shares((paid - self.shipping).max(0), self.goods, lines_of(&self.lines))
    }

    pub(crate) fn pieces(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}

fn lines_of(lines: &[Bought]) -> Vec<i64> {
    lines.iter().map(|line| line.price * line.quantity).collect()
}

/// Splits an amount after the weights, to the last 分: each takes its part of what is left.
fn shares(amount: i64, whole: i64, weights: Vec<i64>) -> Vec<i64> {
    let mut left = amount;
    let mut weight_left = whole;
    weights
        .into_iter()
        .map(|weight| {
            let share = if weight_left > 0 { left * weight / weight_left } else { 0 };
            left -= share;
            weight_left -= weight;
            share
        })
        .collect()
}

fn product(chance: &mut Chance, catalogue: &Catalogue, occasion: &Occasion) -> usize {
    if occasion.temperament == Temperament::GiftBuyer && chance.happens(0.75) {
        catalogue.of_presents(chance)
    } else if chance.happens(0.4) {
        catalogue.of_category(chance, occasion.favourite)
    } else {
        catalogue.of_month(chance, occasion.month)
    }
}

/// Cheap things are bought in twos and threes; presents sometimes by the dozen.
fn quantity(chance: &mut Chance, price: i64, temperament: Temperament) -> i64 {
    if temperament == Temperament::GiftBuyer && chance.happens(0.12) {
        return chance.between(3, 24);
    }
    let mean = if price < 6_000 { 0.55 } else { 0.12 };
    1 + chance.count(mean, 11) as i64
}

fn discount(chance: &mut Chance, goods: i64, occasion: &Occasion) -> (i64, Option<&'static str>) {
    let mut discount = 0;
    let mut coupon = None;
    let online = !matches!(occasion.channel, Channel::Pos);
    if occasion.sale && online && goods >= 30_000 {
        discount += goods / 30_000 * 5_000;
        coupon = Some("跨店每满300减50");
    }
    let keen = match occasion.temperament {
        Temperament::BargainHunter => 0.8,
        Temperament::Loyal => 0.35,
        _ => 0.18,
    };
    if online && chance.happens(keen) {
        let (face, name) = match goods {
            50_000.. => (6_000, "店铺券满500减60"),
            20_000..50_000 => (2_500, "店铺券满200减25"),
            9_900..20_000 => (1_000, "店铺券满99减10"),
            _ => (0, ""),
        };
        if face > 0 {
            discount += face;
            coupon = Some(name);
        }
    }
    if occasion.temperament == Temperament::Loyal && chance.happens(0.5) {
        // Members pay 95 per cent, rounded down to 角 as platforms do.
        discount += goods * 5 / 100 / 10 * 10;
        coupon = coupon.or(Some("会员95折"));
    }
    (discount.min(goods / 2), coupon)
}

fn shipping(due: i64, occasion: &Occasion) -> i64 {
    match (occasion.channel, occasion.far) {
        (Channel::Pos | Channel::Pinduoduo, _) => 0,
        (_, true) => 1_500,
        _ if due >= 5_900 => 0,
        _ => 800,
    }
}
