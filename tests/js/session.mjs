// A session of matrix-js-sdk, driven by JSON lines: `{"do":"sign-in","server","user","password"}`, `request` (asks the
// account's other sessions to verify this one), `accept`, `match`, `differ`, `trusts` with a `device`, and those of
// room.mjs. It prints what happens.
import { createInterface } from "node:readline";

import { ClientEvent, createClient } from "matrix-js-sdk";
import { CryptoEvent, VerificationPhase, VerificationRequestEvent, VerifierEvent } from "matrix-js-sdk/lib/crypto-api/index.js";
import { logger } from "matrix-js-sdk/lib/logger.js";

import { roomActions } from "./room.mjs";

logger.setLevel("silent");
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

let client;
let request;
let sas;

async function signIn({ server, user, password }) {
  const answer = await createClient({ baseUrl: server }).login("m.login.password", {
    identifier: { type: "m.id.user", user },
    password,
    initial_device_display_name: "matrix-js-sdk",
  });
  client = createClient({
    baseUrl: server,
    userId: answer.user_id,
    deviceId: answer.device_id,
    accessToken: answer.access_token,
    verificationMethods: ["m.sas.v1"],
  });
  await client.initRustCrypto({ useIndexedDB: false });
  client.on(CryptoEvent.VerificationRequestReceived, (incoming) => {
    follow(incoming);
    say({ event: "asked" });
  });
  const synced = new Promise((done) => client.on(ClientEvent.Sync, (state) => state === "PREPARED" && done()));
  await client.startClient({ initialSyncLimit: 20, threadSupport: true });
  await synced;
  // A request of a device that is not known yet would be dropped.
  await client.getCrypto().getUserDeviceInfo([answer.user_id], true);
  return { device: answer.device_id };
}

function follow(now) {
  request = now;
  let started = false;
  const changed = () => {
    say({ event: "phase", phase: VerificationPhase[request.phase] });
    if (request.phase === VerificationPhase.Ready && request.initiatedByMe && !started) {
      started = true;
      void request.startVerification("m.sas.v1").then(compare);
    } else if (request.phase === VerificationPhase.Started && request.verifier && !started) {
      started = true;
      compare(request.verifier);
    }
  };
  request.on(VerificationRequestEvent.Change, changed);
  changed();
}

function compare(verifier) {
  const show = (shown) => {
    sas = shown;
    say({ event: "emoji", names: shown.sas.emoji.map(([, name]) => name) });
  };
  verifier.on(VerifierEvent.ShowSas, show);
  verifier.verify().then(
    () => say({ event: "done" }),
    (error) => say({ event: "cancelled", words: String(error) }),
  );
  const already = verifier.getShowSasCallbacks();
  if (already) show(already);
}

const actions = {
  ...roomActions(() => client),
  "sign-in": signIn,
  request: async () => follow(await client.getCrypto().requestOwnUserVerification()),
  accept: () => request.accept(),
  match: () => sas.confirm(),
  differ: () => sas.mismatch(),
  trusts: async ({ device }) => {
    const status = await client.getCrypto().getDeviceVerificationStatus(client.getUserId(), device);
    return { trusted: status?.isVerified() === true };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const wanted = JSON.parse(line);
  try {
    say({ ok: wanted.id, ...(await actions[wanted.do](wanted)) });
  } catch (error) {
    say({ event: "error", id: wanted.id, words: String(error?.stack ?? error) });
  }
}
client?.stopClient();
process.exit(0);
