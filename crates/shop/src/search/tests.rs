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

#[tokio::test(flavor = "multi_thread")]
async fn who_begins_so_comes_before_who_has_it_in_the_middle() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let source = customers::Source { shop_id: Some(1), channel: crate::shops::Channel::Taobao };
        let sighting = |nick: &str| {
            let value = nick.to_owned();
            let kind = connectors::drafts::IdentifierKind::TaobaoNick;
            let who = vec![connectors::drafts::Identifier { kind, value }];
            let mut sighting = customers::Sighting::new(source, who, platform::testing::NOON);
            sighting.nick = Some(nick.to_owned());
            sighting
        };
        let nicks: Vec<String> = (0..7).map(|number| format!("茶叶{number}")).collect();
        let mut tx = app.db.begin().await?;
        for nick in nicks.iter().map(String::as_str).chain(["绿茶叶", "红茶叶", "花茶叶", "茶"]) {
            customers::resolve(&mut tx, &app, &[sighting(nick)]).await?;
        }
        tx.commit().await?;
        let caller = Caller::system(crate::permissions::ALL, platform::i18n::Locale::En);
        let found: Vec<String> =
            search(&app, &caller, "茶叶").await?.customers.into_iter().filter_map(|row| row.nick).collect();
        assert_eq!(found, ["茶叶6", "茶叶5", "茶叶4", "茶叶3", "茶叶2", "茶叶1", "茶叶0", "花茶叶"]);
        Ok(())
    })
    .await
    .unwrap();
}
