/**
 * What the modules here hand to one another, and the frames of protocol `waybill.v1` as a page sees them; what those
 * mean stands in docs/widget-protocol.md. For the type check alone: this file is not served.
 */

export type Party = "customer" | "assistant" | "colleague";
export type Stage = "ordered" | "shipped" | "out_for_delivery" | "delivered";

/** One parcel as far as it may be told. */
export interface Parcel {
  stage?: Stage;
  carrier?: string;
  tracking?: string;
  url?: string;
  eta?: string;
  delivered?: string;
  items?: string;
}
export interface Card {
  parcels: Parcel[];
}

/** One utterance in its place. `cid` is there on the customer's own; `gone`: an answer that came too late. */
export interface ServerEvent {
  t: "event";
  seq: number;
  party: Party;
  text: string;
  at: string;
  cid?: string;
  name?: string;
  disclosed?: boolean;
  gone?: boolean;
  outcome?: string;
  ticket?: number;
  asks?: string[];
  offers?: string;
  card?: Card;
  photo?: string;
}

/** How the conversation stands, all of it each time. */
export interface Standing {
  t: "state";
  party: "assistant" | "colleague";
  name?: string;
  ended: boolean;
  photos: number;
  rated: boolean;
}
export interface Typing {
  t: "typing";
  party?: Party;
  name?: string;
  seconds?: number;
}
export interface Read {
  t: "read";
  seq: number;
  party?: Party;
}
export type FromServer =
  | ServerEvent
  | Standing
  | Typing
  | Read
  | { t: "ready"; conv: string; seq: number; recovered?: boolean }
  | { t: "ack"; cid: string; seq: number }
  | { t: "nack"; cid: string; code: string; temporary: boolean; retry?: number }
  | { t: "ping" }
  | { t: "pong" };

/** `missed`: the last thing shown is an answer that was gone; a "yes" then means "look again". */
export interface Body {
  text: string;
  missed?: boolean;
}
export type FromClient =
  | { t: "hello"; token: string; after: number; conv?: string }
  | ({ t: "send"; cid: string } & Body)
  | Read
  | Typing
  | { t: "ping" }
  | { t: "pong" };

export interface Session {
  token: string;
  /** Seconds for which the token holds. */
  expires: number;
  /** Brings the page back into its conversation. */
  resume: string;
  conv: string;
  /** It is a new conversation. */
  fresh: boolean;
  /** The assistant's name. */
  name?: string;
}

/** The server, by HTTP. It refuses with an error that has a `code`, and is `fatal` if trying again changes nothing. */
export interface Service {
  socketUrl: string;
  session(): Promise<Session>;
  due(): boolean;
  /** The token is no good any more: the next `session` fetches another; with `anew`, for a new conversation. */
  renew(anew?: boolean): void;
  /** What a socket would be sent after `hello`; without `after`, the last page of history. */
  frames(after: number | null, conv: string | null, wait: boolean): Promise<FromServer[]>;
  pass(frame: FromClient): Promise<FromServer | null>;
}

/** What a wire needs of the browser, so that a test can be the browser. */
export interface World {
  now(): number;
  random(): number;
  later(ms: number, work: () => void): number;
  every(ms: number, work: () => void): number;
  cancel(timer: number | undefined): void;
  hidden(): boolean;
  socket(url: string, protocol: string): WebSocket;
}

/** Who wants to know what comes over a wire. */
export interface Listener {
  event(event: ServerEvent, replayed: boolean): void;
  acknowledged(cid: string, seq: number): void;
  refused(cid: string, code: string): void;
  typing(typing: Typing): void;
  read(read: Read): void;
  standing(standing: Standing): void;
  state(state: "opening" | "live" | "waiting"): void;
  /** Everything shown is read again from the beginning. */
  forgotten(): void;
  failed(code: string): void;
}

/** One utterance as it is shown and, in this tab, kept. */
export interface Line {
  /** Its place; null until it is acknowledged. */
  seq: number | null;
  cid: string | null;
  party: Party;
  name: string | null;
  text: string;
  at: number;
  state: "sending" | "sent" | "read" | "failed";
  why?: string | null;
  gone?: boolean;
  asks?: string[];
  offers?: string | null;
  card?: Card | null;
  /** It is a photo. */
  photo?: boolean;
}

/** What a tab keeps, after the first use only. */
export interface Kept {
  session: (Session & { until: number }) | null;
  subject: string | null;
  conv: string | null;
  after: number;
  lines: Line[];
  pending: [string, Body][];
  open: boolean;
  unread: number;
  draft: string;
  standing: Standing;
}

export type Words = typeof import("./strings.js").en;
