//! Weights for shop profiles that carry little but a name, an address and a mobile.
//!
//! Who shares a full address or a mobile is of one household; the question is whether it is one person or two of them.
//! Treating name, address and mobile as independent would answer that wrongly, since families share all but the given
//! name. So the model has two steps: the odds that two profiles of one household are one person, divided among all
//! profiles that share the address or number, and then what the names (and gender, birthday, e-mail) say.
//!
//! | odds within a household | |
//! |---|---|
//! | same address and mobile | 2.5 / (k − 1) |
//! | same mobile | 1.5 / (k − 1) |
//! | same address | .5 / (k − 1) |
//! | address similar (edit similarity of at least .9) | .2 |
//! | neither | no proposal |
//!
//! | likelihood | one person (m) | two of a household (u) | weight, bits |
//! |---|---|---|---|
//! | name same | .80 | .01 × (.05 + .95 / (k − 1)) | +6.3 for two, up to +10.6 in a crowd |
//! | name part of the other | .06 | .03 | +1.0 |
//! | name sounds the same | .05 | .005 | +3.3 |
//! | name near | .06 | .06 | 0 |
//! | masked name fits | .85 | .35 | +1.3 |
//! | same surname | .02 | .35 | −4.1 |
//! | names unlike, or a masked name that does not fit | .06 | .55 | −3.2 |
//! | gender same / other | .98 / .02 | .5 / .5 | +1.0 / −4.6 |
//! | birthday same / other | .95 / .05 | .003 / .997 | +8.3 / −4.3 |
//! | e-mail same / other | .9 / .1 | .05 / .95 | +4.2 / −3.2 |
//!
//! Two of a household carry one name mostly because one of them orders in the other's; among the many at a locker only
//! by chance, hence the two parts of that `u`. These figures are judgements, not measurements, and stand until a shop's
//! own pairs move them ([`learn`]).

pub mod learn;
mod pattern;
mod weights;

pub use pattern::{Crowd, Facts, Pattern, Sharing};
pub use weights::Weights;

use super::Score;

/// Scores two profiles by the stated weights. `None` when they share neither address nor mobile, since a name alone
/// proposes nobody.
#[must_use]
pub fn score(a: &Facts<'_>, b: &Facts<'_>, crowd: Crowd) -> Option<Score> {
    Weights::default().score(a, b, crowd)
}
