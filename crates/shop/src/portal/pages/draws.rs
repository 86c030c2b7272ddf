//! Draws: what runs, the odds and rules of one, what a ticket won and how that is checked.

use maud::{Markup, html};
use platform::http::ShopScope;
use platform::{Error, Id};

use super::icons::{Icon, icon};
use super::wheel::wheel;
use super::{Tab, delivery, frame, nothing, once, proof, section};
use crate::deliveries::DeliveryOf;
use crate::draws::{self, Draw, DrawState, Ticket, TicketStatus};
use crate::portal::visit::{Buyer, Visit};

/// Tickets that are shown.
const TICKETS: i64 = 30;

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let mut conn = visit.app.db.read().await?;
    let running = draws::open_to(&mut conn, visit.app.clock.now()).await?;
    let tickets = draws::tickets_of(&mut conn, None, &reached.profile_ids, TICKETS).await?;
    drop(conn);
    let body = html! {
        h1.unseen { (visit.t("portal-tab-draws")) }
        @if visit.settings.referral.enabled {
            a.banner href="/my/invite" {
                (icon(Icon::Share))
                span { strong { (visit.t("portal-invite-banner")) } (visit.t("portal-invite-banner-more")) }
                (icon(Icon::Onward))
            }
        }
        @if running.is_empty() {
            (nothing(Icon::Gift, &visit.t("portal-draws-none"), &visit.t("portal-draws-none-more")))
        } @else {
            ul.goods.wide {
                @for draw in &running {
                    li {
                        a href=(format!("/my/draws/{}", draw.id)) {
                            (wheel(&fields(visit, draw), None, &visit.t("portal-draws-wheel")))
                            h2 { (visit.words(&draw.terms.name)) }
                            p.quiet { (visit.say("portal-draws-until", &[("day", visit.minute(draw.terms.ends_at.0))])) }
                        }
                    }
                }
            }
        }
        (list(visit, &tickets))
    };
    Ok(frame(visit, &visit.t("portal-tab-draws"), Some(Tab::Draws), "", &body))
}

/// The fields of a draw's wheel: its prizes, and none.
fn fields(visit: &Visit, draw: &Draw) -> Vec<String> {
    let prizes = draw.terms.prizes.iter().map(|prize| visit.words(&prize.name).to_owned());
    prizes.chain([visit.t("portal-draws-nothing")]).collect()
}

fn list(visit: &Visit, tickets: &[Ticket]) -> Markup {
    if tickets.is_empty() {
        return html! {};
    }
    section(
        &visit.t("portal-draws-mine"),
        None,
        &html! {
            ul.rows.panel {
                @for one in tickets {
                    li {
                        span {
                            a href=(format!("/my/draws/{}/tickets/{}", one.draw_id, one.id)) { (won(visit, one)) }
                            small.quiet { (visit.minute(one.at.0)) " · № " (one.number) }
                        }
                        span.quiet { @if one.status != TicketStatus::None { (visit.t(&format!("portal-prize-{}", one.status.code()))) } }
                    }
                }
            }
        },
    )
}

fn won(visit: &Visit, ticket: &Ticket) -> String {
    ticket.prize_name.as_ref().map_or_else(|| visit.t("portal-draws-nothing"), |name| visit.words(name).to_owned())
}

/// How a prize stands, in a sentence.
fn standing(visit: &Visit, ticket: &Ticket) -> String {
    match ticket.status {
        TicketStatus::Waiting if ticket.sends && ticket.delivery.is_none() => visit.t("portal-prize-address"),
        // What was sent is not in her account.
        TicketStatus::Given if ticket.sends => visit.t("portal-prize-sent-more"),
        status => visit.t(&format!("portal-prize-{}-more", status.code())),
    }
}

