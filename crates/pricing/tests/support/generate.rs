//! Small shops over all forms, with amounts that make thresholds, floors and ties likely.

use std::collections::{BTreeMap, BTreeSet};

use pricing::{
    AmountStep, At, Buyer, Cap, Cart, Cut, Gift, GiftStep, Goods, Layer, LevelPrice, Line, Offer, OrderStep, Part,
    PercentStep, Programme, Promotion, QuantityStep, Scope, Settings, Standing, Words,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn keep() -> BoxedStrategy<u16> {
    prop_oneof![Just(500_u16), Just(800), Just(885), Just(900), Just(999), 1_u16..1000].boxed()
}

fn cut() -> BoxedStrategy<Cut> {
    prop_oneof![
        prop_oneof![Just(0_i64), Just(990), Just(4500), 0_i64..12_000].prop_map(Cut::Price),
        keep().prop_map(Cut::Keep),
        prop_oneof![Just(1_i64), Just(500), Just(20_000), 1_i64..4_000].prop_map(Cut::Off),
    ]
    .boxed()
}

fn amount() -> BoxedStrategy<i64> {
    prop_oneof![Just(5_000_i64), Just(9_900), Just(10_000), Just(20_000), Just(30_000), 1_000_i64..40_000].boxed()
}

fn at() -> BoxedStrategy<At> {
    prop_oneof![3 => amount().prop_map(At::Amount), 1 => (1_u32..6).prop_map(At::Quantity)].boxed()
}

/// Two rising steps of one kind, or one.
fn ats() -> BoxedStrategy<Vec<At>> {
    (at(), any::<bool>())
        .prop_map(|(first, more)| {
            let second = match first {
                At::Amount(amount) => At::Amount(amount * 2),
                At::Quantity(quantity) => At::Quantity(quantity + 2),
            };
            if more { vec![first, second] } else { vec![first] }
        })
        .boxed()
}

fn gifts() -> BoxedStrategy<Vec<Gift>> {
    vec((1_u32..3, prop_oneof![Just(0_i64), Just(1_000), 0_i64..3_000]), 1..3)
        .prop_map(|gifts| {
            let gift = |(place, (quantity, worth)): (usize, (u32, i64))| Gift {
                sku: format!("g{place}"),
                name: words("赠品"),
                quantity,
                worth,
            };
            gifts.into_iter().enumerate().map(gift).collect()
        })
        .boxed()
}

fn words(text: &str) -> Words {
    Words { zh: text.to_owned(), en: text.to_owned() }
}

fn some<T: std::fmt::Debug + Clone>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    option::weighted(0.3, one)
}

