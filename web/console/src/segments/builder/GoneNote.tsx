// What a condition names and the shop no longer has, said beneath it.
import { WarningOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { type Field, type Page, useGet } from "../../api";
import { useLabel } from "../../kit";
import styles from "./Builder.module.css";
import type { Gone } from "./gone";

export function GoneNote({ gone }: { gone: Gone[] }) {
  return gone.map((one) => <One key={`${one.what} ${one.name}`} gone={one} />);
}

function One({ gone }: { gone: Gone }) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const own = useOwn(gone);
  const name = own ?? gone.name;
  const of = "of" in gone ? label(gone.of.label) : "";
  return (
    <p className={styles.gone} role="note">
      <WarningOutlined aria-hidden /> {t(own ? "gone.field" : `gone.${gone.what}`, { name, of })}
    </p>
  );
}

/** What people call a field of the shop's own that is archived: the rule holds its key alone. */
export function useOwn(gone: Gone | undefined): string | undefined {
  const key = gone?.what === "attribute" && gone.name.startsWith("field.") ? gone.name.slice("field.".length) : null;
  const fields = useGet<Page<Field>>("/fields", { limit: 200 }, { enabled: key !== null });
  return fields.data?.items.find((one) => one.key === key)?.name;
}
