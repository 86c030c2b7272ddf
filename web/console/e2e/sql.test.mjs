// A question in SQL on a phone: its answer is read, drawn and taken along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { PHONE, settled, walk, word } from "./browser.mjs";
import { demo } from "./demo.mjs";

describe("SQL", () => {
  const shop = demo(120);

  test("an answer in SQL is drawn, and taken along as CSV and as Parquet", async () => {
    const { visitor } = await shop.visit({ viewport: PHONE });
    await walk(visitor, "sql", async (page) => {
      await page.goto("/sql");
      await settled(page);
      const main = page.locator("main");
      await main.getByRole("button", { name: word("每月付款金额") }).click();
      await main.getByRole("table").waitFor();
      assert.match(await main.locator("tbody tr:not([aria-hidden]) td").first().textContent(), /^\d{4}-\d{2}-01$/);
      await main.getByText("柱状图", { exact: true }).click();
      await main.locator("canvas").waitFor();
      for (const [kind, begin] of [
        ["CSV", "\uFEFFmonth,amount"],
        ["Parquet", "PAR1"],
      ]) {
        const down = page.waitForEvent("download");
        await main
          .getByRole("button", { name: word("下载") })
          .first()
          .click();
        await page.getByRole("menuitem", { name: new RegExp(kind) }).click();
        const bytes = readFileSync(await (await down).path());
        assert.ok(bytes.toString("utf8").startsWith(begin), `${kind} is whole`);
      }
    });
  });
});
