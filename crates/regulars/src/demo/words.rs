//! What people say: notes, reasons, questions, reviews, complaints.
//!
//! Data only.

/// Buyers' notes on an order.
pub(crate) const BUYER_NOTES: &[&str] = &[
    "麻烦包好一点，怕碎",
    "送人的，请不要放价格单",
    "周末在家，工作日请放驿站",
    "要今年的新茶",
    "请发顺丰",
    "可以多送一包试喝吗",
    "发货前请联系我",
    "放门口就行",
    "帮忙写一张贺卡：生日快乐",
    "不要发错颜色哦",
];
/// Sellers' notes on an order.
pub(crate) const SELLER_NOTES: &[&str] = &[
    "老客，送茶样两包",
    "已加固包装",
    "缺货，换同款天青色，已与客人说明",
    "补差价已处理",
    "要求加急",
    "赠茶巾一条",
    "客人要发票",
    "易碎品，已贴标",
];
/// Why money goes back before the parcel leaves.
pub(crate) const EARLY_REASONS: &[&str] = &["拍错/多拍/不想要", "地址填错", "未按约定时间发货", "协商一致退款", "缺货"];
/// Why goods come back.
pub(crate) const RETURN_REASONS: &[&str] =
    &["七天无理由退货", "与描述不符", "颜色/款式不喜欢", "收到商品破损", "卖家发错货", "大小/容量不合适"];
/// Why a part of the money goes back.
pub(crate) const PARTIAL_REASONS: &[&str] = &["收到商品破损", "少件/漏发", "包装压坏", "退差价", "口感与描述不符"];
/// Searches.
pub(crate) const SEARCHES: &[&str] = &[
    "龙井",
    "红茶 礼盒",
    "盖碗",
    "紫砂壶",
    "送长辈 茶叶",
    "茶具套装",
    "小青柑",
    "冷泡茶",
    "保温杯",
    "马克杯",
    "茉莉花茶",
    "中秋礼盒",
    "老白茶",
    "煮茶器",
    "茶点",
    "餐具套装",
    "单丛 鸭屎香",
    "口粮茶",
    "旅行茶具",
    "茶宠",
];
/// Pages of the shop's own site: name, path.
pub(crate) const PAGES: &[(&str, &str)] = &[
    ("首页", "/"),
    ("首页", "/"),
    ("当季新茶", "/new"),
    ("送礼指南", "/gifts"),
    ("会员中心", "/club"),
    ("泡茶小课", "/lessons"),
    ("关于拾露", "/about"),
];
/// Its lists of goods: name, path.
pub(crate) const LISTS: &[(&str, &str)] = &[
    ("茶叶", "/list/tea"),
    ("茶具", "/list/teaware"),
    ("礼盒", "/list/boxes"),
    ("餐具", "/list/tableware"),
    ("茶点", "/list/sweets"),
];
/// Coupons that visitors of the shop's own site take.
pub(crate) const COUPONS: &[&str] = &["新茶尝鲜券 满 99 减 10", "茶具专享 9 折", "包邮券"];
/// Questions before buying.
pub(crate) const QUESTIONS: &[&str] = &[
    "这款是今年的新茶吗？",
    "什么时候能发货？",
    "可以开发票吗？",
    "送礼合适吗，有手提袋吗？",
    "盖碗烫不烫手？",
    "有没有试喝装？",
    "保质期多久？",
    "可以用优惠券吗？",
    "寄到新疆要多少运费？",
    "紫砂壶是手工的吗？",
    "能不能便宜一点？",
    "杯子能放洗碗机吗？",
];
/// What buyers answer to the questions of others.
pub(crate) const ANSWERS: &[&str] = &[
    "用 85 度左右的水，第二泡最好喝",
    "送人的话礼盒装比较体面",
    "容量刚好一个人喝",
    "喝了大半年，颜色没变",
    "下单第二天就发货了",
    "比想象中小一点，但做工很好",
];
/// Good reviews.
pub(crate) const GOOD_REVIEWS: &[&str] = &[
    "茶香很正，回甘快，会回购",
    "包装很用心，送人有面子",
    "和图片一样，釉色很美",
    "物流快，客服耐心",
    "老客了，一直很稳定",
    "口粮茶首选，性价比高",
    "杯子手感好，不烫手",
    "家里老人很喜欢",
];
/// Poor reviews.
pub(crate) const POOR_REVIEWS: &[&str] =
    &["味道一般，没有想象中香", "收到时杯口有一个小缺口", "等了一个星期才发货", "颜色和图片有差别", "茶叶碎末有点多"];
/// Complaints.
pub(crate) const COMPLAINTS: &[&str] = &[
    "收到就是碎的，客服一直不回复",
    "说好三天发货，一周还没动",
    "少发了一件，要求补发",
    "退款迟迟不到账",
    "怀疑不是当年新茶",
];
/// What service replies.
pub(crate) const REPLIES: &[&str] = &[
    "亲，在的，请问您想了解哪一款？",
    "今天下单，明天发出",
    "可以开发票，下单时备注抬头就好",
    "配手提袋，送礼合适的",
    "给您多放一包试喝",
    "收藏店铺可以领一张券，下单直接减",
];
/// Carriers.
pub(crate) const CARRIERS: &[(&str, &str)] = &[
    ("中通快递", "78"),
    ("圆通速递", "YT"),
    ("韵达快递", "43"),
    ("顺丰速运", "SF"),
    ("申通快递", "77"),
    ("邮政EMS", "98"),
    ("极兔速递", "JT"),
];
