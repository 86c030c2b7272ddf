// Development only: tables, answers and kept questions as the server gives them, for any question the same few rows.
import type { SavedQuestion, SqlAnswer, SqlTables } from "../src/api/sql.ts";
import { ok, type Route } from "./answer.ts";

const none = { zh: "", en: "" };
const column = (name: string, type: string, zh: string, en: string, note = none) => ({
  name,
  type,
  label: { zh, en },
  note,
});
const customer = column("customer", "Int64", "客户编号", "The customer's number");

const tables: SqlTables = {
  time_zone: "Asia/Shanghai",
  tables: [
    {
      name: "customers",
      label: { zh: "客户，一人一行，每个属性一列", en: "A customer a row, an attribute a column" },
      columns: [
        customer,
        column("province", "Utf8", "省份", "Province"),
        column("gender", "Utf8", "性别", "Gender"),
        column("deals", "Decimal128(19, 4)", "成交次数", "Deals"),
        column("deal_amount", "Decimal128(19, 4)", "累计成交金额", "Deal amount", { zh: "币种 CNY", en: "in CNY" }),
        column("tags", "List(Utf8)", "标签", "Tags", {
          zh: "一组文字，用 array_has 查",
          en: "a list of texts; ask with array_has",
        }),
      ],
    },
    {
      name: "facts",
      label: { zh: "客户做过的事：下单、付款、浏览……一次一行", en: "What customers did, one row each time" },
      columns: [
        customer,
        column("kind", "Utf8", "做了什么", "What was done"),
        column("at", "Timestamp(ms)", "何时，店铺所在时区", "When, in the shop's time zone"),
        column("amount", "Decimal128(19, 4)", "金额", "Amount", { zh: "见于 ordered, paid", en: "of ordered, paid" }),
      ],
    },
    {
      name: "segments",
      label: { zh: "人群、名单和分组", en: "Segments, lists and groups" },
      columns: [column("name", "Utf8", "名称", "Its name"), column("size", "Int64", "人数", "How many")],
    },
  ],
};

const answer: SqlAnswer = {
  columns: [
    { name: "province", type: "text" },
    { name: "customers", type: "integer" },
    { name: "amount", type: "number" },
  ],
  rows: [
    ["浙江省", 4213, "912840.5"],
    ["江苏省", 3120, "640120"],
    ["上海市", 2044, "510033.2"],
    ["广东省", 1987, "377210"],
    [null, 310, "20110"],
  ],
  more: false,
  at: "2026-11-11T04:00:00Z",
  position: 41203,
};

let kept: SavedQuestion[] = [
  {
    id: "1",
    name: "各省客户数",
    sql: "select province, count(*) as customers from customers group by province",
    chart: { kind: "bar" },
    author: "林晚",
    mine: true,
    updated_at: "2026-11-10T04:00:00Z",
  },
];

export const routes: Route[] = [
  ["GET", /^\/sql\/tables$/, () => ok(tables)],
  [
    "POST",
    /^\/sql$/,
    ({ body }) =>
      /^\s*(select|with|explain)/i.test(String(body.sql))
        ? ok(answer)
        : {
            status: 422,
            body: {
              type: "urn:regulars:problem:sql_read_only",
              title: "Unprocessable Content",
              status: 422,
              code: "sql_read_only",
              detail: "这里只能查询：SELECT、WITH 或 EXPLAIN。",
            },
          },
  ],
  ["POST", /^\/sql\/export$/, () => ({ status: 200, type: "text/csv", body: "province,customers\n浙江省,4213\n" })],
  ["DELETE", /^\/sql\/running\/(\w+)$/, () => ({ status: 204 })],
  ["GET", /^\/sql\/questions$/, () => ok({ items: kept, next_cursor: null })],
  [
    "POST",
    /^\/sql\/questions$/,
    ({ body }) => {
      const one = { ...kept[0], ...body, id: String(kept.length + 1), mine: true } as SavedQuestion;
      kept = [...kept, one];
      return { status: 201, body: one };
    },
  ],
  [
    "PUT",
    /^\/sql\/questions\/(\w+)$/,
    ({ id, body }) => ok(Object.assign(kept.find((one) => one.id === id) ?? {}, body)),
  ],
  [
    "DELETE",
    /^\/sql\/questions\/(\w+)$/,
    ({ id }) => {
      kept = kept.filter((one) => one.id !== id);
      return { status: 204 };
    },
  ],
];
