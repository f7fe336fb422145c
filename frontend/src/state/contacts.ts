/** The list of contacts: what is loaded, what is waiting to be shown, what is wanted of it. */
import { computed, effect, signal } from "@preact/signals";
import type { ContactRow, ContactsPage } from "../api/types";
import {
  type Filters,
  fromQuery,
  isInProgress,
  isWanted,
  type Order,
  refreshed,
  type SortKey,
  sorted,
  toQuery,
} from "../model/contacts";

const PAGE_SIZE = 50;
const BUSY_POLL_MS = 5_000;
const IDLE_POLL_MS = 20_000;

type FetchPage = (cursor: string | null, limit: number) => Promise<ContactsPage>;

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export class ContactList {
  readonly phase = signal<"loading" | "ready" | "failed">("loading");
  readonly problem = signal("");
  readonly contacts = signal<ContactRow[]>([]);
  /** Came in since; shown when asked for, so that nothing jumps. */
  readonly arrived = signal<ContactRow[]>([]);
  readonly cursor = signal<string | null>(null);
  readonly isLoadingMore = signal(false);
  /** Why the list may be out of date, or "". */
  readonly stale = signal("");
  readonly filters = signal<Filters>(fromQuery("").filters);
  readonly order = signal<Order>(fromQuery("").order);

  readonly wanted = computed(() => {
    const now = new Date();
    const filters = this.filters.value;
    const kept = this.contacts.value.filter((contact) => isWanted(contact, filters, now));
    return sorted(kept, this.order.value);
  });
  readonly query = computed(() => toQuery(this.filters.value, this.order.value));
  readonly hasWork = computed(() => this.contacts.value.some(isInProgress));

  constructor(private readonly fetchPage: FetchPage) {}

  readQuery(query: string): void {
    const { filters, order } = fromQuery(query);
    this.filters.value = filters;
    this.order.value = order;
  }

  async load(): Promise<void> {
    if (this.contacts.value.length === 0) this.phase.value = "loading";
    try {
      const page = await this.fetchPage(null, PAGE_SIZE);
      this.contacts.value = page.contacts;
      this.cursor.value = page.next_cursor;
      this.arrived.value = [];
      this.stale.value = "";
      this.phase.value = "ready";
    } catch (error) {
      this.problem.value = wordsOf(error);
      this.phase.value = "failed";
    }
  }

  async loadMore(): Promise<void> {
    if (this.cursor.value === null || this.isLoadingMore.value) return;
    this.isLoadingMore.value = true;
    try {
      const page = await this.fetchPage(this.cursor.value, PAGE_SIZE);
      const { arrived } = refreshed(this.contacts.value, page.contacts);
      this.contacts.value = [...this.contacts.value, ...arrived];
      this.cursor.value = page.next_cursor;
      this.stale.value = "";
    } catch (error) {
      this.stale.value = wordsOf(error);
    } finally {
      this.isLoadingMore.value = false;
    }
  }

  /** Brings known rows up to date in place; new ones wait behind the "new" pill. */
  async refresh(): Promise<void> {
    try {
      const page = await this.fetchPage(null, PAGE_SIZE);
      const { contacts, arrived } = refreshed(this.contacts.value, page.contacts);
      this.stale.value = "";
      if (this.contacts.value.length === 0) {
        this.contacts.value = page.contacts;
        this.cursor.value = page.next_cursor;
        return;
      }
      this.contacts.value = contacts;
      this.arrived.value = arrived;
    } catch (error) {
      this.stale.value = wordsOf(error);
    }
  }

  showArrived(): void {
    this.contacts.value = [...this.arrived.value, ...this.contacts.value];
    this.arrived.value = [];
  }

  sortBy(key: SortKey): void {
    const { key: old, descending } = this.order.value;
    const first = key === "started" || key === "duration";
    this.order.value = { key, descending: key === old ? !descending : first };
  }

  /** Asks again and again until stopped: often while something is in progress, else now and then. */
  follow(): () => void {
    const ask = () => {
      if (document.hidden) return;
      if (this.phase.value === "ready") void this.refresh();
      if (this.phase.value === "failed") void this.load();
    };
    return effect(() => {
      const timer = setInterval(ask, this.hasWork.value ? BUSY_POLL_MS : IDLE_POLL_MS);
      return () => clearInterval(timer);
    });
  }
}
