// Runs the walks one after another against the program that cargo built: node e2e/run.mjs [file …]
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { failures } from "./browser.mjs";

const here = import.meta.dirname;
const root = join(here, "../../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const env = { ...process.env, REGULARS_BINARY: process.env.REGULARS_BINARY ?? join(target, "debug/regulars") };
if (!existsSync(env.REGULARS_BINARY)) {
  console.error(`${env.REGULARS_BINARY} is not there: cargo build -p regulars`);
  process.exit(1);
}
rmSync(failures, { recursive: true, force: true });
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
const told = spawnSync(
  process.execPath,
  ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files.map((name) => join(here, name))],
  { stdio: "inherit", env },
);
if (existsSync(failures)) {
  console.error(`Pictures of the pages on which walks failed are in ${failures}:`);
  for (const name of readdirSync(failures)) console.error(`  ${name}`);
}
process.exit(told.status ?? 1);
