/** Made-up contacts for the mock server. Nothing of this is ever built into the pages. */

const MINUTE_MS = 60_000;

/** [role, text, score, seconds, entities] in the order spoken. */
const LATE_FEE = [
  [
    "AGENT",
    "Thank you for calling Harbour and Vale, this is Chris. How can I help you today?",
    1.4,
    5.2,
  ],
  [
    "CUSTOMER",
    "Hi. I was charged a late fee on my mortgage, and I paid on time. I'm honestly pretty annoyed.",
    -3.9,
    6.8,
    [
      ["late fee", "FEE"],
      ["mortgage", "PRODUCT"],
    ],
  ],
  [
    "AGENT",
    "I'm sorry about that, let me take a look. May I have the last four digits of the account?",
    -0.6,
    5.9,
  ],
  ["CUSTOMER", "Four four zero one.", 0, 2.1],
  ["AGENT", "Thank you. One moment while that comes up.", 0.9, 3.2],
  [
    "CUSTOMER",
    "This is the second time this year. Last time I was told that it would not happen again.",
    -4.2,
    6.0,
    [["second time this year", "DATE"]],
  ],
  [
    "AGENT",
    "I understand. I can see the payment reached us on the third, two days before it was due.",
    0.7,
    5.8,
    [["the third", "DATE"]],
  ],
  [
    "CUSTOMER",
    "Right, so why is there a thirty-five dollar charge on my statement?",
    -2.6,
    4.2,
    [["thirty-five dollar", "QUANTITY"]],
  ],
  [
    "AGENT",
    "The payment was filed under your old loan number after the transfer. That is our mistake, not yours.",
    -1.2,
    6.6,
  ],
  ["CUSTOMER", "Okay. I appreciate you saying so.", 1.6, 2.4],
  [
    "AGENT",
    "I have taken the thirty-five dollars off, and I have corrected the number so that it cannot happen next month.",
    1.8,
    7.1,
    [["thirty-five dollars", "QUANTITY"]],
  ],
  ["CUSTOMER", "Will I get something in writing? I would rather not call a third time.", -0.9, 4.4],
  [
    "AGENT",
    "Yes, you'll have an e-mail from me within the hour with the corrected statement.",
    1.1,
    4.9,
  ],
  ["CUSTOMER", "Good.", 0, 0.9],
  [
    "AGENT",
    "While you are here, would you like me to set up automatic payment from your checking account?",
    0.6,
    5.3,
    [["checking account", "PRODUCT"]],
  ],
  [
    "CUSTOMER",
    "Actually, yes. That would be great, as long as it takes the right amount.",
    2.3,
    4.6,
  ],
  [
    "AGENT",
    "It takes exactly what the statement says, on the first of each month, and you can stop it any time.",
    0.8,
    6.2,
    [["first of each month", "DATE"]],
  ],
  [
    "CUSTOMER",
    "Perfect. Thank you, Chris, that was easier than I expected.",
    4.1,
    3.9,
    [["Chris", "PERSON"]],
  ],
  ["AGENT", "I'm glad we could sort it out. Is there anything else I can do for you?", 2.2, 4.1],
  ["CUSTOMER", "No, that's everything. Have a good afternoon.", 2.9, 2.7],
  ["AGENT", "You too. Goodbye.", 1.9, 1.6],
];

const WIRE = [
  ["AGENT", "Harbour and Vale, Maribel speaking, how may I help?", 0.8, 4.0],
  [
    "CUSTOMER",
    "Hello, I sent a wire to my sister on Friday, and it still hasn't arrived.",
    -1.4,
    5.2,
    [["Friday", "DATE"]],
  ],
  ["AGENT", "Let me find it. Wires can take until the end of the next business day.", 0, 4.9],
  [
    "CUSTOMER",
    "It's Tuesday. The rent is due tomorrow, and she has nothing.",
    -2.8,
    4.4,
    [["Tuesday", "DATE"]],
  ],
  ["AGENT", "I see it. It's being held because the name does not match the account.", -1.5, 5.5],
  ["CUSTOMER", "Nobody told me that. Why did nobody call?", -3.9, 3.6],
  ["AGENT", "You should have got a message on Friday evening.", -0.3, 3.1],
  ["CUSTOMER", "Well, I did not. This is ridiculous.", -4.7, 2.9],
  [
    "AGENT",
    "I can release it now, but it will arrive on Wednesday afternoon at the earliest.",
    -0.8,
    5.1,
    [["Wednesday afternoon", "DATE"]],
  ],
  ["CUSTOMER", "That is too late. I want to talk to a supervisor.", -4.4, 3.8],
  ["AGENT", "Of course. I'm putting you through, please hold the line.", 0.2, 4.2],
];

