// What a shop gives away: a red packet for a crowd, gifts from the card to the parcel, and a draw from its promise to its
// proof.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settled, walk, word } from "./browser.mjs";
import { demo, shows } from "./demo.mjs";

const button = (where, text) => where.getByRole("button", { name: word(text) });
const count = (number) => number.toLocaleString("zh-CN");
/** The shop's clock on the wall, as an input of an instant takes it. */
const wall = (at) => at.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16).replace(" ", "T");

describe("what a shop gives away", () => {
  const shop = demo(150);

  test("red packets are given to a segment, seen on the card, and taken back", async () => {
    const { visitor, ask } = await shop.visit();
    const crowd = await ask("POST", "/segments", { name: "买过三次", text: "deals >= 3" });
    assert.ok(crowd.size > 0);
    await walk(visitor, "red-packets", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      await page.goto("/wallet");
      await main.getByText(/^还没有客户拿到红包/).waitFor();
      await button(main, "红包规则").click();
      await dialog.getByLabel("发出后有效").fill("45");
      await button(dialog, "保存").click();
      await dialog.waitFor({ state: "hidden" });

      await button(main, "发红包").click();
      await dialog.getByRole("combobox", { name: /^人群/ }).click();
      await page.locator(".ant-select-item-option").filter({ hasText: "买过三次" }).click();
      await dialog.getByLabel("红包名称").fill("冬至暖茶红包");
      await dialog.getByLabel("每人金额").fill("8.8");
      await button(dialog, "发红包").click();
      // What it may cost stands in the question.
      const question = dialog.filter({ hasText: `给 ${count(crowd.size)} 位客户各发 ¥8.80？` });
      await question.getByText(/45 天有效/).waitFor();
      await button(question, "发红包").click();
      await main.getByText("冬至暖茶红包 · ¥8.80 · 已完成").waitFor();
      const { items: batches } = await ask("GET", "/wallet/batches");
      assert.equal(batches[0].given + batches[0].skipped, crowd.size, "everybody got one or was skipped");
      const owed = await ask("GET", "/wallet/liability");
      assert.equal(owed.available, 880 * batches[0].given);
      await main.getByText(new RegExp(`^${count(batches[0].given)} 位客户手里有`)).waitFor();

      const { items: holders } = await ask("GET", "/customers?min_deals=3&limit=1");
      const card = `/customers/${holders[0].id}`;
      await shows(page, card, main.getByText("得到红包", { exact: true }));
      await button(main, "送红包").click();
      await dialog.getByText("扣", { exact: true }).click();
      await dialog.getByLabel("金额").fill("8.8");
      await dialog.getByLabel("原因").fill("发错了人");
      await button(dialog, "保存").click();
      await dialog.waitFor({ state: "hidden" });
      assert.equal((await ask("GET", `${card}/wallet`)).available, 0);
      await shows(page, card, main.getByText("调整红包", { exact: true }));
    });
  });

  test("gifts are given on cards, sent together, tried again and called off", async () => {
    const { visitor, ask } = await shop.visit();
    const { items: people } = await ask("GET", "/customers?tab=dealt&limit=3");
    const [first, ...others] = people.map(({ id }) => id);
    for (const id of others)
      await ask("POST", `/customers/${id}/gifts`, {
        name: "流量 1GB",
        kind: "digital",
        worth: 800,
        reason: "问卷答谢",
      });
    await walk(visitor, "gifts", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      const row = (text) => main.getByRole("row").filter({ hasText: text });
      await page.goto(`/customers/${first}`);
      await button(main, "送礼品").click();
      await button(dialog, "送礼品").click();
      await dialog.getByText("请填写").first().waitFor();
      await dialog.getByLabel("礼品", { exact: true }).fill("手工建盏一只");
      await dialog.getByLabel("价值（成本）").fill("68");
      await dialog.getByLabel("原因").fill("年度老客答谢");
      await button(dialog, "送礼品").click();
      await dialog.waitFor({ state: "hidden" });
      await main.getByText("手工建盏一只").first().waitFor();

      await page.goto("/gifts");
      await main.getByText(/^3 份礼品待发/).waitFor();
      for (const text of ["流量 1GB", "手工建盏一只"]) await row(text).first().getByRole("checkbox").check();
      await button(main, "已发出").first().click();
      await dialog.getByText("2 份礼品已经发出").waitFor();
      await dialog.getByLabel("备注").fill("SF300100200300");
      await button(dialog, "已发出").click();
      await dialog.waitFor({ state: "hidden" });
      await main.getByText(/^1 份礼品待发/).waitFor();

      // One could not be booked, is tried again, and called off in the end; why must be said.
      await button(row("流量 1GB"), "没发成").click();
      await button(dialog, "没发成").click();
      await dialog.getByText("请填写").waitFor();
      await dialog.getByLabel("原因").fill("号码已停机");
      await button(dialog, "没发成").click();
      await dialog.waitFor({ state: "hidden" });
      await main.getByRole("tab", { name: /^未发成/ }).click();
      await row("号码已停机").waitFor();
      await button(row("流量 1GB"), "重新发").click();
      await button(dialog, "重新发").click();
      await dialog.waitFor({ state: "hidden" });
      await main.getByRole("tab", { name: /^待发/ }).click();
      await button(row("流量 1GB"), "不送了").click();
      await dialog.getByLabel("原因").fill("客户婉拒");
      await button(dialog, "不送了").click();
      await dialog.waitFor({ state: "hidden" });
      await main.getByText("没有礼品").waitFor();
      const { due, failed, sent } = await ask("GET", "/gifts/summary");
      assert.deepEqual({ due, failed, sent }, { due: 0, failed: 0, sent: 2 });
      await shows(page, `/customers/${first}`, main.getByText("已发", { exact: true }));
    });
  });

  test("a draw is made, published, drawn from, handed over, ended and checked", async () => {
    const { visitor, ask } = await shop.visit();
    await walk(visitor, "draw", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      await page.goto("/draws");
      await button(main, "新建抽奖").first().click();
      await page.waitForURL(/\/draws\/new/);
      assert.equal(await main.getByRole("alert").count(), 0, "nothing is wrong before anything is typed");
      await main.getByLabel("名称", { exact: true }).first().fill("冬至转盘");
      await main.getByLabel("开始", { exact: true }).fill(wall(new Date(Date.now() - 3_600_000)));
      const prize = main.getByRole("group", { name: "奖品 1", exact: true });
      await main.getByText("请填写奖品名称").waitFor();
      await prize.getByLabel("名称", { exact: true }).fill("西施壶一把");
      await prize.getByLabel("市场价值").fill("268");
      await prize.getByLabel("数量").fill("1");
      await prize.getByLabel("中奖概率").fill("100");
      await main.getByText("不中奖的概率 0%").waitFor();
      await button(main, "填入范本，再改成自己的").click();
      await main.getByText("没有发现问题").waitFor();
      await button(main, "发布").click();
      await dialog.getByText("发布这个抽奖？").last().waitFor();
      await button(dialog, "发布").click();
      await page.waitForURL(/\/draws\/\d+$/);
      await main.getByText("进行中", { exact: true }).waitFor();
      const path = new URL(page.url()).pathname;
      const { commitment, seed } = await ask("GET", path);
      assert.ok(commitment && !seed, "promised, not shown");
      await main.getByText(commitment).waitFor();

      // What is published is not edited.
      await page.goto(`${path}/edit`);
      await page.waitForURL((url) => url.pathname === path);

      // Two draw: one takes the only prize, the other finds it gone.
      const { items: people } = await ask("GET", "/customers?tab=dealt&limit=2");
      for (const { id } of people) await ask("POST", `${path}/play`, { customer_id: id, key: `walk-${id}` });
      await page.goto(path);
      await settled(page);
      await main.getByText("剩 0 / 1").waitFor();
      const row = (text) => main.getByRole("row").filter({ hasText: text });
      await row("奖品已发完").waitFor();
      await button(row("西施壶一把"), "发出").click();
      await dialog.getByLabel("备注").fill("SF1234567890");
      await button(dialog, "发出").click();
      await row("西施壶一把").getByText("已发", { exact: true }).waitFor();

      await button(main, "提前结束").click();
      await dialog.getByLabel("原因").fill("奖品发完了");
      await button(dialog, "提前结束").click();
      await main.getByText("已结束", { exact: true }).waitFor();
      await main.getByText((await ask("GET", path)).seed).waitFor();
      await button(main, "验算全部").click();
      await main.getByText("2 次抽奖全部验算无误").waitFor();
    });
  });
});
