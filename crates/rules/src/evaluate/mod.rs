//! What a rule means: the plain reference that every faster way of asking is compared with.
//!
//! A rule is asked of one customer, at one instant, and answers whether it holds **and until when that stands** if nothing
//! new arrives. The answer may stand longer than `until` says, never shorter.
//!
//! Facts and instants after `now` are known but do not count yet; `until` says when they will.
//!
//! Absent from here: speed. A behaviour is reckoned anew at every instant at which it could change.

mod attribute;
mod behaviour;
mod filter;
mod sequence;
#[cfg(test)]
mod tests;

use crate::{Answer, Calendar, Catalogue, Comparison, Person, Rule};
pub(crate) use filter::is_of_item;

/// Whether the rule holds of the customer at `now` (milliseconds UTC), and until when that stands.
///
/// The rule is one that [`crate::check`] has passed; of another, parts that make no sense do not hold.
#[must_use]
pub fn evaluate(rule: &Rule, catalogue: &Catalogue, person: &Person, now: i64, calendar: &Calendar) -> Answer {
    let asked = Asked { catalogue, person, now, calendar };
    asked.rule(rule)
}

/// Of whom, when and by which calendar a rule is asked.
struct Asked<'a> {
    catalogue: &'a Catalogue,
    person: &'a Person,
    now: i64,
    calendar: &'a Calendar,
}

impl Asked<'_> {
    fn rule(&self, rule: &Rule) -> Answer {
        match rule {
            Rule::All { rules } => all(rules.iter().map(|part| self.rule(part))),
            // At least one holds when it is not so that none does.
            Rule::Any { rules } => not(all(rules.iter().map(|part| not(self.rule(part))))),
            Rule::Not { rule } => not(self.rule(rule)),
            Rule::Is { attribute, test } => self.attribute(attribute, test),
            Rule::Did(behaviour) => self.behaviour(behaviour),
            Rule::Then(sequence) => self.sequence(sequence),
            Rule::In { set, name } => always(self.person.sets.contains(&(*set, name.clone()))),
        }
    }

    /// The answer of something that is known at every instant, and the instants at which it may change.
    fn changing(&self, holds_at: impl Fn(i64) -> bool, mut edges: Vec<i64>) -> Answer {
        let holds = holds_at(self.now);
        edges.retain(|&edge| edge > self.now && edge < i64::MAX);
        edges.sort_unstable();
        edges.dedup();
        Answer { holds, until: edges.into_iter().find(|&edge| holds_at(edge) != holds) }
    }
}

/// An answer that stands for ever.
const fn always(holds: bool) -> Answer {
    Answer { holds, until: None }
}

const fn not(answer: Answer) -> Answer {
    Answer { holds: !answer.holds, until: answer.until }
}

/// Every part holds, until the first of them may change. While one of them does not, the whole does not: the longest
/// standing refusal counts.
fn all(parts: impl Iterator<Item = Answer>) -> Answer {
    let parts: Vec<Answer> = parts.collect();
    if parts.iter().all(|part| part.holds) {
        return Answer { holds: true, until: parts.iter().filter_map(|part| part.until).min() };
    }
    let refusals = parts.iter().filter(|part| !part.holds).map(|part| part.until.unwrap_or(i64::MAX));
    Answer { holds: false, until: refusals.max().filter(|&until| until < i64::MAX) }
}

impl Comparison {
    /// Whether `left` compares so with `right`.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}
