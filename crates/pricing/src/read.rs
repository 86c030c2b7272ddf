//! JSON in: what cannot be read says where.

#![allow(clippy::result_large_err, reason = "a programme or cart is read once; its problem is shown whole")]

use serde::de::DeserializeOwned;

use crate::{Cart, Problem, Programme};

/// Reads promotions with their settings and standings.
///
/// # Errors
/// What is no JSON, misses a field or has one too many, with the path to it.
pub fn read_programme(text: &str) -> Result<Programme, Problem> {
    read(text)
}

/// Reads a cart.
///
/// # Errors
/// What is no JSON, misses a field or has one too many, with the path to it.
pub fn read_cart(text: &str) -> Result<Cart, Problem> {
    read(text)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.inner().to_string();
        Problem::error("json", if path == "." { String::new() } else { path }, format!("无法读取：{cause}"), cause)
    })?;
    json.end().map_err(|cause| Problem::error("json", "", format!("无法读取：{cause}"), cause.to_string()))?;
    Ok(value)
}
