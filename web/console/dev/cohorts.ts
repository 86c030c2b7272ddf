// Development only: cohorts by month, week or campaign of the made-up shop.
import type * as api from "../src/api/value.ts";
import { chance } from "./chance.ts";
import { named } from "./valueWords.ts";

/** What brings people to the made-up shop. */
const BROUGHT: [string, string][] = [
  ["channel", "taobao"],
  ["channel", "web"],
  ["offer", "店铺券满200减25"],
  ["offer", "跨店每满300减50"],
  ["channel", "pos"],
  ["offer", "spring-tea"],
];
export function cohorts(by: api.CohortsBy, head: api.ValueHead, dayOf: (from: number) => string): api.CohortsPage {
  const campaign = by === "campaign";
  const many = campaign ? BROUGHT.length : by === "month" ? 24 : 26;
  const r = chance(by === "month" ? 31 : 32);
  const all = Array.from({ length: many }, (_, i) => {
    const size = 320 + r.int(0, 380);
    const left = campaign ? 24 - 3 * i : many - i;
    const [kind, key] = BROUGHT[i] ?? ["offer", ""];
    let sum = 0;
    return {
      brought: campaign
        ? { kind: kind as "offer", key, label: key === "spring-tea" ? named("春茶上新", "Spring tea") : null }
        : null,
      start: by !== "week" ? new Date(Date.UTC(2024, 11 + i, 1)).toISOString().slice(0, 10) : dayOf(-7 * left + 2),
      customers: size,
      rule: `first_deal_at >= "${2024}"`,
      cells: Array.from({ length: left }, (_, k) => {
        const share = k === 0 ? 1000 : Math.round(260 / (1 + 0.28 * k) + r.int(-18, 18));
        const people = Math.round((size * share) / 1000);
        const revenue = people * (15_800 + r.int(-900, 900));
        sum += revenue;
        return { customers: people, of: size, share, revenue, cumulative: Math.round(sum / size), whole: k < left - 1 };
      }),
    };
  });
  return {
    ...head,
    by,
    periods: many,
    cohorts: all,
    left_out: campaign ? 31 : 0,
    mean: Array.from({ length: campaign ? 24 : many }, (_, k) =>
      k === many - 1 ? null : k === 0 ? 1000 : Math.round(2600 / (1 + 0.28 * k)) / 10,
    ),
  };
}
