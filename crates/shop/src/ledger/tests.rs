//! What the books must always say, and that both databases know every statement.

use platform::db::Connection as _;
use platform::testing::on_both;
use platform::{App, Error, values};

use super::{Book, records};

/// Looks through a whole book.
pub(crate) async fn audit(app: &App, book: Book) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    for (law, sql) in [
        (
            "what is left of a profile is the sum of its entries",
            "select l.profile_id from (select profile_id, sum(remaining) as has from {book}_lots group by profile_id) l \
             left join (select profile_id, sum(case when to_account = 'member' then {n} else -{n} end) as has \
             from {book}_entries group by profile_id) e on e.profile_id = l.profile_id \
             where l.has <> coalesce(e.has, 0)",
        ),
        (
            "what is left of a lot is the sum of its entries",
            "select l.id from {book}_lots l where l.remaining <> (select sum(case when to_account = 'member' then {n} \
             else -{n} end) from {book}_entries e where e.lot_id = l.id)",
        ),
        (
            "a move is the sum of its entries",
            "select m.id from {book}_moves m where m.kind <> 'expiring' and m.{n} <> coalesce((select \
             sum(case when to_account = 'member' then {n} else -{n} end) from {book}_entries e \
             where e.move_id = m.id), 0)",
        ),
        ("nothing is below nothing", "select id from {book}_lots where remaining < 0"),
        (
            "every entry leaves one account for another",
            "select id from {book}_entries where from_account = to_account or {n} <= 0 \
             or (from_account <> 'member' and to_account <> 'member')",
        ),
    ] {
        let wrong = session.all(book.say(sql), values![]).await?;
        assert!(wrong.is_empty(), "{law}: {} times not", wrong.len());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_know_every_statement_of_every_book() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut session = app.db.read().await?;
        for statement in records::statements() {
            session.prepare(statement.clone()).await.map_err(|error| error.context(&statement))?;
        }
        Ok(())
    })
    .await
    .unwrap();
}
