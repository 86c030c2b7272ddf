//! One timeline over all departments: each answers its own entries newest first, and they are merged here.

use platform::db::Session;
use platform::http::{Caller, Page, ShopScope};
use platform::{App, Error, Id};
use serde_json::json;

use super::{Before, TimelineItem};
use crate::customers::Reached;
use crate::permissions::{COUPONS_READ, IMPORTS_READ, MEMBERS_READ, PROMOTIONS_READ, SEGMENTS_READ};
use crate::{
    care, coupons, customers, draws, events, fields, gifts, group_buys, groups, imports, members, orders, points,
    segments, shops, wallet,
};

/// The departments that answer, with the kinds of entries that they have.
#[derive(Debug, Clone, Copy)]
enum Stream {
    Orders,
    Events,
    Notes,
    Consents,
    Attributes,
    Merges,
    Imports,
    Members,
    Points,
    Credit,
    Gifts,
    GroupBuys,
    Draws,
    Coupons,
    Reminders,
    Segments,
}

const STREAMS: [(Stream, &[&str]); 16] = [
    (Stream::Orders, &["order", "refund", "shipment"]),
    (Stream::Events, &["event"]),
    (Stream::Notes, &["note"]),
    (Stream::Consents, &["consent"]),
    (Stream::Attributes, &["attribute"]),
    (Stream::Merges, &["merge"]),
    (Stream::Imports, &["import"]),
    (Stream::Members, &["member"]),
    (Stream::Points, &["points"]),
    (Stream::Credit, &["credit"]),
    (Stream::Gifts, &["gift"]),
    (Stream::GroupBuys, &["group_buy"]),
    (Stream::Draws, &["draw"]),
    (Stream::Coupons, &["coupon", "coupon_used"]),
    (Stream::Reminders, &["reminder"]),
    (Stream::Segments, &["segment"]),
];

/// A page of the timeline of a customer: entries of `kinds` (all when empty) that `caller` may see.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    reached: &Reached,
    kinds: &[String],
    before: Before,
    limit: i64,
) -> Result<Page<TimelineItem>, Error> {
    let mut session = app.db.read().await?;
    let wants = |kind: &str| kinds.is_empty() || kinds.iter().any(|wanted| wanted == kind);
    let seen = |item: &TimelineItem| wants(item.kind) && item.shop_id.is_none_or(|shop| caller.shops.contains(shop));
    let enough = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
    let mut items: Vec<TimelineItem> = Vec::new();
    for (stream, has) in STREAMS {
        if !has.iter().any(|kind| wants(kind)) {
            continue;
        }
        let mut at = before;
        let mut kept = 0;
        // Entries that are not wanted make room for older ones, until there are enough or no more.
        loop {
            let found = read(&mut session, app, caller, reached, stream, at, limit + 1).await?;
            let ended = found.len() < enough;
            at = found.last().map_or(at, TimelineItem::place);
            let wanted = found.into_iter().filter(seen);
            let before = items.len();
            items.extend(wanted);
            kept += items.len() - before;
            if ended || kept >= enough {
                break;
            }
        }
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.at.0, item.row)));
    let mut page = Page::cut(items, limit, |item| item.place())?;
    let shops = shops::by_id(&mut session).await?;
    for item in &mut page.items {
        if let Some(shop) = item.shop_id.and_then(|id| shops.get(&id)) {
            item.shop = Some(shop.name.clone());
            item.channel = Some(shop.channel);
        }
    }
    Ok(page)
}

