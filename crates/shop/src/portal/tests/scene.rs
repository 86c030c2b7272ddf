//! A shop with a portal, people with mobiles, and browsers that keep cookies.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Bytes;
use connectors::drafts::{Identifier, IdentifierKind};
use parking::Caught;
use platform::testing::{Answer, Client, Site};
use platform::{App, Error};

use super::super::*;
use crate::customers::{self, Sighting, Source};
use crate::members::Ways;
use crate::members::tests::scene::{Scene, boss, three};
use crate::points::tests::scene as points_scene;
use crate::shops::{self, Business, Channel};

pub(super) mod parking {
    use super::*;
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    /// What a sender was given.
    pub(in crate::portal::tests) struct Caught(pub(super) UnboundedReceiver<Outgoing>);

    struct Catching(UnboundedSender<Outgoing>);

    #[async_trait]
    impl Sender for Catching {
        async fn send(&self, _: &App, code: &Outgoing) -> Result<(), Error> {
            self.0.send(code.clone()).map_err(|_| Error::internal("nobody catches codes any more"))
        }
    }

    impl Caught {
        pub(super) fn of(app: &App) -> Self {
            let (to, from) = unbounded_channel();
            plug(app, Arc::new(Catching(to)));
            Self(from)
        }

        /// The next code.
        pub(in crate::portal::tests) async fn next(&mut self) -> Outgoing {
            self.0.recv().await.unwrap()
        }

        /// Whether a code is there already.
        pub(in crate::portal::tests) fn any(&mut self) -> bool {
            self.0.try_recv().is_ok()
        }
    }
}

/// A shop with a portal.
pub(super) struct Shop {
    pub(super) scene: Scene,
    pub(super) site: Site,
    pub(super) codes: Caught,
}

pub(super) const MEI: &str = "13800000001";
pub(super) const LAN: &str = "13800000002";
pub(super) const NEW: &str = "13800000009";

/// Where goods are sent, as a form says it.
pub(super) const ADDRESS: [(&str, &str); 6] = [
    ("receiver", "李梅"),
    ("mobile", "138 0000 0001"),
    ("province", "浙江省"),
    ("city", "杭州"),
    ("district", "西湖区"),
    ("street", "文三路 1 号 2 幢 301"),
];

/// A shop with points, whose portal is open; who joins, says `ways`.
pub(super) async fn shop(app: &App, ways: Ways) -> Result<Shop, Error> {
    shop_with(app, ways, Referral::default()).await
}

pub(super) async fn shop_with(app: &App, ways: Ways, referral: Referral) -> Result<Shop, Error> {
    let scene = points_scene::shop(app).await?;
    let mut programme = three();
    programme.ways = ways;
    scene.save(programme).await?;
    let mut tx = app.db.begin().await?;
    shops::put_business(&mut tx, app, &boss(), Business { name: "拾露".into(), ..Business::default() }).await?;
    let open = Settings { enabled: true, referral, ..Settings::default() };
    put_settings(&mut tx, &boss(), open, app.clock.now()).await?;
    tx.commit().await?;
    let site = Site::new(app, crate::policy(), crate::router().split_for_parts().0);
    Ok(Shop { codes: Caught::of(app), scene, site })
}

pub(super) const ALL: Ways = Ways { open: true, invitation: true, phone: true, automatic: true };
pub(super) const NONE: Ways = Ways { open: false, invitation: false, phone: false, automatic: true };

impl Shop {
    /// Somebody the shop knows by nick and mobile, with a deal of ¥600 that was made now.
    pub(super) async fn person(&self, nick: &str, mobile: &str) -> Result<(), Error> {
        self.bought(nick, mobile, self.scene.app.clock.now()).await
    }

    /// The same, with a name of her own.
    pub(super) async fn named(&self, nick: &str, name: &str, mobile: &str) -> Result<(), Error> {
        self.sighted(nick, Some(name), mobile, self.scene.app.clock.now()).await
    }

    /// Somebody the shop knows by nick and mobile, with a deal of ¥600.
    pub(super) async fn bought(&self, nick: &str, mobile: &str, at: i64) -> Result<(), Error> {
        self.sighted(nick, None, mobile, at).await
    }

