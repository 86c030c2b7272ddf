//! Measures what pricing a cart takes beside the plain way: looking at every promotion in turn and taking off what it gives.
//!
//! `cargo run --release -p pricing --example price_speed -- [--json] [PROMOTIONS …]`. A cart has 20 lines and its buyer ten
//! coupons; the shop sells 5,000 products in 100 categories. The plain engine is of the kind that shop systems ship with: no
//! index, no combinations, the first offer that fits wins. So it is quicker where it does less, and dearer for the buyer.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    reason = "a measurement stops where it fails, prints what it found and reads the clock"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use jiff::tz::TimeZone;
use pricing::{
    AmountStep, At, Buyer, Cart, Cut, Gift, GiftStep, LevelPrice, Line, Offer, PercentStep, Programme, Promotion,
    QuantityStep, Scope, Shelf, Words, price,
};

/// 2026-11-11T12:00:00+08:00.
const NOW: i64 = 1_794_369_600_000;
const PRODUCTS: u64 = 5_000;
const CATEGORIES: u64 = 100;
const LINES: u64 = 20;
const COUPONS: usize = 10;
/// Offers for everything, beside coupons: what a shop of any size runs at once.
const SHOP_WIDE: usize = 4;
/// Shops, each with its own promotions.
const SHOPS: u64 = 8;
/// Carts, of all shops together.
const CARTS: u64 = 2_000;
/// Each cart is priced so often, all carts in turn, and its shortest time counts: what else the machine does in between is
/// no matter of ours.
const PASSES: usize = 3;

/// Numbers that look like chance and come again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()].clone()
    }
}

fn offer(dice: &mut Dice, shop_wide: bool) -> Offer {
    let amount = |at: i64, off: i64| AmountStep { at: At::Amount(at), off };
    if shop_wide {
        return match dice.below(4) {
            0 => Offer::AmountOff { steps: vec![amount(30_000, 3_000), amount(60_000, 8_000)], repeat: None },
            1 => Offer::PercentOff { steps: vec![PercentStep { at: At::Quantity(3), keep: 950 }] },
            2 => Offer::FreeShipping { at: Some(At::Amount(9_900)), off: None },
            _ => Offer::Gift {
                steps: vec![GiftStep {
                    at: At::Amount(40_000),
                    gifts: vec![Gift {
                        sku: "bag".into(),
                        name: Words { zh: "茶袋".into(), en: "tea bag".into() },
                        quantity: 1,
                        worth: 1_500,
                    }],
                }],
                repeat: None,
            },
        };
    }
    match dice.below(9) {
        0 => Offer::Flash { cut: Cut::Keep(800), stock: 100, limit: Some(2) },
        1 => Offer::Clearance { cut: Cut::Keep(700), stock: None },
        2 => Offer::MemberPrice { prices: vec![LevelPrice { level: "gold".into(), cut: Cut::Keep(900) }] },
        3 => Offer::NewcomerPrice { cut: Cut::Keep(850), limit: Some(1) },
        4 => Offer::LadderQuantity { steps: vec![QuantityStep { from: 2, cut: Cut::Keep(930) }] },
        5 => Offer::NthDiscount { n: 2, keep: 500, times: None },
        6 => Offer::Bundle { quantity: 3, price: 19_900, times: None },
        7 => Offer::AmountOff { steps: vec![amount(20_000, 2_000)], repeat: None },
        _ => Offer::PercentOff { steps: vec![PercentStep { at: At::Quantity(2), keep: 900 }] },
    }
}

fn scope(dice: &mut Dice) -> Scope {
    let mut scope = Scope::default();
    if dice.below(10) < 8 {
        let count = 1 + dice.below(12);
        scope.goods.products = (0..count).map(|_| format!("p{}", dice.below(PRODUCTS))).collect();
    } else {
        scope.goods.categories.insert(format!("c{}", dice.below(CATEGORIES)));
    }
    match dice.below(6) {
        0 => drop(scope.levels.insert(dice.one(&["silver", "gold", "black"]).to_owned())),
        1 => drop(scope.segments.insert(format!("{}", dice.below(50)))),
        2 => scope.from = Some("2026-11-12T00:00".parse().unwrap()),
        3 => scope.until = Some("2026-11-11T20:00".parse().unwrap()),
        _ => {}
    }
    scope
}

