//! The search box on both databases.

use platform::testing::on_both;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_box_finds_nothing_and_words_without_a_digit_ask_no_orders() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let caller = Caller::system(crate::permissions::ALL, platform::i18n::Locale::En);
        for q in ["", "  ", "nobody", "4006"] {
            let found = search(&app, &caller, q).await?;
            assert!(found.customers.is_empty() && found.orders.is_empty() && found.products.is_empty(), "{q}");
        }
        let mut session = app.db.read().await?;
        assert!(customers_by_order(&mut session, "小鱼").await?.is_empty());
        Ok(())
    })
    .await
    .unwrap();
}
