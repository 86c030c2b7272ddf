//! Shops on both databases.

use platform::i18n::Locale;
use platform::testing::{on_both, prepare_all};

use super::*;
use crate::permissions;

fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

fn new(name: &str, channel: Channel, currency: Option<&str>) -> NewShop {
    NewShop { name: name.into(), channel, platform_id: None, currency: currency.map(str::to_owned) }
}

#[tokio::test(flavor = "multi_thread")]
async fn shops_are_opened_changed_and_seen_by_scope() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let mut tx = app.db.begin().await?;
        let first = create(&mut tx, &app, &boss(), &new(" 旗舰店 ", Channel::Taobao, None)).await?;
        let second = create(&mut tx, &app, &boss(), &new("Site", Channel::Web, Some("gbp"))).await?;
        tx.commit().await?;
        assert_eq!((first.name.as_str(), first.currency.as_str(), second.currency.as_str()), ("旗舰店", "CNY", "GBP"));

        let mut tx = app.db.begin().await?;
        let patch = ShopPatch { platform_id: Some("1001".into()), archived: Some(true), ..ShopPatch::default() };
        let changed = update(&mut tx, &app, &boss(), first.id.0, &patch).await?;
        tx.commit().await?;
        let mut conn = app.db.read().await?;
        assert_eq!(get(&mut conn, first.id.0).await?, changed);
        assert_eq!(visible(&mut conn, &ShopScope::Only(vec![second.id.0])).await?, [second]);
        assert_eq!(get(&mut conn, 5).await.unwrap_err().code(), "not_found");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_set_up_the_business_trades_in_the_currency_of_its_first_shop() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut tx = app.db.begin().await?;
        assert_eq!(business(&mut tx).await?.currency, "CNY");
        create(&mut tx, &app, &boss(), &new("Site", Channel::Web, Some("GBP"))).await?;
        let second = create(&mut tx, &app, &boss(), &new("Till", Channel::Pos, None)).await?;
        assert_eq!((business(&mut tx).await?.currency.as_str(), second.currency.as_str()), ("GBP", "GBP"));
        let set = Business { name: "茶".into(), ..Business::default() };
        put_business(&mut tx, &app, &boss(), set).await?;
        assert_eq!(business(&mut tx).await?.currency, "CNY");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_shop_or_the_business_cannot_be_is_refused_by_field() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let long = "店".repeat(61);
        for (shop, expected) in [
            (new("  ", Channel::Taobao, None), "invalid [name: required]"),
            (new(&long, Channel::Taobao, None), "invalid [name: too_long]"),
            (new("A", Channel::Taobao, Some("元")), "invalid [currency: malformed]"),
        ] {
            let mut tx = app.db.begin().await?;
            assert_eq!(create(&mut tx, &app, &boss(), &shop).await.unwrap_err().to_string(), expected);
        }
        let mut tx = app.db.begin().await?;
        create(&mut tx, &app, &boss(), &new("A", Channel::Taobao, None)).await?;
        create(&mut tx, &app, &boss(), &new("A", Channel::Jd, None)).await?;
        let twice = create(&mut tx, &app, &boss(), &new("A", Channel::Taobao, None)).await.unwrap_err();
        assert_eq!(twice.code(), "already_exists");
        drop(tx);

        let mut tx = app.db.begin().await?;
        let lost = BusinessPatch { name: Some("B".into()), time_zone: Some("Mars/Base".into()), ..Default::default() };
        let refused = patch_business(&mut tx, &app, &boss(), lost).await.unwrap_err();
        assert_eq!(refused.to_string(), "invalid [time_zone: unknown]");
        let london =
            BusinessPatch { name: Some("B".into()), time_zone: Some("Europe/London".into()), ..Default::default() };
        patch_business(&mut tx, &app, &boss(), london).await?;
        tx.commit().await?;
        assert_eq!(business(&mut app.db.read().await?).await?.time_zone, "Europe/London");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_and_keys_are_limited_to_shops_that_exist() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let app = App { known_shops: known, ..app };
        let caller = Caller::system(crate::permissions::ALL, platform::i18n::Locale::En);
        let mut tx = app.db.begin().await?;
        let new = NewShop { name: "旗舰店".into(), channel: Channel::Taobao, platform_id: None, currency: None };
        let shop = create(&mut tx, &app, &caller, &new).await?.id.0;
        tx.commit().await?;
        let password = platform::Personal::new("green tea in spring");
        let user = |login: &str, shops: Vec<i64>| platform::accounts::NewUser {
            name: login.to_owned(),
            login: login.to_owned(),
            role: platform::http::Role::Agent,
            shops: ShopScope::Only(shops),
            locale: None,
        };
        let lan = platform::accounts::add(&app, &caller, &user("lan", vec![shop]), &password).await?;
        let missing = platform::accounts::add(&app, &caller, &user("mei", vec![shop, 5]), &password).await.unwrap_err();
        assert_eq!(missing.to_string(), "invalid [shop_ids: no_shop]");
        let change = platform::accounts::Change { shops: Some(ShopScope::Only(vec![6])), ..Default::default() };
        let missing = platform::accounts::change(&app, &caller, lan.id, &change).await.unwrap_err();
        assert_eq!(missing.to_string(), "invalid [shop_ids: no_shop]");
        for (shop, expected) in [(shop, None), (7, Some("invalid [shop_id: no_shop]"))] {
            let kind = platform::keys::Kind::Write;
            let new = platform::keys::New { name: "site".into(), kind, scopes: Vec::new(), shop: Some(shop) };
            let made = platform::keys::add(&app, &caller, &new).await;
            assert_eq!(made.err().map(|error| error.to_string()).as_deref(), expected, "{shop}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
