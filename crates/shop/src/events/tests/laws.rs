//! Laws that hold for whatever arrives in whatever order.

use platform::testing::on_both;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};

use super::scene::scene;

/// A message that an SDK may send: `number` makes its id.
fn message(number: usize, kind: u8, who: u8, minute: u8) -> Json {
    let user = format!("u{}", who % 3);
    let visitor = format!("a{}", who % 4);
    let at = format!("2026-11-11T03:{:02}:00.000Z", minute % 60);
    let mut message = match kind % 5 {
        0 => json!({"type": "track", "anonymousId": visitor, "event": "Product Viewed"}),
        1 => json!({"type": "track", "userId": user, "event": "Live Chat Conversation Started"}),
        2 => json!({"type": "page", "anonymousId": visitor, "userId": user, "name": "Home"}),
        3 => json!({"type": "track", "userId": user, "event": "Order Completed",
            "properties": {"order_id": format!("O{}", who % 5), "total": 10, "currency": "CNY"}}),
        _ => json!({"type": "screen", "anonymousId": visitor, "name": "Start"}),
    };
    message["messageId"] = json!(format!("m{number}"));
    message["timestamp"] = json!(at);
    message
}

/// Messages, and an order in which they arrive, each at least once, cut into calls.
fn arrivals() -> impl Strategy<Value = (Vec<Json>, Vec<usize>, usize)> {
    prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..12).prop_flat_map(|made| {
        let messages: Vec<Json> = made
            .iter()
            .enumerate()
            .map(|(number, (kind, who, minute))| message(number, *kind, *who, *minute))
            .collect();
        let all: Vec<usize> = (0..messages.len()).collect();
        let more = prop::collection::vec(0..messages.len(), 0..12);
        let order = more.prop_map(move |more| all.iter().copied().chain(more).collect::<Vec<_>>()).prop_shuffle();
        (Just(messages), order, 1_usize..5)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn repetition_and_order_of_arrival_change_nothing_of_what_is_kept() {
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let mut cases = Vec::new();
    for _ in 0..12 {
        cases.push(arrivals().new_tree(&mut runner).unwrap().current());
    }
    for (messages, order, calls) in cases {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| {
            let (messages, order) = (messages.clone(), order.clone());
            async move {
                let plain = scene(&app).await?;
                for message in &messages {
                    plain.batch(std::slice::from_ref(message)).await?;
                }
                let expected = (plain.stored().await?, tallies(&plain).await?);
                // The same shop again, from nothing.
                clear(&app).await?;
                for call in order.chunks(calls) {
                    let call: Vec<Json> = call.iter().map(|index| messages[*index].clone()).collect();
                    plain.batch(&call).await?;
                }
                assert_eq!((plain.stored().await?, tallies(&plain).await?), expected, "{order:?}");
                Ok(())
            }
        })
        .await
        .unwrap();
    }
}

/// What follows from behaviours.
async fn tallies(scene: &super::scene::Scene) -> Result<[i64; 5], platform::Error> {
    Ok([
        scene.number("select coalesce(cast(sum(events) as bigint), 0) from profiles").await?,
        scene.number("select coalesce(cast(sum(inquiries) as bigint), 0) from profiles").await?,
        scene.number("select coalesce(cast(sum(count) as bigint), 0) from event_names").await?,
        scene.number("select count(*) from orders").await?,
        scene.number("select count(*) from profiles").await?,
    ])
}

async fn clear(app: &platform::App) -> Result<(), platform::Error> {
    use platform::db::Connection as _;
    let mut tx = app.db.begin().await?;
    for table in ["events", "event_names", "profiles", "identifiers", "customers", "merges", "orders", "order_lines"] {
        tx.execute(format!("delete from {table}"), platform::values![]).await?;
    }
    tx.commit().await
}
