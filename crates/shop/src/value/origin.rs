//! What brought a customer: the promotion, coupon or campaign of the first purchase, and its channel.
//!
//! A promotion of ours that the order used at the till counts first, of several the one that took the most off; then what the
//! source said with the order (the campaign of the visit, a coupon, an offer). Who used nothing came by the channel alone.
//!
//! Absent from here: advertising that no order names, and what later purchases used.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use platform::Error;
use platform::db::Connection;
use rules::Label;

use super::goods::Deals;
use super::person::Person;
use crate::shops::Channel;
use crate::{orders, shops};

/// A promotion that a paid order used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// What names the order.
    pub order: String,
    /// Whose it is: orders of other shops may have the same number.
    pub profile: i64,
    /// The promotion's key.
    pub key: String,
    /// Its name, Chinese and English.
    pub name: (String, String),
}

/// The names of promotions, by key.
pub(super) type Names = BTreeMap<Arc<str>, Label>;

/// What brought a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The promotion's key, or the source's words for a campaign, coupon or offer; `None` when nothing was used.
    pub by: Option<Arc<str>>,
    /// The channel of the first purchase; `None` where its shop is gone.
    pub channel: Option<Channel>,
}

/// Says of everybody what brought them; `owner` is the customer of each profile. Returns the names of the promotions among
/// that.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn origins(
    conn: &mut impl Connection,
    (deals, owner): (&Deals, &HashMap<i64, i64>),
    used: &[Used],
    people: &mut HashMap<i64, Person>,
) -> Result<Names, Error> {
    let list = shops::list(conn).await?;
    let channels: HashMap<i64, Channel> = list.iter().map(|shop| (shop.id.0, shop.channel)).collect();
    for person in people.values_mut() {
        person.origin.channel = channels.get(&person.first.shop).copied();
    }
    let mut texts: BTreeMap<Arc<str>, ()> = BTreeMap::new();
    let mut same = |text: &str| match texts.get_key_value(text) {
        Some((known, ())) => Arc::clone(known),
        None => {
            let fresh: Arc<str> = Arc::from(text);
            texts.insert(Arc::clone(&fresh), ());
            fresh
        }
    };
    let mut bring = |order: i64, text: &str| {
        let found = deals.of(order).and_then(|deal| people.get_mut(&deal.customer));
        let Some(person) = found.filter(|person| person.first.order == order) else { return };
        person.origin.by = Some(same(text));
    };
    orders::sums::brought(conn, |order, text| bring(order, &text)).await?;
    let shops: Vec<i64> = channels.keys().copied().collect();
    let by_number: HashMap<&str, &Used> = used.iter().map(|one| (one.order.as_str(), one)).collect();
    let mut names = Names::new();
    for (number, order) in orders::sums::numbered(conn, &shops, by_number.keys().copied()).await? {
        let buyer = deals.of(order).map(|deal| deal.customer);
        let own = |one: &&&Used| buyer.is_some() && owner.get(&one.profile).copied() == buyer;
        if let Some(one) = by_number.get(number.as_str()).filter(own) {
            bring(order, &one.key);
            let (zh, en) = one.name.clone();
            names.insert(Arc::from(one.key.as_str()), Label { zh, en });
        }
    }
    Ok(names)
}
