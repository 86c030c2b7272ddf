//! Mappings that come with the program.

use serde::{Deserialize, Serialize};

use crate::{
    reading::Header,
    table::{Mapping, MappingError},
};

/// A mapping with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    /// Its stable id.
    pub id: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// The mapping.
    #[serde(flatten)]
    pub mapping: Mapping,
}

impl Preset {
    /// Reads a preset from TOML.
    ///
    /// # Errors
    /// When the text is not TOML or not a preset; the message names line and column.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        toml::from_str(text).map_err(|error| MappingError::NotAMapping(error.to_string()))
    }
}

/// The presets that come with the program.
#[must_use]
pub fn built_in() -> Vec<Preset> {
    const TEXTS: [&str; 1] = [include_str!("../presets/online_retail.toml")];
    TEXTS.iter().filter_map(|text| Preset::from_toml(text).ok()).collect()
}

/// The built-in preset that was made for a table with these columns, all of them there.
#[must_use]
pub fn for_header(header: &Header) -> Option<Preset> {
    let fits = |preset: &Preset| preset.mapping.columns.iter().all(|column| header.has(&[&column.column]));
    built_in().into_iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound_and_survive_being_written() {
        let presets = built_in();
        assert_eq!(presets.iter().map(|preset| preset.id.as_str()).collect::<Vec<_>>(), ["online_retail"]);
        for preset in presets {
            assert_eq!(Mapping::from_toml(&preset.mapping.to_toml().unwrap()).unwrap(), preset.mapping);
            let json = serde_json::to_string(&preset.mapping).unwrap();
            assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), preset.mapping);
        }
    }

    #[test]
    fn a_preset_is_found_by_the_columns_it_was_made_for() {
        let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
        assert_eq!(
            for_header(&Header::new(header.split(','))).map(|preset| preset.id).as_deref(),
            Some("online_retail")
        );
        assert_eq!(for_header(&Header::new(["InvoiceNo", "Quantity"])), None);
    }
}
