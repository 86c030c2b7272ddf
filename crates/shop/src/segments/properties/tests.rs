//! Declared properties: through the gate, in rules, past and future events alike.

use connectors::drafts::*;
use platform::http::{Role, ShopScope};
use platform::testing::{NOON, Site, on_both};
use platform::{App, Error};
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use crate::fields::FieldType;
use crate::segments::ask::ask;
use crate::segments::live::{self, Live, catch_up, step};
use crate::segments::tests::scene::Scene;
use crate::{customers, events};

fn site(app: &App) -> Site {
    let (router, _) = crate::router().split_for_parts();
    Site::new(app, crate::policy(), router)
}

/// Events of the shop's own site, as its page sends them.
fn quiz(who: &str, n: i64, properties: &Json) -> Json {
    json!({ "type": "track", "userId": who, "event": "Quiz Done", "messageId": format!("{who}-{n}"), "properties": properties })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_says_by_its_own_keys_is_suggested_declared_and_asked_for() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app).await?;
        let site = site(&app);
        let (sdk, owner) = (site.write_key(scene.shop.id.0).await?, site.role(Role::Owner).await?);
        let said = [
            ("u1", json!({"score": 80, "taste": "绿茶", "fee": "9.9", "on": "2026-12-24", "gift": true, "nested": {"a": 1}})),
            ("u2", json!({"score": 55.5, "taste": "红茶", "fee": 20, "on": "2026-11-21T20:00:00Z", "gift": "否"})),
            ("u3", json!({"score": "100", "taste": "绿茶", "currency": "USD", "fee": 5, "on": "soon", "gift": 7})),
            ("u4", json!({"score": "high", "taste": "长".repeat(201)})),
        ];
        let batch: Vec<Json> = said.iter().map(|(who, properties)| quiz(who, 1, properties)).collect();
        assert_eq!(sdk.post("/v1/batch", &json!({ "batch": batch })).await?.status, 200);
        catch_up(&app).await?;

        let suggested = owner.get("/api/v1/events/properties/suggested").await?.json();
        let lines: Vec<String> = suggested["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{} {} {} {}/{} {}", one["event"], one["key"], one["type"], one["seen"], one["of"], one["examples"]))
            .collect();
        assert_eq!(
            lines,
            [
                r#""Quiz Done" "score" "text" 4/4 ["high","100","55.5","80"]"#.to_string(),
                format!(r#""Quiz Done" "taste" "text" 4/4 ["{}","绿茶","红茶"]"#, "长".repeat(60)),
                r#""Quiz Done" "fee" "money" 3/4 ["5","20","9.9"]"#.to_owned(),
                r#""Quiz Done" "gift" "text" 3/4 ["7","否","true"]"#.to_owned(),
                r#""Quiz Done" "on" "text" 3/4 ["soon","2026-11-21T20:00:00Z","2026-12-24"]"#.to_owned(),
            ]
        );
        // Somebody of another shop, and who may not see personal data, is told less.
        let other = site.user(Role::Owner, ShopScope::Only(vec![7])).await?;
        assert_eq!(other.get("/api/v1/events/properties/suggested").await?.json()["items"], json!([]));

        let declare = async |key: &str, kind: &str, more: Json| {
            let mut body = json!({ "event": "Quiz Done", "key": key, "type": kind });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            owner.post("/api/v1/events/properties", &body).await
        };
        let mut ids = Vec::new();
        for (key, kind, title) in [
            ("score", "number", "得分"),
            ("taste", "one_of", "口味"),
            ("fee", "money", "费用"),
            ("on", "date", "送货日"),
            ("gift", "yes_no", "送礼"),
        ] {
            let answer = declare(key, kind, json!({ "title": title })).await?;
            assert_eq!((answer.status, &answer.json()["state"]), (201, &json!("reading")), "{}", answer.text());
            ids.push(answer.json()["id"].as_str().unwrap().to_owned());
        }
        for (key, kind, more, outcome) in [
            ("score", "number", json!({}), "422 invalid"),
            ("score", "text", json!({ "event": "Poll" }), "409 event_property_type"),
            ("", "text", json!({}), "422 invalid"),
            ("x", "tags", json!({}), "422 invalid"),
            ("x", "text", json!({ "event": "ordered" }), "409 event_told_by_orders"),
        ] {
            assert_eq!(declare(key, kind, more).await?.outcome(), outcome, "{key}");
        }
        // Nothing may be asked that could not be answered yet.
        let catalogue = owner.get("/api/v1/rules/catalogue").await?;
        assert!(!catalogue.text().contains("properties."));
        catch_up(&app).await?;
        let catalogue = owner.get("/api/v1/rules/catalogue").await?.json();
        assert_eq!(catalogue["own_events"], json!(["Quiz Done"]));
        assert_eq!(owner.get("/api/v1/events/properties/suggested").await?.json()["items"], json!([]));

        // What was said before the declaration counts.
        for (rule, expected) in [
            (r#"did other where name = "Quiz Done""#, 4),
            ("did other where properties.score >= 55.5", 3),
            ("did other with average properties.score >= 80", 2),
            (r#"did other where properties.taste in ("绿茶")"#, 2),
            ("did other where properties.taste is known", 3),
            ("did other where properties.fee < 10", 1),
            ("did other where properties.fee is known", 2),
            // By the shop's clock it was the 22nd already.
            ("did other where properties.on = 2026-11-22", 1),
            ("did other where properties.on between 2026-11-22 and 2026-12-24", 2),
            ("did other where properties.gift = no", 1),
            ("did other where properties.gift is known", 2),
        ] {
            let answer = owner.post("/api/v1/segments/count", &json!({ "text": rule })).await?;
            assert_eq!(answer.json()["customers"], expected, "{rule}: {}", answer.text());
        }
        let read = owner.post("/api/v1/rules/read", &json!({ "text": "did 其他行为 where 得分 >= 60" })).await?.json();
        assert!(read["sentence"]["zh"].as_str().unwrap().ends_with("其他行为（得分不低于60）"), "{read}");
        assert_eq!(read["rule"]["filter"]["property"], "properties.score");
        let again = owner.post("/api/v1/rules/read", &json!({ "rule": read["rule"] })).await?.json();
        assert_eq!((&again["text"], &again["problems"]), (&json!("did other where properties.score >= 60"), &json!([])));
        let wrong = owner.post("/api/v1/rules/read", &json!({ "text": "did other where properties.skore >= 60" })).await?;
        assert_eq!(wrong.json()["problems"][0]["code"], "unknown_property");
        assert_eq!(wrong.json()["problems"][0]["near"][0], "properties.score");
        let values = owner.get("/api/v1/rules/values?kind=other&property=properties.taste").await?.json();
        assert_eq!(values["values"], json!([{"value": "绿茶", "customers": 2}, {"value": "红茶", "customers": 1}]));

        // What is said later counts at once, and a live segment follows.
        let rule = json!({ "name": "高分", "text": "did other where (properties.score >= 60 and properties.gift = yes)" });
        let segment = owner.post("/api/v1/segments", &rule).await?;
        assert_eq!(segment.status, 201, "{}", segment.text());
        sdk.post("/v1/track", &quiz("u9", 1, &json!({"score": 61, "gift": "yes"}))).await?;
        catch_up(&app).await?;
        let id: i64 = segment.json()["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(Live::of(&app).held().unwrap().warehouse.size(id).unwrap().customers, 2);

        // A declaration in use stays, and says by what it is used.
        let path = |id: &str| format!("/api/v1/events/properties/{id}");
        let refused = owner.delete(&path(&ids[0])).await?;
        assert_eq!(refused.outcome(), "409 event_property_in_use");
        assert!(refused.json()["detail"].as_str().unwrap().contains("高分"));
        let change = json!({ "title": "测验得分" });
        let changed = owner.patch(&path(&ids[0]), &change).await?.json();
        assert_eq!((&changed["title"], &changed["uses"][0]["name"]), (&json!("测验得分"), &json!("高分")));
        assert_eq!(owner.delete(&path(&ids[2])).await?.status, 204);
        catch_up(&app).await?;
        let gone = owner.post("/api/v1/segments/count", &json!({ "text": "did other where properties.fee < 10" })).await?;
        assert_eq!(gone.status, 422);
        assert_eq!(Live::of(&app).held().unwrap().warehouse.size(id).unwrap().customers, 2);
        let listed = owner.get("/api/v1/events/properties").await?.json();
        let states: Vec<&Json> = listed["items"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
        assert_eq!(states, ["ready"; 4]);
        assert_eq!(listed["items"][0]["title"], "测验得分");
        let deeds = "select action from audit where action like 'event_properties.%' order by id";
        let deeds: Vec<String> = platform::db::Connection::all(&mut app.db.read().await?, deeds, platform::values![])
            .await?
            .iter()
            .map(|row| row.at(0))
            .collect::<Result<_, _>>()?;
        assert_eq!((deeds.len(), deeds[5].as_str()), (7, "event_properties.changed"), "{deeds:?}");
        // An agent may look at what is declared and not change it.
        let agent = site.role(Role::Agent).await?;
        assert_eq!(agent.get("/api/v1/events/properties").await?.status, 200);
        assert_eq!(agent.patch(&path(&ids[0]), &change).await?.status, 403);
        Ok(())
    })
    .await
    .unwrap();
}

async fn counted(app: &App, text: &str) -> Result<u64, Error> {
    let held = live::ready(app)?;
    let rule = rules::parse(text, &held.shape.catalogue).unwrap();
    let asked = ask(app, &ShopScope::All, rule).await?;
    Ok(asked.crowd(app.clock.now()).await?.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_read_again_piece_by_piece_while_the_rest_goes_on() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let draft = |n: i64| EventDraft {
            row: 0,
            key: format!("visit{n}"),
            shop: ShopRef::default(),
            name: "viewed".into(),
            identifiers: vec![Identifier { kind: IdentifierKind::UserId, value: format!("v{n}") }],
            at: NOON,
            product: None,
            amount: None,
            currency: None,
            properties: json!({ "floor": n % 3 }).as_object().unwrap().clone(),
        };
        let source = customers::Source { shop_id: Some(scene.shop.id.0), channel: scene.shop.channel };
        let mut tx = app.db.begin().await?;
        events::record(&mut tx, &app, &source, (0..1_200).map(draft).collect()).await?;
        tx.commit().await?;
        catch_up(&app).await?;
        scene.declare(None, "floor", FieldType::Number).await?;
        // A segment of before goes on meanwhile, and what comes in is taken in by the new catalogue.
        let lately = crate::segments::tests::following::define(&scene, "刚看过", "did viewed in last 3 hours").await?;
        scene.act(1, "viewed", NOON, None).await?;
        let stepped = step(&app).await?;
        assert_eq!(stepped.again, 1_000);
        let held = Live::of(&app).held().unwrap();
        assert_eq!(held.warehouse.size(lately).unwrap().customers, 1_201);
        assert!(held.shape.properties.is_empty(), "nothing is offered before all of it is there");
        // A kill in between loses nothing: everything is read anew.
        live::save(&app).await?;
        live::lose(&app);
        live::start(&app, &CancellationToken::new()).await?;
        catch_up(&app).await?;
        assert_eq!(counted(&app, "did viewed where properties.floor = 2").await?, 400);
        // And once more without a kill, for a declaration that comes on top.
        scene.declare(Some("viewed"), "score", FieldType::Number).await?;
        catch_up(&app).await?;
        assert_eq!(counted(&app, "did viewed where properties.score is known").await?, 1);
        assert_eq!(counted(&app, "did viewed where properties.floor is known").await?, 1_200);
        Ok(())
    })
    .await
    .unwrap();
}
