// The real program for one walk: its own data folder, its own port, and its end.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The binary that cargo built; `npm run e2e` names it. */
const program = process.env.REGULARS_BINARY;

export const OWNER = { login: "mei", password: "green tea in spring" };
export const DEMO = { login: "demo", password: "shilu-tea-2026" };

/** A server on a fresh folder, or on a demo shop of so many people; `plain` without what a shop offers; `codes` prints the
 * one-time codes of buyers. */
export class Server {
  #child;
  /** How many one-time codes were read. */
  #codes = 0;

  static async start({ people = 0, plain = true, codes = false } = {}) {
    if (!program) throw new Error("REGULARS_BINARY names no program: run npm run e2e");
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), "regulars-e2e-"));
    server.log = join(server.folder, "log");
    const data = ["--data-dir", join(server.folder, "data")];
    if (people > 0) {
      const made = spawnSync(
        program,
        [...data, "demo", "--no-serve", "--customers", String(people), ...(plain ? ["--plain"] : [])],
        {
          encoding: "utf8",
        },
      );
      if (made.status !== 0) throw new Error(`the demo shop was not made: ${made.stderr}`);
    }
    const log = openSync(server.log, "a");
    server.#child = spawn(
      program,
      ["--json", ...data, "--listen", "127.0.0.1:0", "serve", ...(codes ? ["--code-sender", "console"] : [])],
      {
        stdio: ["ignore", "pipe", log],
      },
    );
    for await (const line of createInterface({ input: server.#child.stdout })) {
      server.url = JSON.parse(line).url;
      return server;
    }
    throw new Error(`the server did not start: ${readFileSync(server.log, "utf8")}`);
  }

  /** The next one-time code that is printed. */
  async code() {
    const watched = watch(this.log);
    try {
      for (;;) {
        const code = [...readFileSync(this.log, "utf8").matchAll(/the code for \S+ is (\d{6})/g)][this.#codes];
        if (code) {
          this.#codes += 1;
          return code[1];
        }
        await once(watched, "change");
      }
    } finally {
      watched.close();
    }
  }

  /** As a service manager stops it. */
  async stop() {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
