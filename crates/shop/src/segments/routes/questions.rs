//! Questions over HTTP: counts, members, samples, crossing two crowds.

use std::sync::Arc;

use axum::extract::State;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Id, Instant};
use rules::{Rule, Type};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use warehouse::{Cursor, Order, OrderBy};

use crate::customers::{self, CustomerRow};
use crate::segments::ask::{ask, everybody, off, scope};
use crate::segments::language::Wording;
use crate::segments::live::{Held, Live, ready};
use crate::segments::{members, verbs};

/// Members of a page at most.
const MOST: usize = 200;
/// Members of a sample at most.
const MOST_SAMPLE: usize = 100;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(status))
        .routes(routes!(count))
        .routes(routes!(list_members))
        .routes(routes!(sample))
        .routes(routes!(cross))
        .routes(routes!(of_customer))
}

/// How ready the warehouse is.
#[derive(Debug, Serialize, ToSchema)]
struct Readiness {
    /// Whether questions are answered.
    ready: bool,
    /// Customers taken in.
    done: i64,
    /// Customers in all.
    total: i64,
    /// The position in the outbox that answers have seen; null while there is none.
    position: Option<u64>,
    /// Customers that questions look at.
    customers: Option<u64>,
    /// The instant until which expiries were acted on or asked.
    at: Instant,
}

/// Whether questions are answered, and how far the warehouse is while it is put together.
#[utoipa::path(get, path = "/api/v1/segments/status", tag = "segments", operation_id = "segments_status",
    responses((status = 200, body = Readiness), (status = "4XX", body = Problem)))]
async fn status(State(app): State<App>) -> Result<Json<Readiness>, Error> {
    let live = Live::of(&app);
    let held = live.held();
    let (done, total) = live.progress();
    Ok(Json(Readiness {
        ready: held.is_some(),
        done,
        total,
        position: held.as_ref().map(|held| held.warehouse.position()),
        customers: held.as_ref().map(|held| held.warehouse.customers()),
        at: Instant(app.clock.now()),
    }))
}

/// A question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CountInput {
    /// The rule as text.
    #[serde(default)]
    text: Option<String>,
    /// The rule as a tree.
    #[serde(default)]
    rule: Option<Rule>,
    /// At which instant; now when absent.
    #[serde(default)]
    at: Option<Instant>,
    /// Only customers of this shop.
    #[serde(default)]
    shop: Option<Id>,
    /// Whether every part of the rule is counted too.
    #[serde(default)]
    parts: bool,
}

/// How many one part of a rule holds of.
#[derive(Debug, Serialize, ToSchema)]
struct Part {
    /// The way to it: numbers of parts from the root with dots between them; empty for the whole.
    path: String,
    /// How many of all customers it alone holds of.
    customers: u64,
}

/// An exact count, as of an instant.
#[derive(Debug, Serialize, ToSchema)]
struct Counted {
    /// Of how many it holds.
    customers: u64,
    /// Of how many in all.
    base: u64,
    /// As of when.
    at: Instant,
    /// The position in the outbox that the answer has seen.
    position: u64,
    /// How long it took, microseconds.
    took_us: u64,
    /// The same for every part, when asked; not for somebody limited to some shops.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<Part>>,
}

fn wording(text: Option<String>, rule: Option<Rule>) -> Wording {
    Wording { text, rule }
}

/// How many customers a rule holds of, exactly.
#[utoipa::path(post, path = "/api/v1/segments/count", tag = "segments", operation_id = "count_rule",
    request_body = CountInput, responses((status = 200, body = Counted), (status = "4XX", body = Problem)))]
async fn count(State(app): State<App>, caller: Caller, Json(body): Json<CountInput>) -> Result<Json<Counted>, Error> {
    let held = ready(&app)?;
    let sound = wording(body.text, body.rule).sound(&held.shape)?;
    let shops = scope(&caller, body.shop.map(|id| id.0));
    let whole = shops == platform::http::ShopScope::All;
    let asked = ask(&app, &shops, sound.rule).await?;
    let base = if whole { None } else { Some(ask(&app, &shops, everybody()).await?) };
    let at = body.at.map_or_else(|| app.clock.now(), |at| at.0);
    let began = tokio::time::Instant::now();
    let parts_wanted = body.parts && whole;
    let (counted, base, parts, took) = off(move |cancel| {
        let warehouse = &asked.held.warehouse;
        let counted = warehouse.count(&asked.question, at, cancel)?;
        let took = began.elapsed();
        let base = match base {
            Some(base) => warehouse.count(&base.question, at, cancel)?.customers,
            None => warehouse.customers(),
        };
        let parts = if parts_wanted { Some(warehouse.explain(&asked.question, at, cancel)?) } else { None };
        Ok((counted, base, parts, took))
    })
    .await?;
    Ok(Json(Counted {
        customers: counted.customers,
        base,
        at: Instant(counted.at),
        position: counted.position,
        took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        parts: parts
            .map(|parts| parts.into_iter().map(|one| Part { path: one.path, customers: one.customers }).collect()),
    }))
}

