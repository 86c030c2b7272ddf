// Development only: customer value of the made-up shop. MOCK_VALUE=none is a shop that was never reckoned, few one with too
// few customers to learn from, some a colleague of some shops.
import type * as api from "../src/api/value.ts";
import { type Answer, day, ok, type Route, refuse } from "./answer.ts";
import { chance } from "./chance.ts";
import { cohorts } from "./cohorts.ts";
import { periods } from "./periods.ts";
import { at, cny, customers, now } from "./shop.ts";
import { few, landed, mode, model, N, today } from "./valueModel.ts";
import { definitions, named } from "./valueWords.ts";

const dayOf = (from: number) => new Date(Date.parse(`${today}T00:00:00Z`) + from * day).toISOString().slice(0, 10);
const head: api.ValueHead = { as_of: at(now - 5 * 3_600_000), today, population: N, currency: "CNY", definitions };

const GROUPS: [string, string, string, number, number][] = [
  ["champion", "重要价值客户", "Champions", 1420, 86_000],
  ["develop", "重要发展客户", "Valuable, to develop", 640, 52_000],
  ["keep", "重要保持客户", "Valuable, to keep", 880, 61_000],
  ["win_back", "重要挽留客户", "Valuable, to win back", 910, 43_000],
  ["regular", "一般价值客户", "Regular, low value", 1160, 16_400],
  ["newcomer", "一般发展客户", "Recent, low value", 3080, 9_600],
  ["fading", "一般保持客户", "Frequent once, low value", 690, 15_100],
  ["lost", "一般挽留客户", "Lost, low value", 3700, 8_300],
];
const STAGES: [string, string, string, number, number][] = [
  ["new", "新客", "New", 1180, 14_000],
  ["active", "活跃", "Active", 2240, 13_200],
  ["repeat", "复购", "Repeat", 1730, 34_800],
  ["loyal", "忠诚", "Loyal", 1610, 92_000],
  ["sleeping", "沉睡", "Sleeping", 2320, 24_000],
  ["lost", "流失", "Lost", 3400, 15_500],
];
const rows = (list: typeof GROUPS, attribute: string): api.RfmGroup[] =>
  list.map(([key, zh, en, size, mean], i) => ({
    key,
    label: named(zh, en),
    customers: size,
    share: Math.round((10_000 * size) / N) / 10,
    realised: size * mean,
    potential: Math.round(size * mean * ([0.5, 0.45, 0.2, 0.08, 0.4, 0.5, 0.1, 0.03][i] ?? 0)),
    rule: `${attribute} = "${key}"`,
  }));

function flows(list: typeof GROUPS, seed: number): api.Flows {
  const months = Array.from({ length: 12 }, (_, m) => {
    const r = chance(seed + m);
    const moves = list.flatMap(([from, , , size], a) =>
      list.flatMap(([to], b) => {
        const part = a === b ? 0.82 : Math.abs(a - b) <= 2 ? 0.05 * r.next() : 0.012 * r.next();
        const many = Math.round(size * part);
        return many > 3 ? [{ from, to, customers: many }] : [];
      }),
    );
    const first = list === STAGES ? "new" : "newcomer";
    return {
      from: new Date(Date.UTC(2025, 10 + m, 30)).toISOString().slice(0, 10),
      to: m === 11 ? today : new Date(Date.UTC(2025, 11 + m, 30)).toISOString().slice(0, 10),
      flows: [...moves, { from: "", to: first, customers: 260 + r.int(0, 160) }],
    };
  });
  return {
    states: [
      ...list.map(([key, zh, en]) => ({ key, label: named(zh, en) })),
      { key: "", label: named("还不是客户", "Not yet a customer") },
    ],
    months,
  };
}

const bars = (key: string, edges: number[], most: number) =>
  [...edges, null].map((to, i) => {
    const from = i === 0 ? null : (edges[i - 1] ?? null);
    const size = Math.round(most * Math.exp(-((i - 1.6) ** 2) / 3.2));
    const low = from ?? 0;
    return {
      from,
      to,
      customers: size,
      sum: Math.round(size * (low + (to ?? low * 2)) * 0.5),
      rule: `${key}_value >= ${low / 100}`,
    };
  });
