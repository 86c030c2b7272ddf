// What can be done with a customer: at hand what is done daily, behind "more" what is rare or final.
import { DownOutlined, EditOutlined, EyeOutlined, MergeOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input, type MenuProps, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { address, type CustomerCard, post, put, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { FormDrawer, useConfirm, useQueryState } from "../kit";
import { usePhone } from "../theme/width";
import { reveal } from "./Attributes";
import styles from "./Card.module.css";
import { download } from "./ExportDrawer";
import { MergeDrawer } from "./MergeDrawer";
import { labelOf } from "./Who";

type Asked = "merge" | "blacklist" | "erase" | "reveal" | null;

export function Actions({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["customers", "common"]);
  const can = useCan();
  const phone = usePhone();
  const { set } = useQueryState();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<Asked>(null);

  const write = () => {
    if (phone) set({ part: "notes" });
    setTimeout(() => document.getElementById("note-text")?.focus(), 60);
  };
  const unlist = () =>
    confirm({
      title: t("blacklist.offAsk", { name: labelOf(card) }),
      text: t("blacklist.offText"),
      verb: t("blacklist.off"),
      run: async () => {
        await put(`/customers/${card.id}/blacklist`, { on: false });
        await refresh("/customers");
        message.success(t("common:saved"));
      },
    });
  const exportPerson = () =>
    confirm({
      title: t("person.exportAsk", { name: labelOf(card) }),
      text: t("person.exportText"),
      verb: t("common:export"),
      run: async () => download(address(`/customers/${card.id}/export`)),
    });
  const items: NonNullable<MenuProps["items"]> = [];
  if (can("customers.write"))
    items.push(
      card.blacklisted
        ? { key: "unlist", label: t("blacklist.off"), onClick: unlist }
        : { key: "blacklist", label: t("blacklist.on"), onClick: () => setAsked("blacklist") },
    );
  if (can("customers.export") && can("customers.reveal"))
    items.push({ key: "export", label: t("person.export"), onClick: exportPerson });
  if (can("customers.erase"))
    items.push(
      { type: "divider" },
      { key: "erase", label: t("person.erase"), danger: true, onClick: () => setAsked("erase") },
    );
  return (
    <>
      {can("customers.write") ? (
        <Button icon={<EditOutlined />} onClick={write}>
          {t("card.note")}
        </Button>
      ) : null}
      {can("customers.reveal") ? (
        <Button icon={<EyeOutlined />} onClick={() => setAsked("reveal")}>
          {t("card.reveal")}
        </Button>
      ) : null}
      {can("customers.merge") ? (
        <Button icon={<MergeOutlined />} onClick={() => setAsked("merge")}>
          {t("card.merge")}
        </Button>
      ) : null}
      {items.length > 0 ? (
        <Dropdown trigger={["click"]} menu={{ items }}>
          <Button>
            {t("common:more")} <DownOutlined />
          </Button>
        </Dropdown>
      ) : null}
      <MergeDrawer card={card} open={asked === "merge"} onClose={() => setAsked(null)} />
      <Blacklist card={card} open={asked === "blacklist"} onClose={() => setAsked(null)} />
      <Reveal card={card} open={asked === "reveal"} onClose={() => setAsked(null)} />
      <Erase card={card} open={asked === "erase"} onClose={() => setAsked(null)} />
    </>
  );
}

interface Props {
  card: CustomerCard;
  open: boolean;
  onClose: () => void;
}

function Blacklist({ card, open, onClose }: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  return (
    <FormDrawer<{ reason: string }>
      open={open}
      onClose={onClose}
      title={t("blacklist.title", { name: labelOf(card) })}
      initial={{ reason: "" }}
      verb={t("blacklist.on")}
      save={async ({ reason }) => {
        await put(`/customers/${card.id}/blacklist`, { on: true, reason });
        await refresh("/customers");
        message.success(t("blacklist.done"));
      }}
    >
      <p className={styles.lead}>{t("blacklist.text")}</p>
      <Form.Item name="reason" label={t("merge.reason")} rules={[{ required: true, message: t("common:required") }]}>
        <Input.TextArea rows={3} maxLength={1000} placeholder={t("blacklist.example")} />
      </Form.Item>
    </FormDrawer>
  );
}

/** Several values in full, with a reason; the server writes down who saw what. */
function Reveal({ card, open, onClose }: Props) {
  const { t } = useTranslation(["customers", "common", "kit"]);
  const { message } = App.useApp();
  const [values, setValues] = useState<Record<string, string | null> | null>(null);
  const [busy, setBusy] = useState(false);
  const fields = card.attributes.filter((a) => a.sensitive && a.display);
  const close = () => {
    setValues(null);
    onClose();
  };
  const ask = async () => {
    setBusy(true);
    try {
      setValues(
        await reveal(
          card.id,
          fields.map((a) => a.key),
        ),
      );
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("revealing.title", { name: labelOf(card) })}
      footer={
        values ? (
          <Button type="primary" onClick={close}>
            {t("revealing.hide")}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t("common:cancel")}</Button>
            <Button
              type="primary"
              icon={<EyeOutlined />}
              loading={busy}
              disabled={fields.length === 0}
              onClick={() => void ask()}
            >
              {t("revealing.verb")}
            </Button>
          </>
        )
      }
    >
      <p className={styles.lead}>
        {fields.length === 0 ? t("revealing.none") : t("revealing.text", { count: fields.length })}
      </p>
      <dl className={styles.attributes}>
        {fields.map((a) => (
          <div key={a.key} className={styles.attribute}>
            <dt>{a.label}</dt>
            <dd>
              <span className={styles.value}>{values ? (values[a.key] ?? "–") : a.display}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

function Erase({ card, open, onClose }: Props) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const go = useNavigate();
  const keep = useKeepShops();
  const word = card.nick ?? card.id;
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const close = () => {
    setTyped("");
    onClose();
  };
  const erase = async () => {
    setBusy(true);
    try {
      const { erased } = await post<{ erased: Record<string, number> }>(`/customers/${card.id}/erase`, {
        confirm: typed.trim(),
      });
      const rows = Object.values(erased).reduce((sum, count) => sum + count, 0);
      message.success(t("person.erased", { count: rows, tables: Object.keys(erased).length }));
      close();
      go(keep("/customers"), { replace: true });
      await refresh("/customers", "/orders", "/proposals");
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("person.eraseTitle", { name: labelOf(card) })}
      okText={t("person.eraseVerb")}
      cancelText={t("common:cancel")}
      okButtonProps={{ danger: true, disabled: typed.trim() !== word, loading: busy }}
      onOk={() => void erase()}
    >
      <p className={styles.lead}>
        {t("person.eraseText", { orders: card.deals + card.closed, profiles: card.profile_list.length })}
      </p>
      <label htmlFor="erase-word" className={styles.sub}>
        {t("person.eraseType", { word })}
      </label>
      <Input
        id="erase-word"
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        className={styles.typed}
      />
    </Modal>
  );
}
