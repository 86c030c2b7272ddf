//! Every recipe against the catalogue, and on a customer who belongs and one who does not.

use std::collections::{BTreeMap, BTreeSet};

use platform::Error;
use platform::accounts::{self, NewUser};
use platform::http::{Caller, Role, ShopScope};
use platform::i18n::Locale;
use platform::testing::{NOON, on_both};
use rules::{Calendar, Decimal, Fact, Person, Type, Value, Values, evaluate, parse};

use tokio_util::sync::CancellationToken;

use super::kitchen::all;
use super::*;
use crate::segments::{catalogue, live, verbs};

const HOUR: i64 = 3_600_000;

/// A customer in a few words: `deals=2` is an attribute, `paid@3d amount=100` a fact three days ago.
fn person(words: &str, catalogue: &rules::Catalogue) -> Person {
    let value = |kind: Type, text: &str| match kind {
        Type::Number | Type::Money => Value::Number(Decimal::read(text).unwrap()),
        Type::Flag => Value::Flag(text == "yes"),
        Type::Day | Type::Anniversary => Value::Day(text.parse().unwrap()),
        Type::Instant => Value::Instant(jiff::Timestamp::from_millisecond(ago(text)).unwrap()),
        Type::Text | Type::Choice | Type::Tags => Value::Text(text.to_owned()),
    };
    let mut person = Person::default();
    for phrase in words.split(';').map(str::trim).filter(|phrase| !phrase.is_empty()) {
        let mut parts = phrase.split(' ');
        let first = parts.next().unwrap();
        let Some((kind, at)) = first.split_once('@') else {
            let (name, text) = first.split_once('=').unwrap();
            let attribute = catalogue.attribute(name).unwrap();
            person.attributes.insert(name.to_owned(), Values::One(value(attribute.kind, text)));
            continue;
        };
        let said = catalogue.kind(kind).unwrap();
        let mut fact = Fact { kind: kind.to_owned(), at: ago(at), properties: BTreeMap::new(), items: Vec::new() };
        for part in parts {
            let (name, text) = part.split_once('=').unwrap();
            let value = value(said.property(name).unwrap().kind, text);
            if name.starts_with("item.") {
                fact.items.push(BTreeMap::from([(name.to_owned(), value)]));
            } else {
                fact.properties.insert(name.to_owned(), value);
            }
        }
        person.facts.push(fact);
    }
    person
}

/// `3d` or `5h` before noon.
fn ago(text: &str) -> i64 {
    let (n, unit) = text.split_at(text.len() - 1);
    NOON - n.parse::<i64>().unwrap() * if unit == "d" { 24 * HOUR } else { HOUR }
}

