import { SearchX } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";

export default function Missing() {
  const home = (
    <Link to="/" className={buttonClass()}>
      {t("missing.home")}
    </Link>
  );
  return (
    <Notice icon={SearchX} title={t("missing.title")} actions={home}>
      {t("missing.text")}
    </Notice>
  );
}
