//! Extractors whose refusals name the field at fault: a body, a query, a path.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use serde::de::{self, DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Error;

/// A JSON body, read or answered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        // Asking for the content type also keeps a form on a stranger's page from posting JSON.
        let essence = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if essence != "application/json" && !essence.ends_with("+json") {
            return Err(Error::new(415, "unsupported_media_type").arg("expected", "application/json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
        read_json(&bytes).map(Self)
    }
}

/// Reads a JSON text.
///
/// # Errors
/// `bad_request` when it is not JSON; `invalid` naming the field that does not hold what it should.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let cause = error.inner();
        match cause.classify() {
            serde_json::error::Category::Data => at_fault(&error.path().to_string(), &cause.to_string()),
            _ => Error::new(400, "bad_request").arg("why", format!("JSON {}:{}", cause.line(), cause.column())),
        }
    })?;
    json.end().map_err(|cause| {
        Error::new(400, "bad_request").arg("why", format!("JSON {}:{}", cause.line(), cause.column()))
    })?;
    Ok(value)
}

/// The query of an address. A key may be repeated for a list ([`Many`]).
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        read_query(parts.uri.query().unwrap_or("")).map(Self)
    }
}

/// Reads the text behind the `?`.
///
/// # Errors
/// `invalid` naming the key that does not hold what it should.
pub fn read_query<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let query = serde_html_form::Deserializer::from_bytes(text.as_bytes());
    serde_path_to_error::deserialize(query)
        .map_err(|error| at_fault(&error.path().to_string(), &error.inner().to_string()))
}

/// The values in a path. A malformed one is a place where nothing stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Error::not_found("page"))
    }
}

/// A key of a query that may stand once, repeatedly or not at all. Also right inside `#[serde(flatten)]`, where a
/// single value would not pass for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Texts(PhantomData))
    }
}

struct Texts<T>(PhantomData<T>);

impl<'de, T: FromStr> Visitor<'de> for Texts<T> {
    type Value = Many<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value or several")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Many<T>, E> {
        parse(text).map(|value| Many(vec![value]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Many<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(text) = texts.next_element::<String>()? {
            values.push(parse(&text)?);
        }
        Ok(Many(values))
    }
}

fn parse<T: FromStr, E: de::Error>(text: &str) -> Result<T, E> {
    text.parse().map_err(|_| E::custom("malformed"))
}

/// A number in a query, which is text there; `#[serde(default, deserialize_with = "platform::http::number")]` reads it
/// inside a flattened struct too.
///
/// # Errors
/// When it is no whole number.
pub fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
    }
    match Option::<Either>::deserialize(from)? {
        None => Ok(None),
        Some(Either::Number(number)) => Ok(Some(number)),
        Some(Either::Text(text)) if text.is_empty() => Ok(None),
        Some(Either::Text(text)) => text.parse().map(Some).map_err(|_| de::Error::custom("not a whole number")),
    }
}

fn unread(rejection: BytesRejection) -> Error {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(413, "too_large"),
        _ => Error::new(400, "bad_request").arg("why", "body").context(rejection),
    }
}

fn at_fault(path: &str, cause: &str) -> Error {
    let named = |mark: &str| cause.strip_prefix(mark).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    let at = |name: &str| match path {
        "" | "." => name.to_owned(),
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    };
    if let Some(name) = named("missing field `") {
        return Error::invalid(at(&name), "required");
    }
    if let Some(name) = named("unknown field `") {
        return Error::invalid(at(&name), "unknown");
    }
    let code = if cause.starts_with("unknown variant") { "unknown" } else { "malformed" };
    Error::invalid(if path == "." { "body" } else { path }, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::PageQuery;

    #[derive(Debug, Deserialize)]
    struct Inner {
        #[allow(dead_code, reason = "only its reading is tested")]
        size: i64,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[allow(dead_code, reason = "only its reading is tested")]
        name: String,
        #[serde(default)]
        #[allow(dead_code, reason = "only its reading is tested")]
        parts: Vec<Inner>,
    }

    #[test]
    fn a_refused_body_names_its_field() {
        for (text, expected) in [
            ("{}", "invalid [name: required]"),
            (r#"{"name": 5}"#, "invalid [name: malformed]"),
            (r#"{"name": "a", "parts": [{"size": 1}, {"size": "x"}]}"#, "invalid [parts[1].size: malformed]"),
            (r#"{"name": "a", "parts": [{}]}"#, "invalid [parts[0].size: required]"),
            (r#"{"name": "a", "colour": 1}"#, "invalid [colour: unknown]"),
            ("{", "bad_request why=JSON 1:1"),
            (r#"{"name": "a"} x"#, "bad_request why=JSON 1:15"),
            ("[]", "invalid [body: malformed]"),
        ] {
            assert_eq!(read_json::<Body>(text.as_bytes()).unwrap_err().to_string(), expected, "{text}");
        }
    }

    #[derive(Debug, Deserialize)]
    struct List {
        #[serde(flatten)]
        page: PageQuery,
        #[serde(default)]
        shop: Many<i64>,
    }

    #[test]
    fn a_query_reads_lists_and_flattened_pages() {
        for (text, expected) in [
            ("", Ok((None, vec![]))),
            ("limit=20&shop=7", Ok((Some(20), vec![7]))),
            ("shop=7&cursor=x&shop=8", Ok((None, vec![7, 8]))),
            ("limit=many", Err(())),
            ("shop=a", Err(())),
        ] {
            let found = read_query::<List>(text).map(|list| (list.page.limit, list.shop.0)).map_err(|_| ());
            assert_eq!(found, expected, "{text}");
        }
    }
}
