//! Lines that are sold to members of a level only: who has not reached it is priced without them, and told which level they
//! ask for and how far she is.
//!
//! Absent from here: which goods these are (`members`).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use platform::Error;
use platform::db::Connection;
use pricing::{Cart, Words};

use super::model::{Closed, Why};
use crate::members::{self, LevelRef, Measure, NextLevel};
use crate::promotions::buyer::Who;
use crate::{products, shops};

/// The code of the refusal.
pub(super) const CODE: &str = "members_only_goods";

/// Takes the lines that are not for this buyer out of a cart, and says why. Its goods and its buyer are filled in already.
pub(super) async fn close(
    conn: &mut impl Connection,
    who: Option<&Who>,
    cart: &mut Cart,
) -> Result<Vec<Closed>, Error> {
    let goods = members::goods(conn).await?;
    if goods.rules.is_empty() {
        return Ok(Vec::new());
    }
    let programme = members::programme(conn).await?;
    let level = cart.buyer.level.as_ref().and_then(|level| level.parse::<i64>().ok());
    let rank = level.map_or(0, |level| programme.rank(level));
    let mut refused = Vec::new();
    cart.lines.retain(|line| match goods.needed(&programme, &line.product, &line.categories) {
        Some(needed) if rank < needed => {
            refused.push((line.key.clone(), line.product.clone(), needed));
            false
        }
        _ => true,
    });
    if refused.is_empty() {
        return Ok(Vec::new());
    }
    if cart.lines.is_empty() {
        // What is not sent costs no shipping.
        cart.shipping = 0;
    }
    let numbers: Vec<&str> = refused.iter().map(|(_, product, _)| product.as_str()).collect();
    let titles = products::titles_anywhere(conn, &numbers).await?;
    let currency = shops::business(conn).await?.currency;
    let mut ways: BTreeMap<usize, Way> = BTreeMap::new();
    let mut closed = Vec::with_capacity(refused.len());
    for (line, product, needed) in refused {
        let Some(level) = programme.level_ref(needed) else { continue };
        if let Entry::Vacant(unknown) = ways.entry(needed) {
            let way = match who {
                None => Way::Stranger,
                Some(who) if who.blacklisted => Way::Shut,
                Some(who) => match members::towards(conn, &programme, who.reached.customer_id, needed).await? {
                    None => Way::Join,
                    Some((own, next)) => Way::Rise(own, next),
                },
            };
            unknown.insert(way);
        }
        let Some(way) = ways.get(&needed) else { continue };
        let title = titles.get(&product).unwrap_or(&product);
        closed.push(Closed {
            line,
            refused: Why { code: CODE.to_owned(), reason: reason(title, &level, way, programme.by, &currency) },
            missing: if let Way::Rise(_, next) = way { Some(next.clone()) } else { None },
            product,
            level,
        });
    }
    Ok(closed)
}

/// How somebody comes to the level that is asked for.
enum Way {
    /// Nobody knows who she is.
    Stranger,
    /// She is no member.
    Join,
    /// She is a member of this level, or of none, and this is missing.
    Rise(Option<Words>, NextLevel),
    /// She is on the black list.
    Shut,
}

fn reason(title: &str, level: &LevelRef, way: &Way, by: Measure, currency: &str) -> Words {
    let far = match way {
        Way::Stranger => words("请登录会员后购买", "sign in as a member to buy it"),
        Way::Join => words("请先加入会员", "join first"),
        Way::Rise(own, next) => rise(own.as_ref(), next, by, currency),
        Way::Shut => words("您暂时不能购买", "you cannot buy it for now"),
    };
    let level = &level.name;
    Words {
        zh: format!("“{title}”仅限 {} 及以上会员购买：{}", level.in_chinese(), far.zh),
        en: format!("“{title}” is for members from {} on: {}", level.in_english(), far.en),
    }
}

fn rise(own: Option<&Words>, next: &NextLevel, by: Measure, currency: &str) -> Words {
    let (zh, en) = own.map_or_else(
        || ("您还没有等级".to_owned(), "you have no level yet".to_owned()),
        |own| (format!("您是 {}", own.in_chinese()), format!("you are {}", own.in_english())),
    );
    let amount = next.amount.filter(|amount| *amount > 0).map(|amount| pricing::shown(amount, currency));
    let deals = next.deals.filter(|deals| *deals > 0).map(|deals| (format!("{deals} 笔"), count(deals)));
    let missing = match (amount, deals) {
        (Some(amount), Some((zh, en))) => {
            let (and_zh, and_en) = if by == Measure::Both { ("并且", "and") } else { ("或", "or") };
            Some((format!("{amount} {and_zh} {zh}"), format!("{amount} {and_en} {en}")))
        }
        (Some(amount), None) => Some((amount.clone(), amount)),
        (None, deals) => deals,
    };
    match missing {
        Some((more_zh, more_en)) => Words {
            zh: format!("{zh}，再成交 {more_zh} 即可升级"),
            en: format!("{en}, {more_en} more to reach it"),
        },
        None => Words { zh, en },
    }
}

fn count(deals: i64) -> String {
    if deals == 1 { "1 deal".to_owned() } else { format!("{deals} deals") }
}

fn words(zh: &str, en: &str) -> Words {
    Words { zh: zh.to_owned(), en: en.to_owned() }
}
