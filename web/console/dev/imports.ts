// Development only: imports in every state, one that moves, one table to be explained, rows to be mended.
import type { Import, ImportCounts, Preset, Preview, RefusedRow } from "../src/api/index.ts";
import { empty, hour, ok, page, type Route } from "./answer.ts";
import { at, now } from "./shop.ts";

const zero = { created: 0, changed: 0, unchanged: 0, refused: 0 };
const none: ImportCounts = {
  customers: zero,
  orders: zero,
  lines: zero,
  refunds: zero,
  shipments: zero,
  products: zero,
  events: zero,
};

const preview: Preview = {
  columns: ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"],
  rows: [
    [
      "536365",
      "85123A",
      "WHITE HANGING HEART T-LIGHT HOLDER",
      "6",
      "01/12/2010 08:26",
      "2.55",
      "17850",
      "United Kingdom",
    ],
    ["536365", "71053", "WHITE METAL LANTERN", "6", "01/12/2010 08:26", "3.39", "17850", "United Kingdom"],
    ["536367", "84879", "ASSORTED COLOUR BIRD ORNAMENT", "32", "01/12/2010 08:34", "1.69", "13047", "United Kingdom"],
    ["C536379", "D", "Discount", "-1", "01/12/2010 09:41", "27.50", "14527", "United Kingdom"],
    ["536370", "22728", "ALARM CLOCK BAKELIKE PINK", "24", "01/12/2010 08:45", "3.75", "12583", "France"],
  ],
  guess: {
    entity: "lines",
    columns: [
      { column: "InvoiceNo", field: "order_number" },
      { column: "StockCode", field: "sku" },
      { column: "Description", field: "title" },
      { column: "Quantity", field: "quantity" },
      { column: "InvoiceDate", field: null },
      { column: "UnitPrice", field: "price" },
      { column: "CustomerID", field: "customer" },
      { column: "Country", field: null },
    ],
    options: { currency: "GBP", time_zone: "Europe/London", date_format: "DD/MM/YYYY HH:mm" },
  },
  targets: [
    {
      entity: "lines",
      fields: [
        { key: "order_number", label: "订单号", type: "text", required: true },
        { key: "placed_at", label: "下单时间", type: "time", required: true },
        { key: "sku", label: "商品编码", type: "text", required: false },
        { key: "title", label: "商品名称", type: "text", required: true },
        { key: "quantity", label: "数量", type: "number", required: true },
        { key: "price", label: "单价", type: "money", required: false },
        { key: "customer", label: "客户编号", type: "text", required: false },
      ],
    },
    {
      entity: "customers",
      fields: [
        { key: "customer", label: "客户编号", type: "text", required: true },
        { key: "name", label: "姓名", type: "text", required: false },
        { key: "mobile", label: "手机", type: "text", required: false },
      ],
    },
  ],
};

const one = (id: string, file_name: string, more: Partial<Import>): Import => ({
  id,
  file_name,
  size: 4_812_331,
  state: "done",
  format: { code: "taobao.orders.e", name: "淘宝订单报表（2019 版）", encoding: "GB18030", confidence: "certain" },
  shop_id: "1",
  dry_run: false,
  progress: { bytes_done: 4_812_331, bytes_total: 4_812_331, rows: 1327, rows_per_second: null, seconds_left: null },
  counts: none,
  problem: null,
  created_by: "周可",
  created_at: at(now - Number(id) * 7 * hour),
  started_at: at(now - Number(id) * 7 * hour + 2000),
  finished_at: at(now - Number(id) * 7 * hour + 9000),
  preview: null,
  unknown_statuses: [],
  notes: [],
  file_kept: more.state === "failed" || more.dry_run === true,
  ...more,
});

const counts: ImportCounts = {
  ...none,
  customers: { created: 611, changed: 74, unchanged: 302, refused: 0 },
  orders: { created: 1204, changed: 86, unchanged: 0, refused: 37 },
  lines: { created: 1811, changed: 86, unchanged: 0, refused: 0 },
  shipments: { created: 982, changed: 0, unchanged: 0, refused: 0 },
  products: { created: 12, changed: 3, unchanged: 41, refused: 0 },
};

