//! Who a person is: name, home, mobiles, temperament, and the accounts she holds at the storefronts.
//!
//! Four neighbouring numbers form a block; a block holds single people and sometimes a family, which shares its
//! address and often its mobile. Absent from here: what people do, which is [`super::life`].

use super::calendar;
use super::chance::{Chance, Stream, spread};
use super::lately::Lately;
use super::names::{self, Range};
use super::regions::{self, Home};
use super::settings::{Channel, Settings};

const DAY: i64 = 86_400_000;

/// What kind of customer somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Temperament {
    /// Looks and never asks or buys.
    #[default]
    WindowShopper,
    /// Asks and never buys.
    Inquirer,
    /// Orders and never pays.
    Hesitant,
    /// Buys once, seldom twice.
    OneOff,
    /// Buys now and then.
    Casual,
    /// Buys presents before festivals, often to other people's addresses.
    GiftBuyer,
    /// Waits for sales.
    BargainHunter,
    /// Sends half of it back.
    Returner,
    /// Comes back for years.
    Loyal,
}

const SHARES: &[(Temperament, u32)] = &[
    (Temperament::WindowShopper, 15),
    (Temperament::Inquirer, 9),
    (Temperament::Hesitant, 5),
    (Temperament::OneOff, 28),
    (Temperament::Casual, 8),
    (Temperament::GiftBuyer, 9),
    (Temperament::BargainHunter, 11),
    (Temperament::Returner, 3),
    (Temperament::Loyal, 12),
];

impl Temperament {
    /// Whether such people ever pay.
    #[must_use]
    pub fn buys(self) -> bool {
        self >= Self::OneOff
    }

    /// Where such people stand among all who pay, the most faithful at 0, the least at 1; `None` of who never pays.
    pub(crate) fn stratum(self) -> Option<(f64, f64)> {
        let rank = |one: Self| match one {
            Self::Loyal => 0,
            Self::BargainHunter => 1,
            Self::Casual => 2,
            Self::GiftBuyer => 3,
            Self::Returner => 4,
            _ => 5,
        };
        let paying = || SHARES.iter().filter(|(one, _)| one.buys());
        let all: u32 = paying().map(|(_, share)| share).sum();
        let before: u32 = paying().filter(|(one, _)| rank(*one) < rank(self)).map(|(_, share)| share).sum();
        let own = paying().find(|(one, _)| *one == self).map(|(_, share)| *share)?;
        let place = |share: u32| f64::from(share) / f64::from(all);
        Some((place(before), place(before + own)))
    }
}

/// What a person is called at one storefront.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// Index of the shop.
    pub(crate) shop: usize,
    pub(crate) channel: Channel,
    /// How often it is used beside the others.
    pub(crate) weight: u32,
}

/// A person. Never printed: she holds a name, mobiles and an address.
pub(crate) struct Person {
    pub(crate) number: u64,
    pub(crate) woman: bool,
    pub(crate) name: String,
    /// Her name as she or a clerk once typed it wrong.
    pub(crate) misspelt: Option<String>,
    /// Year, month, day; the year is not always told.
    pub(crate) birthday: (i16, i8, i8),
    pub(crate) home: Home,
    /// The mobile that she gives, which may be her family's.
    pub(crate) mobile: String,
    /// Whether the mobile is a relative's.
    pub(crate) borrowed: bool,
    pub(crate) second_mobile: Option<String>,
    pub(crate) email: String,
    pub(crate) nick: String,
    pub(crate) second_nick: Option<String>,
    pub(crate) temperament: Temperament,
    pub(crate) accounts: Vec<Account>,
    /// What she is in the middle of when the story ends.
    pub(crate) lately: Option<Lately>,
}

/// Where somebody stands in her household.
enum Place {
    Alone,
    Partner,
    Child,
}

