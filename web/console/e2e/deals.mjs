// What a shop gives, set up by the API for the pictures: levels for everybody who ever bought, and a month of promotions.

const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

const PROMOTIONS = [
  ["老客日", "Regulars' day", { discount: { keep: 880 } }, -6, 3],
  ["冬茶满减", "Winter tea", { amount_off: { steps: [{ at: { amount: 30_000 }, off: 3_000 }] } }, -14, 8],
  ["第二件半价", "Second at half", { nth_discount: { n: 2, keep: 500 } }, 2, 6],
  ["满 199 包邮", "Free shipping", { free_shipping: { at: { amount: 19_900 } } }, -20, 30],
];

export async function deals(request, csrf) {
  const headers = { "x-regulars-csrf": csrf };
  const ask = async (method, path, data) => {
    const answer = await request.fetch(`/api/v1${path}`, { method, headers, data });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const programme = await ask("GET", "/members/programme");
  await ask("PUT", "/members/programme", { ...programme, enabled: true, since: "2000-01-01T00:00:00Z" });
  for (let state = ""; state !== "done"; ) ({ state } = await ask("GET", "/members/recompute"));
  for (const [zh, en, offer, from, until] of PROMOTIONS) {
    const scope = { from: `${day(from)}T00:00`, until: `${day(until)}T00:00` };
    const made = await ask("POST", "/promotions", { promotion: { key: "", name: { zh, en }, offer, scope } });
    await ask("POST", `/promotions/${made.id}/publish`, { revision: made.revision, accept_warnings: true });
  }
}
