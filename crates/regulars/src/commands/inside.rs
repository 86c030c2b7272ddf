//! Calls endpoints in this process, as the owner of the machine: a command does what the console would do, by the same
//! code, and the audit log tells it as `system`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use platform::App;
use platform::http::{Caller, Problem, render};
use platform::i18n::Locale;
use serde_json::Value as Json;
use shop::permissions::ALL;
use tower::ServiceExt as _;

use super::Exit;
use super::exit::Failure;
use super::language::Language;
use crate::site::{self, Watch};

/// An answer of JSON at most, bytes.
const ANSWER: usize = 64 * 1024 * 1024;

/// The endpoints.
#[derive(Clone)]
pub(super) struct Inside {
    app: App,
    router: Router,
    locale: Locale,
}

impl Inside {
    /// The endpoints over `app`, answering in `language`.
    pub(super) fn new(app: &App, language: Language) -> Self {
        let router = site::router(Watch::default()).with_state(app.clone());
        Self { app: app.clone(), router, locale: language.locale() }
    }

    /// Calls one. Fails with the problem's code and words when it is refused.
    pub(super) async fn call(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: Body,
    ) -> Result<Response, Failure> {
        let mut request = Request::builder().method(method).uri(path);
        if !content_type.is_empty() {
            request = request.header("content-type", content_type);
        }
        let mut request = request.body(body).map_err(|cause| Failure::new(Exit::Usage, format!("{path}: {cause}")))?;
        request.extensions_mut().insert(Caller::system(ALL, self.locale));
        let answer = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        if answer.status().is_success() {
            return Ok(answer);
        }
        let answer = render(answer, &self.app.i18n, self.locale, None);
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), ANSWER).await.unwrap_or_default();
        let Ok(problem) = serde_json::from_slice::<Problem>(&bytes) else {
            return Err(Failure::new(Exit::Failed, format!("{path} answered {status}")));
        };
        let text = problem
            .errors
            .iter()
            // Every other code says in its own sentence what is wrong.
            .filter(|_| problem.code == "invalid")
            .fold(problem.detail, |text, fault| format!("{text} {} {}.", fault.field, fault.detail));
        Err(Failure::coded(Exit::Failed, problem.code, text))
    }

    /// Calls one that answers JSON.
    pub(super) async fn json(&self, method: &str, path: &str, content_type: &str, body: Body) -> Result<Json, Failure> {
        self.answer(method, path, content_type, body).await.map(|(_, json)| json)
    }

    /// The same, with how it was answered.
    pub(super) async fn answer(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: Body,
    ) -> Result<(StatusCode, Json), Failure> {
        let answer = self.call(method, path, content_type, body).await?;
        let status = answer.status();
        let broken = |cause: String| Failure::new(Exit::Failed, format!("{path}: {cause}"));
        let bytes = to_bytes(answer.into_body(), ANSWER).await.map_err(|cause| broken(cause.to_string()))?;
        serde_json::from_slice(&bytes).map(|json| (status, json)).map_err(|cause| broken(cause.to_string()))
    }

    /// Calls one and writes its answer into a file. Returns the bytes written.
    pub(super) async fn save(&self, path: &str, to: &std::path::Path) -> Result<u64, Failure> {
        use futures_util::StreamExt as _;
        use tokio::io::AsyncWriteExt as _;

        let broken = |cause: String| Failure::new(Exit::Failed, format!("{}: {cause}", to.display()));
        let answer = self.call("GET", path, "", Body::empty()).await?;
        let mut file = tokio::fs::File::create(to).await.map_err(|cause| broken(cause.to_string()))?;
        let mut pieces = answer.into_body().into_data_stream();
        let mut written = 0;
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|cause| broken(cause.to_string()))?;
            file.write_all(&piece).await.map_err(|cause| broken(cause.to_string()))?;
            written += piece.len() as u64;
        }
        file.flush().await.map_err(|cause| broken(cause.to_string()))?;
        Ok(written)
    }
}
