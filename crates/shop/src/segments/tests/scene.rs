//! A shop to which things happen, by chance that can be repeated.

use connectors::drafts::*;
use platform::http::{Actor, Caller};
use platform::i18n::Locale;
use platform::{App, Error};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::fields::FieldType;
use crate::groups::Action;
use crate::segments::live;
use crate::segments::properties::{self, NewProperty};
use crate::shops::{self, Channel, NewShop, Shop};
use crate::{care, customers, events, groups, orders, permissions, products};

const DAY: i64 = 86_400_000;

/// Numbers that look like chance and come again.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

pub(crate) fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

pub(crate) struct Scene {
    pub(crate) app: App,
    pub(crate) shop: Shop,
    group: i64,
    keys: u64,
}

impl Scene {
    pub(crate) async fn new(app: &App) -> Result<Self, Error> {
        let mut tx = app.db.begin().await?;
        let new = NewShop { name: "店".into(), channel: Channel::Taobao, platform_id: None, currency: None };
        let shop = shops::create(&mut tx, app, &boss(), &new).await?;
        let group = app.ids.next();
        let sql = "insert into groups (id, name, created_at) values ($1, $2, $3)";
        platform::db::Connection::execute(&mut tx, sql, platform::values![group, "老友", 0_i64]).await?;
        tx.commit().await?;
        live::start(app, &CancellationToken::new()).await?;
        Ok(Self { app: app.clone(), shop, group, keys: 0 })
    }

    /// The same people seen from another shop of the business.
    pub(crate) async fn beside(&self, name: &str) -> Result<Self, Error> {
        let mut tx = self.app.db.begin().await?;
        let new = NewShop { name: name.into(), channel: Channel::Taobao, platform_id: None, currency: None };
        let shop = shops::create(&mut tx, &self.app, &boss(), &new).await?;
        tx.commit().await?;
        Ok(Self { app: self.app.clone(), shop, group: self.group, keys: 1_000_000 })
    }

    fn who(n: u64) -> Identifier {
        Identifier { kind: IdentifierKind::TaobaoNick, value: format!("buyer{n}") }
    }

    /// A behaviour of a buyer.
    pub(crate) async fn act(&mut self, n: u64, name: &str, at: i64, product: Option<&str>) -> Result<(), Error> {
        let key = self.keys + 1;
        let mut properties = serde_json::Map::new();
        if name == "reviewed" {
            properties.insert("rating".into(), json!(1 + n % 5));
        }
        // What the shop's own pages say, by its own keys.
        if matches!(name, "viewed" | "Something Else") {
            properties.insert("门店".into(), json!(if key.is_multiple_of(2) { "西湖" } else { "城西" }));
            properties.insert("score".into(), json!(key % 10 * 10));
            properties.insert("delivery".into(), json!(format!("2026-11-{:02}", 1 + key % 28)));
        }
        if key.is_multiple_of(3) {
            properties.insert("gift".into(), json!(n.is_multiple_of(2)));
        }
        self.say(n, name, at, product, properties).await
    }

    /// A behaviour of a buyer that says all this.
    pub(crate) async fn say(
        &mut self,
        n: u64,
        name: &str,
        at: i64,
        product: Option<&str>,
        properties: serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), Error> {
        self.tell(n, name, at, (product, None), properties).await
    }

    /// A behaviour of a buyer that is worth so much, in minor units of a currency.
    pub(crate) async fn give(&mut self, n: u64, name: &str, at: i64, worth: (i64, &str)) -> Result<(), Error> {
        self.tell(n, name, at, (None, Some(worth)), serde_json::Map::new()).await
    }

    async fn tell(
        &mut self,
        n: u64,
        name: &str,
        at: i64,
        (product, worth): (Option<&str>, Option<(i64, &str)>),
        properties: serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), Error> {
        self.keys += 1;
        let draft = EventDraft {
            row: 0,
            key: format!("k{}", self.keys),
            shop: ShopRef::default(),
            name: name.into(),
            identifiers: vec![Self::who(n)],
            at,
            product: product.map(str::to_owned),
            amount: worth.map(|(amount, _)| amount),
            currency: worth.map(|(_, currency)| currency.to_owned()),
            properties,
        };
        let source = customers::Source { shop_id: Some(self.shop.id.0), channel: self.shop.channel };
        let mut tx = self.app.db.begin().await?;
        events::record(&mut tx, &self.app, &source, vec![draft]).await?;
        tx.commit().await
    }

