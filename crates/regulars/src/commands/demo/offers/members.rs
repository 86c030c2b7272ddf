//! The membership programme: the trade's four levels and points, opened half a year before the story's end; and who joined
//! without a deal, left, or was cared for by hand.

use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, Instant};
use pricing::Words;
use shop::draws;
use shop::gifts;
use shop::ledger::Order;
use shop::members::{self, JoinSource, NewInvitation, Programme};
use shop::points::{self, Bonus, PointsRules};

use super::story::{DAY, OPENED, Story, at, let_be};

/// Switches the programme and points on, on the day on which they began.
pub(in crate::commands::demo) async fn open(tx: &mut Tx, app: &App, caller: &Caller, to: i64) -> Result<(), Error> {
    let then = at(app, to - OPENED * DAY);
    let mut programme = Programme::default();
    programme.enabled = true;
    programme.since = Some(Instant(then.clock.now()));
    programme.why_join.zh = "入会即享会员价和生日礼，每消费 1 元积 1 分，100 分抵 1 元。".to_owned();
    programme.why_join.en =
        "Members pay less, get a gift on their birthday, and earn a point for each yuan; a hundred are worth one yuan."
            .to_owned();
    programme.number_prefix = "SL".to_owned();
    let gifts = [
        None,
        Some(Words::new("生日当月双倍积分卡", "Double points in the month of the birthday")),
        Some(Words::new("当季茶样礼盒一份", "A box of this season's teas")),
        Some(Words::new("定制茶罐与大师手写贺卡", "A tea caddy of one's own, with a card in the master's hand")),
    ];
    for (at, (level, gift)) in programme.levels.iter_mut().zip(gifts).enumerate() {
        let steps = i64::try_from(at).unwrap_or(0);
        level.benefits.birthday_gift = gift;
        // Of the first one nothing is sent.
        level.benefits.birthday_gift_sends = at > 1;
        level.benefits.birthday_points = steps * 50;
        level.benefits.early_access_hours = steps * 12;
        level.benefits.return_days = steps * 5;
    }
    members::save(tx, &then, caller, programme).await?;
    let rules = PointsRules {
        enabled: true,
        bonuses: vec![
            Bonus::Category { category: "礼盒".to_owned(), percent: 200 },
            Bonus::Behaviour { name: "reviewed".to_owned(), points: 20, per_day: 3 },
            Bonus::Campaign {
                name: "周年庆双倍积分".to_owned(),
                from: Instant(to - 64 * DAY),
                until: Instant(to - 57 * DAY),
                percent: 200,
                categories: Vec::new(),
            },
        ],
        ..PointsRules::default()
    };
    points::put_rules(tx, caller, rules, then.clock.now()).await.map(|_| ())
}

/// Lets levels, points and what points bought follow what happened.
pub(in crate::commands::demo) async fn follow(app: &App) -> Result<(), Error> {
    while members::look(app).await? {}
    while points::look(app).await? {}
    while draws::look(app).await? {}
    while gifts::look(app).await? {}
    Ok(())
}

/// Joining without a deal, leaving, and one-to-one care.
pub(super) async fn by_hand(story: &Story<'_>) -> Result<(), Error> {
    invitations(story).await?;
    let joining = story.pick(&story.strangers, story.some(260), 3);
    let count = i64::try_from(joining.len()).unwrap_or(1).max(1);
    for (place, customer) in (0_i64..).zip(joining) {
        // The earliest first, evenly over the time since the programme began.
        let then = story.app_before(OPENED - 1 - place * (OPENED - 2) / count, place * 37 % 600);
        let (way, code) = match place % 5 {
            0 | 3 => (JoinSource::Open, None),
            1 => (JoinSource::Phone, None),
            2 => (JoinSource::Invitation, Some(FRIENDS)),
            _ => (JoinSource::Staff, None),
        };
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        if let_be(members::join(&mut tx, &then, &story.agent, &reached, way, code).await)?.is_some() {
            tx.commit().await?;
        }
    }
    let levels = members::levels(&mut story.app.db.read().await?).await?;
    let vip = levels.get(2).map(|(id, _)| *id);
    for (place, customer) in story.pick(&story.members, 4, 11).into_iter().enumerate() {
        let then = story.app_before(20 + 9 * i64::try_from(place).unwrap_or(0), 45);
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        let why = "茶友会发起人，长期支持小店";
        if let_be(members::set_level(&mut tx, &then, &story.operator, &reached, vip, why, true).await)?.is_some() {
            tx.commit().await?;
        }
    }
    for (place, customer) in (0_i64..).zip(story.pick(&story.members, story.some(12), 29)) {
        let then = story.app_before(3 + place * 6, 90);
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        let order = Order {
            key: format!("demo-care-{place}"),
            points: 100,
            reason: Some("快递途中破损，致歉补偿".into()),
            actor: &story.agent,
        };
        if let_be(points::adjust(&mut tx, &then, &reached, &order, None).await)?.is_some() {
            tx.commit().await?;
        }
    }
    for (place, customer) in (0_i64..).zip(story.pick(&story.members, story.some(9), 41)) {
        let then = story.app_before(8 + place * 11, 15);
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        if let_be(members::leave(&mut tx, &then, &story.agent, &reached, "不再需要会员权益").await)?.is_some() {
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The invitation that members hand on.
const FRIENDS: &str = "SHILUYOU";

async fn invitations(story: &Story<'_>) -> Result<(), Error> {
    let then = story.app_before(OPENED, 0);
    for (name, code, cap) in [("老客带新", FRIENDS, None), ("茶博会扫码入会", "CHABOHUI", Some(500))] {
        let mut tx = then.db.begin().await?;
        let new = NewInvitation { name: name.to_owned(), code: Some(code.to_owned()), cap, ends_at: None };
        if let_be(members::invite(&mut tx, &then, new).await)?.is_some() {
            tx.commit().await?;
        }
    }
    Ok(())
}
