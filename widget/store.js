// What a tab keeps of its conversation, and how tabs of one shop tell each other. Nothing is kept before the first use.

/**
 * @typedef {import("./types").Kept} Kept
 */

const ANSWER_MS = 250;
const MOST_LINES = 300;

/** @returns {Kept} */
export function nothing() {
  return {
    session: null,
    subject: null,
    conv: null,
    after: 0,
    lines: [],
    pending: [],
    open: false,
    unread: 0,
    draft: "",
    standing: { t: "state", party: "assistant", ended: false, photos: 5, rated: false },
  };
}

/** The state of one key in this tab; `tell` is called with what other tabs say. */
export class Store {
  /**
   * @param {string} key
   * @param {(word: {t: string}) => void} tell
   */
  constructor(key, tell) {
    this.name = `waybill:${key}`;
    this.tell = tell;
    /** @type {Kept} */
    this.kept = nothing();
    this.used = false;
    /** @type {((kept: Kept | null) => void) | null} */
    this.waiting = null;
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(this.name);
    if (this.channel) this.channel.onmessage = (message) => this.hear(message.data);
  }

  /** Take up what this tab kept or, in a new tab, what another one has. @returns {Promise<boolean>} whether there was something */
  async restore() {
    const found = this.load() ?? (await this.ask());
    if (!found) return false;
    Object.assign(this.kept, nothing(), found);
    this.used = true;
    return true;
  }

  /** @returns {Kept | null} */
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.name) ?? "null");
    } catch {
      return null; // storage may be forbidden, or hold what is not ours
    }
  }

  /** @returns {Promise<Kept | null>} */
  ask() {
    return new Promise((resolve) => {
      if (!this.channel) return resolve(null);
      this.waiting = resolve;
      this.say({ t: "who" });
      setTimeout(() => resolve(null), ANSWER_MS);
    });
  }

  /** @param {any} word */
  hear(word) {
    if (word?.t === "who" && this.used) {
      const { draft: _, open: __, pending: ___, ...shared } = this.kept;
      const lines = shared.lines.filter((line) => line.seq !== null);
      this.say({ t: "here", kept: { ...nothing(), ...shared, lines } });
    } else if (word?.t === "here") {
      this.waiting?.(word.kept);
    } else if (word?.t === "gone" || word?.t === "read") {
      this.tell(word);
    }
  }

  /** @param {{t: string, kept?: Kept}} word */
  say(word) {
    this.channel?.postMessage(word);
  }

  /** From now on the tab keeps its conversation. */
  save() {
    this.used = true;
    const { lines } = this.kept;
    if (lines.length > MOST_LINES) lines.splice(0, lines.length - MOST_LINES);
    try {
      sessionStorage.setItem(this.name, JSON.stringify(this.kept));
    } catch {
      // full or forbidden: the page still works, the next one begins anew
    }
  }

  /** Forget everything here; with `everywhere`, in the other tabs as well. @param {boolean} everywhere */
  forget(everywhere) {
    Object.assign(this.kept, nothing());
    this.used = false;
    try {
      sessionStorage.removeItem(this.name);
    } catch {
      // as above
    }
    if (everywhere) this.say({ t: "gone" });
  }
}
