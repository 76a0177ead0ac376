import { CircleX } from "lucide-react";
import { Component, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";

type Props = { children: ReactNode };

/** The last wall: a defect in a page shows this and not a white screen. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Defect /> : this.props.children;
  }
}

export function Defect() {
  return (
    <Notice
      icon={CircleX}
      title={t("error.title")}
      actions={<Button onClick={() => location.reload()}>{t("error.reload")}</Button>}
    >
      {t("error.page")}
    </Notice>
  );
}
