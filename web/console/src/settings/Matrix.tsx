// What each role may do, as a table that a person can read; the server holds the one that counts and sends it.
import { CheckOutlined, MinusOutlined } from "@ant-design/icons";
import { Skeleton } from "antd";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { type Roles, useGet } from "../api";
import { Loaded, Panel } from "../kit";
import { byRoom } from "./choices";
import styles from "./Settings.module.css";

export function Matrix() {
  const { t } = useTranslation("settings");
  const query = useGet<Roles>("/roles");
  return (
    <Panel title={t("people.matrix")} hint={t("people.matrixHint")}>
      <Loaded query={query} small waiting={<Skeleton active paragraph={{ rows: 12 }} />}>
        {(data) => <Table data={data} />}
      </Loaded>
    </Panel>
  );
}

function Table({ data: { roles, permissions } }: { data: Roles }) {
  const { t } = useTranslation(["settings", "common", "app"]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.matrixScroll} tabIndex={0} aria-label={t("settings:people.matrix")}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t("settings:people.permission")}</span>
            </th>
            {roles.map(({ role }) => (
              <th key={role} scope="col">
                <strong>{t(`common:role.${role}`)}</strong>
                <span>{t(`settings:people.roleText.${role}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {byRoom(permissions).map(({ room, permissions: here }) => (
          <tbody key={room}>
            <tr>
              <th scope="rowgroup" colSpan={roles.length + 1}>
                {t(`app:group.${room}`)}
              </th>
            </tr>
            {here.map((permission) => (
              <tr key={permission}>
                <th scope="row">{t(`common:permission.${permission}`)}</th>
                {roles.map(({ role, permissions: held }) => (
                  <td key={role}>
                    <Mark may={held.includes(permission)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Mark({ may }: { may: boolean }) {
  const { t } = useTranslation("settings");
  const Icon = may ? CheckOutlined : MinusOutlined;
  return (
    <Fragment>
      <Icon className={may ? styles.may : styles.mayNot} aria-hidden />
      <span className="unseen">{t(may ? "people.may" : "people.mayNot")}</span>
    </Fragment>
  );
}
