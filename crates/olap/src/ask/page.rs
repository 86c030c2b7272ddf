//! Answers as a page of rows.

use datafusion::arrow::array::{Array, ArrayRef, AsArray as _};
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::engine::Answering;
use super::{Held, Refused};

/// Whole numbers beyond this are not exact in a browser, and are written as text.
const EXACT: i64 = 9_007_199_254_740_991;

/// What a column of an answer holds, and how its cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SqlColumnType)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Whole numbers; as text beyond what a browser holds exactly.
    Integer,
    /// Exact numbers and amounts, as text: `"12.5"`.
    Number,
    /// Measurements.
    Float,
    /// Yes or no.
    Flag,
    /// A calendar day, `2026-11-11`.
    Day,
    /// An instant with its offset, RFC 3339.
    Instant,
    /// Anything else, as the engine writes it.
    Other,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SqlAnswerColumn)]
pub struct AnswerColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: ColumnType,
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = SqlAnswer)]
pub struct Answer {
    /// The columns.
    pub columns: Vec<AnswerColumn>,
    /// The rows, a cell a column; null where nothing is known.
    #[schema(value_type = Vec<Vec<Object>>)]
    pub rows: Vec<Vec<Json>>,
    /// Whether there are more rows than were asked for.
    pub more: bool,
    /// The instant of the question, milliseconds UTC.
    pub at: platform::Instant,
    /// How far the warehouse had followed what happened.
    pub position: u64,
}

/// Takes an answer in as one page.
///
/// # Errors
/// When it takes too long or too much memory, fails, or is stopped.
pub(crate) async fn page(mut answering: Answering, held: &Held) -> Result<Answer, Refused> {
    let taking = async {
        let schema = answering.stream.schema();
        let columns = schema
            .fields()
            .iter()
            .map(|field| AnswerColumn { name: field.name().clone(), kind: kind(field.data_type()) })
            .collect();
        let (mut rows, mut more) = (Vec::new(), false);
        while let Some(batch) = answering.next().await? {
            let cells = batch.columns().iter().map(column).collect::<Result<Vec<_>, _>>()?;
            let mut cells: Vec<_> = cells.into_iter().map(Vec::into_iter).collect();
            for _ in 0..batch.num_rows() {
                let row: Vec<Json> = cells.iter_mut().map(|column| column.next().unwrap_or(Json::Null)).collect();
                if rows.len() < answering.rows {
                    rows.push(row);
                } else {
                    more = true;
                }
            }
        }
        Ok(Answer { columns, rows, more, at: platform::Instant(answering.at), position: answering.position })
    };
    tokio::select! {
        answer = taking => answer,
        () = held.stopped() => Err(Refused::Cancelled),
    }
}

fn kind(data: &DataType) -> ColumnType {
    match data {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ColumnType::Text,
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            ColumnType::Number
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => ColumnType::Float,
        DataType::Boolean => ColumnType::Flag,
        DataType::Date32 | DataType::Date64 => ColumnType::Day,
        DataType::Timestamp(..) => ColumnType::Instant,
        DataType::Dictionary(_, values) => kind(values),
        data if data.is_integer() => ColumnType::Integer,
        _ => ColumnType::Other,
    }
}

/// The cells of a column.
fn column(array: &ArrayRef) -> Result<Vec<Json>, Refused> {
    let failed = |error: datafusion::arrow::error::ArrowError| Refused::Failed(error.to_string());
    let rows = 0..array.len();
    let data = array.data_type();
    if data.is_integer() && !matches!(data, DataType::UInt64) {
        let whole = datafusion::arrow::compute::cast(array, &DataType::Int64).map_err(failed)?;
        let whole = whole.as_primitive::<Int64Type>();
        let cell = |one: i64| {
            if one.abs() <= EXACT { Json::from(one) } else { Json::from(one.to_string()) }
        };
        return Ok(whole.iter().map(|one| one.map_or(Json::Null, cell)).collect());
    }
    if data.is_floating() {
        let float = datafusion::arrow::compute::cast(array, &DataType::Float64).map_err(failed)?;
        let float = float.as_primitive::<Float64Type>();
        return Ok(float.iter().map(|one| one.map_or(Json::Null, Json::from)).collect());
    }
    if let DataType::Boolean = data {
        return Ok(array.as_boolean().iter().map(|one| one.map_or(Json::Null, Json::from)).collect());
    }
    let options = FormatOptions::default().with_null("");
    let format = ArrayFormatter::try_new(array.as_ref(), &options).map_err(failed)?;
    let plain = kind(data) == ColumnType::Number;
    let nulls = array.logical_nulls();
    let cell = |row: usize| {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return Ok(Json::Null);
        }
        let text = format.value(row).try_to_string().map_err(failed)?;
        if matches!(data, DataType::UInt64) {
            return Ok(text.parse::<i64>().ok().filter(|one| *one <= EXACT).map_or(Json::from(text), Json::from));
        }
        Ok(Json::from(if plain { shortened(&text) } else { text }))
    };
    rows.map(cell).collect()
}

/// A number without the noughts behind its point.
pub(crate) fn shortened(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}
