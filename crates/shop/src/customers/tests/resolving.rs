//! Which sightings become one customer.

use std::collections::BTreeMap;

use platform::Error;
use platform::testing::on_both;

use super::*;

/// The customers of sightings given in batches, as letters: `aab` when the first two are one customer.
fn letters(resolved: &[Option<Resolved>]) -> String {
    let mut names: BTreeMap<i64, char> = BTreeMap::new();
    let mut next = 'a'..='z';
    resolved
        .iter()
        .map(|resolved| match resolved {
            None => '-',
            Some(resolved) => *names.entry(resolved.customer_id).or_insert_with(|| next.next().unwrap()),
        })
        .collect()
}

/// Sees all in one batch, and one by one and then again, which must come to the same.
async fn check(texts: &[&str], expected: &str) {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let together = see(&app, texts).await?;
        let again = see(&app, texts).await?;
        if letters(&together) != expected || letters(&again) != expected {
            return Err(Error::internal(format!("{texts:?}: {} then {}", letters(&together), letters(&again))));
        }
        for (first, second) in together.iter().flatten().zip(again.iter().flatten()) {
            assert_eq!((first.profile_id, first.customer_id), (second.profile_id, second.customer_id));
            assert!(!second.created && !second.changed, "{texts:?} said something new the second time");
        }
        Ok(())
    })
    .await
    .unwrap();
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        for text in texts {
            see(&app, &[text]).await?;
        }
        let last = see(&app, texts).await?;
        if letters(&last) != expected {
            return Err(Error::internal(format!("{texts:?} one by one: {}", letters(&last))));
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn strong_identifiers_join_and_weak_ones_join_only_alike_people() {
    for (texts, expected) in [
        (&["nick=a", "nick=a"][..], "aa"),
        (&["nick=a", "nick=b"], "ab"),
        (&["nick=a shop=1", "nick=a shop=2"], "aa"),
        (&["user=7 web shop=1", "user=7 web shop=2"], "ab"),
        (&["nick=a alipay=9", "nick=b alipay=9"], "aa"),
        (&["nick=a", "nick=b alipay=9", "nick=a alipay=9"], "aaa"),
        (&["nick=a mobile=+8613800000001 name=张三", "nick=b mobile=+8613800000001 name=张三"], "aa"),
        (&["nick=a mobile=+8613800000001 name=张三", "nick=b mobile=+8613800000001 name=李四"], "ab"),
        (&["nick=a mobile=+8613800000001 name=张三", "nick=b mobile=+8613800000001"], "aa"),
        (&["nick=a mobile=+8613800000001 name=张三", "nick=b mobile=+8613800000001 name=张*"], "aa"),
        (&["nick=a mobile=+8613800000001 name=张三", "nick=b mobile=+8613800000001 name=李*"], "ab"),
        (&["visitor=v web", "user=1 visitor=v web"], "ab"),
        (&["name=张三"], "-"),
        (&["order=1 name=张三", "order=1 name=张三", "order=2 name=张三"], "aab"),
    ] {
        check(texts, expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_prepares() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        platform::testing::prepare_all(&app, records::STATEMENTS).await?;
        platform::testing::prepare_all(&app, records::FACTS_STATEMENTS).await?;
        platform::testing::prepare_all(&app, records::STANDING_STATEMENTS).await?;
        platform::testing::prepare_all(&app, records::CUSTOMER_STATEMENTS).await
    })
    .await
    .unwrap();
}
