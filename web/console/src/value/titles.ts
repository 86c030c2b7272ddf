// What products are called: those of one title that several shops sell are told apart by their shop.
import { useMemo } from "react";
import type { ProductListing } from "../api";
import { useSession } from "../app/session";

export interface Titled {
  /** What makes it one product. */
  key: string;
  title: string;
  shop: string | null;
}

/** The shops that list a product, each once. */
export function shopsOf(listings: ProductListing[]): string[] {
  return [...new Set(listings.map(({ shop }) => shop))];
}

/** The titles that more than one of these products has. */
export function shared(products: Titled[]): Set<string> {
  const first = new Map<string, string>();
  const found = new Set<string>();
  for (const { title, key } of products) {
    if ((first.get(title) ?? key) !== key) found.add(title);
    first.set(title, key);
  }
  return found;
}

export function useTitles(products: Titled[]): (one: Titled) => string {
  const { shops } = useSession();
  return useMemo(() => {
    const several = shared(products);
    const names = new Map(shops.map((shop) => [shop.id, shop.name]));
    return ({ key, title, shop }) => {
      const name = title || key;
      const seller = several.has(title) && shop !== null ? names.get(shop) : undefined;
      return seller ? `${name} (${seller})` : name;
    };
  }, [products, shops]);
}
