// What is measured in the page, as scripts for `Browser.script`.

/** Each control in view, whose middle is its own: the ground for all measures of controls. */
const CONTROLS = `
  const shown = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden" && !e.closest("[inert]")
    && e.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) !== false;
  const layer = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  const controls = [...layer.querySelectorAll("button, a[href], input, textarea, select, [role=button]")].filter(shown);
  const nameOf = (e) => (e.getAttribute("aria-label") || e.textContent.trim() || e.placeholder || e.tagName).slice(0, 60);`;

/** Controls that answer on less than 44 px across or down, through their middle. */
export const SMALL_TARGETS = `${CONTROLS}
  // A label or a row that passes a press on counts as the control's own.
  const own = (e, hit) => hit && (e.contains(hit) || hit.contains(e) && hit.matches("label, li, .row")
    || hit.closest("label")?.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(hit)));
  return controls.flatMap((e) => {
    e.scrollIntoView({ block: "center", inline: "center" });
    const cover = getComputedStyle(e, "::after").position === "absolute" && e.classList.contains("cover");
    const box = (cover ? e.offsetParent : e).getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (!own(e, document.elementFromPoint(x, y))) return [];
    // How far the control answers in a direction, up to 44 px.
    const reach = (dx, dy) => {
      let n = 0;
      while (n < 44 && own(e, document.elementFromPoint(x + dx * (n + 1), y + dy * (n + 1)))) n++;
      return n;
    };
    const wide = reach(-1, 0) + reach(1, 0) >= 42;
    const high = reach(0, -1) + reach(0, 1) >= 42;
    return wide && high ? [] : [nameOf(e) + " " + Math.round(box.width) + "x" + Math.round(box.height)];
  });`;

/** Text that is cut off without a sign, controls that cannot be reached, and a page wider than its window. */
export const LOST = `${CONTROLS}
  const lost = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1) lost.push("the page is " + page.scrollWidth + " px wide");
  for (const e of controls) {
    e.scrollIntoView({ block: "center", inline: "center" });
    const box = e.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) lost.push("out of reach: " + nameOf(e));
  }
  for (const e of layer.querySelectorAll("*")) {
    if (!shown(e) || e.closest(".sr, svg, select, [aria-hidden=true]") || e.matches(".sr, svg, option, textarea")) continue;
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const style = getComputedStyle(e);
    const clips = (box) => ["hidden", "clip"].includes(getComputedStyle(box).overflowX) || ["hidden", "clip"].includes(getComputedStyle(box).overflowY);
    // An ellipsis is a sign.
    if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") continue;
    const range = document.createRange();
    range.selectNodeContents(e);
    const text = range.getBoundingClientRect();
    for (let box = e; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp, position } = getComputedStyle(box);
      if (textOverflow === "ellipsis" || webkitLineClamp !== "none") break;
      if (["auto", "scroll"].includes(overflowX) || ["auto", "scroll"].includes(overflowY)) break;
      if (!clips(box)) continue;
      const edge = box.getBoundingClientRect();
      // A space at a line's end hangs over.
      const space = parseFloat(style.fontSize) * 0.35;
      if (text.left < edge.left - space || text.right > edge.right + space || text.top < edge.top - 2 || text.bottom > edge.bottom + 2) {
        lost.push("cut off by " + box.tagName + "." + box.classList[0] + ": " + e.textContent.trim().slice(0, 60));
        break;
      }
    }
  }
  return lost;`;

/** The element with the focus: its role and name, and whether a ring shows it. */
export const FOCUSED = `
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const rings = [e, ...e.querySelectorAll("*")].flatMap((x) => [getComputedStyle(x), getComputedStyle(x, "::after")]);
  for (let p = e.parentElement, n = 0; p && n < 3; p = p.parentElement, n++) rings.push(getComputedStyle(p));
  const box = e.getBoundingClientRect();
  return {
    name: (e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent || e.placeholder || "").trim().slice(0, 80),
    tag: e.tagName.toLowerCase(),
    ring: rings.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };`;
