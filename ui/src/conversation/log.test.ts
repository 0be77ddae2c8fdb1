// The open conversation's log where its backend fails.
import { expect, it } from "vitest";

import { ApiError, useBackend } from "../api";
import { demoBackend } from "../api/demo";
import { rooms } from "../api/demo/data";
import { until } from "../testing/world";
import { LogController } from "./log.svelte";

it("opens what was not stored yet as soon as it is", async () => {
  const backend = demoBackend({ delay: 0, lively: false, pins: 1 });
  let stored = false;
  useBackend({
    ...backend,
    call: (name, args) =>
      name === "conversation" && !stored
        ? Promise.reject(new ApiError({ code: "not_found", words: "This conversation is gone." }))
        : backend.call(name, args),
  });
  const log = new LogController(rooms.group);
  const end = log.watch();
  await log.open();
  expect([log.problem?.code, log.messages.length]).toEqual(["not_found", 0]);
  stored = true;
  backend.world.tell({ kind: "conversation", room: rooms.group });
  await until(() => log.messages.length > 0, "the messages");
  expect(log.problem).toBeUndefined();
  expect(log.conversation?.room).toBe(rooms.group);
  end();
});
