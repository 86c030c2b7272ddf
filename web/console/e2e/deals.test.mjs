// What a shop gives: a promotion from its form to a cart, and coupons from their terms into hands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { PHONE, settled, Visitor, walk, word } from "./browser.mjs";
import { demo, shows } from "./demo.mjs";

const button = (where, text) => where.getByRole("button", { name: word(text) });
const yuan = (amount) =>
  new Intl.NumberFormat("zh-CN", { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" }).format(
    amount / 100,
  );

const BATCHES = /\/coupons\/programmes\/\d+\/batches$/;

describe("what a shop gives", () => {
  const shop = demo(150);

  test("a promotion is made, looked at, published, and tried in a cart", async () => {
    const { visitor, ask } = await shop.visit();
    await walk(visitor, "promotion", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      await page.goto("/promotions");
      await button(main, "新建促销").first().click();
      await page.waitForURL(/\/promotions\/new/);
      await main.getByRole("button", { name: /^全场折扣/ }).click();
      await main.getByLabel("名称", { exact: true }).fill("老客日");
      const window = main.getByRole("figure", { name: "买家看到的" });
      await window.getByText("8.8 折").or(window.getByText("8.8折")).waitFor();

      // Too dear: what is wrong is said once, and asked about before anything is published.
      await main.getByLabel("折扣", { exact: true }).fill("1");
      await main
        .getByText(/低于成本/)
        .first()
        .waitFor();
      await main
        .getByRole("button", { name: /^还有 [\d,]+ 处也这样$/ })
        .first()
        .waitFor();
      await button(main, "发布").click();
      await dialog
        .getByText(/还有 [\d,]+ 条提醒，确定发布吗/)
        .last()
        .waitFor();
      await button(dialog, "取消").click();
      await dialog.waitFor({ state: "hidden" });
      await page.waitForURL(/\/promotions\/\d+\/edit/);
      const id = new URL(page.url()).pathname.split("/")[2];
      assert.equal((await ask("GET", `/promotions/${id}`)).state, "draft", "it is kept as a draft");

      await main.getByLabel("折扣", { exact: true }).fill("8.8");
      await main.getByText(/^查看了 [\d,]+ 个商品/).waitFor();
      await main
        .getByText(/低于成本/)
        .first()
        .waitFor({ state: "hidden" });
      await button(main, "发布").click();
      await dialog.getByText("发布这个促销？").last().waitFor();
      await button(dialog, "发布").click();
      await page.waitForURL((url) => url.pathname === `/promotions/${id}`);
      await main.getByText("进行中", { exact: true }).waitFor();
      assert.deepEqual((await ask("GET", `/promotions/${id}`)).published.offer, { discount: { keep: 880 } });

      // In the calendar, and in a cart.
      await page.goto("/promotions");
      await main
        .getByRole("region", { name: "促销日历" })
        .getByRole("button", { name: /老客日/ })
        .waitFor();
      await page.goto("/promotions/simulator");
      await settled(page);
      const { items } = await ask("GET", `/products?q=${encodeURIComponent("茶")}&limit=20`);
      await main.getByLabel("加商品").fill("茶");
      await page.locator(".ant-select-item-option").filter({ hasText: items[0].title }).first().click();
      const receipt = main.getByText("结算单").locator("xpath=ancestor::section");
      await receipt.getByText("老客日").first().waitFor();
      const cart = (quantity) => ({
        currency: "CNY",
        shipping: 1_000,
        lines: [{ key: "1", product: items[0].number, quantity, unit_price: items[0].price.amount }],
      });
      await main.getByLabel(/^件 /).fill("2");
      const two = await ask("POST", "/price/simulate", { cart: cart(2) });
      assert.equal(two.priced.total, Math.round(2 * items[0].price.amount * 0.88) + 1_000);
      await receipt.getByText(yuan(two.priced.total), { exact: true }).waitFor();

      // A year later it is over, and the cart says so.
      const later = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 16);
      await main.getByLabel("时刻").fill(later);
      await receipt.getByText(yuan(2 * items[0].price.amount + 1_000), { exact: true }).waitFor();
      assert.equal(await receipt.locator("del").count(), 0, "nothing is off");
    });
  });

  test("coupons are made, issued to a segment, given by hand, and taken along as codes", async () => {
    const { visitor, ask } = await shop.visit();
    const crowd = await ask("POST", "/segments", { name: "买过两次", text: "deals >= 2" });
    assert.ok(crowd.size > 0);
    await walk(visitor, "coupons", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      const make = async (name, codes) => {
        await page.goto("/coupons");
        await button(main, "新建优惠券").first().click();
        await page.waitForURL(/\/coupons\/new/);
        await main.getByRole("button", { name: /^满减/ }).click();
        await main.getByLabel("名称", { exact: true }).fill(name);
        if (codes) {
          await main.getByLabel("券码", { exact: true }).click();
          await page.getByTitle(codes).click();
        }
        await button(main, "发布").click();
        await button(dialog, "发布").click();
        await page.waitForURL(/\/coupons\/\d+$/);
        await page.getByRole("heading", { name, level: 1 }).waitFor();
        await main.getByText("进行中", { exact: true }).waitFor();
      };

      await make("老客回馈券");
      const id = new URL(page.url()).pathname.split("/").pop();
      await button(main, "发放").click();
      await dialog.getByRole("combobox", { name: /^人群/ }).click();
      await page.locator(".ant-select-item-option").filter({ hasText: "买过两次" }).click();
      await button(dialog, "发放").click();
      // Over before the page looks for the first time: it never sees the batch under way, and counts it all the same.
      await page.route(BATCHES, async (route) => {
        for (let over = false; !over; ) {
          const { items } = await ask("GET", `/coupons/programmes/${id}/batches`);
          over = items.every(({ state }) => state === "done");
        }
        await route.continue();
      });
      const question = dialog.filter({
        hasText: `给“买过两次”里的 ${crowd.size.toLocaleString("zh-CN")} 位客户各发一张？`,
      });
      await button(question, "发放").click();
      await question.waitFor({ state: "hidden" });
      await main.getByText("人群 · 已完成").waitFor();
      // An answer that is still held back is waited for.
      await page.unrouteAll({ behavior: "wait" });
      const { items: batches } = await ask("GET", `/coupons/programmes/${id}/batches`);
      assert.equal(batches[0].issued + batches[0].skipped, crowd.size, "everybody got one or was skipped");
      await main.getByText(`${batches[0].issued.toLocaleString("zh-CN")} 张已发`).waitFor();
      const given = main.getByRole("listitem").filter({ hasText: "发出" }).first();
      await given.getByText(batches[0].issued.toLocaleString("zh-CN"), { exact: true }).waitFor();

      // Somebody who has none is given one, with a reason.
      const { items: without } = await ask("GET", "/customers?tab=dealt&max_deals=1&limit=5");
      await shows(page, `/customers/${without[0].id}`, main.getByText("手里没有优惠券"));
      await button(main, "送券").click();
      await dialog.getByLabel("哪一种").click();
      await page.locator(".ant-select-item-option").filter({ hasText: "老客回馈券" }).click();
      await dialog.getByLabel("原因").fill("包裹破损，赔一张");
      await button(dialog, "送券").click();
      await dialog.waitFor({ state: "hidden" });
      // It stands in her box of coupons, and in her timeline.
      const hers = main.getByRole("listitem").filter({ hasText: "老客回馈券" });
      await hers.filter({ hasText: "收到优惠券：" }).waitFor();
      await hers.filter({ hasNotText: "收到优惠券：" }).waitFor();
      const { items: held } = await ask("GET", `/coupons?customer=${without[0].id}`);
      assert.deepEqual(
        held.map((one) => [one.state, one.reason]),
        [["held", "包裹破损，赔一张"]],
      );

      // Codes, each of its own.
      await make("线下传单券", "每张一个码");
      await button(main, "发放").click();
      await dialog.getByRole("spinbutton", { name: /^数量/ }).fill("50");
      await button(dialog, "发放").click();
      await button(dialog.filter({ hasText: "生成 50 个券码？" }), "发放").click();
      await main.getByText("券码 · 已完成").waitFor();
      const down = page.waitForEvent("download");
      await button(main, "导出券码").click();
      const lines = readFileSync(await (await down).path(), "utf8")
        .trim()
        .split(/\r?\n/);
      assert.equal(lines.length, 51, "a head and fifty codes");
      assert.equal(new Set(lines.slice(1).map((line) => line.split(",")[0])).size, 50, "no code twice");
    });
  });

  test("buyers open a group, join by its link, and staff calls one off", async () => {
    const { visitor, ask } = await shop.visit();
    const terms = {
      key: "two-cups",
      name: { zh: "两人拼茶", en: "Tea for two" },
      offer: { group: { size: 2, hours: 24, cut: { price: 6_000 } } },
      scope: { goods: { products: ["group-tea"] } },
      alone: true,
    };
    const made = await ask("POST", "/promotions", { promotion: terms });
    await ask("POST", `/promotions/${made.id}/publish`, { revision: 1, accept_warnings: true });
    const { items: people } = await ask("GET", "/customers?tab=dealt&limit=3");
    const line = { key: "1", product: "group-tea", quantity: 1, unit_price: 10_000 };
    const buys = async (order, at, group) => {
      const cart = { currency: "CNY", lines: [line] };
      await ask("POST", "/redemptions", { order, cart, customer: { id: people[at].id }, group, total: 6_000 });
      return (await ask("POST", `/redemptions/${order}/redeem`)).group;
    };
    const { code } = await buys("PT1", 0, { open: "two-cups" });
    await ask("PUT", "/portal/settings", { ...(await ask("GET", "/portal/settings")), enabled: true });

    // Whoever has the link sees how it stands, on a phone and without signing in.
    const friend = await Visitor.come(shop.browser, shop.server, { viewport: PHONE, hasTouch: true, isMobile: true });
    await walk(friend, "group-link", async (page) => {
      await page.goto(`/my/g/${code}`);
      await page.getByText("还差 1 人成团").waitFor();
      await page.getByText("团长").waitFor();
      await page.getByRole("link", { name: "登录参团" }).waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, "nothing is wider than the phone");
    });

    await walk(visitor, "group-buys", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      const row = () => main.getByRole("row").filter({ hasText: code });
      await page.goto("/group-buys");
      await main.getByText(/^1 个团正在拼，共差 1 人/).waitFor();
      await row().getByText("1/2 人").waitFor();
      assert.equal((await buys("PT2", 1, { join: code })).status, "filled");
      await shows(page, "/group-buys", main.getByText("结束的团有 100.0% 成团", { exact: false }));
      await main.getByRole("tab", { name: /^已成团/ }).click();
      await row().getByRole("button").first().click();
      for (const order of ["PT1", "PT2"]) await dialog.getByText(new RegExp(order)).waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });

      // Another one is called off: why must be said, and its order is named to be refunded.
      const second = await buys("PT3", 2, { open: "two-cups" });
      await shows(page, "/group-buys", main.getByText(second.code));
      await button(main.getByRole("row").filter({ hasText: second.code }), "取消这个团").click();
      await dialog.getByText("1 位已付款的团员需要退款，共 ¥60.00").waitFor();
      await button(dialog, "取消这个团").click();
      await dialog.getByText("请填写").waitFor();
      await dialog.getByLabel("原因").fill("仓库缺货");
      await button(dialog, "取消这个团").click();
      await dialog.waitFor({ state: "hidden" });
      await main.getByText(/1 笔未成团订单待退款，共 ¥60.00/).waitFor();
      const { items: refunds } = await ask("GET", "/group-buys/refunds");
      assert.deepEqual(
        refunds.map((one) => one.order),
        ["PT3"],
      );
      await ask("POST", "/redemptions/PT3/release", { refunded: true });
      assert.equal((await ask("GET", "/group-buys/summary")).to_refund, 0);
      await shows(page, `/customers/${people[2].id}`, main.getByText("两人拼茶"));
    });
  });
});
