// Notes: written in place, pinned ones on top.
import { DeleteOutlined, PushpinFilled } from "@ant-design/icons";
import { App, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerCard, type Note, post, remove, useRefresh } from "../api";
import { useCan } from "../app/session";
import { Instant, useConfirm } from "../kit";
import styles from "./Card.module.css";

export function Notes({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["customers", "common"]);
  const can = useCan()("customers.write");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const [text, setText] = useState("");
  const [pinned, setPinned] = useState(false);
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    try {
      await post(`/customers/${card.id}/notes`, { text: text.trim(), pinned });
      setText("");
      setPinned(false);
      await refresh(`/customers/${card.id}`);
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const drop = (note: Note) =>
    confirm({
      title: t("notes.deleteAsk"),
      text: note.text,
      verb: t("common:delete"),
      danger: true,
      run: async () => {
        await remove(`/customers/${card.id}/notes/${note.id}`);
        await refresh(`/customers/${card.id}`);
      },
    });
  const notes = [...card.notes].sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.at.localeCompare(a.at));
  return (
    <div className={styles.notes}>
      {can ? (
        <div>
          <Input.TextArea
            id="note-text"
            value={text}
            aria-label={t("notes.placeholder")}
            placeholder={t("notes.placeholder")}
            // Grows by CSS: the library would measure with an inline style, which the content policy forbids.
            rows={2}
            className={styles.grows}
            maxLength={4000}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if ((event.metaKey || event.ctrlKey) && event.key === "Enter" && text.trim()) void add();
            }}
          />
          {text.trim() ? (
            <div className={styles.noteFoot}>
              <Checkbox checked={pinned} onChange={(event) => setPinned(event.target.checked)}>
                {t("notes.pin")}
              </Checkbox>
              <Button size="small" type="primary" loading={busy} onClick={() => void add()}>
                {t("notes.add")}
              </Button>
            </div>
          ) : null}
        </div>
      ) : null}
      {notes.length === 0 && !can ? <p className={styles.quiet}>{t("notes.none")}</p> : null}
      <ul className={styles.noteList}>
        {notes.map((note) => (
          <li key={note.id}>
            <p className={styles.noteText}>
              {note.pinned ? <PushpinFilled className={styles.pin} aria-label={t("notes.pinned")} /> : null}
              {note.text}
            </p>
            <div className={styles.noteBy}>
              <span>
                {note.author} · <Instant at={note.at} ago />
              </span>
              {can ? (
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={`${t("common:delete")}: ${note.text.slice(0, 20)}`}
                  onClick={() => drop(note)}
                />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
