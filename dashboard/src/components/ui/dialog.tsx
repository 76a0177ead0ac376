import { clsx } from "clsx";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

type Props = {
  title: string;
  onClose: () => void;
  className?: string;
  hideTitle?: boolean;
  children: ReactNode;
};

/**
 * A modal dialog: the browser's own, which holds the focus inside, closes by Escape and needs no style of its own in the
 * page (the content policy allows none). On a phone it is a sheet at the bottom. What bears `data-focus` has the focus
 * first, otherwise the first control; afterwards whatever had it before.
 */
export function Dialog({ title, onClose, className, hideTitle, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressed = useRef<EventTarget | null>(null);
  const id = useId();
  // Closed while it still stands in the page: the browser gives the focus back for no dialog that is gone already.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    const find = (what: string) => element?.querySelector<HTMLElement>(what);
    // A part that scrolls would be the browser's own choice, and whoever types would type into nothing.
    (find("[data-focus]") ?? find(":is(input, select, textarea, button):enabled, a[href]"))?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, a click beside it is the pointer's way
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        // Whoever marks text and lets go beside the dialog has not clicked there.
        if (event.target === dialog.current && pressed.current === dialog.current) onClose();
      }}
      className={clsx(
        "m-auto p-0 w-full max-w-[440px] rounded-dialog bg-raised text-ink shadow-dialog",
        "backdrop:bg-[var(--scrim)] max-sm:mb-0 max-sm:max-w-full max-sm:rounded-b-none max-sm:rounded-t-[20px]",
        className,
      )}
    >
      <h2 id={id} className={hideTitle ? "sr-only" : "px-5 pt-5 text-lg font-[620]"}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** The foot of a dialog: what keeps things as they are on the left, what acts on the right. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap justify-end gap-2 px-5 py-3.5 bg-sunken border-t border-line max-sm:[&>*]:flex-1">
      {children}
    </footer>
  );
}
