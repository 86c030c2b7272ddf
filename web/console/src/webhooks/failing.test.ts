import { expect, it } from "vitest";
import { failing } from "./failing";

const of = (...all: ("delivered" | "waiting" | "failed")[]) => failing(all.map((status) => ({ status, tries: 1 })));

it("counts what has not arrived since the last that did", () => {
  expect([of(), of("delivered", "failed"), of("failed", "waiting", "delivered"), of("failed", "failed")]).toEqual([
    0, 0, 2, 2,
  ]);
});

it("waits for what nobody has tried yet", () => {
  expect(
    failing([
      { status: "waiting", tries: 0 },
      { status: "failed", tries: 3 },
      { status: "delivered", tries: 1 },
    ]),
  ).toBe(1);
});
