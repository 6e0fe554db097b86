// Time against lines as a picture, both axes logarithmic.
import type { Growth, GrowthPoint } from './results.ts';

const width = 720;
const height = 440;
const margin = { left: 70, right: 20, top: 20, bottom: 50 } as const;

interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** An SVG picture: points of wall and processor time, and for each time the line that would be proportional through its last point. */
export function plot({ points }: Growth): string {
  const seconds = points.flatMap(({ wallMs, cpuMs }) => [wallMs / 1000, cpuMs / 1000]);
  const x = axis(
    points.map(({ lines }) => lines),
    margin.left,
    width - margin.right,
  );
  const y = axis(seconds, height - margin.bottom, margin.top);
  const parts = [
    ...x.ticks.map((tick) => gridLine(x.at(tick), margin.top, x.at(tick), height - margin.bottom)),
    ...x.ticks.map((tick) => text(x.at(tick), height - margin.bottom + 18, tick.toLocaleString('en-US'), 'middle')),
    ...y.ticks.map((tick) => gridLine(margin.left, y.at(tick), width - margin.right, y.at(tick))),
    ...y.ticks.map((tick) => text(margin.left - 8, y.at(tick) + 4, `${String(tick)} s`, 'end')),
    ...series(points, x, y, 'cpuMs', '#b45309', 'processor time'),
    ...series(points, x, y, 'wallMs', '#1d4ed8', 'wall time'),
    text((margin.left + width - margin.right) / 2, height - 10, 'lines', 'middle'),
    text(margin.left + 12, margin.top + 52, 'dashed: proportional to lines', 'start'),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${parts.join('\n')}
</svg>
`;
}

function axis(values: readonly number[], from: number, to: number): Axis {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const at = (value: number): number => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  return { at, ticks: Array.from({ length: high - low + 1 }, (_, index) => Number((10 ** (low + index)).toPrecision(1))) };
}

function series(points: readonly GrowthPoint[], x: Axis, y: Axis, of: 'wallMs' | 'cpuMs', color: string, name: string): readonly string[] {
  const places = points.map((point) => ({ x: x.at(point.lines), y: y.at(point[of] / 1000) }));
  const last = points.at(-1);
  const first = points[0];
  if (last === undefined || first === undefined) return [];
  // From where it stays within the picture.
  const start = Math.max(first.lines, (last.lines * (y.ticks[0] ?? 0) * 1000) / last[of]);
  const even = { x: x.at(start), y: y.at((last[of] * start) / last.lines / 1000) };
  const row = of === 'wallMs' ? 16 : 34;
  return [
    `<line x1="${figure(even.x)}" y1="${figure(even.y)}" x2="${figure(x.at(last.lines))}" y2="${figure(y.at(last[of] / 1000))}" stroke="${color}" stroke-dasharray="4 4" opacity="0.6"/>`,
    `<polyline points="${places.map((place) => `${figure(place.x)},${figure(place.y)}`).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ...places.map((place) => `<circle cx="${figure(place.x)}" cy="${figure(place.y)}" r="3.5" fill="${color}"/>`),
    `<circle cx="${String(margin.left + 16)}" cy="${String(margin.top + row - 4)}" r="3.5" fill="${color}"/>`,
    text(margin.left + 26, margin.top + row, name, 'start'),
  ];
}

function gridLine(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${figure(x1)}" y1="${figure(y1)}" x2="${figure(x2)}" y2="${figure(y2)}" stroke="#e5e7eb"/>`;
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${figure(x)}" y="${figure(y)}" text-anchor="${anchor}" fill="#374151">${words}</text>`;
}

function figure(value: number): string {
  return String(Number(value.toFixed(1)));
}
