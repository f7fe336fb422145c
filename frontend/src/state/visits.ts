/** Notes which pages were read and for how long, after a yes and never before. */
import { ApiError } from "../api/client";
import type { PageView } from "../api/visits";

const CONSENT_KEY = "omnilex.consent";
const VIEWS_KEY = "omnilex.views";
const CHAT_KEY = "omnilex.chat"; // the widget's
const MOST_VIEWS = 50;
const LEAST_S = 2; // less is no reading

export type Consent = "yes" | "no";

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What it needs of the browser; tests bring their own. */
export interface Surroundings {
  /** Outlives the tab: the answer only. */
  choices: Kept;
  /** Ends with the tab: what was read. */
  tab: Kept;
  now: () => number;
  newId: () => string;
  post: (body: { consent: true; session_id: string; views: PageView[] }) => Promise<unknown>;
  /** The browser says no for its user (Global Privacy Control). */
  refuses: boolean;
}

export class Visits {
  private page = "";
  private view_id = "";
  private startedAt = 0;
  private inSightSince: number | null = null;
  private dwell_ms = 0;
  private noted_s = 0;

  constructor(private readonly around: Surroundings) {}

  /** null: not asked yet. */
  get consent(): Consent | null {
    if (this.around.refuses) return "no";
    const said = this.around.choices.getItem(CONSENT_KEY);
    return said === "yes" || said === "no" ? said : null;
  }

  answer(consent: Consent): void {
    this.around.choices.setItem(CONSENT_KEY, consent);
    if (consent === "no") this.around.tab.removeItem(VIEWS_KEY);
  }

  begin(page: string, inSight: boolean): void {
    this.page = page;
    this.view_id = this.around.newId();
    this.startedAt = this.around.now();
    if (inSight) this.show();
  }

  show(): void {
    this.inSightSince ??= this.around.now();
  }

  /** Out of sight, perhaps for good: what was read so far is kept, and sent if it can be. */
  async hide(): Promise<void> {
    if (this.inSightSince !== null) this.dwell_ms += this.around.now() - this.inSightSince;
    this.inSightSince = null;
    if (this.consent !== "yes") return;
    const dwell_s = Math.round(this.dwell_ms / 1000);
    if (dwell_s >= LEAST_S && dwell_s > this.noted_s) this.keep(dwell_s);
    this.noted_s = dwell_s;
    await this.send();
  }

  /** Under the conversation, if there is one; what cannot be sent now waits. */
  async send(): Promise<void> {
    const views = this.views();
    const session_id = this.sessionId();
    if (this.consent !== "yes" || views.length === 0 || session_id === null) return;
    try {
      await this.around.post({ consent: true, session_id, views });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return;
    }
    const sent = new Set(views.map(({ view_id, dwell_s }) => `${view_id} ${dwell_s}`));
    this.store(this.views().filter((one) => !sent.has(`${one.view_id} ${one.dwell_s}`)));
  }

  private keep(dwell_s: number): void {
    const view: PageView = {
      view_id: this.view_id,
      page: this.page,
      started_at: new Date(this.startedAt).toISOString(),
      dwell_s,
    };
    const others = this.views().filter((one) => one.view_id !== view.view_id);
    this.store([...others, view].slice(-MOST_VIEWS));
  }

  private views(): PageView[] {
    return (read(this.around.tab, VIEWS_KEY) as PageView[] | null) ?? [];
  }

  private store(views: PageView[]): void {
    if (views.length === 0) this.around.tab.removeItem(VIEWS_KEY);
    else this.around.tab.setItem(VIEWS_KEY, JSON.stringify(views));
  }

  private sessionId(): string | null {
    const chat = read(this.around.tab, CHAT_KEY) as { sessionId?: string } | null;
    return chat?.sessionId ?? null;
  }
}

function read(kept: Kept, key: string): unknown {
  try {
    return JSON.parse(kept.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
