//! A person's two years: when she comes, what she looks at, when she buys, when she stays away for good.
//!
//! Repeat purchase follows the beta-geometric idea: everybody has a rate of her own, gamma over people, and a chance of her own
//! to leave after each purchase, beta over people, so cohorts, repurchase rates and long tails look as they do in real shops,
//! and models of them find what they look for. Waiting times are drawn on a [`super::calendar`], which brings the seasons.

use connectors::drafts::{Draft, Identifier, IdentifierKind, Millis, OrderStatus};

use super::basket::{Basket, Occasion};
use super::behaviour::{Deed, Scene, Survey};
use super::calendar::{self, Calendar, Mood};
use super::chance::{Chance, Roll, Stream};
use super::fate::Fate;
use super::lately::Lately;
use super::order::Making;
use super::parties;
use super::person::{Account, Person, Temperament};
use super::regions;
use super::service;
use super::settings::Channel;
use super::{Told, World};

const HOUR: i64 = 3_600_000;
/// Orders of one person are numbered within this; nobody buys more often.
const MOST_ORDERS: u64 = 400;

/// How a temperament behaves: browsing visits, and when it is in the mood to buy.
struct Habit {
    visits: f64,
    mood: Mood,
}

/// Purchases a year of everybody who pays, on average; rates differ between people as a gamma distribution of this shape does.
const RATE: (f64, u32) = (12.0, 1);
/// Orders a year of those who never pay, and their chance to give up after each.
const HESITANT: (f64, f64) = (2.0, 0.7);

fn habit(temperament: Temperament) -> Habit {
    let (visits, mood) = match temperament {
        Temperament::WindowShopper => (3.6, Mood::Ordinary),
        Temperament::Inquirer | Temperament::Returner => (2.4, Mood::Ordinary),
        Temperament::Hesitant => (1.2, Mood::Bargains),
        Temperament::OneOff => (1.4, Mood::Ordinary),
        Temperament::Casual => (2.0, Mood::Ordinary),
        Temperament::GiftBuyer => (1.8, Mood::Presents),
        Temperament::BargainHunter => (3.6, Mood::Bargains),
        Temperament::Loyal => (5.0, Mood::Ordinary),
    };
    Habit { visits, mood }
}

/// Orders a year, and the chance to stay away for good after each. Over everybody who pays the chance is beta(½, ½), and
/// independent of the rate: many stay for years, many leave at once. Temperaments are its strata, the most faithful first.
fn pace(temperament: Temperament, chance: &mut Chance) -> (f64, f64) {
    let (rate, shape) = RATE;
    match temperament.stratum() {
        None => (chance.gamma(1, HESITANT.0), HESITANT.1),
        Some((from, to)) => {
            let place = from + (to - from) * chance.unit();
            let leaves = (place * std::f64::consts::FRAC_PI_2).sin().powi(2);
            (chance.gamma(shape, rate), leaves)
        }
    }
}

/// What is to be told of a life. The life itself is the same whatever is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Everything,
    /// What this shop says.
    Shop(usize),
    /// The orders that this shop says.
    Orders(usize),
}

impl Wanted {
    fn from(self, shop: usize) -> bool {
        match self {
            Self::Everything => true,
            Self::Shop(wanted) | Self::Orders(wanted) => wanted == shop,
        }
    }

    fn behaviours(self) -> bool {
        !matches!(self, Self::Orders(_))
    }
}

/// A life being lived; collects what sources say about it.
pub(crate) struct Life<'a> {
    pub(crate) world: &'a World,
    pub(crate) person: Person,
    pub(crate) chance: Chance,
    wanted: Wanted,
    told: Vec<Told>,
    orders: u64,
    events: u64,
    favourite: usize,
    /// What she looks at beside the goods; of its own, so that the rest of her life does not depend on it.
    pub(crate) aside: Chance,
    /// What she says when she is asked, and how service treats her; of its own for the same reason.
    pub(crate) voice: Chance,
    /// The storefronts that she follows.
    follows: Vec<usize>,
    /// Share of the calendar at which she comes.
    arrival: f64,
    /// The visitor's id at the shop's own site, before she signs in.
    pub(crate) anonymous: String,
    /// When she signs up at the shop's own site; never for some.
    pub(crate) joined_web: Option<Millis>,
}

