//! The way in and out, over HTTP.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::http::{Path, Query};
use platform::i18n::Locale;
use platform::{App, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ticked;
use crate::portal::code::{self, HOLDS, Recipient};
use crate::portal::own::{self, Joining};
use crate::portal::session::{self, ABSOLUTE, Who};
use crate::portal::visit::{AT_DOOR, BACK, Buyer, INVITED, LANGUAGE, Posted, SESSION, Visit, see};
use crate::portal::{back, pages, referral};

/// A year, seconds.
const YEAR: i64 = 31_536_000;
/// How long it is remembered by whose link somebody came, seconds: thirty days.
const REMEMBERED: i64 = 2_592_000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(entrance, ask))
        .routes(routes!(waiting, enter))
        .routes(routes!(leave))
        .routes(routes!(language))
        .routes(routes!(invited))
        .routes(routes!(style))
        .routes(routes!(home))
        .routes(routes!(join))
        .routes(routes!(which))
}

/// Where a buyer says who she is.
#[utoipa::path(get, path = "/my/sign-in", tag = "portal", responses((status = 200, body = String, content_type = "text/html")))]
async fn entrance(mut visit: Visit) -> Response {
    if visit.who.is_some() {
        return see("/my");
    }
    if visit.door.is_some() {
        return visit.answer(pages::door::ask(&visit, "").await);
    }
    match visit.app.chance.secret() {
        Ok(secret) => {
            visit.door = Some(secret.clone());
            let page = pages::door::ask(&visit, "").await;
            visit.with_cookies(visit.answer(page), &[(AT_DOOR, &secret, YEAR)])
        }
        Err(error) => visit.refuse(&error),
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    recipient: String,
}

/// Sends a code to a mobile or an address; the answer is the same whoever it is.
#[utoipa::path(post, path = "/my/sign-in", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn ask(mut visit: Visit, body: Posted) -> Response {
    let asked = match visit.form::<Asked>(&body) {
        Ok(asked) => asked,
        Err(error) => return visit.refuse(&error),
    };
    let sent = match Recipient::read(&asked.recipient) {
        Some(to) => code::ask(&visit.app, &to, visit.address.as_deref(), visit.locale).await,
        None => Err(Error::invalid("recipient", "no_recipient")),
    };
    match sent {
        Ok(secret) => visit.onward("/my/code", &[(AT_DOOR, &secret, HOLDS / 1_000)]),
        Err(error) => {
            let status = visit.blame(&error);
            visit.answer_with(status, pages::door::ask(&visit, &asked.recipient).await)
        }
    }
}

/// Where the code is typed.
#[utoipa::path(get, path = "/my/code", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn waiting(visit: Visit) -> Response {
    let to = match &visit.door {
        Some(secret) => code::waiting(&visit.app, secret).await,
        None => Ok(None),
    };
    match to {
        Ok(Some(to)) => visit.answer(Ok(pages::door::code(&visit, &to))),
        Ok(None) => see("/my/sign-in"),
        Err(error) => visit.refuse(&error),
    }
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    code: String,
}

/// Lets somebody in with the code.
#[utoipa::path(post, path = "/my/code", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn enter(mut visit: Visit, body: Posted) -> Response {
    let typed = match visit.form::<Typed>(&body) {
        Ok(typed) => typed,
        Err(error) => return visit.refuse(&error),
    };
    let Some(secret) = visit.door.clone() else { return see("/my/sign-in") };
    match code::verify(&visit.app, &secret, &typed.code, visit.address.as_deref()).await {
        Ok(token) => {
            let inside = [(SESSION, token.as_str(), ABSOLUTE / 1_000), (AT_DOOR, "", 0)];
            match session::who(&visit.app, &token).await {
                Ok(Some(Who::Customer(..))) => arrived(&visit, None, &inside),
                // She has to join first, or to say who she is: the page she had opened waits.
                Ok(_) => visit.onward("/my", &inside),
                Err(error) => visit.refuse(&error),
            }
        }
        Err(error) => {
            let status = visit.blame(&error);
            let page = match code::waiting(&visit.app, &secret).await {
                Ok(Some(to)) if error.code() != "portal_code_over" => Ok(pages::door::code(&visit, &to)),
                Ok(_) => Ok(pages::door::over(&visit)),
                Err(error) => Err(error),
            };
            visit.answer_with(status, page)
        }
    }
}

