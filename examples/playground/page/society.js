// The second half of the page: a Guarantee Society, a default, and who bears it.
import { $, el, count, table, words } from "./dom.js";
import { Cancelled, Refused } from "./engine.js";

const PAUSE = 250; // milliseconds without a key after which the list is read

// What each layer is, in plain words.
const WORDS = {
  security: (told) => `what ${told.defaulter} itself had put down`,
  "own provision": (told) => `what ${told.defaulter} has paid in charges`,
  pledges: (told) => `from who vouches for ${told.defaulter}`,
  reserve: () => "from the common fund",
  provisions: () => "from the charges that the others have paid",
  calls: () => "asked of the others, up to the agreed most",
  haircut: () => "borne by nobody: the creditors wait for it",
};

export class Society {
  #engine;

  constructor(engine) {
    this.#engine = engine;
    let pause;
    $("promises").addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.read(), PAUSE);
    });
    $("copy").addEventListener("click", () => this.#copy());
    $("society").addEventListener("submit", (event) => this.#run(event));
  }

  /** Puts the example into the form. */
  async load() {
    $("promises").value = await (await fetch("samples/society.csv")).text();
    await this.read();
    $("defaulter").value = "Farm";
    $("voucher").value = "Mill";
  }

  /** Reads who the members are. */
  async read() {
    try {
      const survey = await this.#engine.ask({ ask: "read", text: $("promises").value });
      $("promises").removeAttribute("aria-invalid");
      $("promises-state").textContent = `${count(survey.debts, "promise", "promises")} among ${count(survey.count, "member", "members")}.` +
        (survey.count > survey.parties.length ? " That is too many to choose from here." : "");
      options($("defaulter"), survey.parties);
      options($("voucher"), ["", ...survey.parties]);
    } catch (error) {
      if (error instanceof Cancelled) return;
      $("promises").setAttribute("aria-invalid", "true");
      $("promises-state").textContent = words(error);
    }
  }

  /** Takes the list from above: what of it is in the first unit, since a society has one. */
  async #copy() {
    let left = [], unit;
    try {
      ({ text: $("promises").value, left, unit } = await this.#engine.ask({ ask: "promises", text: $("list").value }));
    } catch (error) {
      if (!(error instanceof Refused)) return;
      $("promises").value = $("list").value; // and reading it says what is wrong
    }
    $("recovered").value = "0"; // more than is lost would be refused, and how much that will be nobody knows yet
    await this.read();
    if (left.length) {
      const others = left.map((l) => `${count(l.debts, "debt", "debts")} in ${l.unit}`).join(" and ");
      $("promises-state").textContent += ` A society has one unit, here ${unit}: ${others} left out.`;
    }
  }

  async #run(event) {
    event.preventDefault();
    const terms = {};
    for (const field of ["defaulter", "voucher", "cost", "charge", "security", "pledge", "reserve", "times", "recovered"]) {
      terms[field] = $(field).value.trim();
    }
    $("society-refusal").textContent = "";
    try {
      this.#show(await this.#engine.ask({ ask: "society", text: $("promises").value, terms }));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Cancelled)) throw error;
      $("society-outcome").hidden = true;
      $("society-refusal").textContent = error instanceof Cancelled ? "Cancelled." : words(error);
    }
  }

  #show(told) {
    $("society-outcome").hidden = false;
    $("society-story").replaceChildren(
      el("p", { class: "headline" }, `${told.defaulter} owes `, el("strong", {}, told.owed.text), " and cannot pay."),
      el("p", { class: "broad" }, story(told)));
    $("waterfall").replaceChildren(...waterfall(told));
    $("society-tables").replaceChildren(
      told.creditors.length ? table(`What ${told.defaulter}'s creditors have been paid, stage by stage, in ${told.unit}`,
        ["Creditor", ">Lost", ">Paid at once", ">After the calls", ">After the recovery", ">Still lacks"],
        told.creditors.map((c) => [c.name, c.claim, c.atOnce, c.called, c.recovered, c.lacks].map(text))) : "",
      table(`What the guarantee costs each member, in ${told.unit}`,
        ["Member", ">For costs", ">For defaults", ">Drawn from it", ">Bears in the end"],
        told.members.map((m) => [m.name, m.cost, m.charges, m.drawn, m.bears].map(text))));
    $("society-title").focus();
  }
}

const text = (figure) => (typeof figure === "string" ? figure : figure.bare); // the caption names the unit

function options(select, names) {
  const chosen = select.value;
  select.replaceChildren(...names.map((name) => el("option", { value: name }, name || "nobody")));
  select.value = names.includes(chosen) ? chosen : names[0] ?? "";
}

function story(told) {
  if (Number(told.loss.number) === 0) {
    return `All of it comes round: ${told.setOff.text} is set off against what others owe, and nothing is lost.`;
  }
  const first = Number(told.setOff.number) > 0 ? `First the members' debts are set off, which takes care of ${told.setOff.text}. ` : "Nothing of it can be set off. ";
  const back = Number(told.recovered.number) > 0 ? ` Later ${told.defaulter} pays ${told.recovered.text} after all, and it runs the waterfall backwards.` : "";
  const end = Number(told.lacks.number) > 0 ? ` In the end the creditors lack ${told.lacks.text}.` : " In the end every creditor has all.";
  const claim = Number(told.claim.number) > 0 ? ` The society can still ask ${told.claim.text} of ${told.defaulter}.` : "";
  return `${first}The loss is ${told.loss.text}; the layers below bear it, each in its turn.${back}${end}${claim}`;
}

/** A bar a layer, each beginning where the one above has ended. */
function waterfall(told) {
  const loss = Number(told.loss.number);
  return told.layers.map((layer) => {
    const bar = el("span", { class: layer.name === "haircut" ? "open" : "" });
    bar.style.marginInlineStart = 100 * (1 - Number(layer.reached.number) / loss) + "%";
    bar.style.width = (100 * Number(layer.borne.number)) / loss + "%";
    const who = layer.draws.map((d) => `${d.from} ${d.drawn.text}${d.bears.text === d.drawn.text ? "" : `, in the end ${d.bears.text}`}`).join("; ");
    return el("li", { class: Number(layer.borne.number) ? "" : "idle" },
      el("p", {}, el("strong", {}, layer.name), `: ${WORDS[layer.name](told)}`, el("span", { class: "number" }, layer.borne.text)),
      el("div", { class: "bar", "aria-hidden": "true" }, bar),
      who ? el("p", { class: "hint" }, who) : "");
  });
}
