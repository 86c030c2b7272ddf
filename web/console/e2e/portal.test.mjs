// A buyer on her phone: in by a code, what she has, what she wants to hear, and the friend whom she brings.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PHONE, Visitor, violations, walk } from "./browser.mjs";
import { demo } from "./demo.mjs";
import { comeIn, member } from "./portal.mjs";

const PAGES = ["", "/card", "/points", "/coupons", "/wallet", "/gifts", "/mall", "/draws", "/invite", "/profile"];
const FRIEND = "13812345678";
const benefits = (discount) => ({
  discount,
  free_shipping: discount < 950,
  points_percent: 100,
  birthday_gift: null,
  birthday_points: 0,
  member_only: false,
  early_access_hours: 0,
  return_days: 0,
  priority: 0,
});

/** Members with levels, a coupon that anybody may take, and the page open to buyers. */
async function opened(ask) {
  const programme = await ask("GET", "/members/programme");
  await ask("PUT", "/members/programme", {
    ...programme,
    enabled: true,
    since: "2000-01-01T00:00:00Z",
    number_prefix: "T",
    ways: { open: true, invitation: true, phone: true, automatic: true },
    levels: [
      { id: null, name: "茶友", amount: 1, deals: null, benefits: benefits(980) },
      { id: null, name: "茶侣", amount: 100_000_000, deals: null, benefits: benefits(900) },
    ],
  });
  // Who has bought becomes a member in the background.
  for (let state = ""; state !== "done"; ) ({ state } = await ask("GET", "/members/recompute"));
  const terms = {
    key: "take-it",
    name: { zh: "见面礼", en: "Nice to meet you" },
    offer: { amount_off: { steps: [{ at: { amount: 9_900 }, off: 1_500 }] } },
  };
  const how = { codes: "none", claimable: true, audience: "public" };
  const { promotion } = await ask("POST", "/coupons/programmes", { promotion: terms, how });
  await ask("POST", `/promotions/${promotion.id}/publish`, { revision: promotion.revision, accept_warnings: true });
  await ask("PUT", "/portal/settings", {
    enabled: true,
    colour: "#B0562F",
    welcome: { zh: "慢慢喝茶", en: "Tea takes time" },
    shop: null,
    referral: {
      enabled: true,
      referrer: { kind: "points", points: 200 },
      newcomer: { kind: "none" },
      wait_days: 0,
      most: null,
    },
  });
}

