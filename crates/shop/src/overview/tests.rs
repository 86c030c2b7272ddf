//! The first page on both databases: its figures beside a plain recount, its words as a person reads them.

mod recount;

use connectors::drafts::{Draft, Identifier, IdentifierKind, OrderDraft, OrderStatus};
use connectors::segment::{self, Kind, Setting};
use expect_test::expect;
use platform::http::{Caller, Role, ShopScope};
use platform::i18n::Locale;
use platform::testing::{NOON, Site, on_both, prepare_all};
use platform::{App, Error};
use serde_json::{Value as Json, json};

use super::count::rounded;
use super::words::money;
use crate::permissions;
use crate::shops::{self, Channel, NewShop, Shop};

pub(super) const DAY: i64 = 86_400_000;

pub(super) async fn shop(app: &App, name: &str) -> Result<Shop, Error> {
    let caller = Caller::system(permissions::ALL, Locale::En);
    let mut tx = app.db.begin().await?;
    let new = NewShop { name: name.into(), channel: Channel::Web, platform_id: None, currency: None };
    let shop = shops::create(&mut tx, app, &caller, &new).await?;
    tx.commit().await?;
    Ok(shop)
}

/// An order as a source states it.
pub(super) fn order(number: usize, buyer: Option<&str>, at: i64, paid: i64, status: OrderStatus) -> OrderDraft {
    let body = json!({"userId": "u", "event": "Order Completed", "properties": {"order_id": format!("W{number}")}});
    let body = segment::body::read_one(Kind::Track, body.to_string().as_bytes(), at).unwrap();
    let setting = Setting { shop: Default::default(), currency: "CNY".into(), zone: jiff::tz::TimeZone::UTC };
    let reading = body.messages.into_iter().next().unwrap().read(&setting);
    let Some(Draft::Order(mut order)) = reading.drafts.into_iter().next() else { panic!("no order") };
    order.placed_at = Some(at);
    order.paid_at = Some(at);
    order.paid = Some(paid);
    order.total = Some(paid);
    order.status = status;
    order.status_raw = status.code().to_owned();
    order.buyer.identifiers = buyer
        .map(|value| Identifier { kind: IdentifierKind::TaobaoNick, value: value.to_owned() })
        .into_iter()
        .collect();
    *order
}

pub(super) async fn import(app: &App, shop: &Shop, orders: Vec<OrderDraft>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    crate::orders::import(&mut tx, app, shop, orders).await?;
    tx.commit().await
}

