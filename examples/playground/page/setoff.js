// The first half of the page: a list of debts, its set-off, and the proof.
import { $, el, count, table, words } from "./dom.js";
import { Cancelled, Refused } from "./engine.js";
import { Pad } from "./pad.js";
import { draw, layout, light } from "./picture.js";

const PAUSE = 250; // milliseconds without a key after which the list is read

export class SetOff {
  #engine;
  #pad;
  #busy = false;
  #cleared = null; // what the page shows: the true result is in it
  #pictures = []; // to be drawn again when their places change width

  constructor(engine) {
    this.#engine = engine;
    this.#pad = new Pad($("pad"), (debtor, creditor) => this.#pair(debtor, creditor));
    let pause;
    $("list").addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.read(), PAUSE);
      this.#stale();
    });
    $("load").addEventListener("click", () => this.load($("sample").value));
    $("draw").addEventListener("submit", (event) => this.#add(event));
    $("solve").addEventListener("click", () => this.#solve());
    $("cancel").addEventListener("click", () => this.#engine.cancel());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#busy && this.#engine.cancel());
    $("verify").addEventListener("click", () => this.#verify());
    $("restore").addEventListener("click", () => this.#restore());
    for (const button of document.querySelectorAll("[data-tamper]")) {
      button.addEventListener("click", () => this.#tamper(button.dataset.tamper));
    }
    $("result").addEventListener("input", () => this.#doubt("Changed by hand. Verify it."));
    new ResizeObserver(() => this.#pictures.forEach((picture) => picture.fit())).observe($("outcome"));
  }

  /** Puts an example into the list. */
  async load(name) {
    $("list").value = name === "large" ? large() : await (await fetch(`samples/${name}.csv`)).text();
    $("list").scrollTop = 0;
    this.#stale();
    await this.read();
  }

  /** Says that what the page shows is of a list that has changed since. */
  #stale() {
    if (!$("outcome").hidden) $("state").textContent = "The list has changed. Below is what was set off of the list as it was.";
  }

  /** Says what is in the list, or which line is wrong. */
  async read() {
    try {
      const survey = await this.#engine.ask({ ask: "read", text: $("list").value });
      $("list").removeAttribute("aria-invalid");
      $("list-state").textContent = survey.debts === 0 ? "The list is empty."
        : `${count(survey.debts, "debt", "debts")} among ${count(survey.count, "party", "parties")}, in ${survey.units.join(" and ")}.`;
      this.#pad.show(survey);
      $("names").replaceChildren(...survey.parties.map((name) => el("option", { value: name })));
    } catch (error) {
      if (error instanceof Cancelled) return;
      $("list").setAttribute("aria-invalid", "true");
      $("list-state").textContent = words(error);
      this.#pad.clear(error.line ? `Nobody is drawn until line ${error.line} of the list is right.` : "Nobody is drawn until the list can be read.");
    }
  }

  #pair(debtor, creditor) {
    $("debtor").value = debtor;
    $("creditor").value = creditor;
    $("draw-state").textContent = creditor ? `${debtor} owes ${creditor}: how much?` : debtor ? `${debtor} owes. Whom?` : "";
    if (creditor) $("amount").focus();
  }

  async #add(event) {
    event.preventDefault();
    const debt = { debtor: $("debtor").value.trim(), creditor: $("creditor").value.trim(), amount: $("amount").value.trim(), unit: $("unit").value.trim() };
    try {
      $("list").value = await this.#engine.ask({ ask: "add", text: $("list").value, debt });
    } catch (error) {
      $("draw-state").textContent = words(error);
      return;
    }
    for (const field of ["debtor", "creditor", "amount"]) $(field).value = "";
    this.#stale();
    this.#pad.reset();
    await this.read();
    $("draw-state").textContent = `Added: ${debt.debtor} owes ${debt.creditor} ${debt.amount} ${debt.unit}.`;
    $("debtor").focus();
  }

  async #solve() {
    if (this.#busy) return;
    this.#work(true);
    $("refusal").textContent = "";
    try {
      const cleared = await this.#engine.ask({ ask: "clear", text: $("list").value }, (done) => ($("progress").value = done));
      this.#show(cleared);
    } catch (error) {
      if (error instanceof Cancelled) $("state").textContent = "Cancelled. Nothing was changed.";
      else this.#refuse(error);
    } finally {
      this.#work(false);
    }
  }

  /** Shows that the library is at work, or is not any more. */
  #work(busy) {
    this.#busy = busy;
    const held = document.activeElement === $("cancel");
    $("solve").setAttribute("aria-disabled", String(busy));
    $("cancel").hidden = $("progress").hidden = !busy;
    $("progress").value = 0;
    if (busy) $("state").textContent = "Looking for the largest set-off …";
    else if (held) $("solve").focus();
  }

  #refuse(error) {
    $("state").textContent = "";
    $("outcome").hidden = true;
    $("refusal").textContent = words(error);
    if (error.line) mark($("list"), error.line);
  }

  #show(cleared) {
    this.#cleared = cleared;
    this.#pictures = [];
    $("outcome").hidden = false;
    $("units").replaceChildren(...cleared.units.map((unit) => this.#unit(unit)));
    for (const picture of this.#pictures) picture.fit();
    $("tiers").replaceChildren(...cleared.units.map(tiers));
    this.#restore();
    $("state").textContent = cleared.units.map((u) => `Set off: ${u.cleared.text} of ${u.gross.text}.`).join(" ");
    $("outcome-title").focus();
  }

  #unit(unit) {
    const before = el("div", { class: "picture" }), after = el("div", { class: "picture" });
    const article = el("article", { class: "unit" }, summary(unit));
    if (unit.parties.length) {
      const place = layout(unit);
      this.#pictures.push(new Fitted(before, (width) => draw(place, 0, width)), new Fitted(after, (width) => draw(place, 1, width)));
      article.append(el("div", { class: "pictures" },
        el("figure", {}, el("figcaption", {}, el("strong", {}, `Before: ${unit.gross.text}`), " A ribbon leads from who owes to who is owed."), before),
        el("figure", {}, el("figcaption", {}, el("strong", {}, `After: ${unit.remaining.text}`), " What is pale has gone."), after)));
    } else {
      article.append(el("p", { class: "hint" }, `${count(unit.count, "party is", "parties are")} too many to draw.`));
    }
    article.append(rings(unit, before), debts(unit));
    return article;
  }

  /** Brings back the result as the library found it. */
  #restore() {
    const { result, readable } = this.#cleared;
    $("result").value = readable ? result : "";
    $("result-box").hidden = !readable;
    $("result-long").hidden = readable;
    $("result-long").textContent = `The result with its proof has ${Math.ceil(result.length / 1024)} KiB: too long to show, and the buttons work on it all the same.`;
    this.#hand = result;
    this.#doubt("This is the result as it was found. Verify it, or spoil it and verify it then.");
  }
  #hand = ""; // the result in hand, where it is too long to show

  #text() {
    return this.#cleared.readable ? $("result").value : this.#hand;
  }

  #doubt(text) {
    $("verdict").className = "verdict";
    $("verdict").textContent = text;
  }

  async #verify() {
    await this.#judge(async () => {
      const { holds, why } = await this.#engine.ask({ ask: "verify", text: $("list").value, result: this.#text() });
      $("verdict").className = holds ? "verdict holds" : "verdict fails";
      $("verdict").textContent = holds ? "✓ The proof holds: no larger set-off of this list exists." : `✗ Refused: ${words({ message: why })}`;
    });
  }

  async #tamper(how) {
    await this.#judge(async () => {
      const { result, what } = await this.#engine.ask({ ask: "tamper", text: $("list").value, result: this.#cleared.result, how });
      this.#hand = result;
      if (this.#cleared.readable) $("result").value = result;
      this.#doubt(`Spoilt: ${what} Verify it now.`);
    });
  }

  /** Does something with the proof, and says in its place what went wrong. */
  async #judge(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Cancelled)) throw error;
      $("verdict").className = "verdict fails";
      $("verdict").textContent = error instanceof Cancelled ? "Cancelled." : words(error);
    }
  }
}

