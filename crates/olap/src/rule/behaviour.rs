//! What somebody did, as SQL.

use rules::{Aggregate, Behaviour, Bound, Occasion};

use super::filter::{Passing, alias};
use super::{Untold, Writer, between, joined, known, test};
use crate::tables::Table;

impl Writer<'_> {
    pub(super) fn behaviour(&mut self, behaviour: &Behaviour) -> Result<String, Untold> {
        let range = self.calendar.range(behaviour.window, self.now);
        let of = Passing {
            kind: self.kind(&behaviour.kind)?,
            name: &behaviour.kind,
            filter: behaviour.filter.as_ref(),
            start: range.start,
            end: range.end,
        };
        let edge = match behaviour.occasion {
            Occasion::Every => return self.every(&of, &behaviour.bounds),
            Occasion::First => "MIN",
            Occasion::Last => "MAX",
        };
        let ever = Passing { start: i64::MIN, end: i64::MAX, ..of };
        let facts = self.facts(&ever)?;
        let alias =
            self.join(format!("SELECT f.customer, {edge}(CAST(f.at AS BIGINT)) AS t {facts} GROUP BY f.customer"));
        Ok(known(&between(&format!("{alias}.t"), range.start, range.end)))
    }

    fn every(&mut self, of: &Passing<'_>, bounds: &[Bound]) -> Result<String, Untold> {
        // Bounds over facts and bounds over their items are reckoned over different rows.
        let (mut facts, mut items) = (vec!["COUNT(*) AS n".to_owned()], Vec::new());
        let mut kept = Vec::new();
        for (place, bound) in bounds.iter().enumerate() {
            let Some(property) = bound.property.as_deref().filter(|_| bound.aggregate != Aggregate::Times) else {
                kept.push((Table::Facts, place, bound));
                continue;
            };
            let (table, column, _) = self.property(of.kind, property)?;
            let over = format!("{}.{column}", alias(table));
            let figures = if table == Table::Items { &mut items } else { &mut facts };
            match bound.aggregate {
                Aggregate::Times => {}
                Aggregate::Sum => figures.push(format!("SUM({over}) AS s{place}")),
                Aggregate::Min => figures.push(format!("MIN({over}) AS s{place}")),
                Aggregate::Max => figures.push(format!("MAX({over}) AS s{place}")),
                Aggregate::Average => {
                    figures.push(format!("SUM({over}) AS s{place}"));
                    figures.push(format!("COUNT({over}) AS k{place}"));
                }
            }
            kept.push((table, place, bound));
        }
        let needs_facts = bounds.is_empty() || kept.iter().any(|(table, ..)| *table == Table::Facts);
        let of_facts = if needs_facts {
            let from = self.facts(of)?;
            self.join(format!("SELECT f.customer, {} {from} GROUP BY f.customer", facts.join(", ")))
        } else {
            String::new()
        };
        if bounds.is_empty() {
            return Ok(format!("({of_facts}.customer IS NOT NULL)"));
        }
        let of_items = if items.is_empty() {
            String::new()
        } else {
            let from = self.items(of)?;
            self.join(format!("SELECT i.customer, {} {from} GROUP BY i.customer", items.join(", ")))
        };
        let each = kept.into_iter().map(|(table, place, bound)| {
            let from = if table == Table::Items { &of_items } else { &of_facts };
            let (sign, value) = (test::sign(bound.comparison), test::number(bound.value));
            match bound.aggregate {
                Aggregate::Times => format!("COALESCE({from}.n, 0) {sign} {value}"),
                Aggregate::Sum => format!("COALESCE({from}.s{place}, 0) {sign} {value}"),
                Aggregate::Min | Aggregate::Max => known(&format!("{from}.s{place} {sign} {value}")),
                Aggregate::Average => {
                    known(&format!("({from}.k{place} > 0 AND {from}.s{place} {sign} {value} * {from}.k{place})"))
                }
            }
        });
        Ok(joined(each.collect(), " AND ", "TRUE"))
    }
}
