//! What figures are called and how they are counted, in both languages.

use rules::Label;
use science::churn::Reason;

use super::model::{Definition, define, label};
use super::numbers::whole;
use super::settings::{Among, Equals, Parting};

/// Key, name and definition: Chinese, English.
type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const ROWS: &[Row] = &[
    (
        "population",
        ("统计人群", "Population"),
        (
            "截至统计时刻至少购买过一次的客户。购买：在店铺时区的某一天有至少一笔以本位币成交的订单；其他币种的订单不计入。",
            "Customers with at least one purchase until the instant shown. A purchase is a day, in the shop's time zone, with at \
         least one deal in the business's currency; orders in other currencies are left out.",
        ),
    ),
    (
        "realised",
        ("既成价值", "Realised value"),
        ("客户全部成交订单的实付金额减去已退款。", "What the customer paid in deals less what was given back."),
    ),
    (
        "margin",
        ("毛利", "Margin"),
        (
            "既成价值减去商品成本；没有成本的商品按设置的通常毛利率计算。",
            "Realised value less the cost of goods; goods of unknown cost count with the usual margin that is set.",
        ),
    ),
    (
        "potential",
        ("潜在价值", "Potential value"),
        (
            "未来 365 天预计购买次数 × 预计每次金额，按设置的年折现率折现，取整到元。",
            "Purchases expected within 365 days times what one is expected to bring, discounted at the yearly rate that is set, \
         in whole units of the currency.",
        ),
    ),
    (
        "influence",
        ("影响价值（模型价值）", "Influence value"),
        (
            "老带新带来的客户（买过且有效的）按其既成价值的设置比例计入，再往上逐级递减；评价、晒图、回答其他买家的问题与分享按设置的单价相加，减去投诉。",
            "Of what customers brought by a friend's link have brought in, the share that is set, less of it each step further up; reviews, \
         the pictures in them, answers to other buyers and shares at the prices that are set; less complaints.",
        ),
    ),
    (
        "delivered",
        ("客户让渡价值", "Delivered value"),
        (
            "客户得到的减去付出的：比商品现在标价少付的、赠品、获得的补偿、用掉的积分、提前发货的小时、在承诺时间内的回复、得到解决的投诉；迟发货的小时、\
         超出承诺等待回复的小时、退货退款、投诉、为此咨询的次数。承诺的时间与各项的分值可设置。指数 50 为得失相当，100 为只有得到。",
            "What the customer got less what it cost them: paid below today's list price, gifts, compensation, points spent, hours \
         sent early, replies within the promise, complaints resolved; hours sent late, hours of waiting for replies beyond the promise, returns, \
         complaints, inquiries needed. What is promised and what each counts for can be set. The index is 50 when both are even, 100 when \
         there was nothing but gain.",
        ),
    ),
    (
        "serve",
        ("服务成本", "Cost to serve"),
        (
            "折扣（比商品现在标价少收的）与赠品，加上每笔成交的寄送成本（在设置里填）和以本位币给出的补偿。",
            "Discounts against today's list price and gifts, what sending a deal costs, as it is set, and compensation in the \
         business's currency.",
        ),
    ),
    (
        "periods",
        ("逐期既成价值", "Realised value by period"),
        (
            "按付款日所在的月或年归期：实付、退款（不论何时退的）、商品成本、毛利，以及服务成本（折扣、赠品、寄送、补偿）；补偿按给出的那天归期，不计入毛利。",
            "By the month or year in which deals were paid: paid, given back (whenever that was), cost of goods, margin, and the cost to \
         serve (discounts, gifts, sending, compensation). Compensation counts in the period in which it was given, and margin is before it.",
        ),
    ),
    ("buyers", ("购买客户", "Buyers"), ("至少购买过一次的客户数。", "Customers with at least one purchase.")),
    (
        "expected_purchases",
        ("预计购买次数", "Purchases expected"),
        (
            "所选模型预计全部客户未来 365 天的购买次数之和。",
            "Purchases that the model in use expects of everybody within 365 days.",
        ),
    ),
    (
        "churn_risk",
        ("流失风险", "Churn risk"),
        (
            "所选模型给出的、在设置的天数内不再购买的概率。没有可用模型时不显示。不使用 BG/NBD 的存活概率：它对只买过一次的客户恒为 1。",
            "The chance of no purchase within the days that are set, by the model in use; not known without a model. BG/NBD's \
         chance of being alive is not used: it is 1 for everybody who bought once.",
        ),
    ),
    (
        "at_risk",
        ("高流失风险", "At risk"),
        ("流失风险在 80% 及以上的客户数。", "Customers with a churn risk of 80 % and more."),
    ),
    (
        "rfm",
        ("RFM", "RFM"),
        (
            "R：最近一次购买距今天数；F：成交订单数；M：既成价值。各按全体排名分为 1–5 分，5 分最好；八个分组看三项各在界线哪一侧。",
            "R: days since the last purchase; F: deals; M: realised value. Each is scored 1 to 5 by rank, 5 the best; the eight \
         groups say on which side of the line each of the three is.",
        ),
    ),
    (
        "stage",
        ("生命周期阶段", "Stage"),
        (
            "先看沉默天数（流失、沉睡），再看购买次数（忠诚、复购），只买过一次的按首购天数分为新客与活跃。界线可在设置中修改。",
            "Silence decides first (lost, sleeping), then how often was bought (loyal, repeat); who bought once is new or active by \
         the days since. The limits can be set.",
        ),
    ),
    (
        "movement",
        ("流转", "Movement"),
        (
            "按今天的界线与当时已有的购买，比较相邻两个月末每位客户所在的分组。",
            "Where each customer was at the ends of two months in a row, by today's limits and what had been bought by then.",
        ),
    ),
    (
        "retention",
        ("留存率", "Retention"),
        (
            "首次购买在同一周期的客户中，在之后第 k 个周期又购买的比例。周期未结束的格子会标出，均值不含它们。",
            "Of customers whose first purchase was in the same period, the share that bought in the k-th period since. Cells of \
         periods that are not over are marked and left out of the mean.",
        ),
    ),
    (
        "next",
        ("预计下次购买", "Next purchase"),
        (
            "由客户自己的购买间隔向全店规律收缩得到：预计日前后各一半可能；“早”与“晚”两端之外各约一成。",
            "The customer's own gaps, drawn towards the shop's rhythm: as likely before the day as after it; about one in ten buys \
         before the window, one in ten after.",
        ),
    ),
    (
        "backtest",
        ("回测误差", "Back-test"),
        (
            "隐去每位客户最后一次间隔再预测，平均绝对误差（天）；旁边是三种简单猜法。",
            "Each customer's last gap is hidden and forecast: mean absolute error in days, beside three simple guesses.",
        ),
    ),
    (
        "families",
        ("品类周期", "Family cycles"),
        (
            "每个类目的再次购买间隔；按件更规律时以每件天数计算。间隔足够规律的类目视为消耗品。",
            "How long it takes until a category is bought again; by piece where that is more regular. Categories with regular gaps \
         count as used up and bought again.",
        ),
    ),
    (
        "concentration",
        ("集中度", "Concentration"),
        (
            "客户按价值从低到高排列的累计占比（洛伦兹曲线）；基尼系数 0 为人人相同，接近 1 为集中于一人；负值按 0 计。",
            "Cumulative shares of customers from the poorest up (Lorenz curve). Gini's coefficient is 0 when all are alike and near \
         1 when one has all; values below zero count as zero.",
        ),
    ),
];

