//! A shop with a programme, in which customers buy, give back, are merged and parted.

use connectors::drafts::*;
use platform::http::{Actor, Caller, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error};

use super::super::*;
use crate::customers::{self, Reached};
use crate::shops::{self, Channel, NewShop, Shop};
use crate::{orders, permissions};

pub(crate) fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

/// Levels 铜 from ¥100, 银 from ¥500, 金 from ¥1,000.
pub(crate) fn three() -> Programme {
    let level = |name: &str, amount: i64, discount: i64| Level {
        name: name.into(),
        amount: Some(amount),
        benefits: Benefits { discount, priority: amount / 50_000, ..Benefits::default() },
        ..Level::default()
    };
    Programme {
        enabled: true,
        since: Some(platform::Instant(0)),
        levels: vec![level("铜", 10_000, 980), level("银", 50_000, 950), level("金", 100_000, 900)],
        ..Programme::default()
    }
}

pub(crate) struct Scene {
    pub(crate) app: App,
    pub(crate) shop: Shop,
}

impl Scene {
    pub(crate) async fn new(app: &App, programme: Programme) -> Result<Self, Error> {
        let mut tx = app.db.begin().await?;
        let new = NewShop { name: "店".into(), channel: Channel::Taobao, platform_id: None, currency: None };
        let shop = shops::create(&mut tx, app, &boss(), &new).await?;
        tx.commit().await?;
        let scene = Self { app: app.clone(), shop };
        scene.save(programme).await?;
        Ok(scene)
    }

    pub(crate) async fn save(&self, programme: Programme) -> Result<Programme, Error> {
        let mut tx = self.app.db.begin().await?;
        let (saved, _) = save(&mut tx, &self.app, &boss(), programme).await?;
        tx.commit().await?;
        while recompute::step(&self.app).await? {}
        Ok(saved)
    }

    /// The programme as it stands, with the ids of its levels.
    pub(crate) async fn saved(&self) -> Result<Programme, Error> {
        programme(&mut self.app.db.read().await?).await
    }

    /// An order of a buyer; saying it again with another payment, refund or status changes it.
    pub(crate) async fn order(&self, number: &str, who: &str, paid: i64, back: i64, at: i64) -> Result<(), Error> {
        let draft = OrderDraft {
            row: 0,
            number: number.into(),
            shop: ShopRef::default(),
            buyer: BuyerDraft {
                identifiers: vec![Identifier { kind: IdentifierKind::TaobaoNick, value: who.into() }],
                nick: Some(who.into()),
                ..Default::default()
            },
            address: AddressDraft::default(),
            status: OrderStatus::Finished,
            status_raw: "finished".into(),
            placed_at: Some(at),
            paid_at: Some(at),
            shipped_at: None,
            finished_at: Some(at),
            currency: "CNY".into(),
            goods: Some(paid),
            shipping: None,
            discount: None,
            total: Some(paid),
            paid: Some(paid),
            refunded: (back > 0).then_some(back),
            received: None,
            pieces: Some(1),
            title: Some("茶".into()),
            buyer_note: None,
            seller_note: None,
            close_reason: None,
            lines: vec![],
            shipments: vec![],
            extra: Default::default(),
            undated: vec![],
        };
        let mut tx = self.app.db.begin().await?;
        orders::import(&mut tx, &self.app, &self.shop, vec![draft]).await?;
        tx.commit().await?;
        self.follow().await
    }

    pub(crate) async fn follow(&self) -> Result<(), Error> {
        while look(&self.app).await? {}
        while lapse(&self.app).await? {}
        Ok(())
    }

    pub(crate) async fn reach(&self, who: &str) -> Result<Reached, Error> {
        let mut session = self.app.db.read().await?;
        let found = customers::identified(&mut session, IdentifierKind::TaobaoNick, &[who.to_owned()]).await?;
        let id = found.first().map(|(_, id)| *id).ok_or_else(|| Error::not_found("customer"))?;
        customers::reach(&mut session, &ShopScope::All, id).await
    }

    /// `金 120000/2 locked until …`, or `-` for nobody.
    pub(crate) async fn stand(&self, who: &str) -> Result<String, Error> {
        let reached = self.reach(who).await?;
        let one = membership(&mut self.app.db.read().await?, &reached).await?;
        if !one.member {
            return Ok("-".to_owned());
        }
        let level = one.level.map_or("none".to_owned(), |level| level.name.zh);
        let mut text = format!("{level} {}/{}", one.amount, one.deals);
        if one.locked {
            text.push_str(" locked");
        }
        Ok(text)
    }

    /// What changed, oldest first: `→铜 deal`.
    pub(crate) async fn history(&self, who: &str) -> Result<String, Error> {
        let reached = self.reach(who).await?;
        let mut session = self.app.db.read().await?;
        let programme = programme(&mut session).await?;
        let rows = records::changes(&mut session, &reached.profile_ids).await?;
        let said = rows.into_iter().map(|row| match row.kind {
            ChangeKind::Level => {
                let name = |level| programme.name_of(level).map_or("none", |name| name.zh.as_str()).to_owned();
                format!("{}→{} {}", name(row.from), name(row.to), row.cause.code())
            }
            kind => kind.code().to_owned(),
        });
        Ok(said.collect::<Vec<_>>().join(", "))
    }

    pub(crate) async fn merge(&self, a: &str, b: &str) -> Result<(), Error> {
        let (a, b) = (self.reach(a).await?, self.reach(b).await?);
        let mut tx = self.app.db.begin().await?;
        customers::merge(&mut tx, &self.app, &[a.customer_id, b.customer_id], &Actor::System, "test").await?;
        tx.commit().await?;
        self.follow().await
    }

    /// Takes the profile of `who` out of its customer.
    pub(crate) async fn part(&self, who: &str) -> Result<(), Error> {
        let reached = self.reach(who).await?;
        let mut session = self.app.db.read().await?;
        let profile = {
            let all = customers::identifiers(&mut session, &reached.profile_ids).await?;
            all.iter().find(|one| one.value.expose() == who).map(|one| one.profile_id).unwrap()
        };
        drop(session);
        let mut tx = self.app.db.begin().await?;
        customers::unmerge(&mut tx, &self.app, reached.customer_id, &[profile], &Actor::System, "test").await?;
        tx.commit().await?;
        self.follow().await
    }

    pub(crate) async fn set(&self, who: &str, level: &str, lock: bool) -> Result<(), Error> {
        let reached = self.reach(who).await?;
        let mut tx = self.app.db.begin().await?;
        let programme = programme(&mut tx).await?;
        let level = programme.levels.iter().find(|one| one.name.zh == level).and_then(|one| one.id).map(|id| id.0);
        set_level(&mut tx, &self.app, &Actor::System, &reached, level, "老客", lock).await?;
        tx.commit().await
    }
}
