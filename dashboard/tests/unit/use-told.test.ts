import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { askAgain } from "@/lib/feed/use-told";

/** A question whose answers come when the test says so. */
function question() {
  const waiting: ((answer: string) => void)[] = [];
  const observer = new QueryObserver(new QueryClient(), {
    queryKey: ["state"],
    queryFn: () => new Promise<string>((resolve) => waiting.push(resolve)),
  });
  const end = observer.subscribe(() => undefined);
  const answer = async (text: string) => {
    waiting.shift()?.(text);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { observer, waiting, answer, end };
}

it("asks once more where the first answer may be from before the event", async () => {
  const { observer, waiting, answer, end } = question();
  const asked = askAgain(observer.getCurrentResult());
  await answer("before the event");
  expect(waiting).toHaveLength(1);
  await answer("after it");
  await asked;
  expect(observer.getCurrentResult().data).toBe("after it");
  expect(waiting).toHaveLength(0);
  end();
});

it("asks once where there is an answer already", async () => {
  const { observer, waiting, answer, end } = question();
  await answer("an old one");
  const asked = askAgain(observer.getCurrentResult());
  await answer("the new one");
  await asked;
  expect(observer.getCurrentResult().data).toBe("the new one");
  expect(waiting).toHaveLength(0);
  end();
});
