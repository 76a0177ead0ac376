import { type FormEvent, useState } from "react";
import { ApiProblem, api, data } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { stationIn } from "./read-code";
import { Viewfinder } from "./viewfinder";

/** From the code on a charging station to its page; by typing where there is no camera. */
export default function ScanPage() {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (text: string) => {
    const named = stationIn(text);
    if (named === null) {
      setWrong(t("scan.wrong", { text: text.trim().slice(0, 80) }));
      return;
    }
    setBusy(true);
    setWrong(null);
    try {
      const path = { ocpp_id: named };
      const found = await data(api.GET("/api/v1/stations/{ocpp_id}", { params: { path } }));
      navigate({ to: "/stations/$station", params: { station: found.ocpp_id } });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setWrong(wordsOf(error, named));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== "") void open(typed);
  };
  return (
    <div className="w-full max-w-[520px] mx-auto p-3 sm:p-6 space-y-5">
      <p className="text-sm text-ink-2">{t("scan.help")}</p>
      <Viewfinder onCode={(text) => void open(text)} />
      <form onSubmit={submit} className="space-y-3">
        <Field
          label={t("scan.id")}
          help={t("scan.id.help")}
          error={wrong}
          value={typed}
          maxLength={500}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          tall
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" look="primary" size="large" disabled={busy || typed.trim() === ""}>
          {t("scan.open")}
        </Button>
      </form>
    </div>
  );
}

function wordsOf(problem: ApiProblem, station: string): string {
  if (problem.status === 404) return t("scan.unknown", { station });
  if (problem.status === 0) return t("error.unreachable");
  if (problem.missingPermission !== null) return t("denied.title");
  return t("error.answer", { detail: problem.message });
}
