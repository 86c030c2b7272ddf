// The client against a server that is a function: what it sends, and what a refusal becomes.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { address, ask, get, post, setCsrf, setLanguage, whenSignedOut } from "./client";
import { Problem } from "./problem";

let asked: { url: string; init: RequestInit }[] = [];

function serve(respond: () => Response | Promise<Response>) {
  asked = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return respond();
  });
}
const json = (status: number, body: unknown, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
const sent = (name: string) => new Headers(asked[0]?.init.headers).get(name);
const refusal = (call: Promise<unknown>): Promise<Problem> =>
  call.then(
    () => Promise.reject(new Error("was not refused")),
    (error: Problem) => error,
  );

beforeEach(() => {
  setCsrf("token");
  setLanguage("en");
  whenSignedOut(() => {});
});
afterEach(() => vi.unstubAllGlobals());

describe("addresses", () => {
  it.each([
    ["no parameters", {}, "/api/v1/orders"],
    ["sorted", { b: 1, a: "x y" }, "/api/v1/orders?a=x+y&b=1"],
    ["repeated", { shop: ["1", "2"] }, "/api/v1/orders?shop=1&shop=2"],
    ["empty ones are left out", { q: "", cursor: null, limit: undefined, on: false }, "/api/v1/orders?on=false"],
  ])("%s", (_name, params, wanted) => expect(address("/orders", params)).toBe(wanted));
});

describe("asking", () => {
  it("reads with the language and without a token", async () => {
    serve(() => json(200, { name: "x" }));
    expect(await get("/business")).toEqual({ name: "x" });
    expect([sent("accept-language"), sent("x-regulars-csrf"), sent("idempotency-key")]).toEqual(["en", null, null]);
  });
  it("writes with the token, a key and a body", async () => {
    serve(() => json(200, {}));
    await post("/groups", { name: "a" });
    expect(sent("x-regulars-csrf")).toBe("token");
    expect(sent("idempotency-key")).toMatch(/^[0-9a-f]{32}$/);
    expect(asked[0]?.init.body).toBe('{"name":"a"}');
  });
  it("lets the browser name the type of a form with files", async () => {
    serve(() => json(200, {}));
    await post("/imports", new FormData());
    expect(sent("content-type")).toBeNull();
  });
  it("answers nothing for 204", async () => {
    serve(() => new Response(null, { status: 204 }));
    expect(await ask("/session", { method: "DELETE" })).toBeUndefined();
  });
});

describe("refusals", () => {
  it("become problems with their fields", async () => {
    const errors = [{ field: "owner.login", code: "taken", detail: "Choose another." }];
    serve(() =>
      json(
        422,
        { title: "Invalid", detail: "Not saved.", code: "invalid", errors, request_id: "r1" },
        "application/problem+json",
      ),
    );
    const problem = await refusal(post("/users", {}));
    expect(problem).toBeInstanceOf(Problem);
    expect([problem.status, problem.code, problem.message, problem.requestId]).toEqual([
      422,
      "invalid",
      "Not saved.",
      "r1",
    ]);
    expect(problem.fields).toEqual([{ name: ["owner", "login"], errors: ["Choose another."] }]);
  });
  it("carry how long to wait", async () => {
    serve(() => new Response("", { status: 429, headers: { "retry-after": "30" } }));
    expect((await refusal(get("/orders"))).retryAfter).toBe(30);
  });
  it("of a body that is not JSON still have a code", async () => {
    serve(() => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }));
    expect((await refusal(get("/orders"))).code).toBe("http_502");
  });
  it("say when the session has ended, except at the sign-in", async () => {
    const out = vi.fn();
    whenSignedOut(out);
    serve(() => json(401, { code: "signed_out", title: "x" }));
    await refusal(get("/orders"));
    await refusal(ask("/session", { method: "POST", quiet: true }));
    expect(out).toHaveBeenCalledTimes(1);
  });
  it("of the network have status 0", async () => {
    serve(() => Promise.reject(new TypeError("failed to fetch")));
    expect((await refusal(get("/orders"))).status).toBe(0);
  });
  it("of an aborted question stay aborts", async () => {
    serve(() => Promise.reject(new DOMException("x", "AbortError")));
    expect((await refusal(get("/orders"))).name).toBe("AbortError");
  });
});
