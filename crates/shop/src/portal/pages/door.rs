//! The way in: asking for a code, typing it, joining.

use maud::{Markup, html};
use platform::Error;

use super::icons::{Icon, icon};
use super::{frame, proof, seal};
use crate::members::{self, JoinSource};
use crate::portal::code::{Recipient, way_in};
use crate::portal::visit::Visit;

/// Where somebody says who she is.
pub(in crate::portal) async fn ask(visit: &Visit, typed: &str) -> Result<Markup, Error> {
    let programme = members::programme(&mut visit.app.db.read().await?).await?;
    let welcome = visit.words(&visit.settings.welcome);
    let why = visit.words(&programme.why_join);
    let invited = visit.invited.is_some() && visit.settings.referral.enabled;
    let body = html! {
        div.door {
            div.hero {
                (seal(&visit.business.name))
                h1 { (visit.say("portal-door-title", &[("shop", visit.business.name.clone())])) }
                @if welcome.is_empty() { p { (visit.t("portal-door-welcome")) } } @else { p { (welcome) } }
            }
            @if invited { p.notice.good { (icon(Icon::Gift)) span { (visit.t("portal-door-invited")) } } }
            (waits(visit))
            form.panel method="post" action="/my/sign-in" {
                (proof(visit))
                label for="recipient" { (visit.t("portal-door-recipient")) }
                input #recipient name="recipient" value=(typed) required maxlength="254" autofocus
                    autocomplete="username" autocapitalize="off" spellcheck="false"
                    placeholder=(visit.t("portal-door-placeholder"));
                button.button type="submit" { (visit.t("portal-door-send")) }
                p.quiet { (visit.t("portal-door-hint")) }
            }
            ul.promises {
                @if !why.is_empty() { li { (icon(Icon::Star)) span { (why) } } }
                li { (icon(Icon::Ticket)) span { (visit.t("portal-door-promise-coupons")) } }
                li { (icon(Icon::Coin)) span { (visit.t("portal-door-promise-points")) } }
                li { (icon(Icon::Shield)) span { (visit.t("portal-door-promise-data")) } }
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-door-send"), None, "plain", &body))
}

/// Says that the page she had opened waits for her.
fn waits(visit: &Visit) -> Markup {
    html! {
        @if visit.back.is_some() { p.notice.good { (icon(Icon::Ticket)) span { (visit.t("portal-door-back")) } } }
    }
}

/// Where the code is typed.
pub(in crate::portal) fn code(visit: &Visit, to: &Recipient) -> Markup {
    let body = html! {
        div.door {
            div.hero {
                (seal(&visit.business.name))
                h1 { (visit.t("portal-code-title")) }
                p { (visit.say("portal-code-sent", &[("to", to.masked())])) }
            }
            form.panel method="post" action="/my/code" {
                (proof(visit))
                label for="code" { (visit.t("portal-code-label")) }
                input.code #code name="code" required maxlength="12" inputmode="numeric" autofocus
                    autocomplete="one-time-code" pattern="[0-9０-９ ]{6,12}" placeholder="······";
                button.button type="submit" { (visit.t("portal-code-enter")) }
                p.quiet { (visit.t("portal-code-hint")) " " a href="/my/sign-in" { (visit.t("portal-code-again")) } }
            }
        }
    };
    frame(visit, &visit.t("portal-code-title"), None, "plain", &body)
}

/// Where a code that is over leads to.
pub(in crate::portal) fn over(visit: &Visit) -> Markup {
    let body = html! {
        div.door { div.panel.middle { a.button href="/my/sign-in" { (visit.t("portal-code-again")) } } }
    };
    frame(visit, &visit.t("portal-code-title"), None, "plain", &body)
}

/// Where somebody the shop does not know yet may join.
pub(in crate::portal) async fn join(visit: &Visit, contact: &Recipient) -> Result<Markup, Error> {
    let programme = members::programme(&mut visit.app.db.read().await?).await?;
    let why = visit.words(&programme.why_join);
    let way = way_in(&programme, contact.kind);
    let body = html! {
        div.door {
            div.hero {
                (seal(&visit.business.name))
                h1 { (visit.say("portal-join-title", &[("shop", visit.business.name.clone())])) }
                @if !why.is_empty() { p { (why) } }
            }
            (waits(visit))
            (join_form(visit, way, programme.ways.invitation, Some(&contact.masked())))
            form method="post" action="/my/sign-out" {
                (proof(visit))
                button.plain type="submit" { (visit.t("portal-join-not-now")) }
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-join"), None, "plain", &body))
}

/// Where one of several customers who share a mobile says which of them she is.
pub(in crate::portal) fn which(visit: &Visit, contact: &Recipient, typed: &str) -> Markup {
    let body = html! {
        div.door {
            div.hero {
                (seal(&visit.business.name))
                h1 { (visit.t("portal-which-title")) }
                p { (visit.say("portal-which-why", &[("contact", contact.masked())])) }
            }
            (waits(visit))
            form.panel method="post" action="/my/which" {
                (proof(visit))
                label for="number" { (visit.t("portal-which-number")) }
                input #number name="number" value=(typed) required maxlength="64" autofocus autocomplete="off"
                    autocapitalize="characters" spellcheck="false";
                button.button type="submit" { (visit.t("portal-which-go")) }
                p.quiet { (visit.t("portal-which-hint")) }
            }
            form method="post" action="/my/sign-out" {
                (proof(visit))
                button.plain type="submit" { (visit.t("portal-which-other")) }
            }
        }
    };
    frame(visit, &visit.t("portal-which-title"), None, "plain", &body)
}

/// The form that makes somebody a member.
pub(in crate::portal) fn join_form(
    visit: &Visit,
    way: Option<JoinSource>,
    by_invitation: bool,
    contact: Option<&str>,
) -> Markup {
    html! {
        form.panel method="post" action="/my/join" {
            (proof(visit))
            @if let Some(contact) = contact {
                p.quiet { (visit.say("portal-join-contact", &[("contact", contact.to_owned())])) }
                label for="nick" { (visit.t("portal-join-nick")) }
                input #nick name="nick" required maxlength="20" autocomplete="nickname";
            }
            @if way.is_none() && by_invitation {
                label for="invitation" { (visit.t("portal-join-invitation")) }
                input #invitation name="invitation" required maxlength="32" autocapitalize="characters";
            }
            label.tick {
                input type="checkbox" name="agree" value="yes" required;
                span { (visit.say("portal-join-agree", &[("shop", visit.business.name.clone())])) }
            }
            label.tick {
                input type="checkbox" name="marketing" value="yes";
                span { (visit.t("portal-join-marketing")) }
            }
            button.button type="submit" { (visit.t("portal-join")) }
        }
    }
}
