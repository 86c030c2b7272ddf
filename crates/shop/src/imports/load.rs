//! The writing half of an import: drafts go to the departments that own them, shop by shop.

use std::collections::{BTreeMap, BTreeSet};

use connectors::drafts::{Draft, PersonDraft, ShopRef};
use platform::db::Tx;
use platform::http::{Caller, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error};

use super::model::Note;
use super::records::came;
use super::tried::Tried;
use crate::customers::{self, Sighting, Source};
use crate::fields::{self, Said};
use crate::orders::{self, Outcome};
use crate::shops::{self, NewShop, Shop, ShopPatch};
use crate::{events, permissions, products};

/// Whose rows are being written.
pub(super) struct Loader {
    /// For rows that name no shop.
    shop: Shop,
    /// Every shop, as it stands in the transaction.
    known: Vec<Shop>,
    scope: ShopScope,
    /// Whether order numbers are those of the shop's platform.
    numbered: bool,
    /// The import that brings them.
    import: Option<Bringing>,
    /// What a person should know.
    pub(super) notes: Vec<Note>,
}

/// An import that brings rows.
struct Bringing {
    id: i64,
    /// When it was brought, milliseconds UTC.
    at: i64,
    /// What a dry run tried before.
    tried: Option<Tried>,
}

/// Drafts of one shop, by kind.
#[derive(Default)]
struct Sorted {
    products: Vec<connectors::drafts::ProductDraft>,
    persons: Vec<PersonDraft>,
    orders: Vec<connectors::drafts::OrderDraft>,
    lines: Vec<connectors::drafts::LinesDraft>,
    refunds: Vec<connectors::drafts::RefundDraft>,
    events: Vec<connectors::drafts::EventDraft>,
}

impl Loader {
    /// Writes for `shop`, and for other shops in `scope` that rows name.
    pub(super) fn new(shop: Shop, known: Vec<Shop>, scope: ShopScope) -> Self {
        Self { shop, known, scope, numbered: false, import: None, notes: Vec::new() }
    }

    /// The same, remembering that all of it came with `import`, which was brought at `at`, milliseconds UTC: what rows say
    /// without saying when counts from then on, so that where a batch ends plays no part. `tried` is what a dry run tried
    /// before.
    pub(super) fn of(mut self, import: i64, at: i64, tried: Option<Tried>) -> Self {
        self.import = Some(Bringing { id: import, at, tried });
        self
    }

    /// The same for a report of the shop's platform, whose order numbers are one of a kind over all its shops: what speaks of
    /// an order goes to the shop that has it, so that a report brought for the wrong shop makes no order twice.
    pub(super) fn numbered(mut self, numbered: bool) -> Self {
        self.numbered = numbered;
        self
    }

    /// What a dry run has tried.
    pub(super) fn tried(&mut self) -> Option<Tried> {
        self.import.as_mut().and_then(|import| import.tried.take())
    }

