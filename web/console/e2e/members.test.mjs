// A shop sets its levels up, and a buyer rises by what she buys.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settled, walk, word } from "./browser.mjs";
import { demo, shows } from "./demo.mjs";

const button = (where, text) => where.getByRole("button", { name: word(text) });
const number = (text) => Number(text.replace(/[^\d]/g, ""));

describe("membership", () => {
  const shop = demo(150);

  test("levels are set up, and a member rises with a deal and by hand", async () => {
    const { visitor, ask } = await shop.visit();
    await walk(visitor, "members", async (page) => {
      const main = page.getByRole("main");
      const dialog = page.getByRole("dialog");
      await page.goto("/members");
      await button(main, "设置等级").click();
      await page.waitForURL(/\/members\/programme/);
      await main.getByRole("switch", { name: "开启会员制度" }).click();
      await button(main, "用现成的").click();
      await page.getByRole("menuitem", { name: "淘宝四级会员" }).click();
      await button(dialog, "替换").click();
      await main.getByLabel("从哪天的成交起算").click();
      await page.getByTitle("全部历史成交").click();

      // What will be is said before, and becomes so.
      const joins = number(await main.getByText(/位老客会自动成为会员/).textContent());
      assert.ok(joins > 0, "who bought before becomes a member");
      await button(main, "保存").click();
      await dialog.getByText(`${joins} 位客户会成为会员`).waitFor();
      await button(dialog, "保存").click();
      await dialog.waitFor({ state: "hidden" });
      await shows(page, "/members", main.getByText(`${joins} 位会员`));
      const pyramid = await ask("GET", "/members/pyramid?months=1");
      assert.equal(pyramid.members, joins);
      const steps = main.getByRole("list", { name: "各等级会员人数" }).getByRole("button");
      await steps.first().waitFor();
      assert.equal(await steps.count(), pyramid.levels.length + 1, "each level is a step, and those without one");

      // A lower threshold moves people, and the right side tells whom.
      await page.goto("/members/programme");
      await settled(page);
      await main.getByLabel("累计成交满").nth(1).fill("600");
      const moved = number(
        await main
          .getByText(/位会员里有 [\d,]+ 人会变动/)
          .textContent()
          .then((text) => text.split("里有")[1]),
      );
      await main
        .getByText(/^普通会员.*高级会员/)
        .first()
        .waitFor();
      await button(main, "保存").click();
      await dialog.getByText(`${moved} 位会员的等级会变动`).waitFor();
      await button(dialog, "保存").click();
      await dialog.waitFor({ state: "hidden" });
      const plain = pyramid.levels[0].members - moved;
      await shows(
        page,
        "/members",
        steps
          .filter({ hasText: "普通会员" })
          .filter({ hasText: new RegExp(`(^|\\D)${plain.toLocaleString("zh-CN")}占`) }),
      );

      // She buys a little, and joins; she buys more, and rises.
      const { items: shops } = await ask("GET", "/shops");
      const place = (name, paid) =>
        ask("POST", "/orders", {
          orders: [
            {
              shop_id: shops.find((one) => one.channel === "web").id,
              number: name,
              status: "finished",
              placed_at: new Date().toISOString(),
              paid_at: new Date().toISOString(),
              finished_at: new Date().toISOString(),
              total: paid,
              paid,
              customer: { user_id: "u-rising", mobile: "13812345678", name: "山小茶" },
              lines: [{ title: "明前龙井", quantity: 1, price: paid }],
            },
          ],
        });
      await place("R-1", 5_000);
      const { items: found } = await ask("GET", "/customers?q=5678");
      const card = `/customers/${found[0].id}`;
      const membership = main.locator("section", { hasText: "会员与积分" });
      const level = (name) => membership.getByText(name, { exact: true });
      await shows(page, card, level("普通会员"));
      await main.getByText(/离“高级会员”还差 ¥550\.00/).waitFor();
      await place("R-2", 60_000);
      await shows(page, card, level("高级会员"));

      // By hand, with a reason that is kept.
      await button(main, "设等级").click();
      await dialog.getByLabel("等级").click();
      await page
        .locator(".ant-select-item-option")
        .filter({ hasText: /^VIP会员$/ })
        .click();
      await dialog.getByLabel("原因").fill("替我们介绍了三位客人");
      await dialog.getByRole("checkbox", { name: /^锁定/ }).check();
      await button(dialog, "保存").click();
      await dialog.waitFor({ state: "hidden" });
      await level("VIP会员").waitFor();
      await button(membership, "明细").click();
      await dialog.getByRole("tab", { name: "等级" }).click();
      const history = dialog.getByRole("listitem");
      await history.filter({ hasText: "高级会员 → VIP会员" }).filter({ hasText: "替我们介绍了三位客人" }).waitFor();
      await history.filter({ hasText: "普通会员 → 高级会员" }).filter({ hasText: "成交" }).waitFor();
    });
  });
});
