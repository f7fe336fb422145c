import type { Contact, HumanRole, Talk } from "../api/types";
import { clock, percent } from "../model/format";
import { namesOf, speakerName } from "../model/transcript";
import { words } from "../state/language";

const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];

/** Who spoke how much, how fast and into whose words; for calls, as messages take no time to say. */
export function TalkFigures({ contact, duration_ms }: { contact: Contact; duration_ms: number }) {
  const t = words.value;
  const { talk } = contact;
  if (!talk) return null;
  const spoken = ROLES.map((role) => ({ role, of: talk[role] ?? null }));
  if (spoken.every(({ of }) => !of?.talk_time_ms)) return null;
  const rows: [string, (of: Talk) => string][] = [
    [t.talkTime, (of) => clock(of.talk_time_ms)],
    [t.talkShare, (of) => (of.talk_share === null ? t.none : percent(of.talk_share))],
    [t.wordsPerMinute, (of) => of.words_per_minute?.toFixed(0) ?? t.none],
    [t.longestMonologue, (of) => clock(of.longest_monologue_ms)],
    [t.interruptions, (of) => String(of.interruptions)],
  ];
  const quiet_ms = talk.non_talk_time_ms ?? null;
  return (
    <section class="finding" data-testid="talk">
      <h2>{t.talk}</h2>
      <table class="figures">
        <thead>
          <tr>
            <td />
            {spoken.map(({ role }) => (
              <th key={role} scope="col" class={`who ${role.toLowerCase()}`}>
                {speakerName(role, namesOf(contact), t)}
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
                  {of ? figure(of) : t.none}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <TalkBar spoken={spoken} quiet_ms={quiet_ms} />
      {quiet_ms !== null && (
        <p class="quiet">{t.nobodySpoke(clock(quiet_ms), percent(quiet_ms / duration_ms))}</p>
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
