// Small words for making and finding elements. Text from outside only ever becomes text, never markup.

/** The element with this id. */
export const $ = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** An element of HTML, and one of SVG. */
export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/**
 * A table in a region that scrolls by itself, also by keyboard. Columns whose head begins with > stand to the right, and those
 * with ? are left out where there is little room.
 */
export function table(caption, heads, rows) {
  const classes = heads.map((head) => ({ ">": "number", "?": "spare" })[head[0]]);
  const cell = (tag, text, i, more = {}) => el(tag, { class: classes[i], ...more }, text);
  return el("div", { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" },
    el("table", {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, heads.map((head, i) => cell("th", head.replace(/^[>?]/, ""), i, { scope: "col" })))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((text, i) =>
        i === 0 ? cell("th", text, i, { scope: "row" }) : cell("td", text, i)))))));
}

/** "1 debt", "2 debts". */
export const count = (n, one, many) => `${n.toLocaleString("en").replaceAll(",", "\u202f")} ${n === 1 ? one : many}`;

/** Says an error in words, where it belongs to a list with its line. */
export const words = (error) => (error.line ? `Line ${error.line}: ${error.message}.` : sentence(error.message));

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
