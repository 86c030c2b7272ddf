// Whether the window is as narrow as a phone: then drawers become bottom sheets and tables become cards.
import { useSyncExternalStore } from "react";

const query = "(max-width: 767px)";

function subscribe(listen: () => void) {
  const media = matchMedia(query);
  media.addEventListener("change", listen);
  return () => media.removeEventListener("change", listen);
}

export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
