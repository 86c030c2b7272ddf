//! What comes in, in which order, and what stands there afterwards.

use connectors::drafts::OrderStatus::*;
use connectors::drafts::*;
use expect_test::{Expect, expect};
use platform::testing::{on_both, prepare_all};

use super::scene::Step::*;
use super::scene::*;
use crate::orders::*;

/// Runs `steps` on both databases and compares what each did and what stands there at the end.
async fn check(steps: fn() -> Vec<Step>, expected: Expect) {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| {
        let expected = &expected;
        async move {
            let shop = shop(&app, "旗舰店").await?;
            let mut text = Vec::new();
            for step in steps() {
                let counts = run(&app, &shop, step).await?.counts;
                text.push(format!(
                    "orders {} lines {} refunds {} parcels {} customers {} products {}",
                    brief(counts.orders),
                    brief(counts.lines),
                    brief(counts.refunds),
                    brief(counts.shipments),
                    brief(counts.customers),
                    brief(counts.products)
                ));
            }
            text.push(state(&app).await?);
            expected.assert_eq(&text.join("\n"));
            Ok(())
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_taken_by_both_databases() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &crate::orders::records::statements()).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_come_in_once_and_follow_their_status() {
    check(
        || {
            vec![
                Orders(vec![
                    order("1", "甲", Paid, 1000, 1),
                    order("2", "甲", AwaitingPayment, 500, 2),
                    order("3", "", Paid, 70, 3),
                ]),
                Orders(vec![
                    order("1", "甲", Paid, 1000, 1),
                    order("2", "甲", Finished, 500, 2),
                    order("2", "甲", Finished, 500, 2),
                ]),
                // An older export does not bring an order back.
                Orders(vec![order("2", "甲", AwaitingPayment, 500, 2), order("1", "甲", Cancelled, 1000, 1)]),
            ]
        },
        expect![[r#"
            orders 3/0/0 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 1/0/0 products 0/0/0
            orders 0/1/2 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
            orders 0/1/1 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
            order 1 cancelled paid 1000 back 0 deal 0 pieces -1 stub no 甲
            order 2 finished paid 500 back 0 deal 500 pieces -1 stub no 甲
            order 3 paid paid 70 back 0 deal 70 pieces -1 stub no -
            profile 甲 orders 2 deals 1 amount 500 items 0 closed 1 refunded 0
            status cancelled is cancelled of 1
            status finished is finished of 1
            status paid is paid of 1"#]],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_and_its_lines_meet_whichever_comes_first() {
    fn whole() -> OrderDraft {
        order("1", "甲", Finished, 900, 1)
    }
    fn items() -> LinesDraft {
        lines("1", vec![line("11", "A", 400), line("12", "B", 600)])
    }
    check(
        || vec![Orders(vec![whole()]), Lines(vec![items()]), Lines(vec![items()])],
        expect![[r#"
        orders 1/0/0 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 1/0/0 products 0/0/0
        orders 0/0/0 lines 2/0/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 2/0/0
        orders 0/0/0 lines 0/0/2 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
        order 1 finished paid 900 back 0 deal 900 pieces 2 stub no 甲
        line 1 11 A revenue 360
        line 1 12 B revenue 540
        profile 甲 orders 1 deals 1 amount 900 items 2 closed 0 refunded 0
        product A sold 1 revenue 360 buyers 1
        product B sold 1 revenue 540 buyers 1
        status finished is finished of 1"#]],
    )
    .await;
    check(
        || vec![Lines(vec![items()]), Orders(vec![whole()]), Orders(vec![whole()])],
        expect![[r#"
        orders 1/0/0 lines 2/0/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 2/0/0
        orders 0/1/0 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 1/0/0 products 0/0/0
        orders 0/0/1 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
        order 1 finished paid 900 back 0 deal 900 pieces 2 stub no 甲
        line 1 11 A revenue 360
        line 1 12 B revenue 540
        profile 甲 orders 1 deals 1 amount 900 items 2 closed 0 refunded 0
        product A sold 1 revenue 360 buyers 1
        product B sold 1 revenue 540 buyers 1
        status finished is finished of 1"#]],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_without_numbers_are_known_by_what_is_sold() {
    check(
        || {
            vec![
                Lines(vec![lines("1", vec![line("", "A", 400), line("", "A", 400), line("", "B", 50)])]),
                Lines(vec![lines("1", vec![line("", "A", 400), line("", "C", 1)])]),
                // Now the report numbers its lines.
                Lines(vec![lines("1", vec![line("11", "A", 400), line("12", "A", 400), line("13", "B", 50)])]),
                Lines(vec![lines("1", vec![line("", "B", 60)])]),
            ]
        },
        expect![[r#"
            orders 1/0/0 lines 3/0/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 2/0/0
            orders 0/0/0 lines 1/0/1 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 1/0/0
            orders 0/0/0 lines 0/3/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
            orders 0/0/0 lines 0/1/0 refunds 0/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
            order 1 finished paid 861 back 0 deal 861 pieces 4 stub yes -
            line 1 #C| C revenue 1
            line 1 11 A revenue 400
            line 1 12 A revenue 400
            line 1 13 B revenue 60
            product A sold 2 revenue 800 buyers 0
            product B sold 1 revenue 60 buyers 0
            product C sold 1 revenue 1 buyers 0
            status finished is finished of 1"#]],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_are_taken_off_whichever_comes_first() {
    check(
        || {
            vec![
                Refunds(vec![
                    refund("R1", "1", 300, RefundStatus::Succeeded),
                    refund("R2", "1", 100, RefundStatus::Requested),
                ]),
                Orders(vec![order("1", "甲", Finished, 1000, 1), order("2", "乙", Finished, 100, 1)]),
                Refunds(vec![
                    refund("R2", "1", 100, RefundStatus::Succeeded),
                    refund("R3", "2", 100, RefundStatus::Succeeded),
                ]),
                Refunds(vec![
                    refund("R2", "1", 100, RefundStatus::Requested),
                    refund("R3", "2", 100, RefundStatus::Succeeded),
                ]),
            ]
        },
        expect![[r#"
            orders 0/0/0 lines 0/0/0 refunds 2/0/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
            orders 2/0/0 lines 0/0/0 refunds 0/0/0 parcels 0/0/0 customers 2/0/0 products 0/0/0
            orders 0/0/0 lines 0/0/0 refunds 1/1/0 parcels 0/0/0 customers 0/0/0 products 0/0/0
            orders 0/0/0 lines 0/0/0 refunds 0/0/2 parcels 0/0/0 customers 0/0/0 products 0/0/0
            order 1 finished paid 1000 back 400 deal 600 pieces -1 stub no 甲
            order 2 finished paid 100 back 100 deal 0 pieces -1 stub no 乙
            refund R1 succeeded of 1
            refund R2 succeeded of 1
            refund R3 succeeded of 2
            profile 乙 orders 1 deals 0 amount 0 items 0 closed 0 refunded 100
            profile 甲 orders 1 deals 1 amount 600 items 0 closed 0 refunded 400
            status finished is finished of 2"#]],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parcels_and_lines_inside_orders_count_as_part_of_them() {
    fn full(carrier: &str) -> OrderDraft {
        let parcel = ShipmentDraft { carrier: Some(carrier.into()), tracking: "SF1".into(), shipped_at: None };
        OrderDraft {
            lines: vec![line("11", "A", 1), line("12", "B", 2)],
            shipments: vec![parcel],
            ..order("1", "甲", Shipped, 100, 1)
        }
    }
    check(
        || vec![Orders(vec![full("顺丰")]), Orders(vec![full("顺丰")]), Orders(vec![full("中通")])],
        expect![[r#"
            orders 1/0/0 lines 2/0/0 refunds 0/0/0 parcels 1/0/0 customers 1/0/0 products 2/0/0
            orders 0/0/1 lines 0/0/2 refunds 0/0/0 parcels 0/0/1 customers 0/0/0 products 0/0/0
            orders 0/1/0 lines 0/0/2 refunds 0/0/0 parcels 0/1/0 customers 0/0/0 products 0/0/0
            order 1 shipped paid 100 back 0 deal 100 pieces 2 stub no 甲
            line 1 11 A revenue 33
            line 1 12 B revenue 67
            profile 甲 orders 1 deals 1 amount 100 items 2 closed 0 refunded 0
            product A sold 1 revenue 33 buyers 1
            product B sold 1 revenue 67 buyers 1
            status shipped is shipped of 1"#]],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_status_is_kept_reported_and_taught() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, "旗舰店").await?;
        let strange = |number: &str| OrderDraft {
            status: Unknown,
            status_raw: "待评价".into(),
            paid: Some(100),
            ..order(number, "甲", Paid, 100, 1)
        };
        let outcome = run(&app, &shop, Orders(vec![strange("1"), strange("2")])).await?;
        assert_eq!(outcome.unknown.into_iter().collect::<Vec<_>>(), [("待评价".to_owned(), 2)]);
        for (raw, code, expected) in
            [("", "paid", "invalid [status_raw: required]"), ("x", "unknown", "invalid [status: unknown]")]
        {
            assert_eq!(teach(&app, &boss(), raw, code).await.unwrap_err().to_string(), expected);
        }
        assert_eq!(teach(&app, &boss(), "待评价", "finished").await?, 2);
        let outcome = run(&app, &shop, Orders(vec![strange("2"), strange("3")])).await?;
        assert_eq!((brief(outcome.counts.orders), outcome.unknown.len()), ("1/0/1".to_owned(), 0));
        expect![[r#"
            order 1 finished paid 100 back 0 deal 100 pieces -1 stub no 甲
            order 2 finished paid 100 back 0 deal 100 pieces -1 stub no 甲
            order 3 finished paid 100 back 0 deal 100 pieces -1 stub no 甲
            profile 甲 orders 3 deals 3 amount 300 items 0 closed 0 refunded 0
            status 待评价 is finished of 3"#]]
        .assert_eq(&state(&app).await?);
        Ok(())
    })
    .await
    .unwrap();
}
