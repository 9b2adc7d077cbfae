// How one utterance looks.

import { cardOf } from "./card.js";
import { icon, linked, make } from "./dom.js";

/**
 * @typedef {import("./types").Line} Line
 * @typedef {import("./types").Words} Words
 */

/** Who speaks. @param {Line} line @param {Words} words */
export function speaker(line, words) {
  if (line.party === "customer") return words.you;
  return line.name ?? (line.party === "colleague" ? words.someone : words.assistant);
}

/**
 * @param {Line} line
 * @param {Words} words
 * @param {HTMLCanvasElement | null} picture  of a photo that was chosen on this page
 * @param {() => void} retry
 */
export function lineOf(line, words, picture, retry) {
  const who = speaker(line, words);
  const name = make("span", { class: line.party === "colleague" ? "name" : "unseen", dir: "auto" }, who);
  const card = line.card && line.card.parcels.length > 0 && cardOf(line.card, words);
  const time = new Date(line.at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  const meta = make("span", { class: "meta" }, make("time", { datetime: new Date(line.at).toISOString() }, time), state(line, words, retry));
  const attributes = { class: `line ${line.party} ${line.state}`, part: `message ${line.party}` };
  return make("div", attributes, name, bubble(line, words, picture), card, meta);
}

/** @param {Line} line @param {Words} words @param {HTMLCanvasElement | null} picture */
function bubble(line, words, picture) {
  if (line.photo || picture) {
    if (!picture) return make("div", { class: "bubble photo" }, icon("photo"), words.photo);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", words.photo);
    return make("div", { class: "picture" }, picture);
  }
  return make("div", { class: "bubble", part: "bubble", dir: "auto" }, ...linked(line.text, words.newTab));
}

/** @param {Line} line @param {Words} words @param {() => void} retry */
function state(line, words, retry) {
  if (line.party !== "customer") return null;
  if (line.state === "failed") {
    const again = make("button", { class: "again", onclick: retry }, words.retry);
    return make("span", { class: "why" }, line.why ?? words.failed, " ", again);
  }
  return make("span", { class: "delivery" }, words[/** @type {const} */ ({ sending: "sending", sent: "sent", read: "seen" })[line.state]]);
}
