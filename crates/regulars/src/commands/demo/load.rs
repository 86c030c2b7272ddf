//! Brings the demo shop in through the functions that real files and messages use, some thousand people at a time.
//! Interrupted, it goes on where it had committed.

use connectors::drafts::{Draft, EventDraft, OrderDraft, PersonDraft, ProductDraft, RefundDraft};
use platform::db::Tx;
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error, accounts, settings};
use serde::{Deserialize, Serialize};
use shop::customers::{self, Sighting, Source};
use shop::events;
use shop::orders::{self, ImportCounts};
use shop::permissions::ALL;
use shop::products;
use shop::shops::{self, Business, Channel, NewShop, Shop};

use super::said::{self, Answers};
use super::{offers, people};
use crate::commands::exit::Failure;
use crate::commands::{Exit, Report, serve};
use crate::config::Config;
use crate::demo::{Settings, Told, World, truth};
use crate::site::DEMO;

/// Under this key the settings say how far an unfinished demo is.
const BEGUN: &str = "demo.begun";
/// People brought in together: many, because whatever follows what they bought is looked at once for all of them.
const PEOPLE: u64 = 2_000;

/// How the demo shop is made and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// Equal seeds make equal shops.
    pub(super) seed: u64,
    /// How many people.
    pub(super) customers: u64,
    /// The story's last instant, milliseconds UTC.
    pub(super) to: i64,
    /// The next person to bring in.
    pub(super) next: u64,
    /// Nothing is offered.
    #[serde(default)]
    pub(super) plain: bool,
    /// The next step of what the shop offers.
    #[serde(default)]
    pub(super) offers: usize,
}

/// What is in the database.
pub(super) enum Stand {
    /// Nothing.
    Empty,
    /// A demo that was not finished.
    Begun(Plan),
    /// The demo.
    Ready,
    /// Somebody's business.
    Strange,
}

pub(super) async fn stand(app: &App) -> Result<Stand, Error> {
    let mut session = app.db.read().await?;
    if let Some(plan) = settings::get::<Option<Plan>>(&mut session, BEGUN).await?.flatten() {
        return Ok(Stand::Begun(plan));
    }
    if settings::get(&mut session, DEMO).await?.unwrap_or(false) {
        return Ok(Stand::Ready);
    }
    drop(session);
    Ok(if accounts::any(&app.db).await? { Stand::Strange } else { Stand::Empty })
}

/// Makes the shop, or the rest of it. Returns what was counted.
pub(super) async fn load(app: &App, report: &Report, config: &Config, plan: Plan) -> Result<ImportCounts, Failure> {
    let world = World::new(Settings::two_years_to(plan.to, plan.seed, plan.customers));
    let caller = Caller::system(ALL, Locale::ZhCn);
    let places = if plan.next == 0 && !accounts::any(&app.db).await? {
        write_truth(config, &world)?;
        open(app, &caller, &world, plan).await?
    } else {
        find(app, &world).await?
    };
    let mut counts = ImportCounts::default();
    let mut bar = report.progress(plan.customers, "people");
    let mut next = plan.next;
    while next < plan.customers {
        let end = (next + PEOPLE).min(plan.customers);
        counts += bring_in(app, &places, world.people_drafts(next..end).collect(), plan).await?;
        next = end;
        begun(app, Some(Plan { next, ..plan })).await?;
        bar.at(next);
    }
    bar.end();
    // What the departments put off until later is part of a shop that is ready to be looked at.
    serve::workers(app, 1).drain().await?;
    let steps = if plan.plain { 0 } else { offers::STEPS };
    for step in plan.offers..steps {
        offers::step(app, &caller, &world, plan, step).await?;
        begun(app, Some(Plan { next, offers: step + 1, ..plan })).await?;
    }
    let mut tx = app.db.begin().await?;
    settings::put(&mut tx, &caller, DEMO, &true, app.clock.now()).await?;
    tx.commit().await?;
    begun(app, None).await?;
    Ok(counts)
}

/// Writes down how far it is; nothing when it is done.
async fn begun(app: &App, plan: Option<Plan>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    settings::keep(&mut tx, BEGUN, &plan, app.clock.now()).await?;
    tx.commit().await
}

/// Brings some people in, in the pieces of time in which levels and points follow what they bought.
async fn bring_in(app: &App, places: &[Shop], mut told: Vec<Told>, plan: Plan) -> Result<ImportCounts, Error> {
    if plan.plain {
        let mut tx = app.db.begin().await?;
        let counts = take(&mut tx, app, places, told, plan).await?;
        tx.commit().await?;
        return Ok(counts);
    }
    told.sort_by_key(offers::happened);
    let mut told = told.into_iter().peekable();
    let mut counts = ImportCounts::default();
    let slices = offers::slices(plan.to);
    let last = slices.last().copied();
    for until in slices {
        let now = |one: &Told| offers::happened(one) < until || Some(until) == last;
        let piece: Vec<Told> = std::iter::from_fn(|| told.next_if(now)).collect();
        if piece.is_empty() {
            continue;
        }
        let then = offers::at(app, until);
        let mut tx = then.db.begin().await?;
        counts += take(&mut tx, &then, places, piece, plan).await?;
        tx.commit().await?;
        offers::follow(&then).await?;
    }
    Ok(counts)
}

