// What the guard's findings mean for what is shown.
import type { Finding, Pin, Verdict } from "../api";
import { t } from "../i18n";

const FINDINGS: Record<string, () => string> = {
  bad_scheme: () => t.guard.finding.badScheme,
  bad_address: () => t.guard.finding.badAddress,
  userinfo: () => t.guard.finding.userinfo,
  ip_host: () => t.guard.finding.ipHost,
  lookalike_idn: () => t.guard.finding.lookalikeIdn,
  lookalike_ascii: () => t.guard.finding.lookalikeAscii,
  punycode: () => t.guard.finding.punycode,
  odd_host: () => t.guard.finding.oddHost,
  cheap_ending: () => t.guard.finding.cheapEnding,
  hidden_chars: () => t.guard.finding.hiddenChars,
  text_mismatch: () => t.guard.finding.textMismatch,
  source_mismatch: () => t.guard.finding.sourceMismatch,
  affiliate_tag: () => t.guard.finding.affiliateTag,
  affiliate_host: () => t.guard.finding.affiliateHost,
  shortener: () => t.guard.finding.shortener,
  redirector: () => t.guard.finding.redirector,
  redirect_param: () => t.guard.finding.redirectParam,
  redirect_chain: () => t.guard.finding.redirectChain,
  soft_redirect: () => t.guard.finding.softRedirect,
  leads_elsewhere: () => t.guard.finding.leadsElsewhere,
  unreachable: () => t.guard.finding.unreachable,
  tracking: () => t.guard.finding.tracking,
  plain_http: () => t.guard.finding.plainHttp,
  odd_port: () => t.guard.finding.oddPort,
  long_url: () => t.guard.finding.longUrl,
  download: () => t.guard.finding.download,
  file_name: () => t.guard.finding.fileName,
  login_form: () => t.guard.finding.loginForm,
  bait_words: () => t.guard.finding.baitWords,
  tiny_image: () => t.guard.finding.tinyImage,
  decoy_ratio: () => t.guard.finding.decoyRatio,
  stranger: () => t.guard.finding.stranger,
  repeat: () => t.guard.finding.repeat,
};

/** A finding in the person's language; one of a newer core in its own words. */
export function wordsOf(finding: Finding): string {
  return FINDINGS[finding.code]?.() ?? finding.words;
}

/** What a remark is worth on a card: tracking and the like are only told when a link is opened. */
const QUIET = [
  "tracking",
  "punycode",
  "plain_http",
  "odd_port",
  "stranger",
  "source_mismatch",
  "redirect_param",
  "cheap_ending",
];

/** The one thing to say on a card, if there is one. */
export function remark(verdict: Verdict | undefined): Finding | undefined {
  return verdict?.findings.find((finding) => finding.severity !== "none" && !QUIET.includes(finding.code));
}

/** Why a pin lies under a cover. */
export function cover(pin: Pin, stranger: boolean): { title: string; words: string } | undefined {
  if (pin.guard?.severity === "cover") {
    const worst = pin.guard.findings[0];
    return { title: t.guard.coveredTitle, words: worst ? wordsOf(worst) : "" };
  }
  // Of a stranger whom one has not answered, only what could be seen or opened is covered.
  if (stranger && (pin.picture || pin.link || pin.guard?.refused))
    return { title: t.guard.coveredStranger, words: t.guard.coveredStrangerWords };
  return undefined;
}
