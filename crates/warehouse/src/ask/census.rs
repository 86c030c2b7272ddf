//! A pivot over customers themselves: how many there are, and what their numbers come to, by their attributes.
//!
//! Absent from here: what they did (`group`).

use rules::{Decimal, Type};

use super::axes::{Axes, unknown_attribute};
use super::figure::{Figure, Groups, Reckon};
use super::spans::Local;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::plan::Binder;
use crate::{AttributeId, Cancel, Census, Crowd, CustomerMeasure, Group, Refusal, Warehouse, spread, value};

impl CustomerMeasure {
    fn reckon(self) -> Reckon {
        match self {
            Self::Customers => Reckon::Count,
            Self::Sum(_) => Reckon::Sum,
            Self::Min(_) => Reckon::Min,
            Self::Max(_) => Reckon::Max,
            Self::Average(_) => Reckon::Average,
        }
    }

    fn attribute(self) -> Option<AttributeId> {
        match self {
            Self::Customers => None,
            Self::Sum(id) | Self::Min(id) | Self::Max(id) | Self::Average(id) => Some(id),
        }
    }
}

impl Warehouse {
    /// A pivot over the customers of a crowd.
    ///
    /// # Errors
    /// When somebody cancels, something named does not exist or holds no number, an axis is a fact's, or there are more
    /// groups than the limit.
    pub fn census(&self, crowd: &Crowd, census: &Census, cancel: &Cancel) -> Result<Vec<Group>, Refusal> {
        let (state, now) = (&crowd.state, crowd.at());
        let binder = Binder { layout: &state.layout, calendar: &state.calendar, now, expand: None };
        let axes = Axes::new(state, &census.axes, None, &binder)?;
        // The column of each measure, and whether it holds the day of birth of an age.
        let mut columns = Vec::new();
        for measure in &census.measures {
            columns.push(match measure.attribute() {
                None => None,
                Some(id) => {
                    let layout = state.layout.attribute(id).ok_or_else(|| unknown_attribute(id))?;
                    if !matches!(layout.kind, Type::Number | Type::Money) {
                        let why = "it holds no number".to_owned();
                        return Err(Refusal::WrongTest { name: "measure".to_owned(), why });
                    }
                    Some((layout.age_of.unwrap_or(id), layout.age_of.is_some()))
                }
            });
        }
        let figure = |page: &Page, row: u16, column: Option<(AttributeId, bool)>, figure: &mut Figure| {
            let Some((id, age)) = column else {
                figure.n += 1;
                return;
            };
            let number = page.columns.get(usize::from(id.0)).map_or(UNKNOWN, |column| column.get(row));
            if !age || number == UNKNOWN {
                return figure.add(number);
            }
            let age = state.calendar.age(value::date(number), now);
            figure.add(age.and_then(Decimal::whole).map_or(UNKNOWN, |age| age.0));
        };
        let pages = crowd.pages();
        let parts = spread::over(&pages, self.threads(), cancel, |(page, rows), (): &mut ()| {
            let mut groups = Groups::default();
            let mut local = Local::new(state.layout.schema.zone());
            for row in rows.bits().rows() {
                if row % 1_024 == 0 && cancel.is_cancelled() || groups.too_many(census.limit) {
                    break;
                }
                let figures = groups.at(axes.own(page, row, &mut local), columns.len());
                columns.iter().zip(figures).for_each(|(column, one)| figure(page, row, *column, one));
            }
            groups
        })?;
        let whole = Groups::joined(parts, census.limit)?;
        let mut found: Vec<Group> = whole
            .figures
            .iter()
            .map(|(spot, figures)| Group {
                keys: axes.keys(spot),
                values: census.measures.iter().zip(figures).map(|(one, figure)| figure.value(one.reckon())).collect(),
            })
            .collect();
        found.sort_unstable_by(|one, other| one.keys.cmp(&other.keys));
        Ok(found)
    }
}
