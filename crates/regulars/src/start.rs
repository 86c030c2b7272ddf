//! Opening what every command works on: the database and the seams, as the configuration says.

use std::sync::Arc;

use platform::db::{Database, Migration, migrate};
use platform::i18n::{CATALOGUES as PLATFORM, Catalogue, I18n, Locale};
use platform::{App, Chance, Clock, Error, Ids};
use shop::portal;

use crate::config::{Codes, Config};

/// The texts of the program itself.
pub const CATALOGUES: &[Catalogue] = &[
    Catalogue { locale: Locale::ZhCn, text: include_str!("../i18n/zh-CN.ftl") },
    Catalogue { locale: Locale::En, text: include_str!("../i18n/en.ftl") },
];

/// Every text of every crate.
#[must_use]
pub fn catalogues() -> Vec<Catalogue> {
    [PLATFORM, shop::CATALOGUES, olap::CATALOGUES, CATALOGUES].concat()
}

/// The steps that make the tables of every crate.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let mut steps = shop::migrations();
    steps.extend_from_slice(olap::MIGRATIONS);
    steps
}

/// Opens the database without changing its schema.
///
/// # Errors
/// When the data folder cannot be made or the database cannot be opened.
pub async fn open(config: &Config) -> Result<App, Error> {
    std::fs::create_dir_all(&config.data_dir).map_err(|cause| {
        Error::internal(format!("the folder {} cannot be made: {cause}", config.data_dir.display()))
    })?;
    let db = match (&config.database_url, config.sqlite_file()) {
        (Some(url), _) => Database::postgres(url).await,
        (None, file) => Database::sqlite(&file.unwrap_or_else(|| config.data_dir.join("regulars.db"))).await,
    };
    let db = db.map_err(|error| error.context("the database cannot be opened"))?;
    let (clock, chance) = (Clock::System, Chance::System);
    Ok(App {
        db,
        ids: Ids::new(clock.clone(), &chance)?,
        clock,
        chance,
        i18n: Arc::new(I18n::new(&catalogues())?),
        known_shops: shop::shops::known,
        job_discarded: shop::job_discarded,
        data_dir: Arc::new(config.data_dir.clone()),
        memory: platform::memory::Memory::default(),
    })
}

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// As [`open`], or when a step fails.
pub async fn ready(config: &Config) -> Result<App, Error> {
    let app = open(config).await?;
    crate::analysis::open(&app, config)?;
    if let Some(url) = &config.public_url {
        portal::known_as(&app, url);
    }
    match &config.codes {
        Codes::Nothing => {}
        Codes::Console => portal::plug(&app, Arc::new(portal::Console)),
        Codes::Address { url, secret } => {
            portal::plug(&app, Arc::new(portal::Webhook { url: url.clone(), secret: secret.clone() }));
        }
    }
    for step in migrate(&app.db, &migrations(), app.clock.now()).await? {
        tracing::info!(step, "the schema was brought forward");
    }
    Ok(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_all_crates_stand_together_and_in_both_languages() {
        let texts = I18n::new(&catalogues()).unwrap();
        assert_eq!(texts.ids(Locale::ZhCn), texts.ids(Locale::En));
    }
}
