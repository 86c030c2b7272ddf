use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::body::{self, BodyError, Cause};
use super::{BATCH_LIMIT, Kind, MESSAGE_LIMIT, Message, Reading, Setting, amount, event, time};
use crate::drafts::{Draft, ShopRef};

const RECEIVED: i64 = 1_449_947_461_000; // 2015-12-12T19:11:01Z

fn setting() -> Setting {
    Setting {
        shop: ShopRef { id: Some("web".into()), name: None },
        currency: "CNY".into(),
        zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(8)),
    }
}

fn one(kind: &str, message: &Value) -> Reading {
    let body = body::read_one(Kind::of(kind).unwrap(), message.to_string().as_bytes(), RECEIVED).unwrap();
    assert_eq!(body.refused, []);
    body.messages.into_iter().next().unwrap().read(&setting())
}

/// What a reading says, without the fields that are absent.
fn shown(reading: &Reading) -> String {
    fn bare(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.values_mut().for_each(bare);
                map.retain(|_, value| {
                    !matches!(value, Value::Null) && *value != json!({}) && *value != json!([]) && *value != json!(0)
                });
            }
            Value::Array(list) => list.iter_mut().for_each(bare),
            _ => {}
        }
    }
    let mut text = String::new();
    for draft in &reading.drafts {
        let mut value = serde_json::to_value(draft).unwrap();
        bare(&mut value);
        text.push_str(&value.to_string());
        text.push('\n');
    }
    for link in &reading.links {
        text.push_str(&format!(
            "link {:?} {} -> {:?} {} {:?}\n",
            link.from.kind, link.from.value, link.to.kind, link.to.value, link.reason
        ));
    }
    text
}

fn check(kind: &str, message: &Value, expected: Expect) {
    expected.assert_eq(&shown(&one(kind, message)));
}

