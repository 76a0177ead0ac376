import { clsx } from "clsx";
import type { ReactNode } from "react";

type Props = { value: unknown; marked: ReadonlySet<string> };

/** A payload as indented JSON; the places that break a rule are underlined (`marked`: paths like `$.a[0].b`). */
export function JsonView({ value, marked }: Props) {
  return (
    <pre className="code text-xs leading-5 px-4 py-3 whitespace-pre-wrap break-words">
      {node(value, "$", "", marked)}
    </pre>
  );
}

function node(value: unknown, path: string, indent: string, marked: ReadonlySet<string>): ReactNode {
  if (Array.isArray(value)) {
    const parts = value.map((part, index) => ({ part, path: `${path}[${index}]`, name: null }));
    return block("[", "]", parts, indent, marked);
  }
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => ({ part, path: `${path}.${name}`, name }));
    return block("{", "}", parts, indent, marked);
  }
  return <Scalar value={value} />;
}

type Part = { part: unknown; path: string; name: string | null };

function block(
  open: string,
  close: string,
  parts: Part[],
  indent: string,
  marked: ReadonlySet<string>,
): ReactNode {
  if (parts.length === 0) return open + close;
  const inner = `${indent}  `;
  return (
    <>
      {open}
      {parts.map(({ part, path, name }, index) => (
        <span key={path}>
          {`\n${inner}`}
          <span
            className={clsx(marked.has(path) && "bg-danger-tint underline decoration-wavy decoration-danger")}
          >
            {name !== null && <span className="text-ink">{`${JSON.stringify(name)}: `}</span>}
            {node(part, path, inner, marked)}
          </span>
          {index < parts.length - 1 && ","}
        </span>
      ))}
      {`\n${indent}${close}`}
    </>
  );
}

function Scalar({ value }: { value: unknown }) {
  const text = JSON.stringify(value) ?? "null";
  if (typeof value === "string") return <span className="text-ok">{text}</span>;
  return <span className="text-accent">{text}</span>;
}
