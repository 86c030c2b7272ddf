//! Group buys: the page behind a group's shared link, which anybody may see, and the groups of a buyer.

use maud::{Markup, html};
use platform::Error;
use platform::http::ShopScope;

use super::icons::Icon;
use super::picture::qr;
use super::{Tab, frame, nothing, once, proof, section};
use crate::customers::{self, Reached};
use crate::group_buys::{self, GroupBuy, GroupBuyFull, GroupBuyPlace, GroupBuyStatus, GroupPlaceState, Offered};
use crate::portal::session::Who;
use crate::portal::visit::{Buyer, Visit};
use crate::promotions;
use crate::promotions::buyer::Who as BuyerWho;

/// A minute, milliseconds.
const MINUTE: i64 = 60_000;

/// What somebody who looks at a group may do.
enum Part<'p> {
    /// Sign in first.
    Sign,
    /// Join.
    Join,
    /// She is in it by this place.
    In(&'p GroupBuyPlace),
    /// Become a customer first: she has signed in, and the shop does not know who she is.
    Known,
    /// Nothing: it is full or over.
    Look,
}

/// The page of the group with this code, for whoever has the link.
pub(in crate::portal) async fn shared(visit: &Visit, reached: Option<&Reached>, code: &str) -> Result<Markup, Error> {
    let mut conn = visit.app.db.read().await?;
    let full = group_buys::found(&mut conn, &ShopScope::All, code).await?;
    let terms = promotions::find(&mut conn, full.group.promotion_id.0).await?.published;
    let window = match &terms {
        Some(terms) => Some(promotions::window(&mut conn, terms).await?),
        None => None,
    };
    let own = match reached {
        Some(reached) => group_buys::mine(&mut conn, &reached.profile_ids).await?,
        None => Vec::new(),
    };
    drop(conn);
    let group = &full.group;
    let now = visit.app.clock.now();
    let open = group.status == GroupBuyStatus::Open && group.ends_at.0 > now;
    // Whoever left may join again while it runs.
    let hers = |place: &GroupBuyPlace| place.state.stands() || !open && place.state != GroupPlaceState::Released;
    let own = own.iter().find(|(one, place, _)| one.id == group.id && hers(place));
    let part = match own {
        Some((_, place, _)) => Part::In(place),
        None if !open || group.missing <= group.held => Part::Look,
        None if reached.is_some() => Part::Join,
        None if matches!(visit.who, Some(Who::Stranger(_) | Who::Shared(_))) => Part::Known,
        None => Part::Sign,
    };
    let body = html! {
        div.columns {
            section.card {
                p.of { (visit.business.name) }
                h1 { (visit.words(&group.name)) }
                @if let Some(window) = &window { p.way { (visit.words(&window.title)) } }
                (faces(visit, &full))
                p.way { strong { (standing(visit, group, open)) } }
                @if open { p.since { (left(visit, group.ends_at.0 - now)) " · " (visit.minute(group.ends_at.0)) } }
            }
            div {
                (deed(visit, group, &part, open))
                @if let Some(window) = window.filter(|window| !window.lines.is_empty()) {
                    (section(&visit.t("portal-group-terms"), None, &html! {
                        ul.panel { @for line in &window.lines { li { (visit.words(line)) } } }
                    }))
                }
                (section(&visit.t("portal-invite-steps"), None, &html! {
                    ol.steps {
                        li { (visit.say("portal-group-step-1", &[("size", group.size.to_string())])) }
                        li { (visit.t("portal-group-step-2")) }
                        li { (visit.t("portal-group-step-3")) }
                    }
                }))
            }
        }
    };
    Ok(frame(
        visit,
        visit.words(&group.name),
        reached.map(|_| Tab::Home),
        if reached.is_some() { "" } else { "plain" },
        &body,
    ))
}

/// Who paid, by the first letter of a name, and the places that are left.
fn faces(visit: &Visit, full: &GroupBuyFull) -> Markup {
    let stays = |place: &&GroupBuyPlace| place.paid_at.is_some() && place.state != GroupPlaceState::Withdrawn;
    let missing = usize::try_from(full.group.missing).unwrap_or(0);
    html! {
        ul.faces {
            @for place in full.places.iter().filter(stays) {
                li {
                    span.buyer aria-hidden="true" { (letter(place.customer.as_deref())) }
                    small { (masked(visit, place.customer.as_deref())) }
                    @if place.leads { small.leads { (visit.t("portal-group-leader")) } }
                }
            }
            @for _ in 0..missing.min(20) { li { span.buyer.free aria-hidden="true" { "?" } } }
        }
    }
}

/// The first letter of a name.
fn letter(name: Option<&str>) -> String {
    name.and_then(|name| name.chars().next()).map_or_else(|| "·".to_owned(), |letter| letter.to_uppercase().to_string())
}

/// A name as everybody may see it: its first letter.
fn masked(visit: &Visit, name: Option<&str>) -> String {
    match name.and_then(|name| name.chars().next()) {
        Some(letter) => format!("{letter}**"),
        None => visit.t("portal-group-somebody"),
    }
}

/// How a group stands, in words.
fn standing(visit: &Visit, group: &GroupBuy, open: bool) -> String {
    match group.status {
        GroupBuyStatus::Filled => visit.t("portal-group-filled"),
        GroupBuyStatus::Failed => visit.t("portal-group-failed"),
        GroupBuyStatus::Open if open => visit.say("portal-group-missing", &[("missing", group.missing.to_string())]),
        GroupBuyStatus::Open => visit.t("portal-group-ending"),
    }
}

