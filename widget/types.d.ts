/**
 * What the browser's half of chat and the server say to each other (protocol `waybill.v1`), and what the modules here
 * hand to one another. For the type check alone: this file is not served.
 *
 * Routes, all under the origin the loader came from; nothing secret in a URL, no cookies, `Authorization: Bearer <token>`:
 *   POST /widget/session              {key, conversation?, token?, identity?} -> Session   (origin checked; no bearer)
 *   GET  /widget/socket               WebSocket, subprotocol "waybill.v1"
 *   POST /widget/messages             Idempotency-Key: <cid>   Body -> {seq}                 twin of "send"
 *   GET  /widget/events?after=N&wait=1   -> {events, epoch, seq, recovered}                    twin of "hello", may wait 20 s
 *   POST /widget/read {seq}, /widget/typing, /widget/end                                      twins
 *   POST /widget/photos               image/* bytes, Idempotency-Key: <cid> -> {id, width, height}
 *   GET  /widget/<hash>/element.js …  modules, relative imports beside one another, immutable
 *   GET  /widget/loader.js            with `{{modules}}` in it replaced by the hash
 */

export interface Session {
  token: string;
  conversation: string;
  /** Seconds until the token has to be renewed with POST /widget/session {key, conversation, token}. */
  expires_in: number;
  /** The assistant's name for the panel's heading, if the merchant gave one. */
  name?: string | null;
}

export interface Parcel {
  title?: string | null;
  carrier?: string | null;
  tracking?: string | null;
  tracking_url?: string | null;
  eta?: string | null;
  delivered_at?: string | null;
  items?: { name: string; quantity?: number | null }[];
  /** How far it is; absent where the shop does not say. */
  step?: Step | null;
}
export type Step = "ordered" | "packed" | "shipped" | "out_for_delivery" | "delivered";

/** An order's state as a card, beside the words; only what the merchant discloses. Never kept by the server. */
export interface Card {
  reference: string;
  status: string;
  parcels: Parcel[];
}

export type Party = "customer" | "assistant" | "colleague";

/** One utterance in its place. `cid` is there on the customer's own. */
export interface MessageEvent_ {
  t: "event";
  kind: "message";
  seq: number;
  at: string;
  party: Party;
  name?: string | null;
  text: string;
  cid?: string | null;
  asks?: string[];
  offers?: string | null;
  outcome?: string | null;
  ticket?: number | null;
  card?: Card | null;
  photo?: { id: string } | null;
}
/** A colleague takes over or hands back; the conversation ended. Has its place like a message. */
export interface StateEvent {
  t: "event";
  kind: "state";
  seq: number;
  at: string;
  state: "assistant" | "colleague" | "ended";
  name?: string | null;
}
export type Event_ = MessageEvent_ | StateEvent;

export type Body =
  | { kind: "text"; text: string }
  | { kind: "photo"; photo: string; text?: string }
  | { kind: "rating"; score: 1 | 2 | 3 | 4 | 5; text?: string };

export type FromServer =
  | Event_
  | { t: "ready"; epoch: string; seq: number; recovered: boolean }
  | { t: "ack"; cid: string; seq: number }
  | { t: "nack"; cid: string; code: string; temporary: boolean; retry_ms?: number | null; message?: string | null }
  | { t: "typing"; party: Party; name?: string | null }
  | { t: "read"; seq: number }
  | { t: "ping" }
  | { t: "pong" };

export type FromClient =
  | { t: "hello"; token: string; conv: string; epoch: string | null; after: number }
  | { t: "send"; cid: string; body: Body }
  | { t: "read"; seq: number }
  | { t: "typing" }
  | { t: "ping" }
  | { t: "pong" };
