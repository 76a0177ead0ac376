import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Admitted } from "@/api/admission";
import { ApiProblem, api, data } from "@/api/client";
import { may } from "@/api/session";
import { stationAddress, useSystem } from "@/api/system";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { rich, t } from "@/lib/i18n";

type Way = "open" | "password" | "certificate";
const WAYS = ["password", "open", "certificate"] as const;

type Props = {
  identity: string;
  admitted: Admitted | null;
  onIdentity: (identity: string) => void;
  onAdmitted: (admitted: Admitted) => void;
};

/** The exact address and password to type into a station, and a station added by hand. */
export function CredentialsCard(props: Props) {
  const system = useSystem();
  return (
    <Card title={t("type.title")}>
      <Asked asked={system} rows={6}>
        {({ addresses }) => <Credentials {...props} base={stationAddress(addresses, location.hostname)} />}
      </Asked>
    </Card>
  );
}

function Credentials({ identity, admitted, base, onIdentity, onAdmitted }: Props & { base: string }) {
  const tail = identity ? encodeURIComponent(identity) : "";
  const shown = admitted?.station === identity ? admitted : null;
  return (
    <div className="px-4 pb-4 space-y-4">
      <div>
        <p className="mb-1.5 text-sm font-[580]">{t("type.url")}</p>
        <CopyField text={`${base}/${tail}`} />
        {!base.startsWith("wss:") && <p className="mt-1.5 text-xs text-ink-3">{t("type.url.plain")}</p>}
      </div>
      {shown && (
        <div className="grid gap-4 sm:grid-cols-2">
          <div>
            <p className="mb-1.5 text-sm font-[580]">{t("type.user")}</p>
            <CopyField text={shown.station} />
          </div>
          {shown.password && (
            <div>
              <p className="mb-1.5 text-sm font-[580]">
                {t("type.password")} <span className="font-normal text-ink-3">{t("type.password.once")}</span>
              </p>
              <CopyField text={shown.password} />
            </div>
          )}
        </div>
      )}
      {may("stations:write") && (
        <AddByHand
          identity={identity}
          secure={base.startsWith("wss:")}
          onIdentity={onIdentity}
          onAdmitted={onAdmitted}
        />
      )}
      <p className="text-xs text-ink-2">
        {rich("type.subprotocol", {
          name: <code className="code bg-sunken px-1 rounded-chip">ocpp1.6</code>,
        })}
      </p>
    </div>
  );
}

/** A station that exists without a password is let in by nobody until one is made: both happen here. */
async function add(identity: string, way: Way, secure: boolean): Promise<Admitted> {
  const profile = { open: 0, password: secure ? 2 : 1, certificate: 3 }[way];
  const body = { ocpp_id: identity, security_profile: profile };
  const station = await data(api.POST("/api/v1/stations", { body }));
  if (way !== "password") return { station: station.ocpp_id, password: null };
  const path = { ocpp_id: station.ocpp_id };
  const made = await data(api.POST("/api/v1/stations/{ocpp_id}/password", { params: { path } }));
  return { station: station.ocpp_id, password: made.password };
}

type AddProps = Omit<Props, "admitted"> & { secure: boolean };

function AddByHand({ identity, secure, onIdentity, onAdmitted }: AddProps) {
  const queries = useQueryClient();
  const [way, setWay] = useState<Way>("password");
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    try {
      onAdmitted(await add(identity.trim(), way, secure));
      await queries.invalidateQueries({ queryKey: ["stations"] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setWrong(error.status === 409 ? t("add.exists") : error.message);
    } finally {
      setBusy(false);
    }
  };
  const options = WAYS.map((value) => ({ value, label: t(`type.way.${value}`) }));
  return (
    <form onSubmit={(event) => void submit(event)} className="pt-4 border-t border-line space-y-3">
      <Field
        label={t("type.identity")}
        required
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        value={identity}
        onChange={(event) => onIdentity(event.target.value)}
        help={t(`type.way.${way}.help`)}
        error={wrong}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label={t("type.way")} value={way} options={options} onChange={setWay} />
        <Button type="submit" className="ml-auto" disabled={busy || identity.trim() === ""}>
          {t("type.add")}
        </Button>
      </div>
    </form>
  );
}
