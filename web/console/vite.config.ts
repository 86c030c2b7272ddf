// Build and development server of the console.
//
// `npm run dev` sends /api and /v1 to a server on 127.0.0.1:8080 (REGULARS_SERVER changes that);
// `MOCK=1 npm run dev` answers them from dev/, which is never part of the bundle.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mock } from "./dev/mock.ts";

const server = process.env.REGULARS_SERVER ?? "http://127.0.0.1:8080";
const mocked = process.env.MOCK === "1";

export default defineConfig({
  plugins: [react(), ...(mocked ? [mock()] : [])],
  // The server replaces this placeholder, once for every answer, by the nonce of its style-src.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2022",
    // Every asset is a file of its own: a data: font or picture would need a wider policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      output: {
        // The three large libraries change rarely; keeping them apart keeps them in browsers' caches.
        codeSplitting: {
          groups: [
            { name: "echarts", test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    host: "127.0.0.1",
    proxy: mocked ? {} : { "/api": server, "/v1": server },
  },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
