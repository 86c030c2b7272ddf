// Development only: the answers of /api/v1, by method and path, over the made-up shop.
import type {
  ApiKey,
  AuditEntry,
  EventProperty,
  Field,
  Job,
  Notification,
  Permission,
  Role,
  Session,
  SuggestedProperty,
  User,
} from "../src/api/index.ts";
import { routes as asked } from "./asked.ts";
import { routes as draws } from "./draws.ts";
import { routes as exports } from "./exports.ts";
import { routes as imported } from "./imports.ts";
import { routes as members } from "./members.ts";
import { overview } from "./overview.ts";
import { routes as pivot } from "./pivot.ts";
import { routes as promotions } from "./promotions.ts";
import { roleOf, roles } from "./roles.ts";
import { routes as rooms } from "./rooms.ts";
import { routes as segments } from "./segments.ts";
import { at, customers, now, orders, products, shops } from "./shop.ts";
import { routes as sql } from "./sql.ts";
import { routes as value } from "./value.ts";
import { routes as wallet } from "./wallet.ts";

export interface Answer {
  status: number;
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
}

const hour = 3_600_000;
const ok = (body: unknown): Answer => ({ status: 200, body });
const nothing: Answer = { status: 204 };
const refuse = (status: number, code: string, title: string, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: `/errors/${code}`, title, status, detail, code, request_id: "req_7f3a91", ...more },
});

const session: Session = {
  user: {
    id: "1",
    name: "林晚",
    login: "linwan",
    role: (process.env.MOCK_ROLE as Role) ?? "owner",
    locale: "zh-CN",
    theme: "system",
  },
  business: { name: "山茶小铺", currency: "CNY", time_zone: "Asia/Shanghai", locale: "zh-CN", upload_days: 7 },
  shops,
  permissions: roleOf((process.env.MOCK_ROLE as Role) ?? "owner"),
  csrf: "mock",
  version: "0.1.0",
  demo: true,
};
let signedIn = process.env.MOCK_SIGNED_OUT !== "1";
let needed = process.env.MOCK_SETUP === "1";
if (needed) signedIn = false;

const users: User[] = [
  ["1", "林晚", "linwan", "owner", null, 0.1],
  ["2", "周可", "zhouke", "operator", null, 3],
  ["3", "陈小满", "xiaoman", "agent", ["1", "2"], 0.5],
  ["4", "吴越", "wuyue", "agent", ["3"], 26],
  ["5", "何青", "heqing", "analyst", null, 70],
].map(([id, name, login, role, shop_ids, hours]) => ({
  id: id as string,
  name: name as string,
  login: login as string,
  role: role as User["role"],
  shop_ids: shop_ids as string[] | null,
  disabled: id === "5",
  last_seen_at: at(now - (hours as number) * hour),
  created_at: at(now - 9000 * hour),
}));

const keys: (ApiKey & { secret?: string })[] = [
  {
    id: "1",
    name: "官网埋点",
    kind: "write",
    prefix: "wk_7hQ2",
    scopes: ["events.write"],
    shop_id: "4",
    created_at: at(now - 2000 * hour),
    last_used_at: at(now - 0.01 * hour),
    revoked: false,
  },
  {
    id: "2",
    name: "数据仓库同步",
    kind: "api",
    prefix: "rk_Mz81",
    scopes: ["customers.read", "orders.read", "products.read"],
    shop_id: null,
    created_at: at(now - 900 * hour),
    last_used_at: at(now - 6 * hour),
    revoked: false,
  },
  {
    id: "3",
    name: "旧 ERP",
    kind: "api",
    prefix: "rk_0aBc",
    scopes: ["orders.write"],
    shop_id: null,
    created_at: at(now - 8000 * hour),
    last_used_at: null,
    revoked: true,
  },
];
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
const jobs: Job[] = [
  ["connect.douyin", "parked", 8, "抖店返回 403：授权已过期，请重新授权"],
  ["import.run", "running", 1, null],
  ["proposals.search", "queued", 0, null],
  ["warehouse.fold", "done", 1, null],
  ["sessions.sweep", "done", 1, null],
].map(([kind, state, attempts, last_error], i) => ({
  id: String(i + 1),
  kind: kind as string,
  state: state as Job["state"],
  attempts: attempts as number,
  run_at: at(now - i * hour),
  last_error: last_error as string | null,
  created_at: at(now - (i + 1) * hour),
}));
const audit: AuditEntry[] = Array.from({ length: 60 }, (_, i) => {
  const kinds = [
    "customers.revealed",
    "settings.changed",
    "imports.started",
    "customers.merged",
    "users.changed",
    "customers.exported",
    "keys.added",
  ];
  const user = users[i % 4] as User;
  return {
    id: String(900 - i),
    at: at(now - i * 1.7 * hour),
    actor: i % 9 === 5 ? { kind: "system", id: null, name: "system" } : { kind: "user", id: user.id, name: user.name },
    action: kinds[i % kinds.length] as string,
    subject_kind: i % 7 === 1 ? null : "customer",
    subject_id: i % 7 === 1 ? null : String(10_000 + i),
    detail: i % 7 === 0 ? { fields: ["mobile"], reason: "核对收货信息" } : {},
    address: `192.168.1.2${i % 9}`,
  };
});
const notes: Notification[] = [
  {
    id: "1",
    at: at(now - 0.4 * hour),
    kind: "import",
    title: "导入完成：双11订单.xlsx",
    detail: "新增 1,204 笔，更新 86 笔，37 行被拒",
    link: "/imports",
    read: false,
  },
  {
    id: "2",
    at: at(now - 5 * hour),
    kind: "job",
    title: "任务停下了：抖店同步",
    detail: "授权已过期，请重新授权后重试",
    link: "/settings/jobs?state=parked",
    read: false,
  },
  {
    id: "3",
    at: at(now - 27 * hour),
    kind: "proposals",
    title: "找到 23 组可能重复的客户",
    detail: "按相似度从高到低排好了",
    link: "/proposals",
    read: true,
  },
];
function page<T>(items: T[], query: URLSearchParams): Answer {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  const next = from + limit;
  return ok({ items: items.slice(from, next), next_cursor: next < items.length ? String(next) : null });
}

