// The protocol waybill.v1 in a browser: nothing sent is lost or doubled, nothing received is missed. No DOM in here.

/**
 * @typedef {import("./types").FromServer} FromServer
 * @typedef {import("./types").ServerEvent} ServerEvent
 * @typedef {import("./types").Body} Body
 * @typedef {import("./types").Session} Session
 * @typedef {import("./types").Listener} Listener
 * @typedef {import("./types").World} World
 * @typedef {import("./types").Service} Service
 */

export const SUBPROTOCOL = "waybill.v1";
const SILENCE_MS = 35_000;
const PING_MS = 20_000;
const ANSWER_MS = 8_000;
const TICK_MS = 4_000;
const BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 20_000;
const POLLING_MS = 60_000;
const FAILURES_UNTIL_POLLING = 2;
/** Close codes after which the same page must not come back by itself, and what to tell of them. */
const FATAL = new Map([[1009, "fault"], [4400, "fault"], [4403, "origin_not_allowed"], [4409, "replaced"]]);
const TOKEN = 4401;
const GONE = 4410;

/**
 * One conversation's connection. `after` is the last sequence number it has seen, `pending` what was never
 * acknowledged: whoever keeps those two over a page change and hands them in again loses nothing.
 */
export class Wire {
  /**
   * @param {Service} service  the server, by HTTP
   * @param {World} world  clock, timers, chance and sockets
   * @param {Listener} listener
   * @param {{conv: string | null, after: number, pending: Map<string, Body>}} kept
   */
  constructor(service, world, listener, kept) {
    this.service = service;
    this.world = world;
    this.listener = listener;
    /** Whose events `after` counts. */
    this.conv = kept.conv;
    this.after = kept.after;
    this.pending = kept.pending;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {"off" | "opening" | "live" | "waiting" | "polling"} */
    this.state = "off";
    /** When a frame that wants an answer went out, by client id; "ping" for a ping. @type {Map<string, number>} */
    this.asked = new Map();
    /** A gap was noticed, and asked for. */
    this.catching = false;
    /** What comes is history that was shown before. */
    this.replaying = false;
    this.renewing = false;
    this.failures = 0;
    this.blocked = 0;
    /** Counts connections, so that what belongs to an earlier one is not heard. */
    this.run = 0;
    this.greeted = 0;
    this.heardAt = 0;
    this.typedAt = 0;
    this.readUpTo = 0;
  }

  /** Connect, and stay connected until `stop`. */
  start() {
    if (this.state !== "off") return;
    this.ticking = this.world.every(TICK_MS, () => this.tick());
    this.open();
  }

  /** Disconnect for good; what is pending stays in `pending`. */
  stop() {
    this.drop();
    this.world.cancel(this.ticking);
    this.state = "off";
  }

  /** Something happened that makes a new try worthwhile: the page is visible again, the network is back. */
  wake() {
    if (this.state === "live") {
      if (!this.asked.has("ping")) this.ping();
    } else if (this.state === "waiting") {
      this.open();
    } else if (this.state === "polling") {
      this.blocked = FAILURES_UNTIL_POLLING - 1;
      this.open();
    }
  }

  /** The network is gone, as far as the browser knows. */
  lost() {
    if (this.state !== "off") this.retry();
  }

  /**
   * Say something. It is pending until the server acknowledges it; a second call with the same id is a retry.
   * @param {string} cid
   * @param {Body} body
   */
  send(cid, body) {
    this.pending.set(cid, body);
    if (this.state === "live") this.put(cid, body);
    else if (this.state === "polling") this.post(cid, body, this.run);
    else if (this.state === "waiting") this.wake();
  }

  /** Tell the others that the customer is typing; at most every three seconds. */
  typing() {
    const now = this.world.now();
    if (this.state !== "live" || now - this.typedAt < 3_000) return;
    this.typedAt = now;
    this.frame({ t: "typing" });
  }

  /** The customer has everything before their eyes. */
  read() {
    if (this.after <= this.readUpTo) return;
    if (this.state === "live") this.frame({ t: "read", seq: this.after });
    else if (this.state === "polling") this.service.pass({ t: "read", seq: this.after }).catch(() => {});
    else return;
    this.readUpTo = this.after;
  }