/** A sixth value is what the bot understood: [intent, confidence, slots]. */
const CHAT = [
  ["BOT", "Hello, this is Harbour & Vale's assistant. What can I do for you?", null, 0],
  ["CUSTOMER", "pay my credit card", 0, 0, [], ["MakePayment", 0.94, {}]],
  ["BOT", "Please enter your four-digit PIN.", null, 0],
  ["CUSTOMER", "{Pin}", null, 0, [], ["MakePayment", 1, { Pin: "••••" }]],
  ["BOT", "Thank you, Ana. How much would you like to pay, and from which account?", null, 0],
  [
    "CUSTOMER",
    "125 dollars from checking, and why was the app down yesterday??",
    -2.2,
    0,
    [
      ["125 dollars", "QUANTITY"],
      ["checking", "PRODUCT"],
    ],
    ["MakePayment", 0.71, { Amount: "125", FromAccount: "checking" }],
  ],
  [
    "BOT",
    "I can pay $125.00 to your card from Everyday Checking, which leaves $2,318.40. Shall I?",
    null,
    0,
  ],
  ["CUSTOMER", "yes", 0, 0, [], ["MakePayment", 1, { Confirmed: "yes" }]],
  ["BOT", "Paid. Your reference is HV-7Q2M-0419.", null, 0],
  ["CUSTOMER", "great, thanks!", 4.3, 0],
];

const SPANISH_CALL = [
  ["AGENT", "Harbour and Vale, le atiende Joana, ¿en qué puedo ayudarle?", 0.9, 4.4],
  [
    "CUSTOMER",
    "Buenos días. Quisiera saber por qué me subió la cuota de la hipoteca este mes.",
    -1.8,
    5.9,
    [
      ["cuota", "FEE"],
      ["hipoteca", "PRODUCT"],
    ],
  ],
  ["AGENT", "Con mucho gusto. ¿Me dice su nombre, por favor?", 0.7, 3.2],
  ["CUSTOMER", "Soy [NAME], y mi número termina en [BANK_ACCOUNT_NUMBER].", 0, 5.1],
  [
    "AGENT",
    "Gracias. Veo que su seguro se renovó el primero de noviembre.",
    0,
    4.6,
    [["primero de noviembre", "DATE"]],
  ],
  ["CUSTOMER", "Nadie me avisó, y eso me molesta bastante.", -3.4, 3.8],
  [
    "AGENT",
    "Tiene razón, la carta salió tarde. Le devolvemos la diferencia de este mes.",
    0.6,
    5.6,
  ],
  ["CUSTOMER", "Ah, muy bien. Se lo agradezco mucho.", 3.6, 3.1],
];

function labelOf(score) {
  if (score === null) return null;
  if (score === 0) return "NEUTRAL";
  return score > 0 ? "POSITIVE" : "NEGATIVE";
}

