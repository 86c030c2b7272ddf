// Development only: segments, recipes, insight and webhooks of the made-up shop. Sizes are guessed from the rule's words,
// the same each time, so that a narrower rule is smaller.
import type { Catalogue, Rule } from "../src/api/rules.ts";
import type { Crowd, Delivery, Recipe, Segment, SegmentVersion, Webhook } from "../src/api/segments.ts";
import { day, empty, nothing, ok, type Route, refuse } from "./answer.ts";
import { catalogue, valuesOf } from "./catalogue.ts";
import { insight } from "./insight.ts";
import { recipes } from "./recipes.ts";
import { readText, ruleText } from "./ruleText.ts";
import { sentence } from "./sentence.ts";
import { at, customers, now } from "./shop.ts";

const BASE = 48_213;

const unread = refuse(422, "bad_rule", "规则有误", "这条规则读不懂");

const hash = (text: string): number => {
  let h = 2166136261;
  for (const letter of text) h = Math.imul(h ^ (letter.codePointAt(0) ?? 0), 16777619);
  return ((h >>> 0) % 1000) / 1000;
};
function share(rule: Rule): number {
  switch (rule.type) {
    case "all":
      return rule.rules.reduce((p, one) => p * share(one), 1);
    case "any":
      return 1 - rule.rules.reduce((p, one) => p * (1 - share(one)), 1);
    case "not":
      return 1 - share(rule.rule);
    default:
      return 0.08 + 0.5 * hash(ruleText(rule));
  }
}
const sizeOf = (rule: Rule) => Math.round(BASE * share(rule));
function parts(rule: Rule, path: string[] = []): { path: string; customers: number }[] {
  const own = { path: path.join("."), customers: sizeOf(rule) };
  const inner = rule.type === "not" ? [rule.rule] : rule.type === "all" || rule.type === "any" ? rule.rules : [];
  return [own, ...inner.flatMap((one, i) => parts(one, [...path, String(i)]))];
}

const made: Segment[] = [];
const versions = new Map<string, SegmentVersion[]>();
function keep(name: string, text: string, more: Partial<Segment> = {}): Segment {
  const { rule } = readText(text);
  const age = made.length * 9 + 4;
  const size = rule ? sizeOf(rule) : (more.size ?? 1284);
  const segment: Segment = {
    id: String(made.length + 1),
    name,
    note: "",
    kind: "live",
    text: rule ? ruleText(rule) : null,
    rule,
    sentence: rule ? sentence(rule) : null,
    size,
    size_at: at(now - 40_000),
    state: "live",
    problem: null,
    origin: "own",
    recipe: null,
    created_at: at(now - age * day),
    created_by: "周可",
    updated_at: at(now - (age % 5) * day - 7_000_000),
    version: 1 + (made.length % 4),
    uses: [],
    tags: [],
    entered_today: Math.round(size * 0.004),
    left_today: Math.round(size * 0.0027),
    ...more,
  };
  made.push(segment);
  return segment;
}
if (!empty) {
  keep(
    "江浙沪护肤老客",
    'province in ("浙江省", "江苏省", "上海市")\nand did paid where item.category = "护肤" at least 2 times in last 180 days',
    {
      note: "双 11 预热用",
      uses: [
        { kind: "webhook", id: "1", name: "ERP 同步" },
        { kind: "segment", id: "2", name: "护肤老客（去掉已触达）" },
      ],
    },
  );
  keep("护肤老客（去掉已触达）", 'in segment "江浙沪护肤老客"\nand not in list "近7天已触达"');
  keep("加购未付", "did carted then not paid within 3 days of the same item.product in last 30 days", {
    origin: "recipe",
    recipe: "carted_unpaid",
  });
  keep(
    "兴趣人群",
    "(did viewed in last 180 days or did favourited in last 180 days or did carted in last 180 days)\nand not did paid in last 720 days",
    { origin: "automatic", recipe: "interest", created_by: null },
  );
  keep("新客户人群", "did paid times = 1 in last 720 days", { origin: "automatic", recipe: "new", created_by: null });
  keep("复购人群", "did paid at least 2 times in last 720 days", {
    origin: "automatic",
    recipe: "repeat",
    created_by: null,
  });
  keep("近7天已触达", "", { kind: "list", size: 3_402, entered_today: 0, left_today: 0 });
  keep("生日在未来 7 天", "birthday in next 7 days", {
    origin: "recipe",
    recipe: "birthday",
    state: "building",
    size: null,
    size_at: null,
  });
  keep("咨询未下单", "did inquired then not ordered within 2 days in last 30 days", {
    origin: "relationship",
    recipe: "inquired_not_ordered",
    created_by: null,
  });
}
const one = (id: string) => made.find((s) => s.id === id);
function ruleOf(crowd: Partial<{ rule: Rule; text: string; segment: string }>): Rule | null {
  if (crowd.rule) return crowd.rule;
  if (crowd.text !== undefined) return readText(crowd.text).rule;
  const found = one(crowd.segment ?? "");
  return found?.rule ?? (found ? { type: "in", set: "list", name: found.name } : null);
}
const list = <T>(items: T[]) => ok({ items, next_cursor: null });