fn programme(dice: &mut Dice, count: usize) -> Programme {
    let mut programme = Programme { currency: "CNY".to_owned(), ..Programme::default() };
    for number in 0..count {
        let held = number < COUPONS;
        let shop_wide = number < COUPONS + SHOP_WIDE;
        let name = Words { zh: format!("促销 {number}"), en: format!("promotion {number}") };
        let mut promotion = Promotion {
            key: format!("k{number:06}"),
            name,
            offer: offer(dice, shop_wide),
            scope: if shop_wide { Scope::default() } else { scope(dice) },
            layer: None,
            held,
            priority: 0,
            exclusive: None,
            alone: false,
            max_off: None,
            budget: None,
            uses: None,
            uses_per_customer: None,
        };
        if held {
            let off = 500 + 100 * i64::try_from(number).unwrap();
            promotion.offer =
                Offer::AmountOff { steps: vec![AmountStep { at: At::Amount(10_000), off }], repeat: None };
            // Half of the coupons are for some goods only.
            if number % 2 == 1 {
                promotion.scope.goods.categories = (0..30).map(|_| format!("c{}", dice.below(CATEGORIES))).collect();
            }
        }
        programme.promotions.push(promotion);
    }
    programme
}

fn cart(dice: &mut Dice) -> Cart {
    let mut products = BTreeSet::new();
    while products.len() < usize::try_from(LINES).unwrap() {
        products.insert(dice.below(PRODUCTS));
    }
    let line = |(at, product): (usize, &u64)| Line {
        key: format!("{at:02}"),
        product: format!("p{product}"),
        categories: BTreeSet::from([format!("c{}", product % CATEGORIES)]),
        quantity: 1 + u32::try_from(product % 3).unwrap(),
        unit_price: 3_000 + i64::try_from(product % 97).unwrap() * 100,
        ..Line::default()
    };
    Cart {
        currency: "CNY".to_owned(),
        lines: products.iter().enumerate().map(line).collect(),
        buyer: Buyer {
            level: Some(dice.one(&["silver", "gold", "black"]).to_owned()),
            segments: (0..5).map(|_| format!("{}", dice.below(50))).collect(),
            coupons: (0..COUPONS).map(|number| format!("k{number:06}")).collect(),
            ..Buyer::default()
        },
        shipping: 1_000,
        ..Cart::default()
    }
}

/// The plain way: every promotion in turn; each looks at every line, and takes off what it gives when nothing has been taken
/// off that line yet.
fn in_turn(programme: &Programme, cart: &Cart, wall: jiff::civil::DateTime) -> i64 {
    let mut left: Vec<i64> = cart.lines.iter().map(|line| line.unit_price * i64::from(line.quantity)).collect();
    let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
    let mut shipping = cart.shipping;
    for promotion in &programme.promotions {
        let (scope, buyer) = (&promotion.scope, &cart.buyer);
        let awake = scope.from.is_none_or(|from| wall >= from) && scope.until.is_none_or(|until| wall < until);
        let meant = (scope.levels.is_empty() || buyer.level.as_ref().is_some_and(|level| scope.levels.contains(level)))
            && (scope.segments.is_empty() || !scope.segments.is_disjoint(&buyer.segments))
            && (!promotion.held || buyer.coupons.contains(&promotion.key));
        if !awake || !meant {
            continue;
        }
        let covered = (0..cart.lines.len()).filter(|at| scope.covers(&cart.lines[*at]));
        let open: Vec<usize> = covered.filter(|at| taken.get(at).copied().unwrap_or(0) < 2).collect();
        let amount: i64 = open.iter().map(|at| left[*at]).sum();
        let pieces: u32 = open.iter().map(|at| cart.lines[*at].quantity).sum();
        let reached = |at: At| match at {
            At::Amount(at) => amount >= at,
            At::Quantity(at) => pieces >= at,
        };
        let rate = |keep: u16| amount - amount * i64::from(keep) / 1000;
        let off = match &promotion.offer {
            Offer::AmountOff { steps, .. } => steps.iter().rfind(|step| reached(step.at)).map_or(0, |step| step.off),
            Offer::PercentOff { steps } => {
                steps.iter().rfind(|step| reached(step.at)).map_or(0, |step| rate(step.keep))
            }
            Offer::Flash { cut: Cut::Keep(keep), .. } | Offer::Clearance { cut: Cut::Keep(keep), .. } => rate(*keep),
            Offer::MemberPrice { prices } => {
                let own = prices.iter().find(|price| Some(&price.level) == buyer.level.as_ref());
                own.map_or(0, |price| if let Cut::Keep(keep) = price.cut { rate(keep) } else { 0 })
            }
            Offer::LadderQuantity { steps } if pieces >= steps[0].from => rate(930),
            Offer::NthDiscount { keep, .. } if pieces >= 2 => rate(*keep) / 2,
            Offer::FreeShipping { at: Some(at), .. } if reached(*at) => {
                shipping = 0;
                0
            }
            _ => 0,
        };
        if off == 0 || amount == 0 {
            continue;
        }
        for at in open {
            left[at] -= off * left[at] / amount;
            *taken.entry(at).or_default() += 1;
        }
    }
    left.iter().sum::<i64>() + shipping
}

