// Who is signed in, what they may do, and which shops they look at. The shop filter lives in the address as ?shop=…
import { createContext, useCallback, useContext, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Permission, Session } from "../api";

export const SessionContext = createContext<Session | null>(null);

export function useOptionalSession(): Session | null {
  return useContext(SessionContext);
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside the signed-in part");
  return session;
}

/** `const can = useCan(); can("customers.merge")`: to hide what would be refused anyway. The server decides. */
export function useCan(): (permission: Permission) => boolean {
  const session = useSession();
  return useCallback((permission) => session.permissions.includes(permission), [session]);
}

/** The chosen shops (empty: all that the user may see), as the parameter `shop` of lists and figures. */
export function useShops(): { shop: string[]; choose: (ids: string[]) => void } {
  const [params, setParams] = useSearchParams();
  const text = params.getAll("shop").join(" ");
  const shop = useMemo(() => (text ? text.split(" ") : []), [text]);
  const choose = useCallback(
    (ids: string[]) =>
      setParams((old) => {
        const next = new URLSearchParams(old);
        next.delete("shop");
        for (const id of ids) next.append("shop", id);
        return next;
      }),
    [setParams],
  );
  return { shop, choose };
}

/** Adds the chosen shops to a link, so that walking from page to page keeps them. */
export function useKeepShops(): (to: string) => string {
  const { shop } = useShops();
  return useCallback(
    (to: string) => {
      if (shop.length === 0 || to.includes("shop=")) return to;
      const [path, query = ""] = to.split("?");
      const params = new URLSearchParams(query);
      for (const id of shop) params.append("shop", id);
      return `${path}?${params}`;
    },
    [shop],
  );
}
