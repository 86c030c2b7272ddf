//! The truth about who is who: every identifier that a source stated, and the person whom it belongs to.
//!
//! Kept aside: nothing that resolves identities may read it. It serves [`super::score`] alone.

use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, Write};

use connectors::drafts::{Draft, Identifier, IdentifierKind};

use super::{World, parties};

/// An identifier at a source, and whose it is.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Handle {
    /// The storefront's id ([`super::Shop::id`]).
    pub source: String,
    /// The identifier.
    pub identifier: Identifier,
    /// The person's number.
    pub person: u64,
    /// Whether it named a profile (stood first), or only came along.
    pub names_profile: bool,
}

/// The code of an identifier's type, as the database and the API write it.
#[must_use]
pub fn kind_code(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::BuyerOpenUid => "buyer_open_uid",
        IdentifierKind::Omid => "omid",
        IdentifierKind::AlipayId => "alipay_id",
        IdentifierKind::AlipayAccount => "alipay_account",
        IdentifierKind::TaobaoNick => "taobao_nick",
        IdentifierKind::JdAccount => "jd_account",
        IdentifierKind::YouzanId => "youzan_id",
        IdentifierKind::Mobile => "mobile",
        IdentifierKind::Email => "email",
        IdentifierKind::UserId => "user_id",
        IdentifierKind::AnonymousId => "anonymous_id",
        IdentifierKind::WechatUnionId => "wechat_union_id",
        IdentifierKind::CustomerNumber => "customer_number",
    }
}

/// An identifier as the score compares it: `taobao_nick:tb100000003`.
#[must_use]
pub fn identifier_text(identifier: &Identifier) -> String {
    format!("{}:{}", kind_code(identifier.kind), identifier.value)
}

impl World {
    /// Every identifier under which sources state this person, each once. Accounts of Alipay are among them, since
    /// old export files print them.
    #[must_use]
    pub fn handles(&self, number: u64) -> Vec<Handle> {
        let mut firsts: HashSet<(usize, Identifier)> = HashSet::new();
        let mut others: HashSet<(usize, Identifier)> = HashSet::new();
        let mut handles = Vec::new();
        let told = self.person_drafts(number);
        for told in &told {
            let identifiers = match &told.draft {
                Draft::Order(order) => &order.buyer.identifiers,
                Draft::Person(person) => &person.identifiers,
                Draft::Event(event) => &event.identifiers,
                _ => continue,
            };
            for (at, identifier) in identifiers.iter().enumerate() {
                let seen = if at == 0 { &mut firsts } else { &mut others };
                if seen.insert((told.shop, identifier.clone())) {
                    handles.push((told.shop, identifier.clone(), at == 0));
                }
            }
            if let (Draft::Order(order), Some(nick)) = (&told.draft, identifiers.first())
                && nick.kind == IdentifierKind::TaobaoNick
                && order.buyer.nick.is_some()
            {
                let value = parties::alipay_account(&self.person(number), &nick.value);
                let identifier = Identifier { kind: IdentifierKind::AlipayAccount, value };
                if others.insert((told.shop, identifier.clone())) {
                    handles.push((told.shop, identifier, false));
                }
            }
        }
        handles
            .into_iter()
            .filter(|(shop, identifier, first)| *first || !firsts.contains(&(*shop, identifier.clone())))
            .map(|(shop, identifier, names_profile)| Handle {
                source: self.settings().shops.get(shop).map(|shop| shop.id.clone()).unwrap_or_default(),
                identifier,
                person: number,
                names_profile,
            })
            .collect()
    }
}

/// Writes the truth of all people as CSV: `source,kind,value,person,names_profile`. No value holds a comma.
///
/// # Errors
/// Those of the writer.
pub fn write_csv(world: &World, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "source,kind,value,person,names_profile")?;
    for number in 0..world.settings().customers {
        for handle in world.handles(number) {
            let kind = kind_code(handle.identifier.kind);
            let value = &handle.identifier.value;
            writeln!(out, "{},{kind},{value},{number},{}", handle.source, handle.names_profile)?;
        }
    }
    Ok(())
}

/// Whose an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// One person's.
    One(u64),
    /// Claimed by several, as a family's mobile; no answer would be right.
    Several,
}

#[derive(Clone, Copy)]
struct Claim {
    owner: Owner,
    names_profile: bool,
}

/// The truth in memory: 64-bit hashes of identifiers, about 40 bytes for each (two identifiers of forty million meet
/// with a probability below one in ten thousand).
#[derive(Default)]
pub struct Truth {
    claims: HashMap<u64, Claim>,
}

impl Truth {
    /// The truth of a whole world.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let mut truth = Self::default();
        for number in 0..world.settings().customers {
            for handle in world.handles(number) {
                let text = identifier_text(&handle.identifier);
                truth.claim(key(&handle.source, &text), number, handle.names_profile);
            }
        }
        truth
    }

    /// Reads what [`write_csv`] wrote.
    ///
    /// # Errors
    /// Those of the reader, and `InvalidData` naming the line that is not such a row.
    pub fn read_csv(input: impl BufRead) -> io::Result<Self> {
        let mut truth = Self::default();
        for (at, line) in input.lines().enumerate().skip(1) {
            let line = line?;
            let mut cells = line.split(',');
            let row = (cells.next(), cells.next(), cells.next(), cells.next(), cells.next());
            let (Some(source), Some(kind), Some(value), Some(person), Some(names_profile)) = row else {
                return Err(io::Error::new(io::ErrorKind::InvalidData, format!("line {}: five cells wanted", at + 1)));
            };
            let person = person.parse().map_err(|_| {
                io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {person:?} is no person's number", at + 1))
            })?;
            truth.claim(key(source, &format!("{kind}:{value}")), person, names_profile == "true");
        }
        Ok(truth)
    }

    /// How many identifiers it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    pub(crate) fn owner(&self, key: u64) -> Option<Owner> {
        self.claims.get(&key).map(|claim| claim.owner)
    }

    /// Who names a profile by an identifier owns it before those who merely carry it along.
    fn claim(&mut self, key: u64, person: u64, names_profile: bool) {
        let new = Claim { owner: Owner::One(person), names_profile };
        self.claims
            .entry(key)
            .and_modify(|old| {
                if names_profile && !old.names_profile {
                    *old = new;
                } else if names_profile == old.names_profile && old.owner != Owner::One(person) {
                    old.owner = Owner::Several;
                }
            })
            .or_insert(new);
    }
}

/// The hash under which an identifier of a source is kept.
pub(crate) fn key(source: &str, identifier: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    identifier.hash(&mut hasher);
    hasher.finish()
}