/// Where a prize that is goods goes, and the way to say it while it waits.
fn sent_to(visit: &Visit, ticket: &Ticket) -> Markup {
    if !ticket.sends || ticket.status == TicketStatus::Forfeited {
        return html! {};
    }
    let place = format!("/my/deliveries/{}/{}", DeliveryOf::Draw.code(), ticket.id);
    let waits = ticket.status == TicketStatus::Waiting;
    html! {
        @if let Some(to) = &ticket.delivery {
            p { (delivery::line(to)) @if waits { " " a href=(place) { (visit.t("portal-delivery-change")) } } }
        } @else if waits {
            p { a.button href=(place) { (visit.t("portal-delivery-say")) } }
        }
        @if let Some(note) = ticket.note.as_ref().filter(|_| ticket.status == TicketStatus::Given) { p.quiet { (note) } }
    }
}

/// Parts of a million, as a share: `0.5%`.
fn chance(ppm: u32) -> String {
    let text = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// One draw, with the form that draws a ticket.
pub(in crate::portal) async fn one(buyer: &Buyer, id: i64) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let mut conn = visit.app.db.read().await?;
    let draw = draws::shown(&mut conn, id, visit.app.clock.now()).await?;
    if draw.state == DrawState::Draft {
        return Err(Error::not_found("draw"));
    }
    let chances = draws::chances(&mut conn, &visit.app, id, reached).await?;
    let tickets = draws::tickets_of(&mut conn, Some(id), &reached.profile_ids, TICKETS).await?;
    drop(conn);
    let terms = &draw.terms;
    let left = chances.free + chances.given;
    let body = html! {
        p { a.back href="/my/draws" { (visit.t("portal-draws-all")) } }
        div.columns {
            section.stage {
                h1 { (visit.words(&terms.name)) }
                p.quiet { (visit.say("portal-draws-until", &[("day", visit.minute(terms.ends_at.0))])) }
                (wheel(&fields(visit, &draw), None, &visit.t("portal-draws-wheel")))
                p.chances {
                    @if left > 0 {
                        (visit.say("portal-draws-left", &[("count", left.to_string())]))
                    } @else if let Some(points) = chances.bought_for {
                        (visit.say("portal-draws-for", &[("points", visit.count(points))]))
                    } @else {
                        (visit.t("portal-draws-no-chance"))
                    }
                }
                @if chances.can_draw {
                    form method="post" action=(format!("/my/draws/{}", draw.id)) {
                        (proof(visit))
                        (once(visit))
                        button.button type="submit" {
                            @if left > 0 { (visit.t("portal-draws-draw")) }
                            @else { (visit.say("portal-draws-buy", &[("points", visit.count(chances.bought_for.unwrap_or(0)))])) }
                        }
                        details {
                            summary { (visit.t("portal-draws-word")) }
                            input name="word" maxlength="24" autocomplete="off" aria-label=(visit.t("portal-draws-word"))
                                placeholder=(visit.t("portal-draws-word-placeholder"));
                            p.quiet { (visit.t("portal-draws-word-hint")) }
                        }
                    }
                } @else if let Some(code) = &chances.why_not {
                    p.notice { (icon(Icon::Lock)) span { (visit.t(&format!("portal-no-{code}"))) } }
                }
            }
            div {
                (section(&visit.t("portal-draws-prizes"), None, &html! {
                    table.panel {
                        thead { tr {
                            th { (visit.t("portal-draws-prize")) }
                            th.number { (visit.t("portal-draws-chance")) }
                            th.number { (visit.t("portal-draws-remaining")) }
                        } }
                        tbody {
                            @for (at, prize) in terms.prizes.iter().enumerate() {
                                tr {
                                    td {
                                        (visit.words(&prize.name))
                                        small.quiet { (visit.say("portal-draws-worth", &[("amount", visit.money(prize.worth))])) }
                                    }
                                    td.number { (chance(prize.chance_ppm)) }
                                    td.number { (visit.count(draw.left.get(at).copied().unwrap_or(0))) " / " (visit.count(prize.quantity)) }
                                }
                            }
                        }
                    }
                }))
                (section(&visit.t("portal-draws-rules"), None, &html! {
                    dl.panel {
                        @for (field, rule) in terms.rules.all() {
                            @if !visit.words(rule).is_empty() {
                                dt { (visit.t(&format!("portal-rule-{field}"))) }
                                dd.lines { (visit.words(rule)) }
                            }
                        }
                        dt { (visit.t("portal-draws-fair")) }
                        dd {
                            (visit.t("portal-draws-fair-more"))
                            @if let Some(commitment) = &draw.commitment { code.long { (commitment) } }
                            a href=(format!("/api/v1/draws/{}/proof", draw.id)) { (visit.t("portal-draws-proof")) }
                        }
                    }
                }))
                (list(visit, &tickets))
            }
        }
    };
    Ok(frame(visit, visit.words(&terms.name), Some(Tab::Draws), "", &body))
}

