// The end of a chat: whether to end it, whether it helped, and the way to a new one.

import { make } from "./dom.js";

/**
 * @typedef {import("./types").Words} Words
 */

/**
 * @param {Words} words
 * @param {() => void} end
 * @param {() => void} stay
 */
export function asking(words, end, stay) {
  return make(
    "div",
    { class: "closing", role: "group", "aria-label": words.end },
    make("p", {}, words.endAsk),
    make("button", { class: "full", onclick: end }, words.endNow),
    make("button", { class: "plain", onclick: stay }, words.stay),
  );
}

/**
 * @param {Words} words
 * @param {boolean} rated
 * @param {(helpful: boolean) => void} rate
 * @param {() => void} anew
 */
export function closing(words, rated, rate, anew) {
  const chip = (/** @type {string} */ text, /** @type {boolean} */ helpful) =>
    make("button", { class: "chip", onclick: () => rate(helpful) }, text);
  const question = make("p", { id: "rate" }, words.rate);
  const scores = [chip(words.helped, true), chip(words.useless, false)];
  return make(
    "div",
    { class: "closing", part: "closing" },
    make("p", { class: "ended", role: "status" }, rated ? words.thanks : words.ended),
    !rated && make("div", { class: "rating", role: "group", "aria-labelledby": "rate" }, question, ...scores),
    make("button", { class: "full", onclick: anew }, words.anew),
  );
}
