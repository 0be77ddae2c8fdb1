// An address in pieces, the host apart, so that it can be shown as what it is.
import type { Link } from "../api";

export interface Address {
  before: string;
  host: string;
  after: string;
}

/** Splits the full address of an http(s) link; `undefined` where it is none. */
export function addressParts(url: string): Address | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return undefined;
  const { hostname, port, href } = parsed;
  const credentials =
    parsed.username || parsed.password ? `${href.slice(href.indexOf("//") + 2, href.indexOf("@") + 1)}` : "";
  const start = parsed.protocol.length + 2 + credentials.length;
  return {
    before: href.slice(0, start),
    host: hostname,
    after: `${port ? `:${port}` : ""}${parsed.pathname}${parsed.search}${parsed.hash}`,
  };
}

/** A link to an address that was checked. */
export const linkTo = (url: string): Link => ({ url, host: addressParts(url)?.host ?? "" });
