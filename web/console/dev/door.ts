// Development only: signing in and the first run, and what the bell tells.
import type { Notification, Role, Session } from "../src/api/index.ts";
import { type Answer, hour, nothing, ok, page, type Route, refuse } from "./answer.ts";
import { roleOf } from "./roles.ts";
import { at, now, shops } from "./shop.ts";

export const session: Session = {
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

export const routes: Route[] = [
  ["GET", /^\/setup$/, () => ok({ needed, demo: false, currency: "CNY" })],
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
  ["GET", /^\/notifications$/, ({ query }) => page(notes, query)],
  [
    "POST",
    /^\/notifications\/read$/,
    ({ body }) => {
      for (const n of notes) if (body.all || (body.ids as string[]).includes(n.id)) n.read = true;
      return nothing;
    },
  ],
];

const open = ["/setup", "/session"];

/** What somebody hears who has not signed in and asks for more than the door. */
export function turnedAway(method: string, path: string, english: boolean): Answer | null {
  if (signedIn || (open.includes(path) && (method === "POST" || path === "/setup"))) return null;
  return refuse(401, "signed_out", english ? "Signed out" : "请先登录", english ? "Please sign in." : "请先登录。");
}