function matrix(): api.ValueCell[] {
  const r = chance(7);
  return [1, 2, 3, 4, 5].flatMap((realised) =>
    [1, 2, 3, 4, 5].map((potential) => {
      const size = Math.round(N / 5 / (1.2 + (realised - potential) ** 2) / 1.6 + r.int(0, 90));
      return {
        realised,
        potential,
        customers: size,
        realised_sum: size * realised ** 2 * 3200,
        potential_sum: size * potential ** 2 * 1300,
        influence_sum: Math.round(size * (realised + potential - 2) ** 2 * 26),
        rule: `realised_value >= ${realised * 50} and potential_value >= ${potential * 20}`,
      };
    }),
  );
}
function value(): api.ValuePage {
  const money = (key: api.ValueFigure["key"], amount: number): api.ValueFigure => ({
    key,
    value: amount,
    unit: "money",
    rule: null,
  });
  return {
    ...head,
    model,
    figures: [
      money("realised", 386_420_000),
      money("margin", 131_800_000),
      money("potential", 92_700_000),
      money("influence", 4_180_000),
      { key: "buyers", value: N, unit: "count", rule: "deals >= 1" },
      { key: "expected_purchases", value: 14_820.4, unit: "count", rule: null },
      { key: "at_risk", value: few ? 0 : 3912, unit: "count", rule: "churn_risk >= 80" },
    ],
    bands: [
      { key: "realised", bars: bars("realised", [0, 5000, 10_000, 20_000, 50_000, 100_000, 200_000], 3900) },
      { key: "potential", bars: bars("potential", [0, 1000, 2000, 5000, 10_000, 20_000], 4600) },
      { key: "influence", bars: bars("influence", [0, 500, 1000, 2000], 5200) },
    ],
    matrix: matrix(),
    movement: flows(GROUPS, 100),
    periods: periods(160_000_00, 30),
  };
}
function rfm(): api.RfmPage {
  const r = chance(5);
  return {
    ...head,
    thresholds: { recency_days: 168, frequency: 2.4, monetary: 31_800 },
    scheme: {
      ties: "together",
      nesting: "independent",
      cut: "mean",
      text: named(
        "三项各自和全部客户比，分成五等分，一样的同分；高于平均算高。",
        "Each is ranked over all customers in fifths, equals together; above the mean is high.",
      ),
    },
    groups: rows(GROUPS, "rfm_group"),
    cells: [1, 2, 3, 4, 5].flatMap((recency) =>
      [1, 2, 3, 4, 5].map((frequency) => {
        const empty = recency === 1 && frequency === 5;
        const size = empty ? 0 : Math.round(N / 25 / (0.55 + 0.2 * (recency - frequency) ** 2) + r.int(0, 160));
        const mean = empty ? 0 : 6200 * frequency ** 1.6 + 300 * recency;
        const rule = `rfm_recency = ${recency} and rfm_frequency = ${frequency}`;
        return {
          recency,
          frequency,
          customers: size,
          realised: Math.round(size * mean),
          mean: Math.round(mean),
          rule,
          monetary: [1, 2, 3, 4, 5].map((score) => ({
            score,
            customers: Math.round(size * ([0.1, 0.15, 0.3, 0.25, 0.2][score - 1] ?? 0)),
            rule: `${rule} and rfm_monetary = ${score}`,
          })),
        };
      }),
    ),
    movement: flows(GROUPS, 100),
  };
}
function next(): api.NextPage {
  const r = chance(41);
  return {
    ...head,
    due: [
      { key: "due_week", customers: 312, potential: 2_890_000, rule: "next_purchase in next 7 days" },
      { key: "due", customers: 1840, potential: 15_200_000, rule: 'next_purchase_due = "due"' },
      { key: "overdue", customers: 960, potential: 4_100_000, rule: 'next_purchase_due = "overdue"' },
    ],
    calendar: Array.from({ length: 42 }, (_, i) => ({
      day: dayOf(i),
      customers: few ? 0 : Math.max(0, Math.round(48 - 0.6 * i + 14 * Math.sin(i / 2) + r.int(-8, 8))),
      rule: `next_purchase = ${dayOf(i)}`,
    })),
    usual_gap: few ? null : 46.5,
    backtest: few
      ? null
      : {
          customers: 4210,
          rhythm: 17.8,
          last_gap: 26.4,
          own_median: 22.1,
          shop_median: 21.3,
          inside: 784,
          landed,
        },
    told: few
      ? named(
          "买过两次以上的客户还太少，只能按全店的间隔估计。",
          "Too few have bought twice; only the shop's usual gap can be used.",
        )
      : null,
    families: ["绿茶", "白茶", "面霜", "洁面", "茶具", "礼盒"].map((family, i) => ({
      family,
      usual_gap: [38, 61.5, 55, 44, 190, 172][i] ?? 0,
      by_unit: i < 4,
      replenished: i < 4,
      customers: 2400 - i * 310,
      due_week: [96, 61, 74, 58, 4, 0][i] ?? 0,
      due:
        i < 4
          ? [
              { key: "due_week" as const, customers: 96 - 9 * i, rule: `families_soon any of ("${family}")` },
              { key: "due" as const, customers: 210 - 9 * i, rule: `families_due any of ("${family}")` },
              { key: "overdue" as const, customers: 130 - 9 * i, rule: `families_overdue any of ("${family}")` },
            ]
          : [],
    })),
  };
}
function concentration(of: "realised" | "potential"): api.ConcentrationPage {
  const power = of === "realised" ? 3.1 : 4.2;
  const total = of === "realised" ? 386_420_000 : 92_700_000;
  const hold = (share: number) => share ** power;
  return {
    ...head,
    of,
    total,
    gini: 1 - 2 / (power + 1),
    lorenz: Array.from({ length: 101 }, (_, i) => [i / 100, hold(i / 100)]),
    tops: [1, 5, 10, 20, 30, 50].map((percent) => ({
      percent,
      customers: Math.round((N * percent) / 100),
      share: Math.round(1000 * (1 - hold(1 - percent / 100))),
      least: Math.round(210_000 / percent ** 0.55),
      rule: `realised_value >= ${Math.round(2100 / percent ** 0.55)}`,
    })),
    needed: [50, 80, 90].map((percent) => {
      const share = 1 - (1 - percent / 100) ** (1 / power);
      return { percent, customers: Math.round(N * share), share: Math.round(1000 * share) };
    }),
    below_zero: 14,
  };
}
function scores(i: number): api.Scores {
  const r = chance(900 + i);
  const group = GROUPS[i % 8] as (typeof GROUPS)[number];
  const stage = STAGES[(i * 5 + 3) % 6] as (typeof GROUPS)[number];
  return {
    realised: cny(Math.round(486_000 / (1 + 0.09 * i))),
    margin: cny(Math.round(160_000 / (1 + 0.09 * i))),
    potential: cny(Math.round(98_000 / (1 + 0.12 * i)) + r.int(0, 4000)),
    influence: cny(r.int(-3000, 12_000)),
    delivered: cny(r.int(-2000, 30_000)),
    delivered_index: r.int(40, 96),
    serve: cny(r.int(1000, 9000)),
    expected_90: r.int(4, 30) / 10,
    expected_365: r.int(10, 110) / 10,
    churn_risk: few ? null : Math.min(99, 4 + i * 3),
    purchases: 3 + (i % 14),
    deals: 4 + (i % 15),
    first_purchase: dayOf(-700 + i * 3),
    last_purchase: dayOf(-(i * 4) - 3),
    next:
      i % 7 === 6
        ? null
        : {
            from: dayOf(i - 12),
            day: dayOf(i - 4),
            to: dayOf(i + 15),
            due: i < 4 ? "overdue" : i < 14 ? "due" : "not_yet",
          },
    rfm: {
      recency: 5 - (i % 5),
      frequency: 5 - (i % 4),
      monetary: 5 - (i % 3),
      cell: 100 * (5 - (i % 5)) + 10 * (5 - (i % 4)) + 5 - (i % 3),
      group: group[0],
      group_label: named(group[1], group[2]),
    },
    stage: stage[0],
    stage_label: named(stage[1], stage[2]),
    brought_by: i % 3 === 0 ? "店铺券满200减25" : null,
    first_channel: "taobao",
  };
}
const who = (i: number) => {
  const c = customers[i % customers.length] as (typeof customers)[number];
  return { id: c.id, nick: c.nick, name: c.name };
};
function card(id: string): api.CardValue {
  if (mode === "none")
    return {
      as_of: null,
      currency: "CNY",
      scores: null,
      parts: [],
      delivered: null,
      alive: [],
      alive_note: null,
      reasons: [],
      families: [],
      periods: { months: [], years: [] },
      definitions,
    };
  const i = Number(id) % 17;
  return {
    as_of: head.as_of,
    currency: "CNY",
    scores: scores(i),
    parts: [
      { key: "revenue", value: 521_000, count: null, label: named("成交额", "Revenue") },
      { key: "refunds", value: -23_900, count: 2, label: named("退款", "Refunds") },
      { key: "cost", value: -11_100, count: null, label: named("运费与优惠", "Shipping and discounts") },
      { key: "reviews", value: 6000, count: 3, label: named("评价", "Reviews") },
    ],
    delivered: {
      got: 24_800,
      burden: 6_100,
      value: 18_700,
      index: 80,
      parts: [
        { key: "savings", value: 23_600, count: null, label: named("比标价少付", "Paid below the list price") },
        { key: "early_delivery", value: 1_200, count: 240, label: named("提前发货（小时）", "Sent early, hours") },
        { key: "returns", value: -4_000, count: 4, label: named("退货退款", "Returns") },
        { key: "complaints", value: -2_100, count: 1, label: named("投诉", "Complaints") },
      ],
      serve: [{ key: "discounts", value: -23_600, count: null, label: named("折扣", "Discounts") }],
    },
    alive: few
      ? []
      : Array.from({ length: 100 }, (_, k) => {
          const bought = [0, 12, 25, 33, 52, 66].includes(k);
          const since = k - Math.max(...[0, 12, 25, 33, 52, 66].filter((b) => b <= k));
          return { day: dayOf(-560 + k * 7.4), share: Math.round(1000 / (1 + 0.004 * since ** 2)), bought };
        }),
    alive_note: null,
    reasons: [
      {
        key: "overdue",
        text: named("平时隔 38 天来一次，这次已经 61 天没来。", "Usually comes every 38 days; it has been 61."),
      },
      {
        key: "spending_less",
        text: named("最近两次平均 ¥128，之前是 ¥196。", "¥128 the last two times, ¥196 before."),
      },
    ],
    periods: periods(24_000, 14),
    families: [
      { family: "绿茶", last: dayOf(-61), next: { from: dayOf(-30), day: dayOf(-18), to: dayOf(9), due: "due" } },
      { family: "面霜", last: dayOf(-33), next: { from: dayOf(6), day: dayOf(19), to: dayOf(40), due: "not_yet" } },
    ],
    definitions,
  };
}

