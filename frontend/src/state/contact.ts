/** One contact: its document, kept up to date while it is being worked on. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/client";
import type { Contact } from "../api/types";
import { isInProgress } from "../model/contacts";

const POLL_MS = 5_000;

export class ContactView {
  readonly phase = signal<"loading" | "ready" | "missing" | "failed">("loading");
  readonly problem = signal("");
  readonly contact = signal<Contact | null>(null);
  readonly audioUrl = signal<string | null>(null);

  constructor(private readonly fetchContact: () => Promise<Contact>) {}

  async load(): Promise<void> {
    try {
      const contact = await this.fetchContact();
      this.contact.value = contact;
      this.audioUrl.value ??= contact.audio_url;
      this.phase.value = "ready";
    } catch (error) {
      const isMissing = error instanceof ApiError && error.status === 404;
      this.problem.value = error instanceof Error ? error.message : String(error);
      if (this.contact.value === null) this.phase.value = isMissing ? "missing" : "failed";
    }
  }

  /** The audio's address works for five minutes only; this fetches another one. */
  async renewAudio(): Promise<boolean> {
    try {
      const { audio_url } = await this.fetchContact();
      this.audioUrl.value = audio_url;
      return audio_url !== null;
    } catch {
      return false;
    }
  }

  /** Loads, and loads again while the contact is in progress; returns how to stop. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const ask = async () => {
      await this.load();
      const contact = this.contact.value;
      if (!stopped && contact && isInProgress(contact)) timer = setTimeout(ask, POLL_MS);
    };
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }
}
