import { expect, test } from "vitest";
import { moment } from "@/lib/format";

test("a moment says its date on another day, and its year in another year", () => {
  const now = new Date(2026, 10, 23, 12).getTime();
  const said = (year: number, month: number, day: number) =>
    moment(new Date(year, month, day, 0, 5, 6).toISOString(), now);
  expect(said(2026, 10, 23)).toBe("00:05:06");
  expect(said(2026, 10, 22)).toBe("Nov 22, 00:05");
  expect(said(2031, 0, 1)).toBe("Jan 1, 2031, 00:05");
});
