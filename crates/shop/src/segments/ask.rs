//! Asking the warehouse for one colleague: bounded in time, given up when nobody waits any more, and limited to the shops
//! that the colleague may see.
//!
//! Somebody limited to some shops sees the customers of those shops: every rule is asked together with "is a customer of
//! one of these shops". The rule itself looks at everything that is known of such a customer, as the rule says.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use platform::db::Session;
use platform::http::{Caller, ShopScope};
use platform::{App, Error};
use rules::{Comparison, Rule, SetKind, Test, Value};
use warehouse::{Cancel, Crowd, Question, Refusal, Warehouse};

use super::catalogue::Shape;
use super::live::{Held, Named, mentions, ready, refused};

/// What the log says of a question whose asker is gone.
pub(super) const GIVEN_UP: &str = "a question was given up: nobody waits for its answer";

/// How long a question may take.
pub const LIMIT: Duration = Duration::from_secs(30);

/// A question ready to be asked for somebody.
pub struct Asked {
    /// The warehouse that it is asked of.
    pub held: Arc<Held>,
    /// The rule within the shops that the colleague may see.
    pub question: Question,
}

/// A rule within these shops.
#[must_use]
pub fn within(rule: Rule, shops: &ShopScope) -> Rule {
    match shops {
        ShopScope::All => rule,
        ShopScope::Only(shops) => {
            let values = shops.iter().map(|id| Value::Text(id.to_string())).collect();
            let here = Rule::Is { attribute: "shops".to_owned(), test: Test::OneOf { values } };
            Rule::All { rules: vec![rule, here] }
        }
    }
}

/// Those of a rule whose consent and black list allow marketing on a channel: `sms`, `email` or `phone`; the rule itself
/// without one.
///
/// # Errors
/// `invalid` for another channel.
pub fn reachable(rule: Rule, channel: Option<&str>) -> Result<Rule, Error> {
    let Some(channel) = channel else { return Ok(rule) };
    if !["sms", "email", "phone"].contains(&channel) {
        return Err(Error::invalid("reachable", "unknown"));
    }
    let test = Test::Compare { comparison: Comparison::Equal, value: Value::Flag(true) };
    Ok(Rule::All { rules: vec![rule, Rule::Is { attribute: format!("reachable.{channel}"), test }] })
}

/// Everybody, as a rule.
#[must_use]
pub fn everybody() -> Rule {
    Rule::All { rules: Vec::new() }
}

/// The sets that this rule may name; nothing is read when it names none.
pub(super) async fn names(session: &mut Session, rule: &Rule) -> Result<Named, Error> {
    let kinds = [SetKind::Segment, SetKind::List, SetKind::Group];
    let named: BTreeSet<String> = kinds.into_iter().flat_map(|kind| mentions(rule, kind)).collect();
    if named.is_empty() { Ok(Named::default()) } else { Named::read(session).await }
}

/// Makes a rule ready for somebody who may see `shops`.
///
/// # Errors
/// 503 while the warehouse is put together; 422 when the rule cannot be computed.
pub async fn ask(app: &App, shops: &ShopScope, rule: Rule) -> Result<Asked, Error> {
    let held = ready(app)?;
    let rule = within(rule, shops);
    let names = names(&mut app.db.read().await?, &rule).await?;
    compiled(held, &rule, &names)
}

/// A rule that may name `names`, made ready.
///
/// # Errors
/// 422 when it cannot be computed.
pub(super) fn compiled(held: Arc<Held>, rule: &Rule, names: &Named) -> Result<Asked, Error> {
    let question = held.warehouse.compile(rule, names).map_err(|refusal| refused(&refusal))?;
    Ok(Asked { held, question })
}

/// The shops that a question of `caller` is limited to.
#[must_use]
pub fn scope(caller: &Caller, shop: Option<i64>) -> ShopScope {
    caller.shops.narrow(&shop.into_iter().collect::<Vec<_>>())
}

/// Gives a question up when its asker is gone.
struct Given(Cancel);

impl Drop for Given {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Does a piece of reckoning beside the server's own work.
///
/// # Errors
/// 503 `question_too_long` after half a minute; otherwise what the warehouse refused.
pub async fn off<T: Send + 'static>(
    work: impl FnOnce(&Cancel) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Error> {
    let given = Given(Cancel::new());
    let cancel = given.0.clone();
    let task = tokio::task::spawn_blocking(move || {
        let answer = work(&cancel);
        if matches!(answer, Err(Refusal::Cancelled)) {
            tracing::debug!("{GIVEN_UP}");
        }
        answer
    });
    match tokio::time::timeout(LIMIT, task).await {
        Ok(joined) => joined.map_err(Error::internal)?.map_err(|refusal| refused(&refusal)),
        Err(_) => Err(Error::new(503, "question_too_long")),
    }
}

impl Asked {
    /// Whom the rule holds of at `now`.
    ///
    /// # Errors
    /// As [`off`].
    pub async fn crowd(&self, now: i64) -> Result<Crowd, Error> {
        let (held, question) = (Arc::clone(&self.held), self.question.clone());
        off(move |cancel| held.warehouse.crowd(&question, now, cancel)).await
    }

    /// The warehouse.
    #[must_use]
    pub fn warehouse(&self) -> Arc<Warehouse> {
        Arc::clone(&self.held.warehouse)
    }

    /// What rules may name.
    #[must_use]
    pub fn shape(&self) -> Arc<Shape> {
        Arc::clone(&self.held.shape)
    }
}

/// Who is in a segment or list at `now`, by id, whatever the shop.
///
/// # Errors
/// As [`ask`] and [`off`].
pub async fn inside(app: &App, segment: i64, now: i64) -> Result<Vec<i64>, Error> {
    let rule = super::verbs::as_rule(&mut app.db.read().await?, segment).await?;
    let crowd = ask(app, &ShopScope::All, rule).await?.crowd(now).await?;
    let mut customers: Vec<i64> = crowd.customers().collect();
    customers.sort_unstable();
    Ok(customers)
}
