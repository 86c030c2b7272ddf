// One way to speak to the server: fetch with the cookie, the language, the CSRF token and an idempotency key, and
// every refusal as a `Problem`. Knows no page and no component.
import { away, problemOf } from "./problem";

const base = "/api/v1";

let csrf = "";
let language = "zh-CN";
let onSignedOut: () => void = () => {};

/** The token of the signed-in session; unsafe methods carry it. */
export function setCsrf(token: string): void {
  csrf = token;
}
export function setLanguage(tag: string): void {
  language = tag;
}
/** Called when an answer says that the session has ended. */
export function whenSignedOut(call: () => void): void {
  onSignedOut = call;
}

export type Params = Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>;

/** `/api/v1` + path + query; empty values are left out, lists repeat their key, keys are sorted so that equal questions are equal text. */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(params).sort()) {
    const value = params[key];
    if (value === null || value === undefined || value === "") continue;
    if (Array.isArray(value)) for (const one of value) query.append(key, String(one));
    else query.append(key, String(value));
  }
  const text = query.toString();
  return `${base}${path}${text ? `?${text}` : ""}`;
}

/** `crypto.randomUUID` exists only over https or on localhost; a shop's own machine is often neither. */
function chance(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

interface Ask {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  params?: Params;
  body?: unknown;
  signal?: AbortSignal;
  /** Do not report a 401 as the end of the session (the sign-in itself). */
  quiet?: boolean;
  /** A POST that changes nothing: it asks with a body that no address can hold, and needs no key against repeats. */
  question?: boolean;
}

export async function ask<T>(
  path: string,
  { method = "GET", params, body, signal, quiet, question }: Ask = {},
): Promise<T> {
  const response = await send(path, { method, params, body, signal, quiet, question });
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function send(path: string, { method = "GET", params, body, signal, quiet, question }: Ask): Promise<Response> {
  const headers = new Headers({ accept: "application/json", "accept-language": language });
  if (method !== "GET") {
    if (csrf) headers.set("x-regulars-csrf", csrf);
    if (method === "POST" && !question) headers.set("idempotency-key", chance());
  }
  let payload: BodyInit | undefined;
  if (body instanceof FormData) payload = body;
  else if (body !== undefined) {
    headers.set("content-type", "application/json");
    payload = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(address(path, params), {
      method,
      headers,
      body: payload,
      signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw away();
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && !quiet) onSignedOut();
    throw problem;
  }
  return response;
}

/** A file that is the answer to a question with a body, saved under the name that the server gives it, or under `name` when
 * that says more. */
export async function fetchFile(path: string, body: unknown, name: string, mine = false): Promise<void> {
  const response = await send(path, { method: "POST", body, question: true });
  const given = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = given && !mine ? decodeURIComponent(given) : name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const get = <T>(path: string, params?: Params, signal?: AbortSignal) => ask<T>(path, { params, signal });
export const post = <T>(path: string, body?: unknown) => ask<T>(path, { method: "POST", body: body ?? {} });
export const put = <T>(path: string, body?: unknown) => ask<T>(path, { method: "PUT", body: body ?? {} });
export const patch = <T>(path: string, body: unknown) => ask<T>(path, { method: "PATCH", body });
export const remove = <T = void>(path: string) => ask<T>(path, { method: "DELETE" });

/** Sends a form with files and says how much has left, 0 to 1; `fetch` cannot tell. */
export function upload<T>(path: string, form: FormData, onSent: (share: number) => void): Promise<T> {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(path));
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("accept-language", language);
    request.setRequestHeader("idempotency-key", chance());
    if (csrf) request.setRequestHeader("x-regulars-csrf", csrf);
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    request.onerror = () => refuse(away());
    request.onload = () => {
      if (request.status < 300) return done(JSON.parse(request.responseText) as T);
      const type = request.getResponseHeader("content-type") ?? "";
      const answer = new Response(request.responseText, { status: request.status, headers: { "content-type": type } });
      problemOf(answer).then((problem) => {
        if (problem.status === 401) onSignedOut();
        refuse(problem);
      }, refuse);
    };
    request.send(form);
  });
}
