import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { t } from "@/lib/i18n";
import { Button } from "./button";

/** Text that people type by hand elsewhere: it wraps, is never cut, and can be copied. */
export function CopyField({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="flex items-center gap-2 rounded-ctl bg-sunken border border-line pl-3 pr-1.5 py-1.5 text-left">
      <code className="code flex-1 min-w-0 break-all py-1 text-sm">{text}</code>
      {"clipboard" in navigator && (
        <Button size="small" look="quiet" onClick={() => void copy()}>
          {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {copied ? t("empty.fleet.copied") : t("empty.fleet.copy")}
        </Button>
      )}
    </div>
  );
}