function turnsOf(script, { gapMs, chat = false }) {
  let at = 800;
  return script.map(([role, text, score, seconds, entities = [], understood = []], index) => {
    const [intent = null, intent_confidence = null, slots = {}] = understood;
    const duration_ms = chat ? 0 : Math.round(seconds * 1000);
    const begin_offset_ms = at;
    at += chat ? 9_000 + ((index * 7919) % 14_000) : duration_ms + gapMs(index);
    return {
      index,
      role,
      text,
      begin_offset_ms,
      duration_ms,
      sentiment: labelOf(score),
      confidences:
        score === null ? null : { positive: 0.2, negative: 0.2, neutral: 0.5, mixed: 0.1 },
      score,
      intent,
      intent_confidence,
      slots,
      redactions: [...text.matchAll(/\[([A-Z_]+)\]/g)].map((found) => ({
        type: found[1],
        begin_offset: found.index,
        end_offset: found.index + found[0].length,
      })),
      loudness_db: null,
      entities: entities.map(([entity, type]) => {
        const begin_offset = text.indexOf(entity);
        return {
          text: entity,
          type,
          score: 0.98,
          begin_offset,
          end_offset: begin_offset + entity.length,
        };
      }),
    };
  });
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function sentimentOf(turns, role, durationMs) {
  const scored = turns.filter((turn) => turn.role === role && turn.score !== null);
  if (scored.length === 0) return null;
  const quarters = [0, 1, 2, 3].map((quarter) => {
    const inside = scored.filter(
      (turn) =>
        Math.min(
          3,
          Math.floor((4 * (turn.begin_offset_ms + turn.duration_ms / 2)) / durationMs),
        ) === quarter,
    );
    return inside.length > 0 ? mean(inside.map((turn) => turn.score)) : null;
  });
  const [first, last] = [quarters[0], quarters[3]];
  return {
    average: mean(scored.map((turn) => turn.score)),
    trend: first === null || last === null ? null : last - first,
    quarters,
  };
}

function talkOf(turns, durationMs) {
  const spoken = turns.reduce((sum, turn) => sum + turn.duration_ms, 0);
  if (spoken === 0) return null;
  const of = (role) => {
    const own = turns.filter((turn) => turn.role === role);
    const talk_time_ms = own.reduce((sum, turn) => sum + turn.duration_ms, 0);
    const words = own.reduce((sum, turn) => sum + turn.text.split(/\s+/).length, 0);
    return {
      talk_time_ms,
      words_per_minute: words / (talk_time_ms / MINUTE_MS),
      longest_monologue_ms: Math.max(...own.map((turn) => turn.duration_ms)),
      interruptions: role === "CUSTOMER" ? 2 : 0,
      talk_share: talk_time_ms / spoken,
    };
  };
  const non_talk = turns.flatMap((turn, place) => {
    const before = turns[place - 1];
    const begin_offset_ms = before ? before.begin_offset_ms + before.duration_ms : 0;
    const duration_ms = turn.begin_offset_ms - begin_offset_ms;
    return duration_ms >= 3_000 ? [{ begin_offset_ms, duration_ms }] : [];
  });
  return {
    AGENT: of("AGENT"),
    CUSTOMER: of("CUSTOMER"),
    non_talk_time_ms: Math.max(0, durationMs - spoken),
    non_talk,
  };
}

function mentionsOf(turns) {
  const mentions = new Map();
  for (const turn of turns) {
    for (const { text, type } of turn.entities) {
      const known = mentions.get(`${type} ${text}`) ?? { type, text, count: 0, turns: [] };
      known.count += 1;
      known.turns.push(turn.index);
      mentions.set(`${type} ${text}`, known);
    }
  }
  return [...mentions.values()];
}

const PHRASES = [
  "a late fee",
  "my mortgage",
  "the payment",
  "your old loan number",
  "the corrected statement",
  "automatic payment",
  "a wire",
  "a supervisor",
  "the right amount",
  "my sister",
];

function phrasesOf(turns) {
  return PHRASES.flatMap((text) => {
    const places = turns.filter((turn) => turn.text.toLowerCase().includes(text));
    return places.length > 0
      ? [{ text, count: places.length, turns: places.map(({ index }) => index) }]
      : [];
  });
}

const CATEGORY_WORDS = {
  "Late fee": /late fee/,
  Complaint: /annoyed|ridiculous|Nobody told me|molesta/,
  Escalation: /supervisor/,
  "Wire transfer": /\bwire/,
  "Payment by chat": /pay my credit card/,
};

function categoriesOf(turns) {
  return Object.entries(CATEGORY_WORDS).flatMap(([name, pattern]) => {
    const points = turns.flatMap((turn) => {
      const [text] = pattern.exec(turn.text) ?? [];
      return text ? [{ turn: turn.index, begin_offset_ms: turn.begin_offset_ms, text }] : [];
    });
    return points.length > 0 ? [{ name, points }] : [];
  });
}

function highlightsOf(turns) {
  const kinds = [
    ["ISSUE", /charged a late fee|hasn't arrived|me subió/],
    ["OUTCOME", /taken the thirty-five dollars off|can release it|Paid\./],
    ["ACTION_ITEM", /e-mail from me within the hour|putting you through/],
  ];
  return kinds.flatMap(([kind, pattern]) =>
    turns
      .filter(({ text }) => pattern.test(text))
      .map(({ index, text }) => ({ kind, turn: index, text })),
  );
}

function botOf(turns) {
  const intents = [...new Set(turns.flatMap(({ intent }) => intent ?? []))];
  if (!turns.some(({ role }) => role === "BOT")) return null;
  return {
    contained: true,
    intents,
    misses: turns.some(({ text }) => text.includes("app down"))
      ? ["why was the app down yesterday??"]
      : [],
    pin_failures: turns.length > 9 ? 0 : 1,
    transferred: false,
  };
}

function analyzed(row, script, options) {
  const turns = turnsOf(script, options);
  const last = turns.at(-1);
  const duration_ms = last.begin_offset_ms + last.duration_ms + 900;
  return {
    ...row,
    status: "ANALYZED",
    reason: null,
    duration_ms,
    language: "en-US",
    sentiment: {
      AGENT: sentimentOf(turns, "AGENT", duration_ms),
      CUSTOMER: sentimentOf(turns, "CUSTOMER", duration_ms),
    },
    language_confidence: 0.98,
    talk: talkOf(turns, duration_ms),
    entities: mentionsOf(turns),
    key_phrases: phrasesOf(turns),
    categories: categoriesOf(turns),
    highlights: highlightsOf(turns),
    summary: turns
      .filter(({ score }) => score !== null && Math.abs(score) > 2.2)
      .slice(0, 3)
      .map(({ index, text }) => ({ turn: index, text })),
    bot: botOf(turns),
    turns,
  };
}

const STEPS = [
  "RegisterContact",
  "StartTranscription",
  "ResumeTranscription",
  "AnalyzeTranscript",
  "MakePlayback",
  "PublishResult",
];

function complete(contact) {
  const startedAt = Date.parse(contact.started_at);
  const steps =
    contact.status === "ANALYZED"
      ? STEPS
      : [...STEPS.slice(0, 2), ...(contact.status === "FAILED" ? ["FailContact"] : [])];
  return {
    schema_version: "1.1",
    duration_ms: null,
    language: null,
    language_confidence: null,
    separation_reason: null,
    sentiment: null,
    talk: null,
    entities: [],
    key_phrases: [],
    categories: [],
    highlights: [],
    summary: [],
    bot: null,
    details: [],
    tags: [],
    notes: [],
    turns: [],
    reason: null,
    conversation_location: "America/Toronto",
    speaker_separation: contact.channel === "CALL" ? "speaker" : null,
    speaker_names: { AGENT: "Agent", CUSTOMER: "Caller" },
    source: {
      bucket: "omni-lex-sentiment-source-audio",
      key: `originalAudio/${contact.file_name}`,
      version_id: null,
      size_bytes: 1_843_244,
    },
    steps: steps.map((name, place) => ({
      name,
      at: new Date(
        startedAt + 3 * MINUTE_MS + [0, 900, 14_200, 15_600, 15_900, 17_300][place],
      ).toISOString(),
    })),
    ...contact,
  };
}

export function makeContacts(now) {
  const at = (minutesAgo) => new Date(now - minutesAgo * MINUTE_MS).toISOString();
  const call = (contact_id, minutesAgo, agent, customer_id) => ({
    contact_id,
    channel: "CALL",
    medium: "phone",
    file_name: `Auto_GUID_${contact_id}_AGENT_${agent}${customer_id ? `_CUST_${customer_id}` : ""}.wav`,
    agent,
    customer_id,
    started_at: at(minutesAgo),
  });
  const chat = (contact_id, minutesAgo, medium, customer_id) => ({
    contact_id,
    channel: "CHAT",
    medium,
    file_name: null,
    agent: null,
    customer_id,
    started_at: at(minutesAgo),
  });
  const calm = { gapMs: (index) => 350 + ((index * 997) % 900) + (index === 4 ? 6_500 : 0) };
  const tense = { gapMs: (index) => (index % 3 === 2 ? -400 : 260) };
  const contacts = [
    { ...call("c-0017", 1, "PriyaN", null), status: "TRANSCRIBING" },
    { ...call("c-0016", 4, "JoanaM", "20931"), status: "ANALYZING" },
    {
      ...analyzed(call("c-0015", 26, "ChrisL", "44017"), LATE_FEE, calm),
      tags: ["refund", "good recovery"],
      notes: [
        {
          note_id: "n-1",
          at: at(12),
          author: "sam.okafor@harbourvale.example",
          text: "Use this one in training: the apology is prompt and it is specific.",
          at_ms: 48_000,
        },
      ],
    },
    {
      ...call("c-0014", 58, "ChrisL", null),
      file_name: "holiday-photo.wav",
      agent: null,
      status: "FAILED",
      reason: "The file is not audio: it holds a JPEG picture under the name of a recording.",
    },
    {
      ...analyzed(chat("c-0013", 95, "web", "31877"), CHAT, { gapMs: () => 0, chat: true }),
      feedback: "down",
    },
    analyzed(call("c-0012", 190, "MaribelS", "55120"), WIRE, tense),
    {
      ...analyzed(call("c-0011", 1_330, "JoanaM", "10442"), SPANISH_CALL, calm),
      language: "es-US",
      language_confidence: 0.91,
      details: ["Names and account numbers were left out of the transcript."],
    },
    {
      ...call("c-0018", 1_900, "ChrisL", null),
      file_name:
        "a-recording-whose-name-somebody-wrote-as-if-it-were-a-diary-of-the-whole-morning-and-then-some_AGENT_ChrisL.wav",
      status: "FAILED",
      reason:
        "The recording is longer than four hours, the most that can be transcribed at once. Cut it and upload the parts.",
    },
    {
      ...analyzed(call("c-0019", 2_100, "<b>Priya</b> & Co", "70001"), WIRE.slice(0, 6), tense),
      tags: ["=cmd()", "<i>odd</i>"],
    },
    analyzed(chat("c-0010", 1_480, "sms", "31877"), CHAT.slice(0, 8), {
      gapMs: () => 0,
      chat: true,
    }),
    {
      ...call("c-0009", 2_900, "PriyaN", "90311"),
      status: "FAILED",
      reason: "Nothing was said: the recording is 41 seconds of silence.",
    },
    analyzed(call("c-0008", 4_400, "ChrisL", "70222"), LATE_FEE.slice(8), calm),
    analyzed(chat("c-0007", 8_800, "slack", "80513"), CHAT.slice(4), {
      gapMs: () => 0,
      chat: true,
    }),
  ];
  for (let older = 0; older < 60; older += 1) {
    const agent = ["ChrisL", "JoanaM", "MaribelS", "PriyaN"][older % 4];
    const script = [LATE_FEE, WIRE, LATE_FEE.slice(4), WIRE.slice(0, 7)][(older * 7) % 4];
    const id = `c-1${String(older).padStart(3, "0")}`;
    contacts.push(
      analyzed(
        call(id, 12_000 + older * 1_777, agent, String(60_000 + older * 131)),
        script,
        older % 2 ? calm : tense,
      ),
    );
  }
  return contacts.map(complete);
}

export function rowOf(contact) {
  const names = [
    "contact_id",
    "channel",
    "medium",
    "file_name",
    "agent",
    "customer_id",
    "started_at",
    "duration_ms",
    "language",
    "status",
    "reason",
    "sentiment",
    "tags",
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, contact[name]])),
    categories: contact.categories.map(({ name }) => name),
    entities: contact.entities.slice(0, 10).map(({ text }) => text),
  };
}

/** Peaks as loud as somebody speaks, with the rise and fall of words. */
export function waveformOf({ duration_ms, turns }) {
  const samples_per_second = 20;
  const channel = (role) =>
    Array.from({ length: Math.ceil((duration_ms / 1000) * samples_per_second) }, (_, sample) => {
      const ms = (sample / samples_per_second) * 1000;
      const speaks = turns.some(
        (turn) =>
          turn.role === role &&
          turn.begin_offset_ms <= ms &&
          ms < turn.begin_offset_ms + turn.duration_ms,
      );
      const noise = Math.abs(Math.sin(sample * 1.7) * Math.cos(sample * 0.53));
      return speaks ? Number((0.25 + 0.7 * noise).toFixed(2)) : 0.01;
    });
  return { samples_per_second, AGENT: channel("AGENT"), CUSTOMER: channel("CUSTOMER") };
}
