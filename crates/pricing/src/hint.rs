//! What is missing to a promotion's next step: `再买 ¥23 减 ¥20`.

use crate::money::{shown, times};
use crate::offer::ladder_off;
use crate::state::State;
use crate::step::{Base, base, pieces_short, products_in};
use crate::table::{Candidate, Table};
use crate::words::{fold, percent_off};
use crate::{At, Cut, Gift, Offer, QuantityStep, Words};

/// How much or how many are missing, and what they bring.
pub(crate) fn hint(table: &Table<'_>, state: &State, candidate: &Candidate<'_>) -> Option<(At, Words)> {
    let currency = &table.cart.currency;
    let money = |amount: i64| shown(amount, currency);
    let offer = &candidate.promotion.offer;
    if let Offer::Group { size, .. } = offer {
        let there = table.cart.groups.get(&candidate.promotion.key).copied().unwrap_or(0);
        let missing = size.checked_sub(there).filter(|missing| *missing > 0)?;
        let words = Words::new(format!("还差 {missing} 人成团"), format!("{missing} more to fill the group"));
        return Some((At::Quantity(missing), words));
    }
    let base = base(table, state, candidate).ok().filter(|base| !base.lines.is_empty())?;
    let (missing, gain) = match offer {
        Offer::AmountOff { steps, repeat: None } => {
            let step = steps.iter().find(|step| !step.at.reached(base.amount, base.quantity))?;
            let gain = Words::new(format!("减 {}", money(step.off)), format!("to get {} off", money(step.off)));
            (missing(step.at, &base)?, gain)
        }
        Offer::AmountOff { steps, repeat: Some(most) } => {
            let step = steps.first()?;
            let often = step.at.times(base.amount, base.quantity);
            let next = often.checked_add(1).filter(|next| next <= most)?;
            let off = money(times(step.off, next));
            (missing(again(step.at, next), &base)?, Words::new(format!("减 {off}"), format!("to get {off} off")))
        }
        Offer::PercentOff { steps } => {
            let step = steps.iter().find(|step| !step.at.reached(base.amount, base.quantity))?;
            let gain = Words::new(format!("打 {}", fold(step.keep)), format!("to get {}", percent_off(step.keep)));
            (missing(step.at, &base)?, gain)
        }
        Offer::Gift { steps, repeat } => {
            let step = steps.iter().find(|step| !step.at.reached(base.amount, base.quantity));
            let (at, gifts) = match (step, repeat, steps.last()) {
                (Some(step), _, _) => (step.at, &step.gifts),
                (None, Some(most), Some(last)) => {
                    let next = last.at.times(base.amount, base.quantity).checked_add(1).filter(|next| next <= most)?;
                    (again(last.at, next), &last.gifts)
                }
                _ => return None,
            };
            let gifts = named(gifts);
            (missing(at, &base)?, Words::new(format!("送 {}", gifts.zh), format!("to get {} free", gifts.en)))
        }
        Offer::Redeem { at, price, .. } => {
            let price = money(*price);
            (missing(*at, &base)?, Words::new(format!("可加 {price} 换购"), format!("to add more for {price}")))
        }
        Offer::FreeShipping { at: Some(at), off } if state.shipping > 0 => {
            let gain = match off.map(money) {
                Some(off) => Words::new(format!("运费减 {off}"), format!("to get {off} off the shipping")),
                None => Words::new("包邮", "for free shipping"),
            };
            (missing(*at, &base)?, gain)
        }
        Offer::LadderQuantity { steps } => {
            let prices = || base.lines.iter().filter_map(|at| table.line(*at)).map(|line| line.unit_price);
            let now = |price| ladder_off(steps, base.quantity, price);
            let better = |step: &&QuantityStep| prices().any(|price| step.cut.off(price) > now(price));
            let step = steps.iter().filter(|step| base.quantity < step.from).find(better)?;
            let gain = match step.cut {
                Cut::Price(price) => {
                    Words::new(format!("每件 {}", money(price)), format!("for {} apiece", money(price)))
                }
                Cut::Keep(keep) => Words::new(format!("打 {}", fold(keep)), format!("to get {}", percent_off(keep))),
                Cut::Off(off) => {
                    Words::new(format!("每件减 {}", money(off)), format!("to get {} off each", money(off)))
                }
            };
            (At::Quantity(step.from - base.quantity), gain)
        }
        offer if offer.is_bundle() => (pieces_short(offer, &products_in(table, &base.lines))?, bundle(offer, &money)?),
        _ => return None,
    };
    let more = match missing {
        At::Amount(amount) => Words::new(format!("再买 {}", money(amount)), format!("buy {} more", money(amount))),
        At::Quantity(count) => Words::new(format!("再买 {count} 件"), format!("buy {count} more")),
    };
    Some((missing, Words::new(format!("{} {}", more.zh, gain.zh), format!("{} {}", more.en, gain.en))))
}

/// A threshold reached so often.
fn again(at: At, often: u32) -> At {
    match at {
        At::Amount(at) => At::Amount(times(at, often)),
        At::Quantity(at) => At::Quantity(at.saturating_mul(often)),
    }
}

/// What is missing to a threshold; nothing when it is reached.
fn missing(at: At, base: &Base) -> Option<At> {
    match at {
        At::Amount(at) if at > base.amount => Some(At::Amount(at - base.amount)),
        At::Quantity(at) if at > base.quantity => Some(At::Quantity(at - base.quantity)),
        _ => None,
    }
}

fn named(gifts: &[Gift]) -> Words {
    let zh: Vec<&str> = gifts.iter().map(|gift| gift.name.in_chinese()).collect();
    let en: Vec<&str> = gifts.iter().map(|gift| gift.name.in_english()).collect();
    Words::new(zh.join("、"), en.join(", "))
}

fn bundle(offer: &Offer, money: &dyn Fn(i64) -> String) -> Option<Words> {
    Some(match offer {
        Offer::NthDiscount { n, keep: 0, .. } => Words::new(format!("第 {n} 件免费"), format!("to get piece {n} free")),
        Offer::NthDiscount { n, keep, .. } => {
            Words::new(format!("第 {n} 件 {}", fold(*keep)), format!("to get {} on piece {n}", percent_off(*keep)))
        }
        Offer::BuyGet { get, .. } => Words::new(format!("送 {get} 件"), format!("to get {get} free")),
        Offer::Bundle { quantity, price, .. } => {
            let price = money(*price);
            Words::new(format!("享 {quantity} 件 {price}"), format!("to get {quantity} for {price}"))
        }
        Offer::Package { price, .. } => {
            let price = money(*price);
            Words::new(format!("享套装价 {price}"), format!("to get the set for {price}"))
        }
        _ => return None,
    })
}
