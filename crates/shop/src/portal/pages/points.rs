//! Points: what there is, what expires when, and every move.

use maud::{Markup, html};
use platform::Error;

use super::icons::{Icon, icon};
use super::{Tab, frame, nothing, section, switch};
use crate::ledger::MoveKind;
use crate::points;
use crate::portal::visit::Buyer;

/// Moves of a page.
const PAGE: i64 = 30;

pub(super) const PAGES: [(&str, &str); 2] = [("/my/points", "portal-tile-points"), ("/my/mall", "portal-mall")];

/// Where a page of moves begins: `1794369600000.42`.
fn place(text: Option<&str>) -> (i64, i64) {
    let read = |text: &str| {
        let (at, id) = text.split_once('.')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    text.and_then(read).unwrap_or((i64::MAX, i64::MAX))
}

/// The page; `before` is where an older page begins.
pub(in crate::portal) async fn page(buyer: &Buyer, before: Option<&str>) -> Result<Markup, Error> {
    let (visit, profiles) = (&buyer.visit, &buyer.reached.profile_ids);
    let now = visit.app.clock.now();
    let mut conn = visit.app.db.read().await?;
    let balance = points::balance(&mut conn, profiles, now).await?;
    let rules = points::rules(&mut conn).await?;
    let mut moves = points::history(&mut conn, profiles, place(before), PAGE + 1).await?;
    drop(conn);
    let more = i64::try_from(moves.len()).unwrap_or(0) > PAGE;
    moves.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let older = moves.last().filter(|_| more).map(|last| format!("/my/points?before={}.{}", last.at.0, last.id));
    let body = html! {
        (switch(visit, "/my/points", &PAGES))
        section.sum {
            span { (visit.t("portal-points-available")) }
            strong { (visit.count(balance.available)) }
            @if rules.value > 0 { p { (visit.say("portal-points-worth", &[("amount", visit.money(balance.value))])) } }
            a.button.inverse href="/my/mall" { (icon(Icon::Bag)) (visit.t("portal-points-spend")) }
        }
        @if balance.pending > 0 || balance.owed > 0 || !balance.expiring.is_empty() {
            ul.rows.panel {
                @if balance.pending > 0 {
                    li {
                        span {
                            (visit.t("portal-points-pending"))
                            @if let Some(next) = balance.next_maturing {
                                small.quiet { (visit.say("portal-points-pending-more", &[("points", visit.count(next.points)), ("day", visit.day(next.at.0))])) }
                            }
                        }
                        strong { (visit.count(balance.pending)) }
                    }
                }
                @if balance.owed > 0 {
                    li {
                        span { (visit.t("portal-points-owed")) small.quiet { (visit.t("portal-points-owed-more")) } }
                        strong.out { (visit.count(-balance.owed)) }
                    }
                }
                @for one in balance.expiring.iter().take(4) {
                    li {
                        span { (icon(Icon::Clock)) " " (visit.say("portal-points-expire", &[("day", visit.day(one.at.0))])) }
                        strong { (visit.count(one.points)) }
                    }
                }
            }
        }
        @if moves.is_empty() {
            (nothing(Icon::Coin, &visit.t("portal-points-none"), &visit.t("portal-points-none-more")))
        } @else {
            (section(&visit.t("portal-history"), None, &html! {
                ul.rows.panel {
                    @for one in moves.iter().filter(|one| one.kind != MoveKind::Expiring) {
                        li {
                            span {
                                (visit.t(&format!("portal-moved-{}", one.kind.code())))
                                // What staff wrote beside a change by hand is theirs.
                                @if let Some(reason) = one.reason.as_ref().filter(|_| one.kind == MoveKind::Spend) { " · " (visit.words(reason)) }
                                @if let Some(order) = &one.order { " · " (order) }
                                small.quiet { (visit.minute(one.at.0)) }
                            }
                            strong class=(if one.points > 0 { "in" } else { "out" }) { (visit.signed(one.points)) }
                        }
                    }
                }
                @if let Some(older) = older { p.middle { a.plain href=(older) { (visit.t("portal-older")) } } }
            }))
        }
    };
    Ok(frame(visit, &visit.t("portal-tab-points"), Some(Tab::Points), "", &body))
}
