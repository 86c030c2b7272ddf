//! Goods under all promotions: below cost, free, dearer before than in the last seven days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use crate::money::shown;
use crate::problem::Gravity;
use crate::scope::Moment;
use crate::shelf::touches;
use crate::{At, Buyer, Cart, Line, Offer, Priced, Problem, Promotion, Shelf, price};

/// More instants than this are not tried: the first of them are.
const INSTANTS: usize = 48;

pub(super) fn lint(shelf: &Shelf, goods: &[Line], now: i64) -> Vec<Problem> {
    let mut open = shelf.clone();
    open.programme.settings.floor_per_mille = 0;
    open.programme.settings.floor_at_cost = false;
    let mut worst: BTreeMap<(&'static str, String, Vec<String>), Problem> = BTreeMap::new();
    let mut found = |code: &'static str, line: &Line, problem: Problem| {
        worst.entry((code, line.key.clone(), problem.promotions.clone())).or_insert(problem);
    };
    for line in goods {
        let about: Vec<&Promotion> =
            shelf.programme.promotions.iter().filter(|promotion| touches(promotion, line)).collect();
        if about.is_empty() {
            continue;
        }
        for (problem, code) in raised(shelf, line, &about) {
            found(code, line, problem);
        }
        for now in instants(shelf, &about, now) {
            for buyer in buyers(shelf, &about) {
                for quantity in quantities(&about, line) {
                    let cart = cart(shelf, line, quantity, buyer.clone(), &about);
                    let Ok(priced) = price(&open, &cart, now) else { continue };
                    if let Some((code, problem)) = sold_off(line, &priced) {
                        found(code, line, problem);
                    }
                }
            }
        }
    }
    worst.into_values().collect()
}

/// The line comes out free or below cost.
fn sold_off(line: &Line, priced: &Priced) -> Option<(&'static str, Problem)> {
    let sold = priced.lines.first()?;
    let keys: Vec<&str> = sold.applied.iter().map(|cut| cut.promotion.as_str()).collect();
    if keys.is_empty() {
        return None;
    }
    let money = |amount: i64| shown(amount, &priced.currency);
    let (key, count) = (&line.key, sold.quantity);
    if sold.payable == 0 {
        let zh = format!("“{key}”可以 0 元买到 {count} 件");
        let problem = Problem::found(
            "free_goods",
            Gravity::Warning,
            &keys,
            zh,
            format!("{count} of `{key}` can be had for nothing"),
        );
        return Some(("free_goods", problem));
    }
    let cost = line.cost?.saturating_mul(i64::from(count));
    (sold.payable < cost).then(|| {
        let (paid, cost) = (money(sold.payable), money(cost));
        let zh = format!("“{key}” {count} 件可以 {paid} 买到，低于成本 {cost}");
        let en = format!("{count} of `{key}` can be had for {paid}, below their cost of {cost}");
        ("below_cost", Problem::found("below_cost", Gravity::Warning, &keys, zh, en))
    })
}

/// Price cuts must be measured from the lowest price of the last seven days.
fn raised(shelf: &Shelf, line: &Line, about: &[&Promotion]) -> Vec<(Problem, &'static str)> {
    let Some(lowest) = line.lowest_7_days else { return Vec::new() };
    let money = |amount: i64| shown(amount, &shelf.programme.currency);
    let mut problems = Vec::new();
    for promotion in about.iter().filter(|promotion| promotion.is_line_price()) {
        let was = match &promotion.offer {
            Offer::Special { was, .. } => *was,
            _ => line.list_price.unwrap_or(line.unit_price).max(line.unit_price),
        };
        if was > lowest {
            let (was, lowest, key) = (money(was), money(lowest), &line.key);
            let zh = format!(
                "“{key}”的原价 {was} 高于近 7 日最低成交价 {lowest}：不得先涨价后打折，请以 {lowest} 为比较基准"
            );
            let en = format!(
                "`{key}` is compared with {was}, above its lowest price of the last 7 days, {lowest}: a price must not be \
                 raised before it is cut; compare with {lowest}"
            );
            // A price that was never taken must not be told; one that is only struck through is for the shop to judge.
            let told = matches!(promotion.offer, Offer::Special { .. });
            let gravity = if told { Gravity::Error } else { Gravity::Warning };
            let problem = Problem::found("raised_before_cut", gravity, &[&promotion.key], zh, en);
            problems.push((problem, "raised_before_cut"));
        }
    }
    problems
}

/// Now, and whenever one of these begins: on its first day, and at the first of its hours; of instants at which the same ones
/// run the first.
fn instants(shelf: &Shelf, about: &[&Promotion], now: i64) -> Vec<i64> {
    let millis = |at: DateTime| shelf.zone.to_timestamp(at).ok().map(|at| at.as_millisecond());
    let mut instants = BTreeSet::from([now]);
    for promotion in about {
        let from = promotion.scope.from.and_then(millis).unwrap_or(now).max(now);
        instants.extend(first_awake(shelf, promotion, from));
    }
    let running = |at: &i64| {
        let moment = Moment::new(*at, &shelf.zone);
        about.iter().map(|promotion| promotion.scope.sleeps(moment, 0).is_none()).collect::<Vec<bool>>()
    };
    let mut known = BTreeSet::new();
    instants.into_iter().filter(|at| known.insert(running(at))).take(INSTANTS).collect()
}

