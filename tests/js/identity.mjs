// Prints a fresh set of cross-signing keys of a user, as `/keys/device_signing/upload` takes it: `node identity.mjs @user:server`.
import { generateKeyPairSync, sign } from "node:crypto";

const user = process.argv[2];

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}

const unpadded = (bytes) => Buffer.from(bytes).toString("base64").replace(/=+$/, "");

function make(usage) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = unpadded(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  return { privateKey, key, json: { user_id: user, usage: [usage], keys: { [`ed25519:${key}`]: key } } };
}

const master = make("master");
const signed = (made) => ({
  ...made.json,
  signatures: { [user]: { [`ed25519:${master.key}`]: unpadded(sign(null, Buffer.from(canonical(made.json)), master.privateKey)) } },
});

process.stdout.write(
  JSON.stringify({
    master_key: master.json,
    self_signing_key: signed(make("self_signing")),
    user_signing_key: signed(make("user_signing")),
  }),
);
