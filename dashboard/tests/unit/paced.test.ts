import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Pace, paced } from "@/lib/paced";

let asked = 0;
const asking = (pace: Pace) => paced(pace, () => asked++);

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
});
afterEach(() => vi.useRealTimers());

it("runs at once, and once more for all that comes meanwhile", () => {
  const { call } = asking({ everyMs: 250 });
  call();
  expect(asked).toBe(1);
  vi.advanceTimersByTime(100);
  call();
  call();
  expect(asked).toBe(1);
  vi.advanceTimersByTime(150);
  expect(asked).toBe(2);
  vi.advanceTimersByTime(60_000);
  expect(asked).toBe(2);
  call();
  expect(asked).toBe(3);
});

describe.each([1, 2])("a pace with %i times", (times) => {
  it("is kept by 200 calls a second, and ends with the last of them", () => {
    const { call, stop } = asking({ everyMs: 1000, times });
    for (let at = 0; at < 2000; at += 1) {
      call();
      vi.advanceTimersByTime(5);
    }
    expect(asked).toBeLessThanOrEqual(11);
    vi.advanceTimersByTime(60_000);
    expect(asked).toBeLessThanOrEqual(12);
    const before = asked;
    call();
    call();
    stop();
    vi.advanceTimersByTime(60_000);
    expect(asked).toBe(before + 1);
  });
});

describe("where answers are shared", () => {
  it("asks at once, and once more when those from before the change are gone", () => {
    const { call } = asking({ everyMs: 1000, times: 2 });
    call();
    expect(asked).toBe(1);
    vi.advanceTimersByTime(999);
    expect(asked).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(asked).toBe(2);
  });

  it("asks once more also after a change that came while it rested", () => {
    const { call } = asking({ everyMs: 1000, times: 2 });
    call();
    vi.advanceTimersByTime(500);
    call();
    vi.advanceTimersByTime(500);
    expect(asked).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(asked).toBe(3);
    vi.advanceTimersByTime(60_000);
    expect(asked).toBe(3);
  });
});
