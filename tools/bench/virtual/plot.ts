/** One line of a panel: a value for each size; points of which something failed are hollow. */
export interface Series {
  name: string;
  /** A colour that is told from the others on light and on dark grounds. */
  colour: string;
  isDashed?: boolean;
  points: { x: number; y: number; isHollow?: boolean; note?: string }[];
}

export interface Panel {
  title: string;
  series: Series[];
}

const width = 420;
const height = 300;
const margin = { top: 34, right: 16, bottom: 44, left: 62 };
const legend = 24;
const text = 'font-family="system-ui, sans-serif" fill="#808080"';

/** Marks on the axis of time, in seconds. */
const moments = [0.1, 1, 10, 60, 600, 3_600, 36_000];

/** Panels side by side with logarithmic axes: sizes to the right, seconds upwards. */
export function plot(panels: readonly Panel[]): string {
  const series = panels.flatMap((panel) => panel.series);
  const points = series.flatMap((one) => one.points);
  const x = scale(
    points.map((point) => point.x),
    margin.left,
    width - margin.right,
  );
  const y = scale(
    points.map((point) => point.y),
    height - margin.bottom,
    margin.top,
  );
  const names = new Map(series.map((one) => [one.name, one]));
  const drawn = panels.map(
    (panel, index) => `<g transform="translate(${index * width},0)">\n${panelOf(panel, x, y)}\n</g>`,
  );
  const keys = [...names.values()].map((one, index) => key(one, margin.left + index * 200, height + 8));
  const [w, h] = [panels.length * width, height + legend];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img">`,
    `<title>${panels.map(({ title }) => title).join("; ")}</title>`,
    ...drawn,
    ...keys,
    "</svg>",
  ].join("\n")}\n`;
}

interface Scale {
  at(value: number): number;
  /** Values to mark on the axis. */
  marks: number[];
}

function scale(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.log10(Math.min(...values)) - 0.1, Math.log10(Math.max(...values)) + 0.1];
  return {
    at: (value) => round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
    marks: moments.filter((mark) => Math.log10(mark) >= low && Math.log10(mark) <= high),
  };
}

function panelOf({ title, series }: Panel, x: Scale, y: Scale): string {
  const sizes = [...new Set(series.flatMap((one) => one.points.map((point) => point.x)))];
  const [left, right, bottom] = [margin.left, width - margin.right, height - margin.bottom];
  return [
    `<text x="${left}" y="18" font-size="13" font-weight="600" ${text}>${title}</text>`,
    ...y.marks.flatMap((mark) => [
      `<line x1="${left}" x2="${right}" y1="${y.at(mark)}" y2="${y.at(mark)}" stroke="#808080" stroke-opacity="0.25"/>`,
      `<text x="${left - 6}" y="${y.at(mark) + 4}" font-size="11" text-anchor="end" ${text}>${duration(mark)}</text>`,
    ]),
    ...sizes.map(
      (size) =>
        `<text x="${x.at(size)}" y="${bottom + 16}" font-size="11" text-anchor="middle" ${text}>${size.toLocaleString("en-US")}</text>`,
    ),
    `<text x="${(left + right) / 2}" y="${bottom + 34}" font-size="11" text-anchor="middle" ${text}>resources</text>`,
    ...series.map((one) => line(one, x, y)),
  ].join("\n");
}

function line({ colour, isDashed, points }: Series, x: Scale, y: Scale): string {
  const path = points.map((point) => `${x.at(point.x)},${y.at(point.y)}`).join(" ");
  const dashes = isDashed ? ' stroke-dasharray="5 4"' : "";
  const dots = points.flatMap(({ x: size, y: value, isHollow, note }) => [
    `<circle cx="${x.at(size)}" cy="${y.at(value)}" r="3.5" fill="${isHollow ? "none" : colour}" stroke="${colour}"/>`,
    ...(note === undefined
      ? []
      : [
          `<text x="${x.at(size)}" y="${y.at(value) + 16}" font-size="10" text-anchor="middle" ${text}>${note}</text>`,
        ]),
  ]);
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`,
    ...dots,
  ].join("\n");
}

function key({ name, colour, isDashed }: Series, x: number, y: number): string {
  const dashes = isDashed ? ' stroke-dasharray="5 4"' : "";
  return (
    `<line x1="${x}" x2="${x + 20}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2"${dashes}/>` +
    `<text x="${x + 26}" y="${y + 4}" font-size="11" ${text}>${name}</text>`
  );
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${round(seconds / 60)} min` : `${round(seconds / 3600)} h`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
