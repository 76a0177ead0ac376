import { expect, test } from "vitest";
import { isTyped } from "@/features/stations/bulk-dialog";
import { COLUMNS, readColumns, toggledColumn, USUAL } from "@/features/stations/columns";
import { isUploadAddress } from "@/features/stations/diagnostics-dialog";
import { readStationSearch } from "@/lib/search";

test("columns that were kept come in the order of the table, without what no longer exists", () => {
  expect(readColumns('["power","gone","name","power"]')).toEqual(["name", "power"]);
  expect(readColumns("[]")).toEqual([]);
});

test("nothing kept, or something else than columns, is the usual ones", () => {
  for (const text of [null, "", "{", "null", '{"name":true}', "7"]) expect(readColumns(text)).toBeNull();
});

test("a column is put in its place and taken out again", () => {
  const more = toggledColumn(USUAL, "name");
  expect(more).toEqual(["name", ...USUAL]);
  expect(toggledColumn(more, "name")).toEqual([...USUAL]);
  expect(COLUMNS.filter((one) => USUAL.includes(one))).toEqual([...USUAL]);
});

test("the view stands in the address, and only the one that is not usual", () => {
  expect(readStationSearch({ view: "tiles", q: "CP" })).toEqual({ view: "tiles", q: "CP" });
  expect(readStationSearch({ view: "table" })).toEqual({});
});

test("the number is typed as it is or as it is shown", () => {
  for (const text of ["12431", "12,431", " 12.431 ", "12’431", "12\u202f431"])
    expect(isTyped(text, 12431)).toBe(true);
  for (const text of ["", "1243", "-12431x", "12431 stations"]) expect(isTyped(text, 12431)).toBe(false);
});

test("a file goes to an address of a file server or a web server", () => {
  for (const text of ["ftp://u:p@h/in/", "sftp://h/in", "https://h/up"])
    expect(isUploadAddress(text)).toBe(true);
  for (const text of ["", "h/in", "javascript:1", "file:///etc"]) expect(isUploadAddress(text)).toBe(false);
});
