//! Consent, and erasure over every department, on both databases.

use std::collections::BTreeSet;

use connectors::drafts::{AddressDraft, Identifier, IdentifierKind};
use platform::db::{Dialect, Tx, describe};
use platform::http::{Actor, Caller, Role, ShopScope};
use platform::testing::{Client, NOON, Site, on_both, prepare_all};
use platform::values;
use serde_json::json;

use super::*;
use crate::customers::{self, Sighting, Source};
use crate::groups::{self, Action, Target};
use crate::shops::Channel;

#[test]
fn what_may_be_sent_follows_from_consent_and_address() {
    use ConsentChannel as C;
    let all = Reachable { mobile: true, email: true, wecom: true };
    let said = |purpose, channel, state| Consent { purpose, channel, state, evidence: None, source: None, at: None };
    let yes_any = said(Purpose::Marketing, C::Any, ConsentState::Granted);
    let no_sms = said(Purpose::Marketing, C::Sms, ConsentState::Refused);
    let no_service = said(Purpose::Service, C::Sms, ConsentState::Refused);
    for (consents, blacklisted, reachable, purpose, channel, expected) in [
        (vec![], false, all, Purpose::Marketing, C::Sms, (false, "no_consent")),
        (vec![yes_any.clone()], false, all, Purpose::Marketing, C::Sms, (true, "granted")),
        (vec![yes_any.clone(), no_sms.clone()], false, all, Purpose::Marketing, C::Sms, (false, "refused")),
        (vec![yes_any.clone(), no_sms], false, all, Purpose::Marketing, C::Email, (true, "granted")),
        (vec![yes_any.clone()], true, all, Purpose::Marketing, C::Email, (false, "blacklisted")),
        (vec![yes_any], false, Reachable::default(), Purpose::Marketing, C::Email, (false, "no_address")),
        (vec![], true, all, Purpose::Service, C::Sms, (true, "service")),
        (vec![no_service], false, all, Purpose::Service, C::Sms, (false, "refused")),
    ] {
        assert_eq!(may_send(&consents, blacklisted, reachable, purpose, channel), expected, "{consents:?} {channel:?}");
    }
}

#[test]
fn a_filter_names_state_purpose_and_channel() {
    for (filter, expected) in [
        ("granted", Some(vec!["granted", "marketing", ""])),
        ("service.refused", Some(vec!["refused", "service", ""])),
        ("marketing.sms.granted", Some(vec!["granted", "marketing", "sms"])),
        ("marketing.fax.granted", None),
        ("perhaps", None),
    ] {
        let expected = expected.map(|texts| texts.into_iter().map(Value::from).collect::<Vec<_>>());
        assert_eq!(said(filter).map(|(_, values)| values), expected, "{filter}");
    }
}

fn owner(shops: ShopScope) -> Caller {
    let mut caller = Caller::system(crate::permissions::ALL, platform::i18n::Locale::ZhCn);
    caller.actor = Actor::User { id: 1, name: "周敏".to_owned(), role: Role::Owner };
    caller.shops = shops;
    caller
}

/// What names the person that is erased.
const NAMES: [&str; 6] = ["小鱼爱吃糖", "欧阳测试", "13912345678", "yu@example.com", "青山路18号", "她说要送礼物"];

async fn person(tx: &mut Tx, app: &App) -> Result<i64, Error> {
    let identify = |kind, value: &str| Identifier { kind, value: value.to_owned() };
    let mut sighting = Sighting::new(
        Source { shop_id: Some(1), channel: Channel::Taobao },
        vec![
            identify(IdentifierKind::TaobaoNick, "小鱼爱吃糖"),
            identify(IdentifierKind::Mobile, "+8613912345678"),
            identify(IdentifierKind::Email, "yu@example.com"),
        ],
        NOON,
    );
    sighting.nick = Some("小鱼爱吃糖".to_owned());
    sighting.name = Some("欧阳测试".to_owned());
    sighting.mobile = Some("13912345678".to_owned());
    sighting.address = AddressDraft { street: Some("青山路18号".to_owned()), ..AddressDraft::default() };
    let found = customers::resolve(tx, app, &[sighting]).await?.remove(0).unwrap();
    let reached = customers::reach(tx, &ShopScope::All, found.customer_id).await?;
    let changes = json!({ "name": "欧阳测试", "street": "青山路18号" });
    let actor = Actor::System;
    let changed = crate::fields::edit(tx, app, &actor, reached.anchor, changes.as_object().unwrap(), NOON).await?;
    customers::edit(tx, app, &reached, &changed).await?;
    let target = Target { anchor: reached.anchor, profiles: reached.profile_ids.clone() };
    groups::apply(tx, app, &actor, &Action::Note("她说要送礼物".to_owned()), &[target], NOON).await?;
    let consent = Consent {
        purpose: Purpose::Marketing,
        channel: ConsentChannel::Sms,
        state: ConsentState::Granted,
        evidence: Some("表单 13912345678".to_owned()),
        source: Some("周敏".to_owned()),
        at: None,
    };
    record_consent(tx, app, reached.anchor, &consent, NOON).await?;
    Ok(found.customer_id)
}

