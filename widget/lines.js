// How one utterance looks, and an order's state beside the words that tell it: one timeline for each parcel.

import { icon, link, linked, make } from "./dom.js";

/**
 * @typedef {import("./types").Line} Line
 * @typedef {import("./types").Parcel} Parcel
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
  const attributes = { class: `line ${line.party} ${line.state}`, part: line.party };
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

// Cards

const STAGES = /** @type {const} */ (["ordered", "shipped", "out_for_delivery", "delivered"]);

/**
 * @param {import("./types").Card} card
 * @param {Words} words
 */
function cardOf(card, words) {
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
    const state = place > reached ? "ahead" : place < reached || each === "delivered" ? "done" : "now";
    const attributes = { class: state, "aria-current": place === reached && "step" };
    const mark = make("span", { class: "mark" }, state === "done" && icon("check"));
    return make("li", attributes, mark, words.stages[each], make("span", { class: "unseen" }, `, ${words[state]}`));
  });
  return make("ol", { class: "timeline", role: "list" }, ...steps);
}

/** A date as people write it; anything else as the shop wrote it. @param {string} text */
function day(text) {
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text.length === 10 ? `${text}T12:00` : text) : null;
  if (!date || Number.isNaN(date.getTime())) return text;
  return date.toLocaleDateString("en", { weekday: "long", month: "long", day: "numeric" });
}

/** @param {string | undefined} url */
const safe = (url) => /^https?:\/\//.test(url ?? "");
