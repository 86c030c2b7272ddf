// Tags and groups: each comes off with its cross, a new one is one field away.
import { PlusOutlined } from "@ant-design/icons";
import { App, AutoComplete, Button, Select, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerCard, post, useRefresh } from "../api";
import { useCan } from "../app/session";
import { Panel } from "../kit";
import styles from "./Card.module.css";
import { useLabels } from "./Filters";

export function Labels({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("customers");
  const can = useCan()("customers.write");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const { groups, tags } = useLabels();
  const act = async (kind: string, value: string) => {
    try {
      await post("/customers/bulk", { ids: [card.id], action: { kind, value } });
      await refresh("/customers", "/groups", "/tags");
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  const cross = (name: string) => ({ closeIcon: "×", "aria-label": t("labels.off", { name }) });
  return (
    <Panel title={t("labels.title")}>
      <div className={styles.labels}>
        {card.tags.map((name) => (
          <Tag
            key={name}
            variant="filled"
            closable={can ? cross(name) : false}
            onClose={(event) => {
              event.preventDefault();
              void act("tag_remove", name);
            }}
          >
            {name}
          </Tag>
        ))}
        {can ? (
          <AddTag
            known={tags.map((tag) => tag.name).filter((n) => !card.tags.includes(n))}
            add={(n) => act("tag_add", n)}
          />
        ) : null}
        {!can && card.tags.length === 0 ? <span className={styles.quiet}>{t("labels.noTags")}</span> : null}
      </div>
      <h2 className={styles.sub}>{t("labels.groups")}</h2>
      <div className={styles.labels}>
        {card.groups.map((group) => (
          <Tag
            key={group.id}
            variant="outlined"
            closable={can ? cross(group.name) : false}
            onClose={(event) => {
              event.preventDefault();
              void act("group_remove", group.id);
            }}
          >
            {group.name}
          </Tag>
        ))}
        {can ? (
          <Select
            size="small"
            variant="filled"
            className={styles.addGroup}
            value={null}
            placeholder={t("labels.addGroup")}
            aria-label={t("labels.addGroup")}
            popupMatchSelectWidth={false}
            options={groups
              .filter((g) => !card.groups.some((own) => own.id === g.id))
              .map((g) => ({ value: g.id, label: g.name }))}
            onChange={(id: string | null) => {
              if (id) void act("group_add", id);
            }}
          />
        ) : null}
      </div>
    </Panel>
  );
}

function AddTag({ known, add }: { known: string[]; add: (name: string) => Promise<void> }) {
  const { t } = useTranslation("customers");
  const [text, setText] = useState<string | null>(null);
  if (text === null)
    return (
      <Button id="add-tag" size="small" type="dashed" icon={<PlusOutlined />} onClick={() => setText("")}>
        {t("labels.addTag")}
      </Button>
    );
  const done = (name: string) => {
    setText(null);
    if (name.trim()) void add(name.trim());
  };
  return (
    <AutoComplete
      size="small"
      autoFocus
      className={styles.addTag}
      value={text}
      aria-label={t("labels.addTag")}
      placeholder={t("labels.addTagHint")}
      options={known.filter((name) => name.includes(text)).map((value) => ({ value }))}
      onChange={setText}
      onSelect={(name: string) => done(name)}
      onBlur={() => done(text)}
      onKeyDown={(event) => {
        if (event.key === "Escape") setText(null);
        if (event.key === "Enter" && !event.nativeEvent.isComposing) done(text);
      }}
    />
  );
}
