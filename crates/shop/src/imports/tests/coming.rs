//! A file comes in: recognised, tried, refused in part, mended, mapped.

use connectors::table::Mapping;
use expect_test::expect;
use http_body_util::BodyExt as _;
use platform::http::ShopScope;
use platform::jobs::Worker;
use platform::testing::{on_both, prepare_all};

use super::scene::*;
use crate::imports::bring::{Brought, cancel, start};
use crate::imports::*;

fn brief(import: &Import) -> String {
    let tally = |tally: crate::orders::Tally| {
        format!("{}/{}/{}/{}", tally.created, tally.changed, tally.unchanged, tally.refused)
    };
    let counts = &import.counts;
    format!(
        "{} {} rows {} customers {} orders {} lines {} products {}{}",
        import.state.code(),
        import.format.as_ref().map_or("-", |format| format.code.as_str()),
        import.progress.rows,
        tally(counts.customers),
        tally(counts.orders),
        tally(counts.lines),
        tally(counts.products),
        import.problem.as_ref().map_or_else(String::new, |problem| format!(" problem {problem}")),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_tried_brought_in_mended_and_brought_in_again() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        prepare_all(&app, records::came::STATEMENTS).await?;
        shop(&app, "旗舰店", None).await?;
        let mut damaged = order(3, "丙", "交易成功", "30.00");
        damaged[0].1 = "3.5E+17".into();
        let rows = [
            order(3_000_000_000_000_001, "甲", "交易成功", "10.00"),
            damaged,
            order(3_000_000_000_000_002, "乙", "奇怪的状态", "abc"),
            order(3_000_000_000_000_003, "乙", "奇怪的状态", "20.00"),
        ];
        let path = write(&app, "report.csv", &report(&rows));
        let mut seen = Vec::new();
        for dry_run in [true, false, false] {
            let import = bring(&app, path.clone(), Settings { dry_run, ..Default::default() }).await?;
            seen.push(brief(&import));
            if dry_run {
                assert_eq!(count(&app, "select count(*) from orders").await?, 0);
            }
        }
        expect![[r#"
            done taobao.orders.e rows 4 customers 1/0/0/0 orders 2/0/0/2 lines 0/0/0/0 products 0/0/0/0
            done taobao.orders.e rows 4 customers 1/0/0/0 orders 2/0/0/2 lines 0/0/0/0 products 0/0/0/0
            done taobao.orders.e rows 4 customers 0/0/1/0 orders 0/0/2/2 lines 0/0/0/0 products 0/0/0/0"#]].assert_eq(&seen.join("\n"));

        let import = list(&app, &boss(), None, 1).await?.remove(0);
        assert_eq!(import.unknown_statuses, [UnknownStatus { status_raw: "奇怪的状态".into(), count: 1 }]);
        let refused: Vec<String> = refused(&app, &boss(), import.id.0, -1, 10)
            .await?
            .into_iter()
            .map(|row| format!("{} {} {:?} {}", row.row, row.code, row.field, row.reason))
            .collect();
        expect![[r#"
            3 damaged_id Some("订单编号") The number 3.5E+17 in “订单编号” went through a spreadsheet as a quantity: its last digits are lost.
            4 not_an_amount Some("买家实际支付金额") abc in “买家实际支付金额” is no amount."#]].assert_eq(&refused.join("\n"));

        // The file of refused rows, mended, is a report again.
        let (name, stream) = refused_file(&app, &boss(), import.id.0).await?;
        assert_eq!(name, "report-refused.csv");
        let body = axum::body::Body::from_stream(stream).collect().await.map_err(platform::Error::internal)?.to_bytes();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let mended = text.replace("3.5E+17", "3000000000000004").replace("abc", "12.00");
        let import = bring(&app, write(&app, "mended.csv", &mended), Settings::default()).await?;
        expect!["done taobao.orders.e rows 2 customers 0/1/0/0 orders 2/0/0/0 lines 0/0/0/0 products 0/0/0/0"].assert_eq(&brief(&import));
        let shop = import.shop_id.unwrap().0;
        for (scope, expected) in [(ShopScope::All, 4), (ShopScope::Only(vec![shop]), 4), (ShopScope::Only(vec![1]), 0)] {
            assert_eq!(open_refused(&mut app.db.read().await?, &scope, 0).await?, expected, "{scope:?}");
        }

        // What came with which import: the second run of the report brought two orders, the mended file the others.
        let orders: Vec<(i64, i64)> = {
            use platform::db::Connection as _;
            let rows = app.db.read().await?.all("select id, shop_id from orders order by number", vec![]).await?;
            rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect::<Result<_, platform::Error>>()?
        };
        let brought = brought(&mut app.db.read().await?, &orders, &[]).await?;
        let brief: Vec<_> = brought.iter().map(|one| (one.file_name.as_str(), one.orders, one.named)).collect();
        assert_eq!(brief, [("mended.csv", 2, false), ("report.csv", 2, false)]);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_waits_until_its_columns_are_explained() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, "旗舰店", None).await?;
        let path = write(&app, "people.csv", "卡号,手机,喜好\nV1,13800000001,口红\nV2,13800000002,面膜\n");
        let file = Brought {
            id: app.ids.next(),
            file_name: "people.csv".into(),
            path: path.clone(),
            owned: true,
            shop_id: None,
            mapping: None,
            dry_run: false,
            opens: None,
        };
        let import = bring::bring(&app, &boss(), file).await?;
        let import = get(&app, &boss(), import.id).await?;
        let preview = import.preview.clone().unwrap();
        assert_eq!((import.state, preview.columns.len(), preview.rows.len()), (State::WaitingMapping, 3, 2));

        let mapping = |field: &str| {
            serde_json::from_value::<Mapping>(serde_json::json!({ "entity": "customers", "columns": [
                { "column": "卡号", "field": field }, { "column": "手机", "field": "mobile" } ] }))
            .unwrap()
        };
        let wrong = Start { mapping: Some(mapping("colour")), ..Start::default() };
        let refused = start(&app, &boss(), import.id.0, wrong).await.unwrap_err();
        assert_eq!(refused.code(), "import_mapping");
        let right = Start { mapping: Some(mapping("customer_number")), ..Start::default() };
        assert_eq!(start(&app, &boss(), import.id.0, right).await?.state, State::Queued);

        let mut worker = Worker::new(app.clone(), 1);
        worker.on(JOB, run_job);
        assert_eq!(worker.drain().await?, 1);
        let import = get(&app, &boss(), import.id.0).await?;
        assert_eq!(brief(&import), "done table rows 2 customers 2/0/0/0 orders 0/0/0/0 lines 0/0/0/0 products 0/0/0/0");
        assert_eq!(import.shop_id, Some(shop.id));
        assert!(!path.exists());
        assert_eq!(cancel(&app, &boss(), import.id.0).await.unwrap_err().code(), "import_over");
        let again = start(&app, &boss(), import.id.0, Start::default()).await.unwrap_err();
        assert_eq!(again.code(), "import_gone");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_go_to_the_shops_that_they_name() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let first = shop(&app, "旗舰店", None).await?;
        let named = |number: u64, id: &str, name: &str| {
            let mut row = order(number, "甲", "交易成功", "10.00");
            row.extend([("店铺Id", id.to_owned()), ("店铺名称", name.to_owned())]);
            row
        };
        let rows = [
            named(3_000_000_000_000_001, "1001", "旗舰店"),
            named(3_000_000_000_000_002, "1002", "二店"),
            order(3_000_000_000_000_003, "乙", "交易成功", "1.00"),
        ];
        let path = write(&app, "two.csv", &report(&rows));
        let settings = Settings { shop_id: Some(first.id.0), ..Default::default() };
        let import = bring(&app, path.clone(), settings.clone()).await?;
        assert_eq!(import.notes, ["The file speaks of a new shop, “二店”; it was opened."]);
        let shops = crate::shops::list(&mut app.db.read().await?).await?;
        let shops: Vec<String> = shops.iter().map(|shop| format!("{} {:?}", shop.name, shop.platform_id)).collect();
        assert_eq!(shops, ["旗舰店 Some(\"1001\")", "二店 Some(\"1002\")"]);

        // Somebody who sees one shop only brings nothing into the other.
        let caller = platform::http::Caller { shops: ShopScope::Only(vec![first.id.0]), ..boss() };
        let import = run_file(&app, &caller, Settings { path, ..settings }, &mut |_| ()).await?;
        assert_eq!(import.state, State::Failed);
        assert!(import.problem.unwrap().contains("二店"));
        assert_eq!(count(&app, "select count(*) from orders").await?, 3);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn items_go_to_the_shop_of_the_platform_that_has_their_order() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (first, second) = (shop(&app, "旗舰店", None).await?, shop(&app, "二店", None).await?);
        let into = |shop: i64| Settings { shop_id: Some(shop), ..Default::default() };
        let orders = [order(3_000_000_000_000_001, "甲", "交易成功", "10.00")];
        bring(&app, write(&app, "orders.csv", &report(&orders)), into(second.id.0)).await?;
        let items = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n\
            =\"3000000000000001\",口红,10.00,1,,,,,交易成功,K1\n=\"3000000000000002\",面膜,20.00,1,,,,,交易成功,K2\n";
        let path = write(&app, "items.csv", items);
        for dry_run in [true, false, false] {
            let import = bring(&app, path.clone(), Settings { dry_run, ..into(first.id.0) }).await?;
            assert_eq!(import.state, State::Done);
            assert_eq!(import.notes.len(), 1, "{:?}", import.notes);
            assert!(import.notes[0].contains("“二店”"), "{}", import.notes[0]);
        }
        // The order that nobody knows is a stub of the shop that was chosen; the other has its line and is there once.
        let of = |shop: &crate::shops::Shop| (shop.id.0, app.clone());
        let lines = async |(shop, app): (i64, platform::App)| -> Result<(i64, i64), platform::Error> {
            use platform::db::Connection as _;
            let text = "select count(distinct o.id), count(*) from orders o join order_lines l on l.order_id = o.id \
                where o.shop_id = $1";
            let row = app.db.read().await?.one(text, platform::values![shop]).await?.unwrap();
            Ok((row.at(0)?, row.at(1)?))
        };
        assert_eq!((lines(of(&first)).await?, lines(of(&second)).await?), ((1, 1), (1, 1)));
        assert_eq!(count(&app, "select count(*) from orders").await?, 2);

        // Who may not write to that shop is told its name.
        let caller = platform::http::Caller { shops: ShopScope::Only(vec![first.id.0]), ..boss() };
        let import = run_file(&app, &caller, Settings { path, ..into(first.id.0) }, &mut |_| ()).await?;
        assert_eq!(import.state, State::Failed);
        assert!(import.problem.unwrap().contains("二店"));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_report_for_the_wrong_shop_makes_no_order_twice() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (first, second) = (shop(&app, "旗舰店", None).await?, shop(&app, "二店", None).await?);
        let into = |shop: i64| Settings { shop_id: Some(shop), ..Default::default() };
        let open = order(3_000_000_000_000_001, "甲", "买家已付款，等待卖家发货", "10.00");
        bring(&app, write(&app, "orders.csv", &report(&[open])), into(second.id.0)).await?;
        let later = [
            order(3_000_000_000_000_001, "甲", "交易成功", "10.00"),
            order(3_000_000_000_000_002, "乙", "交易成功", "20.00"),
        ];
        let path = write(&app, "later.csv", &report(&later));
        for dry_run in [true, false] {
            let import = bring(&app, path.clone(), Settings { dry_run, ..into(first.id.0) }).await?;
            assert_eq!((import.counts.orders.created, import.counts.orders.changed), (1, 1), "{:?}", import.problem);
            assert!(import.notes[0].contains("“二店”"), "{:?}", import.notes);
        }
        let of_second = "select count(*) from orders o join shops s on s.id = o.shop_id \
            where s.name = '二店' and o.status = 'finished'";
        assert_eq!(count(&app, of_second).await?, 1);
        assert_eq!(count(&app, "select count(*) from orders").await?, 2);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_may_imagine_a_shop_and_leaves_none() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let opens = crate::shops::NewShop {
            name: "将来的店".into(),
            channel: crate::shops::Channel::Taobao,
            platform_id: None,
            currency: None,
        };
        let rows = [1, 2].map(|number| order(3_000_000_000_000_000 + number, "甲", "交易成功", "10.00"));
        let file = |dry_run| Brought {
            id: app.ids.next(),
            file_name: "orders.csv".into(),
            path: write(&app, "orders.csv", &report(&rows)),
            owned: true,
            shop_id: None,
            mapping: None,
            dry_run,
            opens: Some(opens.clone()),
        };
        let refused = bring::bring(&app, &boss(), file(false)).await.unwrap_err();
        assert_eq!(refused.to_string(), "invalid [open_shop: only_tried]");
        let id = bring::bring(&app, &boss(), file(true)).await?.id;
        let mut worker = Worker::new(app.clone(), 1);
        worker.on(JOB, run_job);
        worker.drain().await?;
        let import = get(&app, &boss(), id).await?;
        assert_eq!(
            brief(&import),
            "done taobao.orders.e rows 2 customers 1/0/0/0 orders 2/0/0/0 lines 0/0/0/0 products 0/0/0/0"
        );
        assert_eq!((import.dry_run, import.shop_id), (true, None));
        for table in ["select count(*) from shops", "select count(*) from orders"] {
            assert_eq!(count(&app, table).await?, 0, "{table}");
        }
        // To be meant, it wants a shop that is there.
        let meant = Start { dry_run: Some(false), ..Start::default() };
        let refused = start(&app, &boss(), id, meant.clone()).await.unwrap_err();
        assert_eq!(refused.to_string(), "invalid [shop_id: required]");
        let shop = shop(&app, "将来的店", None).await?;
        start(&app, &boss(), id, Start { shop_id: Some(shop.id.0), ..meant }).await?;
        worker.drain().await?;
        assert_eq!(get(&app, &boss(), id).await?.counts.orders.created, 2);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_says_what_to_do() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        for (text, expected) in [
            ("", "The file is empty. Please export it again."),
            ("a,b\n1,2\n", "This table is no export that we know. Please say what its columns mean."),
        ] {
            let refused = bring(&app, write(&app, "x.csv", text), Settings::default()).await.unwrap_err();
            assert_eq!(refused.to_string(), format!("import_unread why={expected}"));
        }
        let rows = [order(3_000_000_000_000_001, "甲", "交易成功", "10.00")];
        let path = write(&app, "report.csv", &report(&rows));
        let refused = bring(&app, path, Settings::default()).await.unwrap_err();
        assert_eq!(refused.to_string(), "import_unread why=Please choose the shop that these rows belong to.");
        Ok(())
    })
    .await
    .unwrap();
}
