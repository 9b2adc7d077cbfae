// The wire: nothing lost, nothing twice, whatever the network does. Run by test_modules.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { World, Server, chance } from "./world.mjs";

const EXAMPLES = JSON.parse(readFileSync(new URL("../widget/frames.json", import.meta.url), "utf8"));
const RUNS = Number(process.env.WAYBILL_WIRE_RUNS ?? 150);
const TALK = ["hello", "About hello"];

async function live(server = new Server(), random) {
  const world = new World(server, random);
  world.open();
  await world.pass(100);
  assert.equal(world.states.at(-1), "live");
  return world;
}

test("an utterance is acknowledged and shown, once", async () => {
  const world = await live();
  world.wire.send("cid-0001", { text: "hello" });
  await world.pass(100);
  assert.deepEqual(world.texts, TALK);
  assert.deepEqual(world.acknowledged, [["cid-0001", 1]]);
  assert.equal(world.wire.pending.size, 0);
});

for (const lost of ["up", "down"]) {
  test(`killed between send and acknowledgement (lost on its way ${lost}): stored once, and known to be`, async () => {
    const world = await live();
    const { carry } = world;
    world.carry = (deliver, way) => way !== lost && carry(deliver);
    world.wire.send("cid-0001", { text: "hello" });
    await world.pass(100);
    assert.equal(world.acknowledged.length, 0);
    assert.equal(world.wire.pending.size, 1);
    world.carry = carry;
    world.server.cut();
    await world.pass(2_000);
    assert.equal(world.server.cids.size, 1);
    assert.deepEqual(world.texts, TALK);
    assert.equal(world.wire.pending.size, 0);
  });
}

test("a line that looks open and carries nothing is given up after 8 s without an acknowledgement", async () => {
  const world = await live();
  const { carry } = world;
  world.carry = () => {};
  world.wire.send("cid-0001", { text: "hello" });
  await world.pass(6_000);
  assert.equal(world.sockets.length, 1);
  world.carry = carry;
  await world.pass(8_000);
  assert.equal(world.sockets.length, 2);
  assert.deepEqual(world.texts, TALK);
});

test("silence is asked about, and given up after 35 s", async () => {
  const world = await live();
  await world.pass(30_000);
  assert.ok(world.sockets[0].sent.some((frame) => frame.t === "ping"));
  assert.equal(world.sockets.length, 1);
  world.carry = () => {};
  await world.pass(40_000);
  assert.ok(world.sockets.length > 1);
});

test("what another page kept is not shown again, and what it left unsent is sent", async () => {
  const server = new Server();
  const first = await live(server);
  first.wire.send("cid-0001", { text: "hello" });
  await first.pass(100);
  first.wire.stop();
  const second = new World(server);
  second.open({ conv: server.conv, after: first.wire.after, pending: new Map([["cid-0002", { text: "and" }]]) });
  await second.pass(200);
  assert.deepEqual(second.texts, ["and", "About and"]);
  assert.equal(server.events.length, 4);
});

test("an answer that came between two pages is shown by the second", async () => {
  const server = new Server();
  const first = await live(server);
  first.wire.stop();
  server.say("assistant", "meanwhile");
  const second = new World(server);
  second.open({ conv: server.conv, after: 0, pending: new Map() });
  await second.pass(100);
  assert.deepEqual(second.texts, ["meanwhile"]);
  assert.equal(second.shown[0].replayed, false);
});

test("a gap is asked for on the same socket", async () => {
  const world = await live();
  const { carry } = world;
  world.carry = () => {};
  world.server.say("assistant", "one");
  world.carry = carry;
  world.server.say("assistant", "two");
  await world.pass(100);
  assert.deepEqual(world.texts, ["one", "two"]);
  assert.equal(world.sockets.length, 1);
});

test("what comes twice is shown once, and asks for nothing", async () => {
  const world = await live();
  const { carry } = world;
  world.carry = (deliver) => [carry(deliver), carry(deliver)];
  world.server.say("assistant", "one");
  await world.pass(100);
  assert.deepEqual(world.texts, ["one"]);
  assert.equal(world.sockets[0].sent.filter((frame) => frame.t === "hello").length, 1);
});

test("an answer to hello that leaves something out is not believed", async () => {
  const server = new Server();
  server.say("assistant", "one");
  server.say("assistant", "two");
  const world = new World(server);
  const lacking = server.after;
  server.after = (after) => lacking.call(server, after).filter((frame) => frame.seq !== 2 || frame.t !== "event");
  world.open();
  await world.pass(18);
  server.after = lacking;
  await world.pass(2_000);
  assert.deepEqual(world.texts, ["one", "two"]);
});

