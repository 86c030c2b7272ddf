//! Other people's formats and wire protocols: bytes to plain structs and back.
//!
//! Absent from here: the database, the clock, policy. A connector says what a source said; what to do with it is
//! decided in `shop`.

pub mod douyin;
pub mod drafts;
pub mod export;
pub mod identity;
pub mod jd;
pub mod pinduoduo;
pub mod presets;
pub mod reading;
pub mod refused;
pub mod segment;
pub mod source;
pub mod table;
pub mod taobao;
pub mod value;
pub mod youzan;

pub use reading::{Input, Item, Items, Opened, Options, open};