/// On to the page that she had opened before she was sent to the door; it is forgotten with that.
fn arrived(visit: &Visit, done: Option<&str>, cookies: &[(&str, &str, i64)]) -> Response {
    let mut cookies = cookies.to_vec();
    if visit.back.is_some() {
        cookies.push((BACK, "", 0));
    }
    visit.onward(&visit.inside(done), &cookies)
}

#[derive(Deserialize)]
struct Leaving {
    #[serde(default, deserialize_with = "ticked")]
    everywhere: bool,
}

/// Ends the session, or every session of the customer.
#[utoipa::path(post, path = "/my/sign-out", tag = "portal", responses((status = 303)))]
async fn leave(visit: Visit, body: Posted) -> Response {
    let leaving = match visit.form::<Leaving>(&body) {
        Ok(leaving) => leaving,
        // Nobody is signed in: then there is nothing to end.
        Err(_) if visit.token.is_none() => return visit.onward("/my/sign-in", &[(SESSION, "", 0)]),
        Err(error) => return visit.refuse(&error),
    };
    let done = match (&visit.who, &visit.token) {
        (Some(Who::Customer(reached, _)), _) if leaving.everywhere => {
            session::close_everywhere(&visit.app, &reached.profile_ids).await
        }
        (_, Some(token)) => session::close(&visit.app, token).await,
        _ => Ok(()),
    };
    match done {
        Ok(()) => visit.onward("/my/sign-in?done=out", &[(SESSION, "", 0), (BACK, "", 0)]),
        Err(error) => visit.refuse(&error),
    }
}

/// Where the reader was.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Back {
    /// A page of the portal.
    #[serde(default)]
    back: Option<String>,
}

/// Chooses the language of the pages.
#[utoipa::path(get, path = "/my/language/{code}", tag = "portal", params(("code" = String, Path), Back), responses((status = 303)))]
async fn language(visit: Visit, Path(code): Path<String>, Query(back): Query<Back>) -> Response {
    let Some(locale) = Locale::ALL.into_iter().find(|locale| locale.code() == code) else {
        return visit.refuse(&Error::not_found("page"));
    };
    let back = back.back.filter(|path| back::ours(path));
    visit.onward(back.as_deref().unwrap_or("/my"), &[(LANGUAGE, locale.code(), YEAR)])
}

/// Remembers by whose link somebody came.
#[utoipa::path(get, path = "/my/r/{code}", tag = "portal", params(("code" = String, Path)), responses((status = 303)))]
async fn invited(visit: Visit, Path(code): Path<String>) -> Response {
    let plain = code.len() <= 32 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let stands = async { referral::stands(&mut visit.app.db.read().await?, &code).await };
    match if plain { stands.await } else { Ok(false) } {
        // What she opened last is what she wants: an earlier page is forgotten.
        Ok(true) => visit.onward("/my", &[(INVITED, &code, REMEMBERED), (BACK, "", 0)]),
        Ok(false) => see("/my"),
        Err(error) => visit.refuse(&error),
    }
}

/// The style sheet, in the shop's colour. Its name changes with what is in it.
#[utoipa::path(get, path = "/my/style/{name}", tag = "portal", params(("name" = String, Path)),
    responses((status = 200, body = String, content_type = "text/css"), (status = 404)))]
async fn style(Path(name): Path<String>) -> Result<Response, Error> {
    let sheet = pages::style(&name).ok_or_else(|| Error::not_found("page"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, sheet).into_response())
}

