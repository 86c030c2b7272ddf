// A pivot that is laid out by the keyboard, drilled into, and taken along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { settled, walk, word } from "./browser.mjs";
import { demo } from "./demo.mjs";

describe("the pivot", () => {
  const shop = demo(120);

  const number = (text) => Number(text.replace(/[^\d.-]/g, ""));

  test("a pivot is laid out by the keyboard, drilled into, and taken along", async () => {
    const { visitor, ask } = await shop.visit();
    await walk(visitor, "pivot", async (page) => {
      await page.goto("/pivot?subject=paid&measures=customers%3Bfacts&rows=year");
      await settled(page);
      const main = page.locator("main");
      const cells = main.locator("tfoot td");
      const plain = await ask("POST", "/pivot", { subject: "paid", rows: [], measures: ["customers", "facts"] });
      assert.deepEqual(
        (await cells.locator("button").allTextContents()).map(number),
        plain.total.values.map(Number),
        "the page shows the server's total",
      );

      await main.getByRole("region", { name: "列" }).getByRole("button", { name: "放进列" }).press("Enter");
      await page.getByRole("menuitem", { name: "省份", exact: true }).press("Enter");
      await page.waitForURL(/columns=province/);
      await settled(page);
      const chip = main.getByRole("region", { name: "列" }).getByRole("button", { name: /^省份/ });
      await chip.press("Enter");
      await page.getByRole("menuitem", { name: "移到行" }).press("Enter");
      await page.waitForURL(/rows=year%3Bprovince/);
      await main.locator("table:has(tfoot)").getByRole("columnheader", { name: "省份" }).waitFor();
      await settled(page);

      // Into the first province: its cities take its place, and the total is the province's.
      const first = main
        .locator("table:has(tfoot) tbody tr:not([aria-hidden=true])")
        .first()
        .getByRole("button")
        .first();
      const of = await ask("POST", "/pivot", {
        subject: "paid",
        rows: [{ dimension: "year" }, { dimension: "province" }],
        measures: ["customers", "facts"],
      });
      await first.click();
      const drawer = page.getByRole("dialog");
      const member = of.rows[1].members[of.cells[0].row[1]];
      assert.equal(number(await drawer.locator("dd strong").first().textContent()), Number(of.cells[0].values[0]));
      const listed = await ask("POST", "/segments/members", { text: of.cells[0].rule });
      assert.equal(listed.customers, Number(of.cells[0].values[0]), "as many customers as the cell says");
      assert.equal(await drawer.getByRole("link", { name: word("存为人群") }).count(), 1);
      await drawer.getByRole("button", { name: new RegExp(`${member.label.zh} → `) }).click();
      await page.waitForURL(/within=/);
      await settled(page);
      const within = await ask("POST", "/pivot", {
        subject: "paid",
        rows: [],
        measures: ["customers"],
        slice: {
          rule: { type: "is", attribute: "province", test: { test: "one_of", values: [{ text: member.value }] } },
        },
      });
      // The old answer stands, greyed, until the new one is there.
      const total = cells.getByRole("button").first();
      await total.filter({ hasText: new RegExp(`^${within.total.values[0]}$`) }).waitFor();

      const down = page.waitForEvent("download");
      await main.getByRole("button", { name: word("导出") }).click();
      await page.getByRole("menuitem", { name: /CSV/ }).click();
      const lines = readFileSync(await (await down).path(), "utf8")
        .trim()
        .split("\r\n");
      assert.equal(
        lines.length,
        (await main.locator("table:has(tfoot) tbody tr:not([aria-hidden=true])").count()) + 2,
        "a head, the rows, the total",
      );
    });
  });
});
