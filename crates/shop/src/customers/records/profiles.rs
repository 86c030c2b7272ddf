//! The SQL of profiles.

use platform::Error;
use platform::db::{Bulk, Connection, Row, Tx, Value};
use platform::values;

use super::{listed, pieces};
use crate::customers::labels::Labels;
use crate::customers::marks::{Mark, Marks};
use crate::customers::model::{Figures, Source};

/// A profile with its labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::customers) struct ProfileRow {
    pub(in crate::customers) id: i64,
    pub(in crate::customers) customer_id: i64,
    pub(in crate::customers) source: String,
    pub(in crate::customers) key_kind: String,
    pub(in crate::customers) key_value: String,
    pub(in crate::customers) labels: Labels,
    pub(in crate::customers) marks: Marks,
    pub(in crate::customers) first_seen_at: i64,
    pub(in crate::customers) last_seen_at: i64,
}

/// The figures of a profile, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::customers) struct FiguresRow {
    pub(in crate::customers) customer_id: i64,
    pub(in crate::customers) figures: Figures,
    pub(in crate::customers) inquiries: i64,
    pub(in crate::customers) events: i64,
    pub(in crate::customers) last_seen_at: i64,
    pub(in crate::customers) blacklisted: bool,
    pub(in crate::customers) personalisation: bool,
}

const COLUMNS: &str = "id, customer_id, source, key_kind, key_value, labels_at, first_seen_at, last_seen_at, nick, name, \
    mobile, email, gender, birthday, province, city, district, street, zip, registered_at, buyer_credit, labels_rank, \
    labels_marks";
const FIGURES: &str = "id, customer_id, orders, deals, deal_amount, currency, items, closed, closed_amount, refunded, \
    first_deal_at, last_deal_at, inquiries, events, last_seen_at, blacklisted, personalisation";

const INSERT: Bulk = Bulk {
    insert: "insert into profiles (id, customer_id, shop_id, channel, source, key_kind, key_value, labels_at, \
        labels_rank, labels_marks, first_seen_at, last_seen_at, orders, deals, deal_amount, currency, items, closed, closed_amount, refunded, \
        first_deal_at, last_deal_at, nick, name, mobile, email, gender, birthday, province, city, district, street, zip, \
        registered_at, buyer_credit)",
    columns: 35,
    then: "",
};
const RELABEL: Bulk = Bulk {
    insert: "with said (id, labels_at, labels_rank, labels_marks, first_seen_at, last_seen_at, nick, name, mobile, email, gender, birthday, province, \
        city, district, street, zip, registered_at, buyer_credit) as (",
    columns: 19,
    then: ") update profiles set labels_at = said.labels_at, labels_rank = said.labels_rank, \
        labels_marks = said.labels_marks, first_seen_at = said.first_seen_at, \
        last_seen_at = said.last_seen_at, nick = said.nick, name = said.name, mobile = said.mobile, email = said.email, \
        gender = said.gender, birthday = said.birthday, province = said.province, city = said.city, \
        district = said.district, street = said.street, zip = said.zip, registered_at = said.registered_at, \
        buyer_credit = said.buyer_credit from said where profiles.id = said.id",
};
const SEE: Bulk = Bulk {
    insert: "with said (id, labels_at, labels_rank, labels_marks, first_seen_at, last_seen_at) as (",
    columns: 6,
    then: ") update profiles set labels_at = said.labels_at, labels_rank = said.labels_rank, \
        labels_marks = said.labels_marks, first_seen_at = said.first_seen_at, \
        last_seen_at = said.last_seen_at from said where profiles.id = said.id",
};
const SET_FIGURES: Bulk = Bulk {
    insert: "with said (id, orders, deals, deal_amount, currency, items, closed, closed_amount, refunded, first_deal_at, \
        last_deal_at) as (",
    columns: 11,
    then: ") update profiles set orders = said.orders, deals = said.deals, deal_amount = said.deal_amount, \
        currency = said.currency, items = said.items, closed = said.closed, closed_amount = said.closed_amount, \
        refunded = said.refunded, first_deal_at = said.first_deal_at, last_deal_at = said.last_deal_at \
        from said where profiles.id = said.id",
};
const ADD_EVENTS: Bulk = Bulk {
    insert: "with said (id, events, inquiries, at) as (",
    columns: 4,
    then: ") update profiles set events = profiles.events + said.events, inquiries = profiles.inquiries + said.inquiries, \
        last_seen_at = case when profiles.last_seen_at < said.at then said.at else profiles.last_seen_at end \
        from said where profiles.id = said.id",
};
const MOVE: Bulk = Bulk {
    insert: "with moved (id, customer_id) as (",
    columns: 2,
    then: ") update profiles set customer_id = moved.customer_id from moved where profiles.id = moved.id",
};

