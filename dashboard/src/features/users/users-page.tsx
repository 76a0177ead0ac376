import { Plus, UserRound } from "lucide-react";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { usePages } from "@/api/pages";
import { may } from "@/api/session";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Cell, DataTable, Row } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { bothTimes, moment } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { AddUser } from "./add-user";
import { EditUser } from "./edit-user";

export type User = Schemas["UserShown"];

/** Who may sign in, and as what. */
export default function UsersPage() {
  const asked = usePages<User>("/users");
  const [open, setOpen] = useState<{ user: User | null } | null>(null);
  const close = () => setOpen(null);
  return (
    <Page>
      {may("users:write") && (
        <div className="flex">
          <Button look="primary" className="ml-auto" onClick={() => setOpen({ user: null })}>
            <Plus size={15} aria-hidden="true" />
            {t("users.add")}
          </Button>
        </div>
      )}
      <Card>
        <Asked asked={asked} rows={6}>
          {(users) =>
            users.length === 0 ? (
              <Notice icon={UserRound} title={t("users.none")} />
            ) : (
              <UserTable users={users} more={asked.more} onOpen={(user) => setOpen({ user })} />
            )
          }
        </Asked>
      </Card>
      {open?.user === null && <AddUser onClose={close} />}
      {open?.user && <EditUser user={open.user} onClose={close} />}
    </Page>
  );
}

type TableProps = { users: User[]; more: (() => void) | undefined; onOpen: (user: User) => void };

function UserTable({ users, more, onOpen }: TableProps) {
  const now = useNow();
  const columns = (["person", "role", "state", "since"] as const).map((name) => t(`users.column.${name}`));
  return (
    <>
      <DataTable label={t("nav.users")} columns={columns}>
        {users.map((user) => (
          <Row key={user.id}>
            <Cell first>
              <span className="min-w-0">
                {may("users:write") && user.role !== "partner" ? (
                  <button
                    type="button"
                    onClick={() => onOpen(user)}
                    className="text-left underline decoration-line-3 underline-offset-3 max-sm:min-h-10 break-all"
                  >
                    {user.name || user.email}
                  </button>
                ) : (
                  <span className="break-all">{user.name || user.email}</span>
                )}
                {user.name && (
                  <span className="block text-xs font-normal text-ink-3 break-all">{user.email}</span>
                )}
              </span>
            </Cell>
            <Cell label={columns[1]}>{t(`role.${user.role}`)}</Cell>
            <Cell label={columns[2]} className={user.disabled ? "text-warn font-[600]" : "text-ink-2"}>
              {t(user.disabled ? "users.disabled" : "users.enabled")}
            </Cell>
            <Cell label={columns[3]} className="text-ink-2">
              <span title={bothTimes(user.created_at)}>{moment(user.created_at, now)}</span>
            </Cell>
          </Row>
        ))}
      </DataTable>
      {more && (
        <p className="p-3 text-center border-t border-line">
          <Button onClick={more}>{t("list.more")}</Button>
        </p>
      )}
    </>
  );
}
