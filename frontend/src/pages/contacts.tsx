import { useEffect, useRef } from "preact/hooks";
import { ContactFilters } from "../components/contact-filters";
import { ContactTable } from "../components/contact-table";
import { Notice } from "../components/notice";
import { PageHeading } from "../components/page-heading";
import { NO_FILTERS, toCsv } from "../model/contacts";
import { BASE } from "../model/route";
import type { ContactList } from "../state/contacts";
import { saveFile } from "../state/files";
import { useKeys } from "../state/keys";
import { listAddress } from "../state/route";

export function ContactsPage({ list }: { list: ContactList }) {
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = "Contacts - Harbour & Vale contact centre";
    list.readQuery(location.search);
    const readAgain = () => list.readQuery(location.search);
    addEventListener("popstate", readAgain);
    if (list.phase.value === "ready") void list.refresh();
    else void list.load();
    const unfollow = list.follow();
    return () => {
      removeEventListener("popstate", readAgain);
      unfollow();
    };
  }, [list]);
  useKeys({
    "/": () => search.current?.focus(),
    j: () => moveRow(1),
    k: () => moveRow(-1),
  });
  return (
    <section class="list">
      <div class="heading">
        <PageHeading>Contacts</PageHeading>
        <Count list={list} />
      </div>
      <ContactFilters
        filters={list.filters.value}
        search={search}
        order={list.order.value}
        sort={(order) => {
          list.order.value = order;
          rememberView(list);
        }}
        change={(part) => {
          list.filters.value = { ...list.filters.value, ...part };
          rememberView(list);
        }}
      />
      <Arrived list={list} />
      {list.stale.value && (
        <p class="stale" role="status">
          {list.stale.value} What you see may be out of date; we keep trying.
        </p>
      )}
      <Body list={list} />
    </section>
  );
}

/** The view is in the address, so that it can be sent to somebody and found again. */
function rememberView(list: ContactList): void {
  const address = BASE + list.query.value;
  history.replaceState(null, "", address);
  listAddress.value = address;
}

function Count({ list }: { list: ContactList }) {
  if (list.phase.value !== "ready" || list.contacts.value.length === 0) return null;
  const [shown, loaded] = [list.wanted.value.length, list.contacts.value.length];
  const more = list.cursor.value === null ? "" : " loaded so far";
  return (
    <div class="tools">
      <p role="status" class="quiet number">
        {shown === loaded ? `${loaded}${more}` : `${shown} of ${loaded}${more}`}
      </p>
      {shown > 0 && (
        <button
          type="button"
          class="plain"
          onClick={() => saveFile("contacts.csv", "text/csv", toCsv(list.wanted.value))}
        >
          Save as CSV
        </button>
      )}
    </div>
  );
}

function Arrived({ list }: { list: ContactList }) {
  const count = list.arrived.value.length;
  return (
    <div role="status" class="arrived">
      {count > 0 && (
        <button
          type="button"
          class="pill"
          data-testid="new-contacts"
          onClick={() => list.showArrived()}
        >
          {count} new
        </button>
      )}
    </div>
  );
}

function Body({ list }: { list: ContactList }) {
  const isFiltered = Object.entries(list.filters.value).some(
    ([name, value]) => value !== NO_FILTERS[name as keyof typeof NO_FILTERS],
  );
  if (list.phase.value === "loading") return <Skeleton />;
  if (list.phase.value === "failed") {
    return (
      <Notice title="The contacts could not be loaded" level={2}>
        <p>{list.problem.value}</p>
        <button type="button" class="button" onClick={() => void list.load()}>
          Try again
        </button>
      </Notice>
    );
  }
  if (list.contacts.value.length === 0) {
    return (
      <Notice title="No contacts yet" level={2}>
        <p>
          A recording appears here some seconds after it is dropped into the input bucket, and a
          chat as soon as it has ended. <code>omnilex upload call.wav</code> does it from the
          terminal.
        </p>
      </Notice>
    );
  }
  return (
    <>
      {list.wanted.value.length === 0 ? (
        <Notice title="Nothing matches" level={2}>
          <p>None of the {list.contacts.value.length} contacts loaded so far is like that.</p>
          {isFiltered && (
            <button
              type="button"
              class="button"
              onClick={() => {
                list.filters.value = NO_FILTERS;
                rememberView(list);
              }}
            >
              Show all contacts
            </button>
          )}
        </Notice>
      ) : (
        <ContactTable
          contacts={list.wanted.value}
          order={list.order.value}
          now={new Date()}
          sortBy={(key) => {
            list.sortBy(key);
            rememberView(list);
          }}
        />
      )}
      {list.cursor.value !== null && (
        <p class="more">
          <button
            type="button"
            class="button secondary"
            data-testid="load-more"
            disabled={list.isLoadingMore.value}
            onClick={() => void list.loadMore()}
          >
            {list.isLoadingMore.value ? "Loading" : "Load more"}
          </button>
        </p>
      )}
    </>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label="Loading contacts">
      {Array.from({ length: 8 }, (_, row) => (
        <i key={`row-${row}`} />
      ))}
    </div>
  );
}

function moveRow(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("tr[data-contact-id] th a")];
  const here = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = links[Math.min(Math.max(0, here + by), links.length - 1)];
  next?.focus();
  next?.closest("tr")?.scrollIntoView({ block: "nearest" });
}
