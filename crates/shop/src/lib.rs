//! The departments of a shop's customer operations: one folder a noun, each with its model, SQL, routes and tests.
//!
//! A department owns its tables; another calls its functions and never reads its tables. `tests/house.rs` reads the
//! `use` lines and fails on an arrow that ARCHITECTURE.md does not list. Absent from here: the command line, the server
//! process, DataFusion.

#[macro_use]
mod codes;

pub mod analysis;
pub mod baskets;
pub mod card;
pub mod care;
pub mod checkout;
pub mod coupons;
pub mod customers;
pub mod deliveries;
pub mod draws;
pub mod events;
pub mod exports;
pub mod fields;
pub mod gifts;
pub mod group_buys;
pub mod groups;
pub mod imports;
pub mod insight;
pub mod ledger;
pub mod lift;
pub mod members;
pub mod naming;
pub mod orders;
pub mod overview;
pub mod permissions;
pub mod picks;
pub mod pivot;
pub mod points;
pub mod portal;
pub mod products;
pub mod promotions;
pub mod proposals;
pub mod recipes;
pub mod rewards;
pub mod satisfaction;
pub mod search;
pub mod segments;
pub mod shops;
pub mod value;
pub mod views;
pub mod wallet;
pub mod webhooks;
pub mod wording;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Migration, Tx};
use platform::http::Policy;
use platform::i18n::{Catalogue, Locale};
use platform::jobs::Worker;
use platform::{App, Error};
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

/// The texts of every department.
pub const CATALOGUES: &[Catalogue] = &[
    Catalogue { locale: Locale::ZhCn, text: include_str!("../i18n/zh-CN.ftl") },
    Catalogue { locale: Locale::En, text: include_str!("../i18n/en.ftl") },
    Catalogue { locale: Locale::ZhCn, text: include_str!("../i18n/portal.zh-CN.ftl") },
    Catalogue { locale: Locale::En, text: include_str!("../i18n/portal.en.ftl") },
];

/// The steps that make the tables of the platform and of every department.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    [
        platform::MIGRATIONS,
        shops::MIGRATIONS,
        customers::MIGRATIONS,
        proposals::MIGRATIONS,
        fields::MIGRATIONS,
        groups::MIGRATIONS,
        views::MIGRATIONS,
        orders::MIGRATIONS,
        products::MIGRATIONS,
        events::MIGRATIONS,
        imports::MIGRATIONS,
        card::MIGRATIONS,
        care::MIGRATIONS,
        overview::MIGRATIONS,
        search::MIGRATIONS,
        segments::MIGRATIONS,
        members::MIGRATIONS,
        points::MIGRATIONS,
        webhooks::MIGRATIONS,
        promotions::MIGRATIONS,
        coupons::MIGRATIONS,
        checkout::MIGRATIONS,
        group_buys::MIGRATIONS,
        wallet::MIGRATIONS,
        gifts::MIGRATIONS,
        deliveries::MIGRATIONS,
        draws::MIGRATIONS,
        exports::MIGRATIONS,
        value::MIGRATIONS,
        portal::MIGRATIONS,
    ]
    .concat()
}

/// What each department holds of people, for taking it along and for erasing it; customers come last, since the others
/// find theirs through them.
pub const CARE: &[care::Registered] = &[
    fields::CARE,
    groups::CARE,
    care::CARE,
    proposals::CARE,
    orders::CARE,
    events::CARE,
    imports::CARE,
    views::CARE,
    segments::CARE,
    points::CARE,
    members::CARE,
    promotions::CARE,
    coupons::CARE,
    checkout::CARE,
    group_buys::CARE,
    wallet::CARE,
    gifts::CARE,
    draws::CARE,
    // After what is sent: whoever writes an address holds that first.
    deliveries::CARE,
    webhooks::CARE,
    exports::CARE,
    value::CARE,
    portal::CARE,
    customers::CARE,
];

/// What the customer list asks of departments that customers may not know.
pub const HOOKS: customers::Hooks = customers::Hooks {
    open_proposals: card::open_proposals,
    customers_by_order: search::customers_by_order,
    further: customers::Further {
        named: |app, session, caller, names| segments::columns::named(app, session, caller, names).boxed(),
        beside: segments::columns::beside,
    },
};

/// What depends on a segment, of departments that segments may not know.
pub const SEGMENT_USES: segments::Uses = |session, segment| {
    async move {
        let mut uses = (webhooks::USES)(session, segment).await?;
        uses.extend((promotions::SEGMENT_USES)(session, segment).await?);
        Ok(uses)
    }
    .boxed()
};

/// What keeps rules meaning the same while others rename or end what they name.
pub const NAMING: naming::Naming = segments::NAMING;

/// What value counts and may not ask for: who brought whom, points that were spent, and promotions that orders used.
pub const BEYOND: value::AskBeyond = |session| {
    async move {
        let referrals = portal::all_brought(session).await?;
        let used = |one: promotions::uses::Redeemed| value::Used {
            order: one.order,
            profile: one.profile,
            key: one.key,
            name: one.name,
        };
        let used = promotions::uses::redeemed(session).await?.into_iter().map(used).collect();
        Ok(value::Beyond { referrals, points: points::spent(session).await?, used })
    }
    .boxed()
};

