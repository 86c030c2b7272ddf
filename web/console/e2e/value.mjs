// Customer value of a demo shop, for walks over its pages.
import assert from "node:assert/strict";

/** Has customer value reckoned, and comes back when it is. */
export async function reckoned(request, csrf) {
  const asked = await request.post("/api/v1/insight/value/recompute", { headers: { "x-regulars-csrf": csrf } });
  assert.equal(asked.status(), 202, await asked.text());
  for (;;) {
    const answer = await request.get("/api/v1/insight/value/run");
    assert.equal(answer.status(), 200, await answer.text());
    const { state } = await answer.json();
    assert.notEqual(state, "failed");
    if (state === "done") return;
  }
}
