//! A question stops when whoever asked it hangs up, whichever page asked it.
//!
//! The one thread that reckons is kept busy until the asker has gone, so that no question is over before she goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use platform::http::Role;
use platform::testing::{Client, NOON, Site, on_both};
use platform::{Error, Id};
use serde_json::{Value as Json, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id as Span, Record};
use tracing::{Event, Metadata, Subscriber};

use super::following::define;
use super::scene::Scene;
use crate::segments::ask::GIVEN_UP;
use crate::segments::live::catch_up;
use crate::segments::verbs;

/// Counts what the log says of questions that were given up.
struct Log(Arc<AtomicU64>);

struct Said<'a>(&'a AtomicU64);

impl Visit for Said<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" && format!("{value:?}") == GIVEN_UP {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Span {
        Span::from_u64(1)
    }
    fn record(&self, _: &Span, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Span, _: &Span) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Said(&self.0));
    }
    fn enter(&self, _: &Span) {}
    fn exit(&self, _: &Span) {}
}

/// Keeps the thread that reckons busy until this is dropped.
struct Busy(Option<mpsc::Sender<()>>, tokio::task::JoinHandle<()>);

impl Busy {
    async fn begin() -> Result<Self, Error> {
        let (go, wait) = mpsc::channel::<()>();
        let (began, begun) = tokio::sync::oneshot::channel();
        let task = tokio::task::spawn_blocking(move || {
            let _ = began.send(());
            // Ends with an error when the other end is dropped.
            let _ = wait.recv();
        });
        begun.await.map_err(Error::internal)?;
        Ok(Self(Some(go), task))
    }

    async fn end(mut self) -> Result<(), Error> {
        self.0.take();
        self.1.await.map_err(Error::internal)
    }
}

/// Asks and hangs up; whether the question was given up by that.
async fn gone(client: &Client, (method, path, body): (&str, &str, &Json), given_up: &AtomicU64) -> Result<bool, Error> {
    // How long it takes until the question waits for its turn nobody says: it is tried with more and more patience.
    for patience in [100, 400, 1_600, 6_400] {
        let before = given_up.load(Ordering::SeqCst);
        let busy = Busy::begin().await?;
        let asked = tokio::time::timeout(Duration::from_millis(patience), client.json(method, path, body)).await;
        if let Ok(answer) = asked {
            return Err(Error::internal(format!("{path} did not wait: {}", answer?.text())));
        }
        busy.end().await?;
        // What is behind it in the line is done after it.
        tokio::task::spawn_blocking(|| ()).await.map_err(Error::internal)?;
        if given_up.load(Ordering::SeqCst) > before {
            return Ok(true);
        }
    }
    Ok(false)
}

#[test]
fn a_question_stops_when_whoever_asked_it_hangs_up() {
    let given_up = Arc::new(AtomicU64::new(0));
    // For all threads of this process: what is reckoned is reckoned on another one.
    tracing::subscriber::set_global_default(Log(Arc::clone(&given_up))).unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(1).enable_all().build();
    let asked = runtime.unwrap().block_on(on_both(&crate::migrations(), crate::CATALOGUES, |app| {
        let given_up = Arc::clone(&given_up);
        async move {
            let mut scene = Scene::new(&app).await?;
            for n in 0..4 {
                scene.act(n, "viewed", NOON, Some("P1")).await?;
            }
            catch_up(&app).await?;
            let id = define(&scene, "看过", "did viewed").await?;
            define(&scene, "看过女", r#"in segment "看过" and gender = "female""#).await?;
            let (router, _) = crate::router().split_for_parts();
            let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
            let name = verbs::find(&mut app.db.read().await?, id).await?.name;
            let of = |rest: &str| format!("/api/v1/segments/{}/{rest}", Id(id));
            let rule = json!({ "text": format!("in segment \"{name}\" and did viewed in last 3 days") });
            let crowd = |of: &str| json!({ "text": of });
            let nothing = Json::Null;
            for (method, path, body) in [
                ("POST", "/api/v1/segments/count".to_owned(), rule.clone()),
                ("POST", "/api/v1/segments/members".to_owned(), rule.clone()),
                ("POST", "/api/v1/segments/sample".to_owned(), rule.clone()),
                (
                    "POST",
                    "/api/v1/segments/cross".to_owned(),
                    json!({ "left": crowd("did viewed"), "right": crowd("deals >= 1") }),
                ),
                ("POST", of("preview"), rule.clone()),
                ("GET", of("members"), nothing.clone()),
                ("GET", of("export"), nothing.clone()),
                ("GET", "/api/v1/rules/values?attribute=province".to_owned(), nothing.clone()),
                ("GET", "/api/v1/rules/values?kind=viewed&property=item.product".to_owned(), nothing.clone()),
                ("POST", "/api/v1/insight".to_owned(), rule.clone()),
                ("POST", "/api/v1/insight/export".to_owned(), rule.clone()),
                (
                    "POST",
                    "/api/v1/pivot".to_owned(),
                    json!({ "subject": "customers", "rows": [{ "dimension": "province" }], "measures": ["customers"] }),
                ),
            ] {
                let given = gone(&owner, (method, &path, &body), &given_up).await?;
                assert!(given, "{method} {path} goes on although nobody waits");
            }
            Ok(())
        }
    }));
    asked.unwrap();
}
