// The picture of a set-off: a circle on which each party has an arc as long as what it owes and is owed, and ribbons from
// debtors to creditors as broad as what is owed. Before and after are in one scale and everything stays in its place, so
// that what has gone is what one sees gone. All lengths are in CSS pixels, all angles in radians clockwise from the top.
import { el, svg, table } from "./dom.js";

const GAP = 0.16; // between all parties together, as a part of the circle
const TIP = 11; // of a ribbon's arrow
const BAND = 15; // breadth of a party's arc
const LINE = 16; // height of a line of text
const ROOMY = 520; // breadth from which there is room for figures beside the names
const COLOURS = [
  "#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1",
  "#d8b52c", "#9c755f", "#3f8f8b", "#d37295", "#7d8fa0", "#8a6bbf",
];

const polar = (r, angle) => [r * Math.sin(angle), -r * Math.cos(angle)];
const point = (r, angle) => polar(r, angle).map((x) => x.toFixed(1)).join(" ");
const middle = ([from, to]) => (from + to) / 2;

/** Lays the parties of a unit round the circle. */
export function layout(unit) {
  const arcs = unit.parties.map((party, place) => ({
    ...party, place, colour: COLOURS[place % COLOURS.length], ends: [],
    size: Number(party.owes[0].number) + Number(party.owed[0].number),
  }));
  const named = new Map(arcs.map((arc) => [arc.name, arc]));
  const ribbons = unit.pairs.map((pair) => ({
    ...pair, from: named.get(pair.debtor), to: named.get(pair.creditor),
    size: pair.owes.map((figure) => Number(figure.number)),
  }));
  for (const ribbon of ribbons) {
    ribbon.from.ends.push(ribbon);
    ribbon.to.ends.push(ribbon);
  }
  arrange(arcs);
  return { unit, arcs, ribbons };
}

function arrange(arcs) {
  const total = arcs.reduce((sum, arc) => sum + arc.size, 0);
  const gap = (2 * Math.PI * GAP) / arcs.length;
  const scale = (2 * Math.PI * (1 - GAP)) / total;
  let at = gap / 2;
  for (const arc of arcs) {
    arc.span = [at, at + scale * arc.size];
    // Ends stand in the order of the parties they lead to, anticlockwise, so that ribbons of one party do not cross.
    const turn = (ribbon) => {
      const other = ribbon.from === arc ? ribbon.to : ribbon.from;
      return (arc.place - other.place + arcs.length) % arcs.length;
    };
    for (const ribbon of arc.ends.toSorted((a, b) => turn(a) - turn(b))) {
      const span = [at, at + scale * ribbon.size[0]];
      ribbon[ribbon.from === arc ? "leaves" : "enters"] = span;
      at = span[1];
    }
    at = arc.span[1] + gap;
  }
}

/** Draws one side, 0 before or 1 after, for a place this wide; where there is no room for all figures, they stand below. */
export function draw(place, when, width) {
  const picture = circle(place, when, width);
  const written = picture.querySelectorAll("text:has(.figure)").length;
  return written === place.arcs.length ? [picture] : [picture, key(place, when)];
}

/** What each party owes and is owed, a row each. */
function key({ unit, arcs }, when) {
  const rows = table(`What each owes and is owed ${when ? "after" : "before"}, in ${unit.unit}`, ["Who", ">Owes", ">Is owed"],
    arcs.map((arc) => {
      const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = arc.colour;
      return [el("span", {}, swatch, " ", arc.name), arc.owes[when].bare, arc.owed[when].bare];
    }));
  return el("details", { open: arcs.length <= 12 }, el("summary", {}, `${when ? "After" : "Before"} in figures`), rows);
}

function circle({ unit, arcs, ribbons }, when, width) {
  const roomy = width >= ROOMY;
  const margin = roomy ? 125 : 78;
  const radius = Math.max(40, Math.min(210, width / 2 - margin - BAND));
  const height = 2 * (radius + BAND + (roomy ? 68 : 40));
  const title = `${when ? "After" : "Before"}: ${(when ? unit.remaining : unit.gross).text} owed among ${arcs.length} parties`;
  const root = svg("svg", {
    viewBox: `${-width / 2} ${-height / 2} ${width} ${height}`, width, height, role: "img", "aria-label": title + ". The table below says the same in figures.",
  });
  const bands = svg("g", {});
  for (const ribbon of ribbons) {
    if (ribbon.size[when] > 0) root.append(drawRibbon(ribbon, when, radius));
  }
  for (const arc of arcs) {
    bands.append(band(arc.span, arc.colour, radius, when ? 0.22 : 1));
    if (when) bands.append(...arc.ends.filter((r) => r.size[1] > 0).map((r) => band(shrunk(r, r.from === arc ? r.leaves : r.enters, 1), arc.colour, radius, 1)));
  }
  root.append(bands, ...labels(arcs, when, radius, roomy));
  return root;
}

