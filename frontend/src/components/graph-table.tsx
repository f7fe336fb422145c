import type { Contact, HumanRole, Turn } from "../api/types";
import { clock, signed } from "../model/format";
import { sentimentWords } from "../model/sentiment";
import { namesOf, type SpeakerNames, speakerName } from "../model/transcript";
import { words } from "../state/language";

const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];

interface GraphTableProps {
  contact: Contact;
  duration_ms: number;
  seek: (ms: number) => void;
}

/** What the graph shows, for those who read tables: the quarters, and turn by turn. */
export function GraphTable({ contact, duration_ms, seek }: GraphTableProps) {
  const names = namesOf(contact);
  return (
    <details class="graph-table">
      <summary data-testid="graph-table">{words.value.asTable}</summary>
      <div class="wide-table">
        <Quarters contact={contact} names={names} duration_ms={duration_ms} seek={seek} />
        <TurnTable turns={contact.turns} names={names} />
      </div>
    </details>
  );
}

function Quarters({
  contact,
  names,
  duration_ms,
  seek,
}: GraphTableProps & { names: SpeakerNames }) {
  const t = words.value;
  const rows = ROLES.flatMap((role) => {
    const quarters = contact.sentiment?.[role]?.quarters;
    return quarters?.some((score) => score !== null) ? [{ role, quarters }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <table class="figures quarters">
      <caption class="quiet">{t.quartersCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.speaker}</th>
          {[1, 2, 3, 4].map((number) => (
            <th key={number} scope="col">
              {t.quarter(number)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ role, quarters }) => (
          <tr key={role}>
            <th scope="row" class={`who ${role.toLowerCase()}`}>
              {speakerName(role, names, t)}
            </th>
            {quarters.map((score, place) => (
              <td key={`${role}-${place + 1}`}>
                {score === null ? (
                  <span class="quiet">{t.notScored}</span>
                ) : (
                  <button
                    type="button"
                    class="plain number"
                    aria-label={`${signed(score)}, ${t.goTo(clock((place / 4) * duration_ms))}`}
                    onClick={() => seek((place / 4) * duration_ms)}
                  >
                    {signed(score)}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TurnTable({ turns, names }: { turns: readonly Turn[]; names: SpeakerNames }) {
  const t = words.value;
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">{t.time}</th>
          <th scope="col">{t.speaker}</th>
          <th scope="col">{t.sentiment}</th>
          <th scope="col">{t.score}</th>
        </tr>
      </thead>
      <tbody>
        {turns.map((turn) => (
          <tr key={turn.index}>
            <td class="number">{clock(turn.begin_offset_ms)}</td>
            <td>{speakerName(turn.role, names, t)}</td>
            <td>{turn.sentiment ? t.labels[turn.sentiment] : sentimentWords(null, t)}</td>
            <td class="number">{turn.score === null ? "" : signed(turn.score)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
