/** The list of contacts: the view that is asked for, what is loaded of it, what waits to be shown. */
import { computed, effect, signal } from "@preact/signals";
import type { ContactRow, ContactsPage } from "../api/types";
import { isInProgress, refreshed } from "../model/contacts";
import {
  type Filters,
  fromQuery,
  isNewestFirst,
  type Order,
  orderAfter,
  type SortKey,
  toQuery,
  toRequest,
} from "../model/view";

const PAGE_SIZE = "50";
const BUSY_POLL_MS = 5_000;
const IDLE_POLL_MS = 20_000;

type FetchPage = (asked: URLSearchParams) => Promise<ContactsPage>;

export class ContactList {
  readonly phase = signal<"loading" | "ready" | "failed">("loading");
  readonly problem = signal<unknown>(null);
  readonly contacts = signal<ContactRow[]>([]);
  /** Came in since; shown when asked for, so that nothing jumps. */
  readonly arrived = signal<ContactRow[]>([]);
  readonly total = signal(0);
  readonly cursor = signal<string | null>(null);
  /** Another view or another page is on its way; what is shown stays until it is here. */
  readonly isBusy = signal(false);
  /** Why the list may be out of date, or null. */
  readonly stale = signal<unknown>(null);
  readonly filters = signal<Filters>(fromQuery("").filters);
  readonly order = signal<Order>(fromQuery("").order);

  readonly query = computed(() => toQuery(this.filters.value, this.order.value));
  readonly hasWork = computed(() => this.contacts.value.some(isInProgress));

  private asked = new URLSearchParams();
  private loadedQuery: string | null = null;
  private turn = 0;

  constructor(private readonly fetchPage: FetchPage) {}

  /** Takes the view from an address, and loads it unless it is the one that is shown. */
  async show(query: string): Promise<void> {
    const { filters, order } = fromQuery(query);
    this.filters.value = filters;
    this.order.value = order;
    if (this.phase.value === "ready" && this.loadedQuery === this.query.value) {
      await this.refresh();
    } else {
      await this.load();
    }
  }

  /** What the list is asked for now; also by an export. */
  request(): URLSearchParams {
    return toRequest(this.filters.value, this.order.value, new Date());
  }

  async load(): Promise<void> {
    const turn = this.begin();
    if (this.contacts.value.length === 0) this.phase.value = "loading";
    this.asked = this.request();
    const query = this.query.value;
    try {
      const page = await this.page(null);
      if (turn !== this.turn) return;
      this.take(page);
      this.loadedQuery = query;
    } catch (error) {
      if (turn !== this.turn) return;
      this.problem.value = error;
      this.phase.value = "failed";
      this.contacts.value = [];
    }
    this.isBusy.value = false;
  }

  async loadMore(): Promise<void> {
    if (this.cursor.value === null || this.isBusy.value) return;
    const turn = this.begin();
    try {
      const page = await this.page(this.cursor.value);
      if (turn !== this.turn) return;
      const { arrived } = refreshed(this.contacts.value, page.contacts);
      this.contacts.value = [...this.contacts.value, ...arrived];
      this.cursor.value = page.next_cursor;
      this.stale.value = null;
    } catch (error) {
      if (turn === this.turn) this.stale.value = error;
    }
    if (turn === this.turn) this.isBusy.value = false;
  }

  /** Brings known rows up to date in place; new ones wait behind the "new" pill. */
  async refresh(): Promise<void> {
    if (this.isBusy.value) return;
    const { turn } = this;
    try {
      const page = await this.page(null);
      if (turn !== this.turn) return;
      if (this.contacts.value.length === 0) {
        this.take(page);
        return;
      }
      const { contacts, arrived } = refreshed(this.contacts.value, page.contacts);
      this.contacts.value = contacts;
      this.arrived.value = arrived;
      this.total.value = page.total;
      this.stale.value = null;
    } catch (error) {
      if (turn === this.turn) this.stale.value = error;
    }
  }

  /** Newest first they go on top; in any other order only the server knows where they belong. */
  async showArrived(): Promise<void> {
    if (!isNewestFirst(this.order.value)) return this.load();
    this.contacts.value = [...this.arrived.value, ...this.contacts.value];
    this.arrived.value = [];
  }

  sortBy(key: SortKey): void {
    this.order.value = orderAfter(this.order.value, key);
  }

  /** Changes loaded rows at once, before the server is asked again. */
  change(contactIds: readonly string[], part: Partial<ContactRow>): void {
    this.contacts.value = this.contacts.value.map((contact) =>
      contactIds.includes(contact.contact_id) ? { ...contact, ...part } : contact,
    );
  }

  /** They were deleted. */
  forget(contactIds: readonly string[]): void {
    const kept = this.contacts.value.filter(({ contact_id }) => !contactIds.includes(contact_id));
    this.total.value -= this.contacts.value.length - kept.length;
    this.contacts.value = kept;
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

  /** Answers to what was asked before count no more. */
  private begin(): number {
    this.isBusy.value = true;
    this.turn += 1;
    return this.turn;
  }

  private page(cursor: string | null): Promise<ContactsPage> {
    const asked = new URLSearchParams(this.asked);
    asked.set("limit", PAGE_SIZE);
    if (cursor !== null) asked.set("cursor", cursor);
    return this.fetchPage(asked);
  }

  private take(page: ContactsPage): void {
    this.contacts.value = page.contacts;
    this.cursor.value = page.next_cursor;
    this.total.value = page.total;
    this.arrived.value = [];
    this.stale.value = null;
    this.phase.value = "ready";
  }
}
