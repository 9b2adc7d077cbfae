// One visitor's chat: what was said and kept, the wire beneath it, the panel before it.

import { Panel, prepared } from "./panel.js";
import { HttpService, Refusal } from "./service.js";
import { Wire } from "./wire.js";

/**
 * @typedef {import("./types").Line} Line
 * @typedef {import("./types").ServerEvent} ServerEvent
 * @typedef {import("./types").Standing} Standing
 * @typedef {import("./element.js").WaybillChat} WaybillChat
 */

const TYPING_SECONDS = 6;

/** @type {import("./types").World} */
const browser = {
  now: () => Date.now(),
  random: () => Math.random(),
  later: (ms, work) => window.setTimeout(work, ms),
  every: (ms, work) => window.setInterval(work, ms),
  cancel: (timer) => window.clearTimeout(timer),
  hidden: () => document.hidden,
  socket: (url, protocol) => new WebSocket(url, protocol),
};

const uuid = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Chat {
  /** Another visitor's conversation is forgotten before anything of it shows. @param {WaybillChat} element */
  static async begin(element) {
    const store = /** @type {import("./store.js").Store} */ (element.store);
    const subject = await subjectOf(element);
    if (store.kept.subject !== null && store.kept.subject !== subject) store.forget(true);
    store.kept.subject = subject;
    return new Chat(element);
  }

  /** @param {WaybillChat} element */
  constructor(element) {
    this.element = element;
    this.store = /** @type {import("./store.js").Store} */ (element.store);
    this.kept = this.store.kept;
    this.service = new HttpService(element.base, element.key, this.kept, (session) => this.began(session));
    this.service.identity = element.identity;
    /** Photos of this page, by client id. @type {Map<string, {file: File, picture: HTMLCanvasElement | null}>} */
    this.photos = new Map();
    this.panel = new Panel(element, this);
    /** @type {Wire | null} */
    this.wire = null;
    for (const line of this.kept.lines) {
      if (line.photo && line.state === "sending") line.state = "failed"; // the file stayed on the page before
      this.panel.place(line, null);
    }
    this.panel.standing();
    this.panel.composer.draft(this.kept.draft);
    this.watch();
    element.unread(this.kept.unread);
    if (this.store.used && this.kept.session) this.connect();
    if (this.kept.open) this.open(false);
  }

  /** The browser tells when a new try is worthwhile. */
  watch() {
    const wake = () => {
      if (document.hidden) return;
      this.wire?.wake();
      this.seen();
    };
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    addEventListener("focus", wake);
    document.addEventListener("visibilitychange", wake);
    addEventListener("offline", () => this.wire?.lost());
    addEventListener("pagehide", () => this.store.used && this.store.save());
  }

  connect() {
    if (this.wire) return;
    const pending = new Map(this.kept.pending);
    this.wire = new Wire(this.service, browser, this, { conv: this.kept.conv, after: this.kept.after, pending });
    this.wire.start();
  }

  disconnect() {
    this.wire?.stop();
    this.wire = null;
  }

  keep() {
    if (this.wire) {
      this.kept.conv = this.wire.conv;
      this.kept.after = this.wire.after;
      this.kept.pending = [...this.wire.pending];
    }
    this.store.save();
  }

  // What the visitor does

  open(focus = true) {
    if (this.panel.isOpen) return this.panel.focus();
    this.panel.open(focus);
    this.kept.open = true;
    this.element.tell("open", {});
    if (this.store.used) this.keep();
    this.seen();
    this.panel.note(navigator.onLine ? null : "offline");
  }

  close() {
    if (!this.panel.isOpen) return;
    this.panel.close();
    this.kept.open = false;
    this.element.tell("close", {});
    if (this.store.used) this.keep();
  }

  toggle() {
    if (this.panel.isOpen) this.close();
    else this.open();
  }

  /** @param {string} text */
  prefill(text) {
    this.panel.composer.draft(text);
    this.open();
  }

  /** @param {string} text */
  say(text) {
    const missed = this.last()?.gone;
    const line = this.mine(uuid(), text);
    this.put(line, { text, ...(missed && { missed }) });
  }

  /** @param {File} file @param {HTMLCanvasElement | null} picture */
  async show(file, picture) {
    const cid = uuid();
    this.photos.set(cid, { file, picture });
    await this.upload(this.mine(cid, ""));
  }

  /** @param {string} cid @param {string} text @returns {Line} */
  mine(cid, text) {
    const photo = this.photos.has(cid);
    /** @type {Line} */
    const line = { seq: null, cid, party: "customer", name: null, text, at: Date.now(), state: "sending", photo };
    this.place(line);
    this.panel.standing();
    return line;
  }

  /** @param {Line} line @param {import("./types").Body} body */
  put(line, body) {
    this.connect();
    this.wire?.send(/** @type {string} */ (line.cid), body);
    this.keep();
  }

  /** @param {Line} line */
  async upload(line) {
    const cid = /** @type {string} */ (line.cid);
    const photo = this.photos.get(cid);
    if (!photo) return this.failing(line, this.element.words.photoFailed);
    this.connect();
    try {
      const { left } = await this.service.photo(await prepared(photo.file), cid);
      this.kept.standing.photos = left;
      if (line.seq === null) this.acknowledged(cid, 0);
    } catch (error) {
      const words = error instanceof Refusal && error.fatal && error.words;
      this.failing(line, words || this.element.words.photoFailed);
    }
  }

  /** Once more, under the same id. @param {Line} line */
  retry(line) {
    line.state = "sending";
    line.why = null;
    this.panel.update(line);
    if (line.photo) this.upload(line);
    else this.put(line, { text: line.text });
  }

  /** The visitor is writing: by the time they send, there is somebody to send it to. */
  writes() {
    this.connect();
    this.wire?.typing();
  }

  /** @param {string} text */
  drafted(text) {
    this.kept.draft = text;
  }

  /** Everything is before the visitor's eyes. */
  seen() {
    if (!this.panel.isOpen || document.hidden) return;
    this.wire?.read();
    if (!this.kept.unread) return;
    this.kept.unread = 0;
    this.element.unread(0);
    this.store.say({ t: "read" });
    this.keep();
  }

  async end() {
    await this.service.end();
    this.standing({ ...this.kept.standing, ended: true });
  }

  /** @param {boolean} helpful */
  async rate(helpful) {
    await this.service.rate(helpful);
    this.standing({ ...this.kept.standing, rated: true });
  }

  /** A blank page, here and in the other tabs. */
  reset() {
    this.clear(true);
    if (this.panel.isOpen) this.panel.focus();
  }

  async logout() {
    const ending = this.service.end().catch(() => {}); // it is forgotten here whether or not the server hears of it
    this.service.identity = null;
    this.clear(true);
    await ending;
  }

  /** @param {boolean} everywhere */
  clear(everywhere) {
    this.disconnect();
    const { open } = this.kept;
    this.store.forget(everywhere);
    this.kept.open = open;
    this.photos.clear();
    this.panel.clear();
    this.panel.standing();
    this.element.unread(0);
  }

  /** Somebody signed in, or somebody else. */
  async identified() {
    const subject = await subjectOf(this.element);
    if (this.kept.subject !== null && this.kept.subject !== subject) this.clear(true);
    this.kept.subject = subject;
    this.service.identity = this.element.identity;
    this.service.renew();
    if (!this.wire) return;
    this.disconnect();
    this.connect();
  }

  // What the other tabs tell

  /** @param {{t: string}} word */
  told(word) {
    if (word.t === "gone") this.clear(false);
    else if (this.kept.unread) {
      this.kept.unread = 0;
      this.element.unread(0);
    }
  }

  // What the wire tells

  /** @param {import("./types").Session} session */
  began(session) {
    const { kept, wire } = this;
    if (session.fresh && kept.conv && kept.subject !== null) {
      // What somebody else left unsent is not said in this visitor's name.
      wire?.pending.clear();
      kept.lines = kept.lines.filter((line) => line.seq !== null);
    }
    this.store.save();
  }

  /** @param {ServerEvent} event @param {boolean} replayed */
  event(event, replayed) {
    const known = event.cid && this.kept.lines.find((line) => line.cid === event.cid);
    /** @type {Line} */
    const line = known || { seq: null, cid: null, party: event.party, name: null, text: "", at: 0, state: "sent" };
    const { seq, text, name = null, asks, offers, card, gone, cid = null } = event;
    Object.assign(line, { seq, text, name, asks, offers, card, gone, cid, at: Date.parse(event.at) || Date.now() });
    if (line.state !== "read") line.state = "sent";
    this.place(line);
    if (event.party !== "customer") this.arrived(line, replayed);
    this.panel.standing();
    this.keep();
  }

  /** @param {Line} line @param {boolean} replayed */
  arrived(line, replayed) {
    this.panel.typing(null);
    if (replayed) return;
    this.panel.announce(line);
    this.element.tell("message", { seq: line.seq, party: line.party });
    if (!this.panel.isOpen || document.hidden) this.element.unread(++this.kept.unread);
    this.seen();
  }

  /** @param {string} cid @param {number} seq */
  acknowledged(cid, seq) {
    const line = this.kept.lines.find((each) => each.cid === cid);
    if (line && line.state !== "read") {
      line.state = "sent";
      if (seq) line.seq = seq;
      this.panel.update(line);
    }
    this.keep();
  }

  /** @param {string} cid @param {string} code */
  refused(cid, code) {
    const line = this.kept.lines.find((each) => each.cid === cid);
    const { refusals } = this.element.words;
    if (line) this.failing(line, refusals[/** @type {keyof typeof refusals} */ (code)] ?? refusals[""]);
  }

  /** @param {Line} line @param {string} why */
  failing(line, why) {
    line.state = "failed";
    line.why = why;
    this.panel.update(line);
    this.panel.say(why);
    this.keep();
  }

  /** @param {import("./types").Typing} sign */
  typing(sign) {
    if (sign.party !== "customer") this.panel.typing(sign.name ?? "", (sign.seconds ?? TYPING_SECONDS) * 1000);
  }

  /** @param {import("./types").Read} sign */
  read(sign) {
    if (sign.party === "customer") return;
    for (const line of this.kept.lines) {
      if (line.party !== "customer" || line.seq === null || line.seq > sign.seq || line.state === "read") continue;
      line.state = "read";
      this.panel.update(line);
    }
  }

  /** @param {Standing} standing */
  standing(standing) {
    this.kept.standing = standing;
    this.panel.standing();
    if (this.store.used) this.keep();
  }

  /** @param {"opening" | "live" | "waiting"} state */
  state(state) {
    if (state === "live") {
      this.panel.note(null);
      this.seen();
    } else if (state === "waiting") this.panel.note("offline");
  }

  forgotten() {
    const mine = this.kept.lines.filter((line) => line.seq === null);
    this.kept.lines.length = 0;
    this.panel.clear();
    for (const line of mine) this.place(line);
  }

  /** @param {string} code */
  failed(code) {
    this.wire = null;
    this.panel.note("failed", code);
    this.element.tell("error", { code });
  }

  // Lines in their order

  /** @param {Line} line */
  place(line) {
    const { lines } = this.kept;
    const before = lines.indexOf(line);
    if (before >= 0) lines.splice(before, 1);
    const { seq } = line;
    // What is on its way comes last; what failed stays where it was said.
    const isLater = (/** @type {Line} */ each) => (each.seq === null ? each.state === "sending" : each.seq > Number(seq));
    const at = seq === null ? -1 : lines.findIndex(isLater);
    const next = at < 0 ? null : /** @type {Line} */ (lines[at]);
    lines.splice(at < 0 ? lines.length : at, 0, line);
    this.panel.place(line, next);
  }

  last() {
    return this.kept.lines.at(-1) ?? null;
  }
}

/** Who is signed in on this page, as far as their token says; only the server judges it. @param {WaybillChat} element */
async function subjectOf({ identity }) {
  try {
    const body = ((await identity?.()) ?? "").split(".")[1] ?? "";
    return String(JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/"))).sub);
  } catch {
    return null;
  }
}
