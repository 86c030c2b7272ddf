//! What rules may say, and what they come to. Pure.

use jiff::tz::TimeZone;
use platform::testing::NOON;
use platform::{Id, Instant};

use super::super::*;
use crate::ledger::{Lot, allocate};
use crate::orders::{Earning, EarningLine};

const DAY: i64 = 86_400_000;

/// What a case changes.
type Change<'c> = &'c dyn Fn(&mut PointsRules);

#[test]
fn rules_say_only_what_can_be_meant() {
    let with = |change: &dyn Fn(&mut PointsRules)| {
        let mut one = PointsRules::default();
        change(&mut one);
        one.check().map_or_else(|error| error.to_string(), |_| "fine".to_owned())
    };
    let cases: &[(Change, &str)] = &[
        (&|_| {}, "fine"),
        (&|one| one.per = 0, "invalid [per: out_of_range]"),
        (&|one| one.expiry = Expiry::Days { days: 0 }, "invalid [expiry: out_of_range]"),
        (&|one| one.expiry = Expiry::YearEnd { years: 0 }, "fine"),
        (&|one| one.notice_days = vec![0], "invalid [notice_days: out_of_range]"),
        (&|one| one.notice_days = (1..7).collect(), "invalid [notice_days: too_many]"),
        (
            &|one| one.bonuses = vec![Bonus::Category { category: " ".into(), percent: 1 }],
            "invalid [bonuses.0: required]",
        ),
        (
            &|one| one.bonuses = vec![Bonus::Behaviour { name: "reviewed".into(), points: 0, per_day: 1 }],
            "invalid [bonuses.0: out_of_range]",
        ),
    ];
    for (at, (change, expected)) in cases.iter().enumerate() {
        assert_eq!(with(*change), *expected, "case {at}");
    }
}

#[test]
fn an_order_is_worth_its_lines() {
    let order = |amount: i64, lines: &[(i64, &str, i64)]| Earning {
        order_id: 1,
        profile_id: 1,
        paid_at: NOON,
        finished_at: None,
        amount,
        lines: lines
            .iter()
            .map(|(product_id, category, amount)| EarningLine {
                product_id: *product_id,
                category: Some((*category).to_owned()).filter(|one| !one.is_empty()),
                amount: *amount,
            })
            .collect(),
    };
    let rules = PointsRules {
        bonuses: vec![
            Bonus::Category { category: "茶".into(), percent: 200 },
            Bonus::Category { category: "茶/礼盒".into(), percent: 50 },
            Bonus::Product { product_id: Id(7), percent: 0 },
        ],
        ..PointsRules::default()
    };
    for (amount, lines, level, expected) in [
        (10_000, vec![], 100, 100),
        (10_099, vec![], 100, 100),
        (99, vec![], 100, 0),
        (-5, vec![], 100, 0),
        (10_000, vec![], 150, 150),
        (10_000, vec![(1, "茶", 10_000)], 100, 200),
        (10_000, vec![(1, "茶/绿茶", 10_000)], 100, 200),
        (10_000, vec![(1, "茶具", 10_000)], 100, 100),
        (10_000, vec![(7, "茶", 10_000)], 100, 0),
        // Shipping earns what the goods earn on average.
        (12_000, vec![(1, "茶", 5_000), (2, "", 5_000)], 100, 180),
        (10_000, vec![(1, "茶", 5_000), (7, "", 5_000)], 200, 200),
    ] {
        assert_eq!(rules.worth(&order(amount, &lines), level), expected, "{amount} {lines:?} {level}");
    }
}