#[test]
fn identify_states_a_person() {
    check(
        "identify",
        &json!({"messageId": "m1", "userId": 97980, "anonymousId": "a-1", "timestamp": "2015-12-12T19:00:00Z", "traits": {
            "firstName": "三", "lastName": "张", "email": "Zhang@Example.com", "phone": "138 0013 8000", "gender": "女",
            "birthday": "1990-05-16T16:00:00.000Z", "createdAt": 1436202000, "plan": "gold", "logins": 5, "id": "97980",
            "address": {"state": "浙江", "city": "杭州", "street": "文三路1号", "postalCode": "310012"}}}),
        expect![[r#"
            {"address":{"city":"杭州市","province":"浙江省","street":"文三路1号","zip":"310012"},"birthday":"1990-05-17","email":"Zhang@Example.com","gender":"female","identifiers":[{"kind":"user_id","value":"97980"},{"kind":"mobile","value":"+8613800138000"},{"kind":"email","value":"zhang@example.com"},{"kind":"anonymous_id","value":"a-1"}],"kind":"person","mobile":"138 0013 8000","name":"张三","registered_at":1436202000000,"traits":{"logins":5,"plan":"gold"}}
            link AnonymousId a-1 -> UserId 97980 Together
        "#]],
    );
    check(
        "identify",
        &json!({"messageId": "m2", "anonymousId": "a-2", "traits": {"name": "Ann Lee", "email": "a***@b.com", "birthday": "05-17", "address": {"country": "GB", "state": "Kent", "city": "Dover"}}}),
        expect![[r#"
            {"address":{"city":"Dover","country":"GB","province":"Kent"},"birthday":"--05-17","email":"a***@b.com","identifiers":[{"kind":"anonymous_id","value":"a-2"}],"kind":"person","name":"Ann Lee"}
        "#]],
    );
}

#[test]
fn ecommerce_events_become_ours() {
    check(
        "track",
        &json!({"messageId": "m3", "anonymousId": "a-1", "event": "Product Added", "context": {"campaign": {"source": "weibo"}, "ip": "1.2.3.4"},
            "properties": {"product_id": "507f", "sku": "G-32", "price": 18.99, "quantity": 2, "currency": "usd"}}),
        expect![[r#"
            {"amount":3798,"at":1449947461000,"currency":"USD","identifiers":[{"kind":"anonymous_id","value":"a-1"}],"key":"m3","kind":"event","name":"carted","product":"507f","properties":{"context":{"campaign":{"source":"weibo"}},"currency":"usd","price":18.99,"product_id":"507f","quantity":2,"sku":"G-32","source_event":"Product Added"},"shop":{"id":"web"}}
        "#]],
    );
    check(
        "track",
        &json!({"messageId": "m4", "userId": "u1", "anonymousId": "a-1", "event": "Order Completed", "context": {"traits": {"email": "u@example.com"}}, "properties": {
            "order_id": "50314b8e9bcf000000000000", "total": 27.50, "subtotal": 22.50, "revenue": 25.00, "shipping": 3, "tax": 2, "discount": 2.5, "coupon": "hasbros", "currency": "USD",
            "products": [
                {"product_id": "507f1f77", "sku": "45790-32", "name": "Monopoly: 3rd Edition", "price": 19, "quantity": 1, "category": "Games", "variant": "red"},
                {"product_id": "505bd76785", "sku": "46493-32", "name": "Uno Card Game", "price": "3.00", "quantity": 2}]}}),
        expect![[r#"
            {"buyer":{"email":"u@example.com","identifiers":[{"kind":"user_id","value":"u1"},{"kind":"email","value":"u@example.com"},{"kind":"anonymous_id","value":"a-1"}]},"currency":"USD","discount":250,"extra":{"coupon":"hasbros","revenue":"25.0","subtotal":"22.5","tax":"2"},"goods":2500,"kind":"order","lines":[{"category":"Games","options":"red","price":1900,"product":"507f1f77","quantity":1,"sku":"45790-32","status":"paid","status_raw":"paid","title":"Monopoly: 3rd Edition","total":1900},{"price":300,"product":"505bd76785","quantity":2,"sku":"46493-32","status":"paid","status_raw":"paid","title":"Uno Card Game","total":600}],"number":"50314b8e9bcf000000000000","paid":2750,"paid_at":1449947461000,"pieces":3,"placed_at":1449947461000,"shipping":300,"shop":{"id":"web"},"status":"paid","status_raw":"paid","total":2750}
            {"amount":2750,"at":1449947461000,"currency":"USD","identifiers":[{"kind":"user_id","value":"u1"},{"kind":"anonymous_id","value":"a-1"}],"key":"m4","kind":"event","name":"ordered","properties":{"coupon":"hasbros","currency":"USD","discount":2.5,"order_id":"50314b8e9bcf000000000000","products":[{"category":"Games","name":"Monopoly: 3rd Edition","price":19,"product_id":"507f1f77","quantity":1,"sku":"45790-32","variant":"red"},{"name":"Uno Card Game","price":"3.00","product_id":"505bd76785","quantity":2,"sku":"46493-32"}],"revenue":25.0,"shipping":3,"source_event":"Order Completed","subtotal":22.5,"tax":2,"total":27.5},"shop":{"id":"web"}}
            link AnonymousId a-1 -> UserId u1 Together
        "#]],
    );
    check(
        "track",
        &json!({"messageId": "m5", "userId": "u1", "event": "order refunded", "properties": {"order_id": "503", "total": 30, "currency": "JPY"}}),
        expect![[r#"
            {"amount":30,"buyer":{"identifiers":[{"kind":"user_id","value":"u1"}]},"currency":"JPY","finished_at":1449947461000,"kind":"refund","number":"503-m5","order":"503","shop":{"id":"web"},"status":"succeeded","status_raw":"succeeded"}
            {"amount":30,"at":1449947461000,"currency":"JPY","identifiers":[{"kind":"user_id","value":"u1"}],"key":"m5","kind":"event","name":"refunded","properties":{"currency":"JPY","order_id":"503","source_event":"order refunded","total":30},"shop":{"id":"web"}}
        "#]],
    );
    check(
        "track",
        &json!({"messageId": "m6", "userId": "u1", "event": "Order Refunded", "properties": {"order_id": "503"}}),
        expect![[r#"
        {"buyer":{"identifiers":[{"kind":"user_id","value":"u1"}]},"currency":"CNY","kind":"order","number":"503","shop":{"id":"web"},"status":"refunded","status_raw":"refunded"}
        {"at":1449947461000,"identifiers":[{"kind":"user_id","value":"u1"}],"key":"m6","kind":"event","name":"refunded","properties":{"order_id":"503","source_event":"Order Refunded"},"shop":{"id":"web"}}
    "#]],
    );
    check(
        "track",
        &json!({"messageId": "m7", "userId": "u1", "event": "Order Cancelled", "properties": {"order_id": "503", "total": 9.9}}),
        expect![[r#"
        {"buyer":{"identifiers":[{"kind":"user_id","value":"u1"}]},"currency":"CNY","kind":"order","number":"503","shop":{"id":"web"},"status":"cancelled","status_raw":"cancelled","total":990}
        {"amount":990,"at":1449947461000,"currency":"CNY","identifiers":[{"kind":"user_id","value":"u1"}],"key":"m7","kind":"event","name":"order_cancelled","properties":{"order_id":"503","source_event":"Order Cancelled","total":9.9},"shop":{"id":"web"}}
    "#]],
    );
    check(
        "track",
        &json!({"messageId": "m8", "userId": "u1", "event": "Played Song", "timestamp": "some day", "properties": {"title": "x"}}),
        expect![[r#"
        {"at":1449947461000,"identifiers":[{"kind":"user_id","value":"u1"}],"key":"m8","kind":"event","name":"Played Song","properties":{"timestamp":"some day","title":"x"},"shop":{"id":"web"}}
    "#]],
    );
}

#[test]
fn views_groups_and_aliases() {
    check(
        "page",
        &json!({"messageId": "m9", "anonymousId": "a", "name": "Home", "properties": {"url": "https://shop.example/"}}),
        expect![[r#"
        {"at":1449947461000,"identifiers":[{"kind":"anonymous_id","value":"a"}],"key":"m9","kind":"event","name":"page_viewed","properties":{"name":"Home","url":"https://shop.example/"},"shop":{"id":"web"}}
    "#]],
    );
    check(
        "screen",
        &json!({"messageId": "m10", "anonymousId": "a", "category": "Cart"}),
        expect![[r#"
        {"at":1449947461000,"identifiers":[{"kind":"anonymous_id","value":"a"}],"key":"m10","kind":"event","name":"screen_viewed","properties":{"category":"Cart"},"shop":{"id":"web"}}
    "#]],
    );
    check(
        "group",
        &json!({"messageId": "m11", "userId": "u", "groupId": "g", "traits": {"name": "Initech"}}),
        expect![[r#"
        {"identifiers":[{"kind":"user_id","value":"u"}],"kind":"person","traits":{"group":{"name":"Initech"},"group_id":"g"}}
    "#]],
    );
    check(
        "alias",
        &json!({"messageId": "m12", "userId": "u", "previousId": "old"}),
        expect![[r#"
        link AnonymousId old -> UserId u Alias
        link UserId old -> UserId u Alias
    "#]],
    );
}

#[test]
fn every_event_of_the_specification_has_our_name() {
    let rows = [
        ("Products Searched", "searched"),
        ("Product List Viewed", "list_viewed"),
        ("Product Viewed", "viewed"),
        ("Product Clicked", "clicked"),
        ("Product Added", "carted"),
        ("Product Removed", "uncarted"),
        ("Cart Viewed", "cart_viewed"),
        ("Checkout Started", "checkout_started"),
        ("Checkout Step Viewed", "checkout_step_viewed"),
        ("Checkout Step Completed", "checkout_step_completed"),
        ("Payment Info Entered", "payment_info_entered"),
        ("Order Completed", "ordered"),
        ("Order Updated", "order_updated"),
        ("Order Refunded", "refunded"),
        ("Order Cancelled", "order_cancelled"),
        ("Coupon Applied", "coupon_applied"),
        ("Product Added to Wishlist", "favourited"),
        ("Product Removed from Wishlist", "unfavourited"),
        ("Wishlist Product Added to Cart", "carted"),
        ("Product Shared", "shared"),
        ("Product Reviewed", "reviewed"),
        ("Reply Received", "reply_received"),
        ("Complaint Resolved", "complaint_resolved"),
        ("Compensated", "compensated"),
        ("viewed product", "viewed"),
        ("Signed Up", "signed_up"),
        ("Signed In", "signed_in"),
    ];
    for (theirs, ours) in rows {
        assert_eq!(event::name(theirs), Some(ours), "{theirs}");
    }
    for theirs in ["Signed Out", "Account Created", "Trial Started"] {
        assert_eq!(event::name(theirs), None, "{theirs}");
    }
}

#[test]
fn instants_in_any_form() {
    let rows = [
        ("2015-12-12T19:11:01.152Z", Some(1_449_947_461_152)),
        ("2015-12-12T19:11:01Z", Some(1_449_947_461_000)),
        ("2015-12-13T03:11:01+08:00", Some(1_449_947_461_000)),
        ("2015-12-13T03:11:01.152+0800", Some(1_449_947_461_152)),
        ("2015-12-13T03:11:01+08", Some(1_449_947_461_000)),
        ("2015-12-12 19:11:01", Some(1_449_947_461_000)),
        ("2015-12-12T19:11:01", Some(1_449_947_461_000)),
        ("2015-12-12T19:11:01.152345+00:00", Some(1_449_947_461_152)),
        ("2015-12-12T19:11:01,152Z", Some(1_449_947_461_152)),
        ("2015-12-12T19:11Z", Some(1_449_947_460_000)),
        ("20151212T191101Z", Some(1_449_947_461_000)),
        ("2015-12-12t19:11:01z", Some(1_449_947_461_000)),
        ("2015-12-12", Some(1_449_878_400_000)),
        ("20151212", Some(1_449_878_400_000)),
        ("2015-346", Some(1_449_878_400_000)),
        ("2015-346T19:11:01Z", Some(1_449_947_461_000)),
        ("2015-W50-6", Some(1_449_878_400_000)),
        ("2015-W50-6T19:11:01Z", Some(1_449_947_461_000)),
        ("2015-12", Some(1_448_928_000_000)),
        ("1449947461", Some(1_449_947_461_000)),
        ("1449947461.152", Some(1_449_947_461_152)),
        ("1449947461152", Some(1_449_947_461_152)),
        ("1449947461152345", Some(1_449_947_461_152)),
        ("1449947461152345678", Some(1_449_947_461_152)),
        ("-1000", Some(-1_000_000)),
        ("2015-13-12T19:11:01Z", None),
        ("2015-02-30", None),
        ("yesterday", None),
        ("", None),
    ];
    for (text, expected) in rows {
        assert_eq!(time::parse(text), expected, "{text}");
    }
}

#[test]
fn clocks_are_corrected() {
    let rows = [
        (None, None, 1000, 1000),
        (Some(500), None, 1000, 500),
        (Some(500), Some(600), 1000, 900),
        (Some(5_000), Some(5_100), 1000, 900),
        (Some(700), Some(600), 1000, 1000),
        (Some(9_000), None, 1000, 1000),
        (Some(i64::MIN), Some(i64::MAX), 1000, i64::MIN + 1000),
    ];
    for (said, sent, received, expected) in rows {
        assert_eq!(time::correct(said, sent, received), expected, "{said:?} {sent:?}");
    }
}

#[test]
fn money_is_exact() {
    let rows = [
        ("19.99", "CNY", Some(1999)),
        ("0.1", "CNY", Some(10)),
        ("27.5", "USD", Some(2750)),
        ("59.97000000000001", "CNY", Some(5997)),
        ("1.005", "CNY", Some(101)),
        ("1.0049", "CNY", Some(100)),
        ("-1.005", "CNY", Some(-101)),
        ("1e3", "CNY", Some(100_000)),
        ("1.5e-1", "CNY", Some(15)),
        ("5e-3", "CNY", Some(1)),
        ("4e-9", "CNY", Some(0)),
        ("30", "JPY", Some(30)),
        ("1.234", "KWD", Some(1234)),
        ("1,234.50", "CNY", Some(123_450)),
        ("9999999999999.99", "CNY", Some(999_999_999_999_999)),
        ("1e300", "CNY", None),
        ("1e2147483647", "CNY", None),
        ("1e-2147483648", "CNY", Some(0)),
        ("99999999999999", "CNY", None),
        ("abc", "CNY", None),
        ("", "CNY", None),
        ("0", "CNY", Some(0)),
    ];
    for (text, currency, expected) in rows {
        assert_eq!(amount::of_text(text, currency), expected, "{text}");
    }
    assert_eq!(amount::of_json(&json!(0.1 + 0.2), "CNY"), Some(30));
    assert_eq!(amount::of_json(&json!(" ¥12.30 "), "CNY"), Some(1230));
    assert_eq!(amount::of_json(&json!(true), "CNY"), None);
}

#[test]
fn batches_keep_good_messages_beside_bad_ones() {
    let batch = json!({"sentAt": "2015-12-12T20:11:01Z", "writeKey": "k", "context": {"locale": "zh-CN"}, "batch": [
        {"type": "track", "event": "A", "userId": "u", "timestamp": "2015-12-12T20:11:00Z", "messageId": "1"},
        {"type": "track", "userId": "u"},
        {"type": "track", "event": "A"},
        {"type": "track", "event": "A", "userId": "undefined"},
        {"type": "dance", "userId": "u"},
        {"userId": "u"},
        {"type": "group", "userId": "u"},
        {"type": "alias", "userId": "u"},
        {"type": "track", "event": {}, "userId": "u"},
        7,
        {"type": "page", "anonymousId": "a", "context": {}},
    ]});
    let body = body::read_batch(batch.to_string().as_bytes(), RECEIVED).unwrap();
    assert_eq!(body.write_key.as_deref(), Some("k"));
    assert_eq!(body.messages.len(), 2);
    assert_eq!(body.messages[0].common().at, RECEIVED - 1000, "the sender's clock is an hour ahead");
    assert_eq!(body.messages[0].common().visit["locale"], "zh-CN");
    let refused: Vec<_> = body.refused.iter().map(|refused| (refused.index, refused.reason)).collect();
    assert_eq!(
        refused,
        [
            (1, Cause::MissingEvent),
            (2, Cause::MissingId),
            (3, Cause::MissingId),
            (4, Cause::UnknownType),
            (5, Cause::UnknownType),
            (6, Cause::MissingGroup),
            (7, Cause::MissingPrevious),
            (8, Cause::Malformed),
            (9, Cause::Malformed),
        ]
    );
}

#[test]
fn bodies_beyond_the_limits_are_errors() {
    let message =
        |size: usize| json!({"type": "track", "event": "A", "userId": "u", "properties": {"x": "y".repeat(size)}});
    let rows = [
        (
            body::read_one(Kind::Track, message(MESSAGE_LIMIT).to_string().as_bytes(), 0).unwrap_err().code(),
            "body_too_large",
        ),
        (body::read_one(Kind::Track, b"{\"userId\":", 0).unwrap_err().code(), "not_json"),
        (body::read_one(Kind::Track, b"[]", 0).unwrap_err().code(), "not_json"),
        (body::read_one(Kind::Track, b"\xff\xfe", 0).unwrap_err().code(), "not_json"),
        (body::read_batch(b"{}", 0).unwrap_err().code(), "not_json"),
        (body::read_batch(&vec![b' '; BATCH_LIMIT + 1], 0).unwrap_err().code(), "body_too_large"),
    ];
    for (found, expected) in rows {
        assert_eq!(found, expected);
    }
    let batch = json!({"batch": [message(1), message(MESSAGE_LIMIT)]});
    assert!(matches!(
        body::read_batch(batch.to_string().as_bytes(), 0),
        Err(BodyError::MessageTooLarge { index: 1, .. })
    ));
    let fits = json!({"batch": vec![message(MESSAGE_LIMIT - 200); 15]});
    assert_eq!(body::read_batch(fits.to_string().as_bytes(), 0).unwrap().messages.len(), 15);
}

#[test]
fn a_message_without_an_id_gets_one_of_its_content() {
    let key = |message: &Value, received| {
        body::read_one(Kind::Track, message.to_string().as_bytes(), received).unwrap().messages[0].common().id.clone()
    };
    let timed = json!({"event": "A", "userId": "u", "timestamp": "2015-12-12T19:11:01Z"});
    let untimed = json!({"event": "A", "userId": "u"});
    assert_eq!(key(&timed, 1), key(&timed, 2), "the same fact sent again is one");
    assert_ne!(key(&untimed, 1), key(&untimed, 2), "two visits are two");
    assert_ne!(key(&timed, 1), key(&json!({"event": "B", "userId": "u", "timestamp": "2015-12-12T19:11:01Z"}), 1));
}

#[test]
fn personal_values_stay_out_of_debug() {
    let body =
        body::read_one(Kind::Identify, br#"{"userId":"secret-user","traits":{"email":"a@example.com"}}"#, 0).unwrap();
    let text = format!("{body:?}");
    assert!(!text.contains("secret-user") && !text.contains("example.com"), "{text}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("2015-12-12T19:11:01Z")),
        Just(json!("track")),
        Just(json!("identify")),
        Just(json!("Order Completed"))
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let key = prop_oneof![
            Just("userId"),
            Just("anonymousId"),
            Just("type"),
            Just("event"),
            Just("timestamp"),
            Just("sentAt"),
            Just("traits"),
            Just("properties"),
            Just("products"),
            Just("order_id"),
            Just("total"),
            Just("price"),
            Just("quantity"),
            Just("birthday"),
            Just("address"),
            Just("context"),
            Just("previousId"),
            Just("currency")
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|pairs| pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into())
        ]
    })
}

proptest! {
    #[test]
    fn no_message_is_lost(batch in prop::collection::vec(any_json(), 0..6)) {
        let count = batch.len();
        let text = json!({"batch": batch}).to_string();
        let body = body::read_batch(text.as_bytes(), RECEIVED).unwrap();
        prop_assert_eq!(body.messages.len() + body.refused.len(), count);
        for message in body.messages {
            let at = message.common().at;
            prop_assert!(at <= RECEIVED);
            let plain = matches!(message, Message::Track(..) | Message::View(..));
            let reading = message.read(&setting());
            let events = reading.drafts.iter().filter(|draft| matches!(draft, Draft::Event(_))).count();
            prop_assert_eq!(events, usize::from(plain));
        }
    }

    #[test]
    fn orders_of_any_shape_are_read(properties in any_json()) {
        let text = json!({"userId": "u", "event": "Order Completed", "properties": {"order_id": "1", "products": [properties], "total": 1}}).to_string();
        let body = body::read_one(Kind::Track, text.as_bytes(), RECEIVED).unwrap();
        for message in body.messages {
            prop_assert_eq!(message.read(&setting()).drafts.len(), 2);
        }
    }

    #[test]
    fn bytes_of_any_kind_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = body::read_batch(&bytes, 0);
        let _ = body::read_one(Kind::Track, &bytes, 0);
    }

    #[test]
    fn amounts_of_cents_come_back(minor in -99_999_999_999i64..99_999_999_999) {
        let text = format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100);
        let parsed: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(amount::of_json(&parsed, "CNY"), Some(minor));
    }

    #[test]
    fn any_text_is_an_instant_or_not(text in "\\PC{0,30}", digits in "[-0-9TZ:+. W]{0,30}") {
        let _ = (time::parse(&text), time::parse(&digits));
    }
}
