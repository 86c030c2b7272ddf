// A labelled control of a form that is held as one value rather than field by field: what the server says is wrong with
// the value is found by its path and told under the control that made it.
import { createContext, type ReactNode, useContext, useId, useMemo } from "react";
import styles from "./Field.module.css";

export interface Mistake {
  path: string;
  text: string;
}

const Said = createContext<ReadonlyMap<string, string>>(new Map());

/** `steps[1].at`, `steps.1.at` and `steps.1.at.amount` are one place. */
export function placeOf(path: string): string {
  return path.replace(/\[(\d+)\]/g, ".$1");
}

export function Mistakes({ list, children }: { list: Mistake[]; children: ReactNode }) {
  const map = useMemo(() => new Map(list.map(({ path, text }) => [placeOf(path), text])), [list]);
  return <Said.Provider value={map}>{children}</Said.Provider>;
}

export function useMistake(path: string | undefined): string | undefined {
  const said = useContext(Said);
  if (!path) return undefined;
  const whole = said.get(path);
  if (whole) return whole;
  for (const [place, text] of said) if (place.startsWith(`${path}.`)) return text;
  return undefined;
}

export interface FieldProps {
  label: string;
  /** Where in the value it stands; what is said of anything below is told here too. */
  path?: string;
  hint?: ReactNode;
  /** The label is read aloud but not shown, for controls under a table's heading. */
  bare?: boolean;
  className?: string;
  children: (id: string, status: "error" | undefined) => ReactNode;
}

export function Field({ label, path, hint, bare = false, className, children }: FieldProps) {
  const id = useId();
  const wrong = useMistake(path);
  return (
    <div className={className ? `${styles.field} ${className}` : styles.field}>
      <label htmlFor={id} className={bare ? "unseen" : styles.label}>
        {label}
      </label>
      {children(id, wrong ? "error" : undefined)}
      {wrong ? (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      ) : hint ? (
        <p className={styles.hint}>{hint}</p>
      ) : null}
    </div>
  );
}
