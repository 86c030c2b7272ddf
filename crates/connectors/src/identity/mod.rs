//! Identifying values: what kind of thing a cell holds, its one normal form, and whether it may join profiles.
//!
//! Every connector passes names of people through here before it writes an [`Identifier`]. A masked value, a privacy
//! number, an `oaid` or a nick with stars never comes out as one. Pure: no clock, no store; the only data is the list
//! of regions compiled in. Which two profiles are one person is decided elsewhere.

pub mod address;
pub mod email;
pub mod fold;
pub mod mask;
pub mod mobile;
pub mod nick;
pub mod region;
#[cfg(test)]
mod tests;

use crate::drafts::{Identifier, IdentifierKind};

/// What an identifier proves when two profiles carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// One person's. The profiles join at once.
    Strong,
    /// Usually one person's, yet families share it and numbers are given out again: the profiles join at once unless
    /// what else is known of them is unlike (a different name); then the join is proposed.
    Shared,
    /// A visitor before sign-in. It joins only where a source says so (an identify or alias call).
    Visitor,
}

/// How far an identifier of this kind may be trusted.
#[must_use]
pub fn strength(kind: IdentifierKind) -> Strength {
    use IdentifierKind as K;
    match kind {
        K::BuyerOpenUid
        | K::Omid
        | K::AlipayId
        | K::AlipayAccount
        | K::TaobaoNick
        | K::JdAccount
        | K::YouzanId
        | K::UserId
        | K::WechatUnionId
        | K::CustomerNumber => Strength::Strong,
        K::Mobile | K::Email => Strength::Shared,
        K::AnonymousId => Strength::Visitor,
    }
}

/// Whether an equal value of this kind on two profiles joins them without asking a person, unless what else is known
/// of them contradicts ([`Strength::Shared`]). Only [`IdentifierKind::AnonymousId`] does not.
#[must_use]
pub fn may_join(kind: IdentifierKind) -> bool {
    strength(kind) != Strength::Visitor
}

/// Whether values of this kind mean something only beside the source that gave them out. Two sources' `UserId` 7 are
/// two people; a mobile is the same everywhere.
#[must_use]
pub fn is_scoped(kind: IdentifierKind) -> bool {
    use IdentifierKind as K;
    matches!(kind, K::BuyerOpenUid | K::Omid | K::YouzanId | K::UserId | K::AnonymousId | K::CustomerNumber)
}

/// Place in the order "strongest first"; lower is stronger.
#[must_use]
pub fn rank(kind: IdentifierKind) -> u8 {
    use IdentifierKind as K;
    match kind {
        K::BuyerOpenUid => 0,
        K::UserId => 1,
        K::Omid => 2,
        K::AlipayId => 3,
        K::WechatUnionId => 4,
        K::YouzanId => 5,
        K::TaobaoNick => 6,
        K::JdAccount => 7,
        K::CustomerNumber => 8,
        K::AlipayAccount => 9,
        K::Mobile => 10,
        K::Email => 11,
        K::AnonymousId => 12,
    }
}

/// Puts identifiers strongest first and drops repetitions.
pub fn strongest_first(identifiers: &mut Vec<Identifier>) {
    identifiers.sort_by(|a, b| (rank(a.kind), &a.value).cmp(&(rank(b.kind), &b.value)));
    identifiers.dedup();
}

/// The identifier that a cell states, in normal form; `None` when the cell holds nothing that may identify a person:
/// empty, masked, a privacy number, encrypted, or not of this kind.
#[must_use]
pub fn identifier(kind: IdentifierKind, raw: &str) -> Option<Identifier> {
    use IdentifierKind as K;
    let value = match kind {
        K::Mobile => mobile::classify(raw).into_full()?,
        K::Email => email::normalise(raw)?,
        K::AlipayAccount => nick::alipay(raw)?,
        K::TaobaoNick | K::JdAccount => nick::strong(raw)?.to_owned(),
        K::BuyerOpenUid
        | K::Omid
        | K::AlipayId
        | K::YouzanId
        | K::UserId
        | K::AnonymousId
        | K::WechatUnionId
        | K::CustomerNumber => id(raw)?.to_owned(),
    };
    Some(Identifier { kind, value })
}

/// An opaque id as printed, without wrapping. `None` when it is empty, masked, a program's word for nothing (`null`,
/// `undefined`, `0`), a number that a spreadsheet has damaged (`3.5E+17`), or longer than 256 bytes.
#[must_use]
pub fn id(raw: &str) -> Option<&str> {
    const NOTHING: [&str; 7] = ["0", "-", "null", "none", "nil", "undefined", "nan"];
    let text = fold::bare(raw);
    let fits = !text.is_empty()
        && text.len() <= 256
        && !text.chars().any(|c| fold::is_star(c) || c.is_control())
        && !NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word))
        && !is_damaged(text);
    fits.then_some(text)
}

/// `3.5E+17`: an id that went through a spreadsheet as a number.
#[must_use]
pub fn is_damaged(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    mantissa
        .split_once('.')
        .is_some_and(|(whole, rest)| digits(whole) && digits(rest) && digits(exponent.trim_start_matches('+')))
        || digits(mantissa) && exponent.strip_prefix('+').is_some_and(digits)
}
