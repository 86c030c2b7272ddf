//! From a question to what the warehouse is asked.

use platform::Error;
use platform::http::ShopScope;
use rules::{Behaviour, Catalogue, Filter, Occasion, Rule, Test, Value, Window};
use warehouse::{Axis, CustomerMeasure, KindId, Measure, Schema};

use super::catalogue::{CUSTOMERS, Dimension, Look, dimensions};
use super::measures::{Measured, measures};
use super::model::{AxisInput, Days, Question};
use super::{MOST, align, words};
use crate::segments::catalogue::Shape;
use crate::segments::language::Wording;

/// Values of a dimension at most, when only those with the most are asked for.
const TOP: usize = 200;

/// A dimension that is laid out.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) dimension: Dimension,
    pub(super) axis: Axis,
    pub(super) top: Option<usize>,
}

/// What the warehouse reckons for each measure, side by side.
#[derive(Debug, Clone)]
pub(super) enum Parts {
    Facts(KindId, Vec<Measure>),
    Customers(Vec<CustomerMeasure>),
}

/// A question whose names are all known.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) subject: String,
    /// Rows, then columns.
    pub(super) axes: Vec<Laid>,
    /// How many of them are rows.
    pub(super) rows: usize,
    pub(super) measures: Vec<Measured>,
    pub(super) parts: Parts,
    /// How many parts each measure takes.
    pub(super) widths: Vec<usize>,
    pub(super) filter: Option<Filter>,
    pub(super) period: Option<Days>,
    pub(super) compared: Option<Days>,
}

impl Plan {
    /// The kind of fact; none of customers.
    pub(super) fn kind(&self) -> Option<&str> {
        matches!(self.parts, Parts::Facts(..)).then_some(self.subject.as_str())
    }
}

/// Looks up what a question names.
///
/// # Errors
/// `invalid` with the field that is at fault; `rule_not_computable` for a filter that cannot be asked.
pub(super) fn lay(question: &Question, shape: &Shape, schema: &Schema, shops: &ShopScope) -> Result<Plan, Error> {
    let catalogue = &shape.catalogue;
    let unknown = |field: &str| Error::invalid(field, "unknown");
    let kind = if question.subject == CUSTOMERS {
        None
    } else {
        Some(catalogue.kind(&question.subject).ok_or_else(|| unknown("subject"))?)
    };
    let id = match kind {
        Some(kind) => Some(schema.kind(&kind.name).ok_or_else(|| unknown("subject"))?),
        None => None,
    };
    for (field, len, least, most) in [
        ("rows", question.rows.len(), 0, MOST.0),
        ("columns", question.columns.len(), 0, MOST.1),
        ("measures", question.measures.len(), 1, MOST.2),
    ] {
        if len < least || len > most {
            return Err(Error::invalid(field, "out_of_range"));
        }
    }
    let offered = dimensions(catalogue, kind);
    let mut axes: Vec<Laid> = Vec::new();
    for (side, inputs) in [("rows", &question.rows), ("columns", &question.columns)] {
        for (at, input) in inputs.iter().enumerate() {
            let field = format!("{side}.{at}");
            let laid = axis(input, &field, &offered, schema, id)?;
            if axes.iter().any(|one| one.dimension.key == laid.dimension.key) {
                return Err(Error::invalid(field, "duplicate"));
            }
            axes.push(laid);
        }
    }
    let offered = measures(catalogue, kind);
    let mut chosen = Vec::new();
    for (at, key) in question.measures.iter().enumerate() {
        let found = offered.iter().find(|one| one.shown.key == *key);
        chosen.push(found.cloned().ok_or_else(|| unknown(&format!("measures.{at}")))?);
    }
    let (parts, widths) = parts(&chosen, schema, id).ok_or_else(|| unknown("measures"))?;
    if id.is_none() {
        for (field, given) in [
            ("filter", question.filter.is_some()),
            ("period", question.period.is_some()),
            ("compare", question.compare.is_some()),
        ] {
            if given {
                return Err(Error::invalid(field, "only_of_facts"));
            }
        }
    }
    let filter = match kind {
        Some(kind) => within(question.filter.clone(), &kind.name, shape, shops)?,
        None => None,
    };
    let period = question.period.map(|days| days.check("period")).transpose()?;
    let compared = align::compared(question.compare, period)?;
    let (subject, rows) = (question.subject.clone(), question.rows.len());
    Ok(Plan { subject, axes, rows, measures: chosen, parts, widths, filter, period, compared })
}