#[test]
fn a_campaign_counts_while_it_runs_and_for_what_it_is_for() {
    let campaign = |from: i64, until: i64, percent: i64, categories: &[&str]| Bonus::Campaign {
        name: "周年庆".into(),
        from: Instant(NOON + from * DAY),
        until: Instant(NOON + until * DAY),
        percent,
        categories: categories.iter().map(|one| (*one).to_owned()).collect(),
    };
    let order = |lines: &[(&str, i64)]| Earning {
        order_id: 1,
        profile_id: 1,
        paid_at: NOON,
        finished_at: None,
        amount: 10_000,
        lines: lines
            .iter()
            .map(|(category, amount)| EarningLine {
                product_id: 1,
                category: Some((*category).into()),
                amount: *amount,
            })
            .collect(),
    };
    let whole: &[(&str, i64)] = &[("茶/绿茶", 10_000)];
    for (bonuses, lines, expected) in [
        (vec![campaign(0, 1, 300, &[])], whole, 300),
        (vec![campaign(1, 2, 300, &[])], whole, 100),
        (vec![campaign(-1, 0, 300, &[])], whole, 100),
        (vec![campaign(-1, 1, 300, &["茶"])], whole, 300),
        (vec![campaign(-1, 1, 300, &["茶具"])], whole, 100),
        (vec![campaign(-1, 1, 300, &["茶"])], &[("茶/绿茶", 5_000), ("茶具", 5_000)], 200),
        (vec![campaign(-1, 1, 200, &[]), campaign(-1, 1, 300, &["茶"])], whole, 300),
        // Beside what the category earns anyway.
        (vec![campaign(-1, 1, 200, &[]), Bonus::Category { category: "茶".into(), percent: 150 }], whole, 300),
        (vec![campaign(-1, 1, 200, &[])], &[], 200),
        (vec![campaign(-1, 1, 200, &["茶"])], &[], 100),
    ] {
        let rules = PointsRules { bonuses: bonuses.clone(), ..PointsRules::default() };
        assert_eq!(rules.worth(&order(lines), 100), expected, "{bonuses:?}");
    }
    for wrong in [campaign(1, 1, 200, &[]), campaign(0, 1, 99, &[]), campaign(0, 1, 200, &[" "])] {
        assert!(PointsRules { bonuses: vec![wrong], ..PointsRules::default() }.check().is_err());
    }
}

#[test]
fn points_mature_after_returns_and_expire_with_the_calendar() {
    let order =
        |finished_at| Earning { order_id: 1, profile_id: 1, paid_at: NOON, finished_at, amount: 100, lines: vec![] };
    let rules = PointsRules::default();
    assert_eq!(rules.matures(&order(None), 0), NOON + 22 * DAY);
    assert_eq!(rules.matures(&order(Some(NOON + DAY)), 3), NOON + 11 * DAY);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    for (expiry, expected) in [
        (Expiry::Never, None),
        (Expiry::Days { days: 2 }, Some("2026-11-13T04:00:00Z")),
        (Expiry::YearEnd { years: 0 }, Some("2026-12-31T16:00:00Z")),
        (Expiry::YearEnd { years: 1 }, Some("2027-12-31T16:00:00Z")),
    ] {
        let at = PointsRules { expiry, ..PointsRules::default() }.expires(NOON, &zone);
        let text = (at != i64::MAX).then(|| jiff::Timestamp::from_millisecond(at).unwrap().to_string());
        assert_eq!(text.as_deref(), expected, "{expiry:?}");
    }
}

#[test]
fn what_expires_first_goes_first() {
    let lot = |id, remaining| Lot { id, profile_id: 1, move_id: 1, remaining, matures_at: 0, expires_at: id };
    let lots = [lot(1, 5), lot(2, 0), lot(3, 10)];
    for (wanted, expected) in
        [(0, vec![]), (3, vec![(1, 3)]), (5, vec![(1, 5)]), (8, vec![(1, 5), (3, 3)]), (99, vec![(1, 5), (3, 10)])]
    {
        let taken: Vec<_> = allocate(&lots, wanted).into_iter().map(|(lot, points)| (lot.id, points)).collect();
        assert_eq!(taken, expected, "{wanted}");
    }
}
