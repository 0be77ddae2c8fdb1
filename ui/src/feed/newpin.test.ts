import { describe, expect, it } from "vitest";

import { until, world } from "../testing/world";
import { LINK_MAX, NewPinController, TITLE_MAX } from "./newpin.svelte";

describe("a new pin", () => {
  it("takes title and picture from the page, unless one has written or chosen one's own", async () => {
    world();
    const pin = new NewPinController();
    pin.link = "weaverscollective.example/kilim-no-12";
    pin.linkTyped(true);
    await until(() => pin.preview, "the preview");
    expect(pin.pin).toMatchObject({
      title: "Kilim with three diamonds",
      link: { url: "https://weaverscollective.example/kilim-no-12" },
      source: { kind: "page", name: "Weavers Collective" },
    });
    expect(pin.picture?.media).toBe(pin.preview?.pictures[0]?.media);

    const own = new NewPinController({ media: 77, width: 1, height: 1, blurhash: null, colour: null, alt: null });
    own.title = "Mine";
    own.titleTyped();
    own.link = "https://weaverscollective.example/";
    own.linkTyped(true);
    await until(() => own.preview, "the preview");
    expect(own.pin).toMatchObject({ title: "Mine", picture: { media: 77 } });
  });

  it.each(["ftp://a.example", "javascript:alert(1)", "file:///etc/passwd", "https://", "mailto:a@b.example"])(
    "refuses %s",
    async (link) => {
      world();
      const pin = new NewPinController();
      pin.link = link;
      await pin.look();
      expect(pin.ready).toBe(false);
      expect(pin.problem).toBeTruthy();
    },
  );

  it("counts the bounds in bytes of UTF-8", () => {
    const pin = new NewPinController();
    pin.link = "https://a.example";
    pin.title = "é".repeat(TITLE_MAX / 2);
    expect(pin.ready).toBe(true);
    pin.title += "é";
    expect(pin.over.title).toBe(2);
    expect(pin.ready).toBe(false);
    pin.title = "";
    pin.link = `https://a.example/${"x".repeat(LINK_MAX)}`;
    expect(pin.over.link).toBeGreaterThan(0);
    expect(pin.ready).toBe(false);
  });

  it("needs a link or a picture", async () => {
    world();
    const pin = new NewPinController();
    pin.title = "Only a title";
    expect(pin.ready).toBe(false);
    await pin.choosePicture(() => undefined);
    expect(pin.ready).toBe(true);
    expect(pin.pin.source).toEqual({ kind: "file", name: "", url: null });
  });
});
