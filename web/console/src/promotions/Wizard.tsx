import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "react-router";
import { type Form, type PromotionFull, useGet } from "../api";
import { Page, PageWaiting, useFormat, useQueryState } from "../kit";
import { Editor } from "./Editor";
import { FormChooser } from "./FormChooser";
import { FORMS, freshTerms } from "./forms";

export default function Wizard() {
  const { t } = useTranslation("promotions");
  const { id } = useParams();
  return id ? <Existing key={id} id={id} /> : <New title={t("new")} />;
}

function Existing({ id }: { id: string }) {
  const { t } = useTranslation("promotions");
  const promotion = useGet<PromotionFull>(`/promotions/${id}`);
  const [begun, setBegun] = useState<PromotionFull | null>(null);
  const data = begun ?? promotion.data;
  if (!begun && promotion.data) setBegun(promotion.data);
  const terms = data?.draft ?? data?.published;
  if (!data || !terms) return <PageWaiting title={t("edit")} query={promotion} />;
  return (
    <Editor kept={{ id: data.id, revision: data.revision, version: data.version }} begin={terms} held={data.held} />
  );
}

function New({ title }: { title: string }) {
  const { t } = useTranslation("promotions");
  const { query, set } = useQueryState();
  const f = useFormat();
  const held = useLocation().pathname.startsWith("/coupons");
  const form = query.form && query.form in FORMS ? (query.form as Form) : null;
  const wallNow = f.instant(new Date().toISOString()).replace(" ", "T");
  if (form) return <Editor key={form} kept={null} begin={freshTerms(form, held, wallNow)} held={held} />;
  return (
    <Page title={held ? t("newCoupon") : title} sentence={t("chooseForm")}>
      <FormChooser held={held} choose={(one) => set({ form: one })} />
    </Page>
  );
}
