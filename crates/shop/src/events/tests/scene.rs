//! A shop with a write key, and what can be asked about it.

use platform::App;
use platform::Error;
use platform::db::Connection as _;
use platform::http::{Caller, Role};
use platform::i18n::Locale;
use platform::testing::{Client, Site};
use platform::values;
use serde_json::{Value as Json, json};

use crate::permissions;
use crate::shops::{self, Channel, NewShop, Shop};

pub(super) struct Scene {
    pub(super) app: App,
    pub(super) site: Site,
    pub(super) shop: Shop,
    pub(super) sdk: Client,
    pub(super) owner: Client,
}

pub(super) async fn scene(app: &App) -> Result<Scene, Error> {
    let caller = Caller::system(permissions::ALL, Locale::En);
    let mut tx = app.db.begin().await?;
    let new = NewShop { name: "Site".into(), channel: Channel::Web, platform_id: None, currency: None };
    let shop = shops::create(&mut tx, app, &caller, &new).await?;
    tx.commit().await?;
    let (router, _) = crate::router().split_for_parts();
    let site = Site::new(app, crate::policy(), router);
    let sdk = site.write_key(shop.id.0).await?;
    let owner = site.role(Role::Owner).await?;
    Ok(Scene { app: app.clone(), site, shop, sdk, owner })
}

impl Scene {
    /// Sends messages in one batch and expects them to be taken.
    pub(super) async fn batch(&self, messages: &[Json]) -> Result<(), Error> {
        let answer = self.sdk.post("/v1/batch", &json!({ "batch": messages })).await?;
        assert_eq!((answer.status, answer.json()), (200, json!({ "success": true })));
        Ok(())
    }

    /// Every behaviour as `who name at`, where `who` are the identifiers of its profile, in the order of time.
    pub(super) async fn stored(&self) -> Result<Vec<String>, Error> {
        let mut conn = self.app.db.read().await?;
        let rows = conn
            .all(
                "select p.key_kind, p.key_value, e.name, e.at, coalesce(e.product, ''), coalesce(e.properties, '') \
                 from events e join profiles p on p.id = e.profile_id order by e.at, e.name, p.key_value, e.properties",
                values![],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let (kind, who, name, at): (String, String, String, i64) =
                    (row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?);
                let (product, properties): (String, String) = (row.at(4)?, row.at(5)?);
                Ok(format!("{kind} {who} {name} {at} {product} {properties}"))
            })
            .collect()
    }

    /// The customer of a profile by its key.
    pub(super) async fn customer(&self, key: &str) -> Result<i64, Error> {
        let mut conn = self.app.db.read().await?;
        let row = conn.one("select customer_id from profiles where key_value = $1", values![key]).await?;
        row.ok_or_else(|| Error::not_found("customer"))?.at(0)
    }

    /// One number.
    pub(super) async fn number(&self, sql: &'static str) -> Result<i64, Error> {
        let mut conn = self.app.db.read().await?;
        conn.one(sql, values![]).await?.ok_or_else(|| Error::not_found("page"))?.at(0)
    }
}
