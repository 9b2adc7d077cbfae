// A browser and a server for the wire, in one process and on one clock: sockets that can be cut, bent and blocked.

import { Wire } from "../../widget/wire.js";

/** Lets promises go on, as a browser does between tasks. */
export async function settle() {
  for (let turn = 0; turn < 30; turn++) await null;
}

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A conversation as the server keeps it: each client id once, numbers without a gap, an answer to everything. */
export class Server {
  constructor() {
    this.events = [];
    this.cids = new Map();
    this.sockets = new Set();
    this.conv = "cnv_1";
    this.mostReplayed = 300;
    this.refuse = null;
  }

  say(party, text, cid) {
    const event = { t: "event", seq: this.events.length + 1, party, text, at: "2026-11-28T02:00:00Z", ...(cid && { cid }) };
    this.events.push(event);
    for (const socket of this.sockets) socket.toPage(event);
    return event.seq;
  }

  heard(frame) {
    if (this.refuse) return { t: "nack", cid: frame.cid, ...this.refuse };
    if (!this.cids.has(frame.cid)) {
      this.cids.set(frame.cid, this.say("customer", frame.text, frame.cid));
      this.say("assistant", `About ${frame.text}`);
    }
    return { t: "ack", cid: frame.cid, seq: this.cids.get(frame.cid) };
  }

  after(after) {
    const missing = this.events.slice(after);
    const recovered = missing.length <= this.mostReplayed;
    const ready = { t: "ready", conv: this.conv, seq: this.events.length, recovered };
    return [...(recovered ? missing : []), ready, { t: "state", party: "assistant", ended: false, photos: 5, rated: false }];
  }

  take(socket, frame) {
    if (frame.t === "hello") {
      for (const each of this.after(frame.after)) socket.toPage(each);
      this.sockets.add(socket);
    } else if (frame.t === "send") socket.toPage(this.heard(frame));
    else if (frame.t === "ping") socket.toPage({ t: "pong" });
  }

  cut(code = 1006) {
    for (const socket of [...this.sockets]) socket.end(code);
  }
}

class Socket {
  constructor(world, server) {
    Object.assign(this, { world, server, readyState: 0, sent: [] });
    world.sockets.push(this);
    world.later(10, () => {
      if (this.readyState !== 0) return;
      if (world.blocked) return this.end(1006);
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text) {
    const frame = JSON.parse(text);
    this.sent.push(frame);
    this.world.carry(() => this.readyState === 1 && this.server.take(this, frame), "up");
  }

  toPage(frame) {
    const text = JSON.stringify(frame);
    this.world.carry(() => this.readyState === 1 && this.onmessage?.({ data: text }), "down");
  }

  end(code) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.server.sockets.delete(this);
    this.onclose?.({ code });
  }

  close() {
    this.readyState = 3;
    this.server.sockets.delete(this);
  }
}

/** A page with one wire. What it shows is in `shown`. */
export class World {
  constructor(server, random = () => 0.5) {
    Object.assign(this, { server, time: 1_000_000, timers: new Map(), next: 1, sockets: [], blocked: false, unseen: false });
    this.random = random;
    /** How a frame travels: called with its delivery. */
    this.carry = (deliver) => this.later(5, deliver);
    this.away = false;
    this.shown = [];
    /** What earlier pages showed, and this one keeps. */
    this.before = [];
    this.acknowledged = [];
    this.refusals = [];
    this.states = [];
    this.failures = [];
    this.renewed = [];
    this.fetched = 0;
  }

  now = () => this.time;
  later = (ms, work) => this.set({ at: this.time + ms, work });
  every = (ms, work) => this.set({ at: this.time + ms, work, every: ms });
  cancel = (timer) => this.timers.delete(timer);
  hidden = () => this.unseen;
  socket = () => new Socket(this, this.server);

  set(timer) {
    this.timers.set(this.next, timer);
    return this.next++;
  }

  /** Let time pass, timer by timer. */
  async pass(ms) {
    const until = this.time + ms;
    await settle();
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      const [id, timer] = due;
      this.time = Math.max(this.time, timer.at);
      if (timer.every) timer.at += timer.every;
      else this.timers.delete(id);
      timer.work();
      await settle();
    }
    this.time = until;
  }

  /** The lid is closed: time passes and nothing runs. */
  sleep(ms) {
    this.time += ms;
    for (const timer of this.timers.values()) timer.at = Math.max(timer.at, this.time);
  }

  service() {
    const answer = async (work) => {
      await null;
      if (this.away) throw new TypeError("Failed to fetch");
      return work();
    };
    return {
      socketUrl: "wss://waybill.example/widget/socket",
      session: () => answer(() => ({ token: "token", expires: 900, resume: "resume", conv: this.server.conv, fresh: false })),
      due: () => this.tokenDue ?? false,
      renew: (anew) => this.renewed.push(!!anew),
      frames: (after, _conv, wait) => {
        this.fetched++;
        if (after === null) return answer(() => [...this.server.events.slice(-100), ...this.server.after(this.server.events.length)]);
        if (!wait) return answer(() => this.server.after(after));
        return new Promise((done, failed) =>
          this.later(1_000, () => (this.away ? failed(new TypeError("Failed to fetch")) : done(this.server.after(after)))),
        );
      },
      pass: (frame) => answer(() => (frame.t === "send" ? this.server.heard(frame) : null)),
    };
  }

  listener() {
    return {
      event: (event, replayed) => this.shown.push({ ...event, replayed }),
      acknowledged: (cid, seq) => this.acknowledged.push([cid, seq]),
      refused: (cid, code) => this.refusals.push([cid, code]),
      typing: () => {},
      read: () => {},
      standing: (standing) => (this.standing = standing),
      state: (state) => this.states.push(state),
      forgotten: () => (this.shown.length = this.before.length = 0),
      failed: (code) => this.failures.push(code),
    };
  }

  /** A page that opens with what the last one kept. */
  open(kept = { conv: null, after: 0, pending: new Map() }) {
    this.wire = new Wire(this.service(), this, this.listener(), kept);
    this.wire.start();
    return this.wire;
  }

  get texts() {
    return this.shown.map((event) => event.text);
  }
}
