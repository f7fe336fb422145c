/** The bank's site: one page, written into index.html when it is built. */
import { Harbour } from "../components/harbour";
import { Mark } from "../components/mark";
import { MortgageFigure } from "../components/mortgage-figure";
import { BRANCHES, CATALOGUE } from "../model/catalogue";

const PHONE = "1-800-555-0142";
const PHONE_LINK = "tel:+18005550142";

function Header() {
  return (
    <header class="masthead">
      <a class="brand" href="/" aria-label="Harbour & Vale Bank, home">
        <Mark size={34} />
        <span>Harbour &amp; Vale</span>
      </a>
      <nav aria-label="Main">
        <a href="#rates">Rates</a>
        <a href="#mortgage">Mortgages</a>
        <a href="#visit">Visit us</a>
      </nav>
      <a class="phone number" href={PHONE_LINK}>
        {PHONE}
      </a>
    </header>
  );
}

function Hero() {
  return (
    <section class="hero" aria-labelledby="promise">
      <div>
        <h1 id="promise">A steady harbour for what you have worked for.</h1>
        <p>
          Accounts, savings and mortgages from a bank that answers: by phone, by text, or right
          here, at any hour.
        </p>
        <p class="actions">
          <a class="solid" href="#rates">
            See today’s rates
          </a>
          <a href="#mortgage">Work out a mortgage</a>
        </p>
      </div>
      <Harbour />
    </section>
  );
}

function Rates() {
  return (
    <section id="rates" class="rates" aria-labelledby="rates-title">
      <h2 id="rates-title">Today’s rates</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">Term</th>
            <th scope="col">Conditions</th>
            <th scope="col" class="rate">
              Rate
            </th>
          </tr>
        </thead>
        <tbody>
          {CATALOGUE.map((product) => (
            <tr key={product.plan_id}>
              <th scope="row">
                <b>{product.name}</b>
                <span>{product.promise}</span>
              </th>
              <td>{product.term}</td>
              <td>{product.conditions}</td>
              <td class="rate">
                {product.rate_percent > 0 ? (
                  <>
                    <b class="number">{product.rate_percent.toFixed(2)} %</b> <span>a year</span>
                  </>
                ) : (
                  <span>no fee, no interest</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Mortgages() {
  return (
    <section id="mortgage" class="mortgage" aria-labelledby="mortgage-title">
      <div class="lead">
        <h2 id="mortgage-title">What would it cost a month?</h2>
        <p>
          Move the three sliders. The figure is principal and interest, compounded half-yearly;
          taxes and insurance come on top, and our lenders will say what yours are.
        </p>
      </div>
      <div id="mortgage-figure">
        <MortgageFigure />
      </div>
    </section>
  );
}

function Visit() {
  return (
    <section id="visit" class="visit" aria-labelledby="visit-title">
      <h2 id="visit-title">Talk to someone</h2>
      <div class="ways">
        <div>
          <h3>By phone</h3>
          <p class="big">
            <a class="number" href={PHONE_LINK}>
              {PHONE}
            </a>
          </p>
          <p>People: weekdays 8 to 8, Saturdays 9 to 1</p>
          <p>Our assistant: day and night</p>
        </div>
        <div>
          <h3>In a branch</h3>
          <ul>
            {BRANCHES.map((branch) => (
              <li key={branch.name}>
                <b>{branch.name}</b> {branch.street}, {branch.place}
              </li>
            ))}
          </ul>
          <p>Weekdays 9 to 5, Saturdays 9 to 12</p>
        </div>
        <div>
          <h3>Here</h3>
          <p>
            Pay someone, ask for a balance, or open an account in a chat. Have your four-digit PIN
            ready; we ask for it before anything else, and never in an e-mail.
          </p>
        </div>
      </div>
    </section>
  );
}

function Footer() {
  return (
    <footer>
      <div class="signature">
        <Mark size={28} />
        <p>
          <b>Harbour &amp; Vale Bank</b>
          <br />
          12 Quay Street, Toronto
        </p>
      </div>
      <nav aria-label="Footer">
        <a href="#rates">Rates</a>
        <a href="#mortgage">Mortgages</a>
        <a href="#visit">Branches and hours</a>
        <a href="/dashboard/">For our staff</a>
      </nav>
      <p class="small">
        Rates are annual and may change without notice; a certificate’s rate is fixed from the day
        it is opened, and taking money out early costs interest. Mortgage offers depend on credit
        and on the house. Harbour &amp; Vale is a made-up bank: it shows what OmniLex does, and
        holds nobody’s money.
      </p>
    </footer>
  );
}

export function BankPage() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <main id="main">
        <Hero />
        <Rates />
        <Mortgages />
        <Visit />
      </main>
      <Footer />
    </>
  );
}
