/** The bank's home page, written into its HTML when it is built; three places of it come alive. */
import { BankFrame } from "../components/bank-frame";
import { Harbour } from "../components/harbour";
import { MortgageFigure } from "../components/mortgage-figure";
import { Rates } from "../components/rates";
import { type BankWords, PHONE, PHONE_LINK } from "../model/bank-words";
import { BRANCHES } from "../model/catalogue";

interface Props {
  words: BankWords;
}

function Hero({ words }: Props) {
  return (
    <section class="hero" aria-labelledby="promise">
      <div>
        <h1 id="promise">{words.promise}</h1>
        <p>{words.promiseMore}</p>
        <p class="actions">
          <a class="solid" href="#rates">
            {words.seeRates}
          </a>
          <a href="#mortgage">{words.workOut}</a>
        </p>
      </div>
      <Harbour />
    </section>
  );
}

function Sayings({ words }: Props) {
  return (
    <section class="sayings" aria-labelledby="say-title">
      <div class="lead">
        <h2 id="say-title">{words.sayTitle}</h2>
        <p>{words.sayMore}</p>
      </div>
      <ul>
        {words.sayings.map(({ say, does }) => (
          <li key={say}>
            <q>{say}</q>
            <span>{does}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Visit({ words }: Props) {
  return (
    <section id="visit" class="visit" aria-labelledby="visit-title">
      <h2 id="visit-title">{words.talkTitle}</h2>
      <div class="ways">
        <div>
          <h3>{words.byPhone}</h3>
          <p class="big">
            <a class="number" href={PHONE_LINK}>
              {PHONE}
            </a>
          </p>
          <p id="open-now" />
          <p>{words.people}</p>
          <p>{words.assistant}</p>
        </div>
        <div>
          <h3>{words.inBranch}</h3>
          <ul>
            {BRANCHES.map((branch) => (
              <li key={branch.name}>
                <b>{branch.name}</b> {branch.street}, {branch.place}
              </li>
            ))}
          </ul>
          <p>{words.branchHours}</p>
        </div>
        <div>
          <h3>{words.here}</h3>
          <p>{words.hereMore}</p>
          <h3 class="second">{words.lost}</h3>
          <p>{words.lostMore}</p>
        </div>
      </div>
    </section>
  );
}

export function BankPage({ words }: Props) {
  return (
    <BankFrame words={words} page="home">
      <Hero words={words} />
      <section id="rates" class="rates" aria-labelledby="rates-title">
        <h2 id="rates-title">{words.ratesTitle}</h2>
        <div id="rates-table">
          <Rates words={words} />
        </div>
      </section>
      <section id="mortgage" class="mortgage" aria-labelledby="mortgage-title">
        <div class="lead">
          <h2 id="mortgage-title">{words.costTitle}</h2>
          <p>{words.costMore}</p>
        </div>
        <div id="mortgage-figure">
          <MortgageFigure words={words} />
        </div>
      </section>
      <Sayings words={words} />
      <Visit words={words} />
    </BankFrame>
  );
}

export function NotFoundPage({ words }: Props) {
  return (
    <BankFrame words={words} page="home">
      <section class="letter">
        <h1>{words.notFound}</h1>
        <p>{words.notFoundMore}</p>
        <p>
          <a href="/">{words.toHome}</a>
        </p>
      </section>
    </BankFrame>
  );
}