/// The values that the page and a customer's card both show, with what they are made of.
pub(super) const VALUES: [&str; 6] = ["realised", "margin", "potential", "influence", "delivered", "serve"];

/// The definitions of these figures; the population comes first.
pub(super) fn definitions(keys: &[&str]) -> Vec<Definition> {
    let row = |key: &&str| ROWS.iter().find(|row| row.0 == *key);
    let definition = |row: &Row| define(row.0, row.1, row.2);
    ["population"].iter().chain(keys).filter_map(row).map(definition).collect()
}

/// Why this model.
pub(super) fn model(code: &str) -> Label {
    label(match code {
        "chosen" => (
            "在模型未见过的购买上比较后，选出似然最高的模型。",
            "Of the models, the one that made purchases it had not seen the likeliest.",
        ),
        "boundary" => (
            "数据落在模型的边界上（例如看不出有人离开），模型说的比数据多，因此使用基线：按以往的速度继续。",
            "The data lie on the models' boundary (nobody seems to leave, for one), where a model says more than they hold; the \
             baseline is used: everybody goes on at the pace so far.",
        ),
        "no_holdout" => (
            "数据的时间太短，无法留出一段来检验模型，因此使用基线：按以往的速度继续。",
            "The data cover too short a time to keep a part for judging models; the baseline is used: everybody goes on at the \
             pace so far.",
        ),
        _ => (
            "回头客太少，无法拟合模型，因此使用基线：按以往的速度继续。",
            "Too few customers came back to fit a model; the baseline is used: everybody goes on at the pace so far.",
        ),
    })
}

