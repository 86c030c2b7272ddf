// What surrounds every page: theme, language of Ant Design, the content policy's nonce, questions, routes.
import { StyleProvider } from "@ant-design/cssinjs";
import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { askAhead, newQueryClient, whenSignedOut } from "../api";
import { AppearanceProvider, useAppearance } from "../theme/appearance";
import { nonce } from "../theme/nonce";
import { themeOf } from "../theme/tokens";
import { makeRouter } from "./routes";

function Themed() {
  const { mode } = useAppearance();
  const { i18n } = useTranslation();
  const [router] = useState(makeRouter);
  const chinese = i18n.language === "zh-CN";
  const theme = useMemo(
    () => themeOf(mode, matchMedia("(prefers-reduced-motion: reduce)").matches, !chinese),
    [mode, chinese],
  );
  useEffect(() => {
    dayjs.locale(chinese ? "zh-cn" : "en");
  }, [chinese]);
  return (
    <ConfigProvider
      theme={theme}
      locale={chinese ? zhCN : enUS}
      csp={nonce ? { nonce } : undefined}
      // What pops up stays within the landmark that opened it, so that it can be found there.
      getPopupContainer={(trigger) => trigger?.closest<HTMLElement>("header, main") ?? document.body}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: "optional" }}
      drawer={{ mask: { blur: false } }}
      modal={{ mask: { blur: false } }}
    >
      <App message={{ maxCount: 3 }}>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}

/** The session is asked for while the first page's code is still on its way. */
function start() {
  const client = newQueryClient();
  if (!["/sign-in", "/welcome"].includes(location.pathname)) askAhead(client, "/session");
  return client;
}

export function Console() {
  const [client] = useState(start);
  useEffect(() => {
    whenSignedOut(() => void client.invalidateQueries({ queryKey: ["/session"] }));
  }, [client]);
  return (
    <AppearanceProvider>
      <QueryClientProvider client={client}>
        {/* In a layer, Ant Design's styles give way to a page's own without `!important`. */}
        <StyleProvider layer>
          <Themed />
        </StyleProvider>
      </QueryClientProvider>
    </AppearanceProvider>
  );
}
