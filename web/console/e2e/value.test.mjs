// From a figure to the people behind it: a cell of the RFM heat map becomes a segment, and a card says what its customer is
// worth.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch, settled, Visitor, walk, word } from "./browser.mjs";
import { DEMO, Server } from "./server.mjs";
import { reckoned } from "./value.mjs";

let browser;
let server;

const button = (where, text) => where.getByRole("button", { name: word(text) });
const number = (text) => Number(text.replace(/[^\d]/g, ""));

describe("customer value", () => {
  before(async () => {
    server = await Server.start({ people: 300 });
    browser = await launch();
    const visitor = await Visitor.come(browser, server);
    const { csrf } = await visitor.signIn(DEMO);
    const { request } = visitor.context;
    for (let ready = false; !ready; ) ({ ready } = await (await request.get("/api/v1/segments/status")).json());
    await reckoned(request, csrf);
    await visitor.context.close();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("a cell of the heat map becomes a segment of as many", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.signIn(DEMO);
    const get = async (path) => {
      const answer = await visitor.context.request.get(`/api/v1${path}`);
      assert.ok(answer.ok(), await answer.text());
      return answer.json();
    };
    await walk(visitor, "value", async (page) => {
      const main = page.getByRole("main");
      await page.goto("/rfm");
      await settled(page);
      const { cells, population } = await get("/insight/rfm");
      assert.equal(
        cells.reduce((sum, cell) => sum + cell.customers, 0),
        population,
        "everybody stands in one cell",
      );
      const cell = cells.toSorted((a, b) => b.customers - a.customers)[0];
      await main.getByRole("button", { name: new RegExp(`^R${cell.recency} F${cell.frequency} `) }).click();
      const drawer = page.getByRole("dialog");
      assert.equal(number(await drawer.locator("dd").first().textContent()), cell.customers);
      await drawer
        .getByRole("heading", {
          name: new RegExp(`背后的客户 ${new Intl.NumberFormat("zh-CN").format(cell.customers)}(\\D|$)`),
        })
        .waitFor();
      await button(drawer, "存为人群").click();
      await drawer.getByLabel("人群名称").fill("最大的一格");
      await button(drawer, "保存").click();
      await page.waitForURL(/\/segments\/\d+$/);
      await page.getByRole("heading", { name: "最大的一格", level: 1 }).waitFor();
      const segment = await get(`/segments/${new URL(page.url()).pathname.split("/").pop()}`);
      assert.deepEqual([segment.text, segment.size], [cell.rule, cell.customers]);

      // The figures of a picture are taken along as a workbook.
      await page.goto("/lifecycle");
      await settled(page);
      const down = page.waitForEvent("download");
      await button(main, "保存图片或数据").last().click();
      await page.getByRole("menuitem", { name: "导出 Excel" }).click();
      assert.equal(
        readFileSync(await (await down).path())
          .subarray(0, 2)
          .toString(),
        "PK",
      );
    });
  });

  test("a flow of an earlier month becomes a list of exactly those whom it counts", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.signIn(DEMO);
    await walk(visitor, "value-past", async (page) => {
      const main = page.getByRole("main");
      await page.goto("/lifecycle");
      await settled(page);
      await main.getByRole("combobox", { name: "哪个月" }).click();
      await page.locator(".ant-select-item-option").nth(1).click();
      const flow = main.getByRole("button", { name: /^看从/ }).first();
      const customers = number(await flow.textContent());
      await flow.click();
      const drawer = page.getByRole("dialog");
      await button(drawer, "存为名单").click();
      await drawer.getByLabel("人群名称").fill("上上个月的变化");
      await button(drawer, "保存").click();
      await page.waitForURL(/\/segments\/\d+$/);
      const id = new URL(page.url()).pathname.split("/").pop();
      const { kind, size } = await (await visitor.context.request.get(`/api/v1/segments/${id}`)).json();
      assert.deepEqual([kind, size], ["list", customers]);
    });
  });

  test("a card says what its customer is worth, as the list does", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.signIn(DEMO);
    await walk(visitor, "value-card", async (page) => {
      await page.goto("/value");
      await settled(page);
      const main = page.getByRole("main");
      const answer = await visitor.context.request.get("/api/v1/insight/value/customers?order=realised&limit=1");
      const [first] = (await answer.json()).items;
      await main.locator("tbody tr:not([aria-hidden=true])").getByRole("button").first().click();
      await page.waitForURL(`**/customers/${first.customer.id}`);
      await main.getByRole("heading", { name: "价值", exact: true }).waitFor();
      await settled(page);
      const whole = new Intl.NumberFormat("zh-CN", {
        style: "currency",
        currency: first.realised.currency,
        currencyDisplay: "narrowSymbol",
      }).format(first.realised.amount / 100);
      await main.getByTitle(whole).first().waitFor();
    });
  });
});
