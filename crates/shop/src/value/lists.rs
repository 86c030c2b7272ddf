//! Lists of customers by their scores, masked.

use std::collections::BTreeMap;

use platform::http::{Page, PageQuery, ShopScope};
use platform::{App, Error, Id, Money};

use super::gather::date;
use super::model::{DueCustomer, NextPurchase, ScoredCustomer, ScoredPerson, Scores, Window};
use super::pages::SOON;
use super::records::{self, By, When};
use crate::{customers, shops};

/// Which day it was when figures were reckoned, and in which currency.
async fn reckoned(app: &App) -> Result<(i64, String), Error> {
    let mut session = app.db.read().await?;
    let ran = records::ran(&mut session).await?;
    let today = ran.today.ok_or_else(super::routes::not_reckoned)?;
    Ok((today, ran.currency(&shops::business(&mut session).await?.currency).to_owned()))
}

/// Who these are, masked; who was erased or merged away since is left out.
async fn people(app: &App, ids: &[i64]) -> Result<BTreeMap<i64, ScoredPerson>, Error> {
    let rows = customers::rows(&mut app.db.read().await?, &ShopScope::All, ids).await?;
    Ok(rows.into_iter().map(|row| (row.id.0, ScoredPerson { id: row.id, nick: row.nick, name: row.name })).collect())
}

/// The order of a list of customers.
///
/// # Errors
/// `invalid` for one that there is not.
pub(super) fn order(said: Option<&str>) -> Result<By, Error> {
    Ok(match said.unwrap_or("realised") {
        "realised" => By::Realised,
        "potential" => By::Potential,
        "influence" => By::Influence,
        "churn_risk" => By::ChurnRisk,
        "expected_purchases" => By::Expected,
        _ => return Err(Error::invalid("order", "unknown")),
    })
}

/// Customers, the greatest first.
///
/// # Errors
/// `value_not_reckoned`, or when the database cannot be read.
pub(super) async fn top(app: &App, by: By, page: &PageQuery) -> Result<Page<ScoredCustomer>, Error> {
    let (today, currency) = reckoned(app).await?;
    let (value, id) = page.after::<(i64, Id)>()?.map_or((i64::MAX, i64::MAX), |(value, id)| (value, id.0));
    let limit = page.limit();
    let found = records::greatest(&mut app.db.read().await?, by, (value, id), limit + 1).await?;
    let cut = Page::cut(found, limit, |one| (by.of(one), Id(one.customer)))?;
    let ids: Vec<i64> = cut.items.iter().map(|one| one.customer).collect();
    let mut people = people(app, &ids).await?;
    let shown = cut.items.iter().filter_map(|one| {
        let customer = people.remove(&one.customer)?;
        Some(ScoredCustomer { customer, scores: Scores::of(one, today, &currency) })
    });
    Ok(Page { items: shown.collect(), next_cursor: cut.next_cursor })
}

/// Who is due: `week`, `due` or `overdue`; of a family of goods when one is named. The earliest first.
///
/// # Errors
/// `invalid`, `value_not_reckoned`, or when the database cannot be read.
pub(super) async fn due(
    app: &App,
    when: &str,
    family: Option<&str>,
    page: &PageQuery,
) -> Result<Page<DueCustomer>, Error> {
    let (today, currency) = reckoned(app).await?;
    let when = match when {
        "week" => When::Week(today, today + SOON),
        "due" => When::Due(today),
        "overdue" => When::Overdue(today),
        _ => return Err(Error::invalid("when", "unknown")),
    };
    let after = page.after::<(i64, Id)>()?.map_or((i64::MIN, i64::MIN), |(day, id)| (day, id.0));
    let limit = page.limit();
    let found = records::due(&mut app.db.read().await?, when, family, after, limit + 1).await?;
    let cut = Page::cut(found, limit, |one| (one.day, Id(one.customer)))?;
    let ids: Vec<i64> = cut.items.iter().map(|one| one.customer).collect();
    let mut people = people(app, &ids).await?;
    let shown = cut.items.iter().filter_map(|one| {
        let window = Window { from: one.from, day: one.day, to: one.to };
        Some(DueCustomer {
            customer: people.remove(&one.customer)?,
            family: family.map(str::to_owned),
            last_purchase: date(one.last),
            next: NextPurchase::of(&window, today),
            potential: Money::new(one.potential, currency.as_str()),
            churn_risk: one.churn_risk,
        })
    });
    Ok(Page { items: shown.collect(), next_cursor: cut.next_cursor })
}
