//! Drafts in few words, and what the tables say in few words.

use connectors::drafts::*;
use platform::db::Connection;
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error, values};

use crate::orders::*;
use crate::permissions;
use crate::shops::{self, Channel, NewShop, Shop};

pub(super) fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

pub(super) async fn shop(app: &App, name: &str) -> Result<Shop, Error> {
    let mut tx = app.db.begin().await?;
    let new = NewShop { name: name.into(), channel: Channel::Taobao, platform_id: None, currency: None };
    let shop = shops::create(&mut tx, app, &boss(), &new).await?;
    tx.commit().await?;
    Ok(shop)
}

/// An order of `nick` on day `day`, with `paid` 分 paid.
pub(super) fn order(number: &str, nick: &str, status: OrderStatus, paid: i64, day: i64) -> OrderDraft {
    let identifier = Identifier { kind: IdentifierKind::TaobaoNick, value: nick.into() };
    let at = 1_790_000_000_000 + day * 86_400_000;
    OrderDraft {
        row: 0,
        number: number.into(),
        shop: ShopRef::default(),
        buyer: BuyerDraft {
            identifiers: if nick.is_empty() { vec![] } else { vec![identifier] },
            nick: Some(nick.into()).filter(|nick: &String| !nick.is_empty()),
            ..Default::default()
        },
        address: AddressDraft {
            province: Some("浙江省".into()), city: Some("杭州市".into()), ..Default::default()
        },
        status,
        status_raw: status.code().into(),
        placed_at: Some(at),
        paid_at: status.is_deal().then_some(at + 60_000),
        shipped_at: None,
        finished_at: None,
        currency: "CNY".into(),
        goods: Some(paid),
        shipping: None,
        discount: None,
        total: Some(paid),
        paid: status.is_deal().then_some(paid),
        refunded: None,
        received: None,
        pieces: None,
        title: Some("商品".into()),
        buyer_note: None,
        seller_note: None,
        close_reason: None,
        lines: vec![],
        shipments: vec![],
        extra: Default::default(),
        undated: vec![],
    }
}

/// A line of `total` 分; `number` empty when its source does not number lines.
pub(super) fn line(number: &str, sku: &str, total: i64) -> LineDraft {
    LineDraft {
        row: 0,
        number: Some(number.into()).filter(|number: &String| !number.is_empty()),
        product: None,
        sku: Some(sku.into()),
        title: format!("商品{sku}"),
        options: None,
        price: Some(total),
        quantity: 1,
        total: Some(total),
        paid: None,
        refunded: None,
        status: OrderStatus::Finished,
        status_raw: "finished".into(),
        refund_status_raw: None,
        category: None,
        extra: Default::default(),
    }
}

pub(super) fn lines(order: &str, lines: Vec<LineDraft>) -> LinesDraft {
    LinesDraft {
        order: order.into(),
        shop: ShopRef::default(),
        currency: "CNY".into(),
        placed_at: Some(1_790_000_000_000),
        paid_at: None,
        lines,
    }
}

pub(super) fn refund(number: &str, order: &str, amount: i64, status: RefundStatus) -> RefundDraft {
    RefundDraft {
        row: 0,
        number: number.into(),
        order: Some(order.into()),
        shop: ShopRef::default(),
        buyer: BuyerDraft::default(),
        currency: "CNY".into(),
        amount,
        status,
        status_raw: status.code().into(),
        requested_at: Some(1_790_000_000_000),
        finished_at: None,
        with_return: None,
        reason: None,
        title: None,
        sku: None,
        extra: Default::default(),
    }
}

/// One thing after another, each in a transaction of its own.
pub(super) enum Step {
    Orders(Vec<OrderDraft>),
    Lines(Vec<LinesDraft>),
    Refunds(Vec<RefundDraft>),
}

pub(super) async fn run(app: &App, shop: &Shop, step: Step) -> Result<Outcome, Error> {
    let mut tx = app.db.begin().await?;
    let outcome = match step {
        Step::Orders(drafts) => import(&mut tx, app, shop, drafts).await?,
        Step::Lines(drafts) => import_lines(&mut tx, app, shop, drafts, app.clock.now()).await?,
        Step::Refunds(drafts) => import_refunds(&mut tx, app, shop, drafts, app.clock.now()).await?,
    };
    tx.commit().await?;
    Ok(outcome)
}

/// `created/changed/unchanged` of one kind.
pub(super) fn brief(tally: Tally) -> String {
    format!("{}/{}/{}", tally.created, tally.changed, tally.unchanged)
}

/// Everything that an import leaves behind, ids left out, so that two ways of coming here can be compared.
pub(super) async fn state(app: &App) -> Result<String, Error> {
    let mut conn = app.db.read().await?;
    let mut text = Vec::new();
    for (kind, sql) in [
        (
            "order",
            "select number || ' ' || status || ' paid ' || coalesce(paid, -1) || ' back ' || refunded || ' deal ' || \
            deal_amount || ' pieces ' || coalesce(pieces, -1) || ' stub ' || case when stub then 'yes' else 'no' end || ' ' || \
            coalesce((select p.key_value from profiles p where p.id = profile_id), '-') as line from orders",
        ),
        (
            "line",
            "select o.number || ' ' || l.number || ' ' || p.number || ' revenue ' || coalesce(l.revenue, -1) as line \
            from order_lines l join orders o on o.id = l.order_id join products p on p.id = l.product_id",
        ),
        (
            "refund",
            "select r.number || ' ' || r.status || ' of ' || coalesce(o.number, '-') as line \
            from refunds r left join orders o on o.id = r.order_id",
        ),
        (
            "profile",
            "select key_value || ' orders ' || orders || ' deals ' || deals || ' amount ' || deal_amount || ' items ' || \
            items || ' closed ' || closed || ' refunded ' || refunded as line from profiles",
        ),
        (
            "product",
            "select number || ' sold ' || sold || ' revenue ' || revenue || ' buyers ' || buyers as line from products",
        ),
        (
            "status",
            "select status_raw || ' is ' || status || ' of ' || orders as line from order_statuses where orders > 0",
        ),
    ] {
        let rows = conn.all(sql, values![]).await?;
        let mut lines: Vec<String> = Vec::new();
        for row in rows {
            lines.push(format!("{kind} {}", row.get::<String>("line")?));
        }
        lines.sort();
        text.extend(lines);
    }
    Ok(text.join("\n"))
}
