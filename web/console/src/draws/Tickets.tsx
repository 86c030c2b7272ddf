// Who drew what: each ticket with its roll, and prizes that are handed over by hand.
import { App, Button, Form, Input, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Draw, post, type Ticket, useRefresh } from "../api";
import { useCan } from "../app/session";
import { Named } from "../customers/Named";
import { SentTo } from "../deliveries/SentTo";
import {
  type Column,
  DataList,
  Empty,
  FilterBar,
  FormDrawer,
  Instant,
  Panel,
  useFormat,
  useLabel,
  useQueryState,
} from "../kit";

const STATUS = ["waiting", "given", "forfeited", "none"] as const;
const COLOR = { none: undefined, waiting: "warning", given: "success", forfeited: undefined };

export function Tickets({ draw }: { draw: Draw }) {
  const { t } = useTranslation(["draws", "deliveries"]);
  const f = useFormat();
  const label = useLabel();
  const can = useCan()("members.care");
  const { query, clear } = useQueryState();
  const [open, setOpen] = useState<{ ticket: Ticket; deed: "give" | "forfeit" } | null>(null);
  const columns: Column<Ticket>[] = [
    { key: "number", title: t("number"), width: 80, align: "right", render: (one) => f.count(one.number) },
    {
      key: "customer",
      title: t("who"),
      width: 130,
      phone: "title",
      render: (one) => <Named id={one.customer_id} name={one.customer} />,
    },
    {
      key: "prize",
      title: t("prize"),
      width: 150,
      phone: "line",
      render: (one) => (one.prize_name ? label(one.prize_name) : one.missed ? t("missed") : t("nothing")),
    },
    {
      key: "status",
      title: t("state"),
      width: 110,
      phone: "side",
      render: (one) =>
        one.status === "none" ? (
          "–"
        ) : (
          <Tag variant="filled" color={one.problem ? "error" : COLOR[one.status]} title={one.problem ?? undefined}>
            {one.problem ? t("problem") : t(`status.${one.status}`)}
          </Tag>
        ),
    },
    {
      key: "to",
      title: t("deliveries:to"),
      width: 240,
      phone: "line",
      render: (one) =>
        one.sends ? <SentTo of="draw" id={one.id} delivery={one.delivery} waits={one.status === "waiting"} /> : "–",
    },
    { key: "at", title: t("at"), width: 120, phone: "line", render: (one) => <Instant at={one.at} ago /> },
    { key: "paid", title: t("paidWith"), width: 90, hidden: true, render: (one) => t(`paid.${one.paid_with}`) },
    { key: "roll", title: t("roll"), width: 100, align: "right", hidden: true, render: (one) => f.count(one.roll) },
    {
      key: "deeds",
      title: "",
      width: 150,
      align: "right",
      deeds: true,
      render: (one) =>
        can && one.status === "waiting" ? (
          <>
            <Button size="small" onClick={() => setOpen({ ticket: one, deed: "give" })}>
              {t(one.problem ? "tryAgain" : "handOver")}
            </Button>{" "}
            <Button size="small" type="text" onClick={() => setOpen({ ticket: one, deed: "forfeit" })}>
              {t("forfeit")}
            </Button>
          </>
        ) : null,
    },
  ];
  return (
    <Panel title={t("results")} flush>
      <DataList<Ticket>
        id="draw-tickets"
        path={`/draws/${draw.id}/tickets`}
        params={{ status: query.status, won: query.won }}
        columns={columns}
        rowKey={(one) => one.id}
        permission="coupons.read"
        filtered={Boolean(query.status || query.won)}
        onClear={() => clear()}
        toolbar={
          <FilterBar
            filters={[
              {
                kind: "one",
                key: "status",
                label: t("state"),
                options: STATUS.map((value) => ({ value, label: t(`status.${value}`) })),
              },
              { kind: "one", key: "won", label: t("won"), options: [{ value: "true", label: t("wonOnly") }] },
            ]}
          />
        }
        empty={<Empty small title={t("ticketsNone")} text={t("ticketsNoneText")} />}
      />
      <Settle open={open} onClose={() => setOpen(null)} />
    </Panel>
  );
}

interface SettleProps {
  open: { ticket: Ticket; deed: "give" | "forfeit" } | null;
  onClose: () => void;
}

function Settle({ open, onClose }: SettleProps) {
  const { t } = useTranslation(["draws", "common"]);
  const label = useLabel();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const deed = open?.deed ?? "give";
  return (
    <FormDrawer<{ note: string }>
      open={open !== null}
      onClose={onClose}
      title={t(`settle.${deed}`, { prize: label(open?.ticket.prize_name ?? null) })}
      verb={t(deed === "give" ? "handOver" : "forfeit")}
      initial={{ note: "" }}
      save={async ({ note }) => {
        const said = note.trim();
        await post(
          `/draws/tickets/${open?.ticket.id}/${deed}`,
          deed === "give" ? (said ? { note: said } : {}) : { reason: said },
        );
        await refresh("/draws");
        message.success(t("settled"));
      }}
    >
      <Form.Item
        name="note"
        label={t(deed === "give" ? "note" : "reason")}
        extra={deed === "give" ? t("noteHint") : undefined}
        rules={deed === "forfeit" ? [{ required: true, whitespace: true, message: t("common:required") }] : []}
      >
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
    </FormDrawer>
  );
}
