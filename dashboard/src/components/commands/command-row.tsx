import type { Schemas } from "@/api/client";
import { Age } from "@/components/ui/age";
import { actionName, commandStep } from "@/components/ui/command-words";
import { StepSign } from "@/components/ui/step-sign";
import { CommandLife } from "./command-life";

type Props = {
  command: Schemas["CommandShown"];
  open: boolean;
  onToggle: () => void;
  /** Which station stands in the row; not on the page of one station. */
  withStation: boolean;
};

/** One command in a list; a click shows its life. */
export function CommandRow({ command, open, onToggle, withStation }: Props) {
  const { step, text } = commandStep(command);
  return (
    <li className="border-t border-line first:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex flex-wrap items-center gap-x-3 gap-y-0.5 w-full min-h-10 px-4 py-1.5 text-sm text-left rowx"
      >
        <StepSign step={step} />
        {withStation && <span className="font-[600] truncate max-w-[45%] id">{command.station}</span>}
        <span className={withStation ? undefined : "font-[600]"}>{actionName(command.action)}</span>
        <span className="text-ink-2 break-words min-w-0 max-sm:basis-full max-sm:pl-8">{text}</span>
        <span className="ml-auto text-xs text-ink-3 max-sm:pl-8">
          {command.requested_by} · <Age ago since={command.requested_at} />
        </span>
      </button>
      {open && <CommandLife command={command} />}
    </li>
  );
}
