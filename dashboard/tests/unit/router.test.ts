import { describe, expect, it } from "vitest";
import { href, match } from "@/lib/router";
import { readStationSearch } from "@/lib/search";

describe("addresses", () => {
  it("escapes what stands in a path", () => {
    expect(href({ to: "/stations/$station", params: { station: "a/b ?#" } })).toBe(
      "/stations/a%2Fb%20%3F%23",
    );
  });

  it("reads back what it has written", () => {
    expect(match("/stations/$station", "/stations/a%2Fb%20%3F%23")).toEqual({ station: "a/b ?#" });
    expect(match("/stations/$station", "/stations")).toBeNull();
    expect(match("/stations", "/stations/")).toEqual({});
    expect(match("/", "/")).toEqual({});
    expect(match("/stations/$station", "/stations/%E0%A4%A")).toBeNull();
  });

  it("keeps every filter in the address and drops what it does not know", () => {
    const address = href({ to: "/stations", search: { q: "a&b", group: undefined, online: "false" } });
    expect(address).toBe("/stations?q=a%26b&online=false");
    const read = Object.fromEntries(new URLSearchParams(address.split("?")[1]));
    expect(readStationSearch({ ...read, evil: "1", sort: "power" })).toEqual({ q: "a&b", online: "false" });
  });
});
