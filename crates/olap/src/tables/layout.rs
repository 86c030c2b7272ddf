//! Which columns each table has, what they are called and what they mean.
//!
//! Absent from here: values.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema as ArrowSchema, SchemaRef, TimeUnit};
use rules::{Derived, Label, Type};
use warehouse::{AttributeId, KindId, PropertyId, Schema};

/// Digits of a number, and how many of them stand behind the point: those of [`rules::Decimal`].
pub(crate) const DECIMAL: (u8, i8) = (19, 4);

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Customers.
    Customers,
    /// What they did.
    Facts,
    /// Items of what they did.
    Items,
    /// Segments, lists and groups.
    Segments,
    /// Who is in them.
    Members,
}

/// Every table, in the order of the schema browser.
pub const TABLES: [Table; 5] = [Table::Customers, Table::Facts, Table::Items, Table::Segments, Table::Members];

impl Table {
    /// Its name in SQL.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Facts => "facts",
            Self::Items => "items",
            Self::Segments => "segments",
            Self::Members => "members",
        }
    }

    /// What a row is.
    #[must_use]
    pub fn label(self) -> Label {
        match self {
            Self::Customers => label("客户，一人一行，每个属性一列", "A customer a row, an attribute a column"),
            Self::Facts => label(
                "客户做过的事：下单、付款、浏览……一次一行",
                "What customers did: ordered, paid, viewed …; one row each time",
            ),
            Self::Items => label(
                "事实里的商品：订单的每一行、浏览的商品；用 fact 与 facts 相连",
                "The products of a fact: lines of an order, what was viewed; joins facts by fact",
            ),
            Self::Segments => label("人群、名单和分组", "Segments, lists and groups"),
            Self::Members => label("谁在哪个人群、名单或分组里", "Who is in which segment, list or group"),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// The customer's number.
    Customer,
    /// An attribute of the customer.
    Attribute(AttributeId),
    /// Whole years since the day in an attribute, as of the question's instant.
    Age(AttributeId),
    /// The fact's number: unique within one question, the same in `facts` and `items`.
    Fact,
    /// The fact's kind.
    Kind,
    /// The fact's instant.
    At,
    /// The item's number in its fact, from 0.
    Item,
    /// A property, for each kind that has it.
    Property(Vec<(KindId, PropertyId)>),
    /// `segment`, `list` or `group`.
    SetKind,
    /// The set's number.
    SetId,
    /// The set's name.
    SetName,
    /// How many customers are in the set.
    Size,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in SQL.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// Its type in the rule language; `None` for what rules do not know.
    pub kind: Option<Type>,
    /// Its type in Arrow.
    pub data: DataType,
    /// Its words.
    pub label: Label,
    /// What to know of it.
    pub note: Label,
}

/// All tables' columns.
#[derive(Debug, Clone)]
pub struct Layout {
    schema: Schema,
    zone: Arc<str>,
    tables: [(Vec<Column>, SchemaRef); 5],
}

impl Layout {
    /// Lays out what the warehouse holds, leaving out what `hidden` says of an attribute's or property's name and Chinese
    /// label ([`super::is_personal`], but for tests that compare meaning).
    #[must_use]
    pub fn new(schema: &Schema, hidden: &dyn Fn(&str, &str) -> bool) -> Self {
        // Arrow knows zones by their names in the database; one that has none is shown in UTC.
        let zone: Arc<str> = schema.zone().iana_name().unwrap_or("UTC").into();
        let with = |columns: Vec<Column>| {
            let fields: Vec<Field> = columns.iter().map(|one| Field::new(&one.name, one.data.clone(), true)).collect();
            (columns, Arc::new(ArrowSchema::new(fields)) as SchemaRef)
        };
        let (facts, items) = happenings(schema, &zone, hidden);
        let tables = [with(customers(schema, &zone, hidden)), with(facts), with(items), with(sets()), with(members())];
        Self { schema: schema.clone(), zone, tables }
    }

    /// The warehouse's own schema.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The name of the time zone in which instants are shown and cut into days.
    #[must_use]
    pub fn zone(&self) -> &Arc<str> {
        &self.zone
    }

    /// The columns of a table.
    #[must_use]
    pub fn columns(&self, table: Table) -> &[Column] {
        &self.of(table).0
    }

    /// The same for Arrow.
    #[must_use]
    pub fn arrow(&self, table: Table) -> SchemaRef {
        Arc::clone(&self.of(table).1)
    }

    /// The column of an attribute; `None` when it stands in no table.
    #[must_use]
    pub fn attribute(&self, id: AttributeId) -> Option<&Column> {
        self.columns(Table::Customers).iter().find(|one| one.holds == Holds::Attribute(id))
    }

    /// The column of a property, and whether it is of items; `None` when it stands in no table.
    #[must_use]
    pub fn property(&self, kind: KindId, property: PropertyId) -> Option<(Table, &Column)> {
        [Table::Facts, Table::Items].into_iter().find_map(|table| {
            let has = |one: &&Column| matches!(&one.holds, Holds::Property(of) if of.contains(&(kind, property)));
            self.columns(table).iter().find(has).map(|column| (table, column))
        })
    }

    fn of(&self, table: Table) -> &(Vec<Column>, SchemaRef) {
        let [customers, facts, items, segments, members] = &self.tables;
        match table {
            Table::Customers => customers,
            Table::Facts => facts,
            Table::Items => items,
            Table::Segments => segments,
            Table::Members => members,
        }
    }
}

fn label(zh: &str, en: &str) -> Label {
    Label { zh: zh.to_owned(), en: en.to_owned() }
}

fn plain(name: &str, holds: Holds, data: DataType, zh: &str, en: &str) -> Column {
    Column { name: name.to_owned(), holds, kind: None, data, label: label(zh, en), note: Label::default() }
}

fn customer() -> Column {
    plain("customer", Holds::Customer, DataType::Int64, "客户编号", "The customer's number")
}

/// The Arrow type of a value of the rule language.
fn data(kind: Type, zone: &Arc<str>) -> DataType {
    match kind {
        Type::Text | Type::Choice => DataType::Utf8,
        Type::Tags => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        Type::Number | Type::Money => DataType::Decimal128(DECIMAL.0, DECIMAL.1),
        Type::Flag => DataType::Boolean,
        Type::Day | Type::Anniversary => DataType::Date32,
        Type::Instant => DataType::Timestamp(TimeUnit::Millisecond, Some(Arc::clone(zone))),
    }
}

fn is_text(kind: Type) -> bool {
    matches!(kind, Type::Text | Type::Choice | Type::Tags)
}

fn customers(schema: &Schema, zone: &Arc<str>, hidden: &dyn Fn(&str, &str) -> bool) -> Vec<Column> {
    let mut columns = vec![customer()];
    let currency = &schema.catalogue().currency;
    for one in &schema.catalogue().attributes {
        let Some(id) = schema.attribute(&one.name) else { continue };
        if is_text(one.kind) && hidden(&one.name, &one.label.zh) {
            continue;
        }
        let (holds, data) = match &one.derived {
            None => (Holds::Attribute(id), data(one.kind, zone)),
            Some(Derived::AgeOf(of)) => match schema.attribute(of) {
                Some(of) => (Holds::Age(of), DataType::Int32),
                None => continue,
            },
        };
        let note = match one.kind {
            Type::Money => label(&format!("币种 {currency}"), &format!("in {currency}")),
            Type::Tags => label("一组文字，用 array_has 查", "a list of texts; ask with array_has"),
            _ if one.derived.is_some() => label("按查询时刻计算", "as of the question's instant"),
            _ => Label::default(),
        };
        columns.push(Column {
            name: one.name.clone(),
            holds,
            kind: Some(one.kind),
            data,
            label: one.label.clone(),
            note,
        });
    }
    columns
}

fn happenings(schema: &Schema, zone: &Arc<str>, hidden: &dyn Fn(&str, &str) -> bool) -> (Vec<Column>, Vec<Column>) {
    let at = data(Type::Instant, zone);
    let head = |extra: Option<Column>| {
        let mut columns = vec![
            customer(),
            plain(
                "fact",
                Holds::Fact,
                DataType::Int64,
                "事实编号，仅在一次查询内有效",
                "The fact's number, within one question",
            ),
        ];
        columns.extend(extra);
        columns.push(plain("kind", Holds::Kind, DataType::Utf8, "做了什么", "What was done"));
        columns.push(plain("at", Holds::At, at.clone(), "何时，店铺所在时区", "When, in the shop's time zone"));
        columns
    };
    let item =
        plain("item", Holds::Item, DataType::Int32, "事实里的第几个商品，从 0 起", "Which item of the fact, from 0");
    let (mut facts, mut items) = (head(None), head(Some(item)));
    for kind in &schema.catalogue().kinds {
        let Some(kind_id) = schema.kind(&kind.name) else { continue };
        for one in &kind.properties {
            let Some(id) = schema.property(kind_id, &one.name) else { continue };
            if is_text(one.kind) && hidden(&one.name, &one.label.zh) {
                continue;
            }
            let (columns, name) = match one.name.strip_prefix("item.") {
                Some(name) => (&mut items, name),
                None => (&mut facts, one.name.as_str()),
            };
            let place = (kind_id, id);
            let clashes = |column: &Column| column.name == name;
            match columns.iter_mut().find(|column| clashes(column)) {
                Some(Column { holds: Holds::Property(of), kind: Some(known), .. }) if *known == one.kind => {
                    of.push(place)
                }
                known => {
                    // The same word with another type: the kind's name tells them apart.
                    let name = if known.is_some() { format!("{}.{name}", kind.name) } else { name.to_owned() };
                    let note = if one.kind == Type::Money {
                        let currency = &schema.catalogue().currency;
                        label(&format!("币种 {currency}"), &format!("in {currency}"))
                    } else {
                        Label::default()
                    };
                    columns.push(Column {
                        name,
                        holds: Holds::Property(vec![place]),
                        kind: Some(one.kind),
                        data: data(one.kind, zone),
                        label: one.label.clone(),
                        note,
                    });
                }
            }
        }
    }
    for column in facts.iter_mut().chain(items.iter_mut()) {
        if let Holds::Property(of) = &column.holds {
            let kinds: Vec<&str> = of
                .iter()
                .filter_map(|(kind, _)| schema.catalogue().kinds.get(usize::from(kind.0)))
                .map(|kind| kind.name.as_str())
                .collect();
            let list = kinds.join(", ");
            let of = label(&format!("见于 {list}"), &format!("of {list}"));
            column.note = if column.note.en.is_empty() {
                of
            } else {
                label(&format!("{}；{}", column.note.zh, of.zh), &format!("{}; {}", column.note.en, of.en))
            };
        }
    }
    (facts, items)
}

fn set_kind(name: &str) -> Column {
    plain(name, Holds::SetKind, DataType::Utf8, "segment 人群、list 名单、group 分组", "segment, list or group")
}

fn sets() -> Vec<Column> {
    vec![
        set_kind("kind"),
        plain("id", Holds::SetId, DataType::Int64, "编号", "Its number"),
        plain("name", Holds::SetName, DataType::Utf8, "名称", "Its name"),
        plain("size", Holds::Size, DataType::Int64, "人数", "How many customers are in it"),
    ]
}

fn members() -> Vec<Column> {
    vec![
        set_kind("kind"),
        plain("id", Holds::SetId, DataType::Int64, "人群编号", "The set's number"),
        plain("name", Holds::SetName, DataType::Utf8, "人群名称", "The set's name"),
        customer(),
    ]
}
