// How a programme is handed out, changed later.
import { useTranslation } from "react-i18next";
import { type CouponProgramme, type ProgrammeHow, put, useRefresh } from "../api";
import { ValueDrawer } from "../kit";
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
  const { t } = useTranslation("coupons");
  const refresh = useRefresh();
  return (
    <ValueDrawer
      open={open}
      onClose={onClose}
      title={t("howEdit")}
      initial={howOf(programme)}
      place={(field) => `how.${field.replace(/^how\./, "")}`}
      save={async (how) => {
        await put(`/coupons/programmes/${programme.id}`, how);
        await refresh("/coupons");
      }}
    >
      {(how, change) => <HowFields how={how} issued={programme.funnel.issued > 0} change={change} />}
    </ValueDrawer>
  );
}
