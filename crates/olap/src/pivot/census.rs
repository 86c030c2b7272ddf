//! Figures over customers, as SQL: their dimensions, how many there are, then two columns for each measure.

use rules::Calendar;
use warehouse::{Census, CustomerMeasure};

use super::axes;
use super::group::{by, listed};
use crate::rule::{Untold, Writer};
use crate::tables::Layout;

/// The question; `crowd` is a SELECT of the customers looked at.
pub(super) fn sql(
    layout: &Layout,
    calendar: &Calendar,
    now: i64,
    crowd: &str,
    census: &Census,
) -> Result<String, Untold> {
    let writer = Writer::new(layout, now, calendar);
    let mut keys = Vec::new();
    for axis in &census.axes {
        keys.push(axes::key(&writer, axis, None)?.text);
    }
    let mut figures = vec!["COUNT(*) AS n".to_owned()];
    for (place, measure) in census.measures.iter().enumerate() {
        figures.extend(match measure {
            CustomerMeasure::Customers => Vec::new(),
            CustomerMeasure::Sum(id) => one("SUM", &axes::number(&writer, *id)?, place),
            CustomerMeasure::Min(id) => one("MIN", &axes::number(&writer, *id)?, place),
            CustomerMeasure::Max(id) => one("MAX", &axes::number(&writer, *id)?, place),
            CustomerMeasure::Average(id) => {
                let number = axes::number(&writer, *id)?;
                [one("SUM", &number, place), vec![format!("COUNT({number}) AS k{place}")]].concat()
            }
        });
    }
    let (selected, grouped) = (listed(&keys, &figures), by(keys.len()));
    Ok(format!("SELECT {selected} FROM ({crowd}) AS w JOIN customers AS c ON c.customer = w.customer{grouped}"))
}

fn one(function: &str, number: &str, place: usize) -> Vec<String> {
    vec![format!("CAST({function}({number}) AS VARCHAR) AS s{place}")]
}
