//! What customers are called, one text behind the other. Pure.

use std::collections::BTreeMap;

use memchr::memmem;

use super::{Held, folded};

/// Stands between a nick and a name, and behind a name; neither has it.
const BORDER: char = '\0';
/// Changes beside the texts before they are written in, at least; beyond that an eighth of the customers.
const CHANGES: usize = 4_096;

/// Texts by customer. Some forty bytes a customer.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Rising.
    ids: Vec<i64>,
    /// Where the text of each ends.
    ends: Vec<usize>,
    texts: Vec<u8>,
    /// What has changed since: it stands in place of the text. Empty: the customer is gone.
    changed: BTreeMap<i64, Box<str>>,
}

/// A nick and a name as the table keeps them; empty when there is neither.
pub(super) fn text(nick: Option<&str>, name: Option<&str>) -> String {
    let parts: Vec<String> = [nick, name].into_iter().flatten().map(folded).collect();
    parts.join(&BORDER.to_string()).trim_matches(BORDER).to_owned()
}

impl Table {
    /// Sets what a customer is called; an empty text takes it away.
    pub(super) fn put(&mut self, id: i64, text: &str) {
        if self.ids.last().is_none_or(|last| *last < id) {
            if !text.is_empty() {
                self.append(id, text.as_bytes());
            }
            return;
        }
        if text.is_empty() && self.ids.binary_search(&id).is_err() {
            self.changed.remove(&id);
            return;
        }
        self.changed.insert(id, text.into());
        if self.changed.len() > CHANGES.max(self.ids.len() / 8) {
            self.write_in();
        }
    }

    fn append(&mut self, id: i64, text: &[u8]) {
        self.texts.extend_from_slice(text);
        self.texts.push(0);
        self.ids.push(id);
        self.ends.push(self.texts.len());
    }

    /// Makes one row of texts again.
    fn write_in(&mut self) {
        let old = std::mem::take(self);
        let mut changed = old.changed.into_iter().peekable();
        let (mut from, mut new) = (0, Self::default());
        new.ids.reserve_exact(old.ids.len());
        new.ends.reserve_exact(old.ids.len());
        new.texts.reserve_exact(old.texts.len());
        let take = |new: &mut Self, id: i64, text: &[u8]| {
            if !text.is_empty() {
                new.append(id, text);
            }
        };
        for (id, end) in old.ids.into_iter().zip(old.ends) {
            while let Some((other, text)) = changed.next_if(|(other, _)| *other < id) {
                take(&mut new, other, text.as_bytes());
            }
            match changed.next_if(|(other, _)| *other == id) {
                Some((_, text)) => take(&mut new, id, text.as_bytes()),
                None => take(&mut new, id, old.texts.get(from..end - 1).unwrap_or_default()),
            }
            from = end;
        }
        for (id, text) in changed {
            take(&mut new, id, text.as_bytes());
        }
        *self = new;
    }

    /// The customers with `part` in their nick or name, when they are at most `most`.
    pub(super) fn holding(&self, part: &str, most: usize) -> Held {
        let part = folded(part);
        let mut found = Vec::new();
        if part.is_empty() || part.contains(BORDER) {
            return Held::These(found);
        }
        let finder = memmem::Finder::new(part.as_bytes());
        found.extend(self.changed.iter().filter(|(_, text)| finder.find(text.as_bytes()).is_some()).map(|(id, _)| *id));
        let mut from = 0;
        while found.len() <= most {
            let Some(at) = self.texts.get(from..).and_then(|rest| finder.find(rest)) else { break };
            let row = self.ends.partition_point(|end| *end <= from + at);
            let (Some(id), Some(end)) = (self.ids.get(row), self.ends.get(row)) else { break };
            if !self.changed.contains_key(id) {
                found.push(*id);
            }
            from = *end;
        }
        if found.len() > most {
            return Held::Many;
        }
        found.sort_unstable();
        Held::These(found)
    }

    /// Customers with a text.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_part_is_found_wherever_it_stands_and_never_across_a_border() {
        let mut table = Table::default();
        for (id, nick, name) in [
            (1, Some("GreenTea88"), Some("王小明")),
            (2, None, Some("明小王")),
            (5, Some("tea"), None),
            (3, Some("小 明"), Some("Ann")),
        ] {
            table.put(id, &text(nick, name));
        }
        for (part, expected) in [
            ("tea", vec![1, 5]),
            ("TEA8", vec![1]),
            ("小明", vec![1]),
            ("明", vec![1, 2, 3]),
            ("88王", vec![]),
            ("\0", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(table.holding(part, 9), Held::These(expected), "{part}");
        }
        assert_eq!(table.holding("明", 2), Held::Many);
        table.put(1, "");
        table.put(2, &text(None, Some("明明")));
        assert_eq!(table.holding("明明", 9), Held::These(vec![2]));
        assert_eq!(table.holding("小", 9), Held::These(vec![3]));
    }

    proptest! {
        #[test]
        fn it_finds_what_reading_everything_finds(
            steps in prop::collection::vec((0_i64..40, "[ab]{0,4}", "[a明]{0,3}", any::<bool>()), 1..120),
            part in "[ab明]{1,2}",
        ) {
            let mut table = Table::default();
            let mut plain: BTreeMap<i64, (String, String)> = BTreeMap::new();
            for (id, nick, name, write_in) in steps {
                table.put(id, &text(Some(&nick), Some(&name)));
                plain.insert(id, (nick, name));
                if write_in {
                    table.write_in();
                }
            }
            let expected: Vec<i64> = plain
                .iter()
                .filter(|(_, (nick, name))| nick.contains(&part) || name.contains(&part))
                .map(|(id, _)| *id)
                .collect();
            prop_assert_eq!(table.holding(&part, 100), Held::These(expected));
        }
    }
}
