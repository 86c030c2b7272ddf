//! What the shop's service does for a person: it replies to what she asks, and makes good what she complains of.
//!
//! Absent from here: that she asks and complains, which is [`super::life`].

use connectors::drafts::Millis;

use super::behaviour::Deed;
use super::life::Life;
use super::person::Account;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Replies to a question, mostly within minutes, now and then after an hour or more; a few questions are left.
pub(crate) fn reply(life: &mut Life<'_>, account: Account, asked: Millis) {
    let replies = life.voice.happens(0.93);
    let waited = match life.voice.below(100) {
        0..78 => life.voice.between(0, 5),
        78..92 => life.voice.between(6, 59),
        _ => life.voice.between(60, 9 * 60),
    };
    let (at, roll) = (asked + waited * MINUTE, life.voice.roll());
    if replies && at < life.world.settings.to {
        life.done(account, 0, Deed::Replied(waited), at, None, roll);
    }
}

/// Makes a complaint good within some days: resolves most, and gives something for half of them.
pub(crate) fn make_good(
    life: &mut Life<'_>,
    account: Account,
    product: usize,
    complained: Millis,
    order: Option<&str>,
) {
    let (resolves, gives) = (life.voice.happens(0.8), life.voice.happens(0.5));
    let at = complained + life.voice.between(6, 6 * 24) * HOUR;
    let amount = life.voice.between(5, 40) * 100;
    let deeds = [(Deed::Compensated(amount), gives, at - 10 * MINUTE), (Deed::Resolved, resolves, at)];
    for (deed, happens, at) in deeds {
        let roll = life.voice.roll();
        if happens && at < life.world.settings.to {
            life.done(account, product, deed, at, order, roll);
        }
    }
}
