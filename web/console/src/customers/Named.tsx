// A customer in another room's list: by name where it may be seen, and a way to the card.
import { Link } from "react-router";
import type { Id } from "../api";
import { useKeepShops } from "../app/session";

/** Enough of a long number to tell one from another. */
const short = (id: Id) => (id.length > 8 ? `#…${id.slice(-6)}` : `#${id}`);

export function Named({ id, name }: { id: Id | null; name: string | null }) {
  const keep = useKeepShops();
  return id ? <Link to={keep(`/customers/${id}`)}>{name ?? short(id)}</Link> : "–";
}
