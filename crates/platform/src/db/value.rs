//! Values that go into a statement. PostgreSQL wants to know the type of a NULL, so an absent value keeps its type.

/// The column types that both databases share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `text`
    Text,
    /// `bigint`
    Int,
    /// `double precision`
    Double,
    /// `boolean`
    Bool,
    /// `bytea` / `blob`
    Bytes,
}

/// One bound value.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// NULL of a type.
    Null(Kind),
    /// Text.
    Text(String),
    /// A whole number: ids, instants, minor units.
    Int(i64),
    /// A measurement. Never money.
    Double(f64),
    /// Yes or no.
    Bool(bool),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Values are often personal data, so a log line shows their shape only.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null(kind) => write!(f, "null:{kind:?}"),
            Self::Text(text) => write!(f, "text({} bytes)", text.len()),
            Self::Int(_) => f.write_str("int"),
            Self::Double(_) => f.write_str("double"),
            Self::Bool(_) => f.write_str("bool"),
            Self::Bytes(bytes) => write!(f, "bytes({})", bytes.len()),
        }
    }
}

/// A type that maps to one column type.
pub trait Column: Into<Value> {
    /// Its column type, for a NULL.
    const KIND: Kind;
}

macro_rules! column {
    ($($type:ty => $kind:ident, $make:expr;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                let make: fn($type) -> Value = $make;
                make(value)
            }
        }
        impl Column for $type {
            const KIND: Kind = Kind::$kind;
        }
    )*};
}

column! {
    String => Text, Value::Text;
    i64 => Int, Value::Int;
    i32 => Int, |v| Value::Int(i64::from(v));
    u32 => Int, |v| Value::Int(i64::from(v));
    f64 => Double, Value::Double;
    bool => Bool, Value::Bool;
    Vec<u8> => Bytes, Value::Bytes;
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl Column for &str {
    const KIND: Kind = Kind::Text;
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl Column for &String {
    const KIND: Kind = Kind::Text;
}

impl<T: Column> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null(T::KIND), Into::into)
    }
}

/// `values![a, b, c]`: a list of bound values, in the order of `$1`, `$2`, ….
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}
