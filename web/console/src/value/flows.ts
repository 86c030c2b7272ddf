// The flows of one month, laid out: the states on each side in their order, and the largest moves from one to another. Pure.
import type { Flows } from "../api";

type Month = Flows["months"][number];
type Flow = Month["flows"][number];
export interface Moved {
  from: { key: string; customers: number }[];
  to: { key: string; customers: number }[];
  flows: Flow[];
  largest: Flow[];
}

export function moved(movement: Flows, month: Month | undefined, most = 6): Moved {
  const flows = (month?.flows ?? []).filter((flow) => flow.customers > 0);
  const side = (of: "from" | "to") =>
    movement.states.flatMap(({ key }) => {
      const here = flows.filter((flow) => flow[of] === key);
      return here.length > 0 ? [{ key, customers: here.reduce((sum, flow) => sum + flow.customers, 0) }] : [];
    });
  const known = new Set(movement.states.map(({ key }) => key));
  return {
    from: side("from"),
    to: side("to"),
    flows: flows.filter((flow) => known.has(flow.from) && known.has(flow.to)),
    largest: flows
      .filter((flow) => flow.from !== flow.to)
      .sort((a, b) => b.customers - a.customers)
      .slice(0, most),
  };
}