let settings: api.ValueSettings = {
  rfm: {
    ties: "together",
    nesting: "independent",
    cut: "mean",
    scores: { recency: 4, frequency: 4, monetary: 4 },
    values: { recency_days: 90, frequency: 3, monetary: 50_000 },
  },
  lifecycle: { new_days: 30, sleeping_days: 180, lost_days: 365, loyal_purchases: 4 },
  discount_rate: 100,
  churn_days: 90,
  usual_margin: 300,
  influence: {
    review: 2000,
    photo: 500,
    answer: 300,
    share: 3000,
    complaint: 5000,
    referral: 200,
    referral_decay: 500,
  },
  delivered: {
    promised_hours: 48,
    point: 1,
    early_hour: 5,
    late_hour: 20,
    returned: 1000,
    complaint: 2000,
    inquiry: 30,
    reply_minutes: 5,
    quick_reply: 100,
    slow_hour: 50,
    solved: 2000,
  },
  shipping_cost: 600,
};
let begun: number | null = process.env.MOCK_RECKONING === "1" ? Date.now() + 1e9 : null;
const steps = ["reading", "learning", "scoring", "writing"] as const;
function run(): api.ValueRun {
  const gone = begun === null ? 0 : Math.max(0, Date.now() - begun);
  const always = process.env.MOCK_RECKONING === "1";
  const moving = begun !== null && (always || gone < 8000);
  const step = always ? 2 : Math.min(3, Math.floor(gone / 2000));
  return {
    state: moving ? "running" : mode === "none" ? "none" : "done",
    step: moving ? (steps[step] ?? null) : null,
    done: moving ? (always ? 8100 : Math.round(((gone % 2000) / 2000) * N)) : 0,
    total: moving ? N : 0,
    asked_at: at(now),
    finished_at: mode === "none" ? null : head.as_of,
    as_of: mode === "none" ? null : head.as_of,
    customers: N,
    changed: 431,
    took_ms: 8120,
  };
}
const page = (body: () => unknown) => (): Answer =>
  mode === "none"
    ? refuse(404, "value_not_reckoned", "value_not_reckoned", "value_not_reckoned")
    : mode === "some"
      ? refuse(403, "all_shops_needed", "all_shops_needed", "all_shops_needed")
      : ok(body());