/** A picture that is drawn again when its place has another width. */
class Fitted {
  constructor(place, make) {
    Object.assign(this, { place, make, width: 0 });
  }
  fit() {
    const width = Math.floor(this.place.clientWidth);
    if (width === 0 || width === this.width) return;
    this.width = width;
    this.place.replaceChildren(...this.make(width));
  }
}

function summary(unit) {
  const parts = [
    ["gone", unit.cleared, " is set off, in rings."],
    ["chained", unit.chained, " stays in chains of debts that do not close to a ring."],
    ["least", unit.netDebt, " no set-off could touch: what each is owed less what it owes is what it was."],
  ];
  const bar = el("div", { class: "bar", "aria-hidden": "true" }, parts.map(([part]) => el("span", { class: part })));
  for (const [i, [, figure]] of parts.entries()) {
    bar.children[i].style.width = (100 * Number(figure.number)) / Number(unit.gross.number) + "%";
  }
  return el("header", {},
    el("p", { class: "headline" }, el("strong", {}, unit.cleared.text), ` of ${unit.gross.text} is gone: ${unit.percent}.`),
    bar,
    el("ul", { class: "legend" }, parts.map(([part, figure, what]) =>
      el("li", {}, el("span", { class: `swatch ${part}`, "aria-hidden": "true" }), el("span", {}, el("strong", {}, figure.text), what)))),
    el("p", {}, `${unit.remaining.text} stays, and no money has moved. No larger set-off exists: the proof is below.`));
}

