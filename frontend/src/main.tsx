/** The dashboard: sign-in, then the page the address names. */
import { render } from "preact";
import { fetchConfiguration } from "./api/client";
import { App } from "./pages/app";
import { navigate } from "./state/route";
import { Session } from "./state/session";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/list.css";
import "./styles/contact.css";
import "./styles/figures.css";
import "./styles/narrow.css";

const session = new Session(fetchConfiguration);
const place = document.getElementById("app");
if (place) render(<App session={session} />, place);

const onward = await session.start(new URL(location.href));
if (onward !== null) navigate(onward, { replace: true });
