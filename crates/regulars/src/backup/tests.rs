//! Backup while somebody writes, restore, compare.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use platform::accounts::{self, NewUser};
use platform::http::{Caller, Role, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Personal, settings};

use super::*;
use crate::config::Config;
use crate::start;

fn config(data: &Path, url: Option<&str>) -> Config {
    let mut flags = BTreeMap::from([("data_dir", data.display().to_string())]);
    flags.extend(url.map(|url| ("database_url", url.to_owned())));
    Config::load(&flags, &|_| None, None).unwrap()
}

async fn put(app: &App, number: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    settings::put(&mut tx, &Caller::system(&[], Locale::En), &format!("n{number}"), &number, app.clock.now()).await?;
    settings::put(&mut tx, &Caller::system(&[], Locale::En), "last", &number, app.clock.now()).await?;
    tx.commit().await
}

async fn last(app: &App) -> Result<i64, Error> {
    let mut session = app.db.read().await?;
    let last: i64 = settings::get(&mut session, "last").await?.unwrap_or(0);
    for number in 1..=last {
        assert_eq!(settings::get(&mut session, &format!("n{number}")).await?, Some(number));
    }
    assert_eq!(settings::get::<i64>(&mut session, &format!("n{}", last + 1)).await?, None);
    Ok(last)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_somebody_writes_is_one_moment_and_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("data"), folder.path().join("copy"));
    let here = config(&data, None);
    let app = start::ready(&here).await.unwrap();
    let system = Caller::system(&[], Locale::En);
    let mei =
        NewUser { name: "Mei".into(), login: "mei".into(), role: Role::Owner, shops: ShopScope::All, locale: None };
    accounts::add(&app, &system, &mei, &Personal::new("green tea in spring")).await.unwrap();
    std::fs::create_dir_all(data.join("imports")).unwrap();
    std::fs::write(data.join("imports/orders.csv"), "订单编号\n1\n").unwrap();
    put(&app, 1).await.unwrap();

    let stop = Arc::new(AtomicBool::new(false));
    let (writing, told) = (app.clone(), stop.clone());
    let writer = tokio::spawn(async move {
        let mut number = 1;
        while !told.load(Ordering::SeqCst) {
            number += 1;
            put(&writing, number).await.unwrap();
        }
        number
    });
    let manifest = save(&app, &here, &copy).await.unwrap();
    stop.store(true, Ordering::SeqCst);
    let written = writer.await.unwrap();
    app.db.close().await;
    let paths: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["files/imports/orders.csv", "regulars.db"]);

    let refused = restore(&here, &copy, false, 7).await.unwrap_err().to_string();
    assert!(refused.contains("holds data already; say --force"), "{refused}");
    let (_, before) = restore(&here, &copy, true, 7).await.unwrap();
    let before = before.unwrap();
    assert_eq!(before.file_name().unwrap(), "data-7.before-restore");

    let back = start::ready(&here).await.unwrap();
    let last = last(&back).await.unwrap();
    assert!((1..=written).contains(&last), "{last} of {written}");
    assert_eq!(accounts::find_by_login(&back.db, "mei").await.unwrap().name, "Mei");
    assert_eq!(std::fs::read_to_string(data.join("imports/orders.csv")).unwrap(), "订单编号\n1\n");
    back.db.close().await;

    std::fs::write(copy.join("files/imports/orders.csv"), "订单编号\n2\n").unwrap();
    let damaged = restore(&here, &copy, true, 8).await.unwrap_err().to_string();
    assert!(damaged.contains("files/imports/orders.csv of the backup is not what was saved"), "{damaged}");
    assert!(data.join("regulars.db").exists(), "nothing was touched");
    std::fs::remove_file(copy.join("backup.json")).unwrap();
    let none = restore(&here, &copy, true, 9).await.unwrap_err().to_string();
    assert!(none.contains("is no backup"), "{none}");
}

#[test]
fn a_password_is_taken_out_of_an_address() {
    for (url, expected) in [
        ("postgres://me:p%40s%2Fs@host/db", ("postgres://me@host/db", Some("p@s/s"))),
        ("postgres://me@host/db", ("postgres://me@host/db", None)),
        ("postgres://host/db?user=me", ("postgres://host/db?user=me", None)),
    ] {
        let (rest, password) = without_password(url);
        assert_eq!((rest.as_str(), password.as_deref()), expected, "{url}");
    }
}