/// The first instant from `from` on, to the hour, within a week, at which a promotion runs.
pub(super) fn first_awake(shelf: &Shelf, promotion: &Promotion, from: i64) -> Option<i64> {
    let minutes = |hours: &crate::Hours| i64::from(hours.from.hour()) * 60 + i64::from(hours.from.minute());
    let mut tried: Vec<i64> = vec![from];
    let wall = shelf.zone.to_datetime(jiff::Timestamp::from_millisecond(from).ok()?);
    for day in 0..8 {
        let date = wall.date().checked_add(jiff::Span::new().days(day)).ok()?;
        let start = shelf.zone.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()?.as_millisecond();
        tried.push(start);
        tried.extend(promotion.scope.hours.iter().map(|hours| start + minutes(hours) * 60_000));
    }
    tried.sort_unstable();
    tried.into_iter().find(|at| *at >= from && promotion.scope.sleeps(Moment::new(*at, &shelf.zone), 0).is_none())
}

/// The most favoured buyers: of each level that is named and of none, on the first order and on a later one, in each region
/// and channel that is named; of such as these promotions do not tell apart the first.
fn buyers(shelf: &Shelf, about: &[&Promotion]) -> Vec<Buyer> {
    let scopes = || about.iter().map(|promotion| &promotion.scope);
    let mut levels: BTreeSet<Option<String>> = BTreeSet::from([None]);
    levels.extend(scopes().flat_map(|scope| scope.levels.iter().cloned().map(Some)));
    for promotion in about {
        if let Offer::MemberPrice { prices } = &promotion.offer {
            levels.extend(prices.iter().map(|price| Some(price.level.clone())));
        }
    }
    let one_of = |names: Vec<&BTreeSet<String>>| {
        let named: BTreeSet<String> = names.into_iter().flatten().cloned().collect();
        if named.is_empty() { vec![None] } else { named.into_iter().map(Some).collect::<Vec<_>>() }
    };
    let channels = one_of(scopes().map(|scope| &scope.channels).collect());
    let regions = one_of(scopes().map(|scope| &scope.regions).collect());
    let segments: BTreeSet<String> = scopes().flat_map(|scope| scope.segments.iter().cloned()).collect();
    let coupons: BTreeSet<String> = shelf.programme.promotions.iter().map(|promotion| promotion.key.clone()).collect();
    let mut buyers = Vec::new();
    for level in &levels {
        for channel in &channels {
            for region in &regions {
                for first_order in [false, true] {
                    buyers.push(Buyer {
                        level: level.clone(),
                        segments: segments.clone(),
                        first_order,
                        coupons: coupons.clone(),
                        region: region.clone(),
                        channel: channel.clone(),
                        ..Buyer::default()
                    });
                }
            }
        }
    }
    let mut known = BTreeSet::new();
    buyers.retain(|buyer| known.insert(told_by(about, buyer)));
    buyers
}

/// All that promotions see of a buyer: whom they are for, whose first order it is, and whose level has a price.
fn told_by(about: &[&Promotion], buyer: &Buyer) -> (Vec<bool>, bool, Option<String>) {
    let newcomers = about.iter().any(|promotion| matches!(promotion.offer, Offer::NewcomerPrice { .. }));
    let levels = about.iter().any(|promotion| matches!(promotion.offer, Offer::MemberPrice { .. }));
    let welcome = about.iter().map(|promotion| promotion.scope.refuses(buyer).is_none()).collect();
    (welcome, newcomers && buyer.first_order, buyer.level.clone().filter(|_| levels))
}

/// One piece, and as many as each threshold asks for.
fn quantities(about: &[&Promotion], line: &Line) -> BTreeSet<u32> {
    let mut quantities = BTreeSet::from([1]);
    let mut reach = |at: At| {
        quantities.insert(match at {
            At::Quantity(quantity) => quantity,
            At::Amount(amount) => {
                let price = line.unit_price.max(1);
                u32::try_from((amount + price - 1) / price).unwrap_or(u32::MAX)
            }
        });
    };
    for promotion in about {
        match &promotion.offer {
            Offer::AmountOff { steps, .. } => steps.iter().for_each(|step| reach(step.at)),
            Offer::PercentOff { steps } => steps.iter().for_each(|step| reach(step.at)),
            Offer::NthDiscount { n, .. } => reach(At::Quantity(*n)),
            Offer::BuyGet { buy, get, .. } => reach(At::Quantity(buy + get)),
            Offer::Bundle { quantity, .. } => reach(At::Quantity(*quantity)),
            Offer::LadderQuantity { steps } => steps.iter().for_each(|step| reach(At::Quantity(step.from))),
            _ => {}
        }
    }
    quantities.into_iter().filter(|quantity| (1..=1_000).contains(quantity)).collect()
}

fn cart(shelf: &Shelf, line: &Line, quantity: u32, buyer: Buyer, about: &[&Promotion]) -> Cart {
    let line = Line { quantity, stock: None, floor: None, ..line.clone() };
    let group = |promotion: &&&Promotion| matches!(promotion.offer, Offer::Group { .. });
    let groups = about.iter().filter(group).map(|promotion| (promotion.key.clone(), 2)).collect();
    Cart { currency: shelf.programme.currency.clone(), lines: vec![line], buyer, groups, ..Cart::default() }
}
