import { Ban, CircleCheck, CircleX, ClockAlert } from "lucide-react";
import { may } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Cell, DataTable, Row } from "@/components/ui/data-table";
import { bothTimes, moment, UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import type { IdTag } from "./id-tags-page";

const LOOKS = {
  Accepted: { icon: CircleCheck, look: "text-ink-2" },
  Blocked: { icon: Ban, look: "text-danger font-[600]" },
  Expired: { icon: ClockAlert, look: "text-warn font-[600]" },
  Invalid: { icon: CircleX, look: "text-danger font-[600]" },
};

type Props = { tags: IdTag[]; more: (() => void) | undefined; onOpen: (tag: IdTag) => void };

export function IdTagTable({ tags, more, onOpen }: Props) {
  const now = useNow();
  const columns = (["tag", "status", "group", "parent", "expiry", "note"] as const).map((name) =>
    t(`tags.column.${name}`),
  );
  return (
    <>
      <DataTable label={t("nav.id-tags")} columns={columns}>
        {tags.map((tag) => {
          const { icon: Icon, look } = LOOKS[tag.status];
          return (
            <Row key={tag.id}>
              <Cell first>
                <span className="min-w-0">
                  {may("id-tags:write") ? (
                    <button
                      type="button"
                      onClick={() => onOpen(tag)}
                      className="id !whitespace-normal break-all text-left underline decoration-line-3 underline-offset-3 max-sm:min-h-10"
                    >
                      {tag.id_tag}
                    </button>
                  ) : (
                    <span className="id !whitespace-normal break-all">{tag.id_tag}</span>
                  )}
                  {tag.aliases.length > 0 && (
                    <span className="block text-xs font-normal text-ink-3 break-all">
                      {t("tags.aliases", { aliases: tag.aliases.join(", ") })}
                    </span>
                  )}
                </span>
              </Cell>
              <Cell label={columns[1]}>
                <span className={`inline-flex items-center gap-1.5 ${look}`}>
                  <Icon size={15} aria-hidden="true" />
                  {t(`tags.status.${tag.status}`)}
                </span>
              </Cell>
              <Cell label={columns[2]} className="normal-nums">
                {tag.group ?? UNKNOWN}
              </Cell>
              <Cell label={columns[3]} className="normal-nums">
                {tag.parent ?? UNKNOWN}
              </Cell>
              <Cell label={columns[4]}>
                <span title={tag.expiry ? bothTimes(tag.expiry) : undefined}>
                  {tag.expiry ? moment(tag.expiry, now) : t("tags.unlimited")}
                </span>
              </Cell>
              <Cell label={columns[5]} className="text-ink-2 break-words normal-nums">
                {tag.note ?? UNKNOWN}
              </Cell>
            </Row>
          );
        })}
      </DataTable>
      {more && (
        <p className="p-3 text-center border-t border-line">
          <Button onClick={more}>{t("list.more")}</Button>
        </p>
      )}
    </>
  );
}