/// The business, its storefronts with their products, and its staff.
async fn open(app: &App, caller: &Caller, world: &World, plan: Plan) -> Result<Vec<Shop>, Failure> {
    let mut tx = app.db.begin().await?;
    let business = Business {
        name: "拾露".into(),
        currency: "CNY".into(),
        time_zone: "Asia/Shanghai".into(),
        locale: Locale::ZhCn,
        ..Business::default()
    };
    shops::put_business(&mut tx, app, caller, business).await?;
    let mut places = Vec::new();
    for shop in &world.settings().shops {
        let new = NewShop {
            name: shop.name.clone(),
            channel: Channel::from_code(shop.channel.code())?,
            platform_id: Some(shop.id.clone()),
            currency: None,
        };
        places.push(shops::create(&mut tx, app, caller, &new).await?);
    }
    let ids: Vec<i64> = places.iter().map(|shop| shop.id.0).collect();
    people::employ(&mut tx, app, caller, &ids).await?;
    if !plan.plain {
        offers::open(&mut tx, app, caller, plan.to).await?;
        said::open(&mut tx, app, caller).await?;
    }
    take(&mut tx, app, &places, world.product_drafts().collect(), plan).await?;
    settings::put(&mut tx, caller, BEGUN, &Some(plan), app.clock.now()).await?;
    tx.commit().await?;
    Ok(places)
}

/// The storefronts that an unfinished demo has already.
async fn find(app: &App, world: &World) -> Result<Vec<Shop>, Failure> {
    let known = shops::list(&mut app.db.read().await?).await?;
    let mut places = Vec::new();
    for shop in &world.settings().shops {
        let found = known.iter().find(|place| place.platform_id.as_deref() == Some(shop.id.as_str()));
        let why = || Failure::new(Exit::Failed, "the unfinished demo lacks a shop; remove the folder and begin again");
        places.push(found.cloned().ok_or_else(why)?);
    }
    Ok(places)
}

/// What one storefront says, by kind.
#[derive(Default)]
struct Said {
    people: Vec<PersonDraft>,
    products: Vec<ProductDraft>,
    orders: Vec<OrderDraft>,
    refunds: Vec<RefundDraft>,
    events: Vec<EventDraft>,
}

async fn take(tx: &mut Tx, app: &App, places: &[Shop], told: Vec<Told>, plan: Plan) -> Result<ImportCounts, Error> {
    let mut said: Vec<Said> = places.iter().map(|_| Said::default()).collect();
    for told in told {
        let Some(here) = said.get_mut(told.shop) else { continue };
        match told.draft {
            Draft::Person(draft) => here.people.push(*draft),
            Draft::Product(draft) => here.products.push(*draft),
            Draft::Order(draft) => here.orders.push(*draft),
            Draft::Refund(draft) => here.refunds.push(*draft),
            Draft::Event(draft) => here.events.push(*draft),
            // The demo's orders bring their lines along.
            Draft::Lines(_) => {}
        }
    }
    let mut counts = ImportCounts::default();
    for (place, said) in places.iter().zip(said) {
        let source = Source { shop_id: Some(place.id.0), channel: place.channel };
        let asked = said.people.iter().filter(|_| !plan.plain);
        let answers: Vec<Answers> = asked.map(|person| Answers::of(person, plan.to)).collect();
        let seen: Vec<Sighting> = said.people.into_iter().map(|person| sighting(&source, person, plan.to)).collect();
        let resolved = customers::resolve(tx, app, &seen).await?;
        let profiles = resolved.iter().map(|one| one.as_ref().map(|one| one.profile_id));
        let given = profiles.zip(answers).filter_map(|(profile, answers)| Some((profile?, answers)));
        said::keep(tx, app, place, given.collect()).await?;
        counts.customers.created += resolved.iter().flatten().filter(|one| one.created).count() as i64;
        let touched = products::import(tx, app, place, &said.products).await?;
        counts.products.created += touched.created;
        counts += orders::import(tx, app, place, said.orders).await?.counts;
        counts += orders::import_refunds(tx, app, place, said.refunds, app.clock.now()).await?.counts;
        let kept = events::record(tx, app, &source, said.events).await?;
        counts.events.created += kept.created;
        counts.events.unchanged += kept.unchanged;
        counts.events.refused += kept.refused;
    }
    Ok(counts)
}

fn sighting(source: &Source, person: PersonDraft, at: i64) -> Sighting {
    let mut sighting = Sighting::new(*source, person.identifiers, person.registered_at.unwrap_or(at));
    sighting.nick = person.nick;
    sighting.name = person.name;
    sighting.mobile = person.mobile;
    sighting.email = person.email;
    sighting.gender = person.gender;
    sighting.birthday = person.birthday;
    sighting.registered_at = person.registered_at;
    sighting.buyer_credit = person.buyer_credit;
    sighting.address = person.address;
    sighting
}

/// Who is who, kept aside for scoring: the program never reads it.
fn write_truth(config: &Config, world: &World) -> Result<(), Failure> {
    let path = config.data_dir.join("demo-truth.csv");
    let wrong = |cause: std::io::Error| Failure::new(Exit::Failed, format!("{}: {cause}", path.display()));
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).map_err(wrong)?);
    truth::write_csv(world, &mut out).map_err(wrong)?;
    std::io::Write::flush(&mut out).map_err(wrong)
}
