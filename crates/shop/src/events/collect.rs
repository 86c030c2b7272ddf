//! The tracking endpoints: Segment's HTTP tracking API, so that the libraries people already use send here unchanged.
//!
//! A call is answered 200 when everything good in it is durable. A body that as a whole cannot be read is answered 400
//! with the reason; a single bad message of a batch is kept aside and counted, and the others are taken, as Segment does.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Extensions, HeaderValue, header};
use axum::response::Response;
use connectors::drafts::ShopRef;
use connectors::segment::body::{self, Body, BodyError};
use connectors::segment::{Kind, MESSAGE_LIMIT, Setting};
use platform::http::{Access, Caller, Json, Need, Problem, ShopScope, WriteKeys};
use platform::{App, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::said::Said;
use super::store::Parcel;
use super::writer::Writer;
use crate::customers::Source;
use crate::shops;

/// How long a shop's settings are believed without asking the database, milliseconds.
const FRESH: i64 = 5_000;

/// What Segment answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Taken {
    /// Always true: a failure is a problem document.
    pub success: bool,
}

/// The door behind the endpoints: the one writer, started by the first call, and what is known of shops.
#[derive(Clone, Default)]
struct Door {
    writer: Arc<OnceLock<Writer>>,
    shops: Arc<RwLock<HashMap<i64, Known>>>,
}

#[derive(Clone)]
struct Known {
    source: Source,
    setting: Arc<Setting>,
    until: i64,
}

impl Door {
    fn writer(&self, app: &App) -> &Writer {
        self.writer.get_or_init(|| Writer::start(app.clone()))
    }

    async fn shop(&self, app: &App, id: i64) -> Result<Known, Error> {
        let now = app.clock.now();
        let known = self.shops.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some(known) = known.filter(|known| now < known.until) {
            return Ok(known);
        }
        let mut conn = app.db.read().await?;
        let shop = shops::get(&mut conn, id).await?;
        let zone = shops::business(&mut conn).await?.zone();
        let setting =
            Setting { shop: ShopRef { id: shop.platform_id, name: Some(shop.name) }, currency: shop.currency, zone };
        let known = Known {
            source: Source { shop_id: Some(id), channel: shop.channel },
            setting: Arc::new(setting),
            until: now + FRESH,
        };
        self.shops.write().unwrap_or_else(PoisonError::into_inner).insert(id, known.clone());
        Ok(known)
    }
}

async fn collect(
    app: &App,
    sender: &Extensions,
    door: &Door,
    kind: Option<Kind>,
    bytes: &[u8],
) -> Result<Taken, Error> {
    let received_at = app.clock.now();
    let body = match kind {
        Some(kind) => body::read_one(kind, bytes, received_at),
        None => body::read_batch(bytes, received_at),
    };
    let shop_id = shop_of(sender, body.as_ref().ok()).await?;
    let Body { messages, refused, .. } = body.map_err(unreadable)?;
    let shop = door.shop(app, shop_id).await?;
    let mut said = Said::default();
    for message in messages {
        said.message(&shop.source, message, &shop.setting, received_at);
    }
    if said.len() + refused.len() > 0 {
        let parcel = Parcel { source: shop.source, shop_id, said, refused, received_at };
        door.writer(app).keep(parcel).await?;
    }
    Ok(Taken { success: true })
}

/// The shop of the write key: of the one in the header, else of the one in the body. A stranger is told no more than
/// that the key is missing.
async fn shop_of(sender: &Extensions, body: Option<&Body>) -> Result<i64, Error> {
    let caller = match (sender.get::<Caller>(), sender.get::<WriteKeys>()) {
        (Some(caller), _) => caller.clone(),
        (None, Some(keys)) => {
            let key = body.and_then(|body| body.write_key.as_deref()).ok_or_else(Error::unauthenticated)?;
            keys.clone().caller(key).await?
        }
        (None, None) => return Err(Error::unauthenticated()),
    };
    match caller.shops {
        ShopScope::Only(shops) => shops.first().copied().ok_or_else(Error::forbidden),
        ShopScope::All => Err(Error::forbidden()),
    }
}

/// Segment answers 400, so that a library gives the call up rather than sending it forever.
fn unreadable(error: BodyError) -> Error {
    match error {
        BodyError::NotJson { why, line, column } => Error::new(400, "tracking_not_json")
            .arg("why", why)
            .arg("line", line.to_string())
            .arg("column", column.to_string()),
        BodyError::TooLarge { bytes, limit } => {
            Error::new(400, "tracking_body_too_large").arg("bytes", bytes.to_string()).arg("limit", limit.to_string())
        }
        BodyError::MessageTooLarge { index, bytes } => Error::new(400, "tracking_message_too_large")
            .arg("number", index.saturating_add(1).to_string())
            .arg("bytes", bytes.to_string())
            .arg("limit", MESSAGE_LIMIT.to_string()),
    }
}

/// A page of somebody's shop may read the answer.
async fn anywhere(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer
}

macro_rules! endpoints {
    ($($(#[$doc:meta])* $name:ident $path:literal $kind:expr;)*) => {
        $(
            $(#[$doc])*
            #[utoipa::path(post, path = $path, tag = "tracking", security(("write_key" = [])),
                request_body(content = Object, content_type = "application/json"),
                responses((status = 200, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem)))]
            async fn $name(
                State(app): State<App>,
                sender: Extensions,
                Extension(door): Extension<Door>,
                bytes: Bytes,
            ) -> Result<Json<Taken>, Error> {
                collect(&app, &sender, &door, $kind, &bytes).await.map(Json)
            }
        )*

        /// What each of these endpoints asks of its caller.
        pub(super) const ACCESS: &[Access] = &[$(Access::new("POST", $path, Need::WriteKey)),*];

        /// The endpoints.
        pub(super) fn router() -> OpenApiRouter<App> {
            OpenApiRouter::new()
                $(.routes(routes!($name)))*
                .layer(axum::middleware::map_response(anywhere))
                .layer(Extension(Door::default()))
        }
    };
}

endpoints! {
    /// Who somebody is.
    identify "/v1/identify" Some(Kind::Identify);
    /// What somebody did.
    track "/v1/track" Some(Kind::Track);
    /// A page of a web site seen.
    page "/v1/page" Some(Kind::Page);
    /// A screen of an app seen.
    screen "/v1/screen" Some(Kind::Screen);
    /// A company or household that somebody belongs to.
    group "/v1/group" Some(Kind::Group);
    /// Two ids of one person.
    alias "/v1/alias" Some(Kind::Alias);
    /// Many messages at once.
    batch "/v1/batch" None;
    /// As `batch`, for older libraries.
    import "/v1/import" None;
    /// As `identify`, for libraries in a page.
    short_identify "/v1/i" Some(Kind::Identify);
    /// As `track`, for libraries in a page.
    short_track "/v1/t" Some(Kind::Track);
    /// As `page`, for libraries in a page.
    short_page "/v1/p" Some(Kind::Page);
    /// As `screen`, for libraries in an app.
    short_screen "/v1/s" Some(Kind::Screen);
    /// As `group`, for libraries in a page.
    short_group "/v1/g" Some(Kind::Group);
    /// As `alias`, for libraries in a page.
    short_alias "/v1/a" Some(Kind::Alias);
    /// As `batch`, for libraries in a page.
    short_batch "/v1/b" None;
}
