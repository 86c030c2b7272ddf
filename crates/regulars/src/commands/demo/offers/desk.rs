//! What staff put on customers by hand: groups, tags, notes, and the black list with its reasons.

use platform::Error;
use platform::http::{Actor, Caller};
use shop::care;
use shop::customers::bulk::{Meant, bulk};
use shop::customers::{reach, set_blacklisted};
use shop::groups::{self, Action};

use super::story::{Story, let_be};

/// Groups: name, how many in a shop of twenty thousand customers, how many days ago.
const GROUPS: [(&str, u64, i64); 4] =
    [("茶友会", 160, 120), ("企业团购", 60, 90), ("一对一服务", 45, 60), ("秋茶品鉴会邀请", 220, 21)];
/// Tags, likewise.
const TAGS: [(&str, u64, i64); 8] = [
    ("送礼为主", 420, 150),
    ("偏爱绿茶", 380, 140),
    ("偏爱岩茶", 260, 130),
    ("价格敏感", 300, 100),
    ("易碎须加固", 140, 80),
    ("爱晒图", 90, 70),
    ("企业采购", 60, 45),
    ("只要当年新茶", 120, 30),
];
/// Notes.
const NOTES: [&str; 10] = [
    "喜欢清香型，新茶上市先通知。",
    "每年中秋前为公司订二十份礼盒，八月中旬联系。",
    "收货地址在校内，快递放菜鸟驿站。",
    "上次杯口有缺口已补发，下单请加固。",
    "母亲喝茶，偏好低咖啡因的老白茶。",
    "电话里聊过泡法，推荐了盖碗入门套装。",
    "要求开专票，抬头已存。",
    "不喜欢接电话，请发短信。",
    "带朋友来过门店，愿意参加品鉴会。",
    "对发货时效敏感，缺货请提前说。",
];
/// Why somebody is on the black list.
const BARRED: [&str; 4] = ["多次签收后恶意仅退款", "职业差评，要求现金补偿", "倒卖活动赠品", "本人要求不再联系"];

/// Looks after customers.
pub(super) async fn tend(story: &Story<'_>) -> Result<(), Error> {
    let operator = caller(story, &story.operator);
    for (turn, (name, count, days)) in (3..).step_by(7).zip(GROUPS) {
        let then = story.app_before(days, 30);
        let mut tx = then.db.begin().await?;
        let Some(group) = let_be(groups::create(&mut tx, &then, &operator, name).await)? else { continue };
        tx.commit().await?;
        put(story, &operator, Action::GroupAdd(group.id), (count, turn), days).await?;
    }
    for (turn, (tag, count, days)) in (5..).step_by(11).zip(TAGS) {
        put(story, &operator, Action::TagAdd(tag.to_owned()), (count, turn), days).await?;
    }
    let agent = caller(story, &story.agent);
    for (turn, (text, days)) in (2..).step_by(5).zip(NOTES.into_iter().zip((1..).step_by(13))) {
        put(story, &agent, Action::Note(text.to_owned()), (25, turn), days).await?;
    }
    bar(story).await
}

/// Somebody of the staff with every right.
pub(super) fn caller(story: &Story<'_>, actor: &Actor) -> Caller {
    Caller { actor: actor.clone(), ..story.caller.clone() }
}

/// Puts something on customers, most of them members.
async fn put(
    story: &Story<'_>,
    caller: &Caller,
    action: Action,
    (count, turn): (u64, usize),
    days: i64,
) -> Result<(), Error> {
    let count = story.some(count);
    let mut who = story.pick(&story.members, count * 3 / 4, turn);
    who.extend(story.pick(&story.strangers, count / 4, turn));
    let then = story.app_before(days, 15);
    let_be(bulk(&then, caller, Meant::Ids(who), action).await).map(|_| ())
}

/// Puts some on the black list, each with a reason.
async fn bar(story: &Story<'_>) -> Result<(), Error> {
    let who = story.pick(&story.strangers, story.some(36), 19);
    for (place, (customer, why)) in (0_i64..).zip(who.into_iter().zip(BARRED.into_iter().cycle())) {
        let then = story.app_before(2 + place * 4, 50);
        let mut tx = then.db.begin().await?;
        let reached = reach(&mut tx, &story.caller.shops, customer).await?;
        set_blacklisted(&mut tx, &then, &reached, true).await?;
        let why = Some(why.to_owned());
        care::record_switch(&mut tx, &then, reached.anchor, ("blacklist", true), why, story.agent.name()).await?;
        tx.commit().await?;
    }
    Ok(())
}
