// 分组与标签: what staff put on customers by hand, with how many, each a door to the list.
import { DeleteOutlined, EditOutlined, PlusOutlined, TagsOutlined, TeamOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Skeleton } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Group, type Page as Pages, patch, post, remove, type Tag, useGet, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Empty, FormDrawer, Loaded, Page, Panel, useConfirm, useFormat } from "../kit";
import styles from "./Groups.module.css";

export default function Groups() {
  const { t } = useTranslation(["groups", "app", "common"]);
  const f = useFormat();
  const can = useCan()("customers.write");
  const groups = useGet<Pages<Group>>("/groups", { limit: 500 });
  const tags = useGet<{ items: Tag[] }>("/tags");
  const [making, setMaking] = useState(false);
  const [naming, setNaming] = useState<Group | null>(null);
  const [retagging, setRetagging] = useState<Tag | null>(null);
  const refresh = useRefresh();
  const counted = groups.data && tags.data;
  const save = async ({ name }: { name: string }) => {
    if (naming) await patch(`/groups/${naming.id}`, { name });
    else await post("/groups", { name });
    await refresh("/groups", "/customers");
  };
  return (
    <Page
      title={t("app:page.groups")}
      sentence={
        counted
          ? t("sentence", { groups: f.count(groups.data.items.length), tags: f.count(tags.data.items.length) })
          : groups.error
            ? undefined
            : null
      }
      actions={
        can ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t("create")}
          </Button>
        ) : null
      }
    >
      <div className={styles.rooms}>
        <Panel title={t("groups")} hint={t("groupsHint")}>
          <Loaded query={groups} small waiting={<Skeleton active paragraph={{ rows: 5 }} />}>
            {({ items }) => <GroupList items={items} can={can} onRename={setNaming} onCreate={() => setMaking(true)} />}
          </Loaded>
        </Panel>
        <Panel title={t("tags")} hint={t("tagsHint")}>
          <Loaded query={tags} small waiting={<Skeleton active paragraph={{ rows: 5 }} />}>
            {({ items }) => <TagList items={items} can={can} onRename={setRetagging} />}
          </Loaded>
        </Panel>
      </div>
      <FormDrawer<{ name: string }>
        open={making || naming !== null}
        onClose={() => {
          setMaking(false);
          setNaming(null);
        }}
        title={naming ? t("renameTitle", { name: naming.name }) : t("create")}
        initial={{ name: naming?.name ?? "" }}
        save={save}
      >
        <Form.Item name="name" label={t("common:name")} rules={[{ required: true, message: t("common:required") }]}>
          <Input maxLength={60} placeholder={t("example")} />
        </Form.Item>
      </FormDrawer>
      <RenameTag tag={retagging} known={tags.data?.items ?? []} onClose={() => setRetagging(null)} />
    </Page>
  );
}

function GroupList({
  items,
  can,
  onRename,
  onCreate,
}: {
  items: Group[];
  can: boolean;
  onRename: (group: Group) => void;
  onCreate: () => void;
}) {
  const { t } = useTranslation(["groups", "common"]);
  const f = useFormat();
  const confirm = useConfirm();
  const refresh = useRefresh();
  if (items.length === 0)
    return (
      <Empty
        small
        icon={<TeamOutlined />}
        title={t("emptyTitle")}
        text={t("emptyText")}
        action={can ? <Button onClick={onCreate}>{t("create")}</Button> : null}
      />
    );
  const most = Math.max(...items.map((g) => g.size), 1);
  return (
    <ul className={styles.list}>
      {items.map((group) => (
        <Line
          key={group.id}
          name={group.name}
          size={group.size}
          most={most}
          to={`/customers?group=${group.id}`}
          actions={
            can ? (
              <>
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={`${t("rename")}: ${group.name}`}
                  onClick={() => onRename(group)}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={`${t("common:delete")}: ${group.name}`}
                  onClick={() =>
                    confirm({
                      title: t("deleteAsk", { name: group.name, count: group.size, value: f.count(group.size) }),
                      text: t("deleteText"),
                      verb: t("common:delete"),
                      danger: true,
                      run: async () => {
                        await remove(`/groups/${group.id}`);
                        await refresh("/groups", "/customers");
                      },
                    })
                  }
                />
              </>
            ) : null
          }
        />
      ))}
    </ul>
  );
}

