// Decides which door to show: nobody set up yet → the welcome, signed out → the sign-in, otherwise the shell.
import { useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import { type Session, type Setup, setCsrf, useGet } from "../api";
import { speak } from "../i18n";
import { ErrorState } from "../kit";
import { useAppearance } from "../theme/appearance";
import { Shell } from "./Shell";
import { SessionContext } from "./session";

export function Gate() {
  const session = useGet<Session>("/session");
  const out = session.error?.status === 401;
  const setup = useGet<Setup>("/setup", {}, { enabled: out });
  const { pathname, search } = useLocation();
  const data = out ? undefined : session.data;
  const locale = data?.user.locale;

  useEffect(() => {
    if (locale) speak(locale);
  }, [locale]);

  // The account's choice comes with it to a new device.
  const { choose } = useAppearance();
  const theme = data?.user.theme;
  useEffect(() => {
    if (theme) choose(theme);
  }, [theme, choose]);

  if (data) {
    setCsrf(data.csrf);
    return (
      <SessionContext value={data}>
        <Shell />
      </SessionContext>
    );
  }
  if (out && setup.data?.needed) return <Navigate to="/welcome" replace />;
  if (out && setup.data) {
    const from = pathname + search;
    return (
      <Navigate
        to={from === "/overview" || from === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(from)}`}
        replace
      />
    );
  }
  const error = out ? setup.error : session.error;
  if (error) return <ErrorState error={error} onRetry={() => void (out ? setup.refetch() : session.refetch())} />;
  return null;
}
