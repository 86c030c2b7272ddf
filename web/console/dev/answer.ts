// Development only: how the mock's answers are written, and what a route of it looks like.
export interface Answer {
  status: number;
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
}

export interface Call {
  /** The path's first variable part, and the second. */
  id: string;
  rest: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  english: boolean;
}

export type Route = [method: string, path: RegExp, run: (call: Call) => Answer];

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const nothing: Answer = { status: 204 };
export const refuse = (status: number, code: string, title: string, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: `/errors/${code}`, title, status, detail, code, request_id: "req_7f3a91", ...more },
});

/** A page of a list, from where the cursor stands. */
export function page<T>(items: T[], query: URLSearchParams): Answer {
  const from = Number(query.get("cursor") ?? 0);
  const next = from + Number(query.get("limit") ?? 50);
  return ok({ items: items.slice(from, next), next_cursor: next < items.length ? String(next) : null });
}

/** A list that is given whole. */
export const whole = (items: unknown[]): Answer => ok({ items, next_cursor: null });

/** Whether one of the texts contains what is asked; nothing asked is found everywhere. */
export function has(texts: (string | null | undefined)[], q: string | null): boolean {
  return !q || texts.some((text) => text?.toLowerCase().includes(q.toLowerCase()));
}

export const hour = 3_600_000;
export const day = 24 * hour;
/** MOCK_EMPTY=1: a shop in which nothing has happened yet. */
export const empty = process.env.MOCK_EMPTY === "1";
