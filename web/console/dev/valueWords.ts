// Development only: what the figures of customer value mean, in both languages.
export const named = (zh: string, en: string) => ({ zh, en });
const words: [string, string, string, string, string][] = [
  [
    "realised",
    "既成价值",
    "Realised value",
    "到现在为止的成交额，减去退款、运费、补偿和优惠成本。",
    "Revenue until now less refunds, shipping, compensation and discounts.",
  ],
  [
    "margin",
    "毛利",
    "Margin",
    "成交额减去商品成本；没有填成本的按平常毛利率。",
    "Revenue less cost of goods; the usual margin where the cost is not known.",
  ],
  [
    "potential",
    "潜在价值",
    "Potential value",
    "预计以后 365 天的购买次数 × 每次金额 × 毛利率，折现到今天。",
    "Purchases expected in 365 days × spend × margin, discounted to today.",
  ],
  [
    "influence",
    "影响价值",
    "Influence value",
    "评价、分享按各自的值相加，再减去投诉。",
    "Reviews and shares at their worth, less complaints.",
  ],
  [
    "buyers",
    "买过的客户",
    "Customers who bought",
    "至少有一个成交日的客户。",
    "Customers with at least one day of deals.",
  ],
  [
    "expected_purchases",
    "预计购买",
    "Expected purchases",
    "模型预计 365 天内的购买天数之和。",
    "Days of purchase the model expects within 365 days.",
  ],
  ["at_risk", "很可能不再来", "At risk", "流失风险 80% 及以上的客户。", "Customers with a churn risk of 80% and more."],
  [
    "churn_risk",
    "流失风险",
    "Churn risk",
    "90 天内一次都不买的可能，0–100%。",
    "The chance of not buying once within 90 days.",
  ],
  [
    "movement",
    "变化",
    "Movement",
    "每月底各算一次所在的组，比较两次。",
    "The group at the end of each month, compared with the month before.",
  ],
  [
    "calibration",
    "校准",
    "Calibration",
    "按之前复购次数分组，比较预测和真实的平均购买次数。",
    "By repeats before: mean purchases foretold and true.",
  ],
];
export const definitions = words.map(([key, zh, en, zhText, enText]) => ({
  key,
  label: named(zh, en),
  text: named(zhText, enText),
}));
