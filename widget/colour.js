// A merchant's colour, made readable: text on it, and it as text, have a contrast of at least 4.5 to 1.

const ENOUGH = 4.5;
const STEPS = 12;

/** @typedef {[number, number, number]} Rgb  each from 0 to 1 */

/** A computed colour, "rgb(…)" or "color(srgb …)". @param {string} computed @returns {Rgb} */
function read(computed) {
  const numbers = (computed.match(/-?[\d.]+(e-?\d+)?/g) ?? ["0", "0", "0"]).slice(0, 3).map(Number);
  const most = computed.startsWith("rgb") ? 255 : 1;
  return /** @type {Rgb} */ (numbers.map((value) => Math.min(1, Math.max(0, value / most))));
}

/** @param {Rgb} colour */
function luminance(colour) {
  const light = (/** @type {number} */ value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = colour;
  return 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
}

/** As WCAG 2 counts it. @param {Rgb} one @param {Rgb} other */
export function contrast(one, other) {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a / b, b / a);
}

/**
 * What goes with an accent: the text on it, and the accent as text on a surface.
 * @param {string} accent  computed
 * @param {string} surface  computed
 * @returns {{on: string, ink: string}}
 */
export function matched(accent, surface) {
  const [colour, ground] = [read(accent), read(surface)];
  const white = /** @type {Rgb} */ ([1, 1, 1]);
  const on = contrast(colour, white) >= ENOUGH ? "#fff" : "#000";
  const end = luminance(ground) > 0.18 ? 0 : 1;
  let ink = colour;
  for (let step = 1; step <= STEPS && contrast(ink, ground) < ENOUGH; step++) {
    ink = /** @type {Rgb} */ (colour.map((value) => value + ((end - value) * step) / STEPS));
  }
  return { on, ink: `rgb(${ink.map((value) => Math.round(value * 255)).join(" ")})` };
}
