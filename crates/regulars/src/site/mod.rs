//! The whole HTTP face: the endpoints of every crate behind one gate, the console's pages, health.
//!
//! Absent from here: what any endpoint does.

mod health;
mod roles;
mod session;
mod setup;
mod web;

use axum::{Extension, Router};
use platform::App;
use platform::http::{Access, GateOptions, Policy, assemble};
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

pub use health::Watch;
pub(crate) use health::can_write;
pub(crate) use session::DEMO;

/// The document's head.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Regulars", description = "Customer operations for online shops.", license(name = "Apache-2.0")),
    components(schemas(platform::http::Problem)),
    tags(
        (name = "session", description = "Set-up, signing in, notices"),
        (name = "settings", description = "Business, shops, people, keys, audit log, jobs")
    )
)]
struct Document;

/// Who may call what, over the whole program.
#[must_use]
pub fn policy() -> Policy {
    let mut policy = shop::policy();
    let own: [&[Access]; 9] = [
        platform::accounts::ACCESS,
        platform::keys::ACCESS,
        platform::audit::ACCESS,
        platform::jobs::ACCESS,
        platform::notifications::ACCESS,
        roles::ACCESS,
        session::ACCESS,
        setup::ACCESS,
        health::ACCESS,
    ];
    policy.access.extend(own.concat());
    policy.access.extend(olap::ACCESS.concat());
    policy
}

fn endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(shop::router())
        .merge(olap::router())
        .merge(platform::accounts::router())
        .merge(platform::keys::router())
        .merge(platform::audit::router())
        .merge(platform::jobs::router())
        .merge(platform::notifications::router())
        .merge(roles::router())
        .merge(session::router())
        .merge(setup::router())
        .merge(health::router())
}

/// The OpenAPI 3.1 document of every endpoint, as it is committed and compared.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = endpoints().split_for_parts().1;
    name_operations(&mut document);
    document
}

/// Names each operation after its method and path, `get_customers_id_orders`: one name each, and no department has to
/// know what another calls its handlers.
fn name_operations(document: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let words: Vec<&str> = path
            .trim_start_matches("/api/v1")
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                // Segment's endpoints stand beside ours under another root.
                let root = if path.starts_with("/v1/") { "_tracking" } else { "" };
                operation.operation_id = Some(format!("{method}{root}_{}", words.join("_")));
            }
        }
    }
}

/// Every endpoint and page, without the gate: for tests that bring their own.
pub fn router(watch: Watch) -> Router<App> {
    let (router, mut document) = endpoints().split_for_parts();
    name_operations(&mut document);
    let document = health::Described(text(&document).into());
    router.fallback(web::page).layer(Extension(document)).layer(Extension(watch))
}

/// The document as it is committed, compared and served.
#[must_use]
pub fn text(document: &utoipa::openapi::OpenApi) -> String {
    // The document consists of maps and texts, which JSON always holds.
    let mut text = document.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// Every endpoint and page behind the gate.
pub fn build(app: &App, options: GateOptions, watch: Watch) -> Router {
    assemble(app, policy(), options, router(watch))
}
