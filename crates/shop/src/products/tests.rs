//! Products on both databases.

use connectors::drafts::{ProductDraft, ShopRef};
use platform::i18n::Locale;
use platform::testing::{on_both, prepare_all};

use super::*;
use crate::permissions;
use crate::shops::{Channel, NewShop, Shop};

fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

async fn shop(app: &App) -> Result<Shop, Error> {
    let mut tx = app.db.begin().await?;
    let new = NewShop { name: "Shop".into(), channel: Channel::Taobao, platform_id: None, currency: None };
    let shop = shops::create(&mut tx, app, &boss(), &new).await?;
    tx.commit().await?;
    Ok(shop)
}

fn draft(number: &str, title: &str, price: Option<i64>) -> ProductDraft {
    ProductDraft {
        row: 0,
        number: number.into(),
        shop: ShopRef::default(),
        sku: None,
        title: Some(title.into()),
        category: Some("衣服/上衣".into()),
        tags: None,
        currency: "CNY".into(),
        price,
        cost: None,
        stock: Some(5),
        picture: None,
        extra: Default::default(),
    }
}

fn named(number: &str, title: &str, price: i64, at: i64) -> Named {
    Named { number: number.into(), sku: None, title: title.into(), category: None, price: Some(price), at }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_make_products_and_statements_outrank_lines() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let shop = shop(&app).await?;
        let mut tx = app.db.begin().await?;
        let lines = vec![named("A", "old", 100, 1), named("A", "new", 120, 5), named("B", "b", 7, 3)];
        let found = from_lines(&mut tx, &app, &shop, lines).await?;
        assert_eq!((found.created, found.changed), (2, 0));
        let found = from_lines(&mut tx, &app, &shop, vec![named("A", "older", 90, 4), named("B", "b2", 8, 9)]).await?;
        assert_eq!((found.created, found.changed), (0, 1));

        let drafts = [draft("A", "stated", Some(150)), draft("C", "c", None), draft("C", "c again", None)];
        let touched = import(&mut tx, &app, &shop, &drafts).await?;
        assert_eq!(touched, Touched { created: 1, changed: 2, unchanged: 0 });
        assert_eq!(import(&mut tx, &app, &shop, &drafts[..1]).await?.unchanged, 1);
        from_lines(&mut tx, &app, &shop, vec![named("A", "line", 1, 99)]).await?;
        tx.commit().await?;

        let mut conn = app.db.read().await?;
        let all = list(&mut conn, &ShopScope::All, &Wanted::default(), None, 10).await?;
        let mut shown: Vec<String> = all
            .iter()
            .map(|one| format!("{} {} {:?}", one.number, one.title, one.price.as_ref().map(|price| price.amount)))
            .collect();
        shown.sort();
        assert_eq!(shown, ["A stated Some(150)", "B b2 Some(8)", "C c again None"]);
        for (q, category, scope, expected) in [
            (Some("AGAIN"), None, ShopScope::All, 1),
            (None, Some("衣服"), ShopScope::All, 2),
            (None, Some("衣"), ShopScope::All, 0),
            (None, None, ShopScope::Only(vec![5]), 0),
        ] {
            let wanted = Wanted { q: q.map(str::to_owned), category: category.map(str::to_owned), tag: None };
            assert_eq!(list(&mut conn, &scope, &wanted, None, 10).await?.len(), expected);
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_change_a_product_and_sales_are_added_up() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app).await?;
        let mut tx = app.db.begin().await?;
        let found = from_lines(&mut tx, &app, &shop, vec![named("A", "a", 100, 1), named("B", "b", 9, 1)]).await?;
        let (a, b) = (found.ids["A"], found.ids["B"]);
        let change = ProductPatch { cost: Some(Some(60)), price: Some(None), ..Default::default() };
        let product = patch(&mut tx, &app, &boss(), a, &change).await?;
        assert_eq!((product.cost.map(|cost| cost.amount), product.price), (Some(60), None));
        let wrong = ProductPatch { stock: Some(Some(-1)), ..Default::default() };
        assert_eq!(
            patch(&mut tx, &app, &boss(), a, &wrong).await.unwrap_err().to_string(),
            "invalid [stock: out_of_range]"
        );
        let more = |product_id, sold_at| Moved { product_id, sold: 3, revenue: 300, buyers: 2, sold_at };
        let less = Moved { product_id: a, sold: -1, revenue: -100, buyers: 0, sold_at: None };
        move_sales(&mut tx, &[more(a, Some(7)), more(b, None)]).await?;
        move_sales(&mut tx, &[more(a, Some(5))]).await?;
        move_sales(&mut tx, &[less]).await?;
        let sold = get(&mut tx, &ShopScope::All, a).await?;
        assert_eq!((sold.sold, sold.revenue.amount, sold.buyers), (5, 500, 4));
        assert!(sold_last(&mut tx, a, 7).await? && !sold_last(&mut tx, b, 7).await?);
        put_last(&mut tx, a, None).await?;
        assert!(!sold_last(&mut tx, a, 7).await?);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_are_stated_by_files_and_staff_and_asked_for() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app).await?;
        let mut tx = app.db.begin().await?;
        let tagged = |number: &str, tags: &[&str]| ProductDraft {
            tags: Some(tags.iter().map(|&tag| tag.to_owned()).collect()),
            ..draft(number, number, None)
        };
        let drafts = [tagged("A", &["新品", " 春茶  礼盒 ", "新品"]), tagged("B", &["100%"]), draft("C", "C", None)];
        import(&mut tx, &app, &shop, &drafts).await?;
        // What a file does not say stays; a line of an order says nothing of it.
        assert_eq!(import(&mut tx, &app, &shop, &[draft("A", "A", None)]).await?.unchanged, 1);
        from_lines(&mut tx, &app, &shop, vec![named("A", "line", 1, 99)]).await?;
        let found = list(&mut tx, &ShopScope::All, &Wanted::default(), None, 10).await?;
        let a = found.iter().find(|one| one.number == "A").map(|one| one.id.0).unwrap();
        for (tag, expected) in
            [("新品", vec!["A"]), ("春茶 礼盒", vec!["A"]), ("春茶", vec![]), ("100%", vec!["B"]), ("10%", vec![])]
        {
            let wanted = Wanted { tag: Some(tag.to_owned()), ..Wanted::default() };
            let found = list(&mut tx, &ShopScope::All, &wanted, None, 10).await?;
            let numbers: Vec<String> = found.into_iter().map(|one| one.number).collect();
            assert_eq!(numbers, expected, "{tag}");
        }
        let long = "长".repeat(41);
        for (said, expected) in [
            (vec!["热卖".to_owned()], Ok(vec!["热卖".to_owned()])),
            ((0..21).map(|n| n.to_string()).collect(), Err("invalid")),
            (vec![long], Err("invalid")),
            (Vec::new(), Ok(Vec::new())),
        ] {
            let patch = ProductPatch { tags: Some(said), ..ProductPatch::default() };
            let done = super::patch(&mut tx, &app, &boss(), a, &patch).await;
            assert_eq!(done.map(|product| product.tags).map_err(|error| error.code()), expected);
        }
        assert_eq!(tags(&mut tx).await?.into_iter().collect::<Vec<_>>(), ["100%"]);
        Ok(())
    })
    .await
    .unwrap();
}
