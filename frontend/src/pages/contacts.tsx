import { useComputed, useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { Facets } from "../api/types";
import { sendFile } from "../api/upload";
import { ContactFilters } from "../components/contact-filters";
import { ContactTable } from "../components/contact-table";
import { ListTools } from "../components/list-tools";
import { Notice } from "../components/notice";
import { PageHeading } from "../components/page-heading";
import { SelectionBar } from "../components/selection-bar";
import { DropZone, UploadPanel } from "../components/upload-panel";
import { BASE } from "../model/route";
import { type Filters, isFiltered, NEWEST_FIRST, NO_FILTERS } from "../model/view";
import type { ContactList } from "../state/contacts";
import { useKeys } from "../state/keys";
import { words } from "../state/language";
import { columns } from "../state/layout";
import { navigate, query } from "../state/route";
import { Uploads } from "../state/uploads";
import { failureWords } from "../strings/failures";

interface ContactsPageProps {
  list: ContactList;
  api: StaffApi;
}

export function ContactsPage({ list, api }: ContactsPageProps) {
  const t = words.value;
  const search = useRef<HTMLInputElement>(null);
  const facets = useSignal<Facets | null>(null);
  const selected = useSignal<ReadonlySet<string> | null>(null);
  const says = useSignal("");
  const uploads = useMemo(
    () => new Uploads({ startUpload: api.startUpload, sendFile }, () => void list.refresh()),
    [api, list],
  );
  const take = useCallback((files: readonly File[]) => void uploads.add(files), [uploads]);
  useEffect(() => {
    document.title = `${t.contacts} - ${t.brand} ${t.brandSuffix}`;
  }, [t]);
  useEffect(() => {
    void list.show(query.value);
  }, [list, query.value]);
  useEffect(() => list.follow(), [list]);
  useEffect(() => {
    void api.facets().then(
      (known) => {
        facets.value = known;
      },
      () => undefined, // the filters then offer less to choose from
    );
  }, [api, facets]);
  useKeys({
    "/": () => search.current?.focus(),
    j: () => moveRow(1),
    k: () => moveRow(-1),
  });
  return (
    <section class="list">
      <div class="heading">
        <PageHeading>{t.contacts}</PageHeading>
        <Count list={list} />
        <ListTools
          list={list}
          api={api}
          upload={take}
          isSelecting={selected.value !== null}
          select={(isSelecting) => {
            selected.value = isSelecting ? new Set() : null;
          }}
        />
      </div>
      <ContactFilters
        filters={list.filters.value}
        facets={facets}
        search={search}
        order={list.order.value}
        sort={(order) => {
          list.order.value = order;
          goToView(list);
        }}
        change={(part) => changeFilters(list, part)}
        clear={() => changeFilters(list, NO_FILTERS)}
      />
      <UploadPanel uploads={uploads} />
      <SelectionBar list={list} api={api} selected={selected} />
      <Arrived list={list} />
      <p role="status" class="says">
        {says.value}
      </p>
      {list.stale.value !== null && (
        <p class="stale" role="status">
          {failureWords(list.stale.value, t)} {t.outOfDate}
        </p>
      )}
      <Body
        list={list}
        table={
          <ContactTable
            contacts={list.contacts.value}
            columns={columns.value}
            order={list.order.value}
            isBusy={list.isBusy.value}
            now={new Date()}
            selected={selected}
            sortBy={(key) => {
              list.sortBy(key);
              goToView(list);
            }}
            analyzeAgain={async (contactId) => {
              try {
                await api.analyzeAgain(contactId);
                list.change([contactId], { status: "TRANSCRIBING", reason: null });
                says.value = t.askedAgain;
              } catch (error) {
                says.value = failureWords(error, t);
              }
            }}
          />
        }
      />
      <DropZone take={take} />
    </section>
  );
}

/** The view is in the address, so that it can be sent to somebody and found again. */
function goToView(list: ContactList, { replace = false } = {}): void {
  navigate(BASE + list.query.value, { replace });
}

/** Typing on does not fill the history: one step back leads to before the search. */
function changeFilters(list: ContactList, part: Partial<Filters>): void {
  const typesOn = part.text !== undefined && part.text !== "" && list.filters.value.text !== "";
  list.filters.value = { ...list.filters.value, ...part };
  goToView(list, { replace: typesOn });
}

function Count({ list }: { list: ContactList }) {
  const t = words.value;
  const count = useComputed(() => {
    const [shown, total] = [list.contacts.value.length, list.total.value];
    return shown < total ? t.shownOf(shown, total) : t.total(total);
  });
  return (
    <p role="status" class="quiet number" data-testid="count">
      {list.phase.value === "ready" && list.contacts.value.length > 0 ? count.value : ""}
    </p>
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
          onClick={() => void list.showArrived()}
        >
          {words.value.newContacts(count)}
        </button>
      )}
    </div>
  );
}

function Body({ list, table }: { list: ContactList; table: preact.ComponentChildren }) {
  const t = words.value;
  if (list.phase.value === "loading") return <Skeleton />;
  if (list.phase.value === "failed") {
    return (
      <Notice title={t.contactsFailed} level={2}>
        <p>{failureWords(list.problem.value, t)}</p>
        <button type="button" class="button" onClick={() => void list.load()}>
          {t.tryAgain}
        </button>
      </Notice>
    );
  }
  if (list.contacts.value.length === 0) return <Nothing list={list} />;
  return (
    <>
      {table}
      {list.cursor.value !== null && (
        <p class="more">
          <button
            type="button"
            class="button secondary"
            data-testid="load-more"
            disabled={list.isBusy.value}
            onClick={() => void list.loadMore()}
          >
            {list.isBusy.value ? t.loading : t.loadMore}
          </button>
        </p>
      )}
    </>
  );
}

function Nothing({ list }: { list: ContactList }) {
  const t = words.value;
  if (!isFiltered(list.filters.value)) {
    return (
      <Notice title={t.noContacts} level={2}>
        <p>{t.noContactsText}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t.noMatch} level={2}>
      <p>{t.noMatchText}</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          list.order.value = NEWEST_FIRST;
          changeFilters(list, NO_FILTERS);
        }}
      >
        {t.showAll}
      </button>
    </Notice>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={words.value.loadingContacts}>
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
