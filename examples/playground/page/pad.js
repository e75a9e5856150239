// The pad on which debts are drawn: the parties of the list stand on a circle as buttons. Choosing one and then another
// fills in who owes whom; what is left to write is how much.
import { el, svg } from "./dom.js";

const DRAWN_MAX = 16; // parties: with more the buttons would cover each other
const NARROW = 430; // pixels, below which more than so many parties do not fit round an ellipse:
const NARROW_MAX = 8;
const WRITTEN_MAX = 10; // arrows that have their amount beside them

export class Pad {
  #survey = { parties: [], arrows: [] };
  #instead = "The library is loading …"; // what stands there as long as nothing can be drawn; empty when it can
  #chosen = null; // who owes, once chosen

  constructor(place, onPair) {
    this.place = place;
    this.onPair = onPair;
    new ResizeObserver(() => this.#draw()).observe(place);
  }

  /** Shows the parties and debts of a list. */
  show(survey) {
    const { parties, count } = survey;
    this.#survey = survey;
    this.#instead = count > DRAWN_MAX ? `${count} parties are too many to draw here. The fields below still add a debt.`
      : parties.length === 0 ? "Nobody is here yet. Write two names and an amount below." : "";
    if (!survey.parties.includes(this.#chosen)) this.#chosen = null;
    this.#draw();
  }

  /** Shows nobody, and says why. */
  clear(why) {
    this.show({ parties: [], arrows: [], count: 0 });
    this.#instead = why;
    this.#draw();
  }

  /** Forgets who was chosen. */
  reset() {
    this.#chosen = null;
    this.#draw();
  }

  #draw() {
    const { parties, arrows } = this.#survey;
    const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.party : null;
    this.place.replaceChildren();
    this.place.classList.toggle("empty", this.#instead !== "");
    if (this.#instead) {
      this.place.append(el("p", { class: "hint" }, this.#instead));
      return;
    }
    const width = this.place.clientWidth, height = this.place.clientHeight;
    const at = (name) => place(parties.indexOf(name), parties.length, width, height);
    const buttons = new Map(parties.map((name) => [name, this.#button(name, at(name))]));
    this.place.append(...buttons.values());
    const box = (name) => [...at(name), buttons.get(name).offsetWidth / 2 + 3, buttons.get(name).offsetHeight / 2 + 3];
    this.place.prepend(this.#arrows(arrows, box, width, height));
    buttons.get(focused)?.focus();
  }

  #arrows(arrows, box, width, height) {
    const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      svg("defs", {}, svg("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
        svg("path", { d: "M0 0L8 4L0 8Z" }))));
    for (const { debtor, creditor, amounts } of arrows) {
      const from = box(debtor), to = box(creditor);
      const [x1, y1] = from, [x2, y2] = to;
      const far = Math.hypot(x2 - x1, y2 - y1) || 1;
      const across = [(y1 - y2) / far, (x2 - x1) / far]; // to the side, so that debts both ways are two arrows
      const bend = Math.min(16, far / 8);
      const inwards = x1 === x2 ? Math.sign(width / 2 - x1) * 44 : bend * across[0]; // past the buttons between them
      const cx = (x1 + x2) / 2 + inwards, cy = (y1 + y2) / 2 + bend * across[1];
      root.append(svg("path", { class: "arrow", d: `M${edge(from, cx, cy)}Q${cx} ${cy} ${edge(to, cx, cy)}`, "marker-end": "url(#tip)" }));
      if (arrows.length <= WRITTEN_MAX) root.append(svg("text", { x: cx, y: cy + 4, "text-anchor": "middle" }, amounts.join(" + ")));
    }
    return root;
  }

  #button(name, [x, y]) {
    const button = el("button", { type: "button", "data-party": name, "aria-pressed": String(name === this.#chosen), title: name,
      onclick: () => this.#choose(name) }, name);
    button.style.left = x + "px";
    button.style.top = y + "px";
    return button;
  }

  #choose(name) {
    if (this.#chosen === null || this.#chosen === name) {
      this.#chosen = this.#chosen === name ? null : name;
      this.onPair(this.#chosen ?? "", "");
    } else {
      const debtor = this.#chosen;
      this.#chosen = null;
      this.onPair(debtor, name);
    }
    this.#draw();
  }
}

/** Where one of so many parties stands: on an ellipse or, where that is too narrow for them, in two columns. */
function place(i, n, width, height) {
  if (width < NARROW && n > NARROW_MAX) {
    const rows = Math.ceil(n / 2), right = i < rows, row = right ? i : n - 1 - i;
    return [right ? width - 58 : 58, 24 + ((height - 48) * row) / (rows - 1)];
  }
  const angle = (2 * Math.PI * i) / n;
  return [width / 2 + (width / 2 - 58) * Math.sin(angle), height / 2 - (height / 2 - 24) * Math.cos(angle)];
}

/** The point on the edge of a box, given by its middle and half its size, that looks towards cx, cy. */
function edge([x, y, halfWidth, halfHeight], cx, cy) {
  const dx = cx - x, dy = cy - y;
  const part = Math.min(halfWidth / Math.max(1, Math.abs(dx)), halfHeight / Math.max(1, Math.abs(dy)), 1);
  return `${(x + dx * part).toFixed(1)} ${(y + dy * part).toFixed(1)}`;
}
