import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatClock } from '../format.ts';
import { ticksUpTo } from './scale.ts';
import type { Bucket, Series } from './series.ts';

/** One thing that is drawn for each bucket. */
export interface Track {
  readonly name: string;
  /** Ends a class of CSS, which says the colour. */
  readonly tone: string;
  readonly valueOf: (bucket: Bucket) => number | undefined;
}

export interface ChartProps {
  readonly title: string;
  readonly series: Series;
  readonly tracks: readonly Track[];
  /** Bars stand upon one another. */
  readonly form: 'bars' | 'lines';
  readonly format: (value: number) => string;
  /** The bucket that is looked at, in all charts at once. */
  readonly cursor: number | undefined;
  readonly onCursor: (index: number | undefined) => void;
}

const height = 148;
const margin = { top: 8, right: 4, bottom: 20, left: 46 };

/** A chart drawn by hand; its numbers are in its legend, for the bucket that is pointed at or for all. */
export function Chart({ title, series, tracks, form, format, cursor, onCursor }: ChartProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => setWidth(frame.current?.clientWidth ?? 480));
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);
  const { buckets, whole } = series;
  const shown = cursor === undefined ? whole : (buckets[cursor] ?? whole);
  const tops = buckets.map((bucket) => {
    const values = tracks.map((track) => track.valueOf(bucket) ?? 0);
    return form === 'bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
  });
  const ticks = ticksUpTo(Math.max(0, ...tops));
  const most = ticks.at(-1)!;
  const room = { width: Math.max(40, width - margin.left - margin.right), height: height - margin.top - margin.bottom };
  const slot = room.width / buckets.length;
  const x = (index: number): number => margin.left + index * slot;
  const y = (value: number): number => margin.top + room.height * (1 - value / most);
  const point = (event: PointerEvent): void => {
    const left = frame.current!.getBoundingClientRect().left;
    const index = Math.floor((event.clientX - left - margin.left) / slot);
    onCursor(index >= 0 && index < buckets.length ? index : undefined);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onCursor(Math.min(buckets.length - 1, Math.max(0, (cursor ?? buckets.length) + step)));
  };
  const marks = [0, 0.25, 0.5, 0.75].map((part) => Math.floor(part * buckets.length));
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <ul class="legend">
          {tracks.map((track) => {
            const value = track.valueOf(shown);
            return (
              <li key={track.name}>
                <span class={`swatch tone-${track.tone}`} aria-hidden="true" />
                {track.name} <strong>{value === undefined ? '–' : format(value)}</strong>
              </li>
            );
          })}
        </ul>
      </figcaption>
      <div
        ref={frame}
        class="chart-frame"
        tabIndex={0}
        role="slider"
        aria-label={`${title} over time`}
        aria-valuemin={0}
        aria-valuemax={buckets.length - 1}
        aria-valuenow={cursor ?? buckets.length - 1}
        aria-valuetext={`${formatClock(shown.time)}: ${tracks.map((track) => `${track.name} ${describe(track.valueOf(shown), format)}`).join(', ')}`}
        onPointerMove={point}
        onPointerLeave={() => onCursor(undefined)}
        onKeyDown={press}
        onBlur={() => onCursor(undefined)}
      >
        <svg width={width} height={height} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={margin.left - 8} y={y(tick) + 4} text-anchor="end">
                {format(tick)}
              </text>
            </g>
          ))}
          {marks.map((index) => (
            <text key={index} class="tick" x={x(index)} y={height - 4}>
              {formatClock(buckets[index]!.time).slice(0, series.step < 60_000 ? 8 : 5)}
            </text>
          ))}
          {cursor !== undefined && (
            <rect class="cursor" x={x(cursor)} y={margin.top} width={slot} height={room.height} />
          )}
          {form === 'bars'
            ? buckets.map((bucket, index) => (
                <Bar key={bucket.time} bucket={bucket} tracks={tracks} x={x(index)} slot={slot} y={y} />
              ))
            : tracks.map((track) => (
                <Line key={track.name} track={track} buckets={buckets} x={(index) => x(index) + slot / 2} y={y} />
              ))}
        </svg>
      </div>
    </figure>
  );
}

function describe(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? 'none' : format(value);
}

interface BarProps {
  readonly bucket: Bucket;
  readonly tracks: readonly Track[];
  readonly x: number;
  readonly slot: number;
  readonly y: (value: number) => number;
}

function Bar({ bucket, tracks, x, slot, y }: BarProps): JSX.Element {
  const gap = slot > 6 ? 2 : slot > 3 ? 1 : 0;
  let below = 0;
  return (
    <>
      {tracks.map((track) => {
        const value = track.valueOf(bucket) ?? 0;
        if (value === 0) return null;
        const [from, to] = [y(below), y((below += value))];
        return (
          <rect
            key={track.name}
            class={`bar tone-${track.tone}`}
            x={x + gap / 2}
            y={to}
            width={Math.max(1, slot - gap)}
            height={Math.max(1, from - to)}
            rx={slot > 8 ? 2 : 0}
          />
        );
      })}
    </>
  );
}

interface LineProps {
  readonly track: Track;
  readonly buckets: readonly Bucket[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** A line from each bucket that has a value to the next; those in between have nothing to say. */
function Line({ track, buckets, x, y }: LineProps): JSX.Element {
  const points = buckets.flatMap((bucket, index) => {
    const value = track.valueOf(bucket);
    return value === undefined ? [] : [[x(index), y(value)] as const];
  });
  const path = points.map(([left, top], index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${top.toFixed(1)}`);
  return (
    <g class={`line tone-${track.tone}`}>
      <path d={path.join('')} />
      {points.length <= 60 && points.map(([left, top]) => <circle key={left} cx={left} cy={top} r={2.2} />)}
    </g>
  );
}
