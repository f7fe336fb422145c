/** What was found in a contact: summary, categories, entities, key phrases, the bot's part, steps. */

import { type Signal, useSignal } from "@preact/signals";
import type { BotFigures, Contact, ContactStep, Turn } from "../api/types";
import { clock, fullTime, stepName } from "../model/format";
import { nextMention } from "../model/transcript";
import { words } from "../state/language";
import { inWords } from "../strings/server";

const FIRST_PHRASES = 8;

interface JumpProps {
  turns: readonly Turn[];
  seek: (ms: number) => void;
}

/** A sentence of the contact that leads to where it was said. */
function Said({ text, at_ms, seek }: { text: string; at_ms: number; seek: (ms: number) => void }) {
  return (
    <button
      type="button"
      class="said-there"
      title={words.value.goTo(clock(at_ms))}
      onClick={() => seek(at_ms)}
    >
      <span class="number quiet">{clock(at_ms)}</span> {text}
    </button>
  );
}

export function SummaryOf({ contact, turns, seek }: JumpProps & { contact: Contact }) {
  const t = words.value;
  const { summary, highlights } = contact;
  if (summary.length === 0 && highlights.length === 0) return null;
  const at = (index: number) => turns.find((turn) => turn.index === index)?.begin_offset_ms ?? 0;
  return (
    <section class="finding wide" data-testid="summary">
      <h2>{t.summary}</h2>
      <ul class="jumps">
        {summary.map(({ turn, text }) => (
          <li key={`${turn} ${text}`}>
            <Said text={text} at_ms={at(turn)} seek={seek} />
          </li>
        ))}
        {highlights.map(({ kind, turn, text }) => (
          <li key={`${kind} ${turn} ${text}`} class="highlight" data-testid="highlight">
            <b>{t.highlights[kind]}</b>
            <Said text={text} at_ms={at(turn)} seek={seek} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Categories({ contact, seek }: Pick<JumpProps, "seek"> & { contact: Contact }) {
  const t = words.value;
  if (contact.categories.length === 0) return null;
  return (
    <section class="finding" data-testid="categories">
      <h2>{t.categories}</h2>
      <dl class="categories">
        {contact.categories.map(({ name, points }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {points.length === 0 && <span class="quiet">{t.notSaid}</span>}
              {points.map(({ begin_offset_ms, text }) => (
                <Said
                  key={`${begin_offset_ms} ${text}`}
                  text={text}
                  at_ms={begin_offset_ms}
                  seek={seek}
                />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface MentionsProps extends JumpProps {
  contact: Contact;
  position_ms: Signal<number>;
  query: Signal<string>;
}

/** Pressing a mention marks the words in the transcript and goes to the next place of them. */
export function Mentions({ contact, turns, seek, position_ms, query }: MentionsProps) {
  const t = words.value;
  const showsAll = useSignal(false);
  const types = [...new Set(contact.entities.map(({ type }) => type))];
  const phrases = showsAll.value
    ? contact.key_phrases
    : contact.key_phrases.slice(0, FIRST_PHRASES);
  const go = (text: string, indexes: readonly number[]) => {
    query.value = text;
    const place = nextMention(turns, indexes, position_ms.value);
    const turn = place === null ? undefined : turns[place];
    if (turn) seek(turn.begin_offset_ms);
  };
  const token = ({ text, count, turns: indexes }: (typeof contact.key_phrases)[number]) => (
    <button
      key={text}
      type="button"
      class="token"
      aria-label={t.nextOf(text, count)}
      data-testid="mention"
      onClick={() => go(text, indexes)}
    >
      {text}
      {count > 1 && <span class="number"> {count}</span>}
    </button>
  );
  return (
    <>
      {types.length > 0 && (
        <section class="finding" data-testid="mentioned">
          <h2>{t.mentioned}</h2>
          <dl class="entities">
            {types.map((type) => (
              <div key={type}>
                <dt>{t.entityTypes[type] ?? stepName(type)}</dt>
                <dd>{contact.entities.filter((entity) => entity.type === type).map(token)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {phrases.length > 0 && (
        <section class="finding">
          <h2>{t.keyPhrases}</h2>
          <p class="phrases">
            {phrases.map(token)}
            {contact.key_phrases.length > FIRST_PHRASES && !showsAll.value && (
              <button
                type="button"
                class="plain"
                onClick={() => {
                  showsAll.value = true;
                }}
              >
                {t.showAllOf(contact.key_phrases.length)}
              </button>
            )}
          </p>
        </section>
      )}
    </>
  );
}

export function BotPart({ bot }: { bot: BotFigures | null }) {
  const t = words.value;
  if (!bot) return null;
  return (
    <section class="finding" data-testid="bot">
      <h2>{t.bot}</h2>
      <ul class="plain-list">
        <li>{bot.contained ? t.contained : t.notContained}</li>
        <li>{bot.transferred ? t.transferred : t.notTransferred}</li>
        <li class={bot.pin_failures > 0 ? "negative" : ""}>{t.pinFailures(bot.pin_failures)}</li>
        {bot.intents.length > 0 && (
          <li>
            <span class="quiet">{t.askedFor}: </span>
            {bot.intents.map((intent) => t.intents[intent] ?? stepName(intent)).join(", ")}
          </li>
        )}
        {bot.misses.map((miss) => (
          <li key={miss}>
            <span class="quiet">{t.unanswered}: </span>“{miss}”
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Remarks({ details }: { details: readonly string[] }) {
  if (details.length === 0) return null;
  return (
    <section class="finding">
      <h2>{words.value.remarks}</h2>
      <ul class="plain-list">
        {details.map((detail) => (
          <li key={detail}>{inWords(detail, words.value.language)}</li>
        ))}
      </ul>
    </section>
  );
}

export function Steps({ steps }: { steps: readonly ContactStep[] }) {
  const t = words.value;
  if (steps.length === 0) return null;
  const begin = Date.parse(steps[0]?.at ?? "");
  return (
    <section class="finding" data-testid="steps">
      <h2>{t.steps}</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.name + step.at}>
            <span>{t.stepNames[step.name] ?? stepName(step.name)}</span>
            <time class="number" dateTime={step.at} title={fullTime(step.at, t)}>
              +{((Date.parse(step.at) - begin) / 1000).toFixed(1)} s
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
