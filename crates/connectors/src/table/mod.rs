//! Any other table: a [`Mapping`] says what its columns mean, and rows become drafts by it.
//!
//! A mapping is data: the console edits it as JSON, a preset file holds it as TOML. [`guess`] proposes one.

mod customers;
mod events;
mod fields;
mod grouping;
mod guess;
mod line;
mod lines;
mod mapping;
mod orders;
mod parts;
mod products;
mod refunds;
mod targets;
mod values;

use std::sync::Arc;

pub use guess::guess;
pub use mapping::{ColumnMapping, Entity, Mapping, MappingError};
pub use targets::{FieldType, Target, TargetField, targets};

use crate::reading::{Drafter, Header};
use fields::Fields;
use values::Values;

/// What turns this table's rows into drafts.
pub(crate) fn drafter(mapping: &Mapping, header: &Arc<Header>) -> Result<Box<dyn Drafter>, MappingError> {
    let values = Values::new(mapping, header)?;
    let mut fields = Fields::new(mapping, header)?;
    Ok(match mapping.entity {
        Entity::Orders => Box::new(orders::Orders::new(mapping, header, &mut fields, values)?),
        Entity::Lines => Box::new(lines::Lines::new(header, &mut fields, values)),
        Entity::Refunds => Box::new(refunds::Refunds::new(header, &mut fields, values)),
        Entity::Customers => Box::new(customers::Customers::new(header, &mut fields, values)),
        Entity::Products => Box::new(products::Products::new(header, &mut fields, values)),
        Entity::Events => Box::new(events::Events::new(mapping, header, &mut fields, values)?),
    })
}
