// What one does next with a crowd, in view: take it along, keep it as it is now, give it something, look into it, tell it on.
import { ExportOutlined, GiftOutlined, NotificationOutlined, PieChartOutlined, SaveOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { post, type Segment, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { AsOf, FormDrawer, useFormat } from "../kit";
import { NameField } from "./NameField";
import page from "./Segment.module.css";
import { SegmentExport } from "./SegmentExport";

export function Next({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const can = useCan();
  const keep = useKeepShops();
  const [open, setOpen] = useState<"export" | "freeze" | null>(null);
  const counted = segment.state === "live" && segment.size !== null;
  return (
    <nav className={page.next} aria-label={t("next.title")}>
      <span className={page.quiet} aria-hidden>
        {t("next.title")}
      </span>
      <Link to={`/insight?segment=${segment.id}`}>
        <Button icon={<PieChartOutlined />} tabIndex={-1}>
          {t("page.insight")}
        </Button>
      </Link>
      {can("customers.export") ? (
        <Button icon={<ExportOutlined />} disabled={!counted} onClick={() => setOpen("export")}>
          {t("page.export")}
        </Button>
      ) : null}
      {segment.kind === "live" && can("segments.write") ? (
        <Button icon={<SaveOutlined />} disabled={!counted} onClick={() => setOpen("freeze")}>
          {t("page.freeze")}
        </Button>
      ) : null}
      {can("coupons.write") ? (
        <Link to={keep(`/coupons?segment=${segment.id}`)}>
          <Button icon={<GiftOutlined />} tabIndex={-1}>
            {t("next.coupon")}
          </Button>
        </Link>
      ) : null}
      {segment.kind === "live" && can("webhooks.manage") ? (
        <Link to={`/settings/webhooks?segment=${segment.id}`}>
          <Button icon={<NotificationOutlined />} tabIndex={-1}>
            {t("next.webhook")}
          </Button>
        </Link>
      ) : null}
      <SegmentExport segment={segment} open={open === "export"} onClose={() => setOpen(null)} />
      <Freeze segment={segment} open={open === "freeze"} onClose={() => setOpen(null)} />
    </nav>
  );
}

function Freeze({ segment, open, onClose }: { segment: Segment; open: boolean; onClose: () => void }) {
  const { t } = useTranslation("segments");
  const { message } = App.useApp();
  const go = useNavigate();
  const f = useFormat();
  const refresh = useRefresh();
  return (
    <FormDrawer<{ name: string }>
      open={open}
      onClose={onClose}
      title={t("page.freezeTitle")}
      verb={t("page.freezeVerb")}
      initial={{ name: t("page.frozenName", { name: segment.name, day: f.day(new Date().toISOString()) }) }}
      save={async ({ name }) => {
        const list = await post<Segment>(`/segments/${segment.id}/freeze`, { name: name.trim() });
        await refresh("/segments");
        message.success(t("page.frozen", { name: list.name }));
        void go(`/segments/${list.id}`);
      }}
    >
      <p className={page.quiet}>
        {t("page.freezeText", { value: f.count(segment.size) })} <AsOf at={segment.size_at} />
      </p>
      <NameField />
    </FormDrawer>
  );
}
