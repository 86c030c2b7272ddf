// What each role may do, as a table that a person can read.
import { CheckOutlined, MinusOutlined } from "@ant-design/icons";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../kit";
import { grants, permissionRooms, roles } from "./choices";
import styles from "./Settings.module.css";

export function Matrix() {
  const { t } = useTranslation(["settings", "common", "app"]);
  return (
    <Panel title={t("settings:people.matrix")} hint={t("settings:people.matrixHint")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.matrixScroll} tabIndex={0} aria-label={t("settings:people.matrix")}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("settings:people.permission")}</span>
              </th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  <strong>{t(`common:role.${role}`)}</strong>
                  <span>{t(`settings:people.roleText.${role}`)}</span>
                </th>
              ))}
            </tr>
          </thead>
          {permissionRooms.map(({ room, permissions }) => (
            <tbody key={room}>
              <tr>
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {t(`app:group.${room}`)}
                </th>
              </tr>
              {permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{t(`common:permission.${permission}`)}</th>
                  {roles.map((role) => (
                    <td key={role}>
                      {grants(role, permission) ? (
                        <Fragment>
                          <CheckOutlined className={styles.may} aria-hidden />
                          <span className="unseen">{t("settings:people.may")}</span>
                        </Fragment>
                      ) : (
                        <Fragment>
                          <MinusOutlined className={styles.mayNot} aria-hidden />
                          <span className="unseen">{t("settings:people.mayNot")}</span>
                        </Fragment>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </Panel>
  );
}