export const routes: Route[] = [
  [
    "GET",
    /^\/insight\/value\/run$/,
    () => (mode === "some" ? refuse(403, "all_shops_needed", "all_shops_needed", "all_shops_needed") : ok(run())),
  ],
  [
    "POST",
    /^\/insight\/value\/recompute$/,
    () => {
      begun = Date.now();
      return ok(run(), 202);
    },
  ],
  ["GET", /^\/insight\/value\/settings$/, () => ok(settings)],
  [
    "PUT",
    /^\/insight\/value\/settings$/,
    ({ body }) => {
      settings = body as unknown as api.ValueSettings;
      begun = Date.now();
      return ok(settings);
    },
  ],
  ["GET", /^\/insight\/value$/, page(value)],
  [
    "GET",
    /^\/insight\/value\/customers$/,
    ({ query }) => {
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit") ?? 20);
      const items = Array.from({ length: limit }, (_, i) => ({ customer: who(from + i), ...scores(from + i) }));
      return ok({ items, next_cursor: from + limit < 80 ? String(from + limit) : null });
    },
  ],
  ["GET", /^\/insight\/rfm$/, page(rfm)],
  [
    "GET",
    /^\/insight\/lifecycle$/,
    page(() => ({ ...head, limits: settings.lifecycle, stages: rows(STAGES, "stage"), movement: flows(STAGES, 200) })),
  ],
  [
    "GET",
    /^\/insight\/cohorts$/,
    ({ query }) => page(() => cohorts((query.get("by") ?? "month") as api.CohortsBy, head, dayOf))(),
  ],
  ["GET", /^\/insight\/next$/, page(next)],
  [
    "GET",
    /^\/insight\/next\/due$/,
    ({ query }) =>
      ok({
        items: few
          ? []
          : Array.from({ length: 20 }, (_, i) => {
              const { potential, churn_risk, last_purchase } = scores(i);
              const expected = {
                from: dayOf(i / 3 - 11),
                day: dayOf(i / 3),
                to: dayOf(i / 3 + 16),
                due: "due" as const,
              };
              return {
                customer: who(i),
                family: query.get("family") || null,
                last_purchase,
                next: expected,
                potential,
                churn_risk,
              };
            }),
        next_cursor: null,
      }),
  ],
  [
    "GET",
    /^\/insight\/concentration$/,
    ({ query }) => page(() => concentration(query.get("of") === "potential" ? "potential" : "realised"))(),
  ],
  ["GET", /^\/customers\/(\w+)\/value$/, ({ id }) => ok(card(id))],
];
