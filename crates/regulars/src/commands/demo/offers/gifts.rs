//! Gifts by hand: most were sent, some wait, one could not be booked and one was called off.

use platform::http::Caller;
use platform::{Error, Id};
use pricing::Words;
use shop::gifts::{self, GiftKind, GiftStatus, ToGive};

use super::desk::caller;
use super::story::{Story, let_be};

/// What is given: its name in both languages, how it reaches her, what it costs the shop, why.
const GIFTS: [((&str, &str), GiftKind, i64, &str); 5] = [
    (("武夷岩茶品鉴装", "Wuyi rock tea, a tasting set"), GiftKind::Goods, 2_600, "晒图点赞，回赠一份"),
    (("手机流量 1GB", "1 GB of mobile data"), GiftKind::Digital, 800, "问卷答谢"),
    (("手工建盏一只", "A Jian tea bowl, made by hand"), GiftKind::Goods, 6_800, "年度老客答谢"),
    (("话费 10 元", "¥10 of phone credit"), GiftKind::Digital, 1_000, "到货延误致歉"),
    (("当季花茶两泡", "Two servings of this season's flower tea"), GiftKind::Goods, 900, "杯口缺损，随补发寄出"),
];
/// How many in a shop of twenty thousand customers.
const MANY: u64 = 300;

/// Gives them.
pub(super) async fn give(story: &Story<'_>) -> Result<(), Error> {
    let agent = caller(story, &story.agent);
    let who = story.pick(&story.members, story.some(MANY), 29);
    let count = i64::try_from(who.len()).unwrap_or(1).max(1);
    for ((place, customer), ((zh, en), kind, worth, reason)) in (0_i64..).zip(who).zip(GIFTS.iter().copied().cycle()) {
        // The earliest first, evenly over half a year; those of the last days are still to be sent.
        let days = (count - 1 - place) * 180 / count;
        let then = story.app_before(days, place * 53 % 500);
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        let key = format!("demo-gift-{place}");
        let wanted = ToGive { name: &Words::new(zh, en), kind, worth, reason, key: &key };
        let Some((gift, _)) = let_be(gifts::give(&mut tx, &then, &story.agent, &reached, wanted).await)? else {
            continue;
        };
        tx.commit().await?;
        if days > 9 {
            settle(story, &agent, gift, (place, kind), days - 1).await?;
        }
    }
    Ok(())
}

async fn settle(
    story: &Story<'_>,
    agent: &Caller,
    gift: i64,
    (place, kind): (i64, GiftKind),
    days: i64,
) -> Result<(), Error> {
    let (to, note) = match (place % 23, kind) {
        (9, _) => (GiftStatus::Cancelled, "客户婉拒".to_owned()),
        (6, GiftKind::Digital) => (GiftStatus::Failed, "号码已停机，充值被退回".to_owned()),
        (_, GiftKind::Goods) => (GiftStatus::Sent, format!("SF{:012}", 300_100_200_000_i64 + place * 7_919)),
        (_, GiftKind::Digital) => (GiftStatus::Sent, format!("CZ{:08}", 10_000_000 + place * 4_703)),
    };
    let then = story.app_before(days, 45);
    let mut tx = then.db.begin().await?;
    gifts::settle(&mut tx, &then, agent, &[Id(gift)], to, Some(&note)).await?;
    tx.commit().await
}