function has(text: (string | null | undefined)[], q: string | null): boolean {
  return !q || text.some((part) => part?.toLowerCase().includes(q.toLowerCase()));
}

type Call = { id: string; query: URLSearchParams; body: Record<string, unknown>; english: boolean };
const table: [string, RegExp, (call: Call) => Answer][] = [
  ["GET", /^\/setup$/, () => ok({ needed, demo: false })],
  [
    "POST",
    /^\/setup$/,
    () => {
      needed = false;
      signedIn = true;
      return ok(session);
    },
  ],
  [
    "POST",
    /^\/session$/,
    ({ body }) => {
      if (body.password === "wrong") return refuse(401, "wrong_credentials", "登录失败", "登录名或密码不对");
      signedIn = true;
      return ok(session);
    },
  ],
  ["GET", /^\/session$/, () => ok(session)],
  [
    "PATCH",
    /^\/session$/,
    ({ body }) => {
      const { locale, theme, name } = body as Partial<Session["user"]>;
      Object.assign(session.user, locale && { locale }, theme && { theme }, name && { name });
      return ok({ ...session, user: { ...session.user } });
    },
  ],
  [
    "DELETE",
    /^\/session$/,
    () => {
      signedIn = false;
      return nothing;
    },
  ],
  ["GET", /^\/roles$/, () => ok(roles)],
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
  ["GET", /^\/users$/, ({ query }) => page(users, query)],
  [
    "POST",
    /^\/users$/,
    ({ body }) => {
      if (users.some((u) => u.login === body.login))
        return refuse(422, "invalid", "没有保存", "这个登录名已被使用，请换一个。", {
          errors: [{ field: "login", code: "taken", detail: "这个登录名已被使用，请换一个。" }],
        });
      users.push({
        id: String(users.length + 1),
        disabled: false,
        last_seen_at: null,
        created_at: at(now),
        ...(body as { name: string; login: string; role: "agent"; shop_ids: null }),
      });
      return ok(users.at(-1));
    },
  ],
  ["PATCH", /^\/users\/(\w+)$/, ({ id, body }) => ok(Object.assign(users.find((u) => u.id === id) ?? {}, body))],
  ["GET", /^\/keys$/, ({ query }) => page(keys, query)],
  [
    "POST",
    /^\/keys$/,
    ({ body }) => {
      const kind = body.kind as "api" | "write";
      const key = {
        id: String(keys.length + 1),
        prefix: kind === "write" ? "wk_9fJq" : "rk_9fJq",
        created_at: at(now),
        last_used_at: null,
        revoked: false,
        shop_id: null,
        ...(body as { name: string; kind: "api"; scopes: Permission[] }),
      };
      keys.unshift(key);
      return ok({ ...key, secret: `${key.prefix}7tq0mX2vK4sYwB1cN8eR5uHd` });
    },
  ],
  [
    "DELETE",
    /^\/keys\/(\w+)$/,
    ({ id }) => {
      const key = keys.find((k) => k.id === id);
      if (key) key.revoked = true;
      return nothing;
    },
  ],
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
  [
    "GET",
    /^\/audit$/,
    ({ query }) =>
      page(
        audit.filter(
          (e) =>
            has([e.actor.name], query.get("actor")) &&
            has([e.action], query.get("action")) &&
            has([e.subject_id], query.get("subject")),
        ),
        query,
      ),
  ],
  [
    "GET",
    /^\/jobs$/,
    ({ query }) =>
      page(
        jobs.filter((j) => !query.get("state") || j.state === query.get("state")),
        query,
      ),
  ],
  [
    "POST",
    /^\/jobs\/(\w+)\/retry$/,
    ({ id }) => ok(Object.assign(jobs.find((j) => j.id === id) ?? {}, { state: "queued" })),
  ],
  [
    "POST",
    /^\/jobs\/(\w+)\/discard$/,
    ({ id }) => {
      jobs.splice(
        jobs.findIndex((j) => j.id === id),
        1,
      );
      return nothing;
    },
  ],
  ["GET", /^\/notifications$/, ({ query }) => page(notes, query)],
  [
    "POST",
    /^\/notifications\/read$/,
    ({ body }) => {
      for (const n of notes) if (body.all || (body.ids as string[]).includes(n.id)) n.read = true;
      return nothing;
    },
  ],
  [
    "GET",
    /^\/overview$/,
    ({ query, english }) => {
      if (process.env.MOCK_EMPTY === "1")
        return ok({
          ...overview(30, [], english),
          sentence: english
            ? "No orders yet: import the first file and this page fills itself."
            : "还没有订单：导入第一份文件，这里就会有内容。",
          todo: [{ kind: "no_data", count: 0, link: "/imports" }],
        });
      return ok(overview(Number(query.get("days") ?? 30), query.getAll("shop"), english));
    },
  ],
  [
    "GET",
    /^\/tags$/,
    () =>
      ok({
        items: [...new Set(customers.flatMap((c) => c.tags))].map((name) => ({
          name,
          size: customers.filter((c) => c.tags.includes(name)).length,
        })),
      }),
  ],
  [
    "GET",
    /^\/orders$/,
    ({ query }) =>
      page(
        orders.filter(
          (o) =>
            has([o.number, o.customer, o.title], query.get("q")) &&
            has([o.status], query.get("status")) &&
            (query.getAll("shop").length === 0 || query.getAll("shop").includes(o.shop_id)),
        ),
        query,
      ),
  ],
  ["GET", /^\/orders\/statuses$/, () => ok({ items: [] })],
  ["GET", /^\/orders\/(\w+)$/, ({ id }) => ok(orders.find((o) => o.id === id))],
  [
    "GET",
    /^\/products$/,
    ({ query }) =>
      page(
        products.filter(
          (p) => has([p.title, p.number, p.sku], query.get("q")) && has([p.category], query.get("category")),
        ),
        query,
      ),
  ],
  ["GET", /^\/products\/(\w+)$/, ({ id }) => ok(products.find((p) => p.id === id))],
  [
    "GET",
    /^\/search$/,
    ({ query }) => {
      const q = query.get("q");
      return ok({
        customers: customers.filter((c) => has([c.nick, c.mobile, c.name], q)).slice(0, 8),
        orders: orders.filter((o) => has([o.number], q)).slice(0, 5),
        products: products.filter((p) => has([p.title], q)).slice(0, 5),
      });
    },
  ],
];

const open = ["/setup", "/session"];

export function answer(method: string, path: string, query: URLSearchParams, body: unknown, english: boolean): Answer {
  if (!signedIn && !(open.includes(path) && (method === "POST" || path === "/setup")))
    return refuse(401, "signed_out", english ? "Signed out" : "请先登录", english ? "Please sign in." : "请先登录。");
  for (const [verb, pattern, run] of [
    ...members,
    ...wallet,
    ...draws,
    ...promotions,
    ...rooms,
    ...imported,
    ...asked,
    ...exports,
    ...value,
    ...segments,
    ...pivot,
    ...sql,
    ...table,
  ]) {
    const match = verb === method ? pattern.exec(path) : null;
    if (!match) continue;
    const [, id = "", rest = ""] = match;
    return run({ id, rest, query, body: (body ?? {}) as Record<string, unknown>, english });
  }
  return refuse(404, "not_found", "没有这个地址", `${method} ${path}`);
}
