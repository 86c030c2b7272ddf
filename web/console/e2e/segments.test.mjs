// The walk of an operator who looks for a crowd: compose it from two conditions, see how many, save, look at what sets it
// apart, cross it with another, and keep it as a list.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch, settled, Visitor, walk, word } from "./browser.mjs";
import { DEMO, Server } from "./server.mjs";

let browser;
let server;

const button = (where, text) => where.getByRole("button", { name: word(text) });
const number = (text) => Number(text.replace(/[^\d]/g, ""));

/** Opens the catalogue of conditions, looks for this one and takes it. */
async function add(page, words) {
  await button(page.getByRole("main"), "添加条件").first().click();
  const box = page.getByRole("combobox", { name: /^搜索条件/ });
  await box.fill(words);
  await page.getByRole("option", { name: words, exact: true }).click();
  await box.waitFor({ state: "hidden" });
}

/** How many match, once the server has counted what stands on the page. */
async function counted(page, act) {
  const [answer] = await Promise.all([
    page.waitForResponse(async (one) => one.url().endsWith("/segments/count") && one.status() === 200),
    act(),
  ]);
  const { customers, base } = await answer.json();
  const shown = new Intl.NumberFormat("zh-CN").format(customers);
  await page.getByRole("main").getByText(`符合条件 ${shown} 人`).waitFor({ state: "attached" });
  return { customers, base };
}

