/** The HTTP API of the dashboard, over made-up contacts that can really be changed. */

import { AUDIT, RULES, SETTINGS, timelineOf } from "./bank.mjs";
import { facetsOf, matching, pageOf, summaryOf } from "./search.mjs";

const FAQ = [
  {
    question: "How do I dispute a charge?",
    answer:
      "Open the charge in the app and choose Dispute, or call us within 60 days of the statement. We answer within ten business days.",
  },
  {
    question: "Why was I charged a late fee?",
    answer:
      "A late fee of $35 is charged when a mortgage payment reaches us more than 15 days after it is due.",
  },
  {
    question: "When does a wire arrive?",
    answer: "By the end of the next business day, if it is sent before 5 p.m. Eastern.",
  },
];

export class Refusal extends Error {
  constructor(status, error, message) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

const missing = () => new Refusal(404, "contact_not_found", "There is no such contact.");

/** `request` is {method, path, query, body}; answers a value, or a text as it is. */
export class StaffApi {
  settings = SETTINGS.map((setting) => ({ ...setting }));
  rules = structuredClone(RULES);
  unlocked = [];

  constructor({ contacts, setContacts, mediaOrigin, person, secret }) {
    Object.assign(this, { contacts, setContacts, mediaOrigin, person, secret });
  }

  answer({ method, path, query, body }) {
    for (const [wanted, pattern, act] of this.routes()) {
      const found = method === wanted && pattern.exec(path);
      if (found) return act(found.slice(1).map(decodeURIComponent), query, body);
    }
    throw new Refusal(404, "not_found", "There is no such address.");
  }

  routes() {
    const admin =
      (act) =>
      (...given) => {
        if (!this.person().groups.includes("admin"))
          throw new Refusal(403, "not_allowed", "Only administrators may do this.");
        return act(...given);
      };
    return [
      ["GET", /^\/me$/, () => this.person()],
      ["GET", /^\/contacts$/, (_, query) => pageOf(this.contacts(), query)],
      ["GET", /^\/facets$/, () => facetsOf(this.contacts())],
      ["GET", /^\/summary$/, (_, query) => summaryOf(this.contacts(), query)],
      ["GET", /^\/exports\/contacts$/, admin((_, query) => this.exported(query))],
      ["GET", /^\/contacts\/([^/]+)$/, ([id]) => this.document(id)],
      ["DELETE", /^\/contacts\/([^/]+)$/, admin(([id]) => this.remove(id))],
      [
        "GET",
        /^\/contacts\/([^/]+)\/transcript$/,
        ([id], query) => this.transcript(id, query.get("format")),
      ],
      ["POST", /^\/contacts\/([^/]+)\/reanalysis$/, ([id]) => this.rework(id, "TRANSCRIBING")],
      ["POST", /^\/contacts\/([^/]+)\/speaker-swap$/, ([id]) => this.rework(id, "ANALYZING")],
      ["POST", /^\/contacts\/([^/]+)\/notes$/, ([id], _, body) => this.addNote(id, body)],
      [
        "DELETE",
        /^\/contacts\/([^/]+)\/notes\/([^/]+)$/,
        ([id, noteId]) =>
          this.change(id, (one) => ({
            notes: one.notes.filter(({ note_id }) => note_id !== noteId),
          })),
      ],
      [
        "PUT",
        /^\/contacts\/([^/]+)\/tags$/,
        ([id], _, { tags }) => {
          this.change(id, () => ({ tags }));
          return { tags };
        },
      ],
      ["POST", /^\/uploads$/, (_, __, body) => this.upload(body)],
      ["GET", /^\/customers\/([^/]+)$/, ([id]) => this.customer(id)],
      [
        "POST",
        /^\/customers\/([^/]+)\/unlock$/,
        admin(([id]) => {
          this.unlocked.push(id);
          return { customer_id: id };
        }),
      ],
      [
        "GET",
        /^\/faq$/,
        (_, query) => ({ matches: query.get("q").includes("zebra") ? [] : (this.faq ?? FAQ) }),
      ],
      ["GET", /^\/settings$/, admin(() => ({ settings: this.settings }))],
      ["PUT", /^\/settings\/([^/]+)$/, admin(([key], _, { value }) => this.set(key, value))],
      ["GET", /^\/audit$/, admin(() => ({ entries: AUDIT, has_more: false }))],
      ["GET", /^\/categories$/, () => this.rules],
      ["PUT", /^\/categories$/, admin((_, __, rules) => this.setRules(rules))],
    ];
  }

