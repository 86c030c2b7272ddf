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
