//! Fields and attributes on both databases.

use platform::testing::{NOON, on_both, prepare_all};
use serde_json::{Value as Json, json};

use super::*;

fn field(kind: FieldType) -> Field {
    Field {
        id: platform::Id(1),
        key: "k".to_owned(),
        name: "名".to_owned(),
        r#type: kind,
        options: vec!["干".to_owned(), "油".to_owned()],
        archived: false,
    }
}

#[test]
fn a_value_has_one_normal_form_or_a_fault() {
    let long = "长".repeat(2_001);
    for (kind, value, expected) in [
        (FieldType::Text, json!(" 甲 "), Ok(json!("甲"))),
        (FieldType::Text, json!(""), Err("required")),
        (FieldType::Text, json!(long), Err("too_long")),
        (FieldType::Text, json!({}), Err("malformed")),
        (FieldType::Number, json!("12.5"), Ok(json!(12.5))),
        (FieldType::Number, json!("NaN"), Err("malformed")),
        (FieldType::Money, json!({ "amount": 5, "currency": "CNY" }), Ok(json!({ "amount": 5, "currency": "CNY" }))),
        (FieldType::Money, json!({ "amount": 0.5, "currency": "CNY" }), Err("malformed")),
        (FieldType::Money, json!({ "amount": 5, "currency": "元" }), Err("malformed")),
        (FieldType::Date, json!("2026-02-29"), Err("malformed")),
        (FieldType::Date, json!("2024-02-29"), Ok(json!("2024-02-29"))),
        (FieldType::YesNo, json!("是"), Ok(json!(true))),
        (FieldType::YesNo, json!("maybe"), Err("malformed")),
        (FieldType::OneOf, json!("油"), Ok(json!("油"))),
        (FieldType::OneOf, json!("混"), Err("unknown")),
        (FieldType::Tags, json!(["b", " a", "b"]), Ok(json!(["a", "b"]))),
        (FieldType::Tags, json!("a"), Err("malformed")),
    ] {
        assert_eq!(field(kind).check(&value), expected, "{kind:?} {value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_kept_with_their_history_and_what_is_said_again_writes_nothing() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let mut tx = app.db.begin().await?;
        records::insert(&mut tx, &Field { key: "skin".to_owned(), ..field(FieldType::OneOf) }, NOON).await?;
        let say = |value: Json, at: i64| Said { profile_id: 7, key: "skin".to_owned(), value, at, rank: 0 };
        for (said, left_out) in
            [(say(json!("干"), 1), 0), (say(json!("干"), 2), 0), (say(json!("混"), 3), 1), (say(json!("油"), 4), 0)]
        {
            assert_eq!(take_in(&mut tx, &app, "a.csv", &[said]).await?, left_out);
        }
        let words: Vec<Json> = recorded(&mut tx, &[7]).await?.into_iter().map(|row| row.value).collect();
        assert_eq!(words, [json!("油"), json!("干")]);
        let changes = json!({ "mobile": "138****8000", "colour": 1, "birthday": "--05-17", "name": "张三" });
        let error = edit(&mut tx, &app, &platform::http::Actor::System, 7, changes.as_object().unwrap(), NOON)
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), "invalid [attributes.colour: unknown] [attributes.mobile: malformed]");
        tx.commit().await
    })
    .await
    .unwrap();
}