/// Of each recipe: a customer who belongs, and one who does not.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("interested", "viewed@100d", "viewed@100d; dealt@700d"),
    ("new_customers", "deals=1; dealt@100d", "deals=2; dealt@100d; dealt@900d"),
    ("repeat_customers", "deals=2; dealt@100d; dealt@700d", "deals=2; dealt@100d; dealt@800d"),
    ("visited_shop", "page_viewed@29d", "page_viewed@31d; viewed@1d"),
    ("viewed_item", "viewed@1d", "viewed@31d"),
    ("favourited_item", "favourited@60d", "favourited@91d"),
    ("carted_not_bought", "carted@3d", "carted@3d; paid@2d"),
    ("coupon_unused", "coupon_received@3d", "coupon_received@3d; coupon_used@1d"),
    ("inquired_no_order", "inquired@3d", "inquired@3d; ordered@2d"),
    ("ordered_not_paid", "to_pay=1", "deals=1"),
    ("first_purchase", "deals=1", "deals=2"),
    ("repeat_purchase", "deals=2", "deals=1"),
    (
        "frequent",
        "dealt@1d; dealt@2d; dealt@3d; dealt@4d; dealt@5d",
        "dealt@1d; dealt@2d; dealt@3d; dealt@4d; dealt@400d",
    ),
    ("high_average", "average_order=300", "average_order=299.99"),
    ("bought_lately", "dealt@29d", "dealt@30d"),
    ("dormant", "last_deal_at=200d", "last_deal_at=400d"),
    ("lost", "last_deal_at=361d", "last_deal_at=200d"),
    ("waiting_for_shipment", "to_ship=2", "to_receive=1"),
    ("waiting_for_parcel", "to_receive=1", "to_ship=1"),
    ("not_reviewed", "signed@5d", "signed@5d; reviewed@1d rating=5"),
    ("good_review", "reviewed@5d rating=5", "reviewed@5d rating=3"),
    ("poor_review", "reviewed@5d rating=3", "reviewed@5d rating=4"),
    ("refunding", "open_refunds=1", "refunded@5d"),
    ("refunded", "refunded@5d", "refund_requested@5d"),
    ("member", "member=yes", "joined@500d; left@5d; member=no"),
    ("fan", "followed@500d", "favourited@5d"),
    ("sms_reachable", "reachable.sms=yes", "reachable.sms=no"),
    ("wake_dormant", "deals=2; last_deal_at=100d", "deals=2; last_deal_at=400d"),
    ("high_value_leaving", "deal_amount=2500; last_deal_at=90d", "deal_amount=2500; last_deal_at=10d"),
    ("stocking_up", "carted@1d; carted@2d; carted@3d", "carted@1d; carted@2d; carted@9d"),
    ("cart_unpaid", "carted@30h", "carted@30h; paid@20h"),
    ("inquiry_lost", "inquired@30h", "inquired@20h"),
    ("birthday_soon", "birthday=1990-11-15", "birthday=1990-11-25"),
    ("birthday_month", "birthday=1990-11-01; deals=1", "birthday=1990-12-01; deals=1"),
    ("first_buy_no_repeat", "deals=1; first_deal_at=40d", "deals=1; first_deal_at=20d"),
    ("review_rescue", "reviewed@2d rating=1", "reviewed@20d rating=1"),
    ("complaint_care", "complained@2d", "complained@20d"),
    ("refund_rescue", "refunded@20d", "refunded@20d; paid@15d"),
    ("unpaid_reminder", "to_pay=1; ordered@10h", "to_pay=1; ordered@9d"),
    ("big_spenders", "dealt@9d amount=600; dealt@99d amount=400", "dealt@9d amount=600; dealt@399d amount=400"),
    ("single_large", "dealt@9d amount=500", "dealt@9d amount=300; dealt@8d amount=300"),
    ("favourite_not_bought", "favourited@9d", "favourited@9d; paid@1d"),
    ("hesitating", "viewed@1d; viewed@1d; viewed@2d; viewed@2d; viewed@3d", "viewed@1d; viewed@2d"),
    ("searched_not_bought", "searched@1d", "searched@1d; ordered@1h"),
    ("new_this_week", "first_deal_at=6d", "first_deal_at=7d"),
    ("first_anniversary", "first_deal_at=365d", "first_deal_at=370d"),
    ("coupon_expiring", "coupon_received@6d", "coupon_received@4d"),
    ("many_profiles", "profiles=2", "profiles=1"),
    ("signed_care", "signed@2d", "signed@3d"),
    ("slow_shipment", "to_ship=1; paid@5d", "to_ship=1; paid@1d"),
    ("reachable_old", "deals=1; reachable.sms=yes", "deals=0; reachable.sms=yes"),
    ("frequent_refunds", "refunded@1d; refunded@2d; refunded@3d", "refunded@1d; refunded@2d"),
    ("signed_up_not_bought", "signed_up@1d; deals=0", "signed_up@1d; deals=1"),
    ("premium_viewers", "viewed@1d item.price=800", "viewed@1d item.price=80"),
    ("on_black_list", "blacklisted=yes", "blacklisted=no"),
    ("new_buyers", "deals=0", "deals=0; to_pay=1"),
    ("old_buyers", "deals=1", "deals=0"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_recipe_can_be_computed_and_means_what_it_says() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shape = catalogue::shape(&app, &mut app.db.read().await?).await?;
        let calendar = Calendar::new(shape.business.zone());
        let mut seen = BTreeSet::new();
        for recipe in all()? {
            assert!(seen.insert(&recipe.key), "{} comes twice", recipe.key);
            let text = recipe.text(&Settings::default(), &BTreeMap::new())?;
            let rule = parse(&text, &shape.catalogue).unwrap_or_else(|problems| panic!("{}: {problems:?}", recipe.key));
            let (_, yes, no) =
                PEOPLE.iter().find(|row| row.0 == recipe.key).unwrap_or_else(|| panic!("nobody for {}", recipe.key));
            for (words, belongs) in [(yes, true), (no, false)] {
                let answer = evaluate(&rule, &shape.catalogue, &person(words, &shape.catalogue), NOON, &calendar);
                assert_eq!(answer.holds, belongs, "{}: {text} of {words}", recipe.key);
            }
        }
        let shelf = |group| all().map(|all| all.iter().filter(|one| one.group == group).count());
        assert_eq!((shelf(Group::Automatic)?, shelf(Group::Relationship)?), (3, 24));
        assert!(shelf(Group::Recipe)? >= 24);
        Ok(())
    })
    .await
    .unwrap();
}

