import { describe, expect, it } from "vitest";
import { shared } from "./titles";

describe("titles that several products have", () => {
  const of = (key: string, title: string) => ({ key, title, shop: null });
  it("are told, and one product that comes twice is no second one", () => {
    expect([...shared([of("1", "茶"), of("2", "杯"), of("1", "茶"), of("3", "杯")])]).toEqual(["杯"]);
    expect(shared([]).size).toBe(0);
  });
});
