// How the widget looks. The host element is reset first, with !important, so that no page's rules reach it or its heirs;
// lengths are pixels, since a page may set its root's font size to anything.

const CSS = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto !important;
  width: 0 !important;
  height: 0 !important;
  overflow: visible !important;
  z-index: 2147483647 !important;
  display: block !important;
}
:host([hidden]) { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
.panel * { unicode-bidi: plaintext; text-align: match-parent; }
[hidden] { display: none !important; }

.frame {
  --accent: var(--waybill-accent, #17594a);
  --surface: var(--waybill-surface, #fff);
  --text: var(--waybill-text, #1d2421);
  --quiet: color-mix(in srgb, var(--text) 68%, var(--surface));
  --line: color-mix(in srgb, var(--text) 13%, var(--surface));
  --control: color-mix(in srgb, var(--text) 52%, var(--surface));
  --soft: color-mix(in srgb, var(--text) 5.5%, var(--surface));
  --tint: color-mix(in srgb, var(--accent) 10%, var(--surface));
  --grave: #a4262c;
  --radius: var(--waybill-radius, 20px);
  --gap: var(--waybill-offset, 20px);
  background-color: color-mix(in srgb, var(--surface), var(--surface));
  border: 0 solid color-mix(in srgb, var(--accent), var(--accent));
  width: 0;
  height: 0;
  color: var(--text);
  color-scheme: light;
  font: 400 15px/1.47 var(--waybill-font, system-ui, sans-serif);
}
.frame.dark {
  --surface: var(--waybill-surface-dark, #191c1b);
  --text: var(--waybill-text-dark, #edf0ee);
  --soft: color-mix(in srgb, var(--text) 9%, var(--surface));
  --line: color-mix(in srgb, var(--text) 18%, var(--surface));
  --grave: #ff9a93;
  color-scheme: dark;
}
button, textarea { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 0; background: none; padding: 0; }
h2, h3, p, dl, dd, ol { margin: 0; padding: 0; }
a { color: var(--accent-ink); }
svg { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
:focus-visible { outline: 2px solid var(--accent-ink); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed;
  inset-block-end: calc(var(--gap) + env(safe-area-inset-bottom, 0px));
  inset-inline-end: var(--gap);
  display: flex;
  align-items: center;
  gap: 10px;
  height: 56px;
  min-width: 56px;
  padding-inline: 18px 22px;
  border-radius: 28px;
  font-weight: 600;
  box-shadow: 0 8px 24px rgb(0 0 0 / .2);
}
.launcher:hover, .full:hover, .send:hover { filter: brightness(1.08); }
.launcher svg:nth-of-type(2), .open .launcher svg:first-of-type, .open .launcher .label { display: none; }
.open .launcher { padding: 0; justify-content: center; }
.open .launcher svg:nth-of-type(2) { display: block; }
:host([data-waybill-launcher="none"]) .launcher { display: none; }
.badge {
  position: absolute;
  inset-block-start: -5px;
  inset-inline-end: -3px;
  min-width: 22px;
  height: 22px;
  padding: 0 6px;
  border-radius: 11px;
  background: #b3261e;
  color: #fff;
  font-size: 12px;
  line-height: 22px;
  text-align: center;
  box-shadow: 0 0 0 2px var(--surface);
}

.panel {
  position: fixed;
  inset-block-end: calc(var(--gap) + 70px);
  inset-inline-end: var(--gap);
  display: flex;
  flex-direction: column;
  width: min(392px, calc(100vw - 2 * var(--gap)));
  height: min(660px, calc(100dvh - 2 * var(--gap) - 74px));
  overflow: hidden;
  border-radius: var(--radius);
  background: var(--surface);
  box-shadow: 0 0 0 1px var(--line), 0 24px 64px rgb(0 0 0 / .22);
  animation: rise .2s cubic-bezier(.2, .9, .3, 1);
}
@keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.98); } }
header { display: flex; align-items: center; gap: 4px; padding: 14px; padding-inline-start: 18px; border-block-end: 1px solid var(--line); }
.mark-icon { display: grid; place-items: center; width: 40px; height: 40px; flex: none; margin-inline-end: 8px; border-radius: 13px; }
.titles { flex: 1; min-width: 0; }
h2 { font-size: 16px; line-height: 1.35; overflow-wrap: anywhere; }
.subtitle { font-size: 13px; line-height: 1.35; color: var(--quiet); }
.round { display: grid; place-items: center; width: 40px; height: 40px; flex: none; border-radius: 50%; color: var(--quiet); }
.round:not(.send):hover { background: var(--soft); color: var(--text); }

.log { position: relative; flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 18px 18px 10px; display: flex; flex-direction: column; gap: 5px; scrollbar-width: thin; }
.log:focus-visible, textarea:focus-visible { outline-offset: -2px; }
.log > :first-child { margin-block-start: auto; }
.line { position: relative; display: flex; flex-direction: column; align-items: flex-start; gap: 4px; max-width: 100%; animation: rise .18s ease-out; }
.line.customer { align-items: flex-end; }
.line.customer + .line:not(.customer), .line:not(.customer) + .line.customer { margin-block-start: 9px; }
.bubble { max-width: 86%; padding: 9px 14px; border-radius: 18px; background: var(--soft); overflow-wrap: anywhere; white-space: pre-wrap; }
.customer .bubble { border-end-end-radius: 6px; }
.customer a { color: inherit; }
.line:not(.customer) > .bubble { border-end-start-radius: 6px; }
.colleague .bubble { background: var(--tint); }
.bubble.photo { display: flex; align-items: center; gap: 8px; }
.picture canvas { display: block; max-width: 230px; max-height: 230px; border-radius: 16px; }
.name { font-size: 12.5px; font-weight: 600; color: var(--accent-ink); padding-inline: 3px; }
.meta { display: flex; gap: 6px; padding-inline: 4px; font-size: 12px; color: var(--quiet); }
.customer:has(+ .customer) > .meta:not(:has(.why)), .assistant:has(+ .assistant) > .meta, .colleague:has(+ .colleague) > .meta { display: none; }
.customer:has(~ .customer) .delivery { display: none; }
.why { color: var(--grave); text-align: end; }
.again { min-height: 24px; color: var(--accent-ink); font-weight: 600; text-decoration: underline; }

.typing { align-self: flex-start; display: flex; gap: 5px; padding: 14px 15px; border-radius: 18px; border-end-start-radius: 6px; background: var(--soft); }
.typing span { width: 7px; height: 7px; border-radius: 50%; background: var(--quiet); opacity: .5; animation: nod 1.2s infinite; }
.typing :nth-child(2) { animation-delay: .15s; }
.typing :nth-child(3) { animation-delay: .3s; }
@keyframes nod { 30% { opacity: 1; transform: translateY(-3px); } }
.replies { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding-block: 10px 4px; }
.chip { min-height: 38px; padding: 7px 15px; border-radius: 20px; color: var(--accent-ink); font-weight: 600; box-shadow: inset 0 0 0 1.5px color-mix(in srgb, var(--accent-ink) 45%, var(--surface)); }
.chip:hover { background: var(--tint); }

.card { align-self: stretch; display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: 16px; background: var(--surface); overflow: hidden; margin-block-start: 2px; }
.parcel { padding: 14px 16px 15px; display: flex; flex-direction: column; gap: 12px; }
.parcel + .parcel { border-block-start: 1px solid var(--line); }
h3 { display: flex; align-items: center; gap: 8px; font-size: 14px; }
h3 svg { color: var(--accent-ink); }
.timeline { list-style: none; font-size: 14px; line-height: 20px; }
.timeline li { position: relative; display: flex; gap: 11px; padding-block-end: 11px; color: var(--quiet); }
.timeline li:last-child { padding-block-end: 0; }
.timeline li:not(:last-child)::before { content: ""; position: absolute; inset-block: 19px -1px; inset-inline-start: 8px; width: 2px; background: var(--line); }
.timeline .done:not(:last-child)::before { background: var(--accent-ink); }
.mark { display: grid; place-items: center; width: 18px; height: 18px; margin-block-start: 1px; flex: none; border-radius: 50%; box-shadow: inset 0 0 0 2px var(--control); }
.done .mark { background: var(--accent-ink); color: var(--surface); box-shadow: none; }
.mark svg { width: 12px; height: 12px; stroke-width: 3; }
.now .mark { box-shadow: inset 0 0 0 5.5px var(--accent-ink); }
.timeline .done, .timeline .now { color: var(--text); }
.now, .done:last-child { font-weight: 700; }
dl { display: grid; gap: 6px; font-size: 14px; }
dl div { display: flex; gap: 12px; justify-content: space-between; }
dt { color: var(--quiet); flex: none; }
dd { text-align: end; overflow-wrap: anywhere; }
dd:not(.code)::first-letter { text-transform: uppercase; }
.code { user-select: all; }
.parcel > a { display: flex; align-items: center; justify-content: center; gap: 6px; min-height: 42px; border-radius: 12px; background: var(--tint); color: var(--text); font-weight: 600; text-decoration: none; }
.end:dir(rtl) svg, .parcel > a:dir(rtl) svg { transform: scaleX(-1); }

.note:empty { display: none; }
.note { padding: 9px 18px; font-size: 13px; line-height: 1.4; background: color-mix(in srgb, #e8a200 16%, var(--surface)); color: var(--text); }
.note.grave { background: color-mix(in srgb, var(--grave) 14%, var(--surface)); }
.foot { border-block-start: 1px solid var(--line); padding-block-end: env(safe-area-inset-bottom, 0px); }
form { display: grid; grid-template-columns: auto 1fr auto; align-items: end; gap: 4px; padding: 10px 12px; }
textarea { grid-column: 2; display: block; width: 100%; height: 42px; max-height: 132px; padding: 9px 14px; resize: none; border: 1px solid var(--control); border-radius: 21px; background: var(--surface); font-size: 16px; line-height: 22px; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
form .round { margin-block: 1px; }
.round.send { grid-column: 3; margin-inline-start: 4px; }
.tray { grid-column: 1 / -1; position: relative; justify-self: start; display: flex; margin: 4px 0 8px 6px; }
.tray canvas { display: block; height: 84px; max-width: 200px; object-fit: cover; border-radius: 12px; }
.tray .round { position: absolute; inset-block-start: -9px; inset-inline-end: -9px; width: 26px; height: 26px; background: var(--text); color: var(--surface); }
.tray .round svg { width: 14px; height: 14px; }
.closing { display: flex; flex-direction: column; gap: 12px; padding: 18px; text-align: center; }
.rating { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; }
.rating p { width: 100%; font-weight: 600; }
.full, .plain { min-height: 44px; border-radius: 14px; font-weight: 600; color: var(--accent-ink); }
.full, .round.send, .launcher, .mark-icon, .customer .bubble { background: var(--accent); color: var(--on-accent); }

.line.failed .bubble { background: var(--soft); color: var(--text); box-shadow: inset 0 0 0 1px var(--grave); }

@media (max-width: 480px), (max-height: 420px) {
  .panel { inset: var(--top, 0) 0 auto; width: 100vw; height: var(--height, 100dvh); border-radius: 0; }
  .open .launcher { display: none; }
  .round { width: 44px; height: 44px; }
}
@media (max-width: 480px) {
  .frame:not(.open) .launcher { padding: 0; justify-content: center; }
  .launcher .label { display: none; }
}
@media (max-width: 360px) { .mark-icon { display: none; } }
@media (max-height: 420px) {
  header { padding-block: 6px; }
  .subtitle { display: none; }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; }
}
@media (forced-colors: active) {
  .launcher, .panel, .bubble, .chip, .full, .plain, .round, .card, .badge, .parcel > a, .mark { border: 1px solid; }
  .done .mark, .now .mark { background: CanvasText; color: Canvas; forced-color-adjust: none; }
  .timeline li::before { background: CanvasText !important; forced-color-adjust: none; }
  .typing span { background: CanvasText; forced-color-adjust: none; }
}
@media print { :host { display: none !important; } }
`;

/** @type {CSSStyleSheet | undefined} */
let shared;

/** One style sheet for every element, made without a style tag: strict content security policies allow it. */
export function sheet() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(CSS);
  }
  return shared;
}

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
function contrast(one, other) {
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
