//! What holds of every cart: the best price equals the plain reference's, the order of lines plays no part, nothing goes below
//! its floor, money is conserved.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use pricing::{Cart, Priced, Programme};
use proptest::prelude::*;
use support::{generate, naive, priced};

/// The reference and the real thing, as what a buyer pays for each line, for shipping, and what gifts are worth.
fn agree(programme: &Programme, cart: &Cart) -> Result<(), TestCaseError> {
    let plain = naive::best(programme, cart);
    let real = priced(programme, cart);
    prop_assert!(real.search.complete);
    let paid: Vec<i64> = real.lines.iter().map(|line| line.payable).collect();
    let worth: i64 = real.gifts.iter().map(|given| given.gift.worth * i64::from(given.gift.quantity)).sum();
    let expected = (plain.pay.clone(), plain.shipping, plain.gifts.values().sum::<i64>(), plain.points);
    prop_assert_eq!((paid, real.shipping, worth, real.points_spent), expected, "{:#?}", plain);
    for (line, on) in real.lines.iter().zip(&plain.on) {
        let took: Vec<(String, i64)> = line.applied.iter().map(|cut| (cut.promotion.clone(), cut.amount)).collect();
        let expected: Vec<(String, i64)> = on.iter().filter(|(_, amount)| *amount > 0).cloned().collect();
        prop_assert_eq!(took, expected);
    }
    Ok(())
}

/// Money is neither made nor lost, and nothing is cheaper than it may be.
fn sound(programme: &Programme, cart: &Cart, real: &Priced) -> Result<(), TestCaseError> {
    let payable: i64 = real.lines.iter().map(|line| line.payable).sum();
    prop_assert_eq!(real.total, payable + real.shipping);
    prop_assert_eq!(real.goods - real.discount, payable);
    prop_assert_eq!(real.points_basis, payable);
    prop_assert_eq!(real.shipping + real.shipping_discount, cart.shipping);
    let spread: i64 = real.lines.iter().flat_map(|line| &line.applied).map(|cut| cut.amount).sum();
    prop_assert_eq!(spread, real.discount);
    let offers: i64 = real.offers.iter().map(|offer| offer.amount).sum();
    prop_assert_eq!(offers, real.discount + real.shipping_discount);
    for priced in &real.lines {
        let line = cart.lines.iter().find(|line| line.key == priced.key).unwrap();
        let cost = line.cost.filter(|_| programme.settings.floor_at_cost).unwrap_or(0);
        let floor = line.floor.unwrap_or(0).max(cost).min(line.unit_price) * i64::from(line.quantity);
        let share = priced.before * i64::from(programme.settings.floor_per_mille);
        prop_assert!(priced.payable >= floor && priced.payable * 1000 >= share);
        prop_assert!(priced.payable >= priced.deposit.unwrap_or(0));
        prop_assert_eq!(priced.before - priced.payable, priced.applied.iter().map(|cut| cut.amount).sum::<i64>());
        if let Some(most) = programme.settings.together {
            let counted = |cut: &&pricing::LineCut| {
                let offer = real.offers.iter().find(|offer| offer.promotion == cut.promotion).unwrap();
                offer.layer <= pricing::Layer::Coupon
            };
            prop_assert!(priced.applied.iter().filter(counted).count() <= most as usize);
        }
    }
    Ok(())
}

/// For one of these reasons an offer that applied before does less on some line, or nothing.
fn told(before: &Priced, after: &Priced, codes: &[&str]) -> bool {
    let had = |key: &str| before.offers.iter().any(|offer| offer.promotion == key);
    let lines = || after.lines.iter().flat_map(|line| &line.refused);
    lines().any(|one| codes.contains(&one.code.as_str()) && had(&one.promotion))
}

