// Elements by ARIA role and accessible name, as a screen reader would find them. Used through WebDriver by the tests
// (tests/it/support/window.rs) and the demo (webdriver.py): `return byRole(root, role, name)`, name null for any.
// Only what is shown counts: not hidden, not inert, not aria-hidden.
const OWN = {
  A: (e) => (e.hasAttribute("href") ? "link" : ""),
  ARTICLE: () => "article",
  ASIDE: () => "complementary",
  BUTTON: () => "button",
  DIALOG: () => "dialog",
  FIELDSET: () => "group",
  FORM: (e) => (e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") ? "form" : ""),
  H1: () => "heading",
  H2: () => "heading",
  H3: () => "heading",
  H4: () => "heading",
  IMG: (e) => (e.getAttribute("alt") === "" ? "" : "img"),
  LI: () => "listitem",
  MAIN: () => "main",
  NAV: () => "navigation",
  OL: () => "list",
  OPTION: () => "option",
  OUTPUT: () => "status",
  PROGRESS: () => "progressbar",
  SECTION: (e) => (e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") ? "region" : ""),
  SELECT: () => "combobox",
  TEXTAREA: () => "textbox",
  UL: () => "list",
  INPUT: (e) =>
    ({ button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio", search: "searchbox", range: "slider", hidden: "", file: "" })[
      e.type
    ] ?? "textbox",
};
const roleOf = (e) => (e.getAttribute("role") || "").trim().split(/\s+/)[0] || OWN[e.tagName]?.(e) || "";
const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();

function shown(e) {
  if (!e.isConnected || e.closest("[inert],[aria-hidden=true],[hidden]")) return false;
  const style = getComputedStyle(e);
  return style.visibility !== "hidden" && style.display !== "none" && (e.getClientRects().length > 0 || style.display === "contents");
}

// The text of an element for its name: hidden parts left out, pictures by their alt, controls by their value.
function content(e, referenced) {
  let text = "";
  for (const child of e.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text += child.data;
    else if (child.nodeType === Node.ELEMENT_NODE) {
      if (!referenced && (child.getAttribute("aria-hidden") === "true" || child.hidden || getComputedStyle(child).display === "none")) continue;
      const label = child.getAttribute("aria-label") || (child.tagName === "IMG" ? child.getAttribute("alt") : null);
      const block = getComputedStyle(child).display.startsWith("inline") ? "" : " ";
      text += block + (label ?? content(child, referenced)) + block;
    }
  }
  return text;
}

const FROM_CONTENT = new Set("button link heading option checkbox radio switch tab menuitem listitem cell".split(" "));

function nameOf(e) {
  const by = e.getAttribute("aria-labelledby");
  if (by) {
    const text = by.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean).map((o) => o.getAttribute("aria-label") || content(o, true)).join(" ");
    if (squeeze(text)) return squeeze(text);
  }
  const label = squeeze(e.getAttribute("aria-label"));
  if (label) return label;
  if (e.labels?.length) return squeeze([...e.labels].map((l) => content(l, false)).join(" "));
  if (e.tagName === "IMG") return squeeze(e.getAttribute("alt"));
  if (e.tagName === "FIELDSET") return squeeze(e.querySelector(":scope > legend")?.textContent);
  if (e.tagName === "INPUT" && ["submit", "button", "reset"].includes(e.type)) return squeeze(e.value);
  if (FROM_CONTENT.has(roleOf(e))) {
    const text = squeeze(content(e, false));
    if (text) return text;
  }
  return squeeze(e.getAttribute("title") || e.getAttribute("placeholder"));
}

// `name` null: any; "/…/": a regular expression; else the whole name.
function byRole(root, role, name) {
  const pattern = name && name.length > 2 && name.startsWith("/") && name.endsWith("/") ? new RegExp(name.slice(1, -1)) : null;
  const wanted = (e) => name === null || (pattern ? pattern.test(nameOf(e)) : nameOf(e) === squeeze(name));
  return [...(root || document).querySelectorAll("*")].filter((e) => roleOf(e) === role && shown(e) && wanted(e));
}
