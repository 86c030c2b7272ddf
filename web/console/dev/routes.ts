// Development only: the answers of /api/v1, by method and path, over the made-up shop.
import { type Answer, refuse } from "./answer.ts";
import { routes as asked } from "./asked.ts";
import { routes as door, turnedAway } from "./door.ts";
import { routes as draws } from "./draws.ts";
import { routes as exports } from "./exports.ts";
import { routes as goods } from "./goods.ts";
import { routes as imported } from "./imports.ts";
import { routes as memberGoods } from "./memberGoods.ts";
import { routes as members } from "./members.ts";
import { routes as pivot } from "./pivot.ts";
import { routes as promotions } from "./promotions.ts";
import { routes as rooms } from "./rooms.ts";
import { routes as segments } from "./segments.ts";
import { routes as settings } from "./settings.ts";
import { routes as sql } from "./sql.ts";
import { routes as staff } from "./staff.ts";
import { routes as value } from "./value.ts";
import { routes as wallet } from "./wallet.ts";

/** The first that fits answers. */
const table = [
  ...memberGoods,
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
  ...door,
  ...staff,
  ...settings,
  ...goods,
];

export function answer(method: string, path: string, query: URLSearchParams, body: unknown, english: boolean): Answer {
  const away = turnedAway(method, path, english);
  if (away) return away;
  for (const [verb, pattern, run] of table) {
    const match = verb === method ? pattern.exec(path) : null;
    if (!match) continue;
    const [, id = "", rest = ""] = match;
    return run({ id, rest, query, body: (body ?? {}) as Record<string, unknown>, english });
  }
  return refuse(404, "not_found", "没有这个地址", `${method} ${path}`);
}