  // Opening and losing the socket

  open() {
    this.drop();
    this.state = "opening";
    this.listener.state("opening");
    const run = ++this.run;
    this.service.session().then(
      (session) => run === this.run && this.dial(session, run),
      (error) => run === this.run && this.refused(error),
    );
  }

  /**
   * @param {Session} session
   * @param {number} run
   */
  dial(session, run) {
    this.opened = false;
    this.heardAt = this.world.now();
    const socket = (this.socket = this.world.socket(this.service.socketUrl, SUBPROTOCOL));
    const mine = () => run === this.run && socket === this.socket;
    socket.onopen = () => {
      if (!mine()) return;
      this.opened = true;
      this.hello(session);
    };
    socket.onmessage = (message) => {
      if (!mine()) return;
      this.heardAt = this.world.now();
      const frame = parsed(message.data);
      if (frame) this.hear(frame);
    };
    socket.onclose = (event) => mine() && this.closed(event.code);
  }

  /** @param {number} code */
  closed(code) {
    const never = this.state === "opening" && !this.opened;
    this.drop();
    const fatal = FATAL.get(code);
    if (fatal) return this.fail(fatal);
    if ((code === TOKEN || code === GONE) && !this.renewing) return this.renew(code === GONE);
    if (never && ++this.blocked >= FAILURES_UNTIL_POLLING) return this.poll();
    this.retry();
  }

  /** @param {any} error */
  refused(error) {
    if (error?.code === "gone" && !this.renewing) this.renew(true);
    else if (error?.fatal) this.fail(error.code);
    else this.retry();
  }

  /** Another token, or another conversation; once, until that worked. @param {boolean} anew */
  renew(anew) {
    this.renewing = true;
    this.service.renew(anew);
    this.open();
  }

  /** @param {string} code */
  fail(code) {
    this.stop();
    this.listener.failed(code);
  }

  /** Wait a random while, twice as long at most each time; not at all while nobody looks. */
  retry() {
    this.drop();
    this.state = "waiting";
    this.listener.state("waiting");
    const most = Math.min(LONGEST_BACK_OFF_MS, BACK_OFF_MS * 2 ** this.failures++);
    this.timer = this.world.later(this.world.random() * most, () => {
      if (this.state === "waiting" && !this.world.hidden()) this.open();
    });
  }