function rings(unit, picture) {
  const list = el("ol", { class: "rings" });
  for (const { amount, parties } of unit.rings) {
    const button = el("button", { type: "button", "aria-pressed": "false", onclick: () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(on));
      light(picture, on ? parties : null);
    } }, el("span", { class: "number" }, amount), " ", el("span", {}, [...parties, parties[0]].join(" → ")));
    list.append(el("li", {}, button));
  }
  const more = unit.ringCount > unit.rings.length || unit.ringsMore ? ` The first ${unit.rings.length} are listed.` : "";
  const words = unit.ringCount === 0 ? "There is no ring: nobody's debt comes back to it, so nothing can be set off."
    : `In each ring everybody owes the next, so the same amount goes from each debt.${unit.parties.length ? " Choose one to see it in the picture." : ""}${more}`;
  return el("details", { open: unit.rings.length <= 12 },
    el("summary", {}, `${unit.ringsMore ? "More than " : ""}${count(unit.ringCount, "ring", "rings")}`), el("p", { class: "hint" }, words), list);
}

function debts(unit) {
  const rows = unit.rows.map((o) => [o.id, o.debtor, o.creditor, o.due || "–", o.amount, o.setOff, o.stays]);
  const more = unit.debts > rows.length ? el("p", { class: "hint" }, `The first ${rows.length} of ${count(unit.debts, "debt", "debts")}.`) : null;
  return el("details", { open: unit.debts <= 12 }, el("summary", {}, `${count(unit.debts, "debt", "debts")} in figures`), more,
    table(`Debts in ${unit.unit}: what was set off and what stays`, ["?Debt", "Who", "Owes whom", "?Due", ">Owed", ">Set off", ">Stays"], rows));
}

function tiers(unit) {
  if (!unit.tiers.length) return el("p", { class: "hint" }, `${unit.unit}: too many parties to list their tiers.`);
  return el("div", { class: "tiers" }, el("h4", {}, unit.unit),
    el("dl", {}, unit.tiers.map(({ tier, parties }) => el("div", {}, el("dt", {}, `Tier ${tier}`), el("dd", {}, parties.join(", "))))));
}

/** Selects a line of a text, so that what is wrong is seen. */
function mark(area, line) {
  const lines = area.value.split("\n"), start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}

/** A list that takes a while: a hundred thousand debts among twenty thousand firms, always the same. */
function large() {
  let x = 1;
  const below = (n) => {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0; // a linear congruential generator: its high bits are good enough
    return Math.floor((x / 2 ** 32) * n);
  };
  const lines = [];
  for (let i = 0; i < 100_000; i++) {
    const debtor = below(20_000), creditor = (debtor + 1 + below(19_999)) % 20_000;
    lines.push(`Firm ${debtor}, Firm ${creditor}, ${1 + below(5000)}.00`);
  }
  return lines.join("\n");
}