/** Another name for a tag; with the name of another one the two become one, which is said before. */
function RenameTag({ tag, known, onClose }: { tag: Tag | null; known: Tag[]; onClose: () => void }) {
  const { t } = useTranslation(["groups", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const save = async ({ name }: { name: string }) => {
    if (!tag) return;
    const done = await patch<Tag>(`/tags/${encodeURIComponent(tag.name)}`, { name });
    message.success(t("retagged", { name: done.name, count: done.size, value: f.count(done.size) }));
    await refresh("/tags", "/customers");
  };
  return (
    <FormDrawer<{ name: string }>
      open={tag !== null}
      onClose={onClose}
      title={t("renameTitle", { name: tag?.name ?? "" })}
      initial={{ name: tag?.name ?? "" }}
      save={save}
    >
      {(form) => (
        <>
          <Form.Item name="name" label={t("common:name")} rules={[{ required: true, message: t("common:required") }]}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item noStyle shouldUpdate>
            {() => {
              const name = String(form.getFieldValue("name") ?? "").trim();
              const other = known.find((one) => one.name === name && one.name !== tag?.name);
              return other ? (
                <p className={styles.hint}>{t("joinHint", { name, count: other.size, value: f.count(other.size) })}</p>
              ) : null;
            }}
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}

function TagList({ items, can, onRename }: { items: Tag[]; can: boolean; onRename: (tag: Tag) => void }) {
  const { t } = useTranslation(["groups", "common"]);
  const f = useFormat();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  if (items.length === 0) return <Empty small icon={<TagsOutlined />} title={t("noTags")} text={t("noTagsText")} />;
  const most = Math.max(...items.map((tag) => tag.size), 1);
  return (
    <ul className={styles.list}>
      {items.map((tag) => (
        <Line
          key={tag.name}
          name={tag.name}
          size={tag.size}
          most={most}
          to={`/customers?tag=${encodeURIComponent(tag.name)}`}
          actions={
            can ? (
              <>
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={`${t("rename")}: ${tag.name}`}
                  onClick={() => onRename(tag)}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={`${t("tagDelete")}: ${tag.name}`}
                  onClick={() =>
                    confirm({
                      title: t("tagDeleteAsk", { name: tag.name, count: tag.size, value: f.count(tag.size) }),
                      text: t("tagDeleteText"),
                      verb: t("tagDelete"),
                      danger: true,
                      run: async () => {
                        await remove(`/tags/${encodeURIComponent(tag.name)}`);
                        message.success(t("removed", { count: tag.size, value: f.count(tag.size) }));
                        await refresh("/tags", "/customers");
                      },
                    })
                  }
                />
              </>
            ) : null
          }
        />
      ))}
    </ul>
  );
}

function Line({
  name,
  size,
  most,
  to,
  actions,
}: {
  name: string;
  size: number;
  most: number;
  to: string;
  actions: ReactNode;
}) {
  const { t } = useTranslation("groups");
  const f = useFormat();
  const keep = useKeepShops();
  return (
    <li className={styles.line}>
      <Link to={keep(to)} className={styles.name} aria-label={t("show", { name })}>
        <span className={styles.clip}>{name}</span>
        <span className={styles.bar} aria-hidden>
          <span style={{ width: `${Math.max(2, Math.round((100 * size) / most))}%` }} />
        </span>
        <span className={styles.size}>{t("size", { count: size, value: f.count(size) })}</span>
      </Link>
      <span className={styles.actions}>{actions}</span>
    </li>
  );
}
