//! Proposals on both databases.

mod over_http;

use connectors::drafts::{Identifier, IdentifierKind};
use platform::db::Connection as _;
use platform::http::{Caller, ShopScope};
use platform::i18n::Locale;
use platform::testing::{NOON, on_both, prepare_all};
use platform::values;

use super::*;
use crate::customers::{Resolved, Sighting, Source, resolve};
use crate::permissions;
use crate::shops::Channel;
use platform::App;

/// One buyer: `nick name mobile street`, `-` for what is not said; all live in one district of Hangzhou.
fn sighting(text: &str) -> Sighting {
    let words: Vec<&str> = text.split_whitespace().collect();
    let said = |n: usize| words.get(n).copied().filter(|word| *word != "-").map(str::to_owned);
    let mut identifiers = Vec::new();
    identifiers.extend(said(0).map(|value| Identifier { kind: IdentifierKind::TaobaoNick, value }));
    identifiers.extend(said(2).map(|value| Identifier { kind: IdentifierKind::Mobile, value }));
    let mut sighting = Sighting::new(Source { shop_id: Some(1), channel: Channel::Taobao }, identifiers, NOON);
    sighting.nick = said(0);
    sighting.name = said(1);
    sighting.mobile = said(2);
    sighting.address.street = said(3);
    sighting.address.province = Some("浙江省".to_owned());
    sighting.address.city = Some("杭州市".to_owned());
    sighting.address.district = Some("西湖区".to_owned());
    sighting
}

async fn see(app: &App, texts: &[&str]) -> Result<Vec<Resolved>, Error> {
    let mut tx = app.db.begin().await?;
    let sightings: Vec<Sighting> = texts.iter().map(|text| sighting(text)).collect();
    let resolved = resolve(&mut tx, app, &sightings).await?;
    tx.commit().await?;
    Ok(resolved.into_iter().flatten().collect())
}

async fn look_until_done(app: &App) -> Result<(), Error> {
    while look(app).await?.messages > 0 {}
    Ok(())
}

/// Every proposal as `state reason nick+nick`, in order.
async fn told(app: &App) -> Result<Vec<String>, Error> {
    let text = "select p.state, p.reason, a.nick, b.nick from proposals p join profiles a on a.id = p.profile_a \
        join profiles b on b.id = p.profile_b order by p.profile_a, p.profile_b";
    let rows = app.db.read().await?.all(text, values![]).await?;
    rows.iter()
        .map(|row| {
            let word = |index| row.at::<String>(index);
            Ok(format!("{} {} {}+{}", word(0)?, word(1)?, word(2)?, word(3)?))
        })
        .collect()
}

fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

async fn first_open(app: &App) -> Result<i64, Error> {
    let found = records::page(&mut app.db.read().await?, State::Open, 0.0, (2.0, i64::MAX), 1).await?;
    Ok(found[0].id)
}

