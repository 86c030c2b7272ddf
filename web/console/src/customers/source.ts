// A source as a person reads it: `douyin:拾露抖音店` is 抖店 · 拾露抖音店.
import { useTranslation } from "react-i18next";

export function useSourceName(): (source: string) => string {
  const { t, i18n } = useTranslation("common");
  return (source) => {
    const at = source.indexOf(":");
    const channel = at > 0 ? source.slice(0, at) : source;
    if (!/^[a-z]+$/.test(channel) || !i18n.exists(`common:channel.${channel}`)) return source;
    const name = t(`channel.${channel}` as "channel.taobao");
    return at > 0 ? `${name} · ${source.slice(at + 1)}` : name;
  };
}
