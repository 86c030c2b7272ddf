//! Under which identifiers the sources know a person: nicks at Taobao, a sign-in or a visitor's id at the shop's own
//! site, a mobile at the till, a number at Douyin, nothing at Pinduoduo.
//!
//! Only what a source really states becomes an identifier: masked values, privacy numbers and the mobiles of people
//! who receive presents never do.

use std::collections::BTreeMap;

use connectors::drafts::{AddressDraft, BuyerDraft, Identifier, IdentifierKind, Millis, PersonDraft};
use serde_json::Value;

use super::lately::Lately;
use super::life::Life;
use super::names::{self, Range};
use super::order::Parties;
use super::person::{Account, Person, Temperament};
use super::regions;
use super::settings::{Channel, Privacy};
use super::traits;

const DAY: i64 = 86_400_000;

fn e164(mobile: &str) -> String {
    format!("+86{mobile}")
}

/// Who browses: empty when the source cannot tell.
pub(crate) fn visitor(life: &mut Life<'_>, account: Account, at: Millis) -> Vec<Identifier> {
    let person = &life.person;
    match account.channel {
        Channel::Taobao | Channel::Tmall => {
            vec![Life::identifier(IdentifierKind::TaobaoNick, &person.nick)]
        }
        Channel::Douyin => {
            vec![Life::identifier(IdentifierKind::CustomerNumber, person.douyin_number(life.world.settings.seed))]
        }
        Channel::Web => {
            let anonymous = Life::identifier(IdentifierKind::AnonymousId, &life.anonymous);
            match life.joined_web {
                Some(joined) if at >= joined => {
                    vec![Life::identifier(IdentifierKind::UserId, person.user_id()), anonymous]
                }
                _ => vec![anonymous],
            }
        }
        Channel::Pos => vec![till_identifier(person)],
        Channel::Pinduoduo => Vec::new(),
    }
}

fn till_identifier(person: &Person) -> Identifier {
    match person.card() {
        Some(card) => Life::identifier(IdentifierKind::CustomerNumber, card),
        None => Life::identifier(IdentifierKind::Mobile, e164(person.till_mobile())),
    }
}

/// What a member file or an identify call says of her at this storefront, if it says anything.
pub(crate) fn member(life: &mut Life<'_>, account: Account, joined_at: Millis) -> Option<PersonDraft> {
    let said = life.chance.happens(0.35) || life.person.lately == Some(Lately::HasBirthday);
    let with_year = life.chance.happens(0.7);
    let agrees = life.chance.happens(0.62);
    let registered_at = joined_at - if life.chance.happens(0.2) { 400 * DAY } else { 0 };
    let answers = traits::answers(&mut life.aside);
    let person = &life.person;
    let mut draft = PersonDraft { registered_at: Some(registered_at), ..PersonDraft::default() };
    let gender = if person.woman { "female" } else { "male" };
    let mut traits: BTreeMap<String, Value> = BTreeMap::new();
    match account.channel {
        Channel::Taobao | Channel::Tmall if said => {
            draft.identifiers = vec![Life::identifier(IdentifierKind::TaobaoNick, &person.nick)];
            draft.nick = Some(person.nick.clone());
            draft.gender = with_year.then(|| gender.to_owned());
            draft.buyer_credit = Some((person.number % 5_000).to_string());
        }
        Channel::Web => {
            let joined = life.joined_web?;
            draft.registered_at = Some(joined);
            draft.identifiers = vec![
                Life::identifier(IdentifierKind::UserId, person.user_id()),
                Life::identifier(IdentifierKind::Mobile, e164(&person.mobile)),
                Life::identifier(IdentifierKind::Email, &person.email),
                Life::identifier(IdentifierKind::AnonymousId, &life.anonymous),
            ];
            draft.name = Some(person.name.clone());
            draft.email = Some(person.email.clone());
            draft.mobile = Some(person.mobile.clone());
            draft.gender = said.then(|| gender.to_owned());
            draft.birthday = said.then(|| person.birthday_text(with_year));
            draft.address = AddressDraft {
                province: Some(person.home.province.to_owned()),
                city: Some(person.home.city.to_owned()),
                ..AddressDraft::default()
            };
            traits.insert(traits::AGREES.to_owned(), Value::Bool(agrees));
            traits.extend(answers);
        }
        Channel::Pos => {
            let mobile = if person.card().is_some() { &person.mobile } else { person.till_mobile() };
            draft.identifiers = vec![till_identifier(person)];
            if person.card().is_some() {
                draft.identifiers.push(Life::identifier(IdentifierKind::Mobile, e164(mobile)));
            }
            draft.mobile = Some(mobile.to_owned());
            draft.name = Some(person.misspelt.clone().unwrap_or_else(|| person.name.clone()));
            draft.gender = Some(gender.to_owned());
            draft.birthday = said.then(|| person.birthday_text(with_year));
            traits.insert(traits::AGREES.to_owned(), Value::Bool(agrees));
            traits.extend(answers);
        }
        _ => return None,
    }
    draft.traits = traits;
    Some(draft)
}

