// The sheet of every page about value: its sentence with when and over whom its figures were counted, what figures mean on
// hover, and at the side the customers behind whichever is opened.
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueHead } from "../api";
import { Page, useFormat } from "../kit";
import { Crowd, CrowdContext, type Opened } from "./Crowd";
import { HeadContext } from "./head";
import styles from "./Value.module.css";

interface Props<T> {
  title: string;
  data: T | undefined;
  failed: boolean;
  sentence: (data: T) => ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Sheet<T extends ValueHead>({ title, data, failed, sentence, actions, children }: Props<T>) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const [opened, open] = useState<Opened | null>(null);
  return (
    <HeadContext value={data ?? null}>
      <CrowdContext value={open}>
        <Page
          title={title}
          sentence={
            data?.population === 0 ? undefined : data ? (
              <>
                {sentence(data)}{" "}
                <span className={styles.quiet}>
                  {t("asOf", { time: f.instant(data.as_of), value: f.count(data.population) })}
                </span>
              </>
            ) : failed ? undefined : null
          }
          actions={actions}
        >
          {children}
        </Page>
        <Crowd opened={opened} onClose={() => open(null)} />
      </CrowdContext>
    </HeadContext>
  );
}
