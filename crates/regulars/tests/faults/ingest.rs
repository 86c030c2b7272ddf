//! Behaviours over HTTP while the server is killed: what was answered with 200 is there after the restart, once; what
//! was not is sent again, as an SDK does, and is then there, once.

use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::contents::Contents;
use crate::place::Place;
use crate::server::Server;
use crate::tracking::{Sending, assert_all_once, calls, never_killed, send, there};

const SEED: u64 = 20_261_111;

/// Kills the server `kills` times while `SENDERS` clients send, then lets the rest through and compares with a server
/// that was never killed.
async fn nothing_acknowledged_is_lost(place: Place, kills: usize) {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    let calls = calls(SEED, kills * 5);
    let mut server = Server::start(&place).await;
    let keys = server.set_up().await;
    let sending = Sending::new(&calls);
    let (mut while_starting, mut unanswered) = (0, 0);
    for life in 0..kills {
        // Every sixth dies while it starts.
        if life % 6 == 5 {
            server.kill().await;
            let mut child = Server::spawn(&place);
            tokio::time::sleep(Duration::from_millis(chance.random_range(0..400))).await;
            child.kill().await.unwrap();
            while_starting += 1;
        } else {
            let senders = sending.begin(&server, &keys.write);
            sending.acknowledged(chance.random_range(1..=6)).await;
            // Anywhere within the requests that are under way now.
            tokio::time::sleep(Duration::from_micros(chance.random_range(0..30_000))).await;
            let waited = sending.waiting();
            server.kill().await;
            for sender in senders {
                sender.await.unwrap();
            }
            unanswered += sending.waiting() - waited;
        }
        place.let_leases_end().await;
        server = Server::start(&place).await.with(&keys);
        assert_all_once(&there(&server).await, &sending.kept(), &place, life);
    }
    send(server.url.clone(), keys.write.clone(), sending.clone()).await;
    let counts = there(&server).await;
    let all: Vec<u32> = calls.iter().flat_map(|call| call.numbers.clone()).collect();
    assert_all_once(&counts, &all, &place, kills);
    assert_eq!(counts.len(), all.len());
    server.quiet(&place).await;
    let killed = Contents::read(&server).await;
    killed.assert_same(&never_killed(&calls).await, "killed and never killed");
    eprintln!(
        "{}: {kills} kills ({while_starting} while starting), {unanswered} calls cut off; {} behaviours once each; the same as never killed: {}",
        place.engine(),
        all.len(),
        killed.sizes(),
    );
    server.kill().await;
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviours_survive_kills_on_sqlite() {
    nothing_acknowledged_is_lost(Place::sqlite(), 36).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviours_survive_kills_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        nothing_acknowledged_is_lost(place, 12).await;
    }
}