async fn read(
    session: &mut Session,
    app: &App,
    caller: &Caller,
    reached: &Reached,
    stream: Stream,
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    let all = &reached.profile_ids;
    let text = |id: &str, args: &[(&str, String)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        app.i18n.text(caller.locale, id, &args)
    };
    match stream {
        Stream::Orders => orders::timeline(session, &reached.seen, before, limit).await,
        Stream::Events => events::timeline(session, &reached.seen, before, limit).await,
        Stream::Notes => {
            let notes = groups::notes(session, all, (before.at, before.id), limit).await?;
            Ok(notes
                .into_iter()
                .map(|note| {
                    let mut item = TimelineItem::new("note", note.id.0, note.at.0, note.text);
                    item.detail = json!({ "author": note.author, "pinned": note.pinned });
                    item.profile_id = Some(Id(note.profile_id));
                    item
                })
                .collect())
        }
        Stream::Consents => {
            let history = care::history(session, all, (before.at, before.id), limit).await?;
            Ok(history
                .into_iter()
                .map(|said| {
                    let title = match (said.purpose, said.channel) {
                        (Some(purpose), Some(channel)) => text(
                            "card-timeline-consent",
                            &[
                                ("purpose", text(&format!("care-purpose-{}", purpose.code()), &[])),
                                ("channel", text(&format!("care-channel-{}", channel.code()), &[])),
                                ("state", text(&format!("care-state-{}", said.state), &[])),
                            ],
                        ),
                        _ => text(&format!("card-timeline-{}-{}", said.kind, said.state), &[]),
                    };
                    let mut item = TimelineItem::new("consent", said.id, said.at, title);
                    item.detail = json!({
                        "what": said.kind, "state": said.state, "evidence": said.evidence, "source": said.source,
                    });
                    item.profile_id = Some(Id(said.profile_id));
                    item
                })
                .collect())
        }
        Stream::Attributes => {
            let own = fields::list(session).await?;
            let rows = fields::recorded(session, all).await?;
            let older = rows.into_iter().filter(|row| (row.at, row.id) < (before.at, before.id));
            Ok(older
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .map(|row| {
                    let name = match row.key.strip_prefix("field:") {
                        Some(key) => own
                            .iter()
                            .find(|field| field.key == key)
                            .map_or_else(|| key.to_owned(), |field| field.name.clone()),
                        None => text(&format!("card-attribute-{}", row.key), &[]),
                    };
                    let title = text("card-timeline-attribute", &[("name", name)]);
                    let mut item = TimelineItem::new("attribute", row.id, row.at, title);
                    item.detail = json!({ "key": row.key, "source": row.source_name, "cleared": row.value.is_null() });
                    item.profile_id = Some(Id(row.profile_id));
                    item
                })
                .collect())
        }
        Stream::Imports => {
            let brought = orders::ids_of(session, &reached.seen).await?;
            let brought = imports::brought(session, &brought, &reached.seen).await?;
            let older = brought.into_iter().filter(|one| (one.at, one.import_id) < (before.at, before.id));
            Ok(older
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .map(|one| {
                    let mut item = TimelineItem::new("import", one.import_id, one.at, one.file_name);
                    item.detail = json!({ "orders": one.orders, "named": one.named });
                    // Whoever may not see imports is told that it was one, and which.
                    item.link = caller.may(IMPORTS_READ).then(|| format!("/imports/{}", one.import_id));
                    item
                })
                .collect())
        }
        Stream::Members if caller.may(MEMBERS_READ) => {
            members::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::Points if caller.may(MEMBERS_READ) => {
            points::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::Credit if caller.may(MEMBERS_READ) => {
            wallet::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::Gifts if caller.may(MEMBERS_READ) => {
            gifts::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::GroupBuys if caller.may(PROMOTIONS_READ) => {
            group_buys::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::Draws if caller.may(MEMBERS_READ) => {
            draws::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::Coupons if caller.may(COUPONS_READ) => {
            coupons::timeline(session, app, caller.locale, all, before, limit).await
        }
        Stream::Reminders if caller.may(COUPONS_READ) => {
            coupons::reminders(session, app, caller.locale, all, before, limit).await
        }
        // Whose sizes are of some shops only learns nothing of who came and left.
        Stream::Segments if caller.may(SEGMENTS_READ) && caller.shops == ShopScope::All => {
            segments::timeline(session, app, caller.locale, reached.customer_id, before, limit).await
        }
        Stream::Members
        | Stream::Points
        | Stream::Credit
        | Stream::Gifts
        | Stream::GroupBuys
        | Stream::Draws
        | Stream::Coupons
        | Stream::Reminders
        | Stream::Segments => Ok(Vec::new()),
        Stream::Merges => {
            let merges = customers::merges_of(session, reached.customer_id).await?;
            let older = merges.into_iter().filter(|merge| (merge.at.0, merge.id.0) < (before.at, before.id));
            Ok(older
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .map(|merge| {
                    let title = text(&format!("card-timeline-{}", merge.kind), &[]);
                    let mut item = TimelineItem::new("merge", merge.id.0, merge.at.0, title);
                    item.detail = json!({
                        "what": merge.kind, "by": merge.by, "reason": merge.reason, "profile_ids": merge.profile_ids,
                        "undoable": merge.undoable,
                    });
                    item
                })
                .collect())
        }
    }
}
