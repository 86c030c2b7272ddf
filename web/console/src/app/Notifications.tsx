// What happened while nobody looked: finished imports, parked jobs. Asked again every minute.
import { BellOutlined } from "@ant-design/icons";
import { Badge, Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Notification, type Page, post, useChange, useGet } from "../api";
import { Empty, Instant, Loaded } from "../kit";
import styles from "./Bar.module.css";
import { useKeepShops } from "./session";

export function Notifications() {
  const { t } = useTranslation("app");
  const [open, setOpen] = useState(false);
  const go = useNavigate();
  const keep = useKeepShops();
  const list = useGet<Page<Notification>>("/notifications", { limit: 20 }, { every: 60_000 });
  const read = useChange(
    (body: { ids: string[] } | { all: true }) => post("/notifications/read", body),
    ["/notifications"],
  );
  const unread = list.data?.items.filter((n) => !n.read).length ?? 0;

  const visit = (note: Notification) => {
    if (!note.read) read.mutate({ ids: [note.id] });
    if (note.link) {
      setOpen(false);
      go(keep(note.link));
    }
  };

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      title={
        <div className={styles.noteHead}>
          {t("notifications")}
          {unread > 0 ? (
            <Button type="link" size="small" onClick={() => read.mutate({ all: true })}>
              {t("markRead")}
            </Button>
          ) : null}
        </div>
      }
      content={
        <div className={styles.notes}>
          <Loaded query={list} small>
            {({ items }) =>
              items.length === 0 ? (
                <Empty small icon={<BellOutlined />} title={t("notificationsNone")} text={t("notificationsNoneText")} />
              ) : (
                <ul className={styles.noteList}>
                  {items.map((note) => (
                    <li key={note.id}>
                      <button type="button" className={styles.note} onClick={() => visit(note)}>
                        <span className={note.read ? styles.read : styles.unread} aria-hidden />
                        <span className={styles.noteText}>
                          <strong>{note.title}</strong>
                          <span>{note.detail}</span>
                          <span className={styles.faint}>
                            <Instant at={note.at} ago />
                          </span>
                        </span>
                      </button>
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </div>
      }
    >
      <Button
        type="text"
        aria-label={
          unread > 0 ? `${t("notifications")}: ${t("notificationsUnread", { count: unread })}` : t("notifications")
        }
        icon={
          <Badge dot={unread > 0} offset={[-1, 2]}>
            <BellOutlined className={styles.bell} />
          </Badge>
        }
      />
    </Popover>
  );
}
