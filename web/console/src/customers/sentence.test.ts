import { expect, test } from "vitest";
import { favourite } from "./sentence";

const order = (...categories: (string | null)[]) => ({ lines: categories.map((category) => ({ category })) }) as never;

test.each([
  ["nothing bought", [], null],
  ["once is no liking", [order("茶叶")], null],
  ["twice is", [order("茶叶"), order("茶叶", "茶器")], "茶叶"],
  ["a tie is not", [order("茶叶"), order("茶叶"), order("茶器"), order("茶器")], null],
  ["many lines of one order count once", [order("茶器", "茶器", "茶器"), order("茶叶")], null],
  ["no category", [order(null), order(null)], null],
])("%s", (_name, orders, likes) => expect(favourite(orders)).toBe(likes));