/** A span narrowed around its middle to what is left of the ribbon. */
function shrunk(ribbon, span, when) {
  const half = ((span[1] - span[0]) / 2) * (ribbon.size[when] / ribbon.size[0]);
  return [middle(span) - half, middle(span) + half];
}

function band([from, to], colour, radius, opacity) {
  const inside = radius + 4, outside = radius + BAND, large = to - from > Math.PI ? 1 : 0;
  return svg("path", {
    d: `M${point(outside, from)}A${outside} ${outside} 0 ${large} 1 ${point(outside, to)}` +
      `L${point(inside, to)}A${inside} ${inside} 0 ${large} 0 ${point(inside, from)}Z`,
    fill: colour, "fill-opacity": opacity,
  });
}

function drawRibbon(ribbon, when, radius) {
  const leaves = shrunk(ribbon, ribbon.leaves, when), enters = shrunk(ribbon, ribbon.enters, when);
  const [x1, y1] = polar(radius, middle(leaves)), [x2, y2] = polar(radius, middle(enters));
  // Neighbours bend less towards the centre than those who are opposite.
  const bend = `${(0.2 * (x1 + x2)).toFixed(1)} ${(0.2 * (y1 + y2)).toFixed(1)}`;
  const large = leaves[1] - leaves[0] > Math.PI ? 1 : 0;
  return svg("path", {
    class: "ribbon", "data-debtor": ribbon.debtor, "data-creditor": ribbon.creditor, fill: ribbon.from.colour,
    d: `M${point(radius, leaves[0])}A${radius} ${radius} 0 ${large} 1 ${point(radius, leaves[1])}` +
      `Q${bend} ${point(radius - TIP, enters[0])}L${point(radius, middle(enters))}L${point(radius - TIP, enters[1])}` +
      `Q${bend} ${point(radius, leaves[0])}Z`,
  }, svg("title", {}, `${ribbon.debtor} owes ${ribbon.creditor} ${ribbon.owes[when].text}`));
}

/** Names the parties. Where arcs are too short for all, a name that would overlap the one before is left out. */
function labels(arcs, when, radius, roomy) {
  const made = [];
  let last = -Math.PI;
  for (const arc of arcs) {
    const angle = middle(arc.span), room = (angle - last) * (radius + BAND);
    if (room < LINE) continue;
    last = angle;
    made.push(label(arc, when, angle, radius + BAND + 9, roomy && room >= 2.6 * LINE));
  }
  return made;
}

function label(arc, when, angle, radius, figures) {
  const [x, y] = polar(radius, angle);
  const anchor = x > radius / 5 ? "start" : x < -radius / 5 ? "end" : "middle";
  const lines = figures ? standing(arc, when) : [];
  const top = y + 5 + (y / radius) * (figures ? 26 : 6) - 7 * lines.length;
  const text = svg("text", { "text-anchor": anchor },
    svg("tspan", { x: x.toFixed(1), y: top.toFixed(1), class: "name" }, shortened(arc.name, figures ? 14 : 11)));
  for (const [i, line] of lines.entries()) {
    text.append(svg("tspan", { x: x.toFixed(1), y: (top + LINE * (i + 1)).toFixed(1), class: "figure" }, line));
  }
  return text;
}

/** What a party owes and is owed, a line each. */
function standing(arc, when) {
  const lines = [];
  if (Number(arc.owes[when].number) > 0) lines.push("owes " + arc.owes[when].bare);
  if (Number(arc.owed[when].number) > 0) lines.push("is owed " + arc.owed[when].bare);
  return lines.length ? lines : ["all settled"];
}

const shortened = (name, most) => ([...name].length > most ? [...name].slice(0, most - 1).join("") + "…" : name);

/** Lights the ribbons of a ring in a picture, or none. */
export function light(picture, parties) {
  const steps = new Set((parties ?? []).map((party, i) => party + "\n" + parties[(i + 1) % parties.length]));
  picture.classList.toggle("dimmed", steps.size > 0);
  for (const ribbon of picture.querySelectorAll(".ribbon")) {
    ribbon.classList.toggle("lit", steps.has(ribbon.dataset.debtor + "\n" + ribbon.dataset.creditor));
  }
}
