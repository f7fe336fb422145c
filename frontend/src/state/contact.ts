/** One contact: its document, kept up to date while it is being worked on, and what is done to it. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/client";
import type { StaffApi } from "../api/staff";
import type { Contact, Waveform } from "../api/types";
import { isInProgress } from "../model/contacts";

const POLL_MS = 5_000;

type ContactApi = Pick<
  StaffApi,
  | "contact"
  | "waveform"
  | "analyzeAgain"
  | "swapSpeakers"
  | "addNote"
  | "removeNote"
  | "setTags"
  | "remove"
>;

export class ContactView {
  readonly phase = signal<"loading" | "ready" | "missing" | "failed">("loading");
  readonly problem = signal<unknown>(null);
  readonly contact = signal<Contact | null>(null);
  readonly audioUrl = signal<string | null>(null);
  readonly waveform = signal<Waveform | null>(null);
  /** Why the last thing that was asked for was not done, or null. */
  readonly refusal = signal<unknown>(null);
  private stopped = true;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: ContactApi,
    readonly contactId: string,
  ) {}

  async load(): Promise<void> {
    try {
      const contact = await this.api.contact(this.contactId);
      this.contact.value = contact;
      this.audioUrl.value ??= contact.audio_url;
      this.phase.value = "ready";
      if (contact.waveform_url && this.waveform.value === null) {
        await this.drawWaveform(contact.waveform_url);
      }
    } catch (error) {
      const isMissing = error instanceof ApiError && error.status === 404;
      this.problem.value = error;
      if (this.contact.value === null) this.phase.value = isMissing ? "missing" : "failed";
    }
  }

  /** The audio's address works for five minutes only; this fetches another one. */
  async renewAudio(): Promise<boolean> {
    try {
      const { audio_url } = await this.api.contact(this.contactId);
      this.audioUrl.value = audio_url;
      return audio_url !== null;
    } catch {
      return false;
    }
  }

  /** Loads, and loads again while the contact is in progress; returns how to stop. */
  follow(): () => void {
    this.stopped = false;
    void this.ask();
    return () => {
      this.stopped = true;
      clearTimeout(this.timer);
    };
  }

  async analyzeAgain(): Promise<boolean> {
    return this.work(() => this.api.analyzeAgain(this.contactId));
  }

  async swapSpeakers(): Promise<boolean> {
    return this.work(() => this.api.swapSpeakers(this.contactId));
  }

  async addNote(text: string, at_ms: number | null): Promise<boolean> {
    return this.attempt(async () => {
      const note = await this.api.addNote(this.contactId, {
        text,
        ...(at_ms !== null && { at_ms: Math.round(at_ms) }),
      });
      this.change((contact) => ({ notes: [...contact.notes, note] }));
    });
  }

  async removeNote(noteId: string): Promise<boolean> {
    return this.attempt(async () => {
      await this.api.removeNote(this.contactId, noteId);
      this.change((contact) => ({
        notes: contact.notes.filter((note) => note.note_id !== noteId),
      }));
    });
  }

  async setTags(tags: readonly string[]): Promise<boolean> {
    return this.attempt(async () => {
      const kept = await this.api.setTags(this.contactId, tags);
      this.change(() => ({ tags: kept.tags }));
    });
  }

  async remove(): Promise<boolean> {
    return this.attempt(async () => {
      await this.api.remove(this.contactId);
    });
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    await this.load();
    const contact = this.contact.value;
    if (this.stopped || !contact || !isInProgress(contact)) return;
    this.timer = setTimeout(() => void this.ask(), POLL_MS);
  }

  /** Without it the graph shows who spoke when, only not how loud. */
  private async drawWaveform(address: string): Promise<void> {
    this.waveform.value = await this.api.waveform(address).catch(() => null);
  }

  /** Something that the pipeline goes on with: the contact is looked at until it is done. */
  private async work(start: () => Promise<unknown>): Promise<boolean> {
    return this.attempt(async () => {
      await start();
      this.waveform.value = null;
      await this.ask();
    });
  }

  private async attempt(act: () => Promise<void>): Promise<boolean> {
    this.refusal.value = null;
    try {
      await act();
      return true;
    } catch (error) {
      this.refusal.value = error;
      return false;
    }
  }

  private change(part: (contact: Contact) => Partial<Contact>): void {
    const contact = this.contact.value;
    if (contact) this.contact.value = { ...contact, ...part(contact) };
  }
}
