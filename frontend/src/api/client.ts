/** The only fetch() of the pages: same-origin JSON under /api, and the site's /config.json. */
import type { SignInConfiguration } from "./types";

const TIMEOUT_MS = 30_000; // the HTTP API itself gives up after 29 s

export type FailureKind = "offline" | "timeout" | "refused" | "broken";

/** A request that did not bring what was asked for, with words that can be shown as they are. */
export class ApiError extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

interface RequestOptions {
  token?: string | null;
  body?: unknown;
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Goes on when the page has gone. */
  keepalive?: boolean;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { token, body, method, keepalive = false } = options;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    keepalive,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (response.ok) return response;
  throw refused(response.status, await response.json().catch(() => null));
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const answer: unknown = await response.json().catch(() => null);
  if (answer === null && response.status !== 204) {
    throw new ApiError("broken", response.status, "not_json", "The answer could not be read.");
  }
  return answer as T;
}

/** For answers that are files and not JSON. */
export async function requestText(path: string, options: RequestOptions = {}): Promise<string> {
  return (await send(path, options)).text();
}

/** A part of a file, and where the next part is to be had; null with the last. */
export async function requestPart(
  path: string,
  options: RequestOptions = {},
): Promise<{ text: string; next: string | null }> {
  const response = await send(path, options);
  return { text: await response.text(), next: response.headers.get("X-Next-Cursor") };
}

/** A presigned address at another origin: nothing but the address, and no token. */
export async function requestSigned<T>(address: string): Promise<T> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw refused(response.status, null);
  return (await response.json()) as T;
}

function unreachable(cause: unknown): ApiError {
  const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
  return timedOut
    ? new ApiError("timeout", 0, "timeout", "The server took too long to answer.")
    : new ApiError("offline", 0, "offline", "The server cannot be reached.");
}

function refused(status: number, answer: unknown): ApiError {
  const { error, message } = (answer ?? {}) as { error?: unknown; message?: unknown };
  return new ApiError(
    status >= 500 ? "broken" : "refused",
    status,
    typeof error === "string" ? error : `http_${status}`,
    typeof message === "string" ? message : `The server answered with status ${status}.`,
  );
}

export const fetchConfiguration = () => request<SignInConfiguration>("/config.json");
