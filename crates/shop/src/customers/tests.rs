//! Customers on both databases.

mod laws;
mod listing;
mod merging;
mod names;
mod resolving;

use connectors::drafts::{Identifier, IdentifierKind};
use platform::testing::NOON;

use super::*;
use crate::shops::Channel;

/// A sighting from `taobao:1` unless said otherwise: `check("nick=小鱼 mobile=+86138 name=张三 at=5")`.
fn sighting(text: &str) -> Sighting {
    let mut sighting = Sighting::new(Source { shop_id: Some(1), channel: Channel::Taobao }, Vec::new(), NOON);
    for word in text.split_whitespace() {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let mut identify = |kind| sighting.identifiers.push(Identifier { kind, value: value.to_owned() });
        match key {
            "nick" => {
                identify(IdentifierKind::TaobaoNick);
                sighting.nick = Some(value.to_owned());
            }
            "mobile" => {
                identify(IdentifierKind::Mobile);
                sighting.mobile = Some(value.to_owned());
            }
            "email" => identify(IdentifierKind::Email),
            "alipay" => identify(IdentifierKind::AlipayId),
            "user" => identify(IdentifierKind::UserId),
            "visitor" => identify(IdentifierKind::AnonymousId),
            "order" => sighting.fallback_key = Some(value.to_owned()),
            "name" => sighting.name = Some(value.to_owned()),
            "street" => sighting.address.street = Some(value.to_owned()),
            "province" => sighting.address.province = Some(value.to_owned()),
            "at" => sighting.at = NOON + value.parse::<i64>().unwrap(),
            "shop" => sighting.source.shop_id = Some(value.parse().unwrap()),
            "web" => sighting.source.channel = Channel::Web,
            other => panic!("no word {other}"),
        }
    }
    sighting
}

fn sightings(texts: &[&str]) -> Vec<Sighting> {
    texts.iter().map(|text| sighting(text)).collect()
}

async fn see(app: &platform::App, texts: &[&str]) -> Result<Vec<Option<Resolved>>, platform::Error> {
    let mut tx = app.db.begin().await?;
    let resolved = resolve(&mut tx, app, &sightings(texts)).await?;
    tx.commit().await?;
    Ok(resolved)
}
