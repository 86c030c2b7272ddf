//! `Idempotency-Key`: a POST that was done is answered again as it was, not done again.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::caller::{Actor, Caller};
use super::gate::Gate;
use crate::error::{Error, Outside};
use crate::idempotency::{self, Answer, Claim, LONGEST};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// A body up to this size is part of the fingerprint; of a larger one (a file), its length is.
const COMPARED: usize = 1024 * 1024;
/// An answer up to this size is kept; a larger one is done again.
const KEPT: usize = 1024 * 1024;

/// Runs the handler, unless it ran before under the same key.
pub(super) async fn run(gate: &Gate, request: Request, next: Next, caller: Option<&Caller>) -> Response {
    let key = request.headers().get(&KEY).and_then(|key| key.to_str().ok()).map(str::to_owned);
    match (caller, key) {
        (Some(caller), Some(key)) if *request.method() == Method::POST => {
            kept(gate, request, next, &caller.actor, key).await.unwrap_or_else(IntoResponse::into_response)
        }
        _ => next.run(request).await,
    }
}

async fn kept(gate: &Gate, request: Request, next: Next, actor: &Actor, key: String) -> Result<Response, Error> {
    if key.is_empty() || key.len() > LONGEST {
        return Err(Error::invalid("Idempotency-Key", "too_long"));
    }
    let actor = format!("{}:{}", actor.kind(), actor.id().unwrap_or(0));
    let db = &gate.app.db;
    let (request, fingerprint) = fingerprint(request).await?;
    match idempotency::claim(db, &actor, &key, &fingerprint, gate.app.clock.now()).await? {
        Claim::Done(answer) => replay(answer),
        Claim::Mine => {
            let answer = next.run(request).await;
            let failed = answer.status().is_server_error() || answer.extensions().get::<Outside>().is_some();
            if failed {
                // A refusal changed nothing; the mended request may come under the same key.
                idempotency::release(db, &actor, &key).await?;
                return Ok(answer);
            }
            keep(gate, &actor, &key, answer).await
        }
    }
}

async fn keep(gate: &Gate, actor: &str, key: &str, answer: Response) -> Result<Response, Error> {
    let db = &gate.app.db;
    let secret =
        answer.headers().get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"no-store"));
    let size = axum::body::HttpBody::size_hint(answer.body()).upper();
    if secret || size.is_none_or(|size| size > KEPT as u64) {
        idempotency::finish(db, actor, key, None).await?;
        return Ok(answer);
    }
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, KEPT).await.map_err(Error::internal)?;
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let kept = Answer { status: parts.status.as_u16(), content_type, body: body.to_vec() };
    idempotency::finish(db, actor, key, Some(kept)).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(answer: Answer) -> Result<Response, Error> {
    let status = StatusCode::from_u16(answer.status).map_err(Error::internal)?;
    let mut response = (status, answer.body).into_response();
    response.headers_mut().remove(header::CONTENT_TYPE);
    if let Some(kind) = answer.content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(&kind).map_err(Error::internal)?);
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

async fn fingerprint(request: Request) -> Result<(Request, Vec<u8>), Error> {
    let mut digest = Sha256::new();
    digest.update(request.uri().to_string());
    digest.update([0]);
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length > COMPARED) {
        digest.update(length.unwrap_or(0).to_le_bytes());
        return Ok((request, digest.finalize().to_vec()));
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, COMPARED)
        .await
        .map_err(|cause| Error::new(400, "bad_request").arg("why", "body").context(cause))?;
    digest.update(&body);
    Ok((Request::from_parts(parts, Body::from(body)), digest.finalize().to_vec()))
}