proptest! {
    #![proptest_config(support::cases(3))]

    #[test]
    fn the_best_price_is_that_of_the_plain_reference(programme in generate::programme(6), cart in generate::cart(4)) {
        agree(&programme, &cart)?;
    }

    #[test]
    fn money_is_conserved_and_floors_hold(programme in generate::programme(6), cart in generate::cart(6)) {
        sound(&programme, &cart, &priced(&programme, &cart))?;
    }

    #[test]
    fn the_order_of_lines_and_of_promotions_plays_no_part(
        (programme, shuffled) in generate::programme(6).prop_flat_map(|one| {
            let promotions = Just(one.promotions.clone()).prop_shuffle();
            (Just(one), promotions)
        }),
        (cart, lines) in generate::cart(6).prop_flat_map(|one| {
            let lines = Just(one.lines.clone()).prop_shuffle();
            (Just(one), lines)
        }),
    ) {
        let one = priced(&programme, &cart);
        let other = priced(&Programme { promotions: shuffled, ..programme }, &Cart { lines, ..cart });
        prop_assert_eq!(one, other);
    }

    /// What a programme takes off does not shrink when something is added, unless one of its rules says so, and then the
    /// answer names it: a budget or stock that does not suffice, a line that another offer took, pieces that fill no set.
    #[test]
    fn an_added_line_makes_the_others_no_dearer_unless_a_rule_says_so(
        programme in generate::programme(4),
        cart in generate::cart(4),
        added in generate::line("l9".to_owned()),
    ) {
        let before = priced(&programme, &cart);
        let price = added.unit_price * i64::from(added.quantity);
        let mut lines = cart.lines.clone();
        lines.push(added);
        let more = Cart { lines, ..cart };
        let after = priced(&programme, &more);
        // Points are spent in whole lots, so a limit may leave up to a lot of them over.
        let lot = |promotion: &pricing::Promotion| match promotion.offer {
            pricing::Offer::Points { worth, .. } => worth,
            _ => 0,
        };
        let lots: i64 = programme.promotions.iter().map(lot).sum();
        if after.total > before.total + price + lots {
            let said = [
                "budget_gone", "stock_gone", "better", "left_over", "costlier", "floor", "cap", "alone", "exclusive", "together",
                "not_lower",
            ];
            let reasons = after.lines.iter().flat_map(|line| line.refused.iter().map(|one| one.code.as_str()));
            let reasons: Vec<&str> = reasons.chain(after.refused.iter().map(|one| one.code.as_str())).collect();
            let explained = reasons.iter().any(|code| said.contains(code));
            // What an offer does less than before, or on other pieces.
            let changed = ["reduced", "points_spent", "limit", "counted"];
            prop_assert!(explained || told(&before, &after, &changed), "{} > {} + {price}: {reasons:?}", after.total, before.total);
            agree(&programme, &more)?;
        }
    }

    /// Without budgets, scarce stock, bundles, floors and limits no rule can say so.
    #[test]
    fn an_added_line_makes_the_others_no_dearer(
        programme in generate::programme(4),
        cart in generate::cart(4),
        added in generate::line("l9".to_owned()),
    ) {
        let mut programme = programme;
        programme.settings.cap = None;
        programme.settings.floor_per_mille = 0;
        programme.settings.floor_at_cost = false;
        for promotion in &mut programme.promotions {
            promotion.budget = None;
            promotion.max_off = None;
        }
        let scarce = |offer: &pricing::Offer| {
            use pricing::Offer as O;
            matches!(offer, O::Flash { .. } | O::Clearance { .. } | O::NewcomerPrice { .. } | O::Package { .. } | O::Bundle { .. }
                | O::BuyGet { .. } | O::NthDiscount { .. } | O::LadderQuantity { .. } | O::Redeem { .. } | O::Presale { .. })
        };
        programme.promotions.retain(|promotion| !scarce(&promotion.offer));
        let free = |line: &pricing::Line| pricing::Line { floor: None, ..line.clone() };
        let cart = Cart { lines: cart.lines.iter().map(free).collect(), ..cart };
        let before = priced(&programme, &cart);
        let price = added.unit_price * i64::from(added.quantity);
        let mut lines = cart.lines.clone();
        lines.push(free(&added));
        let more = Cart { lines, ..cart };
        let after = priced(&programme, &more);
        if after.total > before.total + price {
            // Only what came of an offer that did something before: its goods fell below a threshold under others, its points
            // went to another, or with it the cart would be dearer now. And no set of offers comes to less.
            let explained = told(&before, &after, &["reduced", "points_spent", "costlier"]);
            prop_assert!(explained, "{} > {} + {price}", after.total, before.total);
            agree(&programme, &more)?;
        }
    }
}
