// How many of the latest deliveries in a row have not arrived, the latest first. Pure.
import type { Delivery } from "../api";

export function failing(latest: Pick<Delivery, "status">[]): number {
  const arrived = latest.findIndex(({ status }) => status === "delivered");
  return arrived < 0 ? latest.length : arrived;
}
