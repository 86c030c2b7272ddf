//! The member's card, with what she has, what her level gives and what the next one asks for.

use maud::{Markup, html};
use platform::Error;

use super::door::join_form;
use super::icons::{Icon, icon};
use super::picture::{ladder, progress, qr};
use super::{Tab, frame, open, section};
use crate::coupons::{self, CouponState};
use crate::members::{self, Benefits, JoinSource, Level, Membership, NextLevel, Programme};
use crate::portal::visit::{Buyer, Visit};
use crate::{draws, group_buys, points, wallet};

/// Coupons that are counted.
const COUNTED: i64 = 200;
/// What expires within this time is said, milliseconds: thirty days.
const SOON: i64 = 30 * 86_400_000;

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let now = visit.app.clock.now();
    let mut conn = visit.app.db.read().await?;
    let programme = members::programme(&mut conn).await?;
    let membership = members::membership(&mut conn, reached).await?;
    let balance = points::balance(&mut conn, &reached.profile_ids, now).await?;
    let held = coupons::of_customer(&mut conn, &reached.profile_ids, Some(CouponState::Held), COUNTED, now).await?;
    let purse = wallet::wallet(&mut conn, &reached.profile_ids, now).await?;
    let running = draws::open_to(&mut conn, now).await?.len();
    let groups = group_buys::mine(&mut conn, &reached.profile_ids).await?;
    drop(conn);
    let waits = |group: &group_buys::GroupBuy| group.status == group_buys::GroupBuyStatus::Open;
    let waiting = groups.iter().filter(|(group, place, _)| waits(group) && place.state.stands()).count();
    let held_now = held.iter().filter(|one| one.state == CouponState::Held).count();
    let soon: Vec<String> = [
        balance.expiring.first().filter(|one| one.at.0 <= now + SOON).map(|one| {
            let args = [("points", visit.count(one.points)), ("day", visit.day(one.at.0))];
            visit.say("portal-soon-points", &args)
        }),
        held.iter()
            .filter_map(|one| one.expires_at)
            .map(|at| at.0)
            .filter(|at| *at > now && *at <= now + SOON)
            .min()
            .map(|at| visit.say("portal-soon-coupon", &[("day", visit.day(at))])),
        purse.packets.first().filter(|one| one.expires_at.0 <= now + SOON).map(|one| {
            let args = [("amount", visit.money(one.left)), ("day", visit.day(one.expires_at.0))];
            visit.say("portal-soon-packet", &args)
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rank = membership.level.as_ref().map_or(0, |level| level.index + 1);
    let open = open::section_of(buyer, &programme, rank).await?;
    let body = html! {
        div.columns {
            div {
                @if membership.member {
                    (card(visit, &programme, &membership, rank))
                } @else {
                    (invitation(visit, &programme))
                }
                div.tiles {
                    (tile("/my/points", Icon::Coin, &visit.t("portal-tile-points"), &visit.count(balance.available)))
                    (tile("/my/coupons", Icon::Ticket, &visit.t("portal-tile-coupons"), &held_now.to_string()))
                    (tile("/my/wallet", Icon::Packet, &visit.t("portal-tile-wallet"), &visit.money(purse.available)))
                    (tile("/my/draws", Icon::Gift, &visit.t("portal-tile-draws"), &running.to_string()))
                }
                @if !soon.is_empty() {
                    ul.soon { @for text in &soon { li { (icon(Icon::Clock)) span { (text) } } } }
                }
            }
            div {
                (open)
                @if let Some(benefits) = &membership.benefits {
                    (section(&visit.t("portal-benefits"), None, &benefit_list(visit, &listed(visit, benefits))))
                }
                @if membership.member && let Some(next) = programme.at(rank + 1) {
                    (more_ahead(visit, membership.benefits.as_ref(), next))
                }
                @if groups.iter().any(|(_, place, _)| place.state != group_buys::GroupPlaceState::Released) {
                    a.banner href="/my/groups" {
                        (icon(Icon::Share))
                        span {
                            strong { (visit.t("portal-groups")) }
                            (visit.say("portal-groups-banner-more", &[("count", waiting.to_string())]))
                        }
                        (icon(Icon::Onward))
                    }
                }
                @if visit.settings.referral.enabled && membership.member {
                    a.banner href="/my/invite" {
                        (icon(Icon::Share))
                        span { strong { (visit.t("portal-invite-banner")) } (visit.t("portal-invite-banner-more")) }
                        (icon(Icon::Onward))
                    }
                }
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-tab-home"), Some(Tab::Home), "", &body))
}

fn tile(path: &str, picture: Icon, word: &str, figure: &str) -> Markup {
    html! {
        a.tile href=(path) { (icon(picture)) span { (word) } strong { (figure) } }
    }
}

fn card(visit: &Visit, programme: &Programme, membership: &Membership, rank: usize) -> Markup {
    let number = membership.number.as_deref().unwrap_or_default();
    let level = membership
        .level
        .as_ref()
        .map_or_else(|| visit.t("portal-level-none"), |level| visit.words(&level.name).to_owned());
    let joined = membership.joined_at.map(|at| visit.say("portal-card-since", &[("day", visit.day(at.0))]));
    let share = progress(programme, rank, membership.amount, membership.deals);
    let way = match &membership.next {
        Some(next) => missing(visit, programme, next),
        None => visit.t("portal-level-top"),
    };
    html! {
        section.card aria-label=(visit.t("portal-card")) {
            div.face {
                div {
                    p.of { (visit.say("portal-card-of", &[("shop", visit.business.name.clone())])) }
                    h1 { (level) }
                }
                a.code href="/my/card" aria-label=(visit.t("portal-card-show")) { (qr(number, &visit.t("portal-card-code"))) }
            }
            p.number { (spaced(number)) }
            @if let Some(joined) = joined { p.since { (joined) } }
            (ladder(visit.locale, programme, rank, share, &way))
            p.way { (way) }
            @if let Some(until) = membership.level_until {
                p.since { (visit.say("portal-level-until", &[("day", visit.day(until.0))])) }
            }
        }
    }
}

/// What is missing to the next level, in words.
fn missing(visit: &Visit, programme: &Programme, next: &NextLevel) -> String {
    let level = ("level", visit.words(&next.level.name).to_owned());
    let amount = next.amount.filter(|amount| *amount > 0).map(|amount| visit.money(amount));
    let deals = next.deals.filter(|deals| *deals > 0).map(|deals| deals.to_string());
    match (amount, deals) {
        (Some(amount), Some(deals)) => {
            let id = if programme.by == members::Measure::Both { "portal-next-both" } else { "portal-next-either" };
            visit.say(id, &[level, ("amount", amount), ("deals", deals)])
        }
        (Some(amount), None) => visit.say("portal-next-amount", &[level, ("amount", amount)]),
        (None, Some(deals)) => visit.say("portal-next-deals", &[level, ("deals", deals)]),
        (None, None) => visit.say("portal-next-soon", &[level]),
    }
}

/// A number in groups of four, to be read aloud.
fn spaced(number: &str) -> String {
    let mut text = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && (number.chars().count() - at).is_multiple_of(4) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

/// What is shown to a customer who is no member.
fn invitation(visit: &Visit, programme: &Programme) -> Markup {
    let why = visit.words(&programme.why_join);
    let way = if programme.ways.open {
        Some(JoinSource::Open)
    } else if programme.ways.phone {
        Some(JoinSource::Phone)
    } else {
        None
    };
    let open = programme.enabled && (way.is_some() || programme.ways.invitation);
    html! {
        section.card {
            p.of { (visit.say("portal-card-of", &[("shop", visit.business.name.clone())])) }
            h1 { (visit.t("portal-join-invite")) }
            p.way { @if why.is_empty() { (visit.t("portal-door-welcome")) } @else { (why) } }
        }
        @if open {
            (join_form(visit, way, programme.ways.invitation, None))
        } @else if programme.enabled && programme.ways.automatic {
            p.notice.good { (icon(Icon::Star)) span { (visit.t("portal-join-by-deal")) } }
        } @else {
            p.notice { (icon(Icon::Lock)) span { (visit.t("portal-join-closed")) } }
        }
    }
}

/// A benefit as a line: its picture, its title, what it means.
type Line = (Icon, String, String);

fn listed(visit: &Visit, benefits: &Benefits) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |icon, id: &str, args: &[(&str, String)]| {
        lines.push((icon, visit.say(id, args), visit.say(&format!("{id}-more"), args)));
    };
    if benefits.discount < 1_000 {
        add(Icon::Percent, "portal-benefit-discount", &[("rate", visit.rate(benefits.discount))]);
    }
    if benefits.points_percent > 100 {
        let times = format!("{}.{:02}", benefits.points_percent / 100, benefits.points_percent % 100);
        let times = times.trim_end_matches('0').trim_end_matches('.').to_owned();
        add(Icon::Coin, "portal-benefit-points", &[("times", times)]);
    }
    if benefits.free_shipping {
        add(Icon::Truck, "portal-benefit-shipping", &[]);
    }
    if let Some(gift) = &benefits.birthday_gift {
        add(Icon::Cake, "portal-benefit-birthday", &[("gift", visit.words(gift).to_owned())]);
    }
    if benefits.birthday_points > 0 {
        let points = visit.count(benefits.birthday_points);
        add(Icon::Cake, "portal-benefit-birthday-points", &[("points", points)]);
    }
    if benefits.member_only {
        add(Icon::Lock, "portal-benefit-only", &[]);
    }
    if benefits.early_access_hours > 0 {
        add(Icon::Clock, "portal-benefit-early", &[("hours", benefits.early_access_hours.to_string())]);
    }
    if benefits.return_days > 0 {
        add(Icon::Return, "portal-benefit-return", &[("days", benefits.return_days.to_string())]);
    }
    if benefits.priority > 0 {
        add(Icon::Crown, "portal-benefit-priority", &[]);
    }
    lines
}

fn benefit_list(visit: &Visit, lines: &[Line]) -> Markup {
    html! {
        @if lines.is_empty() {
            p.quiet.panel { (visit.t("portal-benefits-none")) }
        } @else {
            ul.benefits {
                @for (picture, title, text) in lines {
                    li { (icon(*picture)) span { strong { (title) } small { (text) } } }
                }
            }
        }
    }
}

/// What the next level gives that this one does not.
fn more_ahead(visit: &Visit, now: Option<&Benefits>, next: &Level) -> Markup {
    let has = now.map(|benefits| listed(visit, benefits)).unwrap_or_default();
    let more: Vec<Line> = listed(visit, &next.benefits).into_iter().filter(|line| !has.contains(line)).collect();
    if more.is_empty() {
        return html! {};
    }
    let title = visit.say("portal-benefits-next", &[("level", visit.words(&next.name).to_owned())]);
    section(&title, None, &html! { div.ahead { (benefit_list(visit, &more)) } })
}

/// The card alone, large enough to be scanned over a counter.
pub(in crate::portal) async fn code(buyer: &Buyer) -> Result<Markup, Error> {
    let visit = &buyer.visit;
    let membership = members::membership(&mut visit.app.db.read().await?, &buyer.reached).await?;
    let number = membership.number.ok_or_else(|| Error::conflict("not_a_member"))?;
    let body = html! {
        div.alone.scan {
            h1 { (visit.say("portal-card-of", &[("shop", visit.business.name.clone())])) }
            (qr(&number, &visit.t("portal-card-code")))
            p.number { (spaced(&number)) }
            @if let Some(level) = membership.level { p.level { (visit.words(&level.name)) } }
            p.quiet { (visit.t("portal-card-scan")) }
            a.plain href="/my" { (visit.t("portal-back")) }
        }
    };
    Ok(frame(visit, &visit.t("portal-card"), Some(Tab::Home), "", &body))
}
