//! Following the outbox comes to what the database holds, and live segments to what their rules mean.

use std::collections::{BTreeMap, BTreeSet};

use platform::Error;
use platform::testing::{on_both, prepare_all};
use rules::{Calendar, Person, Rule, SetKind, evaluate};
use tokio_util::sync::CancellationToken;

use super::scene::{Dice, Scene, boss};
use crate::fields::FieldType;
use crate::segments::language::Wording;
use crate::segments::live::{self, Live, catch_up};
use crate::segments::model::Origin;
use crate::segments::verbs::{self, New};
use crate::segments::{catalogue, feed, records};

const RULES: &[(&str, &str)] = &[
    ("看过", "did viewed in last 7 days"),
    ("常客", "did paid at least 2 times in last 30 days or deal_amount >= 500"),
    ("绿茶", r#"did paid where (item.category starts with "绿茶" or item.category starts with "茶")"#),
    ("加购未付", "did carted then no paid within 3 days in last 20 days"),
    ("待付", "to_pay >= 1"),
    ("会员", r#"tags any of ("vip") or in group "老友""#),
    ("看过非常客", r#"in segment "看过" and not in segment "常客""#),
    ("生日", "birthday in next 7 days"),
    ("其他", r#"did other where name = "Something Else""#),
    ("询单", r#"contact_group = "inquired""#),
    ("西湖店", r#"did viewed where "properties.门店" = "西湖" in last 20 days"#),
    ("高分", r#"did other at least 2 times where (name = "Something Else" and properties.score >= 50)"#),
];

pub(crate) async fn define(scene: &Scene, name: &str, text: &str) -> Result<i64, Error> {
    let shape = catalogue::shape(&scene.app, &mut scene.app.db.read().await?).await?;
    let sound = Wording { text: Some(text.to_owned()), rule: None }.sound(&shape)?;
    let new = New { name: name.to_owned(), note: String::new(), tags: Vec::new(), origin: Origin::Own, recipe: None };
    Ok(verbs::create(&scene.app, &boss(), new, sound).await?.id)
}

/// Facts in an order that does not depend on how they came.
fn laid(mut person: Person) -> Person {
    person.facts.sort_by_key(|fact| format!("{fact:?}"));
    person.sets.clear();
    person
}

/// Everybody as the database tells, and who belongs to which segment by the plain meaning of its rule.
async fn told(scene: &Scene) -> Result<(BTreeMap<i64, Person>, BTreeMap<String, BTreeSet<i64>>), Error> {
    let app = &scene.app;
    let mut session = app.db.read().await?;
    let shape = catalogue::shape(app, &mut session).await?;
    let ids = scene.everybody().await?;
    let mut people = BTreeMap::new();
    for taken in feed::take(&mut session, &shape, &ids).await? {
        let mut person = taken.person;
        person.sets = taken.sets.iter().map(|(kind, _)| (*kind, "老友".to_owned())).collect();
        people.insert(taken.customer, person);
    }
    let calendar = Calendar::new(shape.business.zone());
    let mut members: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for (name, text) in RULES {
        let rule: Rule = rules::parse(text, &shape.catalogue).unwrap();
        let mut inside = BTreeSet::new();
        for (id, person) in &mut people {
            for (other, found) in &members {
                if found.contains(id) {
                    person.sets.insert((SetKind::Segment, other.clone()));
                }
            }
            if evaluate(&rule, &shape.catalogue, person, app.clock.now(), &calendar).holds {
                inside.insert(*id);
            }
        }
        members.insert((*name).to_owned(), inside);
    }
    Ok((people, members))
}

/// Compares what the warehouse holds with what the database tells, and the books with the members.
async fn compare(scene: &Scene, ids: &BTreeMap<String, i64>, when: &str) -> Result<(), Error> {
    let (people, members) = told(scene).await?;
    let held = Live::of(&scene.app).held().unwrap();
    assert_eq!(held.warehouse.customers(), people.len() as u64, "{when}");
    for (id, person) in people {
        let found = held.warehouse.person(id).map(laid);
        assert_eq!(found, Some(laid(person)), "customer {id} {when}");
    }
    let mut session = scene.app.db.read().await?;
    for (name, id) in ids {
        let found: BTreeSet<i64> = held.warehouse.live_crowd(*id).unwrap().customers().collect();
        assert_eq!(found, members[name], "{name} {when}");
        let written: BTreeSet<i64> = live::written(&mut session, *id).await?.unwrap().into_iter().collect();
        let kept: BTreeSet<i64> =
            crate::customers::on_file(&mut session, &written.iter().copied().collect::<Vec<_>>()).await?;
        assert_eq!(&written & &kept, found, "the books of {name} {when}");
        let mut inside: BTreeMap<i64, bool> = BTreeMap::new();
        for one in records::crossings_after(&mut session, *id, 0).await? {
            let before = inside.insert(one.customer, one.entered);
            assert_ne!(before, Some(one.entered), "{} crossed {name} twice the same way {when}", one.customer);
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn following_any_history_is_the_same_as_building_anew() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let mut scene = Scene::new(&app).await?;
        scene.declare(Some("viewed"), "门店", FieldType::OneOf).await?;
        scene.declare(Some("Something Else"), "score", FieldType::Number).await?;
        catch_up(&app).await?;
        let mut ids = BTreeMap::new();
        for (name, text) in RULES {
            ids.insert((*name).to_owned(), define(&scene, name, text).await?);
        }
        let mut dice = Dice::new(11);
        for round in 0..40 {
            for _ in 0..=dice.below(6) {
                scene.happen(&mut dice).await?;
            }
            match dice.below(5) {
                // The process is killed: memory is lost, what was committed is not.
                0 => {
                    live::lose(&app);
                    live::start(&app, &CancellationToken::new()).await?;
                }
                1 => {
                    live::save(&app).await?;
                    scene.happen(&mut dice).await?;
                    live::lose(&app);
                    live::start(&app, &CancellationToken::new()).await?;
                }
                _ => {}
            }
            catch_up(&app).await?;
            compare(&scene, &ids, &format!("after round {round}")).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}
