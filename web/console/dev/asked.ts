// Development only: what goes together, the potential of products, and satisfaction, in the made-up shop.
import type * as api from "../src/api/index.ts";
import { chance } from "./chance.ts";
import { at, cny, now } from "./shop.ts";
import { N, today } from "./valueModel.ts";
import { named } from "./valueWords.ts";

type Call = { query: URLSearchParams; body: Record<string, unknown> };
const ok = (body: unknown) => ({ status: 200, body });
const define = (key: string, zh: string, en: string): api.Definition => ({
  key,
  label: named(zh, en),
  text: named(`${zh}的定义。`, `How ${en.toLowerCase()} is counted.`),
});
const head = (definitions: api.Definition[]): api.ValueHead => ({
  as_of: at(now),
  today,
  population: N,
  currency: "CNY",
  definitions,
});
const days = { from: "2025-11-21", to: today };

const GOODS = [
  "西湖龙井 明前特级 250g",
  "白瓷盖碗",
  "玻璃公道杯",
  "桂花蜜 500g",
  "碧螺春 125g",
  "竹制茶盘",
  "茉莉花茶 100g",
];
/** A product in so many shops. */
const listed = (product_id: string, number: string, shops: number): api.ProductListing[] =>
  [
    { product_id, number, shop_id: "1", shop: "拾露旗舰店" },
    { product_id: `${product_id}0`, number: `${number}-2`, shop_id: "2", shop: "拾露官网" },
  ].slice(0, shops);
const item = (at: number): api.BasketItem => ({
  key: `P${at}`,
  title: GOODS[at % GOODS.length] ?? "",
  product_id: String(700 + at),
  shop_id: "1",
  listings: listed(String(700 + at), `P${at}`, at % 3 === 0 ? 2 : 1),
});

function baskets(query: URLSearchParams): api.BasketsPage {
  const way = query.get("way") === "next" ? "next" : "together";
  const r = chance(7);
  const rules = Array.from({ length: 36 }, (_, i): api.BasketRule => {
    const both = Math.round(420 / (1 + i / 3));
    return {
      given: i % 5 === 4 ? [item(i), item(i + 2)] : [item(i)],
      // biome-ignore lint/suspicious/noThenProperty: the word of the API
      then: [item(i + 1)],
      both,
      with_given: both * 3,
      with_then: both * 4,
      support: Math.round(both * 8) / 100,
      confidence: r.int(60, 460),
      lift: Math.round(920 / (1 + i / 4)) / 100 + 1,
      leverage: r.int(5, 80) / 10,
      conviction: i % 9 === 8 ? null : r.int(101, 240) / 100,
      chance: 10 ** -(12 - i / 4),
      days: way === "next" ? r.int(9, 70) : null,
      backwards: way === "next" ? r.int(0, 40) : null,
      rule: `did dealt where item.number = "P${i}" and not did dealt where item.number = "P${i + 1}"`,
    };
  });
  return {
    ...head([
      define("lift", "提升度", "Lift"),
      define("support", "支持度", "Support"),
      define("confidence", "置信度", "Confidence"),
      define("leverage", "杠杆率", "Leverage"),
      define("conviction", "确信度", "Conviction"),
      define("chance", "偶然的可能", "Chance"),
      define("days", "间隔", "Days until"),
    ]),
    ...days,
    level: query.get("level") === "category" ? "category" : "product",
    way,
    baskets: 18_420,
    of_several: 6_310,
    items: 412,
    folded: 4,
    left_out: 0,
    least: 19,
    tried: 4_816,
    found: 212,
    significant: 36,
    told: null,
    rules,
    sets:
      way === "next"
        ? []
        : Array.from({ length: 14 }, (_, i) => ({
            items: [item(i), item(i + 1), ...(i % 4 === 3 ? [item(i + 3)] : [])],
            baskets: Math.round(420 / (1 + i / 3)),
            support: Math.round(2280 / (1 + i / 3)) / 100,
            rule: `did dealt where item.number = "P${i}"`,
          })),
  };
}

