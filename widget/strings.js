// Every word the widget itself says, English first. What the assistant says comes from the server.

export const en = {
  title: "Where's my order?",
  subtitle: "Answers at once, day and night",
  colleague: (/** @type {string} */ name) => `${name} is with you`,
  someone: "A colleague",
  assistant: "Assistant",
  you: "You",
  open: "Where's my order?",
  openLabel: "Open chat",
  closeLabel: "Close chat",
  unread: (/** @type {number} */ count) => (count === 1 ? "1 unread message" : `${count} unread messages`),
  close: "Close",
  end: "End this chat",
  endAsk: "End this chat? You can always start a new one.",
  endNow: "End chat",
  stay: "Keep chatting",
  welcome: "Hello! Ask me where your order is, or tell me what went wrong with it.",
  starters: ["Where is my order?", "Something arrived damaged", "I'd like to talk to a person"],
  conversation: "Conversation",
  placeholder: "Write a message",
  send: "Send",
  attach: "Add a photo",
  remove: "Remove the photo",
  photo: "Photo",
  sending: "Sending",
  sent: "Sent",
  seen: "Seen",
  failed: "Not sent",
  retry: "Try again",
  typing: (/** @type {string} */ name) => `${name} is typing`,
  offline: "No connection just now. What you write is sent as soon as it is back.",
  replies: "Quick replies",
  yes: "Yes, please",
  no: "No, thank you",
  accept: { again: "Yes, look again" },
  parcel: (/** @type {number} */ number, /** @type {number} */ of) => (of > 1 ? `Parcel ${number} of ${of}` : "Your parcel"),
  stages: { ordered: "Ordered", shipped: "Shipped", out_for_delivery: "Out for delivery", delivered: "Delivered" },
  done: "done",
  now: "now",
  ahead: "to come",
  expected: "Expected",
  deliveredOn: "Delivered",
  carrier: "Carrier",
  tracking: "Tracking",
  contents: "Contents",
  track: "Track this parcel",
  newTab: "opens in a new tab",
  rate: "Did this help?",
  helped: "Yes, it did",
  useless: "No, it didn't",
  thanks: "Thank you for telling us.",
  ended: "This chat has ended.",
  anew: "Start a new chat",
  refusals: {
    too_long: "This is too long. Please shorten it.",
    "": "This could not be sent.",
  },
  failures: {
    origin_not_allowed: "This chat isn't set up for this website.",
    no_published_version: "This chat isn't open yet.",
    replaced: "This chat is open in too many tabs. Reload the page to go on here.",
    "": "The chat isn't available just now. Reload the page to try again.",
  },
  photoFailed: "The photo could not be sent.",
};

/**
 * The words with a merchant's own in the place of ours, one level deep.
 * @param {Partial<typeof en>} own
 * @returns {typeof en}
 */
export function words(own) {
  return { ...en, ...own };
}