/// The first page: the card, or the way to have one.
#[utoipa::path(get, path = "/my", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn home(mut visit: Visit) -> Response {
    match visit.who.take() {
        Some(Who::Customer(reached, profile)) => {
            let buyer = Buyer { visit, reached, profile };
            buyer.visit.answer(pages::home::page(&buyer).await)
        }
        Some(Who::Stranger(contact)) => visit.answer(pages::door::join(&visit, &contact).await),
        Some(Who::Shared(contact)) => visit.answer(Ok(pages::door::which(&visit, &contact, ""))),
        // She opened this page, and no other, to come in.
        None if visit.back.is_some() => visit.onward("/my/sign-in", &[(BACK, "", 0)]),
        None => see("/my/sign-in"),
    }
}

#[derive(Deserialize)]
struct Ordered {
    #[serde(default)]
    number: String,
}

/// Says which of several customers who share a mobile somebody is, by the number of an order.
#[utoipa::path(post, path = "/my/which", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn which(mut visit: Visit, body: Posted) -> Response {
    let ordered = match visit.form::<Ordered>(&body) {
        Ok(ordered) => ordered,
        Err(_) if visit.who.is_none() => return see("/my/sign-in?done=again"),
        Err(error) => return visit.refuse(&error),
    };
    let (Some(Who::Shared(contact)), Some(token)) = (visit.who.clone(), visit.token.clone()) else { return see("/my") };
    match code::tell_apart(&visit.app, &token, &contact, &ordered.number).await {
        Ok(()) => arrived(&visit, None, &[]),
        Err(error) => {
            let status = visit.blame(&error);
            visit.answer_with(status, Ok(pages::door::which(&visit, &contact, &ordered.number)))
        }
    }
}

#[derive(Deserialize)]
struct Wishes {
    #[serde(default)]
    nick: String,
    #[serde(default)]
    invitation: Option<String>,
    #[serde(default, deserialize_with = "ticked")]
    agree: bool,
    #[serde(default, deserialize_with = "ticked")]
    marketing: bool,
}

/// Makes whoever is signed in a member.
#[utoipa::path(post, path = "/my/join", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn join(mut visit: Visit, body: Posted) -> Response {
    let wishes = match visit.form::<Wishes>(&body) {
        Ok(wishes) => wishes,
        Err(_) if visit.who.is_none() => return see("/my/sign-in?done=again"),
        Err(error) => return visit.refuse(&error),
    };
    let joining = Joining {
        nick: wishes.nick,
        invitation: wishes.invitation,
        marketing: wishes.marketing,
        invited: visit.invited.clone(),
    };
    let (app, settings) = (visit.app.clone(), visit.settings.clone());
    let done = match (&visit.who, &visit.token) {
        _ if !wishes.agree => Err(Error::invalid("agree", "agree_needed")),
        (Some(Who::Stranger(contact)), Some(token)) => {
            own::join_stranger(&app, &settings, token, contact, &joining).await
        }
        (Some(Who::Customer(reached, profile)), _) => own::join(&app, &settings, reached, *profile, &joining).await,
        _ => return see("/my/sign-in?done=again"),
    };
    match done {
        Ok(()) => arrived(&visit, Some("joined"), &[(INVITED, "", 0)]),
        Err(error) => {
            let status = visit.blame(&error);
            let page = match visit.who.take() {
                Some(Who::Customer(reached, profile)) => {
                    let buyer = Buyer { visit, reached, profile };
                    let page = pages::home::page(&buyer).await;
                    return buyer.visit.answer_with(status, page);
                }
                Some(Who::Stranger(contact)) => pages::door::join(&visit, &contact).await,
                Some(Who::Shared(contact)) => Ok(pages::door::which(&visit, &contact, "")),
                None => return see("/my/sign-in"),
            };
            visit.answer_with(status, page)
        }
    }
}