    async fn sighted(&self, nick: &str, name: Option<&str>, mobile: &str, at: i64) -> Result<(), Error> {
        let app = &self.scene.app;
        let source = Source { shop_id: Some(self.scene.shop.id.0), channel: Channel::Taobao };
        let identifier = |kind, value: String| Identifier { kind, value };
        let identifiers = vec![
            identifier(IdentifierKind::TaobaoNick, nick.to_owned()),
            identifier(IdentifierKind::Mobile, format!("+86{mobile}")),
        ];
        let mut sighting = Sighting::new(source, identifiers, at);
        sighting.nick = Some(nick.to_owned());
        sighting.mobile = Some(mobile.to_owned());
        sighting.name = name.map(str::to_owned);
        let mut tx = app.db.begin().await?;
        customers::resolve(&mut tx, app, &[sighting]).await?;
        tx.commit().await?;
        self.scene.order(&format!("N-{nick}"), nick, 60_000, 0, at).await
    }

    pub(super) fn browser(&self) -> Browser {
        Browser { client: self.site.anonymous(), cookies: BTreeMap::new(), csrf: String::new(), key: String::new() }
    }

    /// A browser in which that mobile is signed in.
    pub(super) async fn signed_in(&mut self, mobile: &str) -> Result<Browser, Error> {
        let mut browser = self.browser();
        browser.get("/my/sign-in").await?;
        let asked = browser.post("/my/sign-in", &[("recipient", mobile)]).await?;
        assert_eq!((asked.status, asked.header("location")), (303, "/my/code"), "{}", asked.text());
        let code = self.codes.next().await;
        browser.get("/my/code").await?;
        let entered = browser.post("/my/code", &[("code", code.code.expose())]).await?;
        assert_eq!((entered.status, entered.header("location")), (303, "/my"), "{}", entered.text());
        Ok(browser)
    }
}

/// A browser: keeps cookies, and sends the hidden fields of the last page along.
pub(super) struct Browser {
    pub(super) client: Client,
    pub(super) cookies: BTreeMap<String, String>,
    pub(super) csrf: String,
    pub(super) key: String,
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> Option<String> {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(rest.split('"').next()?.to_owned())
}

/// Texts as a form sends them.
fn encoded(fields: &[(&str, &str)]) -> String {
    let part = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect::<Vec<_>>().join("&")
}

impl Browser {
    async fn send(&mut self, method: &str, path: &str, kind: &str, body: String) -> Result<Answer, Error> {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let client = self.client.clone().with("cookie", &jar.join("; ")).with("host", "shop.example.com");
        let answer = client.send(method, path, kind, Bytes::from(body)).await?;
        for set in answer.headers.get_all("set-cookie") {
            let (pair, rest) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let page = answer.text();
        if let Some(csrf) = hidden(&page, "csrf") {
            self.csrf = csrf;
        }
        if let Some(key) = hidden(&page, "key") {
            self.key = key;
        }
        Ok(answer)
    }

    pub(super) async fn get(&mut self, path: &str) -> Result<Answer, Error> {
        self.send("GET", path, "", String::new()).await
    }

    /// Sends a form with the hidden fields of the last page.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Error> {
        let (csrf, key) = (self.csrf.clone(), self.key.clone());
        let mut all = vec![("csrf", csrf.as_str()), ("key", key.as_str())];
        all.extend(fields);
        self.post_bare(path, &all).await
    }

    /// Sends a form with these fields alone.
    pub(super) async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Error> {
        self.send("POST", path, "application/x-www-form-urlencoded", encoded(fields)).await
    }
}

/// `303 /my/code`, or `422` with what the notice says.
pub(super) fn outcome(answer: &Answer) -> String {
    let page = answer.text();
    let notice = page.split("role=\"alert\"").nth(1).and_then(|rest| rest.split("<span>").nth(1));
    match notice.and_then(|rest| rest.split("</span>").next()) {
        _ if answer.status == 303 => format!("303 {}", answer.header("location")),
        Some(text) => format!("{} {text}", answer.status),
        None => answer.status.to_string(),
    }
}