/// The profiles of one source with keys of one kind.
pub(in crate::customers) async fn profiles_by_key(
    conn: &mut impl Connection,
    source: &str,
    kind: &str,
    keys: &[String],
) -> Result<Vec<ProfileRow>, Error> {
    let mut found = Vec::new();
    for piece in pieces(keys) {
        let text = listed(
            &format!("select {COLUMNS} from profiles where source = $1 and key_kind = $2 and key_value in"),
            3,
            piece.len(),
            "",
        );
        let mut values = values![source, kind];
        values.extend(piece.into_iter().map(Value::from));
        for row in conn.all(text, values).await? {
            found.push(profile(&row)?);
        }
    }
    Ok(found)
}

/// The profiles of these customers, by id.
pub(in crate::customers) async fn profiles_of_customers(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<ProfileRow>, Error> {
    let mut found = Vec::new();
    for piece in pieces(customers) {
        let text =
            listed(&format!("select {COLUMNS} from profiles where customer_id in"), 1, piece.len(), "order by id");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push(profile(&row)?);
        }
    }
    Ok(found)
}

/// The figures of the profiles of these customers.
pub(in crate::customers) async fn figures_of_customers(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<FiguresRow>, Error> {
    let mut found = Vec::new();
    for piece in pieces(customers) {
        let text =
            listed(&format!("select {FIGURES} from profiles where customer_id in"), 1, piece.len(), "order by id");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push(figures(&row)?);
        }
    }
    Ok(found)
}

/// The figures of these profiles.
pub(in crate::customers) async fn figures_of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<FiguresRow>, Error> {
    let mut found = Vec::new();
    for piece in pieces(profiles) {
        let text = listed(&format!("select {FIGURES} from profiles where id in"), 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push(figures(&row)?);
        }
    }
    Ok(found)
}

