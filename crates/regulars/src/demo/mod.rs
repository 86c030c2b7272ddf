//! The demo shop: a believable shop made from a seed, person by person.
//!
//! 拾露 sells tea, tableware and sweets in six storefronts. A [`World`] tells its two years as drafts, in no order of
//! time, through the same import functions that real files use; [`taobao`] writes it as export files of Taobao and
//! [`segment`] as batches of a tracking API. Which identifiers belong to one person is kept aside as [`truth`], so
//! that identity resolution can be scored.
//!
//! Memory stays flat: every person is made from the seed and her number alone, so ten million people need no more
//! room than one. Equal settings make equal output, whatever the chunks.
//!
//! Absent from here: the database, the clock (the story's end is a setting), and real people. Names, mobiles,
//! addresses and e-mail hosts exist nowhere.

mod basket;
mod behaviour;
mod calendar;
mod catalogue;
mod chance;
mod fate;
mod goods;
mod lately;
mod life;
mod names;
mod order;
mod parties;
mod person;
mod regions;
pub mod score;
pub mod segment;
mod service;
mod settings;
pub mod taobao;
pub mod traits;
pub mod truth;
mod words;

#[cfg(test)]
mod read_back;
#[cfg(test)]
mod tests;

use connectors::drafts::Draft;

pub use self::catalogue::Product;
pub use self::person::Temperament;
pub use self::settings::{Channel, Privacy, Settings, Shop};

use self::calendar::{Calendar, Mood};
use self::catalogue::Catalogue;
use self::life::{Life, Wanted};
use self::person::Person;

/// What a source says, with the storefront that says it (a person's draft names none itself).
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Index into [`Settings::shops`].
    pub shop: usize,
    /// What it says.
    pub draft: Draft,
}

/// How much there is of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Statements about people, by member files and identify calls.
    pub people: u64,
    /// Orders.
    pub orders: u64,
    /// Lines of orders.
    pub lines: u64,
    /// Refunds.
    pub refunds: u64,
    /// Behaviours.
    pub events: u64,
    /// Products, once per storefront.
    pub products: u64,
}

impl Amounts {
    /// Counts one draft.
    pub fn add(&mut self, draft: &Draft) {
        match draft {
            Draft::Order(order) => {
                self.orders += 1;
                self.lines += order.lines.len() as u64;
            }
            Draft::Lines(lines) => self.lines += lines.lines.len() as u64,
            Draft::Refund(_) => self.refunds += 1,
            Draft::Person(_) => self.people += 1,
            Draft::Product(_) => self.products += 1,
            Draft::Event(_) => self.events += 1,
        }
    }

    /// Number of drafts (lines travel within their orders).
    #[must_use]
    pub fn drafts(&self) -> u64 {
        self.people + self.orders + self.refunds + self.events + self.products
    }
}

/// The demo shop's world.
pub struct World {
    settings: Settings,
    catalogue: Catalogue,
    ordinary: Calendar,
    bargains: Calendar,
    presents: Calendar,
    region_sums: Vec<u64>,
    /// The year in which the story ends, for ages.
    year: i16,
}

impl World {
    /// Prepares the world; makes nobody yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let calendar = |mood| Calendar::new(mood, settings.from, settings.to);
        Self {
            catalogue: Catalogue::new(settings.seed, &settings.shops),
            ordinary: calendar(Mood::Ordinary),
            bargains: calendar(Mood::Bargains),
            presents: calendar(Mood::Presents),
            region_sums: regions::running_sums(),
            year: calendar::date_of(settings.to).year(),
            settings,
        }
    }

    /// What it was made from.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The catalogue.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.catalogue.products
    }

    /// The index of the storefront on this channel, if there is one.
    #[must_use]
    pub fn shop(&self, channel: Channel) -> Option<usize> {
        self.settings.shops.iter().position(|shop| shop.channel == channel)
    }

    fn calendar(&self, mood: Mood) -> &Calendar {
        match mood {
            Mood::Ordinary => &self.ordinary,
            Mood::Bargains => &self.bargains,
            Mood::Presents => &self.presents,
        }
    }

    fn person(&self, number: u64) -> Person {
        Person::new(&self.settings, &self.region_sums, self.year, number)
    }

    /// What kind of customer this person is.
    #[must_use]
    pub fn temperament(&self, number: u64) -> Temperament {
        self.person(number).temperament
    }

    /// The products of every storefront.
    pub fn product_drafts(&self) -> impl Iterator<Item = Told> + '_ {
        self.settings.shops.iter().enumerate().flat_map(|(at, shop)| {
            self.catalogue
                .drafts(at, shop)
                .map(move |product| Told { shop: at, draft: Draft::Product(Box::new(product)) })
        })
    }

    /// Everything that the sources say about one person (numbers from 0 to [`Settings::customers`], not included).
    #[must_use]
    pub fn person_drafts(&self, number: u64) -> Vec<Told> {
        Life::new(self, number, Wanted::Everything).live()
    }

    /// The same, told by one storefront alone.
    #[must_use]
    pub fn person_drafts_of(&self, number: u64, shop: usize) -> Vec<Told> {
        Life::new(self, number, Wanted::Shop(shop)).live()
    }

    /// Everything about these people, person by person.
    pub fn people_drafts(&self, people: std::ops::Range<u64>) -> impl Iterator<Item = Told> + '_ {
        people.flat_map(|number| self.person_drafts(number))
    }

    /// The whole world: products first, then person by person, in no order of time.
    pub fn drafts(&self) -> impl Iterator<Item = Told> + '_ {
        self.product_drafts().chain(self.people_drafts(0..self.settings.customers))
    }

    /// About how much there is, for progress: from five hundred people spread over the world, or from all when there
    /// are fewer.
    #[must_use]
    pub fn estimate(&self) -> Amounts {
        const SAMPLE: u64 = 500;
        let whole = self.settings.customers;
        let taken = whole.min(SAMPLE);
        let mut seen = Amounts::default();
        for turn in 0..taken {
            for told in self.person_drafts(turn * whole / taken) {
                seen.add(&told.draft);
            }
        }
        let scale = |count: u64| (u128::from(count) * u128::from(whole) / u128::from(taken.max(1))) as u64;
        Amounts {
            people: scale(seen.people),
            orders: scale(seen.orders),
            lines: scale(seen.lines),
            refunds: scale(seen.refunds),
            events: scale(seen.events),
            products: (self.settings.shops.len() * self.catalogue.products.len()) as u64,
        }
    }
}
