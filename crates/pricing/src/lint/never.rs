//! Promotions that never apply: by themselves, or because another is always better.

use crate::lint::goods::first_awake;
use crate::problem::Gravity;
use crate::shelf::touches;
use crate::{Cut, Line, Offer, Problem, Promotion, Scope, Shelf};

pub(super) fn lint(shelf: &Shelf, goods: &[Line], now: i64) -> Vec<Problem> {
    let promotions = &shelf.programme.promotions;
    let mut problems = Vec::new();
    for promotion in promotions {
        if let Some((zh, en)) = dead(shelf, promotion, goods, now) {
            let key = promotion.key.as_str();
            problems.push(Problem::found("never_applies", Gravity::Warning, &[key], zh.to_owned(), en.to_owned()));
        }
    }
    for loser in promotions {
        if let Some(winner) = promotions.iter().find(|winner| beats(winner, loser, goods)) {
            problems.push(Problem::found(
                "always_beaten",
                Gravity::Warning,
                &[&loser.key, &winner.key],
                format!(
                    "“{}”永远不会生效：“{}”范围不小、价格总是更低",
                    loser.name.in_chinese(),
                    winner.name.in_chinese()
                ),
                format!(
                    "“{}” never applies: “{}” covers as much and is always cheaper",
                    loser.name.in_english(),
                    winner.name.in_english()
                ),
            ));
        }
    }
    problems
}

/// Why a promotion can never apply again.
fn dead(shelf: &Shelf, promotion: &Promotion, goods: &[Line], now: i64) -> Option<(&'static str, &'static str)> {
    let standing = shelf.programme.standings.get(&promotion.key).copied().unwrap_or_default();
    let from = promotion.scope.from.and_then(|from| shelf.zone.to_timestamp(from).ok());
    let from = from.map_or(now, |from| from.as_millisecond().max(now));
    let stock = match promotion.offer {
        Offer::Flash { stock, .. } | Offer::Clearance { stock: Some(stock), .. } => Some(stock),
        _ => None,
    };
    let last = match &promotion.offer {
        Offer::LadderOrder { steps } => steps.last().map(|step| step.up_to),
        _ => None,
    };
    if first_awake(shelf, promotion, from).is_none() {
        Some(("它已结束，或它的日期、星期和时段从不重合", "it is over, or its dates, weekdays and hours never meet"))
    } else if !goods.is_empty() && !goods.iter().any(|line| touches(promotion, line)) {
        Some(("没有任何商品在它的范围内", "no goods are in its scope"))
    } else if promotion.uses.is_some_and(|most| standing.uses >= most) {
        Some(("它的名额已用完", "all its uses are taken"))
    } else if promotion.uses_per_customer == Some(0) {
        Some(("每位客户的可用次数为 0", "no customer may use it"))
    } else if promotion.budget.is_some_and(|most| standing.spent >= most) {
        Some(("它的预算已用完", "its budget is used up"))
    } else if stock.is_some_and(|stock| standing.sold >= stock) {
        Some(("它的活动库存已抢光", "its stock is gone"))
    } else if last.is_some_and(|last| standing.uses >= last) {
        Some(("前几名优惠已满", "all early orders are taken"))
    } else {
        None
    }
}

/// `winner` prices every line of `loser` lower, whenever and for whomever `loser` runs.
fn beats(winner: &Promotion, loser: &Promotion, goods: &[Line]) -> bool {
    let (Some(better), Some(worse)) = (price_of(winner), price_of(loser)) else { return false };
    let limited = winner.budget.is_some()
        || winner.uses.is_some()
        || winner.uses_per_customer.is_some()
        || winner.max_off.is_some()
        || winner.held;
    let newcomers = matches!(winner.offer, Offer::NewcomerPrice { .. })
        && !matches!(loser.offer, Offer::NewcomerPrice { .. })
        && loser.scope.first_order != Some(true);
    if winner.key == loser.key || limited || newcomers || !wider(&winner.scope, &loser.scope) {
        return false;
    }
    // Beside other offers the dearer price may be the better one, unless it shuts them out just as much.
    if winner.alone != loser.alone || winner.exclusive != loser.exclusive {
        return false;
    }
    let mut covered = goods.iter().filter(|line| touches(loser, line)).peekable();
    covered.peek().is_some()
        && covered.all(|line| touches(winner, line) && better.off(line.unit_price) > worse.off(line.unit_price))
        && !matches!(loser.offer, Offer::Special { .. })
}

/// The price that a promotion always gives: what runs out does not always win.
fn price_of(promotion: &Promotion) -> Option<Cut> {
    match &promotion.offer {
        Offer::Discount { keep } if promotion.is_line_price() => Some(Cut::Keep(*keep)),
        Offer::NewcomerPrice { cut, limit: None } | Offer::Clearance { cut, stock: None } => Some(*cut),
        Offer::Special { now, .. } => Some(Cut::Price(*now)),
        _ => None,
    }
}

/// Whenever and for whomever `narrow` runs, `wide` runs too.
fn wider(wide: &Scope, narrow: &Scope) -> bool {
    let within = |wide: &std::collections::BTreeSet<String>, narrow: &std::collections::BTreeSet<String>| {
        wide.is_empty() || (!narrow.is_empty() && narrow.is_subset(wide))
    };
    within(&wide.segments, &narrow.segments)
        && within(&wide.levels, &narrow.levels)
        && within(&wide.channels, &narrow.channels)
        && within(&wide.regions, &narrow.regions)
        && (wide.first_order.is_none() || wide.first_order == narrow.first_order)
        && wide.from.is_none_or(|from| narrow.from.is_some_and(|other| from <= other))
        && wide.until.is_none_or(|until| narrow.until.is_some_and(|other| other <= until))
        && (wide.weekdays.is_empty() || wide.weekdays == narrow.weekdays)
        && (wide.hours.is_empty() || wide.hours == narrow.hours)
}
