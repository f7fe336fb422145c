import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { Customer, TimelineEntry, TimelineKind } from "../api/types";
import { AskedButton } from "../components/asked-button";
import { TimelineIcon } from "../components/icons";
import { PageHeading } from "../components/page-heading";
import { Unavailable } from "../components/unavailable";
import { dayOf, fullTime, signedMoney, spokenDuration, timeOfDay } from "../model/format";
import { contactPath } from "../model/route";
import { words } from "../state/language";
import { Resource } from "../state/resource";
import { followLink, listAddress } from "../state/route";
import { mayAdminister } from "../state/staff";
import { failureWords } from "../strings/failures";
import { inWords } from "../strings/server";

interface CustomerPageProps {
  customerId: string;
  api: StaffApi;
}

const KINDS: readonly TimelineKind[] = ["contact", "payment", "account", "visit"];

/** Everything a customer has done with the bank, over all channels, on one line of time. */
export function CustomerPage({ customerId, api }: CustomerPageProps) {
  const t = words.value;
  const customer = useMemo(() => new Resource<Customer>(), []);
  const load = useCallback(
    () => void customer.load(() => api.customer(customerId)),
    [customer, api, customerId],
  );
  useEffect(load, [load]);
  useEffect(() => {
    document.title = `${t.customer(customerId)} - ${t.brand} ${t.brandSuffix}`;
  }, [t, customerId]);
  const known = customer.value.value;
  return (
    <article class="customer-page">
      <p class="back">
        <a href={listAddress.value} onClick={followLink}>
          ← {t.allContacts}
        </a>
      </p>
      {known && customer.phase.value === "ready" ? (
        <Known customer={known} api={api} />
      ) : (
        <Unavailable
          resource={customer}
          heading={t.customer(customerId)}
          failed={t.customerFailed}
          missing={{ title: t.missingCustomer, text: t.missingCustomerText }}
          again={load}
        />
      )}
    </article>
  );
}

function Known({ customer, api }: { customer: Customer; api: StaffApi }) {
  const t = words.value;
  const kind = useSignal<TimelineKind | null>(null);
  const entries = customer.timeline.filter((entry) => !kind.value || entry.kind === kind.value);
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at, t);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <>
      <header class="strip">
        <PageHeading>
          {customer.name ?? t.customer(customer.customer_id)}
          {customer.name && <span class="with"> {t.customer(customer.customer_id)}</span>}
        </PageHeading>
        <div class="beneath">
          <label class="kind">
            <span class="quiet">{t.kindFilter}</span>
            <select
              value={kind.value ?? ""}
              data-testid="kind"
              onChange={(event) => {
                kind.value = KINDS.find((one) => one === event.currentTarget.value) ?? null;
              }}
            >
              <option value="">{t.everything}</option>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t.kindFilters[one]}
                </option>
              ))}
            </select>
          </label>
          {mayAdminister.value && <Unlock customerId={customer.customer_id} api={api} />}
        </div>
      </header>
      <h2 class="hushed">{t.timeline}</h2>
      {entries.length === 0 && <p class="waiting">{t.emptyTimeline}</p>}
      <div class="timeline">
        {[...days].map(([day, of]) => (
          <section key={day}>
            <h3>{day}</h3>
            <ul>
              {of.map((entry, place) => (
                <Entry key={`${entry.at}-${place}`} entry={entry} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const t = words.value;
  return (
    <li class={`entry ${entry.kind}`} data-testid="entry" data-kind={entry.kind}>
      <time class="number" dateTime={entry.at} title={fullTime(entry.at, t)}>
        {timeOfDay(entry.at, t)}
      </time>
      <TimelineIcon kind={entry.kind} medium={entry.medium ?? null} />
      <div>
        <p class="title">
          {entry.contact_id ? (
            <a href={contactPath(entry.contact_id)} onClick={followLink}>
              {t.channels[entry.medium === "phone" ? "CALL" : "CHAT"]}
            </a>
          ) : (
            inWords(entry.title, t.language)
          )}
          <span class="quiet">
            {" "}
            {entry.kind === "contact" && entry.medium
              ? t.mediums[entry.medium]
              : t.kinds[entry.kind]}
          </span>
        </p>
        {entry.detail && <p class="quiet">{inWords(entry.detail, t.language)}</p>}
        {entry.dwell_s != null && (
          <p class="quiet">{t.dwell(spokenDuration(entry.dwell_s * 1000, t))}</p>
        )}
      </div>
      {entry.amount_cents != null && (
        <span class="number amount">{signedMoney(entry.amount_cents)}</span>
      )}
    </li>
  );
}

function Unlock({ customerId, api }: CustomerPageProps) {
  const t = words.value;
  const says = useSignal("");
  const unlock = async () => {
    try {
      await api.unlock(customerId);
      says.value = t.unlocked;
    } catch (error) {
      says.value = failureWords(error, t);
    }
  };
  return (
    <>
      <AskedButton
        label={t.unlock}
        testId="unlock"
        title={t.unlockQuestion}
        text={t.unlockText}
        yes={t.unlock}
        act={unlock}
      />
      <span role="status" class="quiet">
        {says.value}
      </span>
    </>
  );
}