/// Of BG/NBD's chance of being alive.
pub(super) fn alive_note() -> Label {
    label((
        "此模型对只买过一次的客户恒给出 100%，请以流失风险为准。",
        "This model says 100 % of everybody who bought once; the churn risk is the measure.",
    ))
}

/// When there are too few gaps to learn from.
pub(super) fn too_few_gaps() -> Label {
    label(("复购间隔太少，还无法预测下次购买。", "There are too few gaps between purchases to forecast the next one."))
}

/// A reason, with its number.
pub(super) fn reason(reason: &Reason) -> Label {
    let times = |value: f64| format!("{value:.1}");
    let percent = |value: f64| whole(value * 100.0);
    let (zh, en) = match reason {
        Reason::Complaint(count) => (format!("有 {count} 次投诉"), format!("Complained {count} times")),
        Reason::Overdue(value) => (
            format!("沉默时间已是平时间隔的 {} 倍", times(*value)),
            format!("Silent for {} times the usual wait", times(*value)),
        ),
        Reason::Slowing(value) => (
            format!("最近一次间隔是平时的 {} 倍", times(*value)),
            format!("The last gap was {} times the usual", times(*value)),
        ),
        Reason::SpendingLess(value) => (
            format!("近半年消费只有前半年的 {}%", percent(*value)),
            format!("Spent {} % of what the half year before saw", percent(*value)),
        ),
        Reason::Refunds(value) => {
            (format!("退款占消费的 {}%", percent(*value)), format!("Refunds are {} % of the spending", percent(*value)))
        }
        Reason::OnlyOnce => ("只购买过一次".to_owned(), "Bought once only".to_owned()),
    };
    Label { zh, en }
}

/// A part of a customer's value.
pub(super) fn part(key: &str) -> Label {
    label(match key {
        "revenue" => ("实付", "Paid"),
        "refunds" => ("退款", "Refunds"),
        "cost" => ("商品成本", "Cost of goods"),
        "referrals" => ("老带新", "Referrals"),
        "discounts" => ("折扣", "Discounts"),
        "gifts" => ("赠品", "Gifts"),
        "shipping" => ("寄送", "Sending"),
        "compensation" => ("补偿", "Compensation"),
        "reviews" => ("评价", "Reviews"),
        "photos" => ("晒图", "Pictures in reviews"),
        "answers" => ("回答其他买家", "Answers to other buyers"),
        "shares" => ("分享", "Shares"),
        _ => ("投诉", "Complaints"),
    })
}

/// How RFM is scored, in words.
pub(super) fn scheme(ties: Equals, nesting: Among, cut: Parting) -> Label {
    let ties = match ties {
        Equals::Together => ("同值同分", "equals share a score"),
        Equals::ByOrder => ("同值按次序拆分", "equals are split"),
    };
    let nesting = match nesting {
        Among::Independent => ("三项各自排名", "each ranked over everybody"),
        Among::Nested => ("嵌套排名", "ranked within each other"),
    };
    let cut = match cut {
        Parting::Mean => ("以均值为界", "parted at the mean"),
        Parting::Median => ("以中位数为界", "parted at the median"),
        Parting::Scores => ("以分数为界", "parted by scores"),
        Parting::Values => ("以设定值为界", "parted by set values"),
    };
    Label { zh: format!("{}；{}；{}", nesting.0, ties.0, cut.0), en: format!("{}; {}; {}", nesting.1, ties.1, cut.1) }
}