#[tokio::test(flavor = "multi_thread")]
async fn likely_duplicates_are_proposed_and_strangers_are_not() {
    for (seen, expected) in [
        (&["a 张小明 - 文三路1号", "b 张小明 - 文三路1号"][..], &["open name_address a+b"][..]),
        (&["a 张小明 - 文三路1号", "b 张小明 - 文三路2号"], &[]),
        (&["a 张小明 - 文三路1号", "b 李大海 - 文三路1号"], &[]),
        (&["a 张小明 - 文三路1号", "b 张小红 - 文三路1号"], &["open similar_name_same_address a+b"]),
        (&["a 张小明 - 文三路****", "b 张小明 - 文三路****"], &[]),
        (&["a 张小明 +8613800000001 -", "b 李大海 +8613800000001 -"], &["open shared_mobile a+b"]),
        (&["a 张小明 +8613800000001 -", "b 张小明 +8613800000001 -"], &[]),
        // One proposal for two customers, however many of their profiles are alike.
        (
            &["a 张小明 +8613800000001 文三路1号", "b 张小明 +8613800000001 文三路1号", "c 张小明 - 文三路1号"],
            &["open name_address a+c"],
        ),
    ] {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
            see(&app, seen).await?;
            look_until_done(&app).await?;
            if told(&app).await? != expected {
                return Err(Error::internal(format!("{seen:?} gave {:?}", told(&app).await?)));
            }
            // Looking again at everybody finds nothing new.
            let mut after = 0;
            while let Some(last) = look_at_all(&app, after).await? {
                after = last;
            }
            assert_eq!(told(&app).await?, expected);
            Ok(())
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_remembered_and_binds_identifiers_too() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let seen = see(&app, &["a 张小明 - 文三路1号", "b 张小明 - 文三路1号"]).await?;
        look_until_done(&app).await?;
        let id = first_open(&app).await?;
        let mut tx = app.db.begin().await?;
        refuse(&mut tx, &app, &boss(), id).await?;
        assert_eq!(refuse(&mut tx, &app, &boss(), id).await.unwrap_err().code(), "already_decided");
        tx.commit().await?;
        // They say more of themselves: they move together, and then share a mobile and a name.
        see(&app, &["a 张小明 - 文三路9号", "b 张小明 - 文三路9号"]).await?;
        let again = see(&app, &["a 张小明 +8613800000001 文三路9号", "b 张小明 +8613800000001 文三路9号"]).await?;
        look_until_done(&app).await?;
        assert_eq!(told(&app).await?, ["refused name_address a+b"]);
        assert_eq!((again[0].customer_id, again[1].customer_id), (seen[0].customer_id, seen[1].customer_id));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_merges_and_undoing_that_counts_as_a_refusal() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let seen = see(&app, &["a 张小明 - 文三路1号", "b 张小明 - 文三路1号"]).await?;
        look_until_done(&app).await?;
        let customers = [seen[0].customer_id, seen[1].customer_id];
        assert_eq!(open_counts(&mut app.db.read().await?, &customers).await?, [(customers[0], 1), (customers[1], 1)]);
        let id = first_open(&app).await?;
        let mut tx = app.db.begin().await?;
        let customer = accept(&mut tx, &app, &boss(), id).await?;
        tx.commit().await?;
        look_until_done(&app).await?;
        assert_eq!(told(&app).await?, ["accepted name_address a+b"]);
        let mut tx = app.db.begin().await?;
        let record = customers::merges_of(&mut tx, customer).await?[0].id.0;
        customers::undo(&mut tx, &app, record, &boss().actor).await?;
        tx.commit().await?;
        look_until_done(&app).await?;
        assert_eq!(told(&app).await?, ["refused name_address a+b"]);
        assert_eq!(count_open(&mut app.db.read().await?, &ShopScope::All).await?, 0);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_said_or_one_by_now_is_closed() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        see(&app, &["a 张小明 - 文三路1号", "b 张小明 - 文三路1号", "c 王五六 - 文三路5号", "d 王五六 - 文三路5号"])
            .await?;
        look_until_done(&app).await?;
        assert_eq!(told(&app).await?, ["open name_address a+b", "open name_address c+d"]);
        see(&app, &["b 张小明 - 古墩路7号", "c 王五六 +8613800000009 -", "d 王五六 +8613800000009 -"]).await?;
        look_until_done(&app).await?;
        assert_eq!(told(&app).await?, ["withdrawn name_address a+b", "joined name_address c+d"]);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shops_own_pairs_move_the_weights() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        // Homes of two profiles: in most the same name, in some another of the family.
        let texts: Vec<String> = (0..560)
            .flat_map(|home| {
                let other = if home % 4 == 0 { "张大海" } else { "张小明" };
                [format!("a{home} 张小明 - 文三路{home}号"), format!("b{home} {other} - 文三路{home}号")]
            })
            .collect();
        see(&app, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        look_until_done(&app).await?;
        assert_eq!(weigh::current(&mut app.db.read().await?).await?, science::linkage::propose::Weights::default());
        let before = records::get(&mut app.db.read().await?, first_open(&app).await?).await?.unwrap().found.score;
        weigh::learn(&app, &tokio_util::sync::CancellationToken::new()).await?;
        let learnt = weigh::current(&mut app.db.read().await?).await?;
        let odds = |weights: &science::linkage::propose::Weights| {
            weights.figures().into_iter().find(|(name, _)| *name == "odds.address").unwrap().1
        };
        assert!(odds(&learnt) > odds(&science::linkage::propose::Weights::default()));
        let mut after = 0;
        while let Some(last) = look_at_all(&app, after).await? {
            after = last;
        }
        let found = records::get(&mut app.db.read().await?, first_open(&app).await?).await?.unwrap().found;
        assert!(found.score > before, "{} {before}", found.score);
        assert!(found.evidence.iter().all(|said| !said.level.is_empty() && said.m > 0.0 && said.u > 0.0));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_of_another_shop_decides_nothing() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        see(&app, &["a 张小明 - 文三路1号", "b 张小明 - 文三路1号"]).await?;
        look_until_done(&app).await?;
        let id = first_open(&app).await?;
        let stranger = Caller { shops: ShopScope::Only(vec![2]), ..boss() };
        let mut tx = app.db.begin().await?;
        assert_eq!(accept(&mut tx, &app, &stranger, id).await.unwrap_err().code(), "not_found");
        assert_eq!(refuse(&mut tx, &app, &stranger, id).await.unwrap_err().code(), "not_found");
        Ok(())
    })
    .await
    .unwrap();
}
