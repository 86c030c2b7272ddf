//! Lists of the customers that files of identifiers name.

use bytes::Bytes;
use platform::http::{Role, ShopScope};
use platform::testing::{Answer, Client, NOON, Site, on_both};
use platform::{Error, Id};
use serde_json::{Value as Json, json};

use super::scene::Scene;
use crate::segments::live::catch_up;

const MARK: &str = "between-parts";

/// Uploads a file of this text with these words beside it.
async fn upload(client: &Client, text: &str, beside: &[(&str, &str)]) -> Result<Answer, Error> {
    let mut body = String::new();
    for (name, value) in beside {
        body.push_str(&format!("--{MARK}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let file = "content-disposition: form-data; name=\"file\"; filename=\"老客.csv\"\r\ncontent-type: text/csv";
    body.push_str(&format!("--{MARK}\r\n{file}\r\n\r\n{text}\r\n--{MARK}--\r\n"));
    let kind = format!("multipart/form-data; boundary={MARK}");
    client.send("POST", "/api/v1/segments/lists", &kind, Bytes::from(body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_identifiers_becomes_a_list() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        for n in 0..3 {
            scene.act(n, "viewed", NOON, None).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let own = Id(scene.customer(2).await?);
        let table = "姓名,旺旺\n甲,buyer0\n乙,buyer1\n丙,buyer0\n丁,nobody\n";
        for (text, beside, name, told) in [
            ("nick\nbuyer0\nbuyer1\nbuyer0\nnobody\n", vec![("kind", "taobao_nick")], "老客", (3, 1, 2)),
            (table, vec![("kind", "taobao_nick"), ("column", "旺旺"), ("name", "双11名单")], "双11名单", (3, 1, 2)),
            (&format!("{own}\n1\n"), vec![("kind", "customer"), ("name", "编号")], "编号", (1, 1, 1)),
            (&format!("buyer1\n{own}\n"), vec![("name", "混合")], "混合", (2, 0, 2)),
        ] {
            let answer = upload(&owner, text, &beside).await?;
            assert_eq!(answer.outcome(), "201", "{}", answer.text());
            let came = answer.json();
            let found = (&came["matched"], &came["not_matched"], &came["customers"]);
            assert_eq!(found, (&json!(told.0), &json!(told.1), &json!(told.2)), "{came}");
            assert_eq!((&came["segment"]["name"], &came["segment"]["kind"]), (&json!(name), &json!("list")), "{came}");
            match came["refused_file"].as_str() {
                Some(refused) => assert!(refused.lines().count() == 1 + told.1 && told.1 > 0, "{refused}"),
                None => assert_eq!(told.1, 0, "{came}"),
            }
            catch_up(&app).await?;
            let text = format!("in list \"{name}\"");
            let counted = owner.post("/api/v1/segments/count", &json!({ "text": text })).await?.json();
            assert_eq!(counted["customers"], json!(told.2), "{name}");
        }
        let limited = site.user(Role::Operator, ShopScope::Only(vec![scene.shop.id.0])).await?;
        for (client, text, beside, outcome) in [
            (&owner, "buyer0\n", vec![("kind", "shoe_size")], "422 invalid"),
            (&owner, "nick\nbuyer0\n", vec![("column", "号码")], "422 invalid"),
            (&limited, "buyer0\n", vec![], "403 forbidden"),
        ] {
            let answer = upload(client, text, &beside).await?;
            assert_eq!(answer.outcome(), outcome, "{beside:?}: {}", answer.text());
        }
        // Nothing of an upload stays on the disk.
        let left = std::fs::read_dir(app.data_dir.join("uploads")).map_or(0, |folder| folder.count());
        assert_eq!(left, 0);
        let lists = owner.get("/api/v1/segments?kind=list").await?.json();
        let names: Vec<&Json> = lists["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names.len(), 4, "{names:?}");
        Ok(())
    })
    .await
    .unwrap();
}
