/**
 * The router of the dashboard: addresses with `$name` parts, lazy pages, and the search part as plain text, so that a
 * filter in an address can be read and typed. Of our own, because the known ones cost a quarter of the first load.
 */

import {
  type AnchorHTMLAttributes,
  type ComponentType,
  createContext,
  type LazyExoticComponent,
  lazy,
  type MouseEvent,
  type ReactNode,
  use,
  useSyncExternalStore,
} from "react";

export type Search = Record<string, string | undefined>;
export type Params = Record<string, string>;
export type Target = { to: string; params?: Params; search?: Search; replace?: boolean };
export type Route = {
  path: string;
  page: LazyExoticComponent<ComponentType>;
  preload: () => Promise<unknown>;
};

const listeners = new Set<() => void>();
const positions = new Map<string, number>();
let known: readonly Route[] = [];
const ParamsContext = createContext<Params>({});

export function route(path: string, load: () => Promise<{ default: ComponentType }>): Route {
  return { path, page: lazy(load), preload: load };
}

export function href({ to, params = {}, search = {} }: Target): string {
  const path = to.replaceAll(/\$(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== "") query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The parts of a path that the pattern names; null if it does not fit. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  const params: Params = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    if (!part.startsWith("$")) {
      if (part !== text) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(text);
    } catch {
      return null; // a half escape: no page has this address
    }
  }
  return params;
}

function changed(): void {
  for (const listener of listeners) listener();
}

addEventListener("popstate", () => {
  changed();
  const position = positions.get(location.href) ?? 0;
  requestAnimationFrame(() => scrollTo(0, position));
});

export function navigate(target: Target): void {
  const address = href(target);
  positions.set(location.href, scrollY);
  if (target.replace) history.replaceState(null, "", address);
  else {
    history.pushState(null, "", address);
    scrollTo(0, 0);
  }
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** The search part of the address, each name once. */
export function useSearch(): Record<string, string> {
  const text = useSyncExternalStore(subscribe, () => location.search);
  return Object.fromEntries(new URLSearchParams(text));
}

/** A named part of the address of this page. */
export function useParam(name: string): string {
  return use(ParamsContext)[name] ?? "";
}

export function Routes({ routes, missing }: { routes: readonly Route[]; missing: ReactNode }) {
  known = routes;
  const path = usePath();
  for (const { path: pattern, page: Page } of routes) {
    const params = match(pattern, path);
    if (params) {
      return (
        <ParamsContext value={params}>
          <Page key={pattern + JSON.stringify(params)} />
        </ParamsContext>
      );
    }
  }
  return missing;
}

type LinkProps = Target &
  AnchorHTMLAttributes<HTMLAnchorElement> & {
    /** Added while the page of this link, or one below it, is shown. */
    activeClass?: string;
  };

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

export function Link({
  to,
  params,
  search,
  replace,
  activeClass,
  className = "",
  onClick,
  ...rest
}: LinkProps) {
  const path = usePath();
  const target = { to, params, search, replace };
  const active = activeClass !== undefined && (path === to || (to !== "/" && path.startsWith(`${to}/`)));
  return (
    <a
      href={href(target)}
      aria-current={active ? "page" : undefined}
      className={active ? `${className} ${activeClass}` : className}
      onPointerEnter={() => void known.find((one) => one.path === to)?.preload()}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        navigate(target);
      }}
      {...rest}
    />
  );
}