    /// Writes drafts. Repeating it changes nothing.
    pub(super) async fn take(&mut self, tx: &mut Tx, app: &App, drafts: Vec<Draft>) -> Result<Outcome, Error> {
        let elsewhere = self.elsewhere(tx, &drafts).await?;
        let mut sorted: BTreeMap<i64, Sorted> = BTreeMap::new();
        let mut last: Option<(ShopRef, i64)> = None;
        for draft in drafts {
            let named = named(&draft);
            let shop = match &last {
                Some((same, shop)) if named == Some(same) || named.is_none() && *same == ShopRef::default() => *shop,
                _ => {
                    let named = named.cloned().unwrap_or_default();
                    let shop = self.whose(tx, app, &named).await?;
                    last = Some((named, shop));
                    shop
                }
            };
            let shop = match order_of(&draft).and_then(|order| elsewhere.get(order)) {
                Some(other) if names_none(&draft) => *other,
                _ => shop,
            };
            let of_shop = sorted.entry(shop).or_default();
            match draft {
                Draft::Order(one) => of_shop.orders.push(*one),
                Draft::Lines(one) => of_shop.lines.push(*one),
                Draft::Refund(one) => of_shop.refunds.push(*one),
                Draft::Person(one) => of_shop.persons.push(*one),
                Draft::Product(one) => of_shop.products.push(*one),
                Draft::Event(one) => of_shop.events.push(*one),
            }
        }
        let mut outcome = Outcome::default();
        for (id, drafts) in sorted {
            let shop = self.known.iter().find(|shop| shop.id.0 == id).ok_or_else(|| Error::not_found("shop"))?;
            let Some(import) = &mut self.import else {
                write(tx, app, shop, None, drafts, &mut outcome).await?;
                continue;
            };
            // From here on nobody else writes orders of this shop until the transaction ends.
            shops::hold(tx, shop).await?;
            let orders = !(drafts.orders.is_empty() && drafts.lines.is_empty());
            let first = app.ids.next();
            let profiles = write(tx, app, shop, Some(import), drafts, &mut outcome).await?;
            let now = app.clock.now();
            if orders {
                came::put_batch(tx, id, (first, app.ids.next()), import.id, now).await?;
            }
            came::put_profiles(tx, &profiles, import.id, now).await?;
        }
        Ok(outcome)
    }

    /// The orders that drafts which name no shop speak of, where another shop of the platform has them.
    async fn elsewhere(&mut self, tx: &mut Tx, drafts: &[Draft]) -> Result<BTreeMap<String, i64>, Error> {
        if !self.numbered {
            return Ok(BTreeMap::new());
        }
        let numbers = drafts.iter().filter(|draft| names_none(draft)).filter_map(order_of).collect();
        let found = orders::elsewhere(tx, &self.shop, &self.known, &numbers).await?;
        for shop in found.values().collect::<BTreeSet<_>>() {
            let shop = self.known.iter().find(|known| known.id.0 == *shop).ok_or_else(|| Error::not_found("shop"))?;
            if !self.scope.contains(shop.id.0) {
                return Err(Error::new(403, "import_other_shop").arg("shop", shop.name.clone()));
            }
            self.notes.push(Note::new("other_shop").with("shop", shop.name.clone()));
        }
        Ok(found)
    }

    /// The shop that a row names: by the platform's id, else by its name on the same channel; otherwise the one that was
    /// chosen. A shop that is named and not known is opened.
    async fn whose(&mut self, tx: &mut Tx, app: &App, named: &ShopRef) -> Result<i64, Error> {
        let id = said(named.id.as_deref());
        let name = said(named.name.as_deref());
        let channel = self.shop.channel;
        let by_id = id.and_then(|id| {
            self.known.iter().find(|shop| shop.channel == channel && shop.platform_id.as_deref() == Some(id))
        });
        let by_name = name.and_then(|name| self.known.iter().find(|shop| shop.channel == channel && shop.name == name));
        let found = match (by_id, by_name) {
            (Some(shop), _) => shop.clone(),
            (None, Some(shop)) if shop.platform_id.is_none() || id.is_none() => shop.clone(),
            _ if id.is_none() && name.is_none() => return Ok(self.shop.id.0),
            // Until it is known by an id, the chosen shop is the one that the file speaks of.
            _ if self.shop.platform_id.is_none() => self.shop.clone(),
            _ => return self.open(tx, app, id, name).await,
        };
        if !self.scope.contains(found.id.0) {
            return Err(Error::new(403, "import_other_shop").arg("shop", found.name));
        }
        if let (Some(id), None) = (id, &found.platform_id) {
            let patch = ShopPatch { platform_id: Some(id.to_owned()), ..ShopPatch::default() };
            let shop = shops::update(tx, app, &system(), found.id.0, &patch).await?;
            if self.shop.id == shop.id {
                self.shop = shop.clone();
            }
            if let Some(slot) = self.known.iter_mut().find(|known| known.id == shop.id) {
                *slot = shop;
            }
        }
        Ok(found.id.0)
    }

