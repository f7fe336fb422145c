import { useState } from "preact/hooks";
import type { BankWords } from "../model/bank-words";
import { CATALOGUE } from "../model/catalogue";
import { money } from "../model/format";
import { type Mortgage, monthlyPayment, totalInterest, yearlyBalances } from "../model/mortgage";

const dollars = (cents: number) => money(cents).replace(/\.00$/, "");

const FIRST: Mortgage = {
  amount_cents: 320_000_00,
  years: 25,
  rate_percent:
    (CATALOGUE.find(({ plan_id }) => plan_id === "mortgage-fixed-60")?.rate_basis_points ?? 500) /
    100,
};

interface SliderProps {
  id: string;
  label: string;
  value: number;
  said: string;
  min: number;
  max: number;
  step: number;
  change: (value: number) => void;
}

function Slider({ id, label, value, said, min, max, step, change }: SliderProps) {
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id} class="number">
        {said}
      </output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={said}
        onInput={(event) => change(Number(event.currentTarget.value))}
      />
    </div>
  );
}

const WIDTH = 320;
const HEIGHT = 96;

/** What is owed, year by year, down to nothing. */
function OwedCurve({ mortgage, words }: { mortgage: Mortgage; words: BankWords }) {
  const balances = yearlyBalances(mortgage);
  const points = balances.map((balance, year) => {
    const x = (year / mortgage.years) * WIDTH;
    const y = HEIGHT - (balance / mortgage.amount_cents) * HEIGHT;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const halfPaid = balances.findIndex((balance) => balance <= mortgage.amount_cents / 2);
  const halfX = (halfPaid / mortgage.years) * WIDTH;
  return (
    <figure class="owed">
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} aria-hidden="true" preserveAspectRatio="none">
        <path class="area" d={`M${points.join("L")}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
        <path class="curve" d={`M${points.join("L")}`} vector-effect="non-scaling-stroke" />
        <path
          class="half"
          d={`M${halfX.toFixed(1)} ${HEIGHT / 2}V${HEIGHT}`}
          vector-effect="non-scaling-stroke"
        />
      </svg>
      <figcaption>
        <span>{words.owedToday(dollars(mortgage.amount_cents))}</span>
        <span>{words.halfPaid(halfPaid)}</span>
        <span>{words.nothingIn(mortgage.years)}</span>
      </figcaption>
    </figure>
  );
}

export function MortgageFigure({ words }: { words: BankWords }) {
  const [mortgage, setMortgage] = useState(FIRST);
  const change = (part: Partial<Mortgage>) => setMortgage({ ...mortgage, ...part });
  return (
    <div class="mortgage-figure">
      <div class="sliders">
        <Slider
          id="amount"
          label={words.amount}
          value={mortgage.amount_cents / 100}
          said={dollars(mortgage.amount_cents)}
          min={50_000}
          max={1_000_000}
          step={5_000}
          change={(amount) => change({ amount_cents: amount * 100 })}
        />
        <Slider
          id="years"
          label={words.paidOver}
          value={mortgage.years}
          said={words.years(mortgage.years)}
          min={5}
          max={30}
          step={1}
          change={(years) => change({ years })}
        />
        <Slider
          id="rate"
          label={words.rateFixed}
          value={mortgage.rate_percent}
          said={`${mortgage.rate_percent.toFixed(2)} %`}
          min={2}
          max={9}
          step={0.01}
          change={(rate_percent) => change({ rate_percent })}
        />
      </div>
      <div class="result">
        <p class="payment" aria-live="polite">
          <span class="number" data-testid="monthly-payment">
            {money(monthlyPayment(mortgage))}
          </span>{" "}
          {words.aMonth}
        </p>
        <p class="number">
          {words.interest(dollars(Math.round(totalInterest(mortgage) / 100) * 100), mortgage.years)}
        </p>
        <OwedCurve mortgage={mortgage} words={words} />
      </div>
    </div>
  );
}