  drop() {
    this.run++;
    this.world.cancel(this.timer);
    this.asked.clear();
    this.catching = this.replaying = false;
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** Notice what the browser does not tell: a line that died in the night, an acknowledgement that never comes. */
  tick() {
    const now = this.world.now();
    if (this.state === "waiting" || this.state === "polling" || !this.socket) return;
    const oldest = Math.min(...this.asked.values());
    if (now - this.heardAt > SILENCE_MS || now - oldest > ANSWER_MS) return this.stalled();
    if (this.state === "opening" && now - this.heardAt > ANSWER_MS) return this.stalled();
    if (this.state !== "live") return;
    if (now - this.heardAt > PING_MS && !this.asked.has("ping")) this.ping();
    if (this.service.due()) this.again();
  }

  stalled() {
    if (this.state === "opening" && ++this.blocked >= FAILURES_UNTIL_POLLING) this.poll();
    else if (this.state === "live") this.open();
    else this.retry();
  }

  // Frames

  /** @param {import("./types").FromClient} frame */
  frame(frame) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  /** @param {Session} session */
  hello(session) {
    this.frame({ t: "hello", token: session.token, after: this.after, ...(this.conv && { conv: this.conv }) });
  }

  /** Say hello once more on the same socket: for what is missing, or with a fresh token. */
  again() {
    if (this.catching) return;
    this.catching = true;
    this.asked.set("ping", this.world.now()); // `ready` is the answer, and is waited for no longer
    const run = this.run;
    this.service.session().then(
      (session) => run === this.run && this.hello(session),
      (error) => run === this.run && this.refused(error),
    );
  }

  ping() {
    this.asked.set("ping", this.world.now());
    this.frame({ t: "ping" });
  }

  /**
   * @param {string} cid
   * @param {Body} body
   */
  put(cid, body) {
    this.asked.set(cid, this.world.now());
    this.frame({ t: "send", cid, ...body });
  }

  /** @param {FromServer} frame */
  hear(frame) {
    switch (frame.t) {
      case "event":
        return this.take(frame);
      case "ready":
        return this.ready(frame);
      case "ack":
        return this.acknowledged(frame.cid, frame.seq);
      case "nack":
        return this.turnedDown(frame.cid, frame);
      case "typing":
        return this.listener.typing(frame);
      case "read":
        return this.listener.read(frame);
      case "state":
        return this.listener.standing(frame);
      case "ping":
        return this.frame({ t: "pong" });
      case "pong":
        this.asked.delete("ping");
    }
  }

  /** @param {ServerEvent} event */
  take(event) {
    const { seq } = event;
    if (seq <= this.after) return;
    if (seq !== this.after + 1 && !this.replaying) return this.again();
    this.after = seq;
    if (event.cid) this.settle(event.cid);
    this.listener.event(event, this.replaying);
  }

  /** @param {{conv: string, seq: number, recovered?: boolean}} frame */
  ready({ conv, seq, recovered }) {
    this.failures = this.blocked = 0;
    this.catching = this.renewing = false;
    this.asked.delete("ping");
    const foreign = this.conv !== null && conv !== this.conv;
    this.conv = conv;
    if (recovered === false || foreign || seq > this.after) return this.startOver();
    if (this.greeted === this.run) return;
    this.greeted = this.run;
    if (this.state === "opening") this.state = "live";
    this.listener.state("live");
    for (const [cid, body] of [...this.pending]) this.send(cid, body);
  }

  /** What we show is not what the server has: read the last page of its history, and go on from there. */
  startOver() {
    const polling = this.state === "polling";
    this.drop();
    this.after = 0;
    this.listener.forgotten();
    const run = this.run;
    this.service.frames(null, this.conv, false).then(
      (frames) => run === this.run && this.replay(frames, polling),
      (error) => run === this.run && this.refused(error),
    );
  }

  /**
   * @param {FromServer[]} frames
   * @param {boolean} polling
   */
  replay(frames, polling) {
    this.replaying = true;
    for (const frame of frames) {
      if (frame.t === "event") this.take(frame);
      else if (frame.t === "ready") [this.after, this.conv] = [frame.seq, frame.conv];
    }
    this.replaying = false;
    if (polling) this.poll();
    else this.open();
  }

  /**
   * @param {string} cid
   * @param {number} seq
   */
  acknowledged(cid, seq) {
    this.settle(cid);
    this.listener.acknowledged(cid, seq);
  }

  /** @param {string} cid */
  settle(cid) {
    this.asked.delete(cid);
    this.pending.delete(cid);
  }

  /**
   * @param {string} cid
   * @param {{code: string, temporary: boolean, retry?: number | null}} why
   */
  turnedDown(cid, why) {
    this.asked.delete(cid);
    const body = this.pending.get(cid);
    if (!body) return;
    if (!why.temporary) {
      this.pending.delete(cid);
      return this.listener.refused(cid, why.code);
    }
    this.world.later(why.retry ?? 2_000, () => this.pending.has(cid) && this.send(cid, body));
  }

  // Without a socket: the same by HTTP

  async poll() {
    this.drop();
    this.state = "polling";
    const run = this.run;
    const since = this.world.now();
    let wait = false;
    try {
      while (run === this.run) {
        const frames = await this.service.frames(this.after, this.conv, wait);
        for (const frame of frames) if (run === this.run) this.hear(frame);
        if (run === this.run && this.world.now() - since > POLLING_MS) return this.wake();
        wait = true;
      }
    } catch (error) {
      if (run === this.run) this.refused(error);
    }
  }

  /**
   * @param {string} cid
   * @param {Body} body
   * @param {number} run
   */
  async post(cid, body, run) {
    try {
      const frame = await this.service.pass({ t: "send", cid, ...body });
      if (frame) this.hear(frame);
    } catch {
      if (run === this.run) this.retry();
    }
  }
}

/**
 * @param {unknown} text
 * @returns {FromServer | null}
 */
function parsed(text) {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
