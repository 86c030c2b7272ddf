// Development only: a handful of ready-made crowds, to lay their page out with.
import type { Recipe } from "../src/api/segments.ts";
import { readText } from "./ruleText.ts";
import { sentence } from "./sentence.ts";

const make = (
  key: string,
  group: Recipe["group"],
  zh: string,
  en: string,
  whyZh: string,
  whyEn: string,
  text: string,
  days: number[] = [],
): Recipe => {
  const { rule } = readText(text);
  return {
    key,
    group,
    label: { zh, en },
    why: { zh: whyZh, en: whyEn },
    text,
    template: text,
    sentence: rule ? sentence(rule) : { zh: "", en: "" },
    parameters: days.map((n, i) => ({
      key: `days_${i}`,
      label:
        i === 0
          ? { zh: "时间范围（天）", en: "Window in days" }
          : { zh: "多久没有成交（天）", en: "No deal for (days)" },
      type: "days",
      value: String(n),
    })),
    in_use: null,
  };
};

export const recipes: Recipe[] = [
  make(
    "interest",
    "automatic",
    "兴趣人群",
    "Interested",
    "看过、收藏或加购，但很久没有成交：离第一单最近的人。",
    "They looked, favourited or carted, but have not bought: the nearest to a first order.",
    "(did viewed in last 180 days or did favourited in last 180 days or did carted in last 180 days) and not did paid in last 720 days",
    [180, 720],
  ),
  make(
    "new",
    "automatic",
    "新客户人群",
    "New buyers",
    "只成交过一次：第二单决定她会不会成为熟客。",
    "One deal so far: the second decides whether they become regulars.",
    "did paid times = 1 in last 720 days",
    [720],
  ),
  make(
    "repeat",
    "automatic",
    "复购人群",
    "Repeat buyers",
    "成交两次及以上：店铺的底气。",
    "Two deals or more: what the shop stands on.",
    "did paid at least 2 times in last 720 days",
    [720],
  ),
  ...(
    [
      ["viewed", "浏览过商品", "Viewed a product", "did viewed in last 30 days", "behaviour"],
      ["favourited", "收藏过商品", "Favourited a product", "did favourited in last 30 days", ""],
      [
        "carted_not_bought",
        "加购未购买",
        "Carted, not bought",
        "did carted then not paid within 3 days in last 30 days",
        "",
      ],
      [
        "inquired_not_ordered",
        "咨询未下单",
        "Inquired, not ordered",
        "did inquired then not ordered within 2 days in last 30 days",
        "",
      ],
      [
        "ordered_not_paid",
        "下单未付款",
        "Ordered, not paid",
        "did ordered then not paid within 1 days in last 7 days",
        "",
      ],
      ["first_purchase", "首次购买", "First purchase", "did paid times = 1", ""],
      ["frequent", "高频购买", "Frequent buyers", "did paid at least 5 times in last 365 days", ""],
      ["asleep", "沉睡客户", "Asleep", "did paid and not did paid in last 180 days", ""],
    ] as const
  ).map(([key, zh, en, text]) =>
    make(
      key,
      "relationship",
      zh,
      en,
      "按店铺里发生过的事自动归类。",
      "Sorted by what happened in the shop.",
      text,
      [30],
    ),
  ),
  make(
    "win_back",
    "recipe",
    "沉睡唤醒",
    "Win back",
    "曾经常买、最近半年没来：一张券就可能回来的人。",
    "Bought often, absent for half a year: one coupon may bring them back.",
    "did paid at least 2 times and not did paid in last 180 days",
    [180],
  ),
  make(
    "high_value_risk",
    "recipe",
    "高价值流失预警",
    "High value at risk",
    "花得多、却过了平时的回购间隔：先打电话，再发券。",
    "They spent a lot and are past their usual interval: call first, coupon second.",
    "did paid with total amount >= 1000 in last 365 days and not did paid in last 90 days",
    [365, 90],
  ),
  make(
    "carted_unpaid",
    "recipe",
    "加购未付",
    "Carted, unpaid",
    "三天里加进购物车却没付款：提醒一次往往就够。",
    "Carted and not paid within three days: one reminder is often enough.",
    "did carted then not paid within 3 days of the same item.product in last 30 days",
    [30],
  ),
  make(
    "birthday",
    "recipe",
    "生日将至",
    "Birthday ahead",
    "未来七天过生日：祝福比折扣更让人记住。",
    "A birthday in the next seven days: a greeting is remembered longer than a discount.",
    "birthday in next 7 days",
    [7],
  ),
  make(
    "first_no_second",
    "recipe",
    "首购 30 天未复购",
    "No second order in 30 days",
    "第一单之后一个月没回来：问一问用得怎么样。",
    "No return a month after the first order: ask how it went.",
    "first paid between 60 and 30 days ago and not did paid in last 30 days",
    [30],
  ),
  make(
    "bad_rating",
    "recipe",
    "差评挽回",
    "Mend a bad rating",
    "最近给过低分：先道歉，再补偿。",
    "A low score lately: apologise first, then make it good.",
    "did rated where score <= 2 in last 30 days",
    [30],
  ),
];
