// An audit entry's code ("customers.merged") and subject in the reader's words; a code that has no words yet stays as it
// is, so that nothing is hidden.
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../api";

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
    subject(entry: AuditEntry): string {
      const { subject_kind: kind, subject_id: id } = entry;
      if (!kind) return "–";
      const word = known(`audit.kind.${kind}`) ? t(`audit.kind.${kind}` as "audit.kind.customer") : kind;
      return id ? `${word} ${id}` : word;
    },
  };
}
