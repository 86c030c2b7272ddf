//! Which saved views name a person, and their end with her.

use platform::Error;
use platform::db::Tx;

use super::{View, records};
use crate::care::Person;

/// A name of so many characters is looked for inside longer texts, too; a shorter one may stand in many by chance.
const TELLING: usize = 5;

/// Deletes the views whose search or name is one of the person's names. Returns how many.
pub(super) async fn erase(tx: &mut Tx, person: &Person) -> Result<u64, Error> {
    let names: Vec<String> = person.values.iter().map(|value| fold(value.expose())).collect();
    let mut gone = 0;
    for view in records::all(tx).await? {
        if speaks_of(&view, &names) {
            records::delete(tx, view.id.0).await?;
            gone += 1;
        }
    }
    Ok(gone)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn speaks_of(view: &View, names: &[String]) -> bool {
    view.query.values().chain([&view.name]).map(|text| fold(text)).any(|text| {
        names.iter().any(|name| text == *name || name.chars().count() >= TELLING && text.contains(name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use platform::Id;

    use super::*;

    #[test]
    fn a_view_speaks_of_a_person_by_her_whole_name() {
        let names = ["王芳".to_owned(), "13800000001".to_owned(), "小鱼爱吃糖".to_owned()];
        for (q, name, expected) in [
            ("王芳", "常用", true),
            (" 13800000001 ", "常用", true),
            ("+8613800000001", "常用", true),
            ("王芳芳", "常用", false),
            ("广州", "小鱼爱吃糖的单", true),
            ("1380", "老客", false),
        ] {
            let view = View {
                id: Id(1),
                list: "customers".to_owned(),
                name: name.to_owned(),
                query: [("q".to_owned(), q.to_owned())].into(),
                columns: Vec::new(),
                shared: false,
                owner_id: None,
            };
            assert_eq!(speaks_of(&view, &names), expected, "{q} {name}");
        }
    }
}
