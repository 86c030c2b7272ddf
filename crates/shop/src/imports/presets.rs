//! Mappings with names: those that come with the program, and those that staff kept.

use connectors::presets::built_in;
use connectors::table::Mapping;
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error, audit};
use serde_json::json;

use super::model::Preset;
use super::records;

/// Characters of a name.
const LENGTH: usize = 60;

/// Every preset, the built-in ones first.
pub(super) async fn list(app: &App, locale: Locale) -> Result<Vec<Preset>, Error> {
    let own = records::presets(&mut app.db.read().await?).await?;
    let ours = built_in().into_iter().map(|preset| Preset {
        id: preset.id,
        name: if locale == Locale::ZhCn { preset.name_zh } else { preset.name_en },
        built_in: true,
        mapping: preset.mapping,
    });
    let own = own.into_iter().map(|(id, name, mapping)| Preset { id: id.to_string(), name, built_in: false, mapping });
    Ok(ours.chain(own).collect())
}

/// The mapping of the preset with that id.
///
/// # Errors
/// `invalid` when there is none.
pub(super) async fn find(app: &App, id: &str) -> Result<Mapping, Error> {
    if let Some(preset) = built_in().into_iter().find(|preset| preset.id == id) {
        return Ok(preset.mapping);
    }
    let unknown = || Error::invalid("preset_id", "unknown");
    let number: i64 = id.parse().map_err(|_| unknown())?;
    let found = records::preset(&mut app.db.read().await?, number).await?;
    found.map(|(_, _, mapping)| mapping).ok_or_else(unknown)
}

/// Keeps a mapping under a name; the same name again replaces it.
///
/// # Errors
/// `invalid` naming `name`.
pub(super) async fn save(app: &App, caller: &Caller, name: &str, mapping: Mapping) -> Result<Preset, Error> {
    let name = name.trim();
    match name.chars().count() {
        0 => return Err(Error::invalid("name", "required")),
        length if length > LENGTH => return Err(Error::invalid("name", "too_long")),
        _ => {}
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    records::save_preset(&mut tx, app.ids.next(), name, &mapping, now).await?;
    audit::record(&mut tx, caller, "presets.saved", Some("preset"), Some(name), &json!({}), now).await?;
    tx.commit().await?;
    let kept = records::presets(&mut app.db.read().await?).await?.into_iter().find(|(_, kept, _)| kept == name);
    let (id, name, mapping) = kept.ok_or_else(|| Error::not_found("preset"))?;
    Ok(Preset { id: id.to_string(), name, built_in: false, mapping })
}

/// Forgets a preset.
///
/// # Errors
/// `not_found`.
pub(super) async fn delete(app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if !records::delete_preset(&mut tx, id).await? {
        return Err(Error::not_found("preset"));
    }
    audit::record(&mut tx, caller, "presets.deleted", Some("preset"), Some(&id.to_string()), &json!({}), now).await?;
    tx.commit().await
}