/// Where in the whole database a name of the person stands.
async fn found(app: &App) -> Result<Vec<String>, Error> {
    let mut places = Vec::new();
    let mut session = app.db.read().await?;
    for (table, described) in describe(&app.db).await? {
        for (column, kind) in described.columns {
            let holds = match (kind.split(' ').next(), app.db.dialect()) {
                (Some("text"), _) => format!("\"{column}\" like '%' || $1 || '%'"),
                (Some("bytes"), Dialect::Sqlite) => format!("cast(\"{column}\" as text) like '%' || $1 || '%'"),
                (Some("bytes"), Dialect::Postgres) => format!("position(convert_to($1, 'UTF8') in \"{column}\") > 0"),
                _ => continue,
            };
            for name in NAMES {
                let sql = format!("select count(*) as n from \"{table}\" where {holds}");
                let row = session.one(sql, values![name]).await?.unwrap();
                if row.get::<i64>("n")? > 0 {
                    places.push(format!("{table}.{column}"));
                }
            }
        }
    }
    places.dedup();
    Ok(places)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_stands_nowhere_in_the_database() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let mut tx = app.db.begin().await?;
        let id = person(&mut tx, &app).await?;
        tx.commit().await?;
        assert!(found(&app).await?.contains(&"profiles.street".to_owned()));
        let all = owner(ShopScope::All);
        let whole = export(&mut app.db.read().await?, crate::CARE, &all, id, NOON).await?.to_string();
        for name in NAMES {
            assert!(whole.contains(name), "{name} in {whole}");
        }
        let limited = owner(ShopScope::Only(vec![1]));
        assert_eq!(
            erase(&app, crate::CARE, &limited, id, &id.to_string(), NOON).await.unwrap_err().code(),
            "forbidden"
        );
        let slip = erase(&app, crate::CARE, &all, id, "somebody", NOON).await.unwrap_err();
        assert_eq!(slip.to_string(), "invalid [confirm: not_the_same]");
        let counts = erase(&app, crate::CARE, &all, id, "欧阳测试", NOON).await?;
        assert_eq!((counts["profiles"], counts["identifiers"], counts["notes"], counts["consents"]), (1, 3, 1, 1));
        assert_eq!(found(&app).await?, Vec::<String>::new());
        assert_eq!(erase(&app, crate::CARE, &all, id, &id.to_string(), NOON).await.unwrap_err().code(), "not_found");
        Ok(())
    })
    .await
    .unwrap();
}

