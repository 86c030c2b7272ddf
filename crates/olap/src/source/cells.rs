//! Values of the rule language as columns of Arrow.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder,
    TimestampMillisecondBuilder,
};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::DataFusionError;
use jiff::civil::Date;
use rules::{Value, Values};

/// One cell.
pub(super) enum Cell<'v> {
    Nothing,
    Whole(i64),
    Text(&'v str),
    Value(&'v Value),
    Values(&'v Values),
}

/// A column that is being filled.
enum Filling {
    Whole(Int64Builder),
    Small(Int32Builder),
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Number(Decimal128Builder),
    Flag(BooleanBuilder),
    Day(Date32Builder),
    Instant(TimestampMillisecondBuilder),
}

/// Rows that are being put together.
pub(super) struct Rows {
    schema: SchemaRef,
    columns: Vec<Filling>,
    len: usize,
}

impl Rows {
    /// No rows of these columns yet.
    pub(super) fn new(schema: SchemaRef) -> Result<Self, DataFusionError> {
        let columns = schema.fields().iter().map(|field| Filling::of(field.data_type())).collect::<Result<_, _>>()?;
        Ok(Self { schema, columns, len: 0 })
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds a row; `cell` gives the value of each column by its place.
    pub(super) fn push<'v>(&mut self, cell: impl Fn(usize) -> Cell<'v>) {
        for (place, column) in self.columns.iter_mut().enumerate() {
            column.push(&cell(place));
        }
        self.len += 1;
    }

    /// The rows as a batch; there are none afterwards.
    pub(super) fn finish(&mut self) -> Result<RecordBatch, DataFusionError> {
        let arrays = self
            .columns
            .iter_mut()
            .zip(self.schema.fields())
            .map(|(column, field)| column.finish(field.data_type()))
            .collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(std::mem::take(&mut self.len)));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays, &options)?)
    }
}

/// Days since 1970 of a calendar day.
pub(crate) fn days(day: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    day.since(epoch).map_or(0, |span| span.get_days())
}

impl Filling {
    fn of(data: &DataType) -> Result<Self, DataFusionError> {
        Ok(match data {
            DataType::Int64 => Self::Whole(Int64Builder::new()),
            DataType::Int32 => Self::Small(Int32Builder::new()),
            DataType::Utf8 => Self::Text(StringBuilder::new()),
            DataType::List(_) => Self::Texts(ListBuilder::new(StringBuilder::new())),
            DataType::Decimal128(..) => Self::Number(Decimal128Builder::new()),
            DataType::Boolean => Self::Flag(BooleanBuilder::new()),
            DataType::Date32 => Self::Day(Date32Builder::new()),
            DataType::Timestamp(..) => Self::Instant(TimestampMillisecondBuilder::new()),
            other => return Err(DataFusionError::Internal(format!("no column holds {other}"))),
        })
    }

    /// A value that does not fit its column is left out: the warehouse's own check keeps such from being stored.
    fn push(&mut self, cell: &Cell<'_>) {
        let value = match cell {
            Cell::Value(value) => Some(*value),
            Cell::Values(Values::One(value)) => Some(value),
            _ => None,
        };
        let whole = if let Cell::Whole(whole) = cell { Some(*whole) } else { None };
        match self {
            Self::Whole(to) => to.append_option(whole),
            Self::Small(to) => to.append_option(whole.and_then(|whole| i32::try_from(whole).ok())),
            Self::Text(to) => match (cell, value) {
                (Cell::Text(text), _) => to.append_value(text),
                (_, Some(Value::Text(text))) => to.append_value(text),
                _ => to.append_null(),
            },
            Self::Texts(to) => match cell {
                Cell::Values(Values::Tags(tags)) => {
                    for tag in tags {
                        to.values().append_value(tag);
                    }
                    to.append(true);
                }
                _ => to.append(false),
            },
            Self::Number(to) => to.append_option(match value {
                Some(Value::Number(number)) => Some(i128::from(number.0)),
                _ => None,
            }),
            Self::Flag(to) => to.append_option(match value {
                Some(Value::Flag(flag)) => Some(*flag),
                _ => None,
            }),
            Self::Day(to) => to.append_option(match value {
                Some(Value::Day(day)) => Some(days(*day)),
                _ => None,
            }),
            Self::Instant(to) => to.append_option(whole.or(match value {
                Some(Value::Instant(at)) => Some(at.as_millisecond()),
                _ => None,
            })),
        }
    }

    fn finish(&mut self, data: &DataType) -> Result<ArrayRef, DataFusionError> {
        Ok(match self {
            Self::Whole(of) => Arc::new(of.finish()),
            Self::Small(of) => Arc::new(of.finish()),
            Self::Text(of) => Arc::new(of.finish()),
            Self::Texts(of) => Arc::new(of.finish()),
            Self::Number(of) => {
                let (precision, scale) = crate::tables::DECIMAL;
                Arc::new(of.finish().with_precision_and_scale(precision, scale)?)
            }
            Self::Flag(of) => Arc::new(of.finish()),
            Self::Day(of) => Arc::new(of.finish()),
            Self::Instant(of) => {
                let zone = if let DataType::Timestamp(_, zone) = data { zone.clone() } else { None };
                Arc::new(of.finish().with_timezone_opt(zone))
            }
        })
    }
}
