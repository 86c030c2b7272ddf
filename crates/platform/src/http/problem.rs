//! Problems: what the outside reads of an error (RFC 9457), in the caller's language. The one place that makes an
//! error into an answer.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fluent_bundle::FluentValue;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Error, Outside};
use crate::i18n::{I18n, Locale};

/// An error as the API answers it, `application/problem+json`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A stable address for this kind of problem.
    pub r#type: String,
    /// The HTTP status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A stable code.
    pub code: String,
    /// What happened, why, and what to do, in the caller's language.
    pub detail: String,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The number to quote when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Seconds after which it may be tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

/// A field at fault.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// The field, in the request's words.
    pub field: String,
    /// A stable code.
    pub code: String,
    /// What is wrong with it, in the caller's language.
    pub detail: String,
}

/// An error leaves a handler as an empty answer that carries it; [`render`], a layer outside, knows the language and
/// writes the body.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.outside().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if status.is_server_error() {
            tracing::error!(error = %self, "a request failed");
        }
        response.extensions_mut().insert(self.outside().clone());
        response
    }
}

/// Writes the body of an answer that carries an error; leaves others alone.
#[must_use]
pub fn render(mut response: Response, i18n: &I18n, locale: Locale, request_id: Option<&str>) -> Response {
    let Some(outside) = response.extensions_mut().remove::<Outside>() else { return response };
    let problem = problem(&outside, i18n, locale, request_id);
    let mut answer = (response.status(), axum::Json(problem)).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = outside.retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

fn problem(outside: &Outside, i18n: &I18n, locale: Locale, request_id: Option<&str>) -> Problem {
    let args: Vec<(&str, FluentValue<'_>)> = outside
        .args
        .iter()
        .map(|(name, value)| {
            let noun = (*name == "what").then(|| i18n.find(locale, &format!("noun-{value}"), &[])).flatten();
            (*name, FluentValue::from(noun.unwrap_or_else(|| value.clone())))
        })
        .collect();
    let status = StatusCode::from_u16(outside.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Problem {
        r#type: format!("urn:regulars:problem:{}", outside.code),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: outside.status,
        code: outside.code.to_owned(),
        detail: i18n.text(locale, &format!("problem-{}", outside.code), &args),
        field: outside.field.clone(),
        errors: outside
            .faults
            .iter()
            .map(|fault| FieldProblem {
                field: fault.field.clone(),
                code: fault.code.to_owned(),
                detail: i18n.text(locale, &format!("fault-{}", fault.code), &args),
            })
            .collect(),
        request_id: request_id.map(str::to_owned),
        retry_after: outside.retry_after,
    }
}
