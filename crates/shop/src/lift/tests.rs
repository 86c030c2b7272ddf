//! Two groups side by side, over HTTP.

use connectors::drafts::OrderStatus::Paid;
use platform::Error;
use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::{Value as Json, json};

use crate::segments::live::catch_up;
use crate::segments::tests::scene::{Scene, boss};
use crate::segments::{Origin, verbs};

const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn groups_drawn_by_lot_are_read_and_others_are_labelled() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app).await?;
        // Eighty bought before, each something else; of the even ones most come back for 30 yuan, of the odd ones a few do.
        for n in 0..80_u64 {
            let paid = 2_000 + 100 * i64::try_from(n).unwrap();
            scene.order(n, n, Paid, paid, NOON - 40 * DAY).await?;
            if n % 2 == 0 && n % 8 != 0 || n % 10 == 1 {
                scene.order(100 + n, n, Paid, 3_000, NOON - 5 * DAY).await?;
            }
        }
        catch_up(&app).await?;
        let (mut even, mut odd) = (Vec::new(), Vec::new());
        for n in 0..80 {
            let customer = scene.customer(n).await?;
            if n % 2 == 0 { even.push(customer) } else { odd.push(customer) }
        }
        let list = async |name: &str, customers: &[i64]| -> Result<i64, Error> {
            let new = verbs::New {
                name: name.to_owned(),
                note: String::new(),
                tags: Vec::new(),
                origin: Origin::Own,
                recipe: None,
            };
            Ok(verbs::make_list(&app, &boss(), new, customers).await?.id)
        };
        let (treated, control, few) =
            (list("短信", &even).await?, list("不发", &odd).await?, list("少", &[even[0], even[1], odd[0]]).await?);
        catch_up(&app).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        let ask = async |control: i64, treated: i64, more: &str| -> Result<Json, Error> {
            let path = format!("/api/v1/insight/lift?control={control}&treated={treated}&{more}");
            let answer = owner.get(&path).await?;
            assert_eq!(answer.outcome(), "200", "{path} {}", answer.text());
            Ok(answer.json())
        };

        let page = ask(control, treated, "drawn=lot").await?;
        let of =
            |side: &str| json!([page[side]["name"], page[side]["customers"], page[side]["mean"], page[side]["before"]]);
        // Of 40 even ones 30 come back, of 40 odd ones 8.
        assert_eq!(of("treated"), json!(["短信", 40, 2_250.0, 5_900.0]));
        assert_eq!(of("control"), json!(["不发", 40, 600.0, 6_000.0]));
        assert_eq!(
            (&page["population"], &page["both"], &page["ratio"]["passes"]),
            (&json!(80), &json!(0), &json!(true))
        );
        let difference = &page["difference"];
        assert_eq!(difference["value"], json!(1_650.0));
        assert!(difference["from"].as_f64().unwrap() > 1_000.0 && difference["to"].as_f64().unwrap() < 2_300.0);
        assert!(page["always"]["from"].as_f64().unwrap() < page["adjusted"]["from"].as_f64().unwrap());
        assert!(page["told"]["zh"].as_str().unwrap().contains("有增量"), "{page}");

        // Who bought, in thousandths.
        let bought = ask(control, treated, "drawn=lot&measure=bought").await?;
        assert_eq!((&bought["treated"]["mean"], &bought["control"]["mean"]), (&json!(750.0), &json!(200.0)));

        // Nobody drew lots: no effect is told, and how they differed before is.
        let page = ask(control, treated, "").await?;
        assert!(page["told"]["zh"].as_str().unwrap().starts_with("观察性对比"), "{page}");
        assert_eq!((&page["adjusted"], &page["always"], &page["ratio"]), (&Json::Null, &Json::Null, &Json::Null));
        assert_eq!(page["beforehand"]["difference"]["value"], json!(-100.0));

        // Sizes that no lot would give, groups that are too small, and the same group twice.
        let lost = ask(control, treated, "drawn=lot&treated_weight=9").await?;
        assert_eq!((&lost["ratio"]["passes"], &lost["difference"]), (&json!(false), &Json::Null), "{lost}");
        assert!(lost["refused"]["zh"].as_str().unwrap().contains("对不上"), "{lost}");
        let small = ask(treated, few, "").await?;
        assert_eq!((&small["both"], &small["treated"]["customers"]), (&json!(2), &json!(1)));
        assert!(small["refused"]["zh"].as_str().unwrap().contains("两位"), "{small}");
        let same = owner.get(&format!("/api/v1/insight/lift?control={few}&treated={few}")).await?;
        assert_eq!(same.outcome(), "422 invalid");
        assert_eq!(owner.get("/api/v1/insight/lift?control=1&treated=2").await?.outcome(), "404 not_found");
        Ok(())
    })
    .await
    .unwrap();
}
