import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { render } from "preact-render-to-string";
import { build, defineConfig, type Plugin, runnerImport } from "vite";

const here = import.meta.dirname;
const API_PORT = process.env.MOCK_PORT ?? "4680";

const PAGE = /<!-- bank:(\S+) -->/;
const BANK_PAGES = [
  "index.html",
  "privacy/index.html",
  "es/index.html",
  "es/privacidad/index.html",
  "404.html",
];

/** What every page of the bank has in its head, before Vite looks for what it links to. */
function shareHead(): Plugin {
  const head = readFileSync(resolve(here, "src/bank-head.html"), "utf-8");
  return {
    name: "share-head",
    transformIndexHtml: {
      order: "pre",
      handler: (html) => html.replace("<!-- shared head -->", () => head),
    },
  };
}

/** Writes the bank's pages into their HTML, so that they read, print and are found without scripts. */
function writeBankPages(): Plugin {
  return {
    name: "write-bank-pages",
    async transformIndexHtml(html) {
      const wanted = PAGE.exec(html)?.[1];
      if (!wanted) return html;
      const { page } = await runnerImport<typeof import("./src/written")>(
        resolve(here, "src/written.tsx"),
      ).then(({ module }) => module);
      const language = /<html lang="(\w+)"/.exec(html)?.[1] ?? "en";
      return html.replace(PAGE, () => render(page(wanted, language)));
    },
  };
}

/** In development, /widget.js is built afresh at every request. */
function serveWidget(): Plugin {
  return {
    name: "serve-widget",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use("/widget.js", async (_request, response) => {
        const built = await build({ mode: "widget", logLevel: "warn", build: { write: false } });
        const bundle = Array.isArray(built) ? built[0] : built;
        if (!bundle || !("output" in bundle)) throw new Error("the widget was not built");
        response.setHeader("Content-Type", "text/javascript").end(bundle.output[0].code);
      });
      server.middlewares.use((request, _response, next) => {
        if (/^\/dashboard(\/(?!index)|$)/.test(request.url ?? "")) {
          request.url = "/dashboard/index.html";
        }
        next();
      });
    },
  };
}

const pages = defineConfig({
  plugins: [shareHead(), writeBankPages(), serveWidget()],
  build: {
    outDir: "dist",
    assetsInlineLimit: 0, // font-src and script-src allow no data: addresses
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [...BANK_PAGES, "dashboard/index.html", "pin/index.html"].map((page) =>
        resolve(here, page),
      ),
    },
  },
  server: {
    proxy: {
      "/api": `http://127.0.0.1:${API_PORT}`,
      "/config.json": `http://127.0.0.1:${API_PORT}`,
    },
  },
});

/** One classic script without imports and with a name that never changes. */
const widget = defineConfig({
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: false,
    lib: {
      entry: resolve(here, "src/widget.ts"),
      formats: ["iife"],
      name: "omnilexChat",
      fileName: () => "widget.js",
    },
  },
});

/** The telephone of the local stack: beside the pages, for it is never deployed with them. */
const phone = defineConfig({
  publicDir: false,
  build: {
    outDir: "dist-phone",
    assetsDir: "phone/assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: resolve(here, "phone/index.html") },
  },
});

const BUILDS: Record<string, typeof pages> = { widget, phone };

export default defineConfig(({ mode }) => BUILDS[mode] ?? pages);
