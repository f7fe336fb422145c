/** The bank's site is written at build time; only the mortgage figure comes alive. */
import { hydrate } from "preact";
import { MortgageFigure } from "./components/mortgage-figure";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/bank.css";

const place = document.getElementById("mortgage-figure");
if (place) hydrate(<MortgageFigure />, place);