const imports: Import[] = [
  one("1", "双11订单报表.xlsx", {
    counts,
    unknown_statuses: [
      { status_raw: "等待卖家审核", count: 12 },
      { status_raw: "预售尾款待付", count: 5 },
    ],
    notes: ["有 214 笔订单还没有对应的商品报表；导入后订单行会补上。"],
  }),
  one("2", "抖店订单_20261120.csv", {
    state: "running",
    format: { code: "douyin.orders", name: "抖店订单", encoding: "UTF-8", confidence: "certain" },
    shop_id: "3",
    finished_at: null,
    progress: {
      bytes_done: 1_740_000,
      bytes_total: 4_812_331,
      rows: 41_200,
      rows_per_second: 18_400,
      seconds_left: 14,
    },
    counts: { ...counts, orders: { created: 38_900, changed: 2210, unchanged: 0, refused: 4 } },
  }),
  one("3", "Online Retail.csv", {
    state: "waiting_mapping",
    format: { code: "table", name: "表格", encoding: "UTF-8", confidence: "likely" },
    shop_id: null,
    finished_at: null,
    preview,
    progress: { bytes_done: 0, bytes_total: 45_580_638, rows: 0, rows_per_second: null, seconds_left: null },
  }),
  one("4", "ExportOrderList202610.csv", {
    dry_run: true,
    counts: { ...counts, orders: { created: 402, changed: 0, unchanged: 1, refused: 0 } },
  }),
  one("5", "会员.xlsx", {
    state: "failed",
    problem: "文件打不开：可能设了密码。请另存为不加密的文件再导。",
    format: null,
  }),
];

const refused: RefusedRow[] = Array.from({ length: 37 }, (_, i) => {
  const kinds = [
    [
      "订单编号",
      "3.5E+17",
      "damaged_id",
      "编号被表格软件改坏了，看不出原来的数字",
      "回到平台重新导出，或把这一列设为“文本”后重新粘贴",
    ],
    ["订单创建时间", "2026-13-02 10:11", "bad_time", "没有 13 月", "改成像 2026-03-02 10:11:00 这样的时间"],
    ["买家实际支付金额", "一百二", "bad_money", "不是数字", "改成像 120.00 这样的数字"],
  ] as const;
  const [field, value, code, reason, cure] = kinds[i % 3] ?? kinds[0];
  return { row: 18 + i * 23, field, value, code, reason, cure, cells: [] };
});

const presets: Preset[] = [
  { id: "1", name: "Online Retail（UCI）", built_in: true, mapping: preview.guess },
  { id: "2", name: "门店收银导出", built_in: false, mapping: { ...preview.guess, entity: "orders" } },
];

const find = (id: string) => imports.find((i) => i.id === id);
/** A moving import moves a little at every look. */
function step(given: Import | undefined): Import | undefined {
  if (given?.state !== "running" || process.env.MOCK_STILL === "1") return given;
  const { progress } = given;
  progress.bytes_done = Math.min(progress.bytes_total, progress.bytes_done + 60_000);
  progress.rows += 520;
  if (progress.bytes_done === progress.bytes_total) given.state = "done";
  return given;
}

export const routes: Route[] = [
  ["GET", /^\/imports$/, ({ query }) => page(empty ? [] : imports, query)],
  [
    "POST",
    /^\/imports$/,
    () => {
      imports.unshift(
        one(String(imports.length + 1), "订单.csv", { counts, created_at: at(Date.now()), created_by: "林晚" }),
      );
      return ok(imports[0]);
    },
  ],
  ["GET", /^\/imports\/(\w+)$/, ({ id }) => ok(step(find(id)))],
  [
    "GET",
    /^\/imports\/(\w+)\/events$/,
    ({ id }) => ({
      status: 200,
      type: "text/event-stream",
      body: `retry: 1000\ndata: ${JSON.stringify(step(find(id)))}\n\n`,
    }),
  ],
  ["GET", /^\/imports\/(\w+)\/refused$/, ({ query }) => page(refused, query)],
  ["GET", /^\/imports\/(\w+)\/refused\.csv$/, () => ({ status: 200, type: "text/csv", body: "订单编号,原因\n" })],
  [
    "POST",
    /^\/imports\/(\w+)\/start$/,
    ({ id }) => ok(Object.assign(find(id) ?? {}, { state: "done", counts, preview: null })),
  ],
  ["POST", /^\/imports\/(\w+)\/cancel$/, ({ id }) => ok(Object.assign(find(id) ?? {}, { state: "cancelled" }))],
  ["GET", /^\/presets$/, ({ query }) => page(presets, query)],
  [
    "DELETE",
    /^\/presets\/(\w+)$/,
    ({ id }) => {
      presets.splice(
        presets.findIndex((p) => p.id === id),
        1,
      );
      return { status: 204 };
    },
  ],
];
