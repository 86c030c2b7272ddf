// How personal data is cared for: what is masked, how it is handed over, erased, and what counts as consent.
import {
  AuditOutlined,
  DeleteOutlined,
  EyeInvisibleOutlined,
  FileProtectOutlined,
  SafetyCertificateOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import { Tag } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Roles, useGet } from "../api";
import { useCan } from "../app/session";
import { Page, Panel } from "../kit";
import styles from "./Settings.module.css";

function Topic({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div className={styles.topic}>
      <span className={styles.topicIcon} aria-hidden>
        {icon}
      </span>
      <div>
        <h2>{title}</h2>
        <p>{text}</p>
        {children}
      </div>
    </div>
  );
}

export default function Care() {
  const { t } = useTranslation(["settings", "common", "app"]);
  const can = useCan();
  const roles = useGet<Roles>("/roles");
  return (
    <Page title={t("app:page.care")} sentence={t("settings:care.sentence")}>
      <div className={styles.care}>
        <Panel>
          <Topic icon={<EyeInvisibleOutlined />} title={t("settings:care.masked")} text={t("settings:care.maskedText")}>
            <span className={styles.wrap}>
              <span className={styles.quiet}>{t("settings:care.maskedRoles")}</span>
              {roles.data?.roles
                .filter(({ permissions }) => permissions.includes("customers.reveal"))
                .map(({ role }) => (
                  <Tag key={role}>{t(`common:role.${role}`)}</Tag>
                ))}
            </span>
          </Topic>
        </Panel>
        <Panel>
          <Topic icon={<AuditOutlined />} title={t("settings:care.retention")} text={t("settings:care.retentionText")}>
            {can("audit.read") ? <Link to="/settings/audit">{t("settings:care.toAudit")}</Link> : null}
          </Topic>
        </Panel>
        <Panel>
          <Topic
            icon={<FileProtectOutlined />}
            title={t("settings:care.export")}
            text={t("settings:care.exportText")}
          />
        </Panel>
        <Panel>
          <Topic icon={<DeleteOutlined />} title={t("settings:care.erase")} text={t("settings:care.eraseText")} />
        </Panel>
        <div className={styles.full}>
          <Panel>
            <Topic
              icon={<SafetyCertificateOutlined />}
              title={t("settings:care.consent")}
              text={t("settings:care.consentText")}
            >
              <Consents />
            </Topic>
          </Panel>
        </div>
        <div className={styles.full}>
          <Panel>
            <Topic
              icon={<UserSwitchOutlined />}
              title={t("settings:care.personalisation")}
              text={t("settings:care.personalisationText")}
            />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function Consents() {
  const { t } = useTranslation("settings");
  const send = t("care.send");
  const not = t("care.sendNot");
  const rows = [
    { key: "marketing", cells: [send, not, not] },
    { key: "service", cells: [send, not, send] },
    { key: "profiling", cells: [t("care.use"), t("care.useNot"), t("care.use")] },
  ] as const;
  return (
    <table className={styles.consents}>
      <thead>
        <tr>
          {(["purpose", "known", "refused", "unknown"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`care.table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [known, refused, unknown] }) => (
          <tr key={key}>
            <th scope="row">{t(`care.purposes.${key}`)}</th>
            <td>{known}</td>
            <td>{refused}</td>
            <td>{unknown}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
