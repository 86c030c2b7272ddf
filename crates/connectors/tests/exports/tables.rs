//! Tables that no platform wrote: guessed, mapped, read.

use std::fmt::Write;

use expect_test::expect;

use connectors::{
    drafts::Draft,
    reading::{Input, Item, Options, open},
    table::{Entity, Mapping, MappingError},
};

use crate::files::line;

fn mapped(text: &str, change: impl FnOnce(&mut Mapping)) -> String {
    let opened = open(&Input::Bytes(text.as_bytes().into()), &Options::default()).unwrap();
    let mut mapping = opened.preview().guess;
    change(&mut mapping);
    let mut out = format!("{}:", mapping.entity);
    for column in &mapping.columns {
        write!(out, " {}→{}", column.column, column.field.as_deref().unwrap_or("-")).unwrap();
    }
    out.push('\n');
    match opened.into_items(Some(&mapping)) {
        Ok(items) => {
            for item in items {
                out.push_str(&line(&item.unwrap()));
                out.push('\n');
            }
        }
        Err(error) => writeln!(out, "{error}").unwrap(),
    }
    out
}

#[test]
fn tables_are_guessed_and_read() {
    let tables = [
        "会员编号,姓名,手机号码,邮箱,性别,生日,备注1\nM1,测试甲,13800000001,a@example.com,女,1990-05-06,老客\nM2,测试乙,13800000002,,男,05-06,\n,,,,,,只有备注\n",
        "Order ID,Order Date,Customer Email,SKU,Product Name,Quantity,Unit Price\n1001,2024-03-01 10:00,a@example.com,S1,Shirt,2,9.99\n1001,2024-03-01 10:00,a@example.com,S1,Shirt,1,9.99\n1002,2024-03-02,b@example.com,S2,Hat,x,5\n",
        "商品编码,商品名称,售价,成本价,库存,类目\nS1,衬衫,￥99.00,40,12,服装 > 上衣\n,无编码,1,1,1,\n",
        "订单号;商品名称;数量;小计\n1001;衬衫;2;19,98\n1001;帽子;-1;5,00\n",
        "退款单号,订单号,退款金额,退款状态,申请时间\nR1,1001,9.99,退款成功,2024-03-05\n",
        "用户ID,行为类型,商品ID,时间\n7,pv,600001,2024-03-01 10:00:00\n7,cart,600001,1709258400\n,pv,1,2024-03-01\n",
        "订单编号,下单日期,客户姓名,电话,实付\n1001,3/15/2024,测试甲,13800000001,88\n1002,3/2/2024,测试乙,13800000002,1e3\n",
    ];
    let mut out = String::new();
    for table in tables {
        out.push_str(&mapped(table, |mapping| {
            if table.contains(";") {
                mapping.options.insert("decimal".into(), ",".into());
            }
        }));
        out.push('\n');
    }
    expect![[r#"
        customers: 会员编号→customer_number 姓名→name 手机号码→mobile 邮箱→email 性别→gender 生日→birthday 备注1→extra
        2 person CustomerNumber=M1 Mobile=+8613800000001 Email=a@example.com
        3 person CustomerNumber=M2 Mobile=+8613800000002
        4 refused MissingId -=-

        orders: Order ID→number Order Date→placed_at Customer Email→email SKU→line.sku Product Name→line.title Quantity→line.quantity Unit Price→line.price
        4 refused NotANumber Quantity=x
        2 order 1001 finished total 2997 paid 2997 [Email=a@example.com] 2×Shirt 1998;1×Shirt 999

        products: 商品编码→number 商品名称→title 售价→price 成本价→cost 库存→stock 类目→category
        2 product S1 9900
        3 refused MissingId 商品编码=

        lines: 订单号→number 商品名称→line.title 数量→line.quantity 小计→line.total
        3 refused NegativeQuantity 数量=-1
        2 lines of 1001: 衬衫 2×衬衫 paid - finished

        refunds: 退款单号→number 订单号→order 退款金额→amount 退款状态→status 申请时间→requested_at
        2 refund R1 of 1001 999 succeeded

        events: 用户ID→user_id 行为类型→event 商品ID→product 时间→at
        2 event viewed at 1709258400000 7:viewed:1709258400000:600001
        3 event carted at 1709258400000 7:carted:1709258400000:600001
        4 refused MissingId -=-

        orders: 订单编号→number 下单日期→placed_at 客户姓名→name 电话→mobile 实付→paid
        2 order 1001 finished total 8800 paid 8800 [Mobile=+8613800000001]
        3 refused NotAnAmount 实付=1e3

    "#]].assert_eq(&out);
}

#[test]
fn a_product_has_as_many_tags_as_may_be() {
    let many: Vec<String> = (0..21).map(|n| format!("t{n}")).collect();
    let (many, long, longest) = (many.join("、"), "长".repeat(41), "长".repeat(40));
    let table = format!(
        "商品编码,商品名称,标签\nS1,衬衫,新品、 春茶   礼盒 ；新品\nS2,帽子,{many}\nS3,鞋,{long}\nS4,袜,{longest}\n"
    );
    let opened = open(&Input::Bytes(table.into_bytes().into()), &Options::default()).unwrap();
    let mapping = opened.preview().guess;
    let read: Vec<String> = opened
        .into_items(Some(&mapping))
        .unwrap()
        .map(|item| match item.unwrap() {
            Item::Draft(Draft::Product(one)) => format!("{} {}", one.number, one.tags.unwrap_or_default().join("|")),
            Item::Refused(one) => format!("{} {:?} {}", one.row, one.reason, one.field.unwrap_or_default()),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        read,
        [
            "S1 新品|春茶 礼盒".to_owned(),
            "3 TooLong 标签".to_owned(),
            "4 TooLong 标签".to_owned(),
            format!("S4 {longest}")
        ]
    );
}

#[test]
fn a_mapping_that_does_not_fit_says_why() {
    let table = "a,b\n1,2\n3,4\n";
    let with = |change: &dyn Fn(&mut Mapping)| {
        mapped(table, |mapping| change(mapping)).lines().nth(1).unwrap_or_default().to_owned()
    };
    let option = |key: &'static str, value: &'static str| {
        move |mapping: &mut Mapping| {
            mapping.options.insert(key.into(), value.into());
        }
    };
    let out = [
        with(&|mapping| mapping.entity = Entity::Orders),
        with(&|mapping| mapping.columns[0].field = Some("colour".into())),
        with(&option("time_zone", "Mars/Olympus")),
        with(&option("date_format", "yes")),
        with(&option("currency", "¥")),
        with(&option("decimal", "x")),
        with(&option("status", "sold")),
    ];
    expect![[r#"
        no column of this table fills the needed field “number” of orders
        column “a”: customers have no field “colour”
        option time_zone = “Mars/Olympus”: a name of the tz database, such as Asia/Shanghai
        option date_format = “yes”: auto, dmy, mdy, or a pattern such as %d.%m.%Y %H:%M
        option currency = “¥”: an ISO 4217 code, such as CNY
        option decimal = “x”: a full stop or a comma
        option status = “sold”: one of our statuses, such as paid or finished
    "#]]
    .assert_eq(&(out.join("\n") + "\n"));
    assert!(matches!(Mapping::from_toml("entity = \"fish\""), Err(MappingError::NotAMapping(_))));
}

#[test]
fn parquet_is_a_table() {
    use parquet::{
        data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type},
        file::{properties::WriterProperties, writer::SerializedFileWriter},
        schema::parser::parse_message_type,
    };
    let schema = "message m { required binary order_id (UTF8); required int64 order_date (TIMESTAMP(MILLIS,true)); \
                  required double total; required binary email (UTF8); }";
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().build().into();
    let mut file =
        SerializedFileWriter::new(&mut bytes, parse_message_type(schema).unwrap().into(), properties).unwrap();
    let mut group = file.next_row_group().unwrap();
    let texts = |values: [&str; 2]| values.map(ByteArray::from);
    let mut index = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        match index {
            0 => column.typed::<ByteArrayType>().write_batch(&texts(["1001", "1002"]), None, None).unwrap(),
            1 => column.typed::<Int64Type>().write_batch(&[1_709_258_400_000, 1_709_344_800_000], None, None).unwrap(),
            2 => column.typed::<DoubleType>().write_batch(&[9.99, 20.0], None, None).unwrap(),
            _ => column
                .typed::<ByteArrayType>()
                .write_batch(&texts(["a@example.com", "b@example.com"]), None, None)
                .unwrap(),
        };
        column.close().unwrap();
        index += 1;
    }
    group.close().unwrap();
    file.close().unwrap();
    let opened = open(&Input::Bytes(bytes.into()), &Options::default()).unwrap();
    let mapping = opened.preview().guess;
    let out: Vec<String> = opened.into_items(Some(&mapping)).unwrap().map(|item| line(&item.unwrap())).collect();
    expect![[r#"
        2 order 1001 finished total 999 paid 999 [Email=a@example.com]
        3 order 1002 finished total 2000 paid 2000 [Email=b@example.com]
    "#]]
    .assert_eq(&(out.join("\n") + "\n"));
}

#[test]
fn a_column_may_write_dates_in_a_way_of_its_own() {
    let table = "订单编号,下单时间,付款时间,金额\n1001,01/02/2024,02.01.24 08:00,5\n";
    let opened = open(&Input::Bytes(table.as_bytes().into()), &Options::default()).unwrap();
    let text = r#"
        entity = "orders"
        options = { date_format = "mdy", time_zone = "UTC" }
        columns = [
            { column = "订单编号", field = "number" },
            { column = "下单时间", field = "placed_at" },
            { column = "付款时间", field = "paid_at", options = { date_format = "%d.%m.%y %H:%M" } },
            { column = "金额", field = "total" },
        ]
    "#;
    let mut items = opened.into_items(Some(&Mapping::from_toml(text).unwrap())).unwrap();
    let Some(Item::Draft(Draft::Order(order))) = items.next_item().unwrap() else { panic!("no order") };
    assert_eq!((order.placed_at, order.paid_at), (Some(1_704_153_600_000), Some(1_704_182_400_000)));
}