    async fn open(&mut self, tx: &mut Tx, app: &App, id: Option<&str>, name: Option<&str>) -> Result<i64, Error> {
        let called = name.or(id).unwrap_or_default().to_owned();
        if self.scope != ShopScope::All {
            return Err(Error::new(403, "import_other_shop").arg("shop", called));
        }
        let taken = |name: &str| self.known.iter().any(|shop| shop.channel == self.shop.channel && shop.name == name);
        let name = match id {
            Some(id) if taken(&called) => format!("{called} {id}"),
            _ => called,
        };
        let new = NewShop {
            name: name.chars().take(60).collect(),
            channel: self.shop.channel,
            platform_id: id.map(str::to_owned),
            currency: Some(self.shop.currency.clone()),
        };
        let shop = shops::create(tx, app, &system(), &new).await?;
        self.notes.push(Note::new("shop_opened").with("shop", shop.name.clone()));
        self.known.push(shop.clone());
        Ok(shop.id.0)
    }
}

/// Who opens and changes shops because a file speaks of them.
pub(super) fn system() -> Caller {
    Caller::system(permissions::ALL, Locale::default())
}

fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a row says nothing of its shop.
fn names_none(draft: &Draft) -> bool {
    named(draft).is_none_or(|shop| said(shop.id.as_deref()).or(said(shop.name.as_deref())).is_none())
}

/// The order that a draft speaks of: its own, or the one that its items or refund belong to.
fn order_of(draft: &Draft) -> Option<&str> {
    match draft {
        Draft::Order(one) => Some(&one.number),
        Draft::Lines(one) => Some(&one.order),
        Draft::Refund(one) => one.order.as_deref(),
        _ => None,
    }
}

fn named(draft: &Draft) -> Option<&ShopRef> {
    match draft {
        Draft::Order(one) => Some(&one.shop),
        Draft::Lines(one) => Some(&one.shop),
        Draft::Refund(one) => Some(&one.shop),
        Draft::Product(one) => Some(&one.shop),
        Draft::Event(one) => Some(&one.shop),
        Draft::Person(_) => None,
    }
}

/// Writes drafts of one shop. Returns the profiles of persons that were told of apart from orders.
async fn write(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    mut import: Option<&mut Bringing>,
    drafts: Sorted,
    outcome: &mut Outcome,
) -> Result<Vec<i64>, Error> {
    if !drafts.products.is_empty() {
        let touched = products::import(tx, app, shop, &drafts.products).await?;
        let tally = &mut outcome.counts.products;
        tally.created += touched.created;
        tally.changed += touched.changed;
        tally.unchanged += touched.unchanged;
    }
    // What states no time of its own counts from when the file was brought.
    let at = import.as_ref().map_or_else(|| app.clock.now(), |import| import.at);
    let profiles = persons(tx, app, shop, import.as_deref_mut(), drafts.persons, outcome).await?;
    let mut stated = orders::import(tx, app, shop, drafts.orders).await?;
    stated.add(orders::import_lines(tx, app, shop, drafts.lines, at).await?);
    stated.add(orders::import_refunds(tx, app, shop, drafts.refunds, at).await?);
    meet(tx, app, import.as_deref_mut(), std::mem::take(&mut stated.met)).await?;
    let renewed = std::mem::take(&mut stated.renewed);
    stated.counts.customers.changed = first_renewed(tx, app, import, &renewed).await?;
    outcome.add(stated);
    behaviours(tx, app, shop, drafts.events, outcome).await?;
    Ok(profiles)
}