test("too long a gap: everything is forgotten and the last page read, as history", async () => {
  const server = new Server();
  server.mostReplayed = 3;
  for (let number = 1; number <= 150; number++) server.say("assistant", `old ${number}`);
  const world = new World(server);
  world.open({ conv: server.conv, after: 2, pending: new Map() });
  await world.pass(2_000);
  assert.equal(world.texts.length, 100);
  assert.ok(world.shown.every((event) => event.replayed));
  server.say("assistant", "new");
  await world.pass(100);
  assert.equal(world.shown.at(-1).text, "new");
  assert.equal(world.shown.at(-1).replayed, false);
});

test("another conversation replaces what was shown", async () => {
  const world = await live();
  world.wire.send("cid-0001", { text: "hello" });
  await world.pass(100);
  Object.assign(world.server, { conv: "cnv_2", events: [], cids: new Map() });
  world.server.cut(4410);
  await world.pass(2_000);
  assert.deepEqual(world.renewed, [true]);
  assert.deepEqual(world.texts, []);
  world.wire.send("cid-0002", { text: "again" });
  await world.pass(100);
  assert.deepEqual(world.texts, ["again", "About again"]);
});

test("sockets blocked: the same goes by HTTP", async () => {
  const world = new World(new Server());
  world.blocked = true;
  world.open();
  await world.pass(3_000);
  assert.equal(world.states.at(-1), "live");
  world.wire.send("cid-0001", { text: "hello" });
  await world.pass(3_000);
  assert.deepEqual(world.acknowledged, [["cid-0001", 1]]);
  assert.deepEqual(world.texts, TALK);
  assert.equal(world.wire.pending.size, 0);
  assert.equal(world.server.events.length, 2);
});

test("by HTTP, a socket is tried again once a minute", async () => {
  const world = new World(new Server());
  world.blocked = true;
  world.open();
  await world.pass(3_000);
  world.blocked = false;
  await world.pass(65_000);
  assert.equal(world.wire.state, "live");
});

test("a lid closed and opened: a new socket at once", async () => {
  const world = await live();
  world.sleep(8 * 3_600_000);
  world.server.say("assistant", "overnight"); // on a socket that nobody hears any more
  await world.pass(5_000);
  assert.equal(world.sockets.length, 2);
  assert.deepEqual(world.texts, ["overnight"]);
});

test("back-off doubles under jitter up to 20 s, and starts anew once it worked", async () => {
  const world = await live(new Server(), () => 1);
  world.away = true;
  world.server.cut();
  const tries = [];
  const { session } = world.wire.service;
  world.wire.service.session = () => {
    tries.push(world.time);
    return session();
  };
  await world.pass(120_000);
  const waits = tries.slice(1).map((at, place) => at - tries[place]);
  assert.deepEqual(waits.slice(0, 6), [1_000, 2_000, 4_000, 8_000, 16_000, 20_000]);
  world.away = false;
  await world.pass(21_000);
  assert.equal(world.wire.state, "live");
  assert.equal(world.wire.failures, 0);
});

test("nobody looks: no try until somebody does, and then at once", async () => {
  const world = await live();
  world.unseen = true;
  world.server.cut();
  await world.pass(60_000);
  assert.equal(world.sockets.length, 1);
  world.unseen = false;
  world.wire.wake();
  await world.pass(100);
  assert.equal(world.wire.state, "live");
});

test("a token that ran out is renewed, once; a token that is about to, on the same socket", async () => {
  const world = await live();
  world.server.cut(4401);
  await world.pass(100);
  assert.deepEqual(world.renewed, [false]);
  assert.equal(world.wire.state, "live");
  world.tokenDue = true;
  await world.pass(4_500);
  world.tokenDue = false;
  const hellos = world.sockets.at(-1).sent.filter((frame) => frame.t === "hello");
  assert.ok(hellos.length >= 2);
  await world.pass(100);
  assert.equal(world.wire.state, "live");
});

for (const [code, why] of [[4403, "origin_not_allowed"], [4409, "replaced"], [1009, "fault"], [4400, "fault"]]) {
  test(`closed with ${code}: said, and not tried again`, async () => {
    const world = await live();
    world.server.cut(code);
    await world.pass(60_000);
    assert.deepEqual(world.failures, [why]);
    assert.equal(world.sockets.length, 1);
  });
}

for (const code of [1006, 1012, 1013, 4408, 4413, 4429]) {
  test(`closed with ${code}: comes back`, async () => {
    const world = await live();
    world.server.cut(code);
    await world.pass(3_000);
    assert.equal(world.wire.state, "live");
  });
}

