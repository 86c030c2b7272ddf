import { expect, it } from "vitest";
import { failing } from "./failing";

const of = (...all: ("delivered" | "waiting" | "failed")[]) => failing(all.map((status) => ({ status })));

it("counts what has not arrived since the last that did", () => {
  expect([of(), of("delivered", "failed"), of("failed", "waiting", "delivered"), of("failed", "failed")]).toEqual([
    0, 0, 2, 2,
  ]);
});
