/** The bank's picture: a lighthouse where the vale meets the harbour. Colours come from bank.css. */
export function Harbour() {
  return (
    <svg class="harbour" viewBox="0 0 640 520" aria-hidden="true">
      <path class="sky" d="M0 0h640v360H0z" />
      <circle class="sun" cx="236" cy="214" r="62" />
      <path
        class="far"
        d="M0 262c70-58 128-84 188-62 50 18 84 66 150 70 92 6 160-96 302-118v214H0z"
      />
      <path
        class="near"
        d="M0 318c82-44 150-28 214 2 50 24 96 36 150 34 80-2 150-96 276-128v174H0z"
      />
      <path class="shade" d="M392 346c62-22 130-92 248-120v174H330c24-30 36-44 62-54z" />
      <g class="houses">
        <path class="wall" d="M92 300h30v30H92zM128 306h38v28h-38zM60 308h26v24H60z" />
        <path class="roof" d="M88 300l19-18 19 18zM124 306l23-20 23 20zM57 308l16-14 16 14z" />
        <path class="window" d="M103 310h8v9h-8zM138 314h7v8h-7zM150 314h7v8h-7zM69 315h7v8h-7z" />
      </g>
      <g class="lighthouse">
        <path class="beam" d="M519 136L640 92v70zM497 136L330 104v52z" />
        <path class="tower" d="M494 158h28l9 142h-46z" />
        <path class="band" d="M492.3 186h31.400l1.9 30h-35.200zM488.5 246h39l1.9 30h-42.800z" />
        <path class="tower" d="M497 124h22v28h-22z" />
        <path class="lamp" d="M501 129h14v18h-14z" />
        <path class="band" d="M493 124l15-18 15 18zM488 152h40v7h-40z" />
      </g>
      <path
        class="sea"
        d="M0 358c60-10 120-8 200 0 120 12 200-20 310-16 60 2 100 6 130 10v168H0z"
      />
      <path
        class="wave"
        d="M36 400c24 0 28 9 52 9s28-9 52-9 28 9 52 9M420 392c24 0 28 9 52 9s28-9 52-9 28 9 52 9M196 440c24 0 28 9 52 9s28-9 52-9 28 9 52 9 28-9 52-9M64 478c24 0 28 9 52 9s28-9 52-9M452 470c24 0 28 9 52 9s28-9 52-9"
      />
      <g class="boat">
        <path class="sail" d="M282 318v82h-52c26-20 44-48 52-82z" />
        <path class="sail" d="M290 338c6 26 20 46 42 62h-42z" />
        <path class="hull" d="M220 408h128c-8 16-20 24-36 24h-58c-16 0-28-8-34-24z" />
      </g>
    </svg>
  );
}
