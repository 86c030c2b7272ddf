//! The console's pages, built by `make web` and embedded. Without them the program still builds and says what to do.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use platform::http::page_policy;
use platform::{App, Error};
use rust_embed::{Embed, EmbeddedFile};

/// What stands in the page where the answer's nonce belongs.
const NONCE: &str = "__CSP_NONCE__";

#[derive(Embed)]
#[folder = "../../web/console/dist/"]
struct Console;

/// A file of the console, or its one page for every address that is none: the console finds its way itself. Addresses of the
/// buyers' portal are not the console's.
pub(super) async fn page(State(app): State<App>, request: Request) -> Result<Response, Error> {
    let (mut parts, _) = request.into_parts();
    if shop::portal::holds(parts.uri.path()) {
        return Ok(shop::portal::missing(&app, &mut parts).await);
    }
    if parts.method != Method::GET && parts.method != Method::HEAD {
        return Err(Error::new(405, "method_not_allowed"));
    }
    let path = parts.uri.path().trim_start_matches('/');
    if !path.is_empty() && path != "index.html" {
        if let Some(file) = Console::get(path) {
            return Ok(asset(path, file));
        }
        let last = path.rsplit('/').next().unwrap_or("");
        if path.starts_with("assets/") || last.contains('.') {
            return Err(Error::not_found("page"));
        }
    }
    let Some(file) = Console::get("index.html") else { return Err(Error::new(404, "console_missing")) };
    let nonce: String = app.chance.secret()?.chars().take(24).collect();
    let text = String::from_utf8_lossy(&file.data).replace(NONCE, &nonce);
    let policy = HeaderValue::from_str(&page_policy(&nonce)).map_err(Error::internal)?;
    let mut answer = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(answer)
}

fn asset(path: &str, file: EmbeddedFile) -> Response {
    // The name of a file in assets/ holds a digest of what is in it.
    let cached =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let kind = file.metadata.mimetype().to_owned();
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cached.to_owned())];
    (headers, file.data).into_response()
}
