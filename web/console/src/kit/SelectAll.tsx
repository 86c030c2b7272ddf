// The box in the header that selects every row. The table also renders each header into a hidden row, to measure it;
// there the box must not be, or the keyboard would land on something that nobody sees.
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

export function SelectAll({ children }: { children: ReactNode }) {
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(true);
  useLayoutEffect(() => setSeen(!place.current?.closest("[aria-hidden=true]")), []);
  return <span ref={place}>{seen ? children : null}</span>;
}