fn offer() -> BoxedStrategy<Offer> {
    let off = prop_oneof![Just(1_000_i64), Just(2_000), Just(5_000), 1_i64..9_000];
    let times = || some(1_u32..3);
    let shop =
        prop_oneof![
            (ats(), off, some(1_u32..5)).prop_map(|(ats, off, repeat)| {
                let step = |(place, at): (usize, At)| AmountStep { at, off: off * (place as i64 + 1) };
                let repeat = repeat.filter(|_| ats.len() == 1);
                Offer::AmountOff { steps: ats.into_iter().enumerate().map(step).collect(), repeat }
            }),
            (ats(), keep()).prop_map(|(ats, keep)| {
                let step = |(place, at): (usize, At)| PercentStep {
                    at,
                    keep: if place == 0 { keep } else { keep.div_ceil(2) },
                };
                Offer::PercentOff { steps: ats.into_iter().enumerate().map(step).collect() }
            }),
            (ats(), gifts(), some(1_u32..4)).prop_map(|(ats, gifts, repeat)| {
                let repeat = repeat.filter(|_| ats.len() == 1);
                Offer::Gift { steps: ats.into_iter().map(|at| GiftStep { at, gifts: gifts.clone() }).collect(), repeat }
            }),
            (at(), 0_i64..3_000, vec(product(), 1..3), 1_u32..3)
                .prop_map(|(at, price, products, limit)| Offer::Redeem { at, price, products, limit }),
            keep().prop_map(|keep| Offer::Discount { keep }),
        ];
    let bundles = prop_oneof![
        (1_u32..4, prop_oneof![Just(0_u16), Just(500), 0_u16..1000], times())
            .prop_map(|(n, keep, times)| Offer::NthDiscount { n, keep, times }),
        (1_u32..4, 1_u32..3, times()).prop_map(|(buy, get, times)| Offer::BuyGet { buy, get, times }),
        (1_u32..4, amount(), times()).prop_map(|(quantity, price, times)| Offer::Bundle { quantity, price, times }),
        (1_u32..3, some(1_u32..3), amount(), times()).prop_map(|(one, other, price, times)| {
            let mut parts = vec![Part { product: "p1".to_owned(), quantity: one }];
            parts.extend(other.map(|quantity| Part { product: "p2".to_owned(), quantity }));
            Offer::Package { parts, price, times }
        }),
    ];
    let prices = prop_oneof![
        (1_u32..4, cut(), cut()).prop_map(|(from, one, other)| Offer::LadderQuantity {
            steps: vec![QuantityStep { from, cut: one }, QuantityStep { from: from + 2, cut: other }],
        }),
        (1_u32..4, cut()).prop_map(|(up_to, cut)| Offer::LadderOrder { steps: vec![OrderStep { up_to, cut }] }),
        (cut(), 1_u32..5, some(1_u32..3)).prop_map(|(cut, stock, limit)| Offer::Flash { cut, stock, limit }),
        cut().prop_map(|cut| Offer::Group { size: 2, hours: 24, cut }),
        (1_i64..3_000, 0_i64..3_000).prop_map(|(deposit, more)| Offer::Presale { deposit, worth: deposit + more }),
        cut().prop_map(|cut| Offer::MemberPrice { prices: vec![LevelPrice { level: "gold".to_owned(), cut }] }),
        (cut(), some(1_u32..3)).prop_map(|(cut, limit)| Offer::NewcomerPrice { cut, limit }),
        (cut(), some(1_u32..5)).prop_map(|(cut, stock)| Offer::Clearance { cut, stock }),
        (0_i64..9_000, gifts()).prop_map(|(now, gifts)| Offer::Special { was: now + 1_000, now, gifts }),
    ];
    let last = prop_oneof![
        (1_i64..200, 1_i64..300, 1_u16..=1000).prop_map(|(points, worth, most)| Offer::Points { points, worth, most }),
        (some(at()), some(1_i64..1_500)).prop_map(|(at, off)| Offer::FreeShipping { at, off }),
    ];
    prop_oneof![4 => shop.boxed(), 3 => bundles.boxed(), 4 => prices.boxed(), 2 => last.boxed()].boxed()
}

fn product() -> BoxedStrategy<String> {
    (1_u32..5).prop_map(|which| format!("p{which}")).boxed()
}

fn goods() -> BoxedStrategy<Goods> {
    let one = |names: BTreeSet<String>| Goods { products: names, ..Goods::default() };
    prop_oneof![
        3 => Just(Goods::default()),
        1 => proptest::collection::btree_set(product(), 1..3).prop_map(one),
        1 => Just(Goods { categories: BTreeSet::from(["tea".to_owned()]), ..Goods::default() }),
        1 => Just(Goods { tags: BTreeSet::from(["new".to_owned()]), ..Goods::default() }),
    ]
    .boxed()
}

