// Development only: files of segments, which get on a little each time that somebody looks.
import type { SegmentExport } from "../src/api/exports.ts";
import { empty, hour, ok, type Route, refuse } from "./answer.ts";
import { at, now } from "./shop.ts";

const columns = [
  "nick",
  "name",
  "mobile",
  "province",
  "city",
  "deals",
  "deal_amount",
  "last_deal_at",
  "field:skin_type",
];

const made = (id: number, name: string, more: Partial<SegmentExport>): SegmentExport => ({
  id: String(id),
  segment: { id: String(id), name },
  format: "xlsx",
  columns,
  revealed: false,
  state: "finished",
  done: 4812,
  total: 4812,
  bytes: 318_000,
  created_at: at(now - 2 * hour),
  created_by: "林晚",
  finished_at: at(now - 2 * hour + 9000),
  until: at(now + 22 * hour),
  problem: null,
  ...more,
});
const none = { finished_at: null, until: null, bytes: null };
const exports: SegmentExport[] = empty
  ? []
  : [
      made(1, "江浙沪护肤老客", {
        ...none,
        state: "running",
        done: 8_100,
        total: 21_480,
        created_at: at(now - 8000),
      }),
      made(2, "护肤老客（去掉已触达）", {}),
      made(3, "加购未付", {
        format: "csv",
        revealed: true,
        columns: columns.slice(0, 3),
        bytes: 92_400,
        total: 1107,
      }),
      made(4, "复购人群", { ...none, format: "parquet", state: "failed", problem: "磁盘空间不够，请联系管理员。" }),
      made(5, "兴趣人群", {
        ...none,
        state: "gone",
        created_at: at(now - 30 * hour),
        problem: "保留满一天，已删除。",
      }),
    ];
const missing = refuse(404, "not_found", "没有这个导出", "它可能已被删除。");
const find = (id: string) => exports.find((one) => one.id === id);

function step(one: SegmentExport): SegmentExport {
  if (one.state === "waiting") Object.assign(one, { state: "running", total: 21_480 });
  else if (one.state === "running") {
    one.done = Math.min(one.total, one.done + 5200);
    if (one.done === one.total)
      Object.assign(one, {
        state: "finished",
        bytes: one.total * 66,
        finished_at: at(Date.now()),
        until: at(Date.now() + 24 * hour),
      });
  }
  return one;
}

export const routes: Route[] = [
  ["GET", /^\/segments\/exports$/, () => ok({ items: exports })],
  [
    "GET",
    /^\/segments\/exports\/(\w+)\/progress$/,
    ({ id }) => {
      const one = find(id);
      if (!one) return missing;
      const told = `retry: 600\nevent: progress\ndata: ${JSON.stringify(step(one))}\n\n`;
      return { status: 200, type: "text/event-stream", body: told };
    },
  ],
  [
    "GET",
    /^\/segments\/exports\/(\w+)\/file$/,
    () => ({ status: 200, type: "text/csv", body: "昵称,省份\n", headers: { "content-disposition": "attachment" } }),
  ],
  ["GET", /^\/segments\/exports\/(\w+)$/, ({ id }) => (find(id) ? ok(find(id)) : missing)],
  [
    "DELETE",
    /^\/segments\/exports\/(\w+)$/,
    ({ id }) => {
      Object.assign(find(id) ?? {}, { ...none, state: "stopped" });
      return { status: 204 };
    },
  ],
  [
    "POST",
    /^\/segments\/(\w+)\/exports$/,
    ({ id, body }) => {
      const one = made(exports.length + 1, "江浙沪护肤老客", {
        ...none,
        segment: { id, name: "江浙沪护肤老客" },
        state: "waiting",
        done: 0,
        total: 0,
        created_at: at(Date.now()),
        format: body.format as SegmentExport["format"],
        columns: body.columns as string[],
        revealed: body.reveal === true,
      });
      exports.unshift(one);
      return { status: 202, body: one };
    },
  ],
];