describe("segments", () => {
  before(async () => {
    server = await Server.start({ people: 300 });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("from two conditions to a crowd that is known, crossed and frozen", async () => {
    const visitor = await Visitor.come(browser, server);
    await visitor.signIn(DEMO);
    // After a start the warehouse takes the shop in; questions are answered when it holds everybody.
    for (let ready = false; !ready; ) {
      const answer = await visitor.context.request.get("/api/v1/segments/status");
      assert.equal(answer.status(), 200);
      ({ ready } = await answer.json());
    }
    await walk(visitor, "segments", async (page) => {
      const main = page.getByRole("main");
      await page.goto("/segments/new");
      await settled(page);
      const first = await counted(page, () => add(page, "付款"));
      assert.ok(first.customers > 0 && first.customers <= first.base);
      const wider = await counted(page, async () => {
        await main.getByRole("button", { name: /^什么时间/ }).click();
        await page
          .getByRole("button", { name: /^任何时候$/ })
          .last()
          .click();
      });
      assert.ok(wider.customers >= first.customers, "ever holds of no fewer than a month");
      await add(page, "成交次数");
      await main.getByText("没填完，暂不计入").waitFor();
      const both = await counted(page, () => main.getByRole("spinbutton", { name: /^成交次数/ }).fill("2"));
      assert.ok(both.customers <= wider.customers, "a second condition narrows");
      assert.match(await main.getByRole("textbox", { name: "规则文本" }).inputValue(), /did paid[\s\S]*deals >= 2/);

      // Taken back and brought again.
      await button(main, "撤销").click();
      await button(main, "重做").click();
      await page.waitForFunction(() => /deals >= 2/.test(document.querySelector("textarea")?.value ?? ""), undefined);

      await button(main, "保存人群").click();
      const drawer = page.getByRole("dialog");
      await drawer.getByLabel("名称").fill("付过款的回头客");
      await button(drawer, "保存").click();
      await page.waitForURL(/\/segments\/\d+$/);
      await page.getByRole("heading", { name: "付过款的回头客", level: 1 }).waitFor();
      const id = new URL(page.url()).pathname.split("/").pop();
      await settled(page);
      const segment = await (await visitor.context.request.get(`/api/v1/segments/${id}`)).json();
      assert.equal(segment.size, both.customers);

      // Another one names it: who edits the first sees before saving what that does to both.
      const { csrf } = await (await visitor.context.request.get("/api/v1/session")).json();
      const headers = { "x-regulars-csrf": csrf };
      const data = { name: "其余的人", text: 'not in segment "付过款的回头客"' };
      assert.equal((await visitor.context.request.post("/api/v1/segments", { headers, data })).status(), 201);
      await page.goto(`/segments/${id}/edit`);
      await settled(page);
      await counted(page, () => main.getByRole("spinbutton", { name: /^成交次数/ }).fill("9999"));
      const followers = main.getByRole("region", { name: "引用它的人群，保存后" });
      const all = new Intl.NumberFormat("zh-CN").format(both.customers);
      await followers.getByText(`进入 ${all} 人，离开 0 人`).waitFor();
      await button(main, "保存修改").click();
      await page.getByRole("dialog").getByRole("link", { name: "其余的人" }).waitFor();
      await button(page.getByRole("dialog"), "取消").click();
      await button(main, "撤销").click();
      await followers.waitFor({ state: "detached" });
      await page.goto(`/segments/${id}`);
      await settled(page);

      await main.getByRole("link", { name: /人群透视/ }).click();
      await page.waitForURL(/\/insight/);
      await main.getByRole("heading", { name: "最明显的不同" }).waitFor();
      await main.getByRole("img", { name: "省份分布" }).waitFor();
      await main.getByText("方格", { exact: true }).click();
      await main.getByRole("list", { name: "省份分布" }).waitFor();

      // A recipe to cross it with.
      await page.goto("/recipes");
      await settled(page);
      await button(main, "复购人群").click();
      await button(page.getByRole("dialog"), "使用").click();
      await page.waitForURL(/\/segments\/\d+$/);
      const other = new URL(page.url()).pathname.split("/").pop();
      await page.goto(`/segments/cross?left=${id}&right=${other}`);
      await main.getByRole("img", { name: /重合/ }).waitFor();
      const parts = (await main.locator("dd").allTextContents()).map(number);
      assert.equal(parts[0] + parts[1], both.customers, "only here and in both make all of it");

      await page.goto(`/segments/${id}`);
      await settled(page);
      await button(main, "冻结为名单").click();
      await page.getByRole("dialog").getByLabel("名称").fill("冻住的回头客");
      await button(page.getByRole("dialog"), "冻结").click();
      await page.getByRole("heading", { name: "冻住的回头客", level: 1 }).waitFor();
      const list = new URL(page.url()).pathname.split("/").pop();
      const frozen = await (await visitor.context.request.get(`/api/v1/segments/${list}`)).json();
      assert.deepEqual([frozen.kind, frozen.size], ["list", both.customers]);

      // As a file: made in the background, watched, fetched, and listed among the exports.
      await button(main, "导出").click();
      const ordering = page.getByRole("dialog");
      await ordering.getByText("CSV（UTF-8）").click();
      await ordering.getByRole("button", { name: /^导出\s*“冻住的回头客”/ }).click();
      const ready = ordering.getByRole("link", { name: word("下载") });
      await ready.waitFor();
      const down = page.waitForEvent("download");
      await ready.click();
      const rows = readFileSync(await (await down).path(), "utf8")
        .trim()
        .split("\r\n");
      assert.equal(rows.length, both.customers + 1, "a head and a row for everybody");
      await ordering.getByRole("link", { name: "看全部导出" }).click();
      await page.getByRole("heading", { name: "导出", level: 1 }).waitFor();
      await main.getByRole("row", { name: /冻住的回头客.*可以下载/ }).waitFor();
      await button(main, "删除文件").click();
      await button(page.getByRole("dialog"), "删除文件").click();
      await main.getByRole("row", { name: /冻住的回头客.*已停止/ }).waitFor();

      // Three at once: the list holds whom the segment holds, so no part has the one without the other.
      await page.goto(`/segments/cross?left=${id}&right=${other}&more=${list}`);
      const table = main.getByRole("table", { name: "各部分有多少人" });
      await table.waitFor();
      const counts = (await table.locator("tbody strong").allTextContents()).map(number);
      const union = await visitor.context.request.post("/api/v1/segments/cross", {
        headers: { "x-regulars-csrf": (await (await visitor.context.request.get("/api/v1/session")).json()).csrf },
        data: { left: { segment: id }, right: { segment: other } },
      });
      const crossed = await union.json();
      assert.equal(
        counts.reduce((sum, one) => sum + one, 0),
        crossed.only_left + crossed.both + crossed.only_right,
      );
    });
  });
});
