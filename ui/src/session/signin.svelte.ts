// Signing in: looks at the homeserver while it is typed, then asks for a session.
import { ApiError, call, type ServerInfo } from "../api";
import { t } from "../i18n";

const PROBE_WAIT = 500;

export class SignInController {
  server = $state("");
  user = $state("");
  password = $state("");
  info = $state.raw<ServerInfo>();
  probing = $state(false);
  busy = $state<"password" | "browser">();
  problem = $state.raw<ApiError | string>();

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = "";

  /** `server`: the homeserver that the start named, looked at without a key being pressed; empty for none. */
  constructor(server = "") {
    this.server = server;
    if (server) void this.probe();
  }

  /** The server's name was edited. */
  typed(): void {
    clearTimeout(this.#timer);
    if (this.server.trim() !== this.#asked) this.info = undefined;
    if (!this.server.trim()) return;
    this.#timer = setTimeout(() => void this.probe(), PROBE_WAIT);
  }

  /** A full Matrix ID as user names its server too. */
  userTyped(): void {
    const server = /^@[^:]+:(.+)$/.exec(this.user.trim())?.[1];
    if (server && !this.server.trim()) {
      this.server = server;
      this.typed();
    }
  }

  async probe(): Promise<void> {
    clearTimeout(this.#timer);
    const server = this.server.trim();
    if (!server || (server === this.#asked && (this.info || this.probing))) return;
    this.#asked = server;
    this.probing = true;
    try {
      const info = await call("probe_server", { server });
      if (this.#asked === server) {
        this.info = info;
        this.problem = undefined;
      }
    } catch (thrown) {
      if (this.#asked === server) {
        this.problem = ApiError.from(thrown);
        this.#asked = "";
      }
    } finally {
      this.probing = false;
    }
  }

  async signIn(): Promise<void> {
    const server = this.server.trim();
    const user = this.user.trim();
    const missing = !server ? t.signIn.homeserver : !user ? t.signIn.username : !this.password ? t.signIn.password : "";
    if (missing) {
      this.problem = t.signIn.missing(missing);
      return;
    }
    await this.#run("password", () => call("sign_in", { server, user, password: this.password }));
  }

  async withBrowser(): Promise<void> {
    await this.#browser(false);
  }

  /** On the server's page that makes an account; one is signed in afterwards. */
  async createAccount(): Promise<void> {
    await this.#browser(true);
  }

  async #browser(create: boolean): Promise<void> {
    await this.#run("browser", () => call("sign_in_browser", { server: this.server.trim(), create }));
  }

  async cancel(): Promise<void> {
    await call("cancel_sign_in").catch(() => undefined);
    this.busy = undefined;
  }

  async #run(how: "password" | "browser", ask: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = how;
    this.problem = undefined;
    try {
      await ask();
      this.password = "";
    } catch (thrown) {
      const problem = ApiError.from(thrown);
      if (problem.code !== "cancelled") this.problem = problem;
    } finally {
      this.busy = undefined;
    }
  }
}
