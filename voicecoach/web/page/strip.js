// The strip of the last landings: a mark for each interval, higher is quicker, with the target band behind.
// In the band it is a disc, below it a triangle that points down, above it one that points up.

const SVG = "http://www.w3.org/2000/svg";
const SLOTS = 30;
const EDGE = 34; // room for the band's numbers
const SLOWEST_HZ = 1.2, QUICKEST_HZ = 4.2;

export function drawStrip(svg, strip) {
  const width = svg.clientWidth, height = svg.clientHeight;
  if (!width || !height) return;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const target = strip.target_hz, size = Math.min(Math.max(height / 22, 5), 8);
  const low = target ? target[0] * 0.72 : SLOWEST_HZ, high = target ? target[1] * 1.3 : QUICKEST_HZ;
  // Equal steps are equal shares: 10 % quicker looks the same anywhere.
  const y = (hz) => {
    const share = Math.log(Math.min(Math.max(hz, low), high) / low) / Math.log(high / low);
    return height - size - 2 - share * (height - 2 * size - 4);
  };
  const parts = target ? band(target, y, width) : [];
  const slot = (width - EDGE - size) / SLOTS;
  const intervals = strip.intervals_s.slice(-SLOTS);
  intervals.forEach((interval, index) => {
    if (interval === null) return;
    const x = width - size - 2 - (intervals.length - 1 - index) * slot;
    parts.push(mark(verdict(1 / interval, target), x, y(1 / interval), size));
  });
  svg.replaceChildren(...parts);
  svg.setAttribute("aria-label", inWords(intervals, target));
}

function verdict(hz, target) {
  if (!target) return "in";
  return hz < target[0] ? "slow" : hz > target[1] ? "quick" : "in";
}

function band(target, y, width) {
  const top = y(target[1]), bottom = y(target[0]);
  return [
    shape("rect", { class: "band", x: EDGE, y: top, width: Math.max(width - EDGE, 0), height: bottom - top }),
    ...[top, bottom].map((at) => shape("line", { class: "edge", x1: EDGE, x2: width, y1: at, y2: at })),
    ...target.map((hz) => {
      const label = shape("text", { x: 0, y: y(hz) + 4 });
      label.textContent = hz.toFixed(1);
      return label;
    }),
  ];
}

function mark(kind, x, y, size) {
  if (kind === "in") return shape("circle", { class: kind, cx: x, cy: y, r: size });
  const up = kind === "quick" ? -1 : 1;
  return shape("path", { class: kind, d: `M${x - size},${y - size * up}h${2 * size}L${x},${y + size * up}Z` });
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function inWords(intervals, target) {
  const all = intervals.filter((interval) => interval !== null);
  if (!all.length) return "No landings yet";
  if (!target) return `The last ${all.length} intervals between landings`;
  const count = { in: 0, slow: 0, quick: 0 };
  for (const interval of all) count[verdict(1 / interval, target)] += 1;
  return `Of the last ${all.length} intervals ${count.in} are in the target band, ` +
    `${count.slow} slower, ${count.quick} quicker`;
}
