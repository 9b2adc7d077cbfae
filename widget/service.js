// The server's HTTP side: sessions, the twins of the socket's frames, photos. Nothing secret ever stands in a URL.

/**
 * @typedef {import("./types").Session} Session
 * @typedef {import("./types").FromServer} FromServer
 * @typedef {import("./types").FromClient} FromClient
 */

const RENEW_EARLY_SECONDS = 60;
const WAIT_SECONDS = 20;

/** The server said no: `fatal` if trying again does not change it. */
export class Refusal extends Error {
  /**
   * @param {string} code
   * @param {boolean} fatal
   * @param {string} [words]
   */
  constructor(code, fatal, words) {
    super(code);
    this.code = code;
    this.fatal = fatal;
    this.words = words;
  }
}

/** One visitor's requests. `kept` is where the session lives. */
export class HttpService {
  /**
   * @param {URL} base  where the widget's routes begin, with a slash at the end
   * @param {string} key
   * @param {import("./types").Kept} kept
   * @param {(session: Session) => void} began
   */
  constructor(base, key, kept, began) {
    this.base = base.href;
    this.key = key;
    this.kept = kept;
    this.began = began;
    /** Gives the signed-in visitor's JWT, fresh. @type {null | (() => Promise<string>)} */
    this.identity = null;
    /** @type {Promise<Session> | null} */
    this.asking = null;
    this.socketUrl = `${this.base}socket`.replace(/^http/, "ws");
  }

  /** The session, fetched or renewed where needed; one request however many ask. @returns {Promise<Session>} */
  session() {
    const { session } = this.kept;
    if (session && !this.due()) return Promise.resolve(session);
    this.asking ??= this.fetchSession().finally(() => (this.asking = null));
    return this.asking;
  }

  /** Whether the token has to be renewed. */
  due() {
    const { session } = this.kept;
    return !!session && Date.now() >= session.until;
  }

  /** The token is no good any more; with `anew`, neither is its conversation. @param {boolean} [anew] */
  renew(anew) {
    if (anew) this.kept.session = null;
    else if (this.kept.session) this.kept.session.until = 0;
  }

  async fetchSession() {
    const identity = await this.identity?.();
    const wanted = { key: this.key, resume: this.kept.session?.resume, identity };
    /** @type {Session} */
    const session = await this.request("v1/sessions", { body: JSON.stringify(wanted) });
    this.kept.session = { ...session, until: Date.now() + (session.expires - RENEW_EARLY_SECONDS) * 1000 };
    this.began(session);
    return session;
  }

  /**
   * What a socket would be sent after `hello`; without `after`, the last page of history.
   * @param {number | null} after
   * @param {string | null} conv
   * @param {boolean} wait  until there is something new
   * @returns {Promise<FromServer[]>}
   */
  async frames(after, conv, wait) {
    const asked = new URLSearchParams(after === null ? { last: "100" } : { after: String(after) });
    if (conv && after !== null) asked.set("conv", conv);
    if (wait) asked.set("wait", String(WAIT_SECONDS));
    return (await this.authorized(`v1/frames?${asked}`, { method: "GET" })).frames;
  }

  /** @param {FromClient} frame @returns {Promise<FromServer | null>} */
  pass(frame) {
    return this.authorized("v1/frames", { body: JSON.stringify(frame) });
  }

  /** No more is said in this conversation. */
  async end() {
    if (this.kept.session) await this.authorized("v1/end", { body: "{}" });
  }

  /** @param {boolean} helpful */
  async rate(helpful) {
    await this.authorized("v1/rating", { body: JSON.stringify({ helpful }) });
  }

  /**
   * @param {Blob} photo
   * @param {string} cid
   * @returns {Promise<{left: number}>}
   */
  photo(photo, cid) {
    const headers = { "Idempotency-Key": cid, "Content-Type": photo.type || "application/octet-stream" };
    return this.authorized("v1/photos", { body: photo, headers });
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   * @returns {Promise<any>}
   */
  async authorized(path, init) {
    try {
      return await this.request(path, init, await this.session());
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "wrong_token") throw error;
      this.renew();
      return this.request(path, init, await this.session());
    }
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   * @param {Session} [session]
   * @returns {Promise<any>}
   */
  async request(path, init, session) {
    const headers = new Headers({ ...(init.body && { "Content-Type": "application/json" }), ...init.headers });
    if (session) headers.set("Authorization", `Bearer ${session.token}`);
    const answer = await fetch(this.base + path, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      ...init,
      headers,
    });
    const said = await answer.json().catch(() => null);
    if (answer.ok) return said;
    const fatal = answer.status < 500 && answer.status !== 429 && answer.status !== 408;
    throw new Refusal(said?.code ?? `http_${answer.status}`, fatal, said?.detail);
  }
}
