// How a programme is handed out, changed later.
import { App, Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CouponProgramme, Problem, type ProgrammeHow, put, useRefresh } from "../api";
import { type Mistake, Mistakes, SideDrawer } from "../kit";
import { HowFields } from "./How";

interface Props {
  programme: CouponProgramme;
  open: boolean;
  onClose: () => void;
}

const howOf = (of: CouponProgramme): ProgrammeHow => ({
  codes: of.codes,
  code: of.code,
  claimable: of.claimable,
  audience: of.audience,
  most: of.most,
  most_per_customer: of.most_per_customer,
  most_per_device: of.most_per_device,
  valid_days: of.valid_days,
  remind_days: of.remind_days,
  transferable: of.transferable,
});

export function HowDrawer({ programme, open, onClose }: Props) {
  const { t } = useTranslation(["coupons", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [how, setHow] = useState(howOf(programme));
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [busy, setBusy] = useState(false);
  const issued = programme.funnel.issued > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening is the reason to start anew, not a new answer
  useEffect(() => {
    if (open) {
      setHow(howOf(programme));
      setMistakes([]);
    }
  }, [open]);
  const save = async () => {
    setBusy(true);
    try {
      await put(`/coupons/programmes/${programme.id}`, how);
      await refresh("/coupons");
      message.success(t("common:saved"));
      onClose();
    } catch (error) {
      if (error instanceof Problem)
        setMistakes(error.errors.map((one) => ({ path: `how.${one.field.replace(/^how\./, "")}`, text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("howEdit")}
      footer={
        <div style={{ display: "flex", justifyContent: "flex-end", gap: 8 }}>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("common:save")}
          </Button>
        </div>
      }
    >
      <Mistakes list={mistakes}>
        <HowFields how={how} issued={issued} change={(part) => setHow((old) => ({ ...old, ...part }))} />
      </Mistakes>
    </SideDrawer>
  );
}
