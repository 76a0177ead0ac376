import { SquareTerminal } from "lucide-react";
import type { Schemas } from "@/api/client";
import { usePages } from "@/api/pages";
import type { Station } from "@/api/stations";
import { CommandRow } from "@/components/commands/command-row";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { useTold } from "@/lib/feed/use-told";
import { t } from "@/lib/i18n";
import { navigate, useSearch } from "@/lib/router";
import { CommandInProgress } from "./command-in-progress";
import { SendButton } from "./send-button";

const AGAIN_MS = 10_000;

/** What this station was told; a click shows the life of a command and leads to its messages. */
export default function CommandsTab({ station }: { station: Station }) {
  const id = station.ocpp_id;
  const search = useSearch();
  const asked = usePages<Schemas["CommandShown"]>("/commands", { station: id }, AGAIN_MS);
  useTold((one) => one.type === "command.updated" && one.data.station === id, asked);
  const open = (command: string) =>
    navigate({
      to: "/stations/$station",
      params: { station: id },
      search: { ...search, open: search.open === command ? undefined : command },
      replace: true,
    });
  return (
    <div className="space-y-3">
      <CommandInProgress station={id} />
      <Card title={t("station.tab.commands")} actions={<SendButton station={id} telling />}>
        <Asked asked={asked} rows={8}>
          {(items) =>
            items.length === 0 ? (
              <Notice small icon={SquareTerminal} title={t("station.commands.none")} />
            ) : (
              <>
                <ul>
                  {items.map((command) => (
                    <CommandRow
                      key={command.id}
                      command={command}
                      withStation={false}
                      open={command.id === search.open}
                      onToggle={() => open(command.id)}
                    />
                  ))}
                </ul>
                {asked.more && (
                  <p className="p-3 text-center border-t border-line">
                    <Button onClick={asked.more}>{t("list.more")}</Button>
                  </p>
                )}
              </>
            )
          }
        </Asked>
      </Card>
    </div>
  );
}
