// The parts of the membership programme that can be reckoned without asking: sizes of the past, presets of one level,
// and what the trade asks of a row of levels before it is sent.
import type { Benefits, CountedBy, Label, MemberLevel, Pyramid } from "../api";

export const plain: Benefits = {
  discount: 1000,
  free_shipping: false,
  points_percent: 100,
  birthday_gift: null,
  birthday_gift_sends: true,
  birthday_points: 0,
  member_only: false,
  early_access_hours: 0,
  return_days: 0,
  priority: 0,
};

/** A level above `below`: one step dearer, one step cheaper to buy on. */
export function levelAbove(below: MemberLevel | undefined, name: Label): MemberLevel {
  return {
    id: null,
    name,
    amount: below?.amount ? below.amount * 2 : 10_000,
    deals: below?.deals ? below.deals + 2 : 1,
    benefits: { ...(below?.benefits ?? plain), discount: Math.max(700, (below?.benefits.discount ?? 1000) - 50) },
  };
}

export const asksAmount = (by: CountedBy) => by !== "deals";
export const asksDeals = (by: CountedBy) => by !== "amount";

export type Fault = { path: string; code: "name" | "twice" | "missing" | "rising" | "falling" | "floor" };

/** What the server would refuse, so that it is told while typing. */
export function faultsOf(by: CountedBy, levels: MemberLevel[]): Fault[] {
  const faults: Fault[] = [];
  levels.forEach((level, at) => {
    const below = levels[at - 1];
    const here = `levels.${at}`;
    faults.push(...nameFaults(here, level.name, levels.slice(0, at)));
    for (const measure of ["amount", "deals"] as const) {
      if (!(measure === "amount" ? asksAmount(by) : asksDeals(by))) continue;
      const value = level[measure];
      if (value === null) faults.push({ path: `${here}.${measure}`, code: "missing" });
      else if (below && below[measure] !== null && value <= below[measure])
        faults.push({ path: `${here}.${measure}`, code: "rising" });
    }
    if (level.benefits.discount < 700) faults.push({ path: `${here}.benefits.discount`, code: "floor" });
    else if (below && level.benefits.discount > below.benefits.discount)
      faults.push({ path: `${here}.benefits.discount`, code: "falling" });
  });
  return faults;
}

/** A name is said in one language at least, and once in each. */
function nameFaults(here: string, name: Label, below: MemberLevel[]): Fault[] {
  if (!name.zh.trim() && !name.en.trim()) return [{ path: `${here}.name.zh`, code: "name" }];
  const twice = (tongue: keyof Label) => below.some((other) => other.name[tongue].trim() === name[tongue].trim());
  return (["zh", "en"] as const)
    .filter((tongue) => name[tongue].trim() && twice(tongue))
    .map((tongue) => ({ path: `${here}.name.${tongue}`, code: "twice" }));
}

export interface Step {
  id: string | null;
  name: Label;
  members: number;
  entered: number;
  left: number;
}

/**
 * The levels at the end of a month, highest first, with those without a level last: from today's sizes, what came and
 * went since is taken back. Without a month: today, with the movement of all months.
 */
export function standingAt(pyramid: Pyramid, month: string | null): Step[] {
  const later = month ? pyramid.months.filter((one) => one.month > month) : [];
  const shown = pyramid.months.filter((one) => !month || one.month === month);
  const moved = (months: Pyramid["months"], id: string) => {
    let [entered, left] = [0, 0];
    for (const one of months)
      for (const level of one.levels)
        if (level.id === id) {
          entered += level.entered;
          left += level.left;
        }
    return { entered, left };
  };
  const steps: Step[] = pyramid.levels.map((level) => {
    const since = moved(later, level.id);
    return {
      id: level.id,
      name: level.name,
      members: Math.max(0, level.members - since.entered + since.left),
      ...moved(shown, level.id),
    };
  });
  const grown = later.reduce((sum, one) => sum + one.joined - one.left, 0);
  const inLevels = steps.reduce((sum, step) => sum + step.members, 0);
  const none: Step = {
    id: null,
    name: { zh: "", en: "" },
    members: Math.max(0, pyramid.members - grown - inLevels),
    entered: 0,
    left: 0,
  };
  return [...steps.reverse(), none];
}
