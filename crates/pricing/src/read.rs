//! JSON in: what cannot be read says where.

use serde::de::DeserializeOwned;

use crate::{Cart, Problem, Programme};

/// Reads promotions with their settings and standings.
///
/// # Errors
/// What is no JSON, misses a field or has one too many, with the path to it.
pub fn read_programme(text: &str) -> Result<Programme, Box<Problem>> {
    read(text)
}

/// Reads a cart.
///
/// # Errors
/// What is no JSON, misses a field or has one too many, with the path to it.
pub fn read_cart(text: &str) -> Result<Cart, Box<Problem>> {
    read(text)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Box<Problem>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.inner().to_string();
        let path = if path == "." { String::new() } else { path };
        Box::new(Problem::error("json", path, format!("无法读取：{cause}"), cause))
    })?;
    json.end()
        .map_err(|cause| Box::new(Problem::error("json", "", format!("无法读取：{cause}"), cause.to_string())))?;
    Ok(value)
}
