//! Where a batch ends, and which row comes first, plays no part: what customers are called follows from what was said, and
//! a dry run counts as the import does.

use connectors::table::Mapping;
use platform::db::Connection as _;
use platform::testing::on_both;
use platform::{App, Error, values};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::scene::*;
use crate::imports::*;

/// An order of a small world in which much happens at one instant: (buyer, shop, instant, name, mobile, town).
type Said = (u8, u8, u8, u8, u8, u8);

fn row(number: usize, (buyer, shop, at, name, mobile, town): Said) -> Row {
    let nick = ["甲", "乙", "丙"][usize::from(buyer)];
    let mut row = order(3_000_000_000_000_000 + u64::try_from(number).unwrap(), nick, "交易成功", "10.00");
    for (column, value) in [
        ("收货人姓名", ["张三", "张小三", "张*", "李四"][usize::from(name)].to_owned()),
        (
            "联系手机",
            ["", "138****0001"].get(usize::from(mobile)).map_or_else(
                // Nobody shares a mobile here: who joins whom is not what is asked.
                || format!("'138000{buyer}000{mobile}"),
                |text| (*text).to_owned(),
            ),
        ),
        (
            "收货地址",
            [
                "浙江省 杭州市 西湖区 文三路1号(310000)",
                "江苏省 南京市 鼓楼区 中山路2号(210000)",
                "广东省 广州市 天河区 ****(510000)",
            ][usize::from(town)]
            .to_owned(),
        ),
        ("订单创建时间", format!("2026-10-01 10:00:0{at}")),
    ] {
        row.iter_mut().find(|(name, _)| *name == column).unwrap().1 = value;
    }
    row.extend([("店铺Id", format!("100{shop}")), ("店铺名称", format!("店{shop}"))]);
    row
}

async fn clear(app: &App) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    for table in ["profiles", "identifiers", "customers", "orders", "order_lines", "products", "attributes"] {
        tx.execute(format!("delete from {table}"), values![]).await?;
    }
    tx.commit().await
}

/// What every customer and every profile is called.
async fn shown(app: &App) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut session = app.db.read().await?;
    for (text, columns) in [
        ("select nick, name, mobile, email, province, city from customers where merged_into is null", 6),
        (
            "select p.nick, s.platform_id, p.name, p.mobile, p.province, p.city, p.district, p.street, p.zip \
             from profiles p join shops s on s.id = p.shop_id",
            9,
        ),
    ] {
        for row in session.all(text, values![]).await? {
            let cells: Vec<String> = (0..columns)
                .map(|at| Ok(row.at::<Option<String>>(at)?.unwrap_or_default()))
                .collect::<Result<_, Error>>()?;
            found.push(cells.join(" "));
        }
    }
    found.sort();
    Ok(found)
}

async fn run(app: &App, shop: i64, said: &[Said]) -> Result<(), Error> {
    let mut expected = None;
    for (nth, (batch, turned, reversed)) in
        [(0, 0, false), (1, 0, false), (2, 0, true), (3, 5, false), (0, 7, true)].into_iter().enumerate()
    {
        clear(app).await?;
        let mut rows: Vec<Row> = said.iter().enumerate().map(|(number, said)| row(number, *said)).collect();
        let turned = turned % rows.len();
        rows.rotate_left(turned);
        if reversed {
            rows.reverse();
        }
        let path = write(app, &format!("{nth}.csv"), &report(&rows));
        let settings = |dry_run| Settings { shop_id: Some(shop), batch, dry_run, ..Default::default() };
        let tried = bring(app, path.clone(), settings(true)).await?;
        let import = bring(app, path, settings(false)).await?;
        assert_eq!(tried.counts.customers, import.counts.customers, "tried {batch} at a time");
        let found = (shown(app).await?, import.counts.customers);
        match &expected {
            None => expected = Some(found),
            Some(expected) => assert_eq!(&found, expected, "{batch} at a time, turned by {turned}, {reversed}"),
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_are_called_depends_on_no_batch_and_no_order() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, "店1", Some("1001")).await?.id.0;
        super::scene::shop(&app, "店2", Some("1002")).await?;
        let config = Config { cases: 8, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let one = (0_u8..3, 1_u8..3, 0_u8..2, 0_u8..4, 0_u8..5, 0_u8..3);
        tokio::task::block_in_place(|| {
            runner.run(&prop::collection::vec(one, 2..14), |said| {
                tokio::runtime::Handle::current()
                    .block_on(run(&app, shop, &said))
                    .map_err(|error| TestCaseError::fail(error.to_string()))
            })
        })
        .map_err(|error| Error::internal(error.to_string()))
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_file_of_people_the_later_row_counts_and_a_dry_run_counts_each_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, "旗舰店", None).await?.id.0;
        let text = "卡号,姓名,手机\nV1,王芳,13800000009\nV2,李雷,13800000002\nV1,王小芳,13800000001\nV1,,13800000005\n\
            V3,韩梅,\nV2,李雷,13800000002\n";
        let path = write(&app, "people.csv", text);
        let mapping: Mapping = serde_json::from_value(serde_json::json!({ "entity": "customers", "columns": [
            { "column": "卡号", "field": "customer_number" }, { "column": "姓名", "field": "name" },
            { "column": "手机", "field": "mobile" } ] }))
        .unwrap();
        for batch in [0, 1, 2] {
            clear(&app).await?;
            let settings = |dry_run| Settings {
                shop_id: Some(shop),
                mapping: Some(mapping.clone()),
                batch,
                dry_run,
                ..Default::default()
            };
            let tried = bring(&app, path.clone(), settings(true)).await?;
            let import = bring(&app, path.clone(), settings(false)).await?;
            assert_eq!((tried.counts, tried.counts.customers.created), (import.counts, 3), "{batch} at a time");
            let mut session = app.db.read().await?;
            let rows = session.all("select name, mobile from customers order by name", values![]).await?;
            let found: Vec<(String, Option<String>)> =
                rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect::<Result<_, Error>>()?;
            let shown: Vec<(&str, Option<&str>)> =
                found.iter().map(|(name, mobile)| (name.as_str(), mobile.as_deref())).collect();
            let expected = [("李雷", Some("13800000002")), ("王小芳", Some("13800000005")), ("韩梅", None)];
            assert_eq!(shown, expected, "{batch} at a time");
        }
        Ok(())
    })
    .await
    .unwrap();
}
