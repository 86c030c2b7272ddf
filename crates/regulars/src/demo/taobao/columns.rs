//! Headers of the reports, as the files print them, and what each column means to us.

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    OrderNumber,
    Nick,
    Alipay,
    PaymentNumber,
    PaymentDetail,
    GoodsDue,
    Shipping,
    Total,
    Paid,
    Status,
    BuyerNote,
    Receiver,
    Address,
    Carriage,
    Phone,
    Mobile,
    PrivacyExpires,
    PlacedAt,
    PaidAt,
    Titles,
    Kinds,
    Tracking,
    Carrier,
    SellerNote,
    Pieces,
    ShopId,
    ShopName,
    CloseReason,
    BuyerFee,
    Handset,
    Refunded,
    FinishedAt,
    Received,
    ShippedAt,
    Zero,
    No,
    Nothing,
    LineNumber,
    Title,
    Price,
    Quantity,
    Sku,
    Options,
    LineStatus,
    LineDue,
    LinePaid,
    RefundStatus,
    LineRefunded,
    Product,
    RefundNumber,
    RefundFinishedAt,
    RefundTitle,
    RefundAmount,
    RefundKind,
    WithReturn,
    RefundRequestedAt,
    RefundState,
}

/// Generation A, 2017: 46 columns, some names with a space at their end.
pub(super) const ORDERS_A: &str = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店";

/// Generation B, 2018: 56 columns, payment numbers and new retail.
pub(super) const ORDERS_B: &str = "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包";

/// Generation C: 61 columns, delivery and trial periods.
pub(super) const ORDERS_C: &str = "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号";

/// Generation D: 67 columns, cash back of live streams.
pub(super) const ORDERS_D: &str = "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,满返红包金额,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,主订单编号";

/// Generation E, since 2022: 71 columns, the Alipay account gone, privacy numbers come.
pub(super) const ORDERS_E: &str = "订单编号,买家会员名,买家会员昵称,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,虚拟号过期时间,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,延迟发货自动赔付金额,新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,预售订单,发货时间,商家备忘,主订单编号";

/// The item report of 2017: 10 columns, and a comma at the end of every row of data.
pub(super) const ITEMS_10: &str = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";

/// The item report of about 2022: 18 columns, lines have numbers of their own.
pub(super) const ITEMS_18: &str = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间";

/// The refund report of Tmall.
pub(super) const REFUNDS: &str = "订单编号,退款编号,支付宝交易号,订单付款时间,商家编码,退款完结时间,买家会员名称,买家实际支付金额,宝贝标题,买家退款金额,手工退款/系统退款,是否需要退货,退款的申请时间,超时时间,退款状态";

/// The item report of 2024: 27 columns.
pub(super) const ITEMS_27: &str = "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,套餐信息,联系方式备注,订单状态,商家编码,支付单号,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,淘鲜达渠道,商品ID,分阶段信息,备注标签,商家备注,主订单买家留言,是否主动赔付,主动赔付金额,主动赔付出账时间";

/// What a row of a report is about: some names mean another thing in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Order,
    Line,
    Refund,
}

/// The columns of a header.
pub(super) fn columns(header: &str, about: About) -> Vec<Column> {
    let column = match about {
        About::Order => order_column,
        About::Line => line_column,
        About::Refund => refund_column,
    };
    header.split(',').map(|name| column(name.trim())).collect()
}

fn order_column(name: &str) -> Column {
    match name {
        "订单编号" => Column::OrderNumber,
        "买家会员名" | "买家会员昵称" => Column::Nick,
        "买家支付宝账号" => Column::Alipay,
        "支付单号" => Column::PaymentNumber,
        "支付详情" => Column::PaymentDetail,
        "买家应付货款" => Column::GoodsDue,
        "买家应付邮费" => Column::Shipping,
        "总金额" => Column::Total,
        "买家实际支付金额" => Column::Paid,
        "订单状态" => Column::Status,
        "买家留言" => Column::BuyerNote,
        "收货人姓名" => Column::Receiver,
        "收货地址" => Column::Address,
        "运送方式" => Column::Carriage,
        "联系电话" => Column::Phone,
        "联系手机" => Column::Mobile,
        "虚拟号过期时间" => Column::PrivacyExpires,
        "订单创建时间" => Column::PlacedAt,
        "订单付款时间" => Column::PaidAt,
        "宝贝标题" => Column::Titles,
        "宝贝种类" => Column::Kinds,
        "物流单号" => Column::Tracking,
        "物流公司" => Column::Carrier,
        "订单备注" | "商家备忘" => Column::SellerNote,
        "宝贝总数量" => Column::Pieces,
        "店铺Id" => Column::ShopId,
        "店铺名称" => Column::ShopName,
        "订单关闭原因" => Column::CloseReason,
        "买家服务费" => Column::BuyerFee,
        "是否手机订单" => Column::Handset,
        "退款金额" => Column::Refunded,
        "确认收货时间" => Column::FinishedAt,
        "打款商家金额" => Column::Received,
        "发货时间" => Column::ShippedAt,
        "买家支付积分" | "返点积分" | "买家实际支付积分" | "卖家服务费" | "天猫卡券抵扣" | "集分宝抵扣" => {
            Column::Zero
        }
        "是否上传合同照片" | "是否上传小票" | "是否代付" => Column::No,
        _ => Column::Nothing,
    }
}

fn line_column(name: &str) -> Column {
    match name {
        "订单编号" | "主订单编号" => Column::OrderNumber,
        "子订单编号" => Column::LineNumber,
        "标题" | "商品标题" => Column::Title,
        "价格" | "商品价格" => Column::Price,
        "购买数量" => Column::Quantity,
        "外部系统编号" | "商家编码" => Column::Sku,
        "商品属性" => Column::Options,
        "订单状态" => Column::LineStatus,
        "支付单号" => Column::PaymentNumber,
        "买家应付货款" => Column::LineDue,
        "买家实付金额" | "买家实际支付金额" => Column::LinePaid,
        "退款状态" => Column::RefundStatus,
        "退款金额" => Column::LineRefunded,
        "订单创建时间" => Column::PlacedAt,
        "订单付款时间" => Column::PaidAt,
        "商品ID" => Column::Product,
        "商家备注" => Column::SellerNote,
        "主订单买家留言" => Column::BuyerNote,
        "是否主动赔付" => Column::No,
        _ => Column::Nothing,
    }
}

fn refund_column(name: &str) -> Column {
    match name {
        "订单编号" => Column::OrderNumber,
        "退款编号" => Column::RefundNumber,
        "支付宝交易号" => Column::PaymentNumber,
        "订单付款时间" => Column::PaidAt,
        "商家编码" => Column::Sku,
        "退款完结时间" => Column::RefundFinishedAt,
        "买家会员名称" => Column::Nick,
        "买家实际支付金额" => Column::Paid,
        "宝贝标题" => Column::RefundTitle,
        "买家退款金额" => Column::RefundAmount,
        "手工退款/系统退款" => Column::RefundKind,
        "是否需要退货" => Column::WithReturn,
        "退款的申请时间" => Column::RefundRequestedAt,
        "退款状态" => Column::RefundState,
        _ => Column::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_the_widths_of_the_real_files() {
        for (header, width) in [
            (ORDERS_A, 46),
            (ORDERS_B, 56),
            (ORDERS_C, 61),
            (ORDERS_D, 67),
            (ORDERS_E, 71),
            (ITEMS_10, 10),
            (ITEMS_18, 18),
            (ITEMS_27, 27),
            (REFUNDS, 15),
        ] {
            assert_eq!(header.split(',').count(), width, "{header}");
        }
    }
}
