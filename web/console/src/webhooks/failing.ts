// How many of the latest deliveries in a row have not arrived, the latest first. Pure.
import type { Delivery } from "../api";

export function failing(latest: Pick<Delivery, "status" | "tries">[]): number {
  // What nobody has tried yet has not failed.
  const tried = latest.filter(({ status, tries }) => status !== "waiting" || tries > 0);
  const arrived = tried.findIndex(({ status }) => status === "delivered");
  return arrived < 0 ? tried.length : arrived;
}