impl<'a> Life<'a> {
    pub(crate) fn new(world: &'a World, number: u64, wanted: Wanted) -> Self {
        let person = world.person(number);
        let mut chance = Chance::new(world.settings.seed, Stream::Life, number);
        let favourite = chance.below(world.catalogue.categories() as u64) as usize;
        // A quarter knew the shop before the story begins.
        let arrival = if chance.happens(0.25) { 0.0 } else { chance.unit() };
        let (high, low) = (chance.below(1 << 48), chance.below(1 << 48));
        let anonymous = format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            high >> 16,
            high & 0xffff,
            number % 4096,
            (number >> 12) % 4096,
            low
        );
        Self {
            world,
            person,
            chance,
            wanted,
            told: Vec::with_capacity(24),
            orders: 0,
            events: 0,
            favourite,
            aside: Chance::new(world.settings.seed, Stream::Aside, number),
            voice: Chance::new(world.settings.seed, Stream::Voice, number),
            follows: Vec::new(),
            arrival,
            anonymous,
            joined_web: None,
        }
    }

    /// Everything that sources say about this person.
    pub(crate) fn live(mut self) -> Vec<Told> {
        let habit = habit(self.person.temperament);
        let calendar = self.world.calendar(habit.mood);
        self.sign_up(calendar);
        self.browse(calendar, &habit);
        self.lately();
        match self.person.temperament {
            Temperament::WindowShopper => {}
            Temperament::Inquirer => self.ask(calendar),
            _ => self.buy(calendar),
        }
        self.told
    }

    pub(crate) fn tell(&mut self, shop: usize, draft: Draft) {
        if self.wanted.from(shop) {
            self.told.push(Told { shop, draft });
        }
    }

    /// Decides whether and when she becomes known at the shop's own site, and tells what member files say.
    fn sign_up(&mut self, calendar: &Calendar) {
        let stays_away = match self.person.temperament {
            Temperament::WindowShopper => 0.75,
            Temperament::Inquirer => 0.4,
            _ => 0.0,
        };
        let mut anonymous = self.chance.happens(stays_away);
        let share = self.arrival + (1.0 - self.arrival) * 0.02;
        let mut at = calendar.instant(share, &mut self.chance, false);
        match self.person.lately {
            Some(Lately::SignedUp) => {
                anonymous = false;
                at = self.world.settings.to - self.aside.between(3, 24) * 24 * HOUR;
            }
            // Who ordered so long ago had come before.
            Some(Lately::CameAYearAgo) => at = self.world.settings.from,
            _ => {}
        }
        self.joined_web = (!anonymous).then_some(at);
        for account in self.person.accounts.clone() {
            if let Some(draft) = parties::member(self, account, at) {
                self.tell(account.shop, Draft::Person(Box::new(draft)));
                if account.channel == Channel::Web {
                    self.beside(account, 0, Deed::SignedUp, at);
                }
            }
        }
    }

    /// Visits that end without an order.
    fn browse(&mut self, calendar: &Calendar, habit: &Habit) {
        let at_least = u64::from(!self.person.temperament.buys());
        let visits = at_least + self.chance.count(habit.visits, 40);
        for _ in 0..visits {
            let share = self.arrival + (1.0 - self.arrival) * self.chance.unit();
            let at = calendar.instant(share, &mut self.chance, false);
            let account = self.account();
            let product = self.product(at);
            self.visit(account, product, at, false);
        }
    }

    /// What she is in the middle of when the story ends.
    fn lately(&mut self) {
        let (Some(lately), Some(account)) = (self.person.lately, self.person.accounts.first().copied()) else { return };
        let mut product = self.aside.below(self.world.catalogue.products.len() as u64) as usize;
        if lately == Lately::LooksAtTheDearest {
            product = self.world.catalogue.dearest();
        }
        for (deed, before) in lately.deeds() {
            let at = self.world.settings.to - before - self.aside.between(0, 40) * 60_000;
            self.beside(account, product, *deed, at);
        }
    }

    fn ask(&mut self, calendar: &Calendar) {
        for _ in 0..1 + self.chance.count(0.4, 4) {
            let share = self.arrival + (1.0 - self.arrival) * self.chance.unit();
            let at = calendar.instant(share, &mut self.chance, false);
            let account = self.account();
            let product = self.product(at);
            self.did(account, product, Deed::Inquired, at, None);
        }
    }

    fn buy(&mut self, calendar: &Calendar) {
        if let Some(placed) = self.person.lately.map(Lately::orders).filter(|placed| !placed.is_empty()) {
            for before in placed {
                let account = self.account();
                self.order(account, self.world.settings.to - before);
            }
            return;
        }
        // Two years are one length of the line.
        let (rate, leaves) = pace(self.person.temperament, &mut self.chance);
        let rate = (rate * 2.0).max(0.05);
        let first_wait = if self.arrival > 0.0 { 0.02 } else { 1.0 / rate };
        let mut at = self.arrival + self.chance.wait(first_wait);
        if at >= 1.0 {
            at = self.arrival + (1.0 - self.arrival) * self.chance.unit();
        }
        while at < 1.0 && self.orders < MOST_ORDERS {
            let account = self.account();
            let indoors = account.channel == Channel::Pos;
            let placed_at = calendar.instant(at, &mut self.chance, indoors);
            self.order(account, placed_at);
            if self.chance.happens(leaves) {
                break;
            }
            at += self.chance.wait(1.0 / rate);
        }
    }

    fn account(&mut self) -> Account {
        let accounts = &self.person.accounts;
        let whole: u64 = accounts.iter().map(|account| u64::from(account.weight)).sum();
        let mut left = self.chance.below(whole);
        for account in accounts {
            let weight = u64::from(account.weight);
            if left < weight {
                return *account;
            }
            left -= weight;
        }
        Account { shop: 0, channel: Channel::Web, weight: 1 }
    }

    fn product(&mut self, at: Millis) -> usize {
        if self.chance.happens(0.4) {
            self.world.catalogue.of_category(&mut self.chance, self.favourite)
        } else {
            self.world.catalogue.of_month(&mut self.chance, calendar::month_of(at))
        }
    }

    /// A visit: a search, some pages, perhaps a heart, a cart, a question. `ends_in_order` says that one follows.
    fn visit(&mut self, account: Account, product: usize, from: Millis, ends_in_order: bool) {
        self.look_around(account, from);
        let mut at = from;
        let likely = if ends_in_order { 2.0 } else { 1.0 };
        let deeds = [
            (Deed::Searched, 0.14),
            (Deed::Viewed, 0.98),
            (Deed::Favourited, 0.05),
            (Deed::Carted, 0.16),
            (Deed::Inquired, 0.035),
        ];
        for (deed, probability) in deeds {
            let asks = deed == Deed::Inquired && self.person.temperament == Temperament::WindowShopper;
            if asks || !self.chance.happens(probability * likely) {
                continue;
            }
            if deed == Deed::Viewed {
                for _ in 0..self.chance.count(0.35, 6) {
                    let other = self.product(at);
                    self.did(account, other, Deed::Viewed, at, None);
                    at += self.chance.between(8, 240) * 1_000;
                }
            }
            self.did(account, product, deed, at, None);
            at += self.chance.between(8, 240) * 1_000;
        }
    }

    /// What a visit begins with: pages and lists of the shop's own site, which alone tells of them; now and then somebody
    /// follows a storefront for what she sees.
    fn look_around(&mut self, account: Account, at: Millis) {
        let own_site = account.channel == Channel::Web;
        let looks = [(Deed::PageViewed, 0.6), (Deed::ListViewed, 0.25), (Deed::CouponReceived, 0.03)];
        for (deed, probability) in looks {
            let looks = self.aside.happens(probability);
            let before = self.aside.between(20, 400) * 1_000;
            if looks && own_site {
                self.beside(account, 0, deed, at - before);
            }
        }
        let likes = self.aside.happens(0.06);
        if likes && account.channel != Channel::Pos && !self.follows.contains(&account.shop) {
            self.follows.push(account.shop);
            self.beside(account, 0, Deed::Followed, at);
        }
    }

    /// What the rest of her life does not depend on.
    fn beside(&mut self, account: Account, product: usize, deed: Deed, at: Millis) {
        let roll = self.aside.roll();
        self.done(account, product, deed, at, None, roll);
    }

    fn did(&mut self, account: Account, product: usize, deed: Deed, at: Millis, order: Option<&str>) {
        if account.channel != Channel::Pinduoduo {
            let roll = self.chance.roll();
            self.done(account, product, deed, at, order, roll);
            match deed {
                Deed::Inquired => service::reply(self, account, at),
                Deed::Complained => service::make_good(self, account, product, at, order),
                _ => {}
            }
        }
    }

    pub(crate) fn done(
        &mut self,
        account: Account,
        product: usize,
        deed: Deed,
        at: Millis,
        order: Option<&str>,
        roll: Roll,
    ) {
        if account.channel == Channel::Pinduoduo {
            return;
        }
        let number = self.events;
        self.events += 1;
        if !self.wanted.behaviours() || !self.wanted.from(account.shop) {
            return;
        }
        let Some(shop) = self.world.settings.shops.get(account.shop) else { return };
        let at = at.clamp(self.world.settings.from, self.world.settings.to);
        let identifiers = parties::visitor(self, account, at);
        let scene = Scene { world: self.world, at: account.shop, shop, identifiers, product, order };
        let event = scene.draft(roll, deed, at, format!("{:x}-{number:x}", self.person.number));
        self.tell(account.shop, Draft::Event(Box::new(event)));
    }

    fn order(&mut self, account: Account, placed_at: Millis) {
        let Some(shop) = self.world.settings.shops.get(account.shop) else {
            return;
        };
        let occasion = Occasion {
            channel: account.channel,
            temperament: self.person.temperament,
            sale: calendar::is_great_sale(placed_at),
            month: calendar::month_of(placed_at),
            favourite: self.favourite,
            far: regions::is_far(self.person.home.province),
            lately: self.person.lately,
        };
        let basket = Basket::new(&mut self.chance, &self.world.catalogue, &occasion);
        let now = self.world.settings.to;
        let fate = Fate::new(&mut self.chance, &basket, &occasion, placed_at, now);
        // The last digits come from the person alone, as Taobao's come from the buyer.
        let unique = self.person.number + self.orders * 100_000_000;
        self.orders += 1;
        let parties = parties::of_order(self, account, placed_at);
        let roll = self.chance.roll();
        let making =
            Making { world: self.world, at: account.shop, shop, unique, placed_at, basket: &basket, fate: &fate };
        let wanted = self.wanted.from(account.shop);
        let number = if wanted { making.number() } else { String::new() };
        self.around(account, &basket, &fate, placed_at, &number);
        if !wanted {
            return;
        }
        let refund = making.refund(&number, &parties.buyer.identifiers, parties.buyer.nick.as_ref());
        let order = making.draft(roll, &number, parties);
        self.tell(account.shop, Draft::Order(Box::new(order)));
        if let Some(refund) = refund {
            self.tell(account.shop, Draft::Refund(Box::new(refund)));
        }
    }

    /// What she did before the order and says after it.
    fn around(&mut self, account: Account, basket: &Basket, fate: &Fate, placed_at: Millis, number: &str) {
        let Some(product) = basket.lines.first().map(|line| line.product) else {
            return;
        };
        if account.channel != Channel::Pos {
            let before = self.chance.between(3, 70) * 60_000;
            self.visit(account, product, placed_at - before, true);
        }
        let now = self.world.settings.to;
        let settled = fate.signed_at.or(fate.finished_at).filter(|_| fate.status != OrderStatus::Cancelled);
        if let Some(at) = settled {
            self.asked(account, product, at, number);
            let reviewed_at = at + self.chance.between(2, 12 * 24) * HOUR;
            if self.chance.happens(0.3) && reviewed_at < now {
                self.did(account, product, Deed::Reviewed, reviewed_at, Some(number));
            }
        }
        let unhappy = if fate.refund.is_some() { 0.12 } else { 0.006 };
        if let Some(paid_at) = fate.paid_at.filter(|_| self.chance.happens(unhappy)) {
            let at = paid_at + self.chance.between(24, 12 * 24) * HOUR;
            if at < now {
                self.did(account, product, Deed::Complained, at, Some(number));
            }
        }
    }

    /// What she answers after an order, when somebody asks.
    fn asked(&mut self, account: Account, product: usize, settled: Millis, number: &str) {
        let asks = [
            (Deed::Surveyed(Survey::Csat), 0.1, 3),
            (Deed::Surveyed(Survey::Nps), 0.06, 10),
            (Deed::Surveyed(Survey::Ces), 0.05, 2),
            (Deed::Answered, 0.04, 30),
        ];
        for (deed, probability, days) in asks {
            let (answers, later, roll) =
                (self.voice.happens(probability), self.voice.between(1, days * 24) * HOUR, self.voice.roll());
            if answers && settled + later < self.world.settings.to {
                self.done(account, product, deed, settled + later, Some(number), roll);
            }
        }
    }

    /// An identifier.
    pub(crate) fn identifier(kind: IdentifierKind, value: impl Into<String>) -> Identifier {
        Identifier { kind, value: value.into() }
    }
}
