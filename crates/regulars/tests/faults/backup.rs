//! A backup made by the command line while the server writes is one moment of the shop, and comes back whole in another
//! folder.

use std::collections::BTreeSet;

use crate::contents::Contents;
use crate::place::Place;
use crate::server::Server;
use crate::tracking::{Sending, assert_all_once, calls, never_killed, send, there};

const SEED: u64 = 20_261_112;

/// Copies `from` while behaviours arrive and puts the copy into `to`, where the rest is sent again.
async fn comes_back(from: Place, to: Place) {
    let calls = calls(SEED, 150);
    let mut server = Server::start(&from).await;
    let keys = server.set_up().await;
    let sending = Sending::new(&calls);
    let senders = sending.begin(&server, &keys.write);
    sending.acknowledged(30).await;
    let before = sending.kept();
    let copy = from.path("copy");
    let (code, report) = from.run(&["backup", copy.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{report}\n{}", from.log());
    let after = sending.kept();
    for sender in senders {
        sender.await.unwrap();
    }
    server.quiet(&from).await;
    let whole = Contents::read(&server).await;
    whole.assert_same(&never_killed(&calls).await, "copied while it served and never copied");
    server.kill().await;

    let (code, report) = to.run(&["restore", copy.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{report}\n{}", to.log());
    let server = Server::start(&to).await.with(&keys);
    let found = there(&server).await;
    assert_all_once(&found, &before, &to, 0);
    // One moment: a call is there as a whole or not at all, with the orders that it states.
    for call in &calls {
        let kept = call.numbers.iter().filter(|number| found.contains_key(number)).count();
        assert!(kept == 0 || kept == call.numbers.len(), "{kept} of {} behaviours of a call", call.numbers.len());
    }
    let orders: BTreeSet<String> =
        server.all("/api/v1/orders").await.iter().map(|order| order["number"].as_str().unwrap().to_owned()).collect();
    let stated: BTreeSet<String> = calls
        .iter()
        .flat_map(|call| call.orders())
        .filter(|(number, _)| found.contains_key(number))
        .map(|(_, order)| order)
        .collect();
    assert_eq!(orders, stated);
    let again = Sending::new(&calls);
    send(server.url.clone(), keys.write, again).await;
    server.quiet(&to).await;
    Contents::read(&server).await.assert_same(&whole, "restored and sent again");
    eprintln!(
        "{}: copied with {} behaviours acknowledged before and {} at the end; the copy held {}; after sending all again: {}",
        to.engine(),
        before.len(),
        after.len(),
        found.len(),
        whole.sizes(),
    );
    server.kill().await;
    from.clear().await;
    to.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_writes_comes_back_on_sqlite() {
    comes_back(Place::sqlite(), Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_writes_comes_back_on_postgresql() {
    let Some(from) = Place::postgres().await else { return };
    if tokio::process::Command::new("pg_dump").arg("--version").output().await.is_err() {
        eprintln!("pg_dump is not here: PostgreSQL's backup is not tested");
        return from.clear().await;
    }
    let to = Place::postgres().await.unwrap();
    comes_back(from, to).await;
}
