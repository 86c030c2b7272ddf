//! Addresses from the portal to whoever packs, on both databases.

use platform::Error;
use platform::db::Connection as _;
use platform::http::Role;
use platform::testing::{on_both, prepare_all};
use platform::values;
use serde_json::json;

use super::*;

fn said(change: impl FnOnce(&mut NewDelivery)) -> NewDelivery {
    let mut said = NewDelivery {
        receiver: "  李 梅 ".to_owned().into(),
        mobile: "138 0000 0001".to_owned().into(),
        province: "浙江".into(),
        city: "杭州".into(),
        district: "西湖".into(),
        street: "文三路 1 号\n2 幢 301".to_owned().into(),
    };
    change(&mut said);
    said
}

#[test]
fn an_address_is_read_in_official_names_and_nothing_is_missing() {
    let outcome = |said: NewDelivery| match said.checked() {
        Ok(said) => {
            let whole = WholeDelivery::of(&said);
            format!("{} / {} / {} / {}", whole.receiver, whole.mobile, whole.place, whole.street)
        }
        Err(error) => {
            let outside = error.outside();
            outside.faults.first().map(|fault| format!("{} {}", fault.field, fault.code)).unwrap_or_default()
        }
    };
    for (said, expected) in [
        (said(|_| ()), "李 梅 / 13800000001 / 浙江省 杭州市 西湖区 / 文三路 1 号 2 幢 301"),
        (said(|one| one.district.clear()), "李 梅 / 13800000001 / 浙江省 杭州市 / 文三路 1 号 2 幢 301"),
        (
            said(|one| (one.province, one.city, one.district) = ("北京".into(), "北京".into(), "朝阳".into())),
            "李 梅 / 13800000001 / 北京市 朝阳区 / 文三路 1 号 2 幢 301",
        ),
        (said(|one| one.receiver = " ".to_owned().into()), "receiver required"),
        (said(|one| one.mobile = "138****0001".to_owned().into()), "mobile no_mobile"),
        (said(|one| one.province = "Zhejiang".into()), "province no_province"),
        (said(|one| one.city = " ".into()), "city required"),
        (said(|one| one.street = "路".repeat(121).into()), "street too_long"),
        (NewDelivery::default(), "receiver required"),
    ] {
        assert_eq!(outcome(said), expected);
    }
    let shown = format!("{:?} {:?}", said(|_| ()), WholeDelivery::of(&said(|_| ())));
    assert!(!shown.contains('梅') && !shown.contains("文三路") && !shown.contains("0001"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_masked_revealed_with_a_trace_and_goes_with_its_owner() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let scene = crate::points::tests::scene::shop(&app).await?;
        scene.order("N1", "mei", 60_000, 0, app.clock.now()).await?;
        let mei = scene.reach("mei").await?;
        let site = platform::testing::Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        let write = async |change: fn(&mut NewDelivery)| {
            let mut tx = app.db.begin().await?;
            put(&mut tx, &app, (mei.customer_id, mei.anchor), (DeliveryOf::Draw, 7), &said(change)).await?;
            tx.commit().await
        };
        let told = async || -> Result<i64, Error> {
            let sql = "select count(*) from outbox where kind = 'deliveries.changed'";
            app.db.read().await?.one(sql, values![]).await?.unwrap().at(0)
        };
        write(|_| ()).await?;
        write(|_| ()).await?;
        assert_eq!(told().await?, 1, "the same again is no news");
        write(|one| one.city = "宁波".into()).await?;
        assert_eq!(told().await?, 2);
        let seen = shown(&mut app.db.read().await?, DeliveryOf::Draw, &[6, 7]).await?;
        let seen = serde_json::to_value(&seen[&7]).unwrap();
        assert_eq!((&seen["place"], &seen["mobile"]), (&json!("浙江省 宁波市 西湖"), &json!("138****0001")), "{seen}");
        assert!(!seen.to_string().contains('梅') && !seen.to_string().contains("301"), "{seen}");
        assert!(shown(&mut app.db.read().await?, DeliveryOf::Mall, &[7]).await?.is_empty());

        // In full only to whoever may, and written down.
        let path = "/api/v1/deliveries/draw/7/reveal";
        let whole = owner.post(path, &json!({})).await?;
        assert_eq!((whole.outcome().as_str(), &whole.json()["receiver"]), ("200", &json!("李 梅")), "{}", whole.text());
        assert_eq!(owner.post("/api/v1/deliveries/mall/7/reveal", &json!({})).await?.outcome(), "404 not_found");
        let sql = "select count(*) from audit where action = 'deliveries.revealed'";
        let seen: i64 = app.db.read().await?.one(sql, values![]).await?.unwrap().at(0)?;
        assert_eq!(seen, 1);

        // What she wrote last is offered to her again, and to nobody else.
        let again = written(&mut app.db.read().await?, &mei, DeliveryOf::Mall, None).await?.unwrap();
        assert_eq!(again.city, "宁波市");
        scene.order("N2", "lan", 60_000, 0, app.clock.now()).await?;
        let lan = scene.reach("lan").await?;
        assert_eq!(written(&mut app.db.read().await?, &lan, DeliveryOf::Draw, Some(7)).await?, None);

        // Taken along, and gone with her.
        let (customer_id, profile_ids) = (mei.customer_id, mei.profile_ids.clone());
        let person = crate::care::Person { customer_id, profile_ids, values: Vec::new() };
        let mut still = app.db.read().await?;
        let file = (CARE.export)(&mut still, &person).await?;
        drop(still);
        assert_eq!(file["deliveries"][0]["to"]["mobile"], json!("13800000001"), "{file}");
        let mut tx = app.db.begin().await?;
        (CARE.erase)(&mut tx, &app, &person).await?;
        tx.commit().await?;
        assert!(shown(&mut app.db.read().await?, DeliveryOf::Draw, &[7]).await?.is_empty());
        Ok(())
    })
    .await
    .unwrap();
}