/// The order report of 2017 with an order of the person and a row that is refused.
fn report() -> String {
    let header = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,\
        买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,\
        订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,\
        买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,\
        修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店";
    let row = |number: &str| {
        let said = [
            ("订单编号", number),
            ("买家会员名", "小鱼爱吃糖"),
            ("买家支付宝账号", "yu@example.com"),
            ("总金额", "10.00"),
            ("买家实际支付金额", "10.00"),
            ("订单状态", "交易成功"),
            ("买家留言", "她说要送礼物"),
            ("收货人姓名", "欧阳测试"),
            ("收货地址", "浙江省 杭州市 西湖区 青山路18号(310000)"),
            ("联系手机", "'13912345678"),
            ("订单创建时间", "2026-10-01 10:00:00"),
            ("订单付款时间", "2026-10-01 10:01:00"),
            ("宝贝标题", "口红"),
            ("订单备注", "欧阳测试 她说要送礼物"),
            ("宝贝总数量", "1"),
            ("发票抬头", "欧阳测试"),
            ("修改后的收货地址", "青山路18号"),
        ];
        let cell = |name: &str| said.iter().find(|(column, _)| *column == name.trim()).map_or("", |(_, value)| *value);
        header.split(',').map(cell).collect::<Vec<_>>().join(",")
    };
    format!("{header}\n{}\n{}\n", row("=\"3000000000000001\""), row("3.5E+17"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_stands_in_no_order_behaviour_import_search_or_kept_answer() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let all = owner(ShopScope::All);
        let mut tx = app.db.begin().await?;
        let new = crate::shops::NewShop {
            name: "旗舰店".into(),
            channel: Channel::Taobao,
            platform_id: None,
            currency: None,
        };
        let shop = crate::shops::create(&mut tx, &app, &all, &new).await?.id.0;
        tx.commit().await?;
        let path = app.data_dir.join("orders.csv");
        std::fs::write(&path, report()).unwrap();
        let settings = crate::imports::Settings { path, shop_id: Some(shop), ..Default::default() };
        let import = crate::imports::run_file(&app, &all, settings.clone(), &mut |_| ()).await?;
        let tally = import.counts.orders;
        assert_eq!((tally.created, tally.refused), (1, 1), "{import:?}");
        let tried = crate::imports::Settings { dry_run: true, ..settings };
        crate::imports::run_file(&app, &all, tried, &mut |_| ()).await?;

        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let client = site.role(Role::Owner).await?;
        let tracker = site.write_key(shop).await?;
        let traits = json!({ "name": "欧阳测试", "email": "yu@example.com", "phone": "13912345678" });
        let address = json!({ "street": "青山路18号", "note": "她说要送礼物" });
        let batch = json!({ "batch": [
            { "type": "identify", "userId": "小鱼爱吃糖", "messageId": "1", "traits": traits },
            { "type": "track", "userId": "小鱼爱吃糖", "messageId": "2", "event": "Product Viewed",
              "properties": { "product_id": "P-1", "to": traits, "address": address } },
            { "type": "track", "userId": "小鱼爱吃糖", "messageId": "3", "properties": { "name": "欧阳测试" } },
        ] });
        assert_eq!(tracker.post("/v1/batch", &batch).await?.status, 200);
        let view = json!({ "list": "customers", "name": "欧阳测试", "query": { "q": "13912345678" } });
        assert_eq!(client.post("/api/v1/views", &view).await?.outcome(), "201");
        let kept = json!({ "list": "customers", "name": "老客", "query": { "tab": "dealt" } });
        assert_eq!(client.post("/api/v1/views", &kept).await?.outcome(), "201");

        let list = client.get("/api/v1/customers?q=13912345678").await?.json();
        let ids: Vec<i64> =
            list["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
        assert!(!ids.is_empty(), "{list}");
        let timeline = client.get(&format!("/api/v1/customers/{}/timeline?kinds=import", ids[0])).await?.json();
        let expected = json!([{
            "kind": "import", "title": "orders.csv", "detail": { "orders": 1, "named": false },
            "link": format!("/imports/{}", import.id),
        }]);
        let seen: Vec<serde_json::Value> = timeline["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!({ "kind": one["kind"], "title": one["title"], "detail": one["detail"], "link": one["link"] }))
            .collect();
        assert_eq!(json!(seen), expected);
        let noted = client.with("idempotency-key", "k-1");
        let note = format!("/api/v1/customers/{}/notes", ids[0]);
        assert_eq!(noted.post(&note, &json!({ "text": "她说要送礼物" })).await?.outcome(), "201");
        let before: BTreeSet<String> =
            found(&app).await?.iter().map(|place| place.split('.').next().unwrap().to_owned()).collect();
        for table in ["orders", "events", "import_refusals", "views", "idempotency", "profiles"] {
            assert!(before.contains(table), "{table} in {before:?}");
        }
        for id in ids {
            erase(&app, crate::CARE, &all, id, &id.to_string(), NOON).await?;
        }
        assert_eq!(found(&app).await?, Vec::<String>::new());
        assert_eq!(client_views(&noted).await?, ["老客"]);
        // What was done is not done again, though its answer is gone.
        assert_eq!(noted.post(&note, &json!({ "text": "她说要送礼物" })).await?.outcome(), "409 idempotency_secret");
        Ok(())
    })
    .await
    .unwrap();
}

async fn client_views(client: &Client) -> Result<Vec<String>, Error> {
    let list = client.get("/api/v1/views?list=customers").await?.json();
    Ok(list["items"].as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_with_a_person_in_it_is_registered() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let registered: BTreeSet<&str> = crate::CARE.iter().flat_map(|one| one.tables.iter().copied()).collect();
        let tables = describe(&app.db).await?;
        let missing: Vec<&String> = tables
            .iter()
            .filter(|(_, table)| {
                table.columns.keys().any(|name| name.ends_with("profile_id") || name.ends_with("customer_id"))
            })
            .map(|(name, _)| name)
            .filter(|name| !registered.contains(name.as_str()))
            .collect();
        assert!(
            missing.is_empty(),
            "tables with people in them that no department registered in its CARE: {missing:?}"
        );
        let unknown: Vec<&&str> = registered.iter().filter(|name| !tables.contains_key(**name)).collect();
        assert!(unknown.is_empty(), "registered tables that do not exist: {unknown:?}");
        Ok(())
    })
    .await
    .unwrap();
}
