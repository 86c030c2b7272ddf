// An answer of RFC 9457 (application/problem+json) as a typed error, and what a form or a page needs from it.

export interface FieldProblem {
  field: string;
  code: string;
  detail: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly field: string | null;
  readonly errors: FieldProblem[];
  readonly requestId: string | null;
  /** Seconds to wait before trying again, when the server said so. */
  readonly retryAfter: number | null;

  constructor(from: {
    status: number;
    code: string;
    title: string;
    detail?: string;
    field?: string | null;
    errors?: FieldProblem[];
    requestId?: string | null;
    retryAfter?: number | null;
  }) {
    super(from.detail || from.title);
    this.name = "Problem";
    this.status = from.status;
    this.code = from.code;
    this.title = from.title;
    this.detail = from.detail ?? "";
    this.field = from.field ?? null;
    this.errors =
      from.errors ?? (from.field ? [{ field: from.field, code: from.code, detail: from.detail ?? "" }] : []);
    this.requestId = from.requestId ?? null;
    this.retryAfter = from.retryAfter ?? null;
  }

  /** The errors in the form that `form.setFields` of Ant Design takes; `a.b` becomes the path ["a", "b"]. */
  get fields(): { name: string[]; errors: string[] }[] {
    return this.errors.map((e) => ({ name: e.field.split("."), errors: [e.detail] }));
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function fieldProblems(value: unknown): FieldProblem[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((e: Record<string, unknown>) => ({
    field: text(e.field) ?? "",
    code: text(e.code) ?? "",
    detail: text(e.detail) ?? "",
  }));
}

export async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  if (response.headers.get("content-type")?.includes("json")) {
    body = await response.json().catch(() => ({}));
  }
  const wait = body.retry_after ?? response.headers.get("retry-after");
  return new Problem({
    status: response.status,
    code: text(body.code) ?? `http_${response.status}`,
    title: text(body.title) ?? (response.statusText || String(response.status)),
    detail: text(body.detail),
    field: text(body.field) ?? null,
    errors: fieldProblems(body.errors),
    requestId: text(body.request_id) ?? response.headers.get("x-request-id"),
    retryAfter: wait === null || wait === undefined || Number.isNaN(Number(wait)) ? null : Number(wait),
  });
}

/** No answer at all: the network or the server is away. */
export function away(): Problem {
  return new Problem({ status: 0, code: "away", title: "away" });
}