/// Who may call what, over all departments.
#[must_use]
pub fn policy() -> Policy {
    let access = [
        shops::ACCESS,
        customers::ACCESS,
        proposals::ACCESS,
        fields::ACCESS,
        groups::ACCESS,
        groups::TAG_ACCESS,
        views::ACCESS,
        orders::ACCESS,
        products::ACCESS,
        events::ACCESS,
        events::TRACKING,
        imports::ACCESS,
        card::ACCESS,
        care::ACCESS,
        overview::ACCESS,
        search::ACCESS,
        segments::ACCESS,
        recipes::ACCESS,
        insight::ACCESS,
        members::ACCESS,
        points::ACCESS,
        pivot::ACCESS,
        exports::ACCESS,
        webhooks::ACCESS,
        promotions::ACCESS,
        coupons::ACCESS,
        checkout::ACCESS,
        group_buys::ACCESS,
        wallet::ACCESS,
        gifts::ACCESS,
        deliveries::ACCESS,
        draws::ACCESS,
        value::ACCESS,
        analysis::ACCESS,
        satisfaction::ACCESS,
        lift::ACCESS,
        picks::ACCESS,
        baskets::ACCESS,
        portal::ACCESS,
    ]
    .concat();
    Policy { access, grants: permissions::GRANTS.to_vec() }
}

/// Every endpoint of every department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(shops::router())
        .merge(customers::router())
        .merge(proposals::router())
        .merge(fields::router())
        .merge(groups::router())
        .merge(views::router())
        .merge(orders::router())
        .merge(products::router())
        .merge(events::router())
        .merge(imports::router())
        .merge(card::router())
        .merge(care::router())
        .merge(overview::router())
        .merge(search::router())
        .merge(segments::router())
        .merge(recipes::router())
        .merge(insight::router())
        .merge(members::router())
        .merge(points::router())
        .merge(pivot::router())
        .merge(exports::router())
        .merge(webhooks::router())
        .merge(promotions::router())
        .merge(coupons::router())
        .merge(checkout::router())
        .merge(group_buys::router())
        .merge(wallet::router())
        .merge(gifts::router())
        .merge(deliveries::router())
        .merge(draws::router())
        .merge(value::router())
        .merge(analysis::router())
        .merge(satisfaction::router())
        .merge(lift::router())
        .merge(picks::router())
        .merge(baskets::router())
        .merge(portal::router())
}

/// Says what the jobs of every department do.
pub fn register(worker: &mut Worker) {
    proposals::register(worker);
    webhooks::register(worker);
    members::register(worker);
    coupons::register(worker);
    wallet::register(worker);
    exports::register(worker);
    value::register(worker, BEYOND);
    worker.on(customers::bulk::JOB, customers::bulk::run);
    worker.on(imports::JOB, imports::run_job);
    worker.when_parked(imports::JOB, imports::given_up);
    worker.on(imports::SWEEP, imports::sweep);
}

/// What a job that somebody threw away leaves to be said: for [`App::job_discarded`].
pub fn job_discarded<'a>(
    tx: &'a mut Tx,
    app: &'a App,
    kind: &'a str,
    payload: &'a Json,
) -> BoxFuture<'a, Result<(), Error>> {
    match kind {
        imports::JOB => imports::discarded(tx, app, payload),
        exports::JOB => exports::discarded(tx, app, payload),
        coupons::JOB => coupons::given_up(tx, app, payload),
        wallet::JOB => wallet::given_up(tx, app, payload),
        value::JOB => value::given_up(tx, app, payload),
        members::JOB => members::discarded(tx, app, payload),
        _ => std::future::ready(Ok(())).boxed(),
    }
}

/// What is looked after now and then; cheap when there is nothing to do.
///
/// # Errors
/// When the database refuses.
pub async fn tidy(app: &App) -> Result<(), Error> {
    imports::sweep_soon(app).await?;
    exports::sweep(app).await?;
    portal::tidy(app).await?;
    value::tonight(app).await
}

/// The consumers of the outbox that [`follow`] runs, by name.
pub const CONSUMERS: &[&str] = &[
    proposals::CONSUMER,
    overview::CONSUMER,
    segments::live::CONSUMER,
    webhooks::CONSUMER,
    members::CONSUMER,
    points::CONSUMER,
    gifts::CONSUMER,
    draws::CONSUMER,
    portal::CONSUMER,
    value::CONSUMER,
];

/// Follows the outbox for every department that reads it, until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    tokio::join!(
        customers::follow_names(app.clone(), stopping.clone()),
        proposals::follow(app.clone(), stopping.clone()),
        overview::follow(app.clone(), stopping.clone()),
        segments::live::follow(app.clone(), stopping.clone()),
        recipes::open_automatic(app.clone(), stopping.clone()),
        members::follow(app.clone(), stopping.clone()),
        value::follow(app.clone(), stopping.clone()),
        points::follow(app.clone(), stopping.clone()),
        webhooks::follow(app.clone(), stopping.clone()),
        promotions::live::follow(app.clone(), stopping.clone()),
        coupons::follow(app.clone(), stopping.clone()),
        wallet::follow(app.clone(), stopping.clone()),
        gifts::follow(app.clone(), stopping.clone()),
        draws::follow(app.clone(), stopping.clone()),
        portal::follow(app.clone(), stopping.clone()),
        group_buys::follow(app.clone(), stopping.clone()),
        checkout::follow(app, stopping),
    );
}

/// The program spawns [`follow`]. That it may be is seen here, not first where everything is put together.
const _: fn(App, CancellationToken) = |app, stopping| {
    fn sent<T: Send>(_: &T) {}
    sent(&follow(app, stopping));
};
