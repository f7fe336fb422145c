/** Files on their way to where recordings arrive, one after the other. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/client";
import type { UploadPost } from "../api/types";
import { contentType } from "../model/uploads";
import type { Strings } from "../strings/english";

export interface Upload {
  id: number;
  name: string;
  share: number;
  state: "waiting" | "sending" | "arrived" | "failed";
  /** Why it failed. */
  problem: unknown;
}

interface Courier {
  startUpload: (file: {
    file_name: string;
    content_type: string;
    size_bytes: number;
  }) => Promise<UploadPost>;
  sendFile: (post: UploadPost, file: File, onProgress: (share: number) => void) => Promise<void>;
}

export class Uploads {
  readonly files = signal<Upload[]>([]);
  private last = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly courier: Courier,
    private readonly onArrival: () => void,
  ) {}

  /** Resolves when all files so far have arrived or failed. */
  add(files: readonly File[]): Promise<void> {
    for (const file of files) {
      this.last += 1;
      const id = this.last;
      const waiting: Upload = { id, name: file.name, share: 0, state: "waiting", problem: null };
      this.files.value = [...this.files.value, waiting];
      this.queue = this.queue.then(() => this.deliver(id, file));
    }
    return this.queue;
  }

  /** What has arrived or failed is no longer listed. */
  clear(): void {
    this.files.value = this.files.value.filter(
      ({ state }) => state === "waiting" || state === "sending",
    );
  }

  private async deliver(id: number, file: File): Promise<void> {
    this.change(id, { state: "sending" });
    try {
      if (file.size === 0) throw new ApiError("refused", 0, "empty", "");
      const post = await this.courier.startUpload({
        file_name: file.name,
        content_type: contentType(file),
        size_bytes: file.size,
      });
      await this.courier.sendFile(post, file, (share) => this.change(id, { share }));
      this.change(id, { state: "arrived", share: 1 });
      this.onArrival();
    } catch (problem) {
      this.change(id, { state: "failed", problem });
    }
  }

  private change(id: number, part: Partial<Upload>): void {
    this.files.value = this.files.value.map((file) =>
      file.id === id ? { ...file, ...part } : file,
    );
  }
}

/** The server's own words where it has any, else ours for the code. */
export function uploadFailure(problem: unknown, t: Pick<Strings, "uploadFailures">): string {
  const known: Record<string, string> = t.uploadFailures;
  if (!(problem instanceof ApiError)) return t.uploadFailures.refused;
  return known[problem.code] ?? (problem.message || t.uploadFailures.refused);
}
