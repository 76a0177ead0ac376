import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { ApiProblem } from "@/api/client";
import { onSession, resume, sessionState } from "@/api/session";
import { useLanguage } from "@/lib/i18n";
import { insist } from "@/lib/insist";
import { forgetTag } from "@/lib/last-tag";
import { ErrorBoundary } from "./error-boundary";
import { Shell } from "./shell";
import { Waiting } from "./waiting";

const SignInPage = lazy(() => insist(() => import("@/features/sign-in/sign-in-page")));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // What is refused stays refused; what could not be reached may come back.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
    },
  },
});

export function App() {
  const session = useSyncExternalStore(onSession, sessionState);
  const language = useLanguage();
  useEffect(() => {
    resumeUntilReached();
  }, []);
  useEffect(() => {
    if (session.status !== "signed-out") return;
    queries.clear();
    forgetTag();
  }, [session.status]);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queries} key={language}>
        <Suspense fallback={<Waiting />}>
          {session.status === "unknown" && <Waiting />}
          {session.status === "signed-out" && <SignInPage ended={session.reason === "ended"} />}
          {session.status === "signed-in" && <Shell />}
        </Suspense>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

const AGAIN_MS = 2_000;

function resumeUntilReached(): void {
  resume().catch(() => setTimeout(resumeUntilReached, AGAIN_MS));
}
