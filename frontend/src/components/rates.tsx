import { useEffect, useState } from "preact/hooks";
import { fetchPlans } from "../api/plans";
import type { BankWords } from "../model/bank-words";
import { CATALOGUE, type Product, percentOf, termOf, withPlans } from "../model/catalogue";

/** Written with the catalogue at build time; today's rates take its place as they arrive. */
export function Rates({ words }: { words: BankWords }) {
  const [products, setProducts] = useState<readonly Product[]>(CATALOGUE);
  useEffect(() => {
    // Without an answer, or with none in it, the page stands as it was written.
    fetchPlans().then(
      ({ plans }) => plans.length > 0 && setProducts(withPlans(CATALOGUE, plans)),
      () => undefined,
    );
  }, []);
  const { language } = words;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.product}</th>
          <th scope="col">{words.term}</th>
          <th scope="col">{words.conditions}</th>
          <th scope="col" class="rate">
            {words.rate}
          </th>
        </tr>
      </thead>
      <tbody>
        {products.map((product) => (
          <tr key={product.plan_id} data-plan={product.plan_id}>
            <th scope="row">
              <b>{product.name[language]}</b>
              <span>{product.promise[language]}</span>
            </th>
            <td>{termOf(product, words)}</td>
            <td>{product.conditions[language]}</td>
            <td class="rate">
              {product.rate_basis_points > 0 ? (
                <>
                  <b class="number">{percentOf(product)}</b> <span>{words.aYear}</span>
                </>
              ) : (
                <span>{words.noRate}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