const PARTS: [api.PickKey, string, string][] = [
  ["visit_time", "停留时长", "Time a visit"],
  ["click", "点击率", "Clicks"],
  ["favourite", "收藏率", "Favourites"],
  ["inquiry", "咨询率", "Inquiries"],
  ["growth", "销量增长", "Growth"],
  ["bounce", "跳出率", "Bounces"],
  ["stock", "库存可售天数", "Stock"],
  ["margin", "毛利率", "Margin"],
];
let pickSettings: api.PickSettings = {
  weights: { visit_time: 1, click: 1, favourite: 2, inquiry: 2, growth: 2, bounce: 1, stock: 1, margin: 2 },
  cover_days: 30,
};
function picks(): api.PicksPage {
  const r = chance(11);
  return {
    ...head([define("score", "潜力分", "Score"), ...PARTS.map(([key, zh, en]) => define(key, zh, en))]),
    ...days,
    products: 64,
    unknown: 3,
    visits: 48_210,
    settings: pickSettings,
    parts: PARTS.map(([key, zh, en]) => ({
      key,
      label: named(zh, en),
      weight: pickSettings.weights[key],
      known: key !== "click",
      mean: key === "stock" || key === "margin" ? null : 0.12,
    })),
    picks: Array.from({ length: 26 }, (_, i) => ({
      product_id: String(800 + i),
      number: `P${i}`,
      title: `${GOODS[i % GOODS.length]} ${i + 1}`,
      category: "茶叶/绿茶",
      shop_id: "1",
      shop: "拾露",
      listings: listed(String(800 + i), `P${i}`, i % 4 === 1 ? 2 : 1),
      price: cny(9900),
      stock: i === 4 ? 0 : 120,
      visits: 900 - i * 30,
      sold: 60 - i,
      sold_before: 40,
      score: Math.round((88 - i * 2.3) * 10) / 10,
      parts: PARTS.map(([key]) => ({
        key,
        raw: key === "click" ? null : key === "visit_time" ? 42.5 : key === "stock" ? 24 : 0.13,
        drawn: key === "click" ? null : key === "visit_time" ? 40.1 : key === "stock" ? 24 : 0.12,
        own: 830,
        points: key === "click" ? null : Math.max(0, Math.min(100, 92 - i * 3 + r.int(-16, 16))),
      })),
      held_back: i === 4 ? ["no_stock" as const] : i === 20 ? ["thin" as const] : [],
      rule: `did viewed where item.number = "P${i}" and not did dealt where item.number = "P${i}"`,
    })),
  };
}

function series(key: api.SatisfactionSeries["key"], level: number, spread: number[]): api.SatisfactionSeries {
  const measure = key === "reviews" ? "csat" : key;
  const r = chance(spread.length + level);
  const step = { csat: 9, nps: 3, ces: 0.05 }[measure];
  const round = (value: number) => Math.round(value * 100) / 100;
  const points = Array.from({ length: 12 }, (_, i): api.SatisfactionPoint => {
    const dip = i === 7 ? -7 : 0;
    const score = round(level + (dip + r.int(-10, 14) / 10) * step);
    return {
      start: `${i < 1 ? 2025 : 2026}-${String(i < 1 ? 12 : i).padStart(2, "0")}-01`,
      whole: i < 11,
      answers: r.int(60, 240),
      score,
      low: round(score - 4 * step),
      high: round(score + 3.4 * step),
      change: i === 0 ? null : { by: round(r.int(-9, 9) / 3), chance: r.int(1, 90) / 100 },
      control: {
        center: level,
        low: round(level - 5 * step),
        high: round(level + 5 * step),
        signals: i === 7 ? [1] : [],
      },
      crowds: (["content", "between", "unhappy"] as const).map((key, at) => ({
        key,
        answers: 60 - 20 * at,
        rule: `did reviewed where rating <= ${5 - at}`,
      })),
    };
  });
  const names: Record<api.SatisfactionSeries["key"], [string, string]> = {
    reviews: ["订单评价", "Order reviews"],
    csat: ["满意度 CSAT", "Satisfaction, CSAT"],
    nps: ["净推荐值 NPS", "Recommendation, NPS"],
    ces: ["费力度 CES", "Ease, CES"],
  };
  return {
    key,
    label: named(...names[key]),
    measure,
    answers: 1_812,
    outside: key === "nps" ? 3 : 0,
    score: level,
    low: round(level - 2 * step),
    high: round(level + 2 * step),
    least: key === "nps" ? 0 : 1,
    spread: spread.map((answers, at) => ({ key: `${at}`, answers, rule: `did reviewed where rating = ${at}` })),
    points,
    slope: { by: round(step / 4), low: round(step / 9), high: round(step / 2), chance: 0.012 },
    unhappy: 96,
    rule: "did reviewed where rating <= 2",
  };
}

function satisfaction(query: URLSearchParams): api.SatisfactionPage {
  return {
    ...head([
      define("reviews", "订单评价", "Order reviews"),
      define("interval", "区间", "Interval"),
      define("control", "控制图", "Control chart"),
    ]),
    ...days,
    by: query.get("by") === "week" ? "week" : "month",
    series: [
      series("reviews", 912, [38, 58, 63, 402, 1251]),
      series("nps", 41.2, [31, 8, 12, 19, 24, 60, 71, 210, 402, 506, 469]),
      series("ces", 5.62, [22, 41, 60, 102, 380, 611, 596]),
    ],
    products: [0, 3].map((i) => ({
      product_id: String(700 + i),
      number: `P${i}`,
      title: GOODS[i] ?? "",
      answers: 48 - i,
      score: 640 + i * 20,
      low: 498,
      high: 760,
      rule: "did reviewed where rating <= 2",
    })),
  };
}

export const routes: ["GET" | "PUT", RegExp, (call: Call) => { status: number; body: unknown }][] = [
  ["GET", /^\/insight\/baskets$/, ({ query }) => ok(baskets(query))],
  ["GET", /^\/insight\/picks$/, () => ok(picks())],
  [
    "PUT",
    /^\/insight\/picks\/settings$/,
    ({ body }) => {
      pickSettings = body as unknown as api.PickSettings;
      return ok(pickSettings);
    },
  ],
  ["GET", /^\/insight\/satisfaction$/, ({ query }) => ok(satisfaction(query))],
];