fn axis(
    input: &AxisInput,
    field: &str,
    offered: &[Dimension],
    schema: &Schema,
    kind: Option<KindId>,
) -> Result<Laid, Error> {
    let unknown = || Error::invalid(field, "unknown");
    let mut dimension = offered.iter().find(|one| one.key == input.dimension).cloned().ok_or_else(unknown)?;
    if input.top.is_some_and(|top| top == 0 || top > TOP) {
        return Err(Error::invalid(format!("{field}.top"), "out_of_range"));
    }
    if let Some(written) = &input.edges {
        let wrong = || Error::invalid(format!("{field}.edges"), "malformed");
        let Look::Bands(_, edges) = &mut dimension.look else { return Err(wrong()) };
        *edges = words::edges(written).ok_or_else(wrong)?;
    }
    let attribute = |name: &str| schema.attribute(name).ok_or_else(unknown);
    let axis = match &dimension.look {
        Look::Value(name) => Axis::Attribute(attribute(name)?),
        Look::Bands(name, edges) => Axis::Bands(attribute(name)?, edges.clone()),
        Look::When(name, period) => Axis::When(attribute(name)?, *period),
        Look::Property(name) => Axis::Property(kind.and_then(|kind| schema.property(kind, name)).ok_or_else(unknown)?),
        Look::Time(period) => Axis::Period(*period),
        Look::Hour => Axis::Hour,
        Look::Weekday => Axis::Weekday,
    };
    Ok(Laid { dimension, axis, top: input.top })
}

fn parts(chosen: &[Measured], schema: &Schema, kind: Option<KindId>) -> Option<(Parts, Vec<usize>)> {
    let mut widths = Vec::new();
    let parts = match kind {
        Some(kind) => {
            let mut all = Vec::new();
            for one in chosen {
                let own = one.of_facts(schema, kind)?;
                widths.push(own.len());
                all.extend(own);
            }
            Parts::Facts(kind, all)
        }
        None => {
            let mut all = Vec::new();
            for one in chosen {
                let own = one.of_customers(schema)?;
                widths.push(own.len());
                all.extend(own);
            }
            Parts::Customers(all)
        }
    };
    Some((parts, widths))
}

/// A filter that can be asked, within the shops that somebody may see.
fn within(filter: Option<Filter>, kind: &str, shape: &Shape, shops: &ShopScope) -> Result<Option<Filter>, Error> {
    if let Some(filter) = &filter {
        let behaviour = Behaviour {
            kind: kind.to_owned(),
            occasion: Occasion::Every,
            filter: Some(filter.clone()),
            bounds: Vec::new(),
            window: Window::Ever,
        };
        Wording { text: None, rule: Some(Rule::Did(behaviour)) }.sound(shape)?;
    }
    let ShopScope::Only(ids) = shops else { return Ok(filter) };
    if !has_shop(&shape.catalogue, kind) {
        return Err(Error::forbidden());
    }
    let values = ids.iter().map(|id| Value::Text(id.to_string())).collect();
    let here = Filter::Property { property: "shop".to_owned(), test: Test::OneOf { values } };
    Ok(Some(match filter {
        Some(filter) => Filter::All { filters: vec![filter, here] },
        None => here,
    }))
}

fn has_shop(catalogue: &Catalogue, kind: &str) -> bool {
    catalogue.kind(kind).is_some_and(|kind| kind.property("shop").is_some())
}