const hooks: Webhook[] = [
  {
    id: "1",
    url: "https://erp.example.com/hooks/regulars",
    topics: ["segment.entered", "segment.left"],
    segments: ["1"],
    active: true,
    created_by: "周可",
    created_at: at(now - 40 * day),
  },
  {
    id: "2",
    url: "https://wecom.example.com/in",
    topics: ["segment.entered"],
    segments: null,
    active: false,
    created_by: "林晚",
    created_at: at(now - 9 * day),
  },
];
const deliveries: Delivery[] = Array.from({ length: 24 }, (_, i) => ({
  id: `d${i}`,
  topic: i % 3 ? "segment.entered" : "segment.left",
  at: at(now - i * 1_900_000),
  tries: i === 4 ? 8 : i === 1 ? 2 : 1,
  status: i === 4 ? "failed" : i === 1 ? "waiting" : "delivered",
  code: i === 4 ? 503 : i === 1 ? null : 200,
  took_ms: i === 1 ? null : 40 + ((i * 37) % 160),
  request: JSON.stringify(
    {
      type: i % 3 ? "segment.entered" : "segment.left",
      timestamp: at(now - i * 1_900_000),
      data: { segment: "1", customer: String(10_000 + i) },
    },
    null,
    2,
  ),
  response: i === 4 ? "upstream unavailable" : "ok",
}));

const sample = (n: number, seed: string) => {
  const from = Math.floor(hash(seed) * (customers.length - n));
  return customers.slice(from, from + n);
};

