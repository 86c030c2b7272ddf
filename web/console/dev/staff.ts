// Development only: who works in the shop and with which keys, what they did, and what runs in the background.
import type { ApiKey, AuditEntry, Job, Permission, User } from "../src/api/index.ts";
import { has, hour, nothing, ok, page, type Route, refuse } from "./answer.ts";
import { roles } from "./roles.ts";
import { at, now } from "./shop.ts";

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

export const routes: Route[] = [
  ["GET", /^\/roles$/, () => ok(roles)],
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
];
