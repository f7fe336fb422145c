/**
 * The site, the API, the identity provider and the media store in one process, for development and
 * for looking at the pages. `node test/mock/server.mjs` serves ./dist on MOCK_PORT (4680) with the
 * headers the stack sends; identity and media are on the next port, as another origin.
 */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { MockBot } from "./chat.mjs";
import { makeContacts, waveformOf } from "./contacts.mjs";
import { Refusal, StaffApi } from "./staff.mjs";
import { toneWav } from "./wav.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const COMPRESSED = [".html", ".js", ".css", ".svg"];

const TEMPLATE = join(import.meta.dirname, "../../../template.yaml");

/** The policy that Amplify sends, with one other origin for identity and media. */
async function readPolicy(other) {
  const found = /Content-Security-Policy\s+value: "([^"]+)"/.exec(await readFile(TEMPLATE, "utf8"));
  if (!found) throw new Error("the template names no content security policy");
  return found[1].replace(/\$\{(Identity|Media)\}/g, other);
}

const json = (response, status, body) =>
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const listen = (server, port) =>
  new Promise((done) => server.listen(port, "127.0.0.1", () => done(server.address().port)));

/**
 * With port 0 both origins take a free one.
 *
 * Tests change `mood` to see the pages wait, fail, find nothing, or somebody else signed in.
 */