impl Person {
    pub(crate) fn new(settings: &Settings, region_sums: &[u64], year: i16, number: u64) -> Self {
        let seed = settings.seed;
        let (head, place, one_mobile) = household(seed, number);
        let mut house = Chance::new(seed, Stream::House, head);
        let family = names::surname(&mut house);
        let home = regions::home(&mut house, region_sums);
        let mut chance = Chance::new(seed, Stream::Person, number);
        let woman = chance.happens(0.63);
        let (surname, letters) = match place {
            Place::Alone | Place::Child => family,
            Place::Partner => names::surname(&mut chance),
        };
        let name = format!("{surname}{}", names::given(&mut chance, woman));
        let misspelt = chance.happens(0.08).then(|| names::misspelt(&name)).flatten();
        let age = match place {
            Place::Child => chance.between(18, 30),
            Place::Partner => chance.between(32, 62),
            Place::Alone => (19.0 + chance.gamma(3, 18.0)).min(78.0) as i64,
        };
        let mut birthday = (year - age as i16, chance.between(1, 12) as i8, chance.between(1, 28) as i8);
        let borrowed = one_mobile && !matches!(place, Place::Alone);
        let mobile = names::mobile(seed, Range::Own, if borrowed { head } else { number });
        let second_mobile = chance.happens(0.12).then(|| names::mobile(seed, Range::Second, number));
        let email = names::email(&mut chance, letters, number);
        let nick = names::nick(&mut chance, number, 0);
        let second_nick = chance.happens(0.08).then(|| names::nick(&mut chance, number, 1));
        let mut temperament = chance.weighted(SHARES);
        let mut accounts = accounts(&mut chance, settings, temperament);
        // Whoever is in the middle of something is so at the shop's own site, where everything is seen.
        let site = settings.shops.iter().position(|shop| shop.channel == Channel::Web);
        let lately = Lately::of(number).filter(|_| site.is_some());
        if let (Some(lately), Some(shop)) = (lately, site) {
            temperament = lately.temperament();
            accounts = vec![Account { shop, channel: Channel::Web, weight: 1 }];
            if lately == Lately::HasBirthday {
                // Today, or within days.
                let days = if number.is_multiple_of(2) { 0 } else { 1 + i64::try_from(number % 5).unwrap_or(0) };
                let soon = calendar::date_of(settings.to + days * DAY);
                birthday = (birthday.0, soon.month(), soon.day().min(28));
            }
        }
        Self {
            number,
            woman,
            name,
            misspelt,
            birthday,
            home,
            mobile,
            borrowed,
            second_mobile,
            email,
            nick,
            second_nick,
            temperament,
            accounts,
            lately,
        }
    }

    /// Her number at Douyin.
    pub(crate) fn douyin_number(&self, seed: u64) -> String {
        format!("dy{:03}{:08}", self.number % 997, spread(self.number, seed ^ 0x5eed))
    }

    /// Her number at the shop's own site.
    pub(crate) fn user_id(&self) -> String {
        format!("u{}", 100_000 + self.number)
    }

    /// The number on her card at the till; those who own their mobile have none.
    pub(crate) fn card(&self) -> Option<String> {
        self.borrowed.then(|| format!("M{:08}", self.number))
    }

    /// What she tells the till.
    pub(crate) fn till_mobile(&self) -> &str {
        self.second_mobile.as_deref().unwrap_or(&self.mobile)
    }

    /// The birthday, as drafts print it.
    pub(crate) fn birthday_text(&self, with_year: bool) -> String {
        let (year, month, day) = self.birthday;
        if with_year { format!("{year:04}-{month:02}-{day:02}") } else { format!("--{month:02}-{day:02}") }
    }
}

/// The head of this person's household, her place in it, and whether it has one mobile for all.
fn household(seed: u64, number: u64) -> (u64, Place, bool) {
    let block = number / 4;
    let mut chance = Chance::new(seed, Stream::Block, block);
    let members = match chance.below(100) {
        0..=61 => 1,
        62..=83 => 2,
        _ => 3,
    };
    let one_mobile = chance.happens(0.45);
    match number % 4 {
        1 if members >= 2 => (block * 4, Place::Partner, one_mobile),
        2 if members >= 3 => (block * 4, Place::Child, one_mobile),
        _ => (number, Place::Alone, one_mobile),
    }
}

/// One storefront for most, a second or third for some. Pinduoduo is never the only one, since nobody is known there.
fn accounts(chance: &mut Chance, settings: &Settings, temperament: Temperament) -> Vec<Account> {
    let mut accounts = Vec::with_capacity(3);
    let more = if temperament == Temperament::Loyal { 0.45 } else { 0.22 };
    let wanted = 1 + usize::from(chance.happens(more)) + usize::from(chance.happens(more * 0.4));
    for turn in 0..wanted {
        let whole: u64 = settings.shops.iter().map(|shop| popularity(shop.channel, turn, temperament)).sum();
        let mut left = chance.below(whole);
        for (at, shop) in settings.shops.iter().enumerate() {
            let weight = popularity(shop.channel, turn, temperament);
            if left < weight {
                if !accounts.iter().any(|account: &Account| account.shop == at) {
                    let weight = if turn == 0 { 6 } else { 3 };
                    accounts.push(Account { shop: at, channel: shop.channel, weight });
                }
                break;
            }
            left -= weight;
        }
    }
    if let (true, Some(shop)) = (accounts.is_empty(), settings.shops.first()) {
        accounts.push(Account { shop: 0, channel: shop.channel, weight: 1 });
    }
    accounts
}

fn popularity(channel: Channel, turn: usize, temperament: Temperament) -> u64 {
    match channel {
        Channel::Tmall => 32,
        Channel::Taobao => 27,
        Channel::Douyin => 15,
        Channel::Web => 17,
        // Nobody browses at a till.
        Channel::Pos => u64::from(temperament.buys()) * 11,
        Channel::Pinduoduo => u64::from(turn > 0 && temperament.buys()) * 10,
    }
}
