//! The pages, as HTML. What stands on them is asked of other departments; nothing is decided here.

pub(super) mod coupons;
pub(super) mod delivery;
pub(super) mod door;
pub(super) mod draws;
pub(super) mod gifts;
pub(super) mod groups;
pub(super) mod hand_on;
pub(super) mod home;
mod icons;
pub(super) mod invite;
pub(super) mod mall;
mod open;
mod picture;
pub(super) mod points;
pub(super) mod profile;
mod wheel;

use std::sync::OnceLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use platform::i18n::Locale;
use sha2::{Digest as _, Sha256};

use super::colour::{self, Colour};
use super::visit::{Notice, Visit};
use icons::{Icon, icon};

/// What every page is styled by, but for the shop's colour.
const STYLE: &str = include_str!("style.css");

/// A part of the portal, as the navigation shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// The member's card.
    Home,
    /// Coupons and red packets.
    Coupons,
    /// Points and what they buy.
    Points,
    /// Draws and bringing others.
    Draws,
    /// Her own data.
    Me,
}

impl Tab {
    const ALL: [(Self, &'static str, &'static str, Icon); 5] = [
        (Self::Home, "/my", "home", Icon::Card),
        (Self::Coupons, "/my/coupons", "coupons", Icon::Ticket),
        (Self::Points, "/my/points", "points", Icon::Coin),
        (Self::Draws, "/my/draws", "draws", Icon::Gift),
        (Self::Me, "/my/profile", "me", Icon::Person),
    ];
}

/// The address of the style sheet in this colour. Its name changes with what is in it, so browsers may keep it for ever.
fn sheet(colour: &str) -> String {
    static MARK: OnceLock<String> = OnceLock::new();
    let mark = MARK.get_or_init(|| Sha256::digest(STYLE).iter().take(6).map(|byte| format!("{byte:02x}")).collect());
    let digits = Colour::read(colour).map(Colour::digits).unwrap_or_default();
    format!("/my/style/{mark}-{digits}.css")
}

/// The style sheet of that name, in its colour.
pub(super) fn style(name: &str) -> Option<String> {
    let (_, digits) = name.strip_suffix(".css")?.split_once('-')?;
    Some(format!("{}{STYLE}", colour::variables(Colour::read(digits)?)))
}

/// The address of a page in the other language, and back.
fn other_language(visit: &Visit) -> (String, &'static str, &'static str) {
    let (code, name) = match visit.locale {
        Locale::ZhCn => ("en", "English"),
        Locale::En => ("zh-CN", "中文"),
    };
    // A page that answers a form is asked for again at its own address.
    let back: String = visit.path.bytes().map(|byte| format!("%{byte:02X}")).collect();
    (format!("/my/language/{code}?back={back}"), code, name)
}

/// The frame of every page.
fn frame(visit: &Visit, title: &str, tab: Option<Tab>, class: &str, body: &Markup) -> Markup {
    let shop = &visit.business.name;
    let (language, code, language_name) = other_language(visit);
    html! {
        (DOCTYPE)
        html lang=(visit.locale.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="robots" content="noindex";
                meta name="format-detection" content="telephone=no";
                meta name="theme-color" content=(visit.settings.colour);
                title { (title) " · " (shop) }
                link rel="icon" href=(mark_of(visit));
                link rel="stylesheet" href=(sheet(&visit.settings.colour));
            }
            body class=(class) {
                header.top {
                    a.shop href="/my" { (seal(shop)) span { (shop) } }
                    @if let Some(tab) = tab { (navigation(visit, tab, "wide")) }
                    a.language href=(language) hreflang=(code) lang=(code) { (language_name) }
                }
                main {
                    @match &visit.notice {
                        Some(Notice::Good(text)) => p.notice.good role="status" { (icon(Icon::Check)) span { (text) } },
                        Some(Notice::Bad(text, _)) => p.notice.bad role="alert" { (icon(Icon::Warning)) span { (text) } },
                        None => {}
                    }
                    (body)
                }
                @if let Some(tab) = tab { (navigation(visit, tab, "narrow")) }
            }
        }
    }
}

fn navigation(visit: &Visit, here: Tab, class: &str) -> Markup {
    html! {
        nav class=(class) aria-label=(visit.t("portal-navigation")) {
            @for (tab, path, word, picture) in Tab::ALL {
                a href=(path) aria-current=[(tab == here).then_some("page")] {
                    (icon(picture))
                    span { (visit.t(&format!("portal-tab-{word}"))) }
                }
            }
        }
    }
}

/// The shop's seal: the first letter of its name on its colour.
fn seal(shop: &str) -> Markup {
    let letter: String = shop.chars().take(1).collect();
    html! { span.seal aria-hidden="true" { (letter) } }
}

/// The seal as the page's icon.
fn mark_of(visit: &Visit) -> String {
    let letter: String = visit.business.name.chars().take(1).filter(|c| c.is_alphanumeric()).collect();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='9' fill='{}'/>\
         <text x='16' y='22' font-size='17' text-anchor='middle' fill='white' font-family='sans-serif'>{letter}</text></svg>",
        visit.settings.colour
    );
    let escaped: String = svg.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("data:image/svg+xml,{escaped}")
}

/// What every form of ours brings along.
fn proof(visit: &Visit) -> Markup {
    html! { input type="hidden" name="csrf" value=(visit.csrf()); }
}

/// A key that makes a form do its deed once, however often it is sent.
fn once(visit: &Visit) -> Markup {
    // Without chance there is no key, and the deed refuses the form.
    let key = visit.app.chance.secret().unwrap_or_default();
    html! { input type="hidden" name="key" value=(key); }
}

/// A part of a page under its heading.
fn section(title: &str, more: Option<(&str, &str)>, body: &Markup) -> Markup {
    html! {
        section.part {
            div.heading {
                h2 { (title) }
                @if let Some((path, text)) = more { a href=(path) { (text) (icon(Icon::Onward)) } }
            }
            (body)
        }
    }
}

/// What stands where there is nothing yet.
fn nothing(picture: Icon, title: &str, text: &str) -> Markup {
    html! {
        div.nothing { (icon(picture)) strong { (title) } p { (text) } }
    }
}

/// A way between two pages that belong together; the one that is open is called by its word.
fn switch(visit: &Visit, here: &str, pages: &[(&str, &str)]) -> Markup {
    html! {
        @for (path, word) in pages { @if *path == here { h1.unseen { (visit.t(word)) } } }
        div.switch {
            @for (path, word) in pages {
                a href=(path) aria-current=[(*path == here).then_some("page")] { (visit.t(word)) }
            }
        }
    }
}

/// The page that says why there is no other.
pub(super) fn refusal(visit: &Visit, why: &str) -> Markup {
    let body = html! {
        div.alone {
            (icon(Icon::Warning))
            h1 { (visit.t("portal-refusal")) }
            p { (why) }
            a.button href="/my" { (visit.t("portal-home-again")) }
        }
    };
    frame(visit, &visit.t("portal-refusal"), None, "plain", &body)
}

/// Ready-made markup.
fn raw(text: String) -> Markup {
    PreEscaped(text)
}
