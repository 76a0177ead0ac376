import type { Station } from "@/api/stations";
import { CertificateCard } from "./certificate-card";
import { PasswordCard } from "./password-card";
import { ProfileCard } from "./profile-card";
import { RefusedCard } from "./refused-card";
import { RegistrationCard } from "./registration-card";
import { SecurityEventsCard } from "./security-events-card";
import { TreatmentCard } from "./treatment-card";

/** How the station proves itself, how it is treated, and what happened around both. */
export default function SecurityTab({ station }: { station: Station }) {
  return (
    <div className="space-y-4 lg:space-y-5">
      <div className="grid lg:grid-cols-2 gap-4 lg:gap-5 items-start">
        <div className="space-y-4 lg:space-y-5 min-w-0">
          <PasswordCard station={station} />
          <CertificateCard station={station} />
          <RegistrationCard station={station} />
        </div>
        <div className="space-y-4 lg:space-y-5 min-w-0">
          <ProfileCard station={station} />
          <TreatmentCard station={station} />
        </div>
      </div>
      <SecurityEventsCard station={station.ocpp_id} />
      <RefusedCard station={station.ocpp_id} />
    </div>
  );
}