#[test]
fn settings_and_numbers_stand_in_the_text() {
    let of = |key: &str, settings: &Settings, given: &[(&str, &str)]| {
        let given = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        usual(key).and_then(|recipe| recipe.text(settings, &given)).map_err(|error| error.to_string())
    };
    let usual = Settings::default();
    let strict = Settings { new_customer_counts_pending: false, refunded_is_new: false, w1_days: 30, w2_days: 365 };
    for (key, settings, given, expected) in [
        ("repeat_customers", usual, vec![], Ok("did dealt at least 2 times in last 720 days")),
        ("repeat_customers", strict, vec![], Ok("did dealt at least 2 times in last 365 days")),
        ("repeat_customers", strict, vec![("w2", "90")], Ok("did dealt at least 2 times in last 90 days")),
        ("old_buyers", usual, vec![], Ok("deals >= 1 or to_pay >= 1")),
        ("old_buyers", strict, vec![], Ok("did paid")),
        ("high_average", usual, vec![("amount", "99.5")], Ok("average_order >= 99.5")),
        ("high_average", usual, vec![("amount", "1) or (2")], Err("invalid [parameters.amount: out_of_range]")),
        ("high_average", usual, vec![("days", "1")], Err("invalid [parameters.days: unknown]")),
        ("nothing", usual, vec![], Err("not_found what=recipe")),
    ] {
        let found = of(key, &settings, &given);
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn automatic_crowds_are_made_once_when_the_business_stands() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let names = || async {
            let made = verbs::list(&mut app.db.read().await?).await?;
            Ok::<_, Error>(made.into_iter().map(|record| (record.id, record.name)).collect::<Vec<_>>())
        };
        live::start(&app, &CancellationToken::new()).await?;
        assert!(!make::opened(&app).await?, "nobody owns the business");
        let owner = NewUser {
            name: "Mei".to_owned(),
            login: "mei".to_owned(),
            role: Role::Owner,
            shops: ShopScope::All,
            locale: None,
        };
        let caller = Caller::system(crate::permissions::ALL, Locale::ZhCn);
        let mut tx = app.db.begin().await?;
        accounts::add_in(&mut tx, &app, &caller, &owner, &accounts::Hash::unusable()).await?;
        tx.commit().await?;
        assert!(make::opened(&app).await?);
        let made = names().await?;
        let mut words: Vec<&str> = made.iter().map(|one| one.1.as_str()).collect();
        words.sort_unstable();
        assert_eq!(words, ["兴趣人群", "复购人群", "新客户人群"]);
        verbs::delete(&app, &caller, made[0].0).await?;
        assert!(make::opened(&app).await?);
        assert_eq!(names().await?.len(), 2, "what somebody deleted stays away");
        Ok(())
    })
    .await
    .unwrap();
}
