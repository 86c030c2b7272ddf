// Development only: a Vite plugin that answers /api/v1 from generated data, so that the console can be worked on and
// looked at without a server. `vite preview` gets the content policy that the real server sends, with a fresh nonce,
// so that a violation shows here first. Never part of the bundle; forgets everything when it stops.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { answer } from "./routes.ts";

export const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (request.headers["content-type"]?.includes("json") && text) return JSON.parse(text);
  return { raw: text };
}

async function api(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://mock");
  const body = request.method === "GET" ? undefined : await bodyOf(request);
  const english = (request.headers["accept-language"] ?? "").startsWith("en");
  const result = answer(request.method ?? "GET", url.pathname.replace("/api/v1", ""), url.searchParams, body, english);
  await new Promise((done) => setTimeout(done, Number(process.env.MOCK_DELAY ?? 60)));
  response.statusCode = result.status;
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  if (result.status === 204) return response.end();
  response.setHeader(
    "content-type",
    result.status >= 400 ? "application/problem+json" : (result.type ?? "application/json"),
  );
  response.end(typeof result.body === "string" && result.type ? result.body : JSON.stringify(result.body));
}

const speak: Connect.NextHandleFunction = (request, response, next) => {
  if (request.url?.startsWith("/api/")) void api(request, response).catch(next);
  else next();
};

export function mock(): Plugin {
  return {
    name: "regulars-mock",
    configureServer(server) {
      server.middlewares.use(speak);
    },
    configurePreviewServer(server) {
      server.middlewares.use(speak);
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split("?")[0] ?? "/";
        if (/\.\w+$/.test(path)) return next();
        const nonce = randomBytes(16).toString("base64");
        response.setHeader("content-security-policy", policy(nonce));
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end(readFileSync("dist/index.html", "utf8").replaceAll("__CSP_NONCE__", nonce));
      });
    },
  };
}