    /// The shop declares what events say.
    pub(crate) async fn declare(&self, event: Option<&str>, key: &str, kind: FieldType) -> Result<(), Error> {
        let new = NewProperty {
            event: event.map(str::to_owned),
            key: key.to_owned(),
            title: None,
            r#type: kind,
            options: Vec::new(),
        };
        properties::declare(&self.app, &boss(), new).await.map(drop)
    }

    /// An order of a buyer; saying it again with another status changes it.
    pub(crate) async fn order(
        &self,
        number: u64,
        n: u64,
        status: OrderStatus,
        paid: i64,
        at: i64,
    ) -> Result<(), Error> {
        let good = (format!("P{}", number % 4), format!("茶{}", number % 4));
        let category = number.is_multiple_of(3).then(|| "绿茶".to_owned());
        let line = Self::line(good, status, paid, category);
        self.ordered(number, n, (status, paid), at, vec![line], &[]).await
    }

    /// A paid order with something that the source says of it beside.
    pub(crate) async fn told(&self, number: u64, n: u64, paid: i64, at: i64, extra: (&str, &str)) -> Result<(), Error> {
        let line = Self::line((format!("P{}", number % 4), "茶".to_owned()), OrderStatus::Paid, paid, None);
        self.ordered(number, n, (OrderStatus::Paid, paid), at, vec![line], &[extra]).await
    }

    /// A finished order of several products, each called as its category is.
    pub(crate) async fn buy(&self, number: u64, n: u64, goods: &[&str], at: i64) -> Result<(), Error> {
        let line = |good: &&str| {
            let name = (*good).to_owned();
            Self::line((name.clone(), name.clone()), OrderStatus::Finished, 1_000, Some(name))
        };
        let paid = 1_000 * i64::try_from(goods.len()).unwrap_or(1);
        self.ordered(number, n, (OrderStatus::Finished, paid), at, goods.iter().map(line).collect(), &[]).await
    }

    fn line(good: (String, String), status: OrderStatus, paid: i64, category: Option<String>) -> LineDraft {
        LineDraft {
            row: 0,
            number: None,
            product: Some(good.0),
            sku: None,
            title: good.1,
            options: None,
            price: Some(paid),
            quantity: 1,
            total: Some(paid),
            paid: None,
            refunded: None,
            status,
            status_raw: status.code().into(),
            refund_status_raw: None,
            category,
            extra: Default::default(),
        }
    }

    async fn ordered(
        &self,
        number: u64,
        n: u64,
        (status, paid): (OrderStatus, i64),
        at: i64,
        lines: Vec<LineDraft>,
        extra: &[(&str, &str)],
    ) -> Result<(), Error> {
        let draft = OrderDraft {
            row: 0,
            number: format!("N{number}"),
            shop: ShopRef::default(),
            buyer: BuyerDraft {
                identifiers: vec![Self::who(n)],
                nick: Some(format!("buyer{n}")),
                ..Default::default()
            },
            address: AddressDraft { province: Some("浙江省".into()), ..Default::default() },
            status,
            status_raw: status.code().into(),
            placed_at: Some(at),
            paid_at: status.is_deal().then_some(at + 60_000),
            shipped_at: None,
            finished_at: None,
            currency: "CNY".into(),
            goods: Some(paid),
            shipping: None,
            discount: None,
            total: Some(paid),
            paid: status.is_deal().then_some(paid),
            refunded: None,
            received: None,
            pieces: None,
            title: None,
            buyer_note: None,
            seller_note: None,
            close_reason: None,
            lines,
            shipments: vec![],
            extra: extra.iter().map(|(key, said)| ((*key).to_owned(), (*said).to_owned())).collect(),
            undated: vec![],
        };
        let mut tx = self.app.db.begin().await?;
        orders::import(&mut tx, &self.app, &self.shop, vec![draft]).await?;
        tx.commit().await
    }

    pub(crate) async fn everybody(&self) -> Result<Vec<i64>, Error> {
        customers::standing_after(&mut self.app.db.read().await?, 0, 10_000).await
    }

    /// The customer of a buyer.
    pub(crate) async fn customer(&self, n: u64) -> Result<i64, Error> {
        let names = [format!("buyer{n}")];
        let found = customers::identified(&mut self.app.db.read().await?, IdentifierKind::TaobaoNick, &names).await?;
        found.first().map(|(_, id)| *id).ok_or_else(|| Error::not_found("customer"))
    }

