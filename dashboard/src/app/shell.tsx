import { lazy, Suspense, useEffect, useState } from "react";
import { feedTicket } from "@/api/client";
import { useOverview } from "@/api/overview";
import { resume } from "@/api/session";
import { Skeleton } from "@/components/ui/skeleton";
import { SignedOut } from "@/lib/feed/connection";
import { startLive, useLink } from "@/lib/feed/live";
import { t, withTexts } from "@/lib/i18n";
import { Routes, usePath } from "@/lib/router";
import { BottomBar } from "./bottom-bar";
import { ErrorBoundary } from "./error-boundary";
import { useKeys } from "./keys";
import { WALL } from "./navigation";
import { PageHeader } from "./page-header";
import { ROUTES } from "./routes";
import { Sidebar } from "./sidebar";

/**
 * A larger fleet is not held in the browser: figures and lists are asked for, and the feed tells what changes. So many
 * stations with two connectors each are 12 MB to read once, in parts of some milliseconds.
 */
const LARGEST_SNAPSHOT = 12_000;

const Missing = lazy(() => withTexts(() => import("./missing")));
const KeysDialog = lazy(() => withTexts(() => import("./keys-dialog")));
const Palette = lazy(() => withTexts(() => import("./palette")));
const Toasts = lazy(() => withTexts(() => import("./toasts")));

async function ticket(): Promise<string> {
  const given = await feedTicket();
  if (given === null) throw new SignedOut("no ticket");
  return given;
}

/** The feed of this tab, from sign-in to sign-out. */
function useLive(): void {
  const { data: overview, isError } = useOverview();
  const large = (overview?.stations.total ?? 0) > LARGEST_SNAPSHOT;
  const known = overview !== undefined || isError;
  useEffect(() => {
    if (!known) return;
    return startLive({ ticket, onSignedOut: () => void resume(), snapshot: !large });
  }, [known, large]);
}

export function Shell() {
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const { phase } = useLink();
  const path = usePath();
  useLive();
  const close = () => setOpen(null);
  const onPalette = () => setOpen("palette");
  const onKeys = () => setOpen("keys");
  useKeys({ onPalette: open === "palette" ? close : onPalette, onKeys });
  const stale = phase === "stale" || phase === "ended";
  const page = (
    <Suspense fallback={<Skeleton rows={8} className="p-6" />}>
      <ErrorBoundary key={path}>
        <Routes routes={ROUTES} missing={<Missing />} />
      </ErrorBoundary>
    </Suspense>
  );
  if (path === WALL) {
    return (
      <main id="content" tabIndex={-1} data-stale={stale} className="!outline-none">
        {page}
      </main>
    );
  }
  return (
    <div className="flex min-h-full" data-stale={stale}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:z-50 focus:p-3 focus:bg-raised"
      >
        {t("nav.skip")}
      </a>
      <Sidebar onPalette={onPalette} />
      <div className="flex-1 min-w-0 flex flex-col min-h-screen bg-canvas">
        <PageHeader />
        <main id="content" tabIndex={-1} className="flex-1 flex flex-col max-sm:pb-20 !outline-none">
          {page}
        </main>
      </div>
      <BottomBar onPalette={onPalette} />
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
      <Suspense fallback={null}>
        {open === "palette" && <Palette onClose={close} onKeys={onKeys} />}
        {open === "keys" && <KeysDialog onClose={close} />}
      </Suspense>
    </div>
  );
}