fn centile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}

fn main() {
    let said: Vec<String> = std::env::args().skip(1).collect();
    let json = said.iter().any(|word| word == "--json");
    let mut sizes: Vec<usize> = said.iter().filter_map(|word| word.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100, 2_000, 10_000];
    }
    let zone = TimeZone::posix("CST-8").unwrap();
    let wall = zone.to_datetime(jiff::Timestamp::from_millisecond(NOW).unwrap());
    for size in sizes {
        let mut told = Told::default();
        for shop in 0..SHOPS {
            told.shop(7 + shop, size, &zone, wall);
        }
        told.say(size, json);
    }
}

/// What was measured of shops with so many promotions.
#[derive(Default)]
struct Told {
    ours: Vec<f64>,
    plain: Vec<f64>,
    made: f64,
    whole: u64,
    cheaper: u64,
    dearer: u64,
    saved: i64,
}

impl Told {
    fn shop(&mut self, seed: u64, size: usize, zone: &TimeZone, wall: jiff::civil::DateTime) {
        let mut dice = Dice(seed);
        let programme = programme(&mut dice, size);
        let began = Instant::now();
        let shelf = Shelf::new(programme.clone(), zone.clone()).unwrap();
        self.made += began.elapsed().as_secs_f64() * 1e3 / SHOPS as f64;
        let carts: Vec<Cart> = (0..CARTS / SHOPS).map(|_| cart(&mut dice)).collect();
        let mut shortest = vec![(f64::MAX, f64::MAX); carts.len()];
        for pass in 0..PASSES {
            for (cart, shortest) in carts.iter().zip(&mut shortest) {
                let began = Instant::now();
                let priced = price(&shelf, cart, NOW).unwrap();
                shortest.0 = shortest.0.min(began.elapsed().as_secs_f64() * 1e3);
                let began = Instant::now();
                let total = in_turn(&programme, cart, wall);
                shortest.1 = shortest.1.min(began.elapsed().as_secs_f64() * 1e3);
                if pass == 0 {
                    self.whole += u64::from(priced.search.complete);
                    self.cheaper += u64::from(priced.total < total);
                    self.dearer += u64::from(priced.total > total);
                    self.saved += total - priced.total;
                }
            }
        }
        self.ours.extend(shortest.iter().map(|one| one.0));
        self.plain.extend(shortest.iter().map(|one| one.1));
    }

    fn say(mut self, size: usize, json: bool) {
        let (p50, p99) = (centile(&mut self.ours, 0.5), centile(&mut self.ours, 0.99));
        let (plain50, plain99) = (centile(&mut self.plain, 0.5), centile(&mut self.plain, 0.99));
        let Self { made, whole, cheaper, dearer, saved, .. } = self;
        if json {
            println!(
                "{{\"promotions\": {size}, \"p50_ms\": {p50:.3}, \"p99_ms\": {p99:.3}, \"plain_p50_ms\": {plain50:.3}, \
                 \"plain_p99_ms\": {plain99:.3}, \"shelf_ms\": {made:.1}, \"complete\": {whole}, \"cheaper\": {cheaper}, \
                 \"dearer\": {dearer}, \"saved\": {}, \"carts\": {CARTS}}}",
                saved / i64::try_from(CARTS).unwrap()
            );
        } else {
            println!(
                "{size:>6} promotions: p50 {p50:.3} ms, p99 {p99:.3} ms; in turn p50 {plain50:.3} ms, p99 {plain99:.3} ms; \
                 shelf made in {made:.1} ms; {whole}/{CARTS} searched whole; cheaper {cheaper}, dearer {dearer}, {:.2} a cart",
                saved as f64 / CARTS as f64 / 100.0
            );
        }
    }
}
