/** Prints one receipt and nothing else of the page. */

const ALONE =
  "@media print { body > :not(omnilex-chat, :has(omnilex-chat)) { display: none !important; } omnilex-chat { position: static !important; } }";

export function print(receipt: HTMLElement, paper: HTMLElement): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(ALONE);
  paper.replaceChildren(receipt.cloneNode(true));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  addEventListener(
    "afterprint",
    () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      paper.replaceChildren();
    },
    { once: true },
  );
  window.print();
}
