//! What a database does for whoever leaves.

use crate::testing::{killed_after, on_both};
use crate::{Error, values};

use super::Connection as _;

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_while_a_transaction_begins_leaves_none_behind() {
    on_both(&[], &[], |app| async move {
        for steps in 0..40 {
            let begun = killed_after(steps % 4, app.db.still()).await.transpose()?;
            drop(begun);
            let begun = killed_after(steps % 3, app.db.begin()).await.transpose()?;
            drop(begun);
            // Whoever comes next has a transaction of their own, and may write.
            app.db.still().await?.one("select 1", values![]).await?;
            let mut tx = app.db.begin().await?;
            tx.execute(format!("create table t{steps} (a bigint)"), values![]).await?;
            tx.commit().await?;
            let mut others = Vec::new();
            for _ in 0..3 {
                others.push(app.db.read().await?);
            }
            for other in &mut others {
                other.one(format!("select count(*) from t{steps}"), values![]).await?;
            }
        }
        Ok::<(), Error>(())
    })
    .await
    .unwrap();
}
