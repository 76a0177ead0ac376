import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem, api, data } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";

/** A station that is to come. */
export function AddStation({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [wrong, setWrong] = useState<{ field: "id" | "password"; text: string } | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name)).trim() || null;
    const password = text("password");
    const body = {
      ocpp_id: text("id") ?? "",
      name: text("name"),
      group: text("site"),
      password,
      ...(password ? {} : { security_profile: 0 }),
    };
    try {
      const station = await data(api.POST("/api/v1/stations", { body }));
      await queries.invalidateQueries({ queryKey: ["stations"] });
      onClose();
      navigate({ to: "/stations/$station", params: { station: station.ocpp_id } });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const about = (error.document.errors as { field: string; message: string }[] | undefined)?.[0];
      const inPassword = about?.field.includes("password") ?? false;
      const words = error.status === 409 ? t("add.exists") : (about?.message ?? error.message);
      setWrong({ field: inPassword ? "password" : "id", text: words });
    }
  };
  const error = (field: "id" | "password") => (wrong?.field === field ? wrong.text : null);
  return (
    <Dialog title={t("add.title")} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="p-5 space-y-4">
          <Field
            label={t("add.id")}
            name="id"
            required
            maxLength={255}
            help={t("add.id.help")}
            error={error("id")}
            data-focus
          />
          <Field label={t("add.name")} name="name" maxLength={200} />
          <Field label={t("add.site")} name="site" maxLength={200} />
          <Field
            label={t("add.password")}
            name="password"
            autoComplete="off"
            help={t("add.password.help")}
            error={error("password")}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("add.cancel")}</Button>
          <Button type="submit" look="primary">
            {t("add.submit")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
