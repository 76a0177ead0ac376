/** The catalogue of texts: English is part of the first load, every other language is fetched when it is wanted. */

import { createElement, Fragment, type ReactNode, useSyncExternalStore } from "react";
import { insist } from "./insist";
import { first } from "./locales/en/first";
import type { pages as enPages } from "./locales/en/pages";

type Key = keyof typeof first | keyof typeof enPages;
export type Catalogue = Record<Key, string>;
type PluralBase<Name> = Name extends `${infer Base}_other` ? Base : never;
export type TextKey = Key | PluralBase<Key>;
export type Values = Record<string, string | number>;

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

let language: Language = "en";
let catalogue: Partial<Catalogue> = first;
let pages: Promise<void> | null = null;
let plurals = new Intl.PluralRules(language);
const listeners = new Set<() => void>();

function template(key: TextKey, values?: Values): string {
  const texts: Partial<Record<string, string>> = catalogue;
  const count = values?.count;
  const plural = typeof count === "number" ? texts[`${key}_${plurals.select(count)}`] : undefined;
  return plural ?? texts[`${key}_other`] ?? texts[key] ?? key;
}

/** The text with its values; a number called `count` is grouped and also chooses the plural form. */
export function t(key: TextKey, values?: Values): string {
  const text = template(key, values);
  return values
    ? text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => shown(name, values[name]) ?? whole)
    : text;
}

function shown(name: string, value: string | number | undefined): string | undefined {
  return name === "count" && typeof value === "number" ? value.toLocaleString(language) : value?.toString();
}

/** The text with pieces of page in it, for a bold name or a link inside a sentence. */
export function rich(key: TextKey, pieces: Record<string, ReactNode>, values?: Values): ReactNode {
  const parts = template(key, values).split(/(\{\w+\})/);
  return parts.map((part, index) => {
    const name = part.startsWith("{") ? part.slice(1, -1) : null;
    const piece = name === null ? part : (pieces[name] ?? values?.[name] ?? part);
    return createElement(Fragment, { key: index }, piece);
  });
}

export function currentLanguage(): Language {
  return language;
}

function preferred(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem("language");
  } catch {
    kept = null; // storage is switched off: the browser's language decides
  }
  const wishes = kept ? [kept] : navigator.languages;
  for (const wish of wishes) {
    const found = LANGUAGES.find((one) => wish.toLowerCase().startsWith(one));
    if (found) return found;
  }
  return "en";
}

async function load(wanted: Language): Promise<Partial<Catalogue>> {
  if (wanted === "de") return (await import("./locales/de/all")).de;
  return pages ? { ...first, ...(await import("./locales/en/pages")).pages } : first;
}

/** A page with the texts of all pages: only the first one does without them. */
export async function withTexts<Page>(load: () => Promise<Page>): Promise<Page> {
  const page = insist(load);
  pages ??= insist(() => import("./locales/en/pages")).then((en) => {
    if (language === "en") catalogue = { ...first, ...en.pages };
  });
  await pages;
  return page;
}

/** Whether there is such a text, for keys that are put together from what the gateway says. */
export function isText(key: string): key is TextKey {
  return key in catalogue;
}

export async function setLanguage(wanted: Language): Promise<void> {
  catalogue = await load(wanted);
  language = wanted;
  plurals = new Intl.PluralRules(wanted);
  document.documentElement.lang = wanted;
  for (const listener of listeners) listener();
}

export async function chooseLanguage(wanted: Language): Promise<void> {
  try {
    localStorage.setItem("language", wanted);
  } catch {
    // The choice holds until the page is closed.
  }
  await setLanguage(wanted);
}

export async function startLanguage(): Promise<void> {
  const wanted = preferred();
  if (wanted !== "en") await setLanguage(wanted);
}

/** Repaints whoever uses it when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => language,
  );
}
