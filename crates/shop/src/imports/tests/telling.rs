//! What staff are told when an import is over.

use platform::db::Connection as _;
use platform::testing::on_both;
use platform::values;

use super::scene::*;
use crate::imports::*;

#[tokio::test(flavor = "multi_thread")]
async fn staff_hear_once_how_an_import_ended() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let good = order(3_000_000_000_000_001, "甲", "交易成功", "10.00");
        let bad = order(3_000_000_000_000_002, "乙", "交易成功", "十元");
        let both = [good.clone(), bad];
        for (name, rows, dry_run) in
            [("tried.csv", &both[..], true), ("refused.csv", &both[..], false), ("done.csv", &[good][..], false)]
        {
            let settings = Settings { dry_run, ..Settings::default() };
            bring(&app, write(&app, name, &report(rows)), settings).await?;
        }
        let told = app.db.read().await?.all("select kind, args, link from notices order by id", values![]).await?;
        let mut said = Vec::new();
        for row in told {
            let args: Vec<(String, String)> = serde_json::from_str(&row.get::<String>("args")?).unwrap();
            let arg = |name: &str| args.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value).to_owned();
            assert!(row.get::<String>("link")?.starts_with("/imports/"));
            said.push((row.get::<String>("kind")?, arg("file"), arg("refused")));
        }
        let expected = [
            ("import_tried", "tried.csv", "1"),
            ("import_refused", "refused.csv", "1"),
            ("import_done", "done.csv", "0"),
        ];
        assert_eq!(said, expected.map(|(kind, file, refused)| (kind.to_owned(), file.to_owned(), refused.to_owned())));
        Ok(())
    })
    .await
    .unwrap();
}
