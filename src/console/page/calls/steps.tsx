import type { JSX } from 'preact';
import type { TraceStep } from '../../../base/trace.ts';
import { formatDuration } from '../format.ts';

/** The narrowest bar, in per cent: what takes no time is still a step. */
const narrowest = 0.6;

/** The steps of a call below one another, each where it was in time. */
export function Steps({ steps, duration }: { steps: readonly TraceStep[]; duration: number }): JSX.Element {
  const whole = Math.max(duration, ...steps.map((step) => step.at + step.duration), 0.001);
  if (steps.length === 0) return <p class="soft">Its steps were not noted.</p>;
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={index}>
          <span class="step-name">{step.name}</span>
          <span class="step-track" aria-hidden="true">
            <span
              class="step-bar"
              style={{
                left: `${Math.min(100 - narrowest, (100 * step.at) / whole)}%`,
                width: `${Math.max(narrowest, (100 * step.duration) / whole)}%`,
              }}
            />
          </span>
          <span class="step-time">{formatDuration(step.duration)}</span>
          {step.detail !== undefined && <span class="step-detail">{step.detail}</span>}
        </li>
      ))}
    </ol>
  );
}