/// How many of these customers are renewed by the import for the first time. It counts a customer once, however many of
/// its batches say something new of her, and not at all when she came with it; so where a batch ends plays no part.
async fn first_renewed(
    tx: &mut Tx,
    app: &App,
    import: Option<&mut Bringing>,
    renewed: &[(i64, i64)],
) -> Result<i64, Error> {
    let Some(import) = import else { return Ok(i64::try_from(renewed.len()).unwrap_or(i64::MAX)) };
    // Ids rise with time: who has a higher one came after the import was registered.
    let older: BTreeMap<i64, i64> = renewed.iter().copied().filter(|(_, customer)| *customer < import.id).collect();
    let older: Vec<(i64, i64)> = older.into_iter().collect();
    if let Some(tried) = &mut import.tried {
        return Ok(tried.first_renewed(&older));
    }
    came::put_changes(tx, &older, import.id, app.clock.now()).await
}

/// Remembers whose profiles the import speaks of, where they were there before it: at its end, those count as unchanged of
/// whom it said nothing new.
async fn meet(tx: &mut Tx, app: &App, import: Option<&mut Bringing>, mut profiles: Vec<i64>) -> Result<(), Error> {
    let Some(import) = import else { return Ok(()) };
    profiles.retain(|profile| *profile < import.id);
    profiles.sort_unstable();
    profiles.dedup();
    if profiles.is_empty() {
        return Ok(());
    }
    let met = customers::of_profiles(tx, &profiles).await?;
    if let Some(tried) = &mut import.tried {
        tried.meet_again(met.into_iter().map(|(_, customer)| customer));
        return Ok(());
    }
    came::put_met(tx, &met, import.id, app.clock.now()).await
}

async fn persons(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    import: Option<&mut Bringing>,
    drafts: Vec<PersonDraft>,
    outcome: &mut Outcome,
) -> Result<Vec<i64>, Error> {
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let said_at = import.as_ref().map_or_else(|| app.clock.now(), |import| import.at);
    let source = Source { shop_id: Some(shop.id.0), channel: shop.channel };
    let mut sightings = Vec::with_capacity(drafts.len());
    let mut traits = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut sighting = Sighting::new(source, draft.identifiers, said_at);
        sighting.rank = i64::try_from(draft.row).unwrap_or(i64::MAX);
        let rank = sighting.rank;
        sighting.nick = draft.nick;
        sighting.name = draft.name;
        sighting.mobile = draft.mobile;
        sighting.email = draft.email;
        sighting.gender = draft.gender;
        sighting.birthday = draft.birthday;
        sighting.registered_at = draft.registered_at;
        sighting.buyer_credit = draft.buyer_credit;
        sighting.address = draft.address;
        sightings.push(sighting);
        traits.push((rank, draft.traits));
    }
    let (mut found, mut profiles, mut renewed) = (Vec::new(), Vec::new(), Vec::new());
    let tally = &mut outcome.counts.customers;
    for (resolved, (rank, traits)) in customers::resolve(tx, app, &sightings).await?.into_iter().zip(traits) {
        let Some(resolved) = resolved else { continue };
        let profile_id = resolved.profile_id;
        match (resolved.created, resolved.changed) {
            (true, _) => tally.created += 1,
            (false, true) => renewed.push((profile_id, resolved.customer_id)),
            (false, false) => tally.unchanged += 1,
        }
        profiles.push(profile_id);
        found.extend(traits.into_iter().map(|(key, value)| Said { profile_id, key, value, at: said_at, rank }));
    }
    let changed = first_renewed(tx, app, import, &renewed).await?;
    tally.changed += changed;
    tally.unchanged += i64::try_from(renewed.len()).unwrap_or(i64::MAX) - changed;
    fields::take_in(tx, app, &source.code(), &found).await?;
    Ok(profiles)
}

async fn behaviours(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    drafts: Vec<connectors::drafts::EventDraft>,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    if drafts.is_empty() {
        return Ok(());
    }
    let source = Source { shop_id: Some(shop.id.0), channel: shop.channel };
    let recorded = events::record(tx, app, &source, drafts).await?;
    let tally = &mut outcome.counts.events;
    tally.created += recorded.created;
    tally.unchanged += recorded.unchanged;
    tally.refused += recorded.refused;
    Ok(())
}
