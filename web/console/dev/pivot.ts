// Development only: a pivot's catalogue, and answers whose figures are made up but hang together.
import type {
  PivotAnswer,
  PivotAxis,
  PivotCatalogue,
  PivotCell,
  PivotDimension,
  PivotHeader,
  PivotQuestion,
} from "../src/api/pivot.ts";
import type { Route } from "./answer.ts";
import { chance } from "./chance.ts";
import { customers } from "./shop.ts";

const both = (zh: string, en = zh) => ({ zh, en });
const dimension = (
  key: string,
  zh: string,
  en: string,
  group: PivotDimension["group"],
  kind: PivotDimension["kind"] = "choice",
): PivotDimension => ({
  key,
  label: both(zh, en),
  group,
  group_label: {
    customer: both("客户", "Customer"),
    fact: both("这件事", "What was done"),
    item: both("商品", "Goods"),
    time: both("时间", "Time"),
    cohort: both("首次", "Cohort"),
  }[group],
  kind,
  ...(kind === "bands" ? { edges: ["18", "25", "35", "45"] } : {}),
});
const customer = [
  dimension("province", "省份", "Province", "customer"),
  dimension("city", "城市", "City", "customer"),
  dimension("gender", "性别", "Gender", "customer"),
  dimension("age", "年龄", "Age", "customer", "bands"),
  dimension("first_deal_at:month", "首次成交月", "Month of first deal", "cohort", "period"),
];
const fact = [
  dimension("year", "年", "Year", "time", "period"),
  dimension("quarter", "季度", "Quarter", "time", "period"),
  dimension("month", "月", "Month", "time", "period"),
  dimension("day", "日", "Day", "time", "period"),
  dimension("weekday", "星期", "Weekday", "time", "weekday"),
  dimension("hour", "小时", "Hour", "time", "hour"),
  dimension("channel", "渠道", "Channel", "fact"),
  dimension("shop", "店铺", "Shop", "fact"),
  dimension("item.category", "类目", "Category", "item"),
  dimension("item.product", "商品", "Product", "item"),
];
const money = (key: string, zh: string, en: string) => ({ key, label: both(zh, en), kind: "money" as const });
const count = (key: string, zh: string, en: string) => ({ key, label: both(zh, en), kind: "count" as const });
const catalogue: PivotCatalogue = {
  subjects: [
    {
      key: "customers",
      label: both("客户", "Customers"),
      dimensions: customer,
      measures: [
        count("customers", "客户数", "Customers"),
        money("sum:deal_amount", "成交金额合计", "Deal amount"),
        { key: "average:age", label: both("平均年龄", "Average age"), kind: "number" },
      ],
    },
    ...[
      ["paid", "付款", "Payments"],
      ["viewed", "浏览", "Views"],
    ].map(([key = "", zh = "", en = ""]) => ({
      key,
      label: both(zh, en),
      dimensions: [...fact, ...customer],
      measures: [
        count("customers", "客户数", "Customers"),
        count("facts", "次数", "Times"),
        money("sum:amount", "金额合计", "Amount"),
        money("average:amount", "平均金额", "Average amount"),
        money("per_customer:amount", "人均金额", "Amount a customer"),
      ],
    })),
  ],
  currency: "CNY",
  time_zone: "Asia/Shanghai",
  limits: { rows: 3, columns: 2, measures: 6, cells: 20000, seconds: 30 },
  hierarchies: [
    ["year", "quarter", "month", "week", "day"],
    ["province", "city"],
    ["item.category", "item.product", "item.sku"],
    ["channel", "shop"],
  ],
};

