// `/orders/17` is the list with that order open at the side: `/orders?order=17`. The server links so.
import { Navigate, useParams, useSearchParams } from "react-router";

export function OpenOne({ list, as }: { list: string; as: string }) {
  const { id = "" } = useParams();
  const [params] = useSearchParams();
  const next = new URLSearchParams(params);
  next.set(as, id);
  return <Navigate to={`${list}?${next}`} replace />;
}