  one(id) {
    const contact = this.contacts().find(({ contact_id }) => contact_id === id);
    if (!contact) throw missing();
    return contact;
  }

  change(id, part) {
    const old = this.one(id);
    const fresh = { ...old, ...part(old) };
    this.setContacts(this.contacts().map((one) => (one === old ? fresh : one)));
    return null;
  }

  document(id) {
    const contact = this.one(id);
    const hasAudio = contact.channel === "CALL" && contact.status === "ANALYZED";
    const at = (kind, ending) =>
      hasAudio
        ? `${this.mediaOrigin}/${kind}/${encodeURIComponent(id)}.${ending}?signed=${this.secret()}`
        : null;
    return { ...contact, audio_url: at("audio", "wav"), waveform_url: at("waveform", "json") };
  }

  remove(id) {
    const gone = this.one(id);
    this.setContacts(this.contacts().filter((one) => one !== gone));
    return null;
  }

  rework(id, status) {
    const before = this.one(id);
    if (status === "TRANSCRIBING" && before.status === "FAILED") {
      this.change(id, () => ({ status, reason: null }));
    }
    return { contact_id: id };
  }

  addNote(id, { text, at_ms = null }) {
    const note = {
      note_id: `n-${this.secret()}`,
      at: new Date().toISOString(),
      author: this.person().email,
      text,
      at_ms,
    };
    this.change(id, ({ notes }) => ({ notes: [...notes, note] }));
    return note;
  }

  transcript(id, format) {
    const contact = this.one(id);
    if (format === "json") return JSON.stringify(contact);
    const lines = contact.turns.map(({ role, text }) => `${role}: ${text}`).join("\n");
    return format === "vtt" ? `WEBVTT\n\n${lines}` : lines;
  }

  exported(query) {
    const rows = matching(this.contacts(), query);
    return query.get("format") === "csv"
      ? ["contact_id", ...rows.map(({ contact_id }) => contact_id)].join("\r\n")
      : JSON.stringify(rows);
  }

  upload({ file_name, size_bytes }) {
    if (!/\.(wav|mp3|flac|ogg|mp4|json|vtt)$/.test(file_name))
      throw new Refusal(
        400,
        "type_not_allowed",
        "Only recordings (wav, mp3, flac, ogg, mp4) and chat logs (json, vtt) are taken.",
      );
    if (size_bytes > 2e9) throw new Refusal(400, "too_large", "A file may have 2 GB at most.");
    const key = `originalAudio/${file_name}`;
    return { url: `${this.mediaOrigin}/upload`, fields: { key, policy: "signed" }, key };
  }

  customer(id) {
    const contacts = this.contacts().filter(({ customer_id }) => customer_id === id);
    if (contacts.length === 0)
      throw new Refusal(404, "customer_not_found", "There is no such customer.");
    return {
      customer_id: id,
      name: "Ana Whitfield",
      timeline: this.timeline ?? timelineOf(contacts),
    };
  }

  set(key, value) {
    const setting = this.settings.find((one) => one.key === key);
    if (!setting) throw new Refusal(404, "setting_not_found", "There is no such setting.");
    if (setting.kind === "number" && !(Number(value) >= 0 && Number(value) < 1))
      throw new Refusal(400, "bad_setting", `${key} must be a number from 0 to 0.99.`);
    setting.value = value;
    return setting;
  }

  setRules(rules) {
    const empty = rules.categories?.find(({ rules: of }) =>
      of.some(({ phrases = [], sentiment }) => phrases.length === 0 && !sentiment),
    );
    if (empty)
      throw new Refusal(400, "bad_rules", `${empty.name}: a rule needs phrases, or a sentiment.`);
    this.rules = rules;
    return rules;
  }
}
