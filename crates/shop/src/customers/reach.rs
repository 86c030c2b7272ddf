//! Reaching one customer: the one that an id stands for today, when the caller may see it.

use platform::db::{Connection, Tx};
use platform::http::ShopScope;
use platform::outbox::Message;
use platform::{App, Error, Id, Personal};
use serde_json::json;

use super::list::records as list_records;
use super::list::row::in_view;
use super::{records, refresh};

/// A customer that somebody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The customer, the surviving one when the id was merged away.
    pub customer_id: i64,
    /// Every profile, by id.
    pub profile_ids: Vec<i64>,
    /// The profiles in view: of the shops in scope, or of no shop.
    pub seen: Vec<i64>,
    /// The profile that what staff put on the customer is kept with: the first one.
    pub anchor: i64,
}

/// The customer that `id` stands for today, to somebody who may see `scope`.
///
/// # Errors
/// `not_found` when there is none, or none with a profile in a shop of `scope`.
pub async fn reach(conn: &mut impl Connection, scope: &ShopScope, id: i64) -> Result<Reached, Error> {
    let customer_id = super::surviving(conn, id).await?;
    let profiles = list_records::slim(conn, &[customer_id]).await?;
    let visible = *scope == ShopScope::All
        || profiles.iter().any(|profile| profile.shop_id.is_some_and(|shop| scope.contains(shop)));
    let anchor = profiles.first().map(|profile| profile.id);
    let (true, Some(anchor)) = (visible, anchor) else { return Err(Error::not_found("customer")) };
    Ok(Reached {
        customer_id,
        seen: profiles.iter().filter(|profile| in_view(scope, profile.shop_id)).map(|profile| profile.id).collect(),
        profile_ids: profiles.into_iter().map(|profile| profile.id).collect(),
        anchor,
    })
}

/// Says that something about these customers changed that lists and rules look at.
///
/// # Errors
/// When the message cannot be written.
pub fn say_changed(tx: &mut Tx, customers: &[i64], now: i64) -> Result<(), Error> {
    let ids: Vec<Id> = customers.iter().map(|id| Id(*id)).collect();
    tx.emit(Message::new("customers.changed", now, &json!({ "customers": ids }))?);
    Ok(())
}

/// Puts a customer on the black list, or takes every profile of it off.
///
/// # Errors
/// When the database refuses.
pub async fn set_blacklisted(tx: &mut Tx, app: &App, reached: &Reached, on: bool) -> Result<(), Error> {
    let profiles = if on { &[reached.anchor][..] } else { &reached.profile_ids };
    records::set_switch(tx, "blacklisted", profiles, on).await?;
    settle(tx, app, reached).await
}

/// Turns personalisation off, or on again for every profile of the customer.
///
/// # Errors
/// When the database refuses.
pub async fn set_personalisation(tx: &mut Tx, app: &App, reached: &Reached, on: bool) -> Result<(), Error> {
    let profiles = if on { &reached.profile_ids } else { &[reached.anchor][..] };
    records::set_switch(tx, "personalisation", profiles, on).await?;
    settle(tx, app, reached).await
}

async fn settle(tx: &mut Tx, app: &App, reached: &Reached) -> Result<(), Error> {
    refresh(tx, app, &[reached.customer_id]).await?;
    say_changed(tx, &[reached.customer_id], app.clock.now())
}

/// What the customer is called in lists: nick and name.
///
/// # Errors
/// When the database cannot be read.
pub async fn called(conn: &mut impl Connection, customer: i64) -> Result<Vec<String>, Error> {
    let stored = list_records::stored(conn, &[customer]).await?;
    Ok(stored.into_iter().flat_map(|row| [row.nick, row.name]).flatten().collect())
}

/// The nick that stands for a customer.
///
/// # Errors
/// When the database cannot be read.
pub async fn nick_of(conn: &mut impl Connection, customer: i64) -> Result<Option<String>, Error> {
    Ok(list_records::stored(conn, &[customer]).await?.pop().and_then(|row| row.nick))
}

/// Everything that names the person behind these profiles, for a search through text: nicks, names, mobiles, e-mails,
/// streets, identifiers, typed-in values. Texts of fewer than two characters and masked ones are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn names_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Personal>, Error> {
    let mut names = records::names_of(conn, profiles).await?;
    // A mobile stands in files without its country.
    let bare: Vec<String> = names.iter().filter_map(|name| name.strip_prefix("+86").map(str::to_owned)).collect();
    names.extend(bare);
    names.retain(|name| name.chars().count() > 1 && !super::labels::masked(name));
    names.sort();
    names.dedup();
    Ok(names.into_iter().map(Personal::from).collect())
}

/// Whether the customer may be shown things chosen for them.
///
/// # Errors
/// When the database cannot be read.
pub async fn personalised(conn: &mut impl Connection, customer: i64) -> Result<bool, Error> {
    let figures = records::figures_of_customers(conn, &[customer]).await?;
    Ok(figures.iter().all(|row| row.personalisation))
}
