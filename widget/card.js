// An order's state beside the words that tell it: one timeline for each parcel.

import { icon, link, make } from "./dom.js";

/**
 * @typedef {import("./types").Parcel} Parcel
 * @typedef {import("./types").Words} Words
 */

const STAGES = /** @type {const} */ (["ordered", "shipped", "out_for_delivery", "delivered"]);

/**
 * @param {import("./types").Card} card
 * @param {Words} words
 */
export function cardOf(card, words) {
  const { parcels } = card;
  const shown = parcels.map((parcel, place) => parcelOf(parcel, words.parcel(place + 1, parcels.length), words));
  return make("div", { class: "card", part: "card" }, ...shown);
}

/** @param {Parcel} parcel @param {string} title @param {Words} words */
function parcelOf(parcel, title, words) {
  const { stage, carrier, tracking, items } = parcel;
  const facts = [
    [words.expected, stage !== "delivered" && parcel.eta && day(parcel.eta)],
    [words.deliveredOn, parcel.delivered && day(parcel.delivered)],
    [words.contents, items],
    [words.carrier, carrier],
    [words.tracking, tracking],
  ].filter(([, value]) => value);
  const list = facts.map(([name, value]) =>
    make("div", {}, make("dt", {}, String(name)), make("dd", { dir: "auto", class: value === tracking && "code" }, String(value))),
  );
  return make(
    "section",
    { class: "parcel" },
    make("h3", {}, icon("parcel"), title),
    stage && timeline(stage, words),
    list.length > 0 && make("dl", {}, ...list),
    safe(parcel.url) && link(String(parcel.url), words.newTab, words.track, icon("out")),
  );
}

/** @param {import("./types").Stage} stage @param {Words} words */
function timeline(stage, words) {
  const reached = STAGES.indexOf(stage);
  const steps = STAGES.map((each, place) => {
    const state = place < reached || each === "delivered" ? (place <= reached ? "done" : "ahead") : place === reached ? "now" : "ahead";
    const attributes = { class: state, "aria-current": place === reached && "step" };
    const mark = make("span", { class: "mark" }, state === "done" && icon("check"));
    return make("li", attributes, mark, words.stages[each], make("span", { class: "unseen" }, `, ${words[state]}`));
  });
  return make("ol", { class: "timeline", part: "timeline", role: "list" }, ...steps);
}

/** A date as people write it; anything else as the shop wrote it. @param {string} text */
function day(text) {
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text.length === 10 ? `${text}T12:00` : text) : null;
  if (!date || Number.isNaN(date.getTime())) return text;
  return date.toLocaleDateString("en", { weekday: "long", month: "long", day: "numeric" });
}

/** @param {string | undefined} url */
const safe = (url) => /^https?:\/\//.test(url ?? "");
