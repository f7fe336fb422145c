import { expect, test } from "vitest";
import { ApiError } from "../../src/api/client";
import { Resource } from "../../src/state/resource";

const failing = (status: number) => async () => {
  throw new ApiError("refused", status, "x", "why");
};

test.each([
  [404, "missing"],
  [403, "forbidden"],
  [500, "failed"],
])("a refusal with %i is %s", async (status, phase) => {
  const resource = new Resource<string>();

  await resource.load(failing(status));

  expect(resource.phase.value).toBe(phase);
});

test("the last thing asked for counts, whatever comes first", async () => {
  const resource = new Resource<string>();
  let answerOld: (value: string) => void = () => undefined;
  const old = resource.load(
    () =>
      new Promise<string>((answer) => {
        answerOld = answer;
      }),
  );

  await resource.load(async () => "fresh");
  answerOld("old");
  await old;

  expect(resource.value.value).toBe("fresh");
});