pub(super) fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_happened_in_both_languages() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, super::records::STATEMENTS).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        let sentence = |page: platform::testing::Answer| page.json()["sentence"].as_str().unwrap_or_default().to_owned();
        expect!["Nothing is here yet. Bring in an order file, or connect your site, and this page tells you what happened."]
            .assert_eq(&sentence(owner.get("/api/v1/overview").await?));

        let (first, second) = (shop(&app, "A").await?, shop(&app, "B").await?);
        let finished = OrderStatus::Finished;
        import(&app, &first, vec![
            order(1, Some("ann"), NOON - 40 * DAY, 10_000, finished),
            order(2, Some("ann"), NOON - 3 * DAY, 30_000, finished),
            order(3, Some("bob"), NOON - 2 * DAY, 5_000, finished),
            order(4, Some("cat"), NOON - DAY, 123_456, OrderStatus::Paid),
            order(5, Some("dan"), NOON - DAY, 9_900, OrderStatus::Cancelled),
        ])
        .await?;
        import(&app, &second, vec![order(1, Some("eve"), NOON, 700, finished)]).await?;
        expect!["4 deals worth ¥1,591.56 in the last 30 days, 1,491.6% more than in the 30 days before. 3 new and 1 returning buyers; those who came back brought 18.8% of sales. The best day was 10 November with ¥1,234.56. Waiting for you: 1 order to ship."]
            .assert_eq(&sentence(owner.get("/api/v1/overview").await?));
        expect!["No deals in the last 1 days; the 1 days before brought ¥1,234.56. Waiting for you: 1 order to ship."]
            .assert_eq(&sentence(owner.get(&format!("/api/v1/overview?days=1&shop={}", first.id)).await?));
        let words = super::words::Words { i18n: &app.i18n, locale: Locale::ZhCn };
        let mut conn = app.db.read().await?;
        let zone = shops::business(&mut conn).await?.zone();
        let period = super::calendar::Period::of(30, NOON, &zone)?;
        let days = super::calendar::Days::new(period.first(), period.last(), &zone)?;
        let counted = super::count::count(&super::cells::gather(&mut conn, &days).await?, &period);
        expect!["近 30 天成交 4 单，销售额 ¥1,591.56，比再往前 30 天增长 1,491.6%。新客 3 人，老客 1 人，老客贡献了 18.8% 的销售额。最好的一天是11月10日，卖了 ¥1,234.56。"]
            .assert_eq(&words.sentence(&counted, &period, "CNY", &[]));

        // A colleague of one shop sees that shop alone; asking for days beyond a year is refused.
        let one = site.user(Role::Agent, ShopScope::Only(vec![second.id.0])).await?;
        let page = one.get(&format!("/api/v1/overview?shop={}&shop={}", first.id, second.id)).await?.json();
        assert_eq!(page["channels"].as_array().unwrap().len(), 1);
        assert_eq!(page["figures"][0]["value"], 700);
        assert_eq!(page["cohorts"][0]["size"], 1);
        assert_eq!(page["cohorts"][0]["rates"], json!([1_000]));
        for wrong in ["days=0", "days=36526", "all=true&days=7", "all=yes"] {
            assert_eq!(owner.get(&format!("/api/v1/overview?{wrong}")).await?.outcome(), "422 invalid", "{wrong}");
        }
        let refused = owner.get("/api/v1/overview?days=36526").await?.json();
        assert_eq!(refused["errors"][0]["code"], "not_between");
        // All there is, and nothing before it.
        let page = owner.get("/api/v1/overview?all=true").await?.json();
        assert_eq!((&page["previous"], &page["figures"][0]["previous"], &page["width"]), (&Json::Null, &Json::Null, &json!("day")));
        assert_eq!(page["sales"].as_array().unwrap().len(), 41);
        expect![
            "5 deals worth ¥1,691.56 in the 41 days since the first order. All 4 buyers are new. The best day was 10 November with ¥1,234.56. Waiting for you: 1 order to ship."
        ]
            .assert_eq(page["sentence"].as_str().unwrap_or_default());
        Ok(())
    })
    .await
    .unwrap();
}

#[test]
fn a_figure_moves_by_its_share_of_what_it_was_and_a_rate_by_points() {
    use super::model::Unit::{Count, Money, RatePermille};
    for (now, before, unit, expected) in [
        (159_156, 10_000, Money, Some(14_916)),
        (5_000, 10_000, Money, Some(-500)),
        (2, 3, Count, Some(-333)),
        (7, 7, Count, Some(0)),
        (7, 0, Count, None),
        (0, 0, Money, None),
        (50, -100, Money, Some(1_500)),
        (412, 400, RatePermille, Some(12)),
        (412, 0, RatePermille, Some(412)),
    ] {
        assert_eq!(super::page::moved(now, before, unit), expected, "{now} after {before}");
    }
}

#[test]
fn buyers_are_packed_and_unpacked() {
    use super::cells::{Buyer, Cell};
    let buyer = |customer, deals, amount, since| Buyer { customer, deals, amount, since };
    for buyers in [
        vec![],
        vec![buyer(1, 1, 0, 0)],
        vec![buyer(5, 1, 127, 128), buyer(117_778_030_327_234_625, 3, i64::MAX, 20_000), buyer(i64::MAX, 1, 1, 0)],
    ] {
        let packed = Cell { buyers: buyers.clone(), ..Cell::default() }.packed();
        assert_eq!(Cell::unpacked(&packed).unwrap(), buyers);
        if let Some(cut) = packed.len().checked_sub(1) {
            assert!(Cell::unpacked(&packed[..cut]).is_err());
        }
    }
}

#[test]
fn amounts_and_rates_are_written_as_people_write_them() {
    for (amount, currency, expected) in [
        (123_456_789, "CNY", "¥1,234,567.89"),
        (-5, "GBP", "-£0.05"),
        (1_000, "JPY", "¥1,000"),
        (99_900, "SGD", "SGD 999.00"),
        (0, "USD", "$0.00"),
    ] {
        assert_eq!(money(amount, currency), expected);
    }
    for (part, whole, expected) in [(1, 3, 333), (2, 3, 667), (0, 0, 0), (-1, 2, -500)] {
        assert_eq!(rounded(part, whole, 1_000), expected, "{part}/{whole}");
    }
}
