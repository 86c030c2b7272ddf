import { describe, expect, it } from "vitest";
import { shared, shopsOf } from "./titles";

describe("titles that several products have", () => {
  const of = (key: string, title: string) => ({ key, title, shop: null });
  it("are told, and one product that comes twice is no second one", () => {
    expect([...shared([of("1", "茶"), of("2", "杯"), of("1", "茶"), of("3", "杯")])]).toEqual(["杯"]);
    expect(shared([]).size).toBe(0);
  });
});

it("a product's shops are each told once", () => {
  const listing = (shop: string, number: string) => ({ product_id: number, number, shop_id: shop, shop });
  expect(shopsOf([listing("旗舰店", "1"), listing("官网", "2"), listing("旗舰店", "3")])).toEqual(["旗舰店", "官网"]);
});
