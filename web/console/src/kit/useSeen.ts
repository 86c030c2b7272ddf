// Whether an element has come into sight, or is about to; once it has, it stays so.
import { type RefObject, useEffect, useRef, useState } from "react";

export function useSeen<E extends Element>(): { place: RefObject<E | null>; seen: boolean } {
  const place = useRef<E>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element || seen) return;
    const watch = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && setSeen(true), {
      rootMargin: "200px",
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [seen]);
  return { place, seen };
}
