import { resolve } from "node:path";
import { h } from "preact";
import { render } from "preact-render-to-string";
import { build, defineConfig, type Plugin, runnerImport } from "vite";

const here = import.meta.dirname;
const API_PORT = process.env.MOCK_PORT ?? "4680";

/** Writes the bank's page into index.html, so that it reads, prints and is found without scripts. */
function writeBankPage(): Plugin {
  return {
    name: "write-bank-page",
    async transformIndexHtml(html) {
      if (!html.includes("<!-- bank -->")) return html;
      const { module } = await runnerImport<typeof import("./src/pages/bank")>(
        resolve(here, "src/pages/bank.tsx"),
      );
      return html.replace("<!-- bank -->", () => render(h(module.BankPage, {})));
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
  plugins: [writeBankPage(), serveWidget()],
  build: {
    outDir: "dist",
    assetsInlineLimit: 0, // font-src and script-src allow no data: addresses
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [resolve(here, "index.html"), resolve(here, "dashboard/index.html")],
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

export default defineConfig(({ mode }) => (mode === "widget" ? widget : pages));
