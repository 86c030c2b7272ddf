//! Putting the card together from every department.

use platform::http::Caller;
use platform::{App, Error, Id, Instant};

use super::model::{CustomerCard, IdentifierShown, MonthShown, ProfileShown};
use super::{attributes, graph};
use crate::care::{ConsentChannel, MaySend, Purpose, Reachable};
use crate::customers::{Known, Profile};
use crate::{care, customers, fields, groups, orders, shops};

/// Notes on the card; the timeline has all.
const NOTES: i64 = 100;

/// The card of the customer that `id` stands for.
///
/// # Errors
/// `not_found` when there is none that `caller` may see.
pub async fn card(app: &App, caller: &Caller, id: i64) -> Result<CustomerCard, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let row = customers::rows(&mut session, &caller.shops, &[reached.customer_id]).await?;
    let row = row.into_iter().next().ok_or_else(|| Error::not_found("customer"))?;
    let profiles = customers::profiles(&mut session, &reached.seen).await?;
    let identifiers = customers::identifiers(&mut session, &reached.seen).await?;
    let recorded = fields::recorded(&mut session, &reached.profile_ids).await?;
    let own = fields::list(&mut session).await?;
    let shops = shops::by_id(&mut session).await?;
    let source = |profile: &Profile| match profile.shop_id.and_then(|shop| shops.get(&shop)) {
        Some(shop) => format!("{}:{}", profile.channel.code(), shop.name),
        None => profile.channel.code().to_owned(),
    };
    let consents = care::consents(&mut session, &reached.profile_ids).await?;
    let business = shops::business(&mut session).await?;
    let zone = jiff::tz::TimeZone::get(&business.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let months = orders::months(&mut session, &reached.seen, &zone).await?;
    let mut notes = groups::notes(&mut session, &reached.profile_ids, (i64::MAX, i64::MAX), NOTES).await?;
    notes.sort_by_key(|note| !note.pinned);
    let merges = customers::merges_of(&mut session, reached.customer_id).await?;
    let personalisation = customers::personalised(&mut session, reached.customer_id).await?;

    let text = |id: &str| app.i18n.text(caller.locale, id, &[]);
    let attributes = attributes::shown(app, caller.locale, &own, &profiles, &recorded, source);
    let has = |kind: &str| identifiers.iter().any(|known| known.kind == kind);
    let typed =
        |key: &str| attributes.iter().any(|a| a.key == key && a.source.as_ref().is_some_and(|s| s.kind != "profile"));
    let reachable = Reachable {
        mobile: has("mobile") || typed("mobile"),
        email: has("email") || typed("email"),
        wecom: has("wechat_union_id"),
    };
    let may_send = [ConsentChannel::Sms, ConsentChannel::Email, ConsentChannel::Phone, ConsentChannel::Wecom]
        .into_iter()
        .flat_map(|channel| [Purpose::Marketing, Purpose::Service].map(|purpose| (channel, purpose)))
        .map(|(channel, purpose)| {
            let (allowed, why) = care::may_send(&consents, row.blacklisted, reachable, purpose, channel);
            MaySend { channel, purpose, allowed, reason: text(&format!("care-reason-{why}")) }
        })
        .collect();
    let called = row.nick.clone().or_else(|| row.name.clone()).unwrap_or_else(|| row.id.to_string());
    let named: Vec<(Profile, String)> = profiles.iter().map(|profile| (profile.clone(), source(profile))).collect();
    let graph = graph::graph(
        reached.customer_id,
        &called,
        &named,
        &identifiers,
        &text("card-link-profile"),
        &text("card-link-identifier"),
    );
    Ok(CustomerCard {
        merged_into: (reached.customer_id != id).then_some(Id(reached.customer_id)),
        profile_list: named.iter().map(|(profile, source)| shown(profile, source, &merges)).collect(),
        identifiers: identifiers.iter().map(identifier).collect(),
        months: months
            .into_iter()
            .map(|month| MonthShown { month: month.month, orders: month.orders, amount: month.amount })
            .collect(),
        row,
        attributes,
        graph,
        consents,
        personalisation,
        may_send,
        notes,
        merges,
    })
}

fn identifier(known: &Known) -> IdentifierShown {
    IdentifierShown {
        id: Id(known.id),
        kind: known.kind.clone(),
        value: graph::masked(known),
        profile_id: Id(known.profile_id),
        strength: graph::strength(known).to_owned(),
        first_seen_at: Instant(known.first_seen_at),
    }
}

fn shown(profile: &Profile, source: &str, merges: &[customers::MergeRecord]) -> ProfileShown {
    let merged = merges.iter().find(|merge| merge.kind == "merge" && merge.profile_ids.contains(&Id(profile.id)));
    ProfileShown {
        id: Id(profile.id),
        source: source.to_owned(),
        channel: profile.channel,
        shop_id: profile.shop_id.map(Id),
        label: graph::label(profile),
        first_seen_at: Instant(profile.first_seen_at),
        last_seen_at: Instant(profile.last_seen_at),
        orders: profile.orders,
        events: profile.events,
        merged_by: merged.map(|merge| {
            let automatic = merge.reason.starts_with("identifier:") || merge.reason == "identify";
            if automatic { "identifier" } else { "person" }.to_owned()
        }),
    }
}
