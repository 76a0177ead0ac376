import { useState } from "react";
import type { Admitted } from "@/api/admission";
import { Page } from "@/components/ui/page";
import { navigate, useSearch } from "@/lib/router";
import { CredentialsCard } from "./credentials-card";
import { KnockingCard } from "./knocking-card";
import { RefusedCard } from "./refused-card";
import { useRefusalFeed } from "./use-refusals";
import { WatchCard } from "./watch-card";

/** How a station gets in: what to type, how far it has come, who waits, and who was refused. */
export default function OnboardingPage() {
  const { station = "" } = useSearch();
  const [admitted, setAdmitted] = useState<Admitted | null>(null);
  useRefusalFeed();
  const watch = (identity: string) =>
    navigate({ to: "/onboarding", search: { station: identity || undefined }, replace: true });
  const admit = (next: Admitted) => {
    setAdmitted(next);
    watch(next.station);
    scrollTo(0, 0);
  };
  return (
    <Page>
      <div className="grid gap-4 lg:gap-5 lg:grid-cols-[7fr_4fr]">
        <CredentialsCard identity={station} admitted={admitted} onIdentity={watch} onAdmitted={admit} />
        <WatchCard identity={station} />
      </div>
      <KnockingCard onAdmitted={admit} />
      <RefusedCard />
    </Page>
  );
}