/// Whose members, in which order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MembersInput {
    /// The rule as text.
    #[serde(default)]
    text: Option<String>,
    /// The rule as a tree.
    #[serde(default)]
    rule: Option<Rule>,
    /// An attribute to order by, with `-` before it for the greatest first; the latest deal first when absent.
    #[serde(default)]
    order: Option<String>,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Rows wanted, 50 when absent, 200 at most.
    #[serde(default)]
    limit: Option<usize>,
    /// At which instant; now when absent.
    #[serde(default)]
    at: Option<Instant>,
    /// Only customers of this shop.
    #[serde(default)]
    shop: Option<Id>,
}

/// A page of members.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Members {
    /// Masked as in the customer list.
    items: Vec<CustomerRow>,
    /// What to send as `after` for the next page; null on the last one.
    next: Option<String>,
    /// How many there are on all pages.
    customers: u64,
    /// As of when.
    at: Instant,
}

/// The order that `text` asks for.
pub(super) fn order(held: &Held, text: Option<&str>) -> Result<Order, Error> {
    let text = text.unwrap_or("-last_deal_at");
    let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
    if name == "id" || name == "customer" {
        return Ok(Order { by: OrderBy::Customer, descending });
    }
    let wrong = || Error::invalid("order", "unknown");
    let attribute = held.shape.catalogue.attribute(name).filter(|one| one.kind != Type::Tags).ok_or_else(wrong)?;
    let id = held.warehouse.schema().attribute(&attribute.name).ok_or_else(wrong)?;
    Ok(Order { by: OrderBy::Attribute(id), descending })
}

/// A page of the members of a rule.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    rule: Rule,
    shop: Option<i64>,
    wanted: (Option<&str>, Option<&str>, Option<usize>),
    at: Option<Instant>,
) -> Result<Members, Error> {
    let shops = scope(caller, shop);
    let asked = ask(app, &shops, rule).await?;
    let (order_text, after, limit) = wanted;
    let order = order(&asked.held, order_text)?;
    let after: Option<Cursor> = after.map(platform::http::Cursor::read).transpose()?;
    let limit = limit.unwrap_or(50).clamp(1, MOST);
    let now = at.map_or_else(|| app.clock.now(), |at| at.0);
    let page = off(move |cancel| {
        let crowd = asked.held.warehouse.crowd(&asked.question, now, cancel)?;
        asked.held.warehouse.members(&crowd, order, after.as_ref(), limit, cancel)
    })
    .await?;
    let items = members::rows(&mut app.db.read().await?, &shops, &page.customers).await?;
    Ok(Members {
        items,
        next: page.next.as_ref().map(platform::http::Cursor::write).transpose()?,
        customers: page.count.customers,
        at: Instant(page.count.at),
    })
}

/// The customers that a rule holds of, a page at a time.
#[utoipa::path(post, path = "/api/v1/segments/members", tag = "segments", operation_id = "rule_members",
    request_body = MembersInput, responses((status = 200, body = Members), (status = "4XX", body = Problem)))]
async fn list_members(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<MembersInput>,
) -> Result<Json<Members>, Error> {
    let sound = wording(body.text, body.rule).sound(&ready(&app)?.shape)?;
    let wanted = (body.order.as_deref(), body.after.as_deref(), body.limit);
    Ok(Json(page(&app, &caller, sound.rule, body.shop.map(|id| id.0), wanted, body.at).await?))
}

/// A sample.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SampleInput {
    /// The rule as text.
    #[serde(default)]
    text: Option<String>,
    /// The rule as a tree.
    #[serde(default)]
    rule: Option<Rule>,
    /// How many, 10 when absent, 100 at most.
    #[serde(default)]
    n: Option<usize>,
    /// The same seed draws the same members.
    #[serde(default)]
    seed: u64,
}

/// Members drawn by chance.
#[derive(Debug, Serialize, ToSchema)]
struct Sample {
    /// Masked as in the customer list.
    items: Vec<CustomerRow>,
    /// How many there are in all.
    customers: u64,
    /// As of when.
    at: Instant,
}

/// Some of the customers that a rule holds of, each as likely as any other.
#[utoipa::path(post, path = "/api/v1/segments/sample", tag = "segments", operation_id = "rule_sample",
    request_body = SampleInput, responses((status = 200, body = Sample), (status = "4XX", body = Problem)))]
