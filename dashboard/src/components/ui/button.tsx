import { clsx } from "clsx";
import type { ButtonHTMLAttributes } from "react";

export type Look = "primary" | "plain" | "quiet" | "danger";
export type Size = "normal" | "small" | "large" | "icon";

const LOOKS: Record<Look, string> = {
  primary: "bg-primary text-on-primary hover:bg-primary-hover",
  plain: "bg-surface text-ink border border-line-2 hover:bg-hover",
  quiet: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "bg-danger-solid text-on-danger",
};
const SIZES: Record<Size, string> = {
  normal: "h-8 px-3 text-sm max-sm:h-10",
  small: "h-7 px-2 text-xs max-sm:text-sm max-sm:px-3 max-sm:h-10",
  large: "h-11 px-4 text-base w-full",
  icon: "size-8 max-sm:size-10",
};

export function buttonClass(look: Look = "plain", size: Size = "normal"): string {
  return clsx(
    "inline-flex items-center justify-center gap-1.5 rounded-ctl font-[550] whitespace-nowrap normal-nums tr shrink-0",
    "disabled:bg-sunken disabled:text-ink-3 disabled:border disabled:border-line disabled:hover:bg-sunken",
    LOOKS[look],
    SIZES[size],
  );
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; size?: Size };

export function Button({ look, size, className, type = "button", ...rest }: Props) {
  return <button type={type} className={clsx(buttonClass(look, size), className)} {...rest} />;
}