const names: Record<string, [string, string][]> = {
  province: [
    ["浙江省", "Zhejiang"],
    ["江苏省", "Jiangsu"],
    ["广东省", "Guangdong"],
    ["上海市", "Shanghai"],
    ["四川省", "Sichuan"],
    ["", "Unknown"],
  ],
  city: [
    ["杭州市", "Hangzhou"],
    ["宁波市", "Ningbo"],
    ["温州市", "Wenzhou"],
  ],
  gender: [
    ["female", "Female"],
    ["male", "Male"],
  ],
  age: [
    ["..18", "below 18"],
    ["18..25", "18–25"],
    ["25..35", "25–35"],
    ["35..45", "35–45"],
    ["45..", "45 and over"],
  ],
  year: [["2026-01-01", "2026"]],
  quarter: ["01", "04", "07", "10"].map((month, i) => [`2026-${month}-01`, `2026 Q${i + 1}`]),
  month: Array.from({ length: 11 }, (_, i) => `2026-${String(i + 1).padStart(2, "0")}`).map((m) => [`${m}-01`, m]),
  "first_deal_at:month": ["2026-08", "2026-09", "2026-10"].map((m) => [`${m}-01`, m]),
  day: Array.from({ length: 30 }, (_, i) => `2026-09-${String(i + 1).padStart(2, "0")}`).map((d) => [d, d]),
  weekday: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((d, i) => [
    String(i + 1),
    d,
  ]),
  hour: Array.from({ length: 24 }, (_, h) => [String(h), `${h}:00`]),
  channel: [
    ["tmall", "Tmall"],
    ["taobao", "Taobao"],
    ["douyin", "Douyin"],
    ["web", "Web"],
  ],
  shop: [
    ["1", "Flagship"],
    ["2", "Outlet"],
  ],
  "item.category": [
    ["绿茶", "Green tea"],
    ["红茶", "Black tea"],
    ["茶器", "Teaware"],
  ],
  "item.product": [
    ["龙井", "Longjing"],
    ["碧螺春", "Biluochun"],
  ],
};

function header(axis: PivotAxis, known: PivotDimension[]): PivotHeader {
  const of = known.find(({ key }) => key === axis.dimension) ?? dimension(axis.dimension, axis.dimension, "", "fact");
  const all = (names[axis.dimension] ?? []).map(([value, en]) => ({
    value,
    label: both(/^\d{4}-/.test(value) ? en : value || "未知", en),
  }));
  const members = axis.top ? all.slice(0, axis.top) : all;
  return { dimension: of.key, label: of.label, kind: of.kind, members, further: all.length - members.length };
}
const every = (headers: PivotHeader[]): number[][] =>
  headers.reduce<number[][]>((all, one) => all.flatMap((way) => one.members.map((_, i) => [...way, i])), [[]]);

function pivot(question: PivotQuestion, now: string): PivotAnswer {
  const subject = catalogue.subjects.find(({ key }) => key === question.subject);
  const rows = question.rows.map((axis) => header(axis, subject?.dimensions ?? []));
  const columns = (question.columns ?? []).map((axis) => header(axis, subject?.dimensions ?? []));
  const measures = question.measures.flatMap((key) => subject?.measures.filter((one) => one.key === key) ?? []);
  const r = chance(JSON.stringify(question).length);
  const compared = question.compare ? { from: "2025-01-01", to: "2025-12-31" } : undefined;
  const cell = (row: number[], column: number[], size: number): PivotCell => {
    const figures = measures.map(({ kind }) => {
      const value = size * (0.6 + r.next()) * (kind === "money" ? 137.5 : 1);
      return kind === "count" ? String(Math.round(value)) : value.toFixed(2);
    });
    const before = figures.map((figure) => (Number(figure) * (0.7 + r.next() * 0.5)).toFixed(2));
    return {
      row,
      column,
      values: figures,
      ...(compared
        ? {
            before,
            change: figures.map((figure, i) => Math.round((1000 * Number(figure)) / Number(before[i]) - 1000) / 10),
          }
        : {}),
      rule: [...rows, ...columns].some(({ kind }) => kind === "hour" || kind === "weekday")
        ? null
        : 'province = "浙江省"',
    };
  };
  const size = (place: number[]) => 900 / (1 + place.reduce((sum, at) => sum + at, 0) / 2);
  const across = every(columns);
  const down = every(rows);
  return {
    at: now,
    subject: question.subject,
    currency: "CNY",
    customers: 3120,
    period: question.period,
    compared,
    rows,
    columns,
    measures,
    cells: down.flatMap((row) =>
      across.filter(() => r.next() > 0.03).map((column) => cell(row, column, size([...row, ...column]))),
    ),
    row_totals: columns.length > 0 ? down.map((row) => cell(row, [], 3 * size(row))) : [],
    column_totals: rows.length > 0 ? across.map((column) => cell([], column, 4 * size(column))) : [],
    total: cell([], [], 4200),
  };
}

export const routes: Route[] = [
  [
    "POST",
    /^\/segments\/members$/,
    () => ({
      status: 200,
      body: { at: new Date().toISOString(), customers: 42, items: customers.slice(0, 20), next: null },
    }),
  ],
  ["GET", /^\/pivot$/, () => ({ status: 200, body: catalogue })],
  [
    "POST",
    /^\/pivot$/,
    ({ body }) => ({ status: 200, body: pivot(body as unknown as PivotQuestion, new Date().toISOString()) }),
  ],
];
