// An audit entry's code ("customers.merged") and subject in the reader's words; a code that has no words yet stays as it
// is, so that nothing is hidden.
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../api";

/** What people look for most in a log, and then everything of one kind. */
const SOUGHT = [
  "customers.revealed",
  "deliveries.revealed",
  "customers.exported",
  "customers.person_exported",
  "customers.erased",
  "customers.merged",
  "customers.unmerged",
] as const;

export function useAuditWords() {
  const { t, i18n } = useTranslation("settings");
  const known = (key: string) => i18n.exists(key, { ns: "settings" });
  return {
    action(code: string): string {
      const [noun = "", verb = ""] = code.split(".");
      if (!known(`audit.noun.${noun}`) || !known(`audit.verb.${verb}`)) return code;
      const word = t(`audit.noun.${noun}` as "audit.noun.customers");
      return t(`audit.verb.${verb}` as "audit.verb.added", { noun: word });
    },
    /** The actions to choose from; a kind's value is what its actions begin with. */
    get choices(): { value: string; label: string }[] {
      const nouns = Object.entries(t("audit.noun", { returnObjects: true }) as Record<string, string>);
      const kinds = nouns.map(([code, noun]) => ({ value: `${code}.`, label: t("audit.allOf", { noun }) }));
      return [...SOUGHT.map((code) => ({ value: code, label: this.action(code) })), ...kinds];
    },
    subject(entry: AuditEntry): string {
      const { subject_kind: kind, subject_id: id } = entry;
      if (!kind) return "–";
      const word = known(`audit.kind.${kind}`) ? t(`audit.kind.${kind}` as "audit.kind.customer") : kind;
      return id ? `${word} ${id}` : word;
    },
  };
}
