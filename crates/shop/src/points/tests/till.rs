//! What orders at the till hold of points, and what becomes of it.

use platform::http::Actor;
use platform::testing::{NOON, on_both};

use super::scene::{has, shop};
use crate::ledger::{self, Book, MoveKind, Order};
use crate::points::till::{Paid, give_back, held, pay};
use crate::points::{adjust, told};

const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_only_held_expires_as_if_it_had_never_been() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = shop(&app).await?;
        scene.order("Nk", "k", 100, 0, NOON).await?;
        let reached = scene.reach("k").await?;
        // The second time the order was paid in between, and is refunded.
        for (order, refunded, then) in [("T1", false, "0+0"), ("T2", true, "300+0")] {
            let mut tx = app.db.begin().await?;
            let given =
                Order { key: order.to_owned(), points: 500, reason: Some("老客".into()), actor: &Actor::System };
            adjust(&mut tx, &app, &reached, &given, Some(1)).await?;
            let paid = Paid::new(&app, order, 300);
            pay(&mut tx, &app, &reached, &paid).await?;
            assert_eq!(held(&mut tx, &paid, app.clock.now()).await?, 300);
            tx.commit().await?;
            assert_eq!(has(&scene, "k").await?, "200+0");
            app.clock.set(app.clock.now() + 2 * DAY);
            while crate::points::expire(&app).await? {}
            let mut tx = app.db.begin().await?;
            assert_eq!(held(&mut tx, &paid, app.clock.now()).await?, 0);
            for _ in 0..2 {
                give_back(&mut tx, &app, &paid, refunded).await?;
            }
            tx.commit().await?;
            assert_eq!(has(&scene, "k").await?, then, "{order}");
        }
        let told = told(&mut app.db.read().await?, &reached.profile_ids).await?;
        assert!(told.iter().all(|one| one.kind != MoveKind::Spend), "what came back was never spent: {told:?}");
        ledger::tests::audit(&app, Book::Points).await
    })
    .await
    .unwrap();
}
