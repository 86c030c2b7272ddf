//! Pivots over HTTP, held against counting the same facts one by one and against the rules that their cells say.

use std::collections::{BTreeMap, BTreeSet};

use platform::http::{Role, ShopScope};
use platform::testing::{Client, NOON, Site, on_both};
use platform::{App, Error};
use rules::{Calendar, Fact, Period, Person, Value, Values};
use serde_json::{Value as Json, json};

use crate::segments::feed;
use crate::segments::live::catch_up;
use crate::segments::tests::scene::{Dice, Scene};

const DAY: i64 = 86_400_000;

/// A shop in which much happened, with its people as the database has them.
async fn town(app: &App, seed: u64) -> Result<(Scene, Vec<(i64, Person)>), Error> {
    let mut scene = Scene::new(app).await?;
    let mut dice = Dice::new(seed);
    for _ in 0..90 {
        scene.happen(&mut dice).await?;
    }
    catch_up(app).await?;
    let mut session = app.db.read().await?;
    let shape = crate::segments::catalogue::shape(app, &mut session).await?;
    let ids = scene.everybody().await?;
    let people = feed::take(&mut session, &shape, &ids).await?;
    Ok((scene, people.into_iter().map(|one| (one.customer, one.person)).collect()))
}

async fn ask(client: &Client, question: &Json) -> Result<Json, Error> {
    let answer = client.post("/api/v1/pivot", question).await?;
    assert_eq!(answer.outcome(), "200", "{question}: {}", answer.text());
    Ok(answer.json())
}

fn said(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Flag(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(other) => format!("{other:?}"),
    }
}

/// The member of a dimension that a fact and an item of a person are in.
fn member(
    key: &str,
    person: &Person,
    fact: &Fact,
    item: Option<&BTreeMap<String, Value>>,
    calendar: &Calendar,
) -> String {
    let own = |name: &str| match person.attributes.get(name) {
        Some(Values::One(value)) => Some(value.clone()),
        _ => None,
    };
    match key {
        "month" => Period::Month.first(calendar.day(fact.at)).to_string(),
        "week" => Period::Week.first(calendar.day(fact.at)).to_string(),
        "hour" => ((fact.at - calendar.start(calendar.day(fact.at))) / 3_600_000).to_string(),
        "weekday" => calendar.day(fact.at).weekday().to_monday_one_offset().to_string(),
        "shop" | "channel" | "status" => said(fact.properties.get(key)),
        key if key.starts_with("item.") => said(item.and_then(|item| item.get(key))),
        "first_deal_at:month" => match own("first_deal_at") {
            Some(Value::Instant(at)) => Period::Month.first(calendar.day(at.as_millisecond())).to_string(),
            _ => String::new(),
        },
        name => said(own(name).as_ref()),
    }
}

/// What the cells should be: members to (customers, facts, sum of amounts in ten-thousandths).
fn plainly(
    people: &[(i64, Person)],
    kind: &str,
    keys: &[&str],
    within: (i64, i64),
    calendar: &Calendar,
) -> BTreeMap<Vec<String>, [String; 3]> {
    let by_item = keys.iter().any(|key| key.starts_with("item."));
    let mut cells: BTreeMap<Vec<String>, (BTreeSet<i64>, i64, Option<i64>)> = BTreeMap::new();
    for (id, person) in people {
        let facts = person.facts.iter().filter(|fact| fact.kind == kind && (within.0..within.1).contains(&fact.at));
        for fact in facts {
            let looks: Vec<Option<&BTreeMap<String, Value>>> =
                if by_item { fact.items.iter().map(Some).collect() } else { vec![None] };
            let of_fact: BTreeSet<Vec<String>> = looks
                .into_iter()
                .map(|item| keys.iter().map(|key| member(key, person, fact, item, calendar)).collect())
                .collect();
            for members in of_fact {
                let cell = cells.entry(members).or_default();
                cell.0.insert(*id);
                cell.1 += 1;
                if let Some(Value::Number(amount)) = fact.properties.get("amount") {
                    *cell.2.get_or_insert(0) += amount.0;
                }
            }
        }
    }
    let text = |(customers, facts, sum): (BTreeSet<i64>, i64, Option<i64>)| {
        let sum = sum.map_or_else(|| "null".to_owned(), |sum| rules::Decimal(sum).to_string());
        [customers.len().to_string(), facts.to_string(), sum]
    };
    cells.into_iter().map(|(members, cell)| (members, text(cell))).collect()
}

