// What is held as one value and edited at the side: begins anew at each opening, puts refusals at their fields and the rest
// below, closes when it is saved.
import { Alert, App, Button } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import { type Mistake, Mistakes } from "./Field";
import { SideDrawer } from "./SideDrawer";

interface Props<V> {
  open: boolean;
  onClose: () => void;
  title: string;
  width?: number;
  verb?: string;
  /** What is said once it is saved. */
  said?: string;
  /** What is edited; null while it is not known yet. */
  initial: V | null;
  save: (value: V) => Promise<unknown>;
  /** Where a field that the server names stands in the form. */
  place?: (field: string) => string;
  /** What stands there until the value is known. */
  waiting?: ReactNode;
  children: (value: V, change: (part: Partial<V>) => void) => ReactNode;
}

export function ValueDrawer<V extends object>(props: Props<V>) {
  const { open, onClose, initial, place } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(initial);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const known = initial !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening is the reason to start anew, not a new answer
  useEffect(() => {
    if (!open) return;
    setDraft(initial);
    setRefused(null);
  }, [open, known]);
  const save = async () => {
    if (!draft) return;
    setBusy(true);
    setRefused(null);
    try {
      await props.save(draft);
      message.success(props.said ?? t("saved"));
      onClose();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setRefused(error);
    } finally {
      setBusy(false);
    }
  };
  const mistakes: Mistake[] =
    refused?.errors.map((one) => ({ path: place ? place(one.field) : one.field, text: one.detail })) ?? [];
  const change = (part: Partial<V>) => {
    setRefused(null);
    setDraft((old) => old && { ...old, ...part });
  };
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={props.title}
      width={props.width ?? 480}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end", gap: 8 }}>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="primary" loading={busy} disabled={!draft} onClick={() => void save()}>
            {props.verb ?? t("save")}
          </Button>
        </div>
      }
    >
      {draft ? (
        <Mistakes list={mistakes}>
          {props.children(draft, change)}
          {refused && mistakes.length === 0 ? (
            <Alert type="error" showIcon title={refused.message} role="alert" style={{ marginTop: 16 }} />
          ) : null}
        </Mistakes>
      ) : (
        props.waiting
      )}
    </SideDrawer>
  );
}
