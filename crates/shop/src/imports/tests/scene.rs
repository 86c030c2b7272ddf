//! Files as Taobao writes them, in few words.

use std::path::{Path, PathBuf};

use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error};

use crate::imports::{Import, Settings, run_file};
use crate::permissions;
use crate::shops::{self, Channel, NewShop, Shop};

const ORDERS: &str = "订单编号,买家会员名,买家会员昵称,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,虚拟号过期时间,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,延迟发货自动赔付金额,新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,预售订单,发货时间,商家备忘,主订单编号";

pub(super) fn boss() -> Caller {
    Caller::system(permissions::ALL, Locale::En)
}

pub(super) async fn shop(app: &App, name: &str, platform_id: Option<&str>) -> Result<Shop, Error> {
    let mut tx = app.db.begin().await?;
    let new = NewShop {
        name: name.into(),
        channel: Channel::Taobao,
        platform_id: platform_id.map(str::to_owned),
        currency: None,
    };
    let shop = shops::create(&mut tx, app, &boss(), &new).await?;
    tx.commit().await?;
    Ok(shop)
}

/// A row of an order report, by the columns that say something.
pub(super) type Row = Vec<(&'static str, String)>;

pub(super) fn order(number: u64, nick: &str, status: &str, paid: &str) -> Row {
    vec![
        ("订单编号", format!("=\"{number}\"")),
        ("买家会员名", nick.into()),
        ("总金额", paid.into()),
        ("买家实际支付金额", paid.into()),
        ("订单状态", status.into()),
        ("收货人姓名", "张三".into()),
        ("收货地址", "浙江省 杭州市 西湖区 文三路1号(310000)".into()),
        ("联系手机", "'13800000001".into()),
        ("订单创建时间", "2026-10-01 10:00:00".into()),
        ("宝贝标题", "口红".into()),
        ("宝贝总数量", "1".into()),
    ]
}

/// The text of an order report of generation E.
pub(super) fn report(rows: &[Row]) -> String {
    let columns: Vec<&str> = ORDERS.split(',').collect();
    let mut text = format!("{ORDERS}\n");
    for row in rows {
        let cells: Vec<&str> = columns
            .iter()
            .map(|column| row.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value.as_str()))
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

pub(super) fn write(app: &App, name: &str, text: &str) -> PathBuf {
    let path = Path::new(app.data_dir.as_ref()).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

pub(super) async fn bring(app: &App, path: PathBuf, settings: Settings) -> Result<Import, Error> {
    run_file(app, &boss(), Settings { path, ..settings }, &mut |_| ()).await
}

pub(super) async fn count(app: &App, sql: &'static str) -> Result<i64, Error> {
    use platform::db::Connection as _;
    app.db.read().await?.one(sql, vec![]).await?.map_or(Ok(0), |row| row.at(0))
}