async fn sample(State(app): State<App>, caller: Caller, Json(body): Json<SampleInput>) -> Result<Json<Sample>, Error> {
    let sound = wording(body.text, body.rule).sound(&ready(&app)?.shape)?;
    let asked = ask(&app, &caller.shops, sound.rule).await?;
    let n = body.n.unwrap_or(10).clamp(1, MOST_SAMPLE);
    let (now, seed) = (app.clock.now(), body.seed);
    let warehouse = asked.warehouse();
    let crowd = asked.crowd(now).await?;
    let (customers, at) = (crowd.len(), crowd.at());
    let ids = off(move |_| Ok(warehouse.sample(&crowd, n, seed))).await?;
    let items = members::rows(&mut app.db.read().await?, &caller.shops, &ids).await?;
    Ok(Json(Sample { items, customers, at: Instant(at) }))
}

/// A crowd: a rule as text, a rule as a tree, or a segment.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CrowdInput {
    /// A rule as text.
    #[serde(default)]
    pub text: Option<String>,
    /// A rule as a tree.
    #[serde(default)]
    pub rule: Option<Rule>,
    /// A segment or list.
    #[serde(default)]
    pub segment: Option<Id>,
}

impl CrowdInput {
    /// The rule of this crowd.
    ///
    /// # Errors
    /// `not_found` for a segment that does not stand; `rule_not_computable`.
    pub async fn rule(self, app: &App) -> Result<Rule, Error> {
        match self.segment {
            Some(Id(id)) if self.text.is_none() && self.rule.is_none() => {
                verbs::as_rule(&mut app.db.read().await?, id).await
            }
            Some(_) => Err(Error::invalid("rule", "required")),
            None => Ok(wording(self.text, self.rule).sound(&ready(app)?.shape)?.rule),
        }
    }
}

/// Two crowds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CrossInput {
    left: CrowdInput,
    right: CrowdInput,
}

/// How two crowds overlap.
#[derive(Debug, Serialize, ToSchema)]
struct Overlap {
    left: u64,
    right: u64,
    both: u64,
    only_left: u64,
    only_right: u64,
    /// Everybody.
    base: u64,
    /// As of when.
    at: Instant,
}

/// How two crowds overlap.
#[utoipa::path(post, path = "/api/v1/segments/cross", tag = "segments", operation_id = "cross_segments",
    request_body = CrossInput, responses((status = 200, body = Overlap), (status = "4XX", body = Problem)))]
async fn cross(State(app): State<App>, caller: Caller, Json(body): Json<CrossInput>) -> Result<Json<Overlap>, Error> {
    let left = ask(&app, &caller.shops, body.left.rule(&app).await?).await?;
    let right = ask(&app, &caller.shops, body.right.rule(&app).await?).await?;
    let base = ask(&app, &caller.shops, everybody()).await?;
    let now = app.clock.now();
    let overlap = off(move |cancel| {
        let warehouse = Arc::clone(&left.held.warehouse);
        let base = warehouse.count(&base.question, now, cancel)?.customers;
        let (left, right) =
            (warehouse.crowd(&left.question, now, cancel)?, warehouse.crowd(&right.question, now, cancel)?);
        let both = left.and(&right).len();
        Ok(Overlap {
            left: left.len(),
            right: right.len(),
            both,
            only_left: left.len() - both,
            only_right: right.len() - both,
            base,
            at: Instant(now),
        })
    })
    .await?;
    Ok(Json(overlap))
}

/// A segment that a customer is in.
#[derive(Debug, Serialize, ToSchema)]
struct Membership {
    /// The segment.
    id: Id,
    /// Its name.
    name: String,
    /// Since when; null when since before anybody looked.
    since: Option<Instant>,
}

/// The segments that a customer is in.
#[derive(Debug, Serialize, ToSchema)]
struct Memberships {
    items: Vec<Membership>,
    /// As of when.
    at: Instant,
}

/// The segments and lists that a customer is in now.
#[utoipa::path(get, path = "/api/v1/customers/{id}/segments", tag = "segments", operation_id = "customer_segments",
    params(("id" = Id, Path)), responses((status = 200, body = Memberships), (status = "4XX", body = Problem)))]
async fn of_customer(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
) -> Result<Json<Memberships>, Error> {
    let held = ready(&app)?;
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let inside = members::segments_of(&mut session, &held.warehouse, &reached).await?;
    let items = inside
        .into_iter()
        .map(|(id, name, since)| Membership { id: Id(id), name, since: since.map(Instant) })
        .collect();
    Ok(Json(Memberships { items, at: Instant(app.clock.now()) }))
}
