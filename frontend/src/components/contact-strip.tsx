import type { Contact, HumanRole } from "../api/types";
import { CHANNEL_WORDS, contactTitle, MEDIUM_WORDS } from "../model/contacts";
import { clock, fullTime, languageName, shortTime, spokenDuration } from "../model/format";
import { namesOf, speakerName } from "../model/transcript";
import { MediumIcon } from "./icons";
import { PageHeading } from "./page-heading";
import { SentimentSentence } from "./sentiment";

const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];

/** Who, whom, when, how long, in which language, and how it went. */
export function ContactStrip({ contact }: { contact: Contact }) {
  const { agent, channel, medium, started_at, duration_ms, language } = contact;
  const zone = contact.conversation_location;
  const partner = agent ?? (channel === "CHAT" ? "the assistant" : null);
  return (
    <header class="strip">
      <PageHeading>
        {contactTitle(contact)}
        {partner && <span class="with"> with {partner}</span>}
      </PageHeading>
      <dl class="facts">
        <div>
          <dt>{CHANNEL_WORDS[channel]}</dt>
          <dd>
            <MediumIcon medium={medium} /> {MEDIUM_WORDS[medium]}
          </dd>
        </div>
        <div>
          <dt>When</dt>
          <dd>
            <time
              dateTime={started_at}
              title={zone ? fullTime(started_at, zone) : fullTime(started_at)}
            >
              {shortTime(started_at, new Date())}
            </time>
          </dd>
        </div>
        {duration_ms !== null && (
          <div>
            <dt>Length</dt>
            <dd class="number" title={spokenDuration(duration_ms)}>
              {clock(duration_ms)}
            </dd>
          </div>
        )}
        {language && (
          <div>
            <dt>Language</dt>
            <dd>{languageName(language)}</dd>
          </div>
        )}
        {contact.status === "ANALYZED" &&
          ROLES.filter((role) => contact.turns.some((turn) => turn.role === role)).map((role) => (
            <div key={role} data-testid={`sentiment-${role}`}>
              <dt class={`who ${role.toLowerCase()}`}>{speakerName(role, namesOf(contact))}</dt>
              <dd>
                <SentimentSentence summary={contact.sentiment?.[role]} />
              </dd>
            </div>
          ))}
      </dl>
      {contact.file_name && contact.file_name !== contactTitle(contact) && (
        <p class="file" title="The file it came in">
          {contact.file_name}
        </p>
      )}
    </header>
  );
}
