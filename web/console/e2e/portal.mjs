// The door of the buyers' page, for walks and pictures.

/** A member whose mobile can be typed at the door; of that level, when one is named, and with so many points. */
export async function member(ask, { level, points = 0 } = {}) {
  const path = level ? `/members?limit=50&level=${level}` : "/members?limit=50";
  for (const { customer_id: id, number } of (await ask("GET", path)).items) {
    const { mobile } = (await ask("POST", `/customers/${id}/reveal`, { fields: ["mobile"] })).values;
    if (!/^1\d{10}$/.test(mobile ?? "")) continue;
    if ((await ask("GET", `/customers/${id}/points`)).available >= points) return { id, number, mobile };
  }
  throw new Error("no member has a mobile that can be typed");
}

/** From the door, where the page stands, through it with the code that the server sends. */
export async function comeIn(page, server, contact) {
  await page.locator("#recipient").fill(contact);
  await page.locator("main form button[type=submit]").first().click();
  await page.waitForURL(/\/my\/code$/);
  await page.locator("#code").fill(await server.code());
  await page.locator("main form button[type=submit]").first().click();
  await page.waitForURL(/\/my$/);
}