test("refused for a while: sent again after that while; for good: told, and no more pending", async () => {
  const world = await live();
  world.server.refuse = { code: "rate", temporary: true, retry: 2_000 };
  world.wire.send("cid-0001", { text: "hello" });
  await world.pass(1_000);
  assert.equal(world.wire.pending.size, 1);
  world.server.refuse = null;
  await world.pass(2_000);
  assert.deepEqual(world.texts, TALK);
  world.server.refuse = { code: "too_long", temporary: false };
  world.wire.send("cid-0002", { text: "long" });
  await world.pass(100);
  assert.deepEqual(world.refusals, [["cid-0002", "too_long"]]);
  assert.equal(world.wire.pending.size, 0);
});

test("every frame a page sends looks like its example", async () => {
  const world = await live();
  world.wire.send("cid-0001", { text: "hello" });
  world.wire.send("cid-0002", { text: "yes", missed: true });
  world.wire.typing();
  await world.pass(100);
  world.wire.read();
  world.wire.wake();
  world.wire.hear({ t: "ping" });
  const known = new Map();
  for (const { t, ...rest } of EXAMPLES.fromVisitor) known.set(t, { ...known.get(t), ...rest });
  const seen = new Set();
  for (const { t, ...rest } of world.sockets.flatMap((socket) => socket.sent)) {
    seen.add(t);
    assert.ok(known.has(t), `no example of ${t}`);
    for (const [name, value] of Object.entries(rest)) assert.equal(typeof value, typeof known.get(t)[name], `${t}.${name}`);
  }
  assert.deepEqual([...seen].sort(), ["hello", "ping", "pong", "read", "send", "typing"]);
});

test("every example of the server's is understood, and rubbish is passed over", async () => {
  for (const example of EXAMPLES.toVisitor) {
    const world = await live();
    const [socket] = world.sockets;
    world.wire.after = (example.seq ?? 1) - 1;
    socket.toPage(example);
    await world.pass(20);
    if (example.t === "event") assert.equal(world.texts.at(-1), example.text);
  }
  const world = await live();
  for (const data of ["", "[]", "null", "7", '{"t":"later"}', "{"]) world.sockets[0].onmessage({ data });
  assert.equal(world.wire.state, "live");
});

test(`whatever is lost, doubled or overtaken: each utterance once, each event once and in order (${RUNS} runs)`, async () => {
  for (let seed = 1; seed <= RUNS; seed++) await storm(seed);
});

/** A talk through a network that drops, doubles and delays frames, cuts and blocks sockets, and puts the page to sleep. */
async function storm(seed) {
  const random = chance(seed);
  const server = new Server();
  let world = new World(server, random);
  const bend = (each) => {
    each.carry = (deliver) => {
      const fate = random();
      if (fate < 0.12) return;
      each.later(5 + random() * 400, deliver);
      if (fate > 0.9) each.later(5 + random() * 900, deliver);
    };
  };
  bend(world);
  world.open();
  const said = [];
  for (let step = 0; step < 40; step++) {
    const fate = random();
    if (fate < 0.35) {
      const cid = `cid-${seed}-${step}`;
      said.push(cid);
      world.wire.send(cid, { text: cid });
    } else if (fate < 0.5) server.cut();
    else if (fate < 0.57) server.say("colleague", `aside ${step}`);
    else if (fate < 0.63) world.blocked = !world.blocked;
    else if (fate < 0.69) world.away = !world.away;
    else if (fate < 0.74) world.sleep(60_000);
    else if (fate < 0.8) world = turnedPage(world, bend);
    else world.wire.wake();
    await world.pass(random() * 3_000);
  }
  Object.assign(world, { blocked: false, away: false, carry: (deliver) => world.later(5, deliver) });
  await world.pass(2_000);
  server.cut();
  await world.pass(90_000);
  const stored = server.events.filter((event) => event.party === "customer").map((event) => event.cid);
  assert.deepEqual([...stored].sort(), [...said].sort(), `seed ${seed}: each stored once`);
  const shown = [...world.before, ...world.shown].map((event) => event.seq);
  assert.deepEqual(shown, server.events.map((event) => event.seq), `seed ${seed}: each shown once, in order`);
  assert.equal(world.wire.pending.size, 0, `seed ${seed}: none pending`);
}

/** The visitor goes to another page, which takes up what this one kept. */
function turnedPage(world, bend) {
  world.wire.stop();
  const { conv, after, pending } = world.wire;
  const next = new World(world.server, world.random);
  Object.assign(next, { blocked: world.blocked, away: world.away, time: world.time, before: [...world.before, ...world.shown] });
  bend(next);
  next.open({ conv, after, pending: new Map(pending) });
  return next;
}