/// The cells of an answer by the values of their members.
fn told(answer: &Json, cells: &str, field: &str) -> BTreeMap<Vec<String>, [String; 3]> {
    let name = |side: &str, at: usize, place: &Json| {
        let place = usize::try_from(place.as_u64().unwrap()).unwrap();
        answer[side][at]["members"][place]["value"].as_str().unwrap().to_owned()
    };
    let of = |cell: &Json| {
        let mut members = Vec::new();
        for (side, places) in [("rows", "row"), ("columns", "column")] {
            let places = cell[places].as_array().unwrap();
            members.extend(places.iter().enumerate().map(|(at, place)| name(side, at, place)));
        }
        let value = |at: usize| cell[field][at].as_str().unwrap_or("null").to_owned();
        (members, [value(0), value(1), value(2)])
    };
    answer[cells].as_array().unwrap().iter().map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn cells_are_what_counting_one_by_one_and_their_own_rules_say() {
    for seed in [1, 2] {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
            let (_scene, people) = town(&app, seed).await?;
            let (router, _) = crate::router().split_for_parts();
            let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
            let business = crate::shops::business(&mut app.db.read().await?).await?;
            let calendar = Calendar::new(business.zone());
            let (ever, now) = ((i64::MIN, app.clock.now() + 1), app.clock.now());
            let (from, to) = (calendar.day(now - 25 * DAY), calendar.day(now - 5 * DAY));
            let days = (calendar.start(from), calendar.start(Period::Day.next(to)).min(now + 1));
            for (kind, rows, columns, period) in [
                ("paid", vec!["province"], vec!["month"], false),
                ("paid", vec!["status", "item.category"], vec!["week"], false),
                ("viewed", vec!["item.product"], vec!["channel", "weekday"], true),
                ("paid", vec!["hour"], vec!["weekday"], false),
                ("ordered", vec!["first_deal_at:month", "month", "shop"], vec![], true),
                ("dealt", vec![], vec!["contact_group"], false),
                ("refunded", vec![], vec![], false),
            ] {
                let axes = |keys: &[&str]| keys.iter().map(|key| json!({ "dimension": key })).collect::<Vec<_>>();
                let mut question = json!({
                    "subject": kind, "rows": axes(&rows), "columns": axes(&columns),
                    "measures": ["customers", "facts", "sum:amount"],
                });
                if period {
                    question["period"] = json!({ "from": from, "to": to });
                }
                let answer = ask(&owner, &question).await?;
                let within = if period { days } else { ever };
                let keys = [rows.clone(), columns.clone()].concat();
                if !keys.is_empty() {
                    assert_eq!(
                        told(&answer, "cells", "values"),
                        plainly(&people, kind, &keys, within, &calendar),
                        "{question}"
                    );
                }
                for (cells, keys) in [("row_totals", &rows), ("column_totals", &columns)] {
                    if !rows.is_empty() && !columns.is_empty() {
                        let plain = plainly(&people, kind, keys, within, &calendar);
                        assert_eq!(told(&answer, cells, "values"), plain, "{cells} {question}");
                    }
                }
                let total = plainly(&people, kind, &[], within, &calendar).remove(&Vec::new());
                let total = total.unwrap_or(["0", "0", "0"].map(str::to_owned));
                let total = total.map(|value| if value == "null" { Json::Null } else { json!(value) });
                assert_eq!(answer["total"]["values"], json!(total), "{question}");
                // Every cell's rule holds of as many customers as the cell counts.
                for cell in answer["cells"].as_array().unwrap().iter().chain([&answer["total"]]) {
                    let text = cell["rule"].as_str().unwrap();
                    let counted = owner.post("/api/v1/segments/count", &json!({ "text": text })).await?;
                    let count = counted.json()["customers"].to_string();
                    assert_eq!(json!(count), cell["values"][0], "{text}: {}", counted.text());
                }
            }
            Ok(())
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_sliced_filtered_compared_ranked_and_refused() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        use connectors::drafts::OrderStatus::Paid;
        let scene = Scene::new(&app).await?;
        // Last month's three orders and this month's four, of three buyers.
        for (number, buyer, paid, ago) in
            [(0, 1, 10_000, 31), (1, 1, 5_000, 30), (3, 2, 5_000, 31), (4, 1, 8_000, 1), (5, 2, 2_000, 1), (6, 3, 30_000, 2), (9, 3, 10_000, 1)]
        {
            scene.order(number, buyer, Paid, paid, NOON - ago * DAY).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let calendar = Calendar::new(crate::shops::business(&mut app.db.read().await?).await?.zone());
        let day = |ago: i64| calendar.day(NOON - ago * DAY);
        let this = json!({ "from": day(3), "to": day(0) });
        let compared = ask(
            &owner,
            &json!({ "subject": "paid", "rows": [{ "dimension": "day" }], "measures": ["sum:amount", "customers", "facts"],
                "period": this, "compare": { "from": day(33), "to": day(30) } }),
        )
        .await?;
        let cells: Vec<String> = compared["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| format!("{} {} {}", cell["values"], cell["before"], cell["change"]))
            .collect();
        assert_eq!(
            cells,
            [
                r#"["300","1","1"] ["0","0","0"] [null,null,null]"#,
                r#"["200","3","3"] ["150","2","2"] [33.3,50.0,50.0]"#,
                r#"["0","0","0"] ["50","1","1"] [-100.0,-100.0,-100.0]"#,
            ]
        );
        assert_eq!(compared["total"]["values"], json!(["500", "3", "4"]), "{compared}");
        assert_eq!(compared["total"]["before"], json!(["200", "2", "3"]));
        let ranked = ask(
            &owner,
            &json!({ "subject": "paid", "rows": [{ "dimension": "item.product", "top": 2 }],
                "measures": ["sum:item.amount", "per_customer:amount", "average:amount", "distinct:item.product", "per_customer:facts"] }),
        )
        .await?;
        assert_eq!(ranked["rows"][0]["further"], json!(2), "{ranked}");
        assert_eq!(ranked["rows"][0]["members"][0]["value"], json!("茶2"));
        assert_eq!(ranked["cells"][0]["values"], json!(["300", "300", "300", "1", "1"]));
        assert_eq!(ranked["total"]["values"], json!(["700", "233.3333", "100", "4", "2.3333"]));
        let narrowed = ask(
            &owner,
            &json!({ "subject": "paid", "measures": ["customers", "facts"], "slice": { "text": "deals >= 3" },
                "filter": { "type": "property", "property": "amount", "test": { "test": "compare", "comparison": ">=", "value": { "number": "80" } } } }),
        )
        .await?;
        assert_eq!((narrowed["customers"].clone(), narrowed["total"]["values"].clone()), (json!(1), json!(["1", "2"])));
        assert_eq!(narrowed["total"]["rule"], json!("deals >= 3 and did paid where amount >= 80"));
        let people = ask(
            &owner,
            &json!({ "subject": "customers", "rows": [{ "dimension": "deal_amount", "edges": ["100", "300"] }],
                "columns": [{ "dimension": "gender" }], "measures": ["customers", "sum:deals", "average:deal_amount"] }),
        )
        .await?;
        let bands: Vec<&Json> = people["rows"][0]["members"].as_array().unwrap().iter().map(|one| &one["label"]["en"]).collect();
        assert_eq!(bands, ["below 100", "100–300", "300 and more"], "{people}");
        assert_eq!(people["row_totals"][1]["values"], json!(["1", "3", "230"]));
        assert_eq!(people["columns"][0]["members"], json!([{ "value": "", "label": { "zh": "未知", "en": "Unknown" } }]));
        assert_eq!(people["cells"][1]["rule"], json!("deal_amount >= 100 and deal_amount < 300 and not gender is known"));

        let paid = |more: Json| {
            let mut question = json!({ "subject": "paid", "measures": ["facts"] });
            question.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
            question
        };
        for (question, outcome) in [
            (paid(json!({ "subject": "bought" })), "422 invalid"),
            (paid(json!({ "measures": [] })), "422 invalid"),
            (paid(json!({ "measures": ["sum:colour"] })), "422 invalid"),
            (paid(json!({ "rows": [{ "dimension": "tags" }] })), "422 invalid"),
            (paid(json!({ "rows": [{ "dimension": "month" }], "columns": [{ "dimension": "month" }] })), "422 invalid"),
            (paid(json!({ "rows": [{ "dimension": "age", "edges": ["30", "20"] }] })), "422 invalid"),
            (paid(json!({ "rows": [{ "dimension": "month", "top": 0 }] })), "422 invalid"),
            (paid(json!({ "compare": "previous" })), "422 invalid"),
            (paid(json!({ "period": { "from": "2026-02-02", "to": "2026-02-01" } })), "422 invalid"),
            (paid(json!({ "slice": { "text": "did vieed" } })), "422 rule_not_computable"),
            (
                paid(json!({ "filter": { "type": "property", "property": "colour", "test": { "test": "known" } } })),
                "422 rule_not_computable",
            ),
            (json!({ "subject": "customers", "measures": ["customers"], "compare": "previous" }), "422 invalid"),
            (json!({ "subject": "customers", "measures": ["facts"] }), "422 invalid"),
        ] {
            let answer = owner.post("/api/v1/pivot", &question).await?;
            assert_eq!(answer.outcome(), outcome, "{question}: {}", answer.text());
        }
        // Somebody limited to a shop sees the facts of that shop alone.
        let whole = json!({ "subject": "paid", "measures": ["customers", "facts"] });
        for (shops, values) in [(vec![scene.shop.id.0], json!(["3", "7"])), (vec![1], json!(["0", "0"]))] {
            let limited = site.user(Role::Analyst, ShopScope::Only(shops)).await?;
            assert_eq!(ask(&limited, &whole).await?["total"]["values"], values);
        }
        let offered = owner.get("/api/v1/pivot").await?.json();
        let subjects = offered["subjects"].as_array().unwrap();
        assert!(subjects.len() > 20 && offered["hierarchies"].as_array().unwrap().len() == 4, "{offered}");
        // Everything that is offered is answered.
        for subject in subjects.iter().take(4) {
            for dimension in subject["dimensions"].as_array().unwrap() {
                let measures: Vec<&Json> =
                    subject["measures"].as_array().unwrap().iter().map(|one| &one["key"]).take(6).collect();
                let rows = json!([{ "dimension": dimension["key"] }]);
                ask(&owner, &json!({ "subject": subject["key"], "rows": rows, "measures": measures })).await?;
            }
            for measures in subject["measures"].as_array().unwrap().chunks(6) {
                let measures: Vec<&Json> = measures.iter().map(|one| &one["key"]).collect();
                ask(&owner, &json!({ "subject": subject["key"], "measures": measures })).await?;
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}