prop_compose! {
    fn promotion()(
        offer in offer(),
        goods in goods(),
        priority in 0..2,
        (exclusive, alone) in (some(Just("one".to_owned())), prop::bool::weighted(0.1)),
        (max_off, budget) in (some(1_i64..6_000), option::weighted(0.15, 1_i64..9_000)),
        (held, item) in (prop::bool::weighted(0.3), any::<bool>()),
        (gold, first) in (prop::bool::weighted(0.1), option::weighted(0.1, any::<bool>())),
    ) -> Promotion {
        let layer = (matches!(offer, Offer::Discount { .. }) && item).then_some(Layer::Item);
        let goods = if matches!(offer, Offer::Package { .. }) { Goods::default() } else { goods };
        let levels = if gold { BTreeSet::from(["gold".to_owned()]) } else { BTreeSet::new() };
        let first_order = first.filter(|_| !matches!(offer, Offer::NewcomerPrice { .. }));
        Promotion {
            key: String::new(), name: words("促销"), offer, layer, held, priority, exclusive, alone, max_off, budget,
            scope: Scope { goods, levels, first_order, ..Scope::default() },
            uses: None, uses_per_customer: None,
        }
    }
}

prop_compose! {
    fn settings()(
        together in prop_oneof![4 => Just(Some(2)), 1 => Just(Some(1)), 2 => Just(None), 1 => Just(Some(3))],
        floor_per_mille in prop_oneof![3 => Just(0_u16), 1 => Just(500), 1 => Just(333)],
        floor_at_cost in any::<bool>(),
        cap in some(prop_oneof![(0_i64..20_000).prop_map(Cap::Amount), (0_u16..=1000).prop_map(Cap::PerMille)]),
    ) -> Settings {
        Settings { together, floor_per_mille, floor_at_cost, cap, ..Settings::default() }
    }
}

prop_compose! {
    /// A shop with so many promotions at most.
    pub(crate) fn programme(most: usize)(
        mut promotions in vec(promotion().boxed(), 1..=most).boxed(),
        settings in settings().boxed(),
        standings in vec((0_u32..3, 0_i64..3_000, 0_u32..3), most),
    ) -> Programme {
        let mut known = BTreeMap::new();
        for (place, (promotion, (uses, spent, sold))) in promotions.iter_mut().zip(standings).enumerate() {
            promotion.key = format!("o{place}");
            known.insert(promotion.key.clone(), Standing { uses, spent, sold });
        }
        Programme { currency: "CNY".to_owned(), zone: "Asia/Shanghai".to_owned(), settings, promotions, standings: known, ..Programme::default() }
    }
}

prop_compose! {
    /// A line of this key.
    pub(crate) fn line(key: String)(
        product in product(),
        quantity in 1_u32..4,
        unit_price in prop_oneof![Just(0_i64), Just(2_990), Just(5_000), Just(9_900), 1_i64..15_000],
        (tea, new) in (any::<bool>(), any::<bool>()),
        cost in some(0_i64..8_000),
        floor in option::weighted(0.15, 0_i64..9_000),
    ) -> Line {
        let names = |name: &str, there: bool| there.then(|| name.to_owned()).into_iter().collect::<BTreeSet<_>>();
        Line {
            key: key.clone(), product, quantity, unit_price, cost, floor,
            categories: names("tea", tea), tags: names("new", new), ..Line::default()
        }
    }
}

prop_compose! {
    /// A cart with so many lines at most.
    pub(crate) fn cart(most: usize)(
        lines in (1..=most).prop_flat_map(|count| (0..count).map(|at| line(format!("l{at}")).boxed()).collect::<Vec<_>>()).boxed(),
        shipping in prop_oneof![Just(0_i64), Just(1_000)],
        (points, spend_points) in (0_i64..5_000, prop_oneof![Just(0_i64), 0_i64..5_000]),
        (gold, first_order) in (any::<bool>(), any::<bool>()),
        held in 0_u32..64,
        joined in 0_u32..64,
    ) -> Cart {
        let bits = |bits: u32| (0..6).filter(move |place| bits >> place & 1 == 1).map(|place| format!("o{place}"));
        let buyer = Buyer {
            level: gold.then(|| "gold".to_owned()), first_order, points, coupons: bits(held).collect(), ..Buyer::default()
        };
        let groups = bits(joined).map(|key| (key, 2)).collect();
        Cart { currency: "CNY".to_owned(), lines, buyer, shipping, spend_points, groups }
    }
}