/// The customer of each of these profiles: (profile, customer).
pub(in crate::customers) async fn customers_of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<(i64, i64)>, Error> {
    let mut found = Vec::new();
    for piece in pieces(profiles) {
        let text = listed("select id, customer_id from profiles where id in", 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

/// A profile that nobody knew, with what it has bought.
pub(in crate::customers) struct NewProfile<'a> {
    pub(in crate::customers) row: &'a ProfileRow,
    pub(in crate::customers) source: Source,
    pub(in crate::customers) figures: &'a Figures,
}

/// Writes new profiles.
pub(in crate::customers) async fn insert_profiles(
    tx: &mut Tx,
    rows: impl Iterator<Item = NewProfile<'_>>,
) -> Result<(), Error> {
    let rows = rows
        .map(|NewProfile { row, source, figures }| {
            let mut values = Vec::with_capacity(INSERT.columns);
            values.extend(values![
                row.id,
                row.customer_id,
                source.shop_id,
                source.channel.code(),
                &row.source,
                &row.key_kind,
                &row.key_value
            ]);
            values.extend(mark_values(row)?);
            values.extend(values![row.first_seen_at, row.last_seen_at]);
            values.extend(figure_values(figures));
            values.extend(label_values(row.labels.clone()));
            Ok(values)
        })
        .collect::<Result<_, Error>>()?;
    INSERT.run(tx, rows).await.map(|_| ())
}

/// Writes what known profiles say now.
pub(in crate::customers) async fn relabel(tx: &mut Tx, rows: Vec<ProfileRow>) -> Result<(), Error> {
    let rows = rows
        .into_iter()
        .map(|row| {
            let mut values = values![row.id];
            values.extend(mark_values(&row)?);
            values.extend(values![row.first_seen_at, row.last_seen_at]);
            values.extend(label_values(row.labels));
            Ok(values)
        })
        .collect::<Result<_, Error>>()?;
    RELABEL.run(tx, rows).await.map(|_| ())
}

/// Writes when known profiles that say nothing new were seen.
pub(in crate::customers) async fn see_profiles(tx: &mut Tx, rows: &[&ProfileRow]) -> Result<(), Error> {
    let rows = rows
        .iter()
        .map(|row| {
            let mut values = values![row.id];
            values.extend(mark_values(row)?);
            values.extend(values![row.first_seen_at, row.last_seen_at]);
            Ok(values)
        })
        .collect::<Result<_, Error>>()?;
    SEE.run(tx, rows).await.map(|_| ())
}

/// Sets what profiles have bought.
pub(in crate::customers) async fn set_figures(tx: &mut Tx, rows: &[Figures]) -> Result<(), Error> {
    let rows = rows
        .iter()
        .map(|row| {
            let mut values = values![row.profile_id];
            values.extend(figure_values(row));
            values
        })
        .collect();
    SET_FIGURES.run(tx, rows).await.map(|_| ())
}

/// Adds behaviours: (profile, events, inquiries, last seen).
pub(in crate::customers) async fn add_events(tx: &mut Tx, rows: &[(i64, i64, i64, i64)]) -> Result<(), Error> {
    let rows =
        rows.iter().map(|(profile, events, inquiries, at)| values![*profile, *events, *inquiries, *at]).collect();
    ADD_EVENTS.run(tx, rows).await.map(|_| ())
}

/// Puts profiles under customers: (profile, customer).
pub(in crate::customers) async fn move_profiles(tx: &mut Tx, moves: &[(i64, i64)]) -> Result<(), Error> {
    let rows = moves.iter().map(|(profile, customer)| values![*profile, *customer]).collect();
    MOVE.run(tx, rows).await.map(|_| ())
}

fn figure_values(figures: &Figures) -> Vec<Value> {
    values![
        figures.orders,
        figures.deals,
        figures.deal_amount,
        figures.currency.as_str(),
        figures.items,
        figures.closed,
        figures.closed_amount,
        figures.refunded,
        figures.first_deal_at,
        figures.last_deal_at
    ]
}

fn mark_values(row: &ProfileRow) -> Result<Vec<Value>, Error> {
    let last = row.marks.last();
    Ok(values![last.at, last.rank, row.marks.written(&row.labels)?])
}

fn label_values(labels: Labels) -> Vec<Value> {
    values![
        labels.nick,
        labels.name,
        labels.mobile,
        labels.email,
        labels.gender,
        labels.birthday,
        labels.province,
        labels.city,
        labels.district,
        labels.street,
        labels.zip,
        labels.registered_at,
        labels.buyer_credit
    ]
}

fn profile(row: &Row) -> Result<ProfileRow, Error> {
    let labels = Labels {
        nick: row.at(8)?,
        name: row.at(9)?,
        mobile: row.at(10)?,
        email: row.at(11)?,
        gender: row.at(12)?,
        birthday: row.at(13)?,
        province: row.at(14)?,
        city: row.at(15)?,
        district: row.at(16)?,
        street: row.at(17)?,
        zip: row.at(18)?,
        registered_at: row.at(19)?,
        buyer_credit: row.at(20)?,
    };
    let last = Mark { at: row.at(5)?, rank: row.at(21)? };
    Ok(ProfileRow {
        id: row.at(0)?,
        customer_id: row.at(1)?,
        source: row.at(2)?,
        key_kind: row.at(3)?,
        key_value: row.at(4)?,
        marks: Marks::read(&labels, last, row.at::<Option<String>>(22)?.as_deref())?,
        first_seen_at: row.at(6)?,
        last_seen_at: row.at(7)?,
        labels,
    })
}

fn figures(row: &Row) -> Result<FiguresRow, Error> {
    Ok(FiguresRow {
        customer_id: row.at(1)?,
        figures: Figures {
            profile_id: row.at(0)?,
            orders: row.at(2)?,
            deals: row.at(3)?,
            deal_amount: row.at(4)?,
            currency: row.at(5)?,
            items: row.at(6)?,
            closed: row.at(7)?,
            closed_amount: row.at(8)?,
            refunded: row.at(9)?,
            first_deal_at: row.at(10)?,
            last_deal_at: row.at(11)?,
        },
        inquiries: row.at(12)?,
        events: row.at(13)?,
        last_seen_at: row.at(14)?,
        blacklisted: row.at(15)?,
        personalisation: row.at(16)?,
    })
}