    /// Something happens.
    pub(crate) async fn happen(&mut self, dice: &mut Dice) -> Result<(), Error> {
        let app = self.app.clone();
        let now = app.clock.now();
        let people = self.everybody().await?;
        let pick =
            |dice: &mut Dice| people.get(usize::try_from(dice.below(people.len().max(1) as u64)).unwrap()).copied();
        let ago = i64::try_from(dice.below(40)).unwrap() * DAY / 2;
        match dice.below(18) {
            0..=4 => {
                let names = ["viewed", "carted", "favourited", "inquired", "reviewed", "Something Else"];
                let name = names[usize::try_from(dice.below(6)).unwrap()];
                let product = format!("P{}", dice.below(5));
                self.act(dice.below(8), name, now - ago, (name != "Something Else").then_some(&product)).await
            }
            5..=8 => {
                use OrderStatus as S;
                let status = [S::Paid, S::Finished, S::Cancelled, S::AwaitingPayment, S::Refunded]
                    [usize::try_from(dice.below(5)).unwrap()];
                let paid = 1_000 + 100 * i64::try_from(dice.below(900)).unwrap();
                self.order(dice.below(20), dice.below(8), status, paid, now - ago).await
            }
            9 => {
                let (Some(a), Some(b)) = (pick(dice), pick(dice)) else { return Ok(()) };
                if a == b {
                    return Ok(());
                }
                let mut tx = app.db.begin().await?;
                customers::merge(&mut tx, &app, &[a, b], &Actor::System, "test").await?;
                tx.commit().await
            }
            10 => {
                let Some(id) = pick(dice) else { return Ok(()) };
                let mut tx = app.db.begin().await?;
                let profiles = customers::profiles_of(&mut tx, id).await?;
                if profiles.len() < 2 {
                    return Ok(());
                }
                customers::unmerge(&mut tx, &app, id, &profiles[..1], &Actor::System, "test").await?;
                tx.commit().await
            }
            11 => {
                let Some(id) = pick(dice).filter(|_| dice.below(3) == 0) else { return Ok(()) };
                care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), now).await.map(drop)
            }
            12 => {
                let Some(id) = pick(dice) else { return Ok(()) };
                let actions = [
                    Action::TagAdd("vip".into()),
                    Action::TagRemove("vip".into()),
                    Action::GroupAdd(platform::Id(self.group)),
                    Action::GroupRemove(platform::Id(self.group)),
                ];
                let action = actions[usize::try_from(dice.below(4)).unwrap()].clone();
                let mut tx = app.db.begin().await?;
                let profiles = customers::profiles_of(&mut tx, id).await?;
                let target = groups::Target { anchor: profiles[0], profiles };
                groups::apply(&mut tx, &app, &Actor::System, &action, &[target], now).await?;
                customers::say_changed(&mut tx, &[id], now)?;
                tx.commit().await
            }
            13 => {
                let Some(id) = pick(dice) else { return Ok(()) };
                let mut tx = app.db.begin().await?;
                let reached = customers::reach(&mut tx, &platform::http::ShopScope::All, id).await?;
                let birthday = format!("1990-11-{:02}", 1 + dice.below(28));
                customers::edit(&mut tx, &app, &reached, &[("birthday".into(), json!(birthday))]).await?;
                tx.commit().await
            }
            14 => {
                let draft = ProductDraft {
                    number: format!("P{}", dice.below(5)),
                    title: Some(format!("名茶{}", dice.below(3))),
                    category: Some(format!("茶/{}", dice.below(3))),
                    tags: None,
                    ..product()
                };
                let mut tx = app.db.begin().await?;
                products::import(&mut tx, &app, &self.shop, &[draft]).await?;
                tx.commit().await
            }
            15 => {
                let (event, key, kind) = [
                    (None, "gift", FieldType::YesNo),
                    (Some("Something Else"), "delivery", FieldType::Date),
                    (Some("viewed"), "score", FieldType::Number),
                ][usize::try_from(dice.below(3)).unwrap()];
                self.declare(event, key, kind).await.or_else(|error| match error.code() {
                    // It is declared already.
                    "invalid" => Ok(()),
                    _ => Err(error),
                })
            }
            16 => {
                let declared = properties::list(&mut app.db.read().await?).await?;
                let Some(one) = declared.get(usize::try_from(dice.below(5)).unwrap()) else { return Ok(()) };
                properties::delete(&app, &boss(), one.id.0).await.or_else(|error| match error.code() {
                    "event_property_in_use" => Ok(()),
                    _ => Err(error),
                })
            }
            _ => {
                app.clock.set(now + i64::try_from(dice.below(72)).unwrap() * 3_600_000);
                Ok(())
            }
        }
    }
}

fn product() -> ProductDraft {
    ProductDraft {
        row: 0,
        shop: ShopRef::default(),
        number: String::new(),
        sku: None,
        title: None,
        category: None,
        tags: None,
        currency: "CNY".into(),
        price: None,
        cost: None,
        stock: None,
        picture: None,
        extra: Default::default(),
    }
}
