// Development only: goods for members only, kept in memory.
import type { MemberGoods } from "../src/api/index.ts";
import { ok, type Route } from "./answer.ts";

let goods: MemberGoods = { rules: [] };

export const routes: Route[] = [
  ["GET", /^\/members\/goods$/, () => ok(goods)],
  [
    "PUT",
    /^\/members\/goods$/,
    ({ body }) => {
      goods = body as unknown as MemberGoods;
      return ok(goods);
    },
  ],
];