/// How much time is left: days and hours, or hours and minutes.
fn left(visit: &Visit, span: i64) -> String {
    let minutes = (span / MINUTE).max(1);
    let (hours, days) = (minutes / 60, minutes / 1_440);
    let (word, more, less) = match (days, hours) {
        (1.., _) => ("days", days, hours % 24),
        (_, 1..) => ("hours", hours, minutes % 60),
        _ => ("minutes", 0, minutes),
    };
    visit.say(&format!("portal-group-left-{word}"), &[("more", more.to_string()), ("less", less.to_string())])
}

/// What she may do, or has done.
fn deed(visit: &Visit, group: &GroupBuy, part: &Part<'_>, open: bool) -> Markup {
    match part {
        Part::Sign => html! {
            div.panel.deed {
                p { (visit.t("portal-group-sign")) }
                a.button href="/my/sign-in" { (visit.t("portal-group-sign-in")) }
            }
        },
        Part::Join => html! {
            form.panel method="post" action=(format!("/my/g/{}", group.code)) {
                (proof(visit))
                p { (visit.t("portal-group-join-more")) }
                button.button { (visit.t("portal-group-join")) }
            }
        },
        Part::In(place) => html! {
            div.panel.deed {
                p { strong { (visit.t(&format!("portal-group-place-{}", place.state.code()))) } }
                @if let Some(until) = place.until {
                    p { (visit.say("portal-group-until", &[("at", visit.minute(until.0))])) }
                }
                @if open && place.state == GroupPlaceState::Paid { (share(visit, group)) }
            }
        },
        Part::Known => html! {
            div.panel.deed {
                p { (visit.t("portal-group-known")) }
                a.button href="/my" { (visit.t("portal-group-known-how")) }
            }
        },
        Part::Look => html! {
            div.panel.deed {
                p { (visit.t(if open { "portal-group-full" } else { "portal-group-over" })) }
                a.button.inverse href="/my" { (visit.t("portal-home-again")) }
            }
        },
    }
}

/// The link to share.
fn share(visit: &Visit, group: &GroupBuy) -> Markup {
    let link = visit.link(&format!("/my/g/{}", group.code));
    html! {
        div.scan { (qr(&link, &visit.t("portal-group-code"))) }
        label.unseen for="link" { (visit.t("portal-group-link")) }
        input #link.link readonly value=(link);
        p.quiet { (visit.t("portal-group-copy")) }
    }
}

/// What she may open a group of, each with its button; the group that she is in already in its place.
fn openings(visit: &Visit, offered: &[Offered]) -> Markup {
    if offered.is_empty() {
        return html! {};
    }
    let list = html! {
        @for one in offered {
            div.panel {
                h3 { (visit.words(&one.name)) }
                p { (visit.words(&one.window.title)) }
                p.quiet {
                    (visit.say("portal-group-open-terms", &[("size", one.size.to_string()), ("at", visit.minute(one.ends_at))]))
                }
                @if let Some(code) = &one.own {
                    p { a href=(format!("/my/g/{code}")) { (visit.t("portal-group-own")) } }
                } @else {
                    p.quiet { (visit.t("portal-group-open-more")) }
                    form method="post" action="/my/groups" {
                        (proof(visit))
                        (once(visit))
                        input type="hidden" name="promotion" value=(one.promotion);
                        button.button.small type="submit" { (visit.t("portal-group-open")) }
                    }
                }
            }
        }
    };
    section(&visit.t("portal-group-openings"), None, &list)
}

/// The groups that a buyer is or was in, and those that she may open.
pub(in crate::portal) async fn mine(buyer: &Buyer) -> Result<Markup, Error> {
    let visit = &buyer.visit;
    let mut session = visit.app.db.read().await?;
    let blacklisted = !customers::blacklisted(&mut session, &[buyer.reached.customer_id]).await?.is_empty();
    let who = BuyerWho { reached: buyer.reached.clone(), blacklisted };
    let offered = match group_buys::offered(&visit.app, &mut session, &who).await {
        // While the crowds are put together, nobody knows whom a promotion is for: it shows a moment later.
        Err(error) if error.code() == "warehouse_building" => Vec::new(),
        offered => offered?,
    };
    let mut all = group_buys::mine(&mut session, &buyer.reached.profile_ids).await?;
    drop(session);
    all.retain(|(_, place, _)| place.state != GroupPlaceState::Released);
    let now = visit.app.clock.now();
    let body = html! {
        h1.unseen { (visit.t("portal-groups")) }
        (openings(visit, &offered))
        @if all.is_empty() {
            (nothing(Icon::Share, &visit.t("portal-groups-none"), &visit.t("portal-groups-none-more")))
        } @else {
            (section(&visit.t("portal-groups"), None, &html! {
                ul.rows.panel {
                    @for (group, place, _) in &all {
                        li {
                            span {
                                a href=(format!("/my/g/{}", group.code)) { (visit.words(&group.name)) }
                                small.quiet {
                                    (visit.minute(place.joined_at.0))
                                    " · " (visit.t(if place.leads { "portal-group-opened" } else { "portal-group-joined" }))
                                    @if place.amount > 0 { " · " (visit.money(place.amount)) }
                                }
                            }
                            span.quiet { (row(visit, group, place, now)) }
                        }
                    }
                }
            }))
        }
    };
    Ok(frame(visit, &visit.t("portal-groups"), Some(Tab::Home), "", &body))
}

/// How her part in a group stands, in a few words.
fn row(visit: &Visit, group: &GroupBuy, place: &GroupBuyPlace, now: i64) -> String {
    match (place.state, group.status) {
        (GroupPlaceState::Paid, GroupBuyStatus::Open) => standing(visit, group, group.ends_at.0 > now),
        (GroupPlaceState::Paid, GroupBuyStatus::Filled) => visit.t("portal-group-filled"),
        _ => visit.t(&format!("portal-group-state-{}", place.state.code())),
    }
}
