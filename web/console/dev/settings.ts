// Development only: the business, its shops, its own fields and the declared properties of events.
import type { EventProperty, Field, SuggestedProperty } from "../src/api/index.ts";
import { nothing, ok, page, type Route } from "./answer.ts";
import { session } from "./door.ts";
import { shops } from "./shop.ts";

const eventProperties: EventProperty[] = [
  {
    id: "901",
    event: "Quiz Done",
    key: "score",
    title: "测验得分",
    type: "number",
    options: [],
    name: "properties.score",
    state: "ready",
    uses: [],
  },
];
const suggestedProperties: SuggestedProperty[] = [
  {
    event: "Quiz Done",
    key: "taste",
    title: "taste",
    type: "one_of",
    seen: 180,
    of: 200,
    examples: ["绿茶", "红茶"],
  },
];
const fields: Field[] = [
  {
    id: "1",
    key: "skin_type",
    name: "肤质",
    type: "one_of",
    options: ["干性", "油性", "混合", "敏感"],
    archived: false,
  },
  {
    id: "2",
    key: "tea_taste",
    name: "口味偏好",
    type: "tags",
    options: ["清香", "浓香", "花香", "陈香"],
    archived: false,
  },
  { id: "3", key: "anniversary", name: "纪念日", type: "date", options: [], archived: false },
  { id: "4", key: "budget", name: "送礼预算", type: "money", options: [], archived: true },
];

export const routes: Route[] = [
  ["GET", /^\/business$/, () => ok(session.business)],
  ["PATCH", /^\/business$/, ({ body }) => ok(Object.assign(session.business, body))],
  ["GET", /^\/shops$/, ({ query }) => page(shops, query)],
  [
    "POST",
    /^\/shops$/,
    ({ body }) => {
      shops.push({
        id: String(shops.length + 1),
        platform_id: null,
        currency: "CNY",
        archived: false,
        ...(body as { name: string; channel: "web" }),
      });
      return ok(shops.at(-1));
    },
  ],
  ["PATCH", /^\/shops\/(\w+)$/, ({ id, body }) => ok(Object.assign(shops.find((s) => s.id === id) ?? {}, body))],
  ["GET", /^\/fields$/, ({ query }) => page(fields, query)],
  ["GET", /^\/events\/properties$/, ({ query }) => page(eventProperties, query)],
  ["GET", /^\/events\/properties\/suggested$/, ({ query }) => page(suggestedProperties, query)],
  [
    "POST",
    /^\/fields$/,
    ({ body }) => {
      fields.push({
        id: String(fields.length + 1),
        key: `field_${fields.length}`,
        options: [],
        archived: false,
        ...(body as { name: string; type: "text" }),
      });
      return ok(fields.at(-1));
    },
  ],
  ["PATCH", /^\/fields\/(\w+)$/, ({ id, body }) => ok(Object.assign(fields.find((f) => f.id === id) ?? {}, body))],
  [
    "DELETE",
    /^\/fields\/(\w+)$/,
    ({ id }) => {
      fields.splice(
        fields.findIndex((f) => f.id === id),
        1,
      );
      return nothing;
    },
  ],
];
