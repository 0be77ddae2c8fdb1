// What matrix-js-sdk shows of a room, and what one does in it: the actions `invitations`, `join`, `shows`, `send`, `redact`, `read`, `upload`
// (encrypts a file, as content's `file`) and `download` (decrypts one) of session.mjs.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const related = (event, kind) => event.isRelation(kind);

/** One message as this SDK tells it to an application. */
function message(room, event) {
  const content = event.getContent();
  const root = room.getThread(event.getId());
  const reactions = room.relations.getChildEventsForEvent(event.getId(), "m.annotation", "m.reaction")?.getSortedAnnotationsByKey() ?? [];
  const readers = room.getJoinedMembers().filter((member) => room.hasUserReadEvent(member.userId, event.getId()));
  return {
    event: event.getId(),
    sender: event.getSender(),
    encrypted: event.isEncrypted(),
    locked: event.isDecryptionFailure(),
    removed: event.isRedacted(),
    edited: Boolean(event.replacingEvent()),
    msgtype: content.msgtype ?? null,
    body: content.body ?? null,
    formatted: content.formatted_body ?? null,
    mentions: content["m.mentions"]?.user_ids ?? [],
    filename: content.filename ?? null,
    file: content.file ?? null,
    pin: content["app.tackroom.pin"] ?? null,
    reply_to: event.replyEventId ?? null,
    thread_root: event.isThreadRoot ? null : (event.threadRootId ?? null),
    thread: root ? { count: root.length, last: root.replyToEvent?.getContent().body ?? null } : null,
    reactions: Object.fromEntries(reactions.map(([key, events]) => [key, [...events].map((one) => one.getSender()).sort()]).filter(([, by]) => by.length)),
    readers: readers.map((member) => member.userId),
  };
}

function shows(client, { room: id }) {
  const room = client.getRoom(id);
  if (!room || room.getMyMembership() !== "join") return { messages: [], membership: room?.getMyMembership() ?? null };
  const all = new Map();
  for (const timeline of [room.getLiveTimeline(), ...room.getThreads().map((thread) => thread.liveTimeline)]) {
    for (const event of timeline.getEvents()) all.set(event.getId(), event);
  }
  const kinds = ["m.room.message", "m.room.encrypted", "m.sticker"];
  const messages = [...all.values()].filter((event) => kinds.includes(event.getType()) && !event.isState() && !related(event, "m.replace"));
  messages.sort((a, b) => a.getTs() - b.getTs());
  const names = Object.fromEntries(room.getJoinedMembers().map((member) => [member.userId, member.rawDisplayName]));
  return { messages: messages.map((event) => message(room, event)), membership: "join", names };
}

function found(client, id, event) {
  const room = client.getRoom(id);
  return room.findEventById(event) ?? room.getThreads().flatMap((thread) => thread.events).find((one) => one.getId() === event);
}

/** Answers whether it had the event: while this SDK loads a thread anew, what it showed of it is gone for a moment. */
async function read(client, room, id) {
  const event = found(client, room, id);
  await client.sendReadReceipt(event);
  return { read: Boolean(event) };
}

/** AES-CTR with a counter of 64 bits that begins at nothing, as Matrix encrypts attachments. */
async function upload(client, { base64 }) {
  const [key, iv] = [randomBytes(32), Buffer.concat([randomBytes(8), Buffer.alloc(8)])];
  const cipher = createCipheriv("aes-256-ctr", key, iv);
  const bytes = Buffer.concat([cipher.update(Buffer.from(base64, "base64")), cipher.final()]);
  const { content_uri: url } = await client.uploadContent(new Blob([bytes]), { type: "application/octet-stream", includeFilename: false });
  const unpadded = (value) => value.toString("base64").replace(/=+$/, "");
  const jwk = { kty: "oct", key_ops: ["encrypt", "decrypt"], alg: "A256CTR", ext: true, k: unpadded(key).replaceAll("+", "-").replaceAll("/", "_") };
  return { file: { v: "v2", url, key: jwk, iv: unpadded(iv), hashes: { sha256: unpadded(createHash("sha256").update(bytes).digest()) } } };
}

async function download(client, { file }) {
  const address = client.mxcUrlToHttp(file.url, undefined, undefined, undefined, false, true, true);
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${client.getAccessToken()}` } });
  if (!answer.ok) throw new Error(`download: ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const hash = createHash("sha256").update(bytes).digest("base64").replace(/=+$/, "");
  if (hash !== file.hashes.sha256) throw new Error("another file than was sent");
  const decipher = createDecipheriv("aes-256-ctr", Buffer.from(file.key.k, "base64url"), Buffer.from(file.iv, "base64"));
  return { base64: Buffer.concat([decipher.update(bytes), decipher.final()]).toString("base64") };
}

/** @param {() => import("matrix-js-sdk").MatrixClient} client */
export const roomActions = (client) => ({
  invitations: () => ({ rooms: client().getRooms().filter((room) => room.getMyMembership() === "invite").map((room) => room.roomId) }),
  join: async ({ room }) => void (await client().joinRoom(room)),
  shows: (wanted) => shows(client(), wanted),
  send: async ({ room, type, content, thread }) => ({ event: (await client().sendEvent(room, thread ?? null, type, content)).event_id }),
  redact: async ({ room, event }) => void (await client().redactEvent(room, event)),
  read: ({ room, event }) => read(client(), room, event),
  upload: (wanted) => upload(client(), wanted),
  download: (wanted) => download(client(), wanted),
});