export async function startMock({
  port = 4680,
  root = join(import.meta.dirname, "../../dist"),
} = {}) {
  const siteServer = createServer((request, response) => {
    const path = new URL(request.url, site).pathname;
    const answered =
      path.startsWith("/api/") || path === "/config.json"
        ? serveApi(path, request, response)
        : servePage(path, response);
    answered.catch((error) => response.writeHead(500).end(String(error)));
  });
  const otherServer = createServer((request, response) => {
    serveOther(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const site = `http://127.0.0.1:${await listen(siteServer, port)}`;
  const other = `http://127.0.0.1:${await listen(otherServer, port && port + 1)}`;
  const mood = {
    chatDelayMs: 150,
    chatStatus: 200,
    staffDelayMs: 0,
    staffStatus: 200,
    uploadStatus: 204,
    groups: ["admin", "supervisor"],
    empty: false,
    refuseOnce: false,
    chats: 0,
  };
  const policy = await readPolicy(other);
  const bot = new MockBot();
  let contacts = makeContacts(Date.now());

  async function serveApi(path, request, response) {
    if (path === "/config.json") {
      return json(response, 200, {
        authority: other,
        client_id: "dashboard",
        authorization_endpoint: `${other}/oauth2/authorize`,
        token_endpoint: `${other}/oauth2/token`,
        end_session_endpoint: `${other}/logout`,
        redirect_uri: `${site}/dashboard/callback`,
      });
    }
    if (path === "/api/chat") {
      mood.chats += 1;
      const asked = JSON.parse(await bodyOf(request));
      await sleep(mood.chatDelayMs);
      if (mood.chatStatus !== 200)
        return json(response, mood.chatStatus, {
          error: "failed",
          message: "The bot did not answer.",
        });
      const answer = bot.answer(asked);
      return answer
        ? json(response, 200, answer)
        : json(response, 404, { error: "session_expired", message: "This session has expired." });
    }
    if (path === "/api/plans") return json(response, 200, { plans: [] });
    const isRefused = mood.refuseOnce;
    mood.refuseOnce = false;
    const [, claims] = /^Bearer \w+\.(\w+)\.sig$/.exec(request.headers.authorization ?? "") ?? [];
    if (isRefused || !claims) return json(response, 401, { message: "Unauthorized" });
    if (JSON.parse(Buffer.from(claims, "base64url")).token_use !== "id")
      return json(response, 403, { error: "forbidden", message: "Your groups may not do this." });
    await sleep(mood.staffDelayMs);
    if (mood.staffStatus !== 200)
      return json(response, mood.staffStatus, {
        error: "unavailable",
        message: "The contacts cannot be read just now.",
      });
    return serveStaff(path, request, response);
  }

  const staff = new StaffApi({
    contacts: () => (mood.empty ? [] : contacts),
    setContacts: (changed) => {
      contacts = changed;
    },
    mediaOrigin: other,
    person: () => ({
      staff_id: "u-1",
      email: "sam.okafor@harbourvale.example",
      groups: mood.groups,
    }),
    secret: () => randomBytes(4).toString("hex"),
  });

  async function serveStaff(path, request, response) {
    const body = await bodyOf(request);
    try {
      const answer = staff.answer({
        method: request.method,
        path: path.slice("/api".length),
        query: new URL(request.url, site).searchParams,
        body: body === "" ? null : JSON.parse(body),
      });
      if (answer === null) return response.writeHead(204).end();
      if (typeof answer !== "string") return json(response, 200, answer);
      return response.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" }).end(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return json(response, error.status, { error: error.error, message: error.message });
    }
  }

  async function servePage(path, response) {
    const page = path.startsWith("/dashboard")
      ? "/dashboard/index.html"
      : path.endsWith("/")
        ? `${path}index.html`
        : path;
    const file = join(root, normalize(page));
    const headers = {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Security-Policy": policy,
      "X-Content-Type-Options": "nosniff",
    };
    const bytes = await readFile(file).catch(() => null);
    if (bytes && COMPRESSED.includes(extname(file)))
      response.writeHead(200, { ...headers, "Content-Encoding": "gzip" }).end(gzipSync(bytes));
    else if (bytes) response.writeHead(200, headers).end(bytes);
    else response.writeHead(404, headers).end("not found");
  }

  const codes = new Map();
  const tokens = (nonce) => {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: other, sub: "u-1", exp: now + 3600, iat: now };
    return {
      access_token: `${part({ alg: "RS256" })}.${part({ ...claims, client_id: "dashboard", token_use: "access" })}.sig`,
      id_token: `${part({ alg: "RS256" })}.${part({ ...claims, aud: "dashboard", token_use: "id", email: "sam.okafor@harbourvale.example", nonce })}.sig`,
      refresh_token: randomBytes(8).toString("hex"),
      token_type: "Bearer",
      expires_in: 3600,
    };
  };

  async function serveOther(request, response) {
    const url = new URL(request.url, other);
    response.setHeader("Access-Control-Allow-Origin", site);
    response.setHeader("Access-Control-Allow-Headers", "*");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    if (url.pathname === "/oauth2/authorize") {
      const code = randomBytes(8).toString("hex");
      codes.set(code, url.searchParams.get("nonce") ?? undefined);
      const back = new URL(url.searchParams.get("redirect_uri"));
      back.search = new URLSearchParams({ code, state: url.searchParams.get("state") }).toString();
      return response.writeHead(302, { Location: back.href }).end();
    }
    if (url.pathname === "/oauth2/token") {
      const form = new URLSearchParams(await bodyOf(request));
      const fresh = form.get("grant_type") === "refresh_token";
      if (!fresh && !codes.has(form.get("code")))
        return json(response, 400, { error: "invalid_grant" });
      return json(response, 200, tokens(codes.get(form.get("code"))));
    }
    if (url.pathname === "/logout")
      return response.writeHead(302, { Location: url.searchParams.get("logout_uri") }).end();
    if (url.pathname === "/upload") {
      await bodyOf(request);
      return response
        .writeHead(mood.uploadStatus)
        .end(mood.uploadStatus === 204 ? "" : "<Error><Code>EntityTooLarge</Code></Error>");
    }
    const [, kind, id] = /^\/(audio|waveform)\/(.+)\.\w+$/.exec(url.pathname) ?? [];
    const contact = contacts.find(({ contact_id }) => contact_id === decodeURIComponent(id ?? ""));
    if (!contact) return response.writeHead(404).end();
    if (kind === "waveform") return json(response, 200, waveformOf(contact));
    return sendRange(request, response, toneWav(contact));
  }

  return {
    site,
    mood,
    bot,
    staff,
    addContact: (contact) => {
      contacts = [contact, ...contacts];
    },
    contacts: () => contacts,
    stop: () => {
      siteServer.close();
      otherServer.close();
      siteServer.closeAllConnections();
      otherServer.closeAllConnections();
    },
  };
}

function sendRange(request, response, bytes) {
  const [, begin, end] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
  const headers = { "Content-Type": "audio/wav", "Accept-Ranges": "bytes" };
  if (begin === undefined)
    return response.writeHead(200, { ...headers, "Content-Length": bytes.length }).end(bytes);
  const last = end ? Math.min(Number(end), bytes.length - 1) : bytes.length - 1;
  return response
    .writeHead(206, {
      ...headers,
      "Content-Length": last - Number(begin) + 1,
      "Content-Range": `bytes ${begin}-${last}/${bytes.length}`,
    })
    .end(bytes.subarray(Number(begin), last + 1));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { site } = await startMock({ port: Number(process.env.MOCK_PORT ?? 4680) });
  console.log(`${site}/ and ${site}/dashboard/`);
}
