const WIDTH = 100;
const HEIGHT = 28;
const STROKES = { energy: "var(--st-charging-fill)", quiet: "var(--ink-3)", danger: "var(--danger)" };

/** A small curve without axes: powers as lines, counts as steps (design, 5). */
export function Sparkline({
  values,
  look = "quiet",
  steps,
}: {
  values: number[];
  look?: keyof typeof STROKES;
  steps?: boolean;
}) {
  if (values.length < 2) return <div className="h-7" />;
  const highest = Math.max(...values, 1);
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 2 - (value / highest) * (HEIGHT - 4);
  const line = values
    .map((value, index) => {
      const point = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      if (index === 0) return `M${point}`;
      return steps ? `H${x(index).toFixed(1)}V${y(value).toFixed(1)}` : `L${point}`;
    })
    .join("");
  const stroke = STROKES[look];
  return (
    <svg
      className="block w-full h-7 fades"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {look === "energy" && <path d={`${line}V${HEIGHT}H0Z`} fill={stroke} fillOpacity=".12" />}
      <path d={line} fill="none" stroke={stroke} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
