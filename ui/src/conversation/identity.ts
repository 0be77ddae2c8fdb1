// The app's own line about a contact whose encryption identity changed (store/identities.rs).
import type { Message } from "../api";

export const isIdentityLine = ({ body }: Message): boolean =>
  body.kind === "unknown" && body.event_type === "app.tackroom.identity_changed";
