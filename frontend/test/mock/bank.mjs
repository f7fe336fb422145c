/** Made-up settings, rules and customers of the mock server. */

const setting = (key, value, kind, description, choices = null) => ({
  key,
  value,
  default: value,
  kind,
  description,
  choices,
  is_changeable: kind !== "fixed",
});

export const AUDIT = [
  ["LISTENED", "c-0015", null],
  ["CHANGED_SETTING", "MaxSpeakers", "2"],
  ["DELETED", "c-0006", null],
].map(([deed, subject, detail], place) => ({
  at: new Date(Date.now() - (place + 1) * 3_600_000).toISOString(),
  staff_id: "u-1",
  deed,
  subject,
  detail,
}));

export const SETTINGS = [
  setting(
    "ContentRedactionLanguages",
    "en-US",
    "list",
    "Languages of Transcribe's content redaction, parted by |.",
  ),
  setting(
    "ConversationLocation",
    "America/Toronto",
    "text",
    "Time zone of the call source, as a tz database name.",
  ),
  setting(
    "EntityThreshold",
    "0.5",
    "number",
    "How sure Comprehend must be of an entity, from 0 to less than 1.",
  ),
  setting("InputBucketName", "omni-lex-sentiment-source-audio", "fixed", "Bucket of recordings."),
  setting("MaxSpeakers", "2", "text", "Most speakers of one recording, 2 to 30."),
  setting(
    "MinSentimentNegative",
    "0.4",
    "number",
    "How sure Comprehend must be before a turn counts as negative.",
  ),
  setting(
    "SpeakerNames",
    "Agent|Customer",
    "list",
    "Names of the speakers, in the order of channels.",
  ),
  setting("SpeakerSeparationType", "Speaker", "choice", "How speakers are told apart.", [
    "speaker",
    "channel",
    "auto",
  ]),
  setting("VocabularyName", "", "text", "Custom vocabulary, without its language suffix."),
];

export const RULES = {
  version: 1,
  categories: [
    {
      name: "Late fee",
      description: "",
      match: "any",
      rules: [{ phrases: ["late fee", "late charge"], speaker: "CUSTOMER" }],
    },
    {
      name: "Complaint",
      description: "",
      match: "any",
      rules: [
        { phrases: ["annoyed", "ridiculous", "nobody told me"], speaker: "CUSTOMER" },
        { phrases: [], sentiment: "NEGATIVE", within: { last_s: 30 } },
      ],
    },
    {
      name: "No greeting",
      description: "",
      match: "all",
      rules: [
        {
          phrases: ["thank you for calling", "how may I help"],
          speaker: "AGENT",
          absent: true,
          within: { first_s: 20 },
        },
      ],
    },
  ],
  highlights: [{ kind: "ISSUE", phrases: ["charged"], speaker: "CUSTOMER" }],
};

const MINUTE_MS = 60_000;

/** Contacts with what happened around them: a visit before, a payment after, an account opened. */
export function timelineOf(contacts) {
  const entries = contacts.flatMap((contact) => {
    const at = Date.parse(contact.started_at);
    const moment = (minutes) => new Date(at + minutes * MINUTE_MS).toISOString();
    return [
      {
        at: contact.started_at,
        kind: "contact",
        medium: contact.medium,
        contact_id: contact.contact_id,
        title:
          contact.channel === "CALL" ? `Call with ${contact.agent}` : "Chat with the assistant",
        detail: contact.highlights[0]?.text ?? null,
      },
      {
        at: moment(-18),
        kind: "visit",
        title: "/mortgages/late-payments",
        detail: null,
        dwell_s: 94,
      },
      ...(contact.channel === "CHAT"
        ? [
            {
              at: moment(3),
              kind: "payment",
              title: "Harbour & Vale credit card",
              detail: "HV-7Q2M-0419, from Everyday Checking",
              amount_cents: -12_500,
            },
          ]
        : []),
    ];
  });
  const opened = {
    at: "2026-03-02T15:20:00Z",
    kind: "account",
    title: "Everyday Checking",
    detail: "Opened in a chat on the site",
  };
  return [...entries, opened].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
