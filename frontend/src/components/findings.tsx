/** What was found in a contact: talk figures, entities, processing steps, the graph as a table. */
import type { Contact, ContactStep, HumanRole, Talk, Turn } from "../api/types";
import { clock, fullTime, percent, signed, stepName } from "../model/format";
import { LABEL_WORDS, sentimentWords } from "../model/sentiment";
import { entitiesByType, namesOf, speakerName } from "../model/transcript";

const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];

export function TalkFigures({ contact, duration_ms }: { contact: Contact; duration_ms: number }) {
  const { talk } = contact;
  const names = namesOf(contact);
  if (!talk) return null;
  const spoken = ROLES.map((role) => ({ role, of: talk[role] ?? null }));
  if (spoken.every(({ of }) => !of?.talk_time_ms)) return null; // messages take no time to say
  const rows: [string, (talk: NonNullable<(typeof spoken)[number]["of"]>) => string][] = [
    ["Talk time", (of) => clock(of.talk_time_ms)],
    ["Share of talk", (of) => (of.talk_share === null ? "none" : percent(of.talk_share))],
    [
      "Words a minute",
      (of) => (of.words_per_minute === null ? "none" : of.words_per_minute.toFixed(0)),
    ],
    ["Longest monologue", (of) => clock(of.longest_monologue_ms)],
    ["Interruptions", (of) => String(of.interruptions)],
  ];
  const quiet_ms = talk.non_talk_time_ms ?? null;
  return (
    <section class="finding">
      <h2>Talk</h2>
      <table class="figures">
        <thead>
          <tr>
            <td />
            {spoken.map(({ role }) => (
              <th key={role} scope="col" class={`who ${role.toLowerCase()}`}>
                {speakerName(role, names)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, figure]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {spoken.map(({ role, of }) => (
                <td key={role} class="number">
                  {of ? figure(of) : "none"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <TalkBar spoken={spoken} quiet_ms={quiet_ms} />
      {quiet_ms !== null && (
        <p class="quiet">
          Nobody spoke for {clock(quiet_ms)}, {percent(quiet_ms / duration_ms)} of the contact.
        </p>
      )}
    </section>
  );
}

interface TalkBarProps {
  spoken: { role: HumanRole; of: Talk | null }[];
  quiet_ms: number | null;
}

/** Who spoke how much, and nobody: the table above in one line. */
function TalkBar({ spoken, quiet_ms }: TalkBarProps) {
  const parts = [
    ...spoken.map(({ role, of }) => ({ name: role.toLowerCase(), ms: of?.talk_time_ms ?? 0 })),
    { name: "nobody", ms: quiet_ms ?? 0 },
  ];
  const all = parts.reduce((sum, part) => sum + part.ms, 0);
  if (all === 0) return null;
  const begins = parts.map((_, place) =>
    parts.slice(0, place).reduce((sum, part) => sum + part.ms, 0),
  );
  return (
    <svg class="talk-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {parts.map((part, place) => (
        <rect
          key={part.name}
          class={part.name}
          x={((begins[place] ?? 0) / all) * 100}
          width={(part.ms / all) * 100}
          height="8"
        />
      ))}
    </svg>
  );
}

interface EntitiesProps {
  turns: readonly Turn[];
  search: (text: string) => void;
}

export function Entities({ turns, search }: EntitiesProps) {
  const types = entitiesByType(turns);
  if (types.size === 0) return null;
  return (
    <section class="finding">
      <h2>Mentioned</h2>
      <dl class="entities">
        {[...types].map(([type, entities]) => (
          <div key={type}>
            <dt>{stepName(type)}</dt>
            <dd>
              {entities.map((entity) => (
                <button
                  key={entity.text}
                  type="button"
                  class="token"
                  onClick={() => search(entity.text)}
                >
                  {entity.text}
                  {entity.count > 1 && <span class="number"> {entity.count}</span>}
                </button>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Steps({ steps }: { steps: readonly ContactStep[] }) {
  if (steps.length === 0) return null;
  const begin = Date.parse(steps[0]?.at ?? "");
  return (
    <section class="finding">
      <h2>Steps</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.name + step.at}>
            <span>{stepName(step.name)}</span>
            <time class="number" dateTime={step.at} title={fullTime(step.at)}>
              +{((Date.parse(step.at) - begin) / 1000).toFixed(1)} s
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface GraphTableProps {
  turns: readonly Turn[];
  names: Contact["speaker_names"];
}

export function GraphTable({ turns, names }: GraphTableProps) {
  return (
    <details class="graph-table">
      <summary>The graph as a table</summary>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Speaker</th>
            <th scope="col">Sentiment</th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          {turns.map((turn) => (
            <tr key={turn.index}>
              <td class="number">{clock(turn.begin_offset_ms)}</td>
              <td>{speakerName(turn.role, names)}</td>
              <td>{turn.sentiment ? LABEL_WORDS[turn.sentiment] : sentimentWords(null)}</td>
              <td class="number">{turn.score === null ? "" : signed(turn.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