/// What a ticket of hers won; `fresh` lets the wheel turn first.
pub(in crate::portal) async fn ticket(buyer: &Buyer, id: i64, ticket: i64, fresh: bool) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let mut conn = visit.app.db.read().await?;
    let one = draws::ticket(&mut conn, &ShopScope::All, ticket).await?;
    if one.customer_id != Some(Id(reached.customer_id)) || one.draw_id != Id(id) {
        return Err(Error::not_found("draw_ticket"));
    }
    let draw = draws::shown(&mut conn, id, visit.app.clock.now()).await?;
    drop(conn);
    let fields = fields(visit, &draw);
    let stop = one.prize.unwrap_or(fields.len().saturating_sub(1));
    let class = if fresh { "turning" } else { "" };
    let body = html! {
        p { a.back href=(format!("/my/draws/{id}")) { (visit.words(&draw.terms.name)) } }
        section class=(format!("stage result {class}")) {
            (wheel(&fields, Some(stop).filter(|_| fresh), &visit.t("portal-draws-wheel")))
            div.outcome {
                @if let Some(name) = &one.prize_name {
                    p { (visit.t("portal-draws-won")) }
                    h1 { (visit.words(name)) }
                    p.quiet { (standing(visit, &one)) }
                    (sent_to(visit, &one))
                } @else {
                    h1 { (visit.t("portal-draws-nothing")) }
                    p.quiet { (visit.t(if one.missed { "portal-draws-missed" } else { "portal-draws-next-time" })) }
                }
                a.button href=(format!("/my/draws/{id}")) { (visit.t("portal-draws-on")) }
            }
            details.outcome {
                summary { (visit.t("portal-draws-check")) }
                dl.proof {
                    dt { (visit.t("portal-draws-number")) } dd { (one.number) }
                    dt { (visit.t("portal-draws-mark")) } dd { code.long { (one.mark) } }
                    dt { (visit.t("portal-draws-roll")) } dd { (visit.count(i64::from(one.roll))) " / 1,000,000" }
                    @if let Some(commitment) = &draw.commitment {
                        dt { (visit.t("portal-draws-commitment")) } dd { code.long { (commitment) } }
                    }
                    @if let Some(seed) = &draw.seed {
                        dt { (visit.t("portal-draws-seed")) } dd { code.long { (seed) } }
                    }
                }
                p.quiet { (visit.t("portal-draws-check-more")) " " a href=(format!("/api/v1/draws/{id}/proof")) { (visit.t("portal-draws-proof")) } }
            }
        }
    };
    Ok(frame(visit, visit.words(&draw.terms.name), Some(Tab::Draws), "", &body))
}

#[cfg(test)]
mod tests {
    #[test]
    fn chances_are_written_as_shares() {
        for (ppm, expected) in [(5_000, "0.5%"), (1_000_000, "100%"), (1, "0.0001%"), (123_456, "12.3456%")] {
            assert_eq!(super::chance(ppm), expected);
        }
    }
}
