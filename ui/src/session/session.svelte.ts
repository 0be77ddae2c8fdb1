// Who is signed in, the connection and the settings: as the app last told, asked again when it changes.
import { ApiError, call, type AppState, type Settings } from "../api";
import { useLanguage } from "../i18n";
import { requeryOn } from "../shared/requery";

class Session {
  app = $state.raw<AppState>();
  problem = $state.raw<ApiError>();

  async load(): Promise<void> {
    try {
      this.app = await call("app_state");
      this.problem = undefined;
      apply(this.app.settings);
    } catch (thrown) {
      this.problem = ApiError.from(thrown);
    }
  }

  /** Asks now and on each notice; returns the function that ends it. */
  watch(): () => void {
    void this.load();
    return requeryOn(
      ({ kind }) => kind === "session" || kind === "connection" || kind === "settings",
      () => this.load(),
    );
  }

  get account() {
    const session = this.app?.session;
    return session?.state === "signed_in" || session?.state === "expired" ? session.account : undefined;
  }

  async set(change: Partial<Settings>): Promise<void> {
    if (!this.app) return;
    const settings = { ...this.app.settings, ...change };
    this.app = { ...this.app, settings };
    apply(settings);
    await call("set_settings", { settings });
  }

  /** There may be room on the disk again. */
  async retryStorage(): Promise<void> {
    // What it found stands in the next state.
    await call("retry_storage").catch(() => undefined);
  }

  async dismissAlerts(): Promise<void> {
    if (this.app) this.app = { ...this.app, alerts: [] };
    await call("dismiss_alerts");
  }
}

export const session = new Session();

function apply(settings: Settings): void {
  try {
    for (const name of ["theme", "language"] as const) localStorage.setItem(name, settings[name]);
  } catch {
    // Only the next start's first frame suffers.
  }
  useLanguage(settings.language);
  applyTheme(settings);
}

function applyTheme({ theme }: Settings): void {
  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (session.app) applyTheme(session.app.settings);
});
