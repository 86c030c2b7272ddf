//! One tree for each text: groups of one part are that part.

use crate::{Behaviour, Filter, Rule, Sequence, Step};

impl Rule {
    /// The same rule without groups of one part, as it is read back from its text.
    #[must_use]
    pub fn canonical(self) -> Self {
        match self {
            Self::All { rules } => one_or(rules, Self::canonical, |rules| Self::All { rules }),
            Self::Any { rules } => one_or(rules, Self::canonical, |rules| Self::Any { rules }),
            Self::Not { rule } => Self::Not { rule: Box::new(rule.canonical()) },
            Self::Did(behaviour) => {
                let filter = behaviour.filter.map(Filter::canonical);
                Self::Did(Behaviour { filter, ..behaviour })
            }
            Self::Then(sequence) => {
                let (first, then) = (sequence.first.canonical(), sequence.then.canonical());
                Self::Then(Sequence { first, then, ..sequence })
            }
            rule @ (Self::Is { .. } | Self::In { .. }) => rule,
        }
    }
}

impl Step {
    fn canonical(self) -> Self {
        Self { filter: self.filter.map(Filter::canonical), ..self }
    }
}

impl Filter {
    fn canonical(self) -> Self {
        match self {
            Self::All { filters } => one_or(filters, Self::canonical, |filters| Self::All { filters }),
            Self::Any { filters } => one_or(filters, Self::canonical, |filters| Self::Any { filters }),
            Self::Not { filter } => Self::Not { filter: Box::new(filter.canonical()) },
            filter @ Self::Property { .. } => filter,
        }
    }
}

/// The only part, or the group of all of them.
fn one_or<T>(parts: Vec<T>, canonical: impl Fn(T) -> T, group: impl Fn(Vec<T>) -> T) -> T {
    let mut parts: Vec<T> = parts.into_iter().map(canonical).collect();
    match parts.pop() {
        Some(one) if parts.is_empty() => one,
        Some(last) => {
            parts.push(last);
            group(parts)
        }
        None => group(parts),
    }
}