export const routes: Route[] = [
  ["GET", /^\/rules\/catalogue$/, () => ok(catalogue satisfies Catalogue)],
  [
    "GET",
    /^\/segments\/status$/,
    () => ok({ ready: process.env.MOCK_BUILDING !== "1", done: 31_204, total: BASE, at: at(Date.now()) }),
  ],
  ["GET", /^\/rules\/values$/, ({ query }) => ok({ values: valuesOf(query) })],
  [
    "POST",
    /^\/rules\/read$/,
    ({ body }) => {
      const text = body.rule ? ruleText(body.rule as Rule) : String(body.text ?? "");
      const read = body.rule ? { rule: body.rule as Rule, problems: [] } : readText(text);
      return ok({ text, ...read, sentence: read.rule ? sentence(read.rule) : null });
    },
  ],
  [
    "POST",
    /^\/segments\/count$/,
    ({ body }) => {
      const rule = ruleOf(body);
      if (!rule) return unread;
      return ok({ customers: sizeOf(rule), base: BASE, at: at(Date.now()), took_us: 3120, parts: parts(rule) });
    },
  ],
  [
    "POST",
    /^\/segments\/sample$/,
    ({ body }) => ok({ items: sample(Number(body.n ?? 6), JSON.stringify(body) + Math.random()) }),
  ],
  [
    "POST",
    /^\/segments\/cross$/,
    ({ body }) => {
      const [left, right] = [ruleOf(body.left as Crowd as never), ruleOf(body.right as Crowd as never)];
      if (!left || !right) return unread;
      const [l, r] = [sizeOf(left), sizeOf(right)];
      const both = Math.round(Math.min(l, r) * (0.15 + 0.4 * hash(ruleText(left) + ruleText(right))));
      return ok({ left: l, right: r, both, only_left: l - both, only_right: r - both, base: BASE, at: at(Date.now()) });
    },
  ],
  [
    "GET",
    /^\/segments\/live$/,
    () => ({
      status: 200,
      type: "text/event-stream",
      body: `retry: 60000\n\ndata: ${JSON.stringify({ id: "1", size: (one("1")?.size ?? 0) + 3, at: at(Date.now()) })}\n\n`,
    }),
  ],
  [
    "GET",
    /^\/segments\/settings$/,
    () => ok({ new_customer_counts_pending: true, refunded_is_new: true, w1_days: 180, w2_days: 720 }),
  ],
  ["PUT", /^\/segments\/settings$/, ({ body }) => ok(body)],
  [
    "POST",
    /^\/segments\/lists$/,
    () => {
      const segment = keep("导入的名单", "", { kind: "list", size: 1_264 });
      return ok({
        segment,
        matched: 1_264,
        not_matched: 38,
        customers: 1_260,
        refused_file: "row,value\n3,13800000000\n",
      });
    },
  ],
  [
    "GET",
    /^\/segments$/,
    ({ query }) => {
      const [q, kind, origin] = [query.get("q"), query.get("kind"), query.get("origin")];
      return list(
        made.filter(
          (s) => (!q || s.name.includes(q)) && (!kind || s.kind === kind) && (!origin || s.origin === origin),
        ),
      );
    },
  ],
  [
    "POST",
    /^\/segments$/,
    ({ body, english }) => {
      if (made.some((s) => s.name === body.name))
        return {
          status: 422,
          body: {
            type: "/errors/invalid",
            title: "没有保存",
            status: 422,
            detail: "已有同名人群",
            code: "invalid",
            errors: [
              {
                field: "name",
                code: "taken",
                detail: english ? "There is a segment of that name." : "已有同名人群，请换一个名字。",
              },
            ],
          },
        };
      const rule = ruleOf(body as never);
      return rule ? ok(keep(String(body.name), ruleText(rule), { note: String(body.note ?? ""), version: 1 })) : unread;
    },
  ],
  [
    "GET",
    /^\/segments\/(\w+)$/,
    ({ id }) =>
      one(id)
        ? ok(one(id))
        : { status: 404, body: { title: "没有这个人群", detail: "它可能已经被删除。", code: "not_found" } },
  ],
  [
    "PATCH",
    /^\/segments\/(\w+)$/,
    ({ id, body }) => {
      const segment = one(id);
      if (!segment) return nothing;
      const rule = body.rule || body.text !== undefined ? ruleOf(body as never) : segment.rule;
      Object.assign(
        segment,
        body,
        rule ? { rule, text: ruleText(rule), sentence: sentence(rule), size: sizeOf(rule) } : {},
        { version: segment.version + 1, updated_at: at(Date.now()) },
      );
      return ok(segment);
    },
  ],
  [
    "DELETE",
    /^\/segments\/(\w+)$/,
    ({ id }) => {
      made.splice(
        made.findIndex((s) => s.id === id),
        1,
      );
      return nothing;
    },
  ],
  ["POST", /^\/segments\/(\w+)\/duplicate$/, ({ id }) => ok(keep(`${one(id)?.name} 副本`, one(id)?.text ?? ""))],
  [
    "POST",
    /^\/segments\/(\w+)\/preview$/,
    ({ id, body }) => {
      const rule = ruleOf(body as never);
      const [before, size] = [one(id)?.size ?? 0, rule ? sizeOf(rule) : 0];
      const kept = Math.round(Math.min(before, size) * 0.8);
      const users = (one(id)?.uses ?? [])
        .filter((use) => use.kind === "segment")
        .map((use) => ({ id: use.id, name: use.name, direct: true, enter: 0, leave: Math.round((before - kept) / 2) }));
      return ok({ enter: size - kept, leave: before - kept, size, at: at(Date.now()), users, more_users: 0 });
    },
  ],
  [
    "GET",
    /^\/segments\/(\w+)\/versions$/,
    ({ id }) => {
      const s = one(id);
      if (!s?.rule) return list([]);
      const items =
        versions.get(id) ??
        Array.from({ length: s.version }, (_, i) => ({
          version: s.version - i,
          text: s.text ?? "",
          sentence: s.sentence ?? { zh: "", en: "" },
          at: at(Date.parse(s.updated_at) - i * 3 * day),
          by: i % 2 ? "林晚" : "周可",
          note: i === s.version - 1 ? null : "收紧到 180 天",
        }));
      return list(items);
    },
  ],
  [
    "POST",
    /^\/segments\/(\w+)\/versions\/\d+\/restore$/,
    ({ id }) => ok(Object.assign(one(id) ?? {}, { version: (one(id)?.version ?? 0) + 1 })),
  ],
  [
    "GET",
    /^\/segments\/(\w+)\/sizes$/,
    ({ id }) => {
      const s = one(id);
      const size = s?.size ?? 0;
      return ok({
        points: Array.from({ length: 31 }, (_, i) => {
          const wave = Math.round(size * (0.86 + 0.14 * (i / 30) + 0.02 * Math.sin(i * (1 + hash(id) * 2))));
          return {
            at: at(now - (30 - i) * day),
            size: i === 30 ? size : wave,
            entered: Math.round(size * 0.004 * (1 + (i % 3))),
            left: Math.round(size * 0.003 * (1 + (i % 4))),
          };
        }),
      });
    },
  ],
  [
    "GET",
    /^\/segments\/(\w+)\/crossings$/,
    () =>
      list(
        customers.slice(0, 40).map((c, i) => ({
          customer: { id: c.id, nick: c.nick, name: c.name },
          entered: i % 3 !== 1,
          at: at(now - i * 2_400_000),
        })),
      ),
  ],
  ["GET", /^\/segments\/(\w+)\/members$/, () => list(customers.slice(0, 60))],
  [
    "POST",
    /^\/segments\/(\w+)\/freeze$/,
    ({ id, body }) =>
      ok(keep(String(body.name), "", { kind: "list", size: one(id)?.size ?? 0, entered_today: 0, left_today: 0 })),
  ],
  [
    "GET",
    /^\/customers\/(\w+)\/segments$/,
    ({ id }) =>
      ok({
        items: made
          .filter((_, i) => (i + Number(id)) % 3 === 0)
          .map((s) => ({ id: s.id, name: s.name, since: at(now - 12 * day) })),
      }),
  ],
  [
    "GET",
    /^\/recipes$/,
    () =>
      ok({
        items: recipes.map((recipe) => ({ ...recipe, in_use: made.find((s) => s.recipe === recipe.key)?.id ?? null })),
      }),
  ],
  [
    "POST",
    /^\/recipes\/(\w+)$/,
    ({ id, body }) => {
      const recipe = recipes.find((r: Recipe) => r.key === id);
      return recipe
        ? ok(
            keep(String(body.name ?? recipe.label.zh), recipe.text, {
              origin: recipe.group === "recipe" ? "recipe" : recipe.group,
              recipe: id,
            }),
          )
        : nothing;
    },
  ],
  [
    "POST",
    /^\/insight$/,
    ({ body }) => {
      const rule = ruleOf(body as never);
      const against = ruleOf((body.base ?? {}) as never);
      return ok(
        insight(
          rule ? sizeOf(rule) : 0,
          against ? sizeOf(against) : BASE,
          at(Date.now()),
          rule ? ruleText(rule).length + 3 : 7,
        ),
      );
    },
  ],
  ["POST", /^\/insight\/export$/, () => ({ status: 200, type: "text/csv", body: "a,b\n" })],
  ["GET", /^\/webhooks$/, () => list(hooks)],
  ["GET", /^\/webhooks\/settings$/, () => ok({ private_addresses: false })],
  ["PUT", /^\/webhooks\/settings$/, ({ body }) => ok(body)],
  [
    "POST",
    /^\/webhooks$/,
    ({ body }) => {
      const hook = {
        id: String(hooks.length + 1),
        created_at: at(Date.now()),
        created_by: "林晚",
        ...(body as unknown as Omit<Webhook, "id" | "created_at" | "created_by">),
      };
      hooks.push(hook);
      return ok({ ...hook, secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" });
    },
  ],
  ["PATCH", /^\/webhooks\/(\w+)$/, ({ id, body }) => ok(Object.assign(hooks.find((h) => h.id === id) ?? {}, body))],
  [
    "DELETE",
    /^\/webhooks\/(\w+)$/,
    ({ id }) => {
      hooks.splice(
        hooks.findIndex((h) => h.id === id),
        1,
      );
      return nothing;
    },
  ],
  ["GET", /^\/webhooks\/(\w+)\/deliveries$/, ({ id }) => list(id === "1" ? deliveries : [])],
  [
    "POST",
    /^\/webhooks\/(\w+)\/deliveries\/(\w+)\/replay$/,
    ({ rest }) => ok(Object.assign(deliveries.find((d) => d.id === rest) ?? {}, { status: "waiting" })),
  ],
  ["POST", /^\/webhooks\/(\w+)\/test$/, () => ok(deliveries[0])],
];
