import type { ComponentChildren } from "preact";
import type { Contact, HumanRole } from "../api/types";
import { contactTitle } from "../model/contacts";
import { clock, fullTime, languageName, percent, shortTime, spokenDuration } from "../model/format";
import { contactPath, customerPath } from "../model/route";
import { namesOf, speakerName } from "../model/transcript";
import { words } from "../state/language";
import { followLink } from "../state/route";
import { MediumIcon, Thumb } from "./icons";
import { PageHeading } from "./page-heading";
import { SentimentSentence } from "./sentiment";

const ROLES: readonly HumanRole[] = ["CUSTOMER", "AGENT"];

/** Who, whom, when, how long, in which language, and how it went. */
export function ContactStrip({ contact, tags }: { contact: Contact; tags: ComponentChildren }) {
  const t = words.value;
  const { agent, channel, medium, started_at, duration_ms, customer_id } = contact;
  const zone = contact.conversation_location;
  const partner = agent ?? (channel === "CHAT" ? t.theAssistant : null);
  const title = contactTitle(contact, t);
  return (
    <header class="strip">
      <PageHeading>
        {title}
        {partner && <span class="with"> {t.with(partner)}</span>}
      </PageHeading>
      <dl class="facts">
        <Fact name={t.channels[channel]}>
          <MediumIcon medium={medium} /> {t.mediums[medium]}
        </Fact>
        <Fact name={t.when}>
          <time dateTime={started_at} title={fullTime(started_at, t, zone ?? undefined)}>
            {shortTime(started_at, new Date(), t)}
          </time>
        </Fact>
        {duration_ms !== null && (
          <Fact name={t.length}>
            <span class="number" title={spokenDuration(duration_ms, t)}>
              {clock(duration_ms)}
            </span>
          </Fact>
        )}
        <LanguageFact contact={contact} />
        {contact.feedback && (
          <Fact name={t.rated}>
            <Thumb feedback={contact.feedback} /> {t.thumbs[contact.feedback]}
          </Fact>
        )}
        {contact.status === "ANALYZED" &&
          ROLES.filter((role) => contact.turns.some((turn) => turn.role === role)).map((role) => (
            <div key={role} data-testid={`sentiment-${role}`}>
              <dt class={`who ${role.toLowerCase()}`}>{speakerName(role, namesOf(contact), t)}</dt>
              <dd>
                <SentimentSentence summary={contact.sentiment?.[role]} />
              </dd>
            </div>
          ))}
      </dl>
      <div class="beneath">
        {contact.file_name && contact.file_name !== title && (
          <span class="file" title={t.fileItCameIn}>
            {contact.file_name}
          </span>
        )}
        {contact.other_part && (
          <a
            href={contactPath(contact.other_part.contact_id)}
            onClick={followLink}
            data-testid="other-part"
          >
            {contact.turns.some((turn) => turn.role === "BOT")
              ? t.otherPart.agent
              : t.otherPart.bot}
          </a>
        )}
        {customer_id && (
          <a href={customerPath(customer_id)} onClick={followLink}>
            {t.openCustomer}
          </a>
        )}
        {tags}
      </div>
    </header>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LanguageFact({ contact }: { contact: Contact }) {
  const t = words.value;
  const { language, language_confidence } = contact;
  if (!language) return null;
  return (
    <Fact name={t.languageLabel}>
      {languageName(language, t.locale)}
      {language_confidence !== null && (
        <span class="quiet"> {t.sure(percent(language_confidence))}</span>
      )}
    </Fact>
  );
}
