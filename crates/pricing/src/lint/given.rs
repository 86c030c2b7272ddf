//! What is given away beside the goods: pieces for a small price, gifts, and what points pay.

use crate::money::shown;
use crate::problem::Gravity;
use crate::{At, Gift, Line, Offer, Problem, Programme, Promotion};

pub(super) fn lint(programme: &Programme, goods: &[Line]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for promotion in &programme.promotions {
        match &promotion.offer {
            Offer::Redeem { price, products, .. } => {
                let named = goods.iter().filter(|line| products.contains(&line.product));
                problems.extend(named.filter_map(|line| redeemed(programme, promotion, line, *price)));
            }
            Offer::Gift { steps, .. } => {
                for step in steps {
                    let from = threshold(step.at, promotion, goods);
                    problems.extend(from.and_then(|from| dearer(programme, promotion, from, &step.gifts)));
                }
            }
            Offer::Special { now, gifts, .. } => problems.extend(dearer(programme, promotion, *now, gifts)),
            Offer::Points { most: 1_000, .. } => {
                let zh = "积分可以抵扣全部货款：积分够的客户可以 0 元购买".to_owned();
                let en = "points may pay for all of the goods: who has enough of them buys for nothing".to_owned();
                problems.push(Problem::found("free_goods", Gravity::Warning, &[&promotion.key], zh, en));
            }
            _ => {}
        }
    }
    problems
}

/// A piece for a small price is below cost, or free.
fn redeemed(programme: &Programme, promotion: &Promotion, line: &Line, price: i64) -> Option<Problem> {
    let key = &line.key;
    if price == 0 {
        let (zh, en) = (format!("“{key}”可以 0 元换购"), format!("`{key}` can be redeemed for nothing"));
        return Some(Problem::found("free_goods", Gravity::Warning, &[&promotion.key], zh, en));
    }
    let cost = line.cost.filter(|cost| price < *cost)?;
    let (price, cost) = (shown(price, &programme.currency), shown(cost, &programme.currency));
    let zh = format!("“{key}”可以加 {price} 换购，低于成本 {cost}");
    let en = format!("`{key}` can be redeemed for {price}, below its cost of {cost}");
    Some(Problem::found("below_cost", Gravity::Warning, &[&promotion.key], zh, en))
}

/// What has to be bought at least for a step of a gift; nothing when no goods are known to count.
fn threshold(at: At, promotion: &Promotion, goods: &[Line]) -> Option<i64> {
    match at {
        At::Amount(amount) => Some(amount),
        At::Quantity(quantity) => {
            let prices = goods.iter().filter(|line| promotion.scope.covers(line)).map(|line| line.unit_price);
            prices.min().map(|cheapest| cheapest.saturating_mul(i64::from(quantity)))
        }
    }
}

/// Gifts that are worth as much as what has to be paid for them.
fn dearer(programme: &Programme, promotion: &Promotion, paid: i64, gifts: &[Gift]) -> Option<Problem> {
    let worth =
        gifts.iter().fold(0_i64, |sum, gift| sum.saturating_add(gift.worth.saturating_mul(i64::from(gift.quantity))));
    if worth == 0 || worth < paid {
        return None;
    }
    let (worth, paid) = (shown(worth, &programme.currency), shown(paid, &programme.currency));
    let zh = format!("买 {paid} 就送价值 {worth} 的赠品：赠品不比货款便宜");
    let en =
        format!("gifts worth {worth} are given for a purchase of {paid}: they are worth no less than what is paid");
    Some(Problem::found("gift_dearer", Gravity::Warning, &[&promotion.key], zh, en))
}
