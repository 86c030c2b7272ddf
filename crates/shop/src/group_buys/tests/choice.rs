//! Which group a cart is priced with when its buyer is in several, and what an order is told whose group is gone.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn of_several_places_the_one_whose_goods_are_in_the_cart_counts() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &["a"]).await?;
        till.offer("pt", 2, 24).await?;
        till.offer_of("cups", "cup", 2, 24).await?;
        for (key, promotion) in [("k1", "pt"), ("k2", "cups")] {
            assert_eq!(till.open("a", promotion, key).await?.outcome(), "201");
        }
        // The place taken last is for other goods.
        let asked = json!({ "cart": till.cart_of(1), "customer": till.who("a").await? });
        let priced = till.owner.post("/api/v1/price", &asked).await?.json();
        assert_eq!(
            (&priced["priced"]["total"], &priced["group"]["promotion"]),
            (&json!(6_000), &json!("pt")),
            "{priced}"
        );
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_group_was_called_off_is_told_so_and_may_open_another() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &["a", "b"]).await?;
        till.offer("pt", 2, 24).await?;
        let open = json!({ "open": "pt" });
        let code = till.code_of(&till.reserve("o-a", "a", &open).await?)?;
        let join = json!({ "join": code });
        assert_eq!(till.reserve("o-b", "b", &join).await?.outcome(), "200");
        let off = till.owner.post(&format!("/api/v1/group-buys/{code}/call-off"), &json!({ "reason": "缺货" })).await?;
        assert_eq!(off.outcome(), "200", "{}", off.text());
        assert_eq!(till.reserve("o-b", "b", &join).await?.outcome(), "409 group_over");
        let other = till.code_of(&till.reserve("o-a", "a", &open).await?)?;
        assert_ne!(other, code);
        Ok(())
    })
    .await
    .unwrap();
}
