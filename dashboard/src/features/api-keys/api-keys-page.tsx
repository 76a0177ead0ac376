import { clsx } from "clsx";
import { ChevronLeft, KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { usePages } from "@/api/pages";
import { may } from "@/api/session";
import { Age } from "@/components/ui/age";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { rich, t } from "@/lib/i18n";
import { Link, navigate, useSearch } from "@/lib/router";
import { KeyEditor } from "./key-editor";
import { KeyShown } from "./key-shown";

export type ApiKey = Schemas["ApiKeyShown"];
export type MadeKey = Schemas["ApiKeyCreated"];

/** Programs and partners that may use the API, each with what it may see and do. */
export default function ApiKeysPage() {
  const { key: chosen = "" } = useSearch();
  const [made, setMade] = useState<MadeKey | null>(null);
  const asked = usePages<ApiKey>("/api-keys");
  const choose = (key: string) => navigate({ to: "/api-keys", search: { key: key || undefined } });
  const created = (key: MadeKey) => {
    setMade(key);
    choose(key.id);
  };
  const one = asked.data?.find((key) => key.id === chosen);
  return (
    <Page>
      <div className="grid gap-4 lg:gap-5 lg:grid-cols-[320px_1fr] items-start">
        <Card
          title={t("keys.title")}
          className={chosen ? "max-lg:hidden" : undefined}
          actions={
            may("api-keys:write") && (
              <Button size="small" onClick={() => choose("new")}>
                <Plus size={14} aria-hidden="true" />
                {t("keys.add")}
              </Button>
            )
          }
        >
          <Asked asked={asked}>{(keys) => <KeyList keys={keys} chosen={chosen} more={asked.more} />}</Asked>
        </Card>
        {chosen && (
          <div className="space-y-4 min-w-0">
            <Button look="quiet" className="lg:hidden -ml-2" onClick={() => choose("")}>
              <ChevronLeft size={16} aria-hidden="true" />
              {t("keys.title")}
            </Button>
            {made && made.id === chosen && <KeyShown made={made} />}
            {chosen === "new" && <KeyEditor key="new" apiKey={null} onCreated={created} />}
            {one && <KeyEditor key={one.id} apiKey={one} onCreated={created} />}
          </div>
        )}
        {!chosen && (
          <Card className="max-lg:hidden">
            <Notice icon={KeyRound} title={t("keys.choose")}>
              {t("keys.choose.text")}
            </Notice>
          </Card>
        )}
      </div>
    </Page>
  );
}

type ListProps = { keys: ApiKey[]; chosen: string; more: (() => void) | undefined };

function KeyList({ keys, chosen, more }: ListProps) {
  if (keys.length === 0)
    return (
      <Notice small icon={KeyRound} title={t("keys.none")}>
        {t("keys.none.text")}
      </Notice>
    );
  return (
    <ul>
      {keys.map((key) => (
        <li key={key.id} className="border-t border-line">
          <Link
            to="/api-keys"
            search={{ key: key.id }}
            aria-current={key.id === chosen ? "true" : undefined}
            className={clsx("block px-4 py-2.5 text-sm rowx", key.id === chosen && "bg-selected")}
          >
            <span className="flex items-baseline gap-2">
              <span className="font-[600] truncate">{key.name}</span>
              {key.revoked_at && <span className="ml-auto text-xs text-danger">{t("keys.revoked")}</span>}
              {!key.revoked_at && key.expires_at && Date.parse(key.expires_at) < Date.now() && (
                <span className="ml-auto text-xs text-warn">{t("keys.expired")}</span>
              )}
            </span>
            <span className="block text-xs text-ink-3 truncate">
              <code className="code">{key.hint}…</code> · {key.owner}
            </span>
            <span className="block text-xs text-ink-3">
              {key.last_used_at
                ? rich("keys.used", { age: <Age since={key.last_used_at} /> })
                : t("keys.unused")}
            </span>
          </Link>
        </li>
      ))}
      {more && (
        <li className="p-3 text-center border-t border-line">
          <Button onClick={more}>{t("list.more")}</Button>
        </li>
      )}
    </ul>
  );
}
