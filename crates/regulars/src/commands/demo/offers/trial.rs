//! A trial drawn by lot: a message about the spring's tea for half of some regulars, and nothing for the others, so that there is a
//! trial to read. It is small: few of the regulars sign in at the shop's own site, where the message leads.

use std::collections::BTreeSet;

use connectors::drafts::{
    AddressDraft, BuyerDraft, Identifier, IdentifierKind, LineDraft, OrderDraft, OrderStatus, ShopRef,
};
use platform::Error;
use shop::segments::{Origin, verbs};
use shop::shops::{self, Channel, Shop};
use shop::{customers, orders};

use super::story::{Story, let_be};

/// Days ago on which lots were drawn and the message was sent.
const SENT: i64 = 28;
/// Of a thousand who got the message so many bought for it.
const MOVED: u64 = 250;

/// A number of a customer that looks unordered.
fn lot(customer: i64, turn: u64) -> u64 {
    let mixed =
        (customer.unsigned_abs() ^ turn.wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33
}

/// Draws lots, and has some of those who got the message buy.
pub(super) async fn hold(story: &Story<'_>) -> Result<(), Error> {
    let people = story.pick(&story.members, story.some(1_600), 1);
    let (treated, control): (Vec<i64>, Vec<i64>) =
        people.into_iter().partition(|customer| lot(*customer, 1).is_multiple_of(2));
    let then = story.app_before(SENT, 0);
    for (name, customers) in [("新茶短信 · 实验组", &treated), ("新茶短信 · 对照组", &control)] {
        let new = verbs::New {
            name: name.to_owned(),
            note: "抽签分成两组：实验组收到新茶短信，对照组不发，看多买了多少。".to_owned(),
            tags: vec!["A/B 测试".to_owned()],
            origin: Origin::Own,
            recipe: None,
        };
        let_be(verbs::make_list(&then, &story.caller, new, customers).await)?;
    }
    let site =
        shops::list(&mut story.app.db.read().await?).await?.into_iter().find(|shop| shop.channel == Channel::Web);
    let Some(site) = site else { return Ok(()) };
    let mut drafts = Vec::new();
    for customer in treated.iter().filter(|customer| lot(**customer, 2) % 1_000 < MOVED) {
        let buyer = buyer(story, &site, *customer).await?;
        drafts.extend(buyer.map(|who| order(story, lot(*customer, 3), who)));
    }
    let mut tx = story.app.db.begin().await?;
    orders::import(&mut tx, story.app, &site, drafts).await?;
    tx.commit().await
}

/// What the shop's own site knows a customer by; `None` when she was never there.
async fn buyer(story: &Story<'_>, site: &Shop, customer: i64) -> Result<Option<Identifier>, Error> {
    let reached = story.reach(customer).await?;
    let mut session = story.app.db.read().await?;
    let here: BTreeSet<i64> = customers::profiles(&mut session, &reached.profile_ids)
        .await?
        .into_iter()
        .filter(|profile| profile.shop_id == Some(site.id.0))
        .map(|profile| profile.id)
        .collect();
    let known = customers::identifiers(&mut session, &reached.profile_ids).await?;
    let found = known.into_iter().find(|one| here.contains(&one.profile_id) && one.kind == "user_id");
    Ok(found.map(|one| Identifier { kind: IdentifierKind::UserId, value: one.value.expose().to_owned() }))
}

/// An order of new tea within a fortnight of the message.
fn order(story: &Story<'_>, lot: u64, who: Identifier) -> OrderDraft {
    let (products, place) = (story.world.products(), story.world.shop(crate::demo::Channel::Web));
    let teas: Vec<_> = products.iter().filter(|product| product.title.contains('茶')).collect();
    let turn = usize::try_from(lot).unwrap_or(0);
    let product = teas.get(turn % teas.len().max(1)).copied();
    let price = product.map_or(6_800, |product| product.price);
    let minutes = i64::try_from(lot % (14 * 1_440)).unwrap_or(0);
    let at = story.before(SENT - 1, 0) + minutes * 60_000;
    let line = LineDraft {
        row: 0,
        number: None,
        product: product.zip(place).and_then(|(product, place)| product.numbers.get(place).cloned()),
        sku: product.map(|product| product.sku.clone()),
        title: product.map_or_else(|| "新茶".to_owned(), |product| product.title.to_owned()),
        options: None,
        price: Some(price),
        quantity: 1,
        total: Some(price),
        paid: Some(price),
        refunded: None,
        status: OrderStatus::Finished,
        status_raw: "finished".to_owned(),
        refund_status_raw: None,
        category: product.map(|product| product.category.to_owned()),
        extra: Default::default(),
    };
    OrderDraft {
        row: 0,
        number: format!("NT{lot:010}"),
        shop: ShopRef::default(),
        buyer: BuyerDraft { identifiers: vec![who], ..BuyerDraft::default() },
        address: AddressDraft::default(),
        status: OrderStatus::Finished,
        status_raw: "finished".to_owned(),
        placed_at: Some(at),
        paid_at: Some(at + 60_000),
        shipped_at: Some(at + 86_400_000),
        finished_at: Some(at + 4 * 86_400_000),
        currency: "CNY".to_owned(),
        goods: Some(price),
        shipping: None,
        discount: None,
        total: Some(price),
        paid: Some(price),
        refunded: None,
        received: None,
        pieces: Some(1),
        title: None,
        buyer_note: None,
        seller_note: None,
        close_reason: None,
        lines: vec![line],
        shipments: Vec::new(),
        extra: [("campaign".to_owned(), "新茶短信".to_owned())].into(),
        undated: Vec::new(),
    }
}
