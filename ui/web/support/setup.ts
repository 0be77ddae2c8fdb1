// Once for all files: the demo build on a local port, a display, and the web view's driver.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

import { build, preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    page: string;
    driver: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build({ mode: "demo", logLevel: "warn" });
  const server = await preview({ mode: "demo", preview: { port: await freePort(), host: "127.0.0.1" } });
  const children: ChildProcess[] = [];
  const display = await startDisplay(children);
  const port = await freePort();
  children.push(spawn("WebKitWebDriver", [`--port=${port}`], { env: environment(display), stdio: "ignore" }));
  const driver = `http://127.0.0.1:${port}`;
  await until(
    () =>
      fetch(`${driver}/status`).then(
        (answer) => answer.ok,
        () => false,
      ),
    "WebKitWebDriver",
  );
  project.provide("page", server.resolvedUrls?.local[0] ?? "");
  project.provide("driver", driver);
  return async () => {
    for (const child of children.reverse()) child.kill();
    await server.close();
  };
}

/** The web view finds no desktop: its fonts, its size and its theme are the same on every machine. */
function environment(display: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DISPLAY: display,
    GDK_BACKEND: "x11",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    NO_AT_BRIDGE: "1",
    GSETTINGS_BACKEND: "memory",
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  };
}

/** A display of our own; Xvfb says its number on the third stream. */
async function startDisplay(children: ChildProcess[]): Promise<string> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1500x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  children.push(child);
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error("Xvfb did not start within 30 s")), 30_000);
    child.once("error", fail);
    child.stdio[3]?.once("data", (number: Buffer) => {
      clearTimeout(late);
      done(`:${number.toString().trim()}`);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address ? address.port : 0;
}

async function until(check: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`${what} did not start within 30 s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