/// Who an order names.
pub(crate) fn of_order(life: &mut Life<'_>, account: Account, placed_at: Millis) -> Parties {
    let second = life.chance.happens(0.4);
    let mistyped = life.chance.happens(0.3);
    let given = life.person.temperament == Temperament::GiftBuyer && life.chance.happens(0.55);
    // Every draw is made whatever is shown, so that equal seeds tell equal stories under every privacy.
    let (hidden, nick_hidden) = (life.chance.happens(0.3), life.chance.happens(0.03));
    let privacy_number = (life.chance.below(100_000_000), life.chance.below(10_000));
    let masked = match (account.channel, life.world.settings.privacy) {
        (Channel::Web | Channel::Pos, _) | (_, Privacy::Open) => false,
        (Channel::Pinduoduo, _) | (_, Privacy::Masked) => true,
        (_, Privacy::Mixed) => hidden,
    };
    // A few nicks come masked, too; such an order names nobody.
    let masked_nick = masked && nick_hidden && account.channel.is_alibaba();
    let receiver = receiver(life, second, mistyped, given);
    let mut buyer = buyer(life, account, second, placed_at, masked_nick);
    if account.channel == Channel::Pos {
        return Parties { buyer, address: AddressDraft::default() };
    }
    if !given && !masked && account.channel != Channel::Web {
        buyer.identifiers.push(Life::identifier(IdentifierKind::Mobile, e164(&receiver.mobile)));
    }
    let home = &life.person.home;
    let street = if given { receiver.street.clone() } else { home.street.clone() };
    let (name, mobile, street) = if masked {
        let mobile = names::privacy_number(privacy_number);
        (names::masked_name(&receiver.name), mobile, names::masked_street(&street))
    } else {
        (receiver.name, receiver.mobile, street)
    };
    buyer.name = buyer.name.or_else(|| Some(name.clone()));
    buyer.mobile = buyer.mobile.or_else(|| Some(mobile.clone()));
    let zip = (home.zip != "000000").then(|| home.zip.clone());
    let address = AddressDraft {
        country: None,
        province: Some(home.province.to_owned()),
        city: Some(home.city.to_owned()),
        // 其它区 stands where a city has no districts, and is none.
        district: (home.district != "其它区").then(|| home.district.to_owned()),
        street: Some(street),
        zip,
        receiver: Some(name),
        mobile: Some(mobile),
        phone: None,
    };
    Parties { buyer, address }
}

/// The Alipay account that pays for orders under this nick: an e-mail, or a mobile for a second nick.
pub(crate) fn alipay_account(person: &Person, nick: &str) -> String {
    match &person.second_mobile {
        _ if nick == person.nick => person.email.clone(),
        Some(mobile) => mobile.clone(),
        None => format!("b.{}", person.email),
    }
}

struct Receiver {
    name: String,
    mobile: String,
    /// Used for presents only.
    street: String,
}

/// She herself, herself mistyped or under her second mobile, or a friend who is no customer.
fn receiver(life: &mut Life<'_>, second: bool, mistyped: bool, given: bool) -> Receiver {
    if given {
        let friend = names::surname(&mut life.chance).0;
        let woman = life.chance.happens(0.5);
        let name = format!("{friend}{}", names::given(&mut life.chance, woman));
        let mobile = names::mobile(life.world.settings.seed, Range::Friend, life.person.number);
        return Receiver { name, mobile, street: regions::street(&mut life.chance) };
    }
    let person = &life.person;
    let name = person.misspelt.as_ref().filter(|_| mistyped).unwrap_or(&person.name);
    let mobile = person.second_mobile.as_ref().filter(|_| second).unwrap_or(&person.mobile);
    Receiver { name: name.clone(), mobile: mobile.clone(), street: String::new() }
}

fn buyer(life: &Life<'_>, account: Account, second: bool, placed_at: Millis, masked_nick: bool) -> BuyerDraft {
    let person = &life.person;
    let mut buyer = BuyerDraft::default();
    match account.channel {
        Channel::Taobao | Channel::Tmall => {
            let nick = person.second_nick.as_ref().filter(|_| second).unwrap_or(&person.nick);
            if masked_nick {
                let ends: Vec<char> = nick.chars().collect();
                let first: String = ends.first().into_iter().collect();
                let last: String = ends.last().into_iter().collect();
                buyer.nick = Some(format!("{first}**{last}"));
            } else {
                buyer.identifiers.push(Life::identifier(IdentifierKind::TaobaoNick, nick));
                buyer.nick = Some(nick.clone());
            }
        }
        Channel::Douyin => {
            let number = person.douyin_number(life.world.settings.seed);
            buyer.identifiers.push(Life::identifier(IdentifierKind::CustomerNumber, number));
        }
        Channel::Web => {
            // Who orders as a guest, before signing up, leaves a mobile.
            if life.joined_web.is_some_and(|joined| placed_at >= joined) {
                buyer.identifiers.push(Life::identifier(IdentifierKind::UserId, person.user_id()));
            }
            buyer.identifiers.push(Life::identifier(IdentifierKind::Mobile, e164(&person.mobile)));
            buyer.identifiers.push(Life::identifier(IdentifierKind::Email, &person.email));
            buyer.name = Some(person.name.clone());
            buyer.email = Some(person.email.clone());
            buyer.mobile = Some(person.mobile.clone());
        }
        Channel::Pos => {
            buyer.identifiers.push(till_identifier(person));
            buyer.name = Some(person.misspelt.clone().unwrap_or_else(|| person.name.clone()));
            let mobile = if person.card().is_some() { &person.mobile } else { person.till_mobile() };
            if person.card().is_some() {
                buyer.identifiers.push(Life::identifier(IdentifierKind::Mobile, e164(mobile)));
            }
            buyer.mobile = Some(mobile.to_owned());
        }
        Channel::Pinduoduo => {}
    }
    buyer
}
