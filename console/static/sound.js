// Sound until seen: wished for once in this browser, and made by one tab of it however many are open.
// @ts-check

import { inOneTab } from "./one_tab.js";

const KEY = "waybill-sound", EVERY_MS = 6000;
const seen = new BroadcastChannel("waybill-seen");
const alarm = { context: /** @type {AudioContext | null} */ (null), timer: 0, ours: false };

/** Whether this page is before somebody's eyes. */
export const looked = () => !document.hidden && document.hasFocus();

function beep() {
  const context = alarm.context;
  if (context?.state !== "running") return;
  for (const [begin, pitch] of [[0, 660], [0.16, 880]]) {
    const tone = context.createOscillator(), volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, context.currentTime + begin);
    volume.gain.exponentialRampToValueAtTime(0.12, context.currentTime + begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + begin + 0.15);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + begin);
    tone.stop(context.currentTime + begin + 0.16);
  }
}

function silence() {
  clearInterval(alarm.timer);
  alarm.timer = 0;
}

/** Somebody should look: once where they do already, else again and again until they do, in whatever tab. */
export function ring() {
  if (looked()) { beep(); seen.postMessage("seen"); return; }
  if (alarm.timer || !alarm.ours) return;
  beep();
  alarm.timer = setInterval(beep, EVERY_MS);
}

/** They looked. */
export function quiet() {
  silence();
  seen.postMessage("seen");
}

/** Begin where it is wished for. A browser may want a key or a click on this very page first: the next one will do. */
async function begin(show) {
  const context = alarm.context = new AudioContext();
  context.addEventListener("statechange", show);
  const resume = () => { if (alarm.context === context && context.state === "suspended") context.resume(); };
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, resume, { once: true });
  resume();
  inOneTab(KEY, () => { alarm.ours = true; });
  show();
}

export function sound() {
  seen.onmessage = silence;
  const button = document.querySelector("[data-sound]");
  const show = () => {
    const on = Boolean(alarm.context);
    if (!(button instanceof HTMLButtonElement)) return;
    button.textContent = on ? (alarm.context?.state === "running" ? "Sound on" : "Sound on, after a click") : "Sound off";
    button.setAttribute("aria-pressed", String(on));
  };
  if (localStorage.getItem(KEY) === "on") begin(show);
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const on = !alarm.context;
    localStorage.setItem(KEY, on ? "on" : "off");
    if (on) { await begin(show); await alarm.context?.resume(); beep(); } else { silence(); await alarm.context?.close(); alarm.context = null; }
    show();
  });
  show();
}
