//! What the wallet holds of people. The books stay when somebody is erased, without her: what she had left expires first.

use futures_util::FutureExt as _;
use serde_json::json;

use super::BOOK;
use super::model::WalletMove;
use crate::care::Registered;
use crate::ledger;

/// How the wallet cares for people.
pub const CARE: Registered = Registered {
    department: "wallet",
    tables: &["credit_moves", "credit_lots", "credit_entries"],
    export: |session, person| {
        async move {
            let moves = ledger::records::moves(session, BOOK, &person.profile_ids).await?;
            Ok(json!({ "moves": moves.into_iter().map(WalletMove::of).collect::<Vec<_>>() }))
        }
        .boxed()
    },
    erase: |tx, app, person| async move { ledger::erase(tx, app, BOOK, &person.profile_ids).await }.boxed(),
};
