// The main walk, as somebody does it on her first day: set the shop up, bring orders in, mend the bad rows, find a
// customer, merge and take apart, look at a mobile, take a file away.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, settled, Visitor, walk, word } from "./browser.mjs";
import { BUYERS, DAMAGED, mended, orders, table } from "./files.mjs";
import { bring, giveBack, refusedRows } from "./imports.mjs";
import { OWNER, Server } from "./server.mjs";

let browser;
let server;

const button = (where, text) => where.getByRole("button", { name: word(text) });
/** The row of a list that names this buyer. */
const row = (page, nick) => page.getByRole("main").getByRole("row").filter({ hasText: nick });

async function setUp(page) {
  await page.goto("/");
  await page.waitForURL(/welcome|set-?up/);
  await page.getByLabel("生意名称").fill("山茶小铺");
  await button(page, "下一步").click();
  await page.getByLabel("店铺名称").fill("山茶小铺淘宝店");
  await button(page, "下一步").click();
  await page.getByLabel("怎么称呼你").fill("小梅");
  await page.getByLabel("登录名").fill(OWNER.login);
  await page.getByLabel("密码").fill(OWNER.password);
  await button(page, "开始使用").click();
  await page.waitForURL(/\/overview/);
  await settled(page);
}

/** Goes to the customers and looks for `text`. */
async function look(page, text) {
  await page.getByRole("navigation").getByRole("link", { name: "客户列表" }).click();
  await page.waitForURL(/\/customers/);
  const box = page.getByRole("main").getByRole("search").getByRole("textbox");
  await box.waitFor();
  const [answer] = await Promise.all([
    page.waitForResponse((answer) => new URL(answer.url()).searchParams.get("q") === text),
    box.fill(text),
  ]);
  assert.equal(answer.status(), 200);
  await settled(page);
}

async function open(page, nick) {
  await row(page, nick).getByRole("button").first().click();
  await page.waitForURL(/\/customers\/\d+/);
  await page.getByRole("heading", { name: nick, level: 1 }).waitFor();
  await settled(page);
}

const identity = (page, count) => page.getByRole("tab", { name: `身份 ${count}` });

/** Answers the question that stands in the middle. */
async function confirm(page, verb) {
  const asked = page.getByRole("dialog").filter({ has: page.getByRole("button", { name: word(verb) }) });
  await asked.getByRole("button", { name: word(verb) }).click();
  await asked.waitFor({ state: "hidden" });
}

describe("the first day", () => {
  before(async () => {
    server = await Server.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("from an empty shop to a file of customers", async () => {
    const visitor = await Visitor.come(browser, server);
    await walk(visitor, "first-day", async (page) => {
      await setUp(page);

      // Five orders, of which two are damaged.
      const file = join(server.folder, "订单.csv");
      writeFileSync(file, orders());
      const first = await bring(page, file);
      assert.deepEqual(first.counts.orders, { created: 3, changed: 0, unchanged: 0, refused: 2 });
      await row(page, DAMAGED[0].wrong).waitFor();
      await row(page, DAMAGED[1].wrong).waitFor();
      const refused = await refusedRows(page, server.folder);
      assert.equal(table(refused).length, 2);
      const again = join(server.folder, "订单-改好.csv");
      writeFileSync(again, mended(refused));
      const second = await giveBack(page, again);
      assert.deepEqual(second.counts.orders, { created: 2, changed: 0, unchanged: 0, refused: 0 });

      // By the last four digits of her mobile.
      const { first: one, second: other } = BUYERS;
      await look(page, one.mobile.slice(-4));
      await row(page, one.nick).waitFor();
      assert.equal(await row(page, other.nick).count(), 0);
      await open(page, one.nick);
      const main = page.getByRole("main");
      await main.getByText("138****8001").first().waitFor();
      assert.equal(await page.getByText(one.mobile).count(), 0, "masked until asked");

      // Merge with the other, and undo it.
      await merge(page, other);
      await identity(page, 2).click();
      await button(main, "撤销").click();
      await confirm(page, "撤销");
      await identity(page, 1).waitFor();

      // Merge again, and take her out by hand.
      await look(page, one.mobile.slice(-4));
      await open(page, one.nick);
      await merge(page, other);
      await identity(page, 2).click();
      await main.getByRole("checkbox", { name: new RegExp(other.nick) }).check();
      await button(main, "拆出 1 个来源").click();
      const split = page.getByRole("dialog");
      await split.getByLabel("原因").fill("其实是两个人");
      await button(split, "拆分").click();
      await split.waitFor({ state: "hidden" });
      await identity(page, 1).waitFor();
      await look(page, other.mobile.slice(-4));
      await row(page, other.nick).waitFor();

      // Her mobile in full, which the log tells.
      await look(page, one.mobile.slice(-4));
      await open(page, one.nick);
      await main.getByRole("button", { name: "查看完整内容: 手机" }).first().click();
      await main.getByText(one.mobile, { exact: true }).waitFor();
      const card = new URL(page.url()).pathname.split("/").pop();
      await page.getByRole("navigation").getByRole("link", { name: "操作日志" }).click();
      await page.waitForURL(/\/settings\/audit/);
      const told = row(page, "查看客户完整信息").first();
      await told.waitFor();
      const line = await told.textContent();
      assert.match(line, /小梅/);
      assert.match(line, new RegExp(card));

      // A file of everybody.
      await page.getByRole("navigation").getByRole("link", { name: "客户列表" }).click();
      await page.waitForURL(/\/customers/);
      await settled(page);
      await button(main, "导出列表").click();
      const drawer = page.getByRole("dialog");
      await drawer.getByLabel("CSV（UTF-8）").check();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        drawer.getByRole("button", { name: /^导\s?出/ }).click(),
      ]);
      const saved = join(server.folder, "customers.csv");
      await download.saveAs(saved);
      const text = readFileSync(saved, "utf8");
      const rows = table(text);
      assert.deepEqual(
        rows.map((line) => Object.values(line)[0]).sort(),
        Object.values(BUYERS)
          .map((one) => one.nick)
          .sort(),
      );
      assert.ok(text.includes("138****8001") && !text.includes(one.mobile), "masked in the file");

      // And a file of the one that is ticked.
      await drawer.waitFor({ state: "hidden" });
      await row(page, one.nick).getByRole("checkbox").check();
      await button(main, "导出选中的 1 位").click();
      await drawer.getByLabel("CSV（UTF-8）").check();
      const [ticked] = await Promise.all([
        page.waitForEvent("download"),
        drawer.getByRole("button", { name: /^导\s?出/ }).click(),
      ]);
      await ticked.saveAs(saved);
      assert.deepEqual(
        table(readFileSync(saved, "utf8")).map((line) => Object.values(line)[0]),
        [one.nick],
      );
    });
  });
});

async function merge(page, other) {
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "merge 合并", exact: true }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("combobox").fill(other.mobile.slice(-4));
  await page
    .getByTitle(other.nick)
    .or(page.locator(".ant-select-item-option", { hasText: other.nick }))
    .first()
    .click();
  await drawer.getByText("2 位合为一位").waitFor();
  await drawer.getByLabel("原因").fill("客户来电确认是同一个人");
  await button(drawer, "合并").click();
  await drawer.waitFor({ state: "hidden" });
  await identity(page, 2).waitFor();
}
