/** One thing that is loaded from the server: there, not there, on its way, or not to be had. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/client";

export class Resource<T> {
  readonly phase = signal<"loading" | "ready" | "missing" | "forbidden" | "failed">("loading");
  readonly problem = signal<unknown>(null);
  readonly value = signal<T | null>(null);
  private turn = 0;

  /** The last thing asked for counts, whatever comes first. What was there stays meanwhile. */
  async load(fetchIt: () => Promise<T>): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    if (this.value.value === null) this.phase.value = "loading";
    try {
      const value = await fetchIt();
      if (turn !== this.turn) return;
      this.value.value = value;
      this.phase.value = "ready";
    } catch (error) {
      if (turn !== this.turn) return;
      this.problem.value = error;
      this.phase.value = phaseOf(error);
    }
  }
}

function phaseOf(error: unknown): "missing" | "forbidden" | "failed" {
  if (!(error instanceof ApiError)) return "failed";
  if (error.status === 404) return "missing";
  return error.status === 403 ? "forbidden" : "failed";
}
