//! Consent, and erasure over every department, on both databases.

use std::collections::BTreeSet;

use connectors::drafts::{AddressDraft, Identifier, IdentifierKind};
use platform::db::{Dialect, Tx, describe};
use platform::http::{Actor, Caller, Role, ShopScope};
use platform::testing::{NOON, on_both, prepare_all};
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
            let text = match (kind.split(' ').next(), app.db.dialect()) {
                (Some("text"), _) => format!("\"{column}\""),
                (Some("bytes"), Dialect::Sqlite) => format!("cast(\"{column}\" as text)"),
                (Some("bytes"), Dialect::Postgres) => format!("encode(\"{column}\", 'escape')"),
                _ => continue,
            };
            for name in NAMES {
                let sql = format!("select count(*) as n from \"{table}\" where {text} like $1");
                let row = session.one(sql, values![format!("%{name}%")]).await?.unwrap();
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
