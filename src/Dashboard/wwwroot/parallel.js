// Parallel coordinates: lines on a canvas, axes and brushes as SVG above it. Heights are 0 (bottom) to 1.
import { save as picture } from "./parallel-picture.js";

const SVG = "http://www.w3.org/2000/svg", HEIGHT = 320, TOP = 30, BOTTOM = 12, SIDE = 50, REACH = 16, KEY_STEP = .05;

export function show(element, drawing, dark, page) {
  if (!element?.isConnected) return;
  const figure = JSON.parse(new TextDecoder().decode(drawing));
  const state = element.parallel ??= { brushes: new Map(), canvas: document.createElement("canvas"), svg: document.createElementNS(SVG, "svg") };
  Object.assign(state, { figure, dark, page });
  if (!state.observer) {
    element.append(state.canvas, state.svg);
    state.observer = new ResizeObserver(() => draw(element));
    state.observer.observe(element);
  }
  draw(element);
  if (state.brushes.size) tell(state);
}

export function save(element, name, format) {
  const state = element.parallel;
  return picture(state.svg, strokes(state, places(element)), element.clientWidth, HEIGHT, state.dark, name, format);
}

export function forget(element) {
  element?.parallel?.observer.disconnect();
}

const y = at => TOP + (1 - at) * (HEIGHT - TOP - BOTTOM);
const height = (state, event) => Math.min(1, Math.max(0, 1 - (event.clientY - state.svg.getBoundingClientRect().top - TOP) / (HEIGHT - TOP - BOTTOM)));
const isKept = (state, trial) => [...state.brushes].every(([axis, [low, high]]) => {
  const at = state.figure.axes[axis].at[trial];
  return at !== null && at >= low && at <= high;
});
const places = element => i => SIDE + i * (element.clientWidth - 2 * SIDE) / Math.max(1, element.parallel.figure.axes.length - 1);
const tell = state => state.page.invokeMethodAsync("Choose", state.figure.trials.map((_, i) => i).filter(i => isKept(state, i)));

function draw(element) {
  const state = element.parallel, width = element.clientWidth, x = places(element);
  if (!width) return;
  lines(state, width, x);
  state.svg.setAttribute("width", width);
  state.svg.setAttribute("height", HEIGHT);
  state.svg.replaceChildren(...state.figure.axes.map((axis, i) => drawnAxis(element, axis, i, x(i))));
}

function lines(state, width, x) {
  const { canvas } = state, ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio; canvas.height = HEIGHT * ratio;
  canvas.style.width = `${width}px`; canvas.style.height = `${HEIGHT}px`;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  for (const stroke of strokes(state, x)) {
    pen.strokeStyle = stroke.colour;
    pen.lineWidth = stroke.thickness;
    pen.stroke(new Path2D(stroke.path));
  }
}

// In the order of drawing: the best come first in the list, so they are drawn last and lie on top.
function strokes({ figure, dark, brushes }, x) {
  const colour = figure.axes[figure.colour].at, last = figure.trials.length - 1, drawn = [];
  const kept = figure.trials.map((_, i) => isKept({ figure, brushes }, i));
  for (const chosen of [false, true])
    for (let i = last; i >= 0; i--) {
      if (kept[i] !== chosen) continue;
      const points = figure.axes.map((axis, a) => axis.at[i] === null ? null : `${x(a).toFixed(1)},${y(axis.at[i]).toFixed(1)}`).filter(point => point);
      drawn.push({
        path: `M${points.join("L")}`,
        colour: chosen ? ink(i / Math.max(1, last), colour[i] === null) : dark ? "rgba(160,170,180,.12)" : "rgba(90,100,110,.12)",
        thickness: chosen ? 1.5 : 1,
      });
    }
  return drawn;
}

// Blue (best) over grey to orange: told apart by colour-blind eyes, on white and on dark.
function ink(rank, unknown) {
  if (unknown) return "rgba(140,140,140,.5)";
  const [from, to, part] = rank < .5 ? [[0, 114, 178], [150, 150, 150], rank * 2] : [[150, 150, 150], [213, 94, 0], rank * 2 - 1];
  return `rgba(${from.map((c, i) => Math.round(c + (to[i] - c) * part)).join()},.75)`;
}

function drawnAxis(element, axis, i, x) {
  const state = element.parallel, group = node("g", { class: "axis", transform: `translate(${x},0)` });
  const title = node("text", { y: 14, "text-anchor": "middle", class: "title" });
  title.textContent = axis.title;
  group.append(title, node("line", { y1: y(1), y2: y(0), class: "rule" }));
  for (const tick of axis.ticks) {
    const label = node("text", { x: 6, y: y(tick.at) + 4 });
    label.textContent = tick.label;
    group.append(node("line", { x1: -4, x2: 4, y1: y(tick.at), y2: y(tick.at), class: "rule" }), label);
  }
  const brush = state.brushes.get(i);
  if (brush) group.append(node("rect", { x: -7, width: 14, y: y(brush[1]), height: Math.max(2, y(brush[0]) - y(brush[1])), class: "brush" }));
  const area = node("rect", { x: -REACH, width: 2 * REACH, y: y(1) - 8, height: y(0) - y(1) + 16, class: "brush-area" });
  area.addEventListener("pointerdown", event => drag(element, i, event));
  describe(area, axis, brush);
  area.addEventListener("keydown", event => press(element, i, event));
  group.append(area);
  return group;
}

// For who has no mouse: an axis is a slider of two ends, and says which values it keeps.
function describe(area, axis, brush) {
  const value = at => axis.ticks.reduce((best, tick) => Math.abs(tick.at - at) < Math.abs(best.at - at) ? tick : best, axis.ticks[0])?.label ?? "";
  const text = brush ? `from about ${value(brush[0])} to about ${value(brush[1])}` : "all values";
  for (const [key, to] of Object.entries({ tabindex: 0, role: "slider", "aria-orientation": "vertical", "aria-label": axis.title, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(100 * (brush?.[1] ?? 1)), "aria-valuetext": text }))
    area.setAttribute(key, to);
}

function press(element, axis, event) {
  const state = element.parallel, up = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP }[event.key], [low, high] = state.brushes.get(axis) ?? [0, 1];
  const end = (at, from, to) => Math.min(to, Math.max(from, at));
  if (event.key === "Escape" || event.key === "Delete") state.brushes.delete(axis);
  else if (up && event.shiftKey) state.brushes.set(axis, [end(low + up, 0, high), high]);
  else if (up) state.brushes.set(axis, [low, end(high + up, low, 1)]);
  else return;
  event.preventDefault();
  const kept = state.brushes.get(axis);
  if (kept && kept[0] <= 0 && kept[1] >= 1) state.brushes.delete(axis);
  draw(element);
  // Axes are drawn anew with every brush.
  element.querySelectorAll(".brush-area")[axis].focus();
  tell(state);
}

function drag(element, axis, down) {
  const state = element.parallel, start = height(state, down);
  down.preventDefault();
  const move = event => {
    const at = height(state, event);
    // A hand that only clicks trembles by a pixel or two.
    if (Math.abs(at - start) < .01) state.brushes.delete(axis); else state.brushes.set(axis, [Math.min(start, at), Math.max(start, at)]);
    draw(element);
  };
  const up = event => {
    move(event);
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    tell(state);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