describe("the buyers' page", () => {
  const shop = demo(150, { codes: true });
  let buyer;

  const phone = (options = {}) =>
    Visitor.come(shop.browser, shop.server, { viewport: PHONE, hasTouch: true, isMobile: true, ...options });
  const inWords = (page, text) => page.getByText(text, { exact: true });

  test("a member sees her card, takes a coupon, and says what she wants to hear", async () => {
    const { visitor: staff, ask } = await shop.visit();
    await opened(ask);
    buyer = await member(ask);
    await ask("POST", `/customers/${buyer.id}/points/adjust`, { points: 1_234, reason: "补发", key: "walk" });
    await walk(await phone(), "portal-member", async (page) => {
      await page.goto("/my");
      await page.waitForURL(/\/my\/sign-in$/);
      await inWords(page, "慢慢喝茶").waitFor();
      const nowhere = await page.request.get(new URL("/my/nowhere", page.url()).href);
      assert.equal(nowhere.status(), 404);
      assert.match(await nowhere.text(), /<a class="button" href="\/my">/, "the portal says so, with the way home");
      await comeIn(page, shop.server, buyer.mobile);
      await page.getByRole("heading", { name: "茶友", level: 1 }).waitFor();
      const card = page.getByRole("region", { name: "会员卡" });
      assert.equal((await card.textContent()).includes(buyer.number.slice(-4)), true, "her number is on the card");
      const { available } = await ask("GET", `/customers/${buyer.id}/points`);
      await page.getByRole("link", { name: `积分 ${available.toLocaleString("zh-CN")}` }).click();
      await inWords(page, available.toLocaleString("zh-CN")).first().waitFor();
      await inWords(page, "+1,234").waitFor();

      await page.getByRole("link", { name: "卡券" }).click();
      const offered = page.getByRole("listitem").filter({ hasText: "见面礼" });
      await offered.getByRole("button", { name: "领取" }).click();
      await inWords(page, "优惠券已放进您的卡包。").waitFor();
      const { items: held } = await ask("GET", `/coupons?customer=${buyer.id}`);
      assert.deepEqual(
        held.map((one) => one.state),
        ["held"],
      );

      await page.getByRole("link", { name: "我的" }).click();
      await page.getByLabel("昵称").fill("爱喝岩茶");
      await page.getByRole("button", { name: "保存" }).first().click();
      await inWords(page, "已保存。").waitFor();
      const news = page.getByRole("group", { name: "新品和优惠" });
      await news.getByLabel("短信").check();
      await page.getByRole("button", { name: "保存" }).last().click();
      await inWords(page, "已保存。").waitFor();
      assert.equal(await news.getByLabel("短信").isChecked(), true);
      const { nick, consents } = await ask("GET", `/customers/${buyer.id}`);
      assert.equal(nick, "爱喝岩茶");
      assert.equal(consents.find((one) => one.purpose === "marketing" && one.channel === "sms").state, "granted");

      await page.getByRole("button", { name: "退出登录" }).click();
      await inWords(page, "您已退出登录。").waitFor();
      await page.goto("/my");
      await page.waitForURL(/\/my\/sign-in$/);
    });
    await staff.context.close();
  });

  for (const look of [
    { locale: "zh-CN", mode: "light", lang: "zh-CN", tab: "会员" },
    { locale: "en-GB", mode: "dark", lang: "en", tab: "Member" },
  ])
    test(`every page reads well in ${look.lang}, ${look.mode}, and fits a phone`, async () => {
      await walk(await phone({ ...look, bypassCSP: true }), `portal-${look.lang}`, async (page) => {
        const fine = async () => {
          assert.equal(await page.locator("html").getAttribute("lang"), look.lang);
          assert.deepEqual(await violations(page), [], page.url());
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wider <= 0, `${page.url()} is ${wider} px wider than the window`);
        };
        await page.goto("/my");
        await fine();
        await comeIn(page, shop.server, buyer.mobile);
        await page.getByRole("link", { name: look.tab, exact: true }).first().waitFor();
        for (const part of PAGES) {
          await page.goto(`/my${part}`);
          await fine();
        }
        // The other language is one tap away, and stays.
        await page.locator("a.language").click();
        assert.notEqual(await page.locator("html").getAttribute("lang"), look.lang);
        await page.goto("/my");
        assert.notEqual(await page.locator("html").getAttribute("lang"), look.lang);
      });
    });

  test("a friend comes by her link and joins", async () => {
    const { visitor: staff, ask } = await shop.visit();
    let link;
    await walk(await phone(), "portal-link", async (page) => {
      await page.goto("/my");
      await comeIn(page, shop.server, buyer.mobile);
      await page.getByRole("link", { name: "活动" }).click();
      await page.getByRole("link", { name: /邀请好友，双方有礼/ }).click();
      link = await page.getByLabel("我的邀请链接").inputValue();
    });
    assert.match(link, /\/my\/r\/\w+$/);
    await walk(await phone(), "portal-friend", async (page) => {
      await page.goto(new URL(link).pathname);
      await page.getByText(/^好友邀请您加入/).waitFor();
      await comeIn(page, shop.server, FRIEND);
      await page.getByLabel("怎么称呼您").fill("新茶友");
      await page.getByRole("checkbox", { name: /^同意/ }).check();
      await page.getByRole("button", { name: "立即入会" }).click();
      await inWords(page, "欢迎加入！").waitFor();
    });
    const { brought } = await ask("GET", `/customers/${buyer.id}/referrals`);
    assert.deepEqual(
      brought.map((one) => one.state),
      ["waiting"],
    );
    await walk(staff, "portal-card", async (page) => {
      await page.goto(`/customers/${buyer.id}`);
      const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "等待首单" });
      await row.getByRole("link", { name: /入会$/ }).click();
      await page.getByRole("heading", { name: "新茶友", level: 1 }).waitFor();
    });
  });
});
