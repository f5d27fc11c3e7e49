import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Codes } from '../../wire.ts';
import { adviceFor } from '../failures/advice.ts';
import { formatBytes, formatCount, formatDuration } from '../format.ts';
import { JsonText } from '../json-text.tsx';
import { CopyButton, Failure, Segmented } from '../ui.tsx';
import type { CallState } from './use-call.ts';

/** What came back: how it went, what the model sees, and the value itself. */
export function AnswerPanel({ call, codes }: { call: CallState; codes: Codes }): JSX.Element {
  const { answer, error, isUnderWay } = call;
  const [form, setForm] = useState<'text' | 'value'>('text');
  const panel = useRef<HTMLElement>(null);
  // Below the form it may be out of sight.
  useEffect(() => {
    if (isUnderWay) panel.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [isUnderWay, answer]);
  const texts = answer?.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n') ?? '';
  return (
    <section ref={panel} class="panel answer" aria-labelledby="answer-title" aria-busy={isUnderWay}>
      <div class="panel-head">
        <h2 id="answer-title">Answer</h2>
        {answer && (
          <CopyButton
            text={form === 'value' && answer.structured !== undefined ? answer.structured : texts}
            label="Copy the answer"
          />
        )}
        {answer?.structured !== undefined && (
          <Segmented
            name="answer-form"
            label="What of the answer is shown"
            value={form}
            choices={[
              { value: 'text', label: 'Model sees' },
              { value: 'value', label: 'Value' },
            ]}
            onChange={setForm}
          />
        )}
      </div>
      <div class="panel-body" aria-live="polite">
        {isUnderWay && <Waiting since={call.begun ?? Date.now()} />}
        {!isUnderWay && error && <Failure error={error} />}
        {!isUnderWay && answer && <Told answer={answer} codes={codes} isValue={form === 'value'} />}
        {!isUnderWay && !answer && !error && <p class="soft">What comes back is shown here, as the model sees it.</p>}
      </div>
    </section>
  );
}

function Told({ answer, codes, isValue }: { answer: Answer; codes: Codes; isValue: boolean }): JSX.Element {
  const remedy = answer.isError
    ? (adviceFor(answer.code, answer.status) ?? (answer.code === undefined ? undefined : codes[answer.code]?.remedy))
    : undefined;
  return (
    <>
      <Summary answer={answer} />
      {answer.authorization && (
        <p class="note">
          {answer.authorization.message}{' '}
          <a href={answer.authorization.url} target="_blank" rel="noopener noreferrer">
            Open the page
          </a>
        </p>
      )}
      {isValue && answer.structured !== undefined ? (
        <JsonText text={answer.structured} label="Value of the answer" />
      ) : (
        answer.content.map((part, index) => <Part key={index} part={part} />)
      )}
      {remedy !== undefined && (
        <p class="note">
          <strong>{answer.code}</strong> {remedy}
        </p>
      )}
    </>
  );
}

function Summary({ answer }: { answer: Answer }): JSX.Element {
  const { isError, status, code, duration, bytes, tokens } = answer;
  return (
    <p class="summary">
      <span class={isError ? 'pill pill-bad' : 'pill pill-good'}>{status ?? code ?? (isError ? 'failed' : 'ok')}</span>
      <span>{formatDuration(duration)}</span>
      {bytes !== undefined && <span>{formatBytes(bytes)}</span>}
      <span>{formatCount(tokens)} tokens</span>
    </p>
  );
}

function Part({ part }: { part: Answer['content'][number] }): JSX.Element {
  switch (part.type) {
    case 'text':
      return part.annotations?.audience.includes('user') === false ? (
        <p class="note">
          <strong>To the model alone:</strong> {part.text}
        </p>
      ) : (
        <JsonText text={part.text} label="Text that the model sees" />
      );
    case 'image':
      return (
        <img
          class="picture"
          src={`data:${part.mimeType};base64,${part.data}`}
          alt={`Picture in the answer, ${part.mimeType}`}
        />
      );
    case 'audio':
      return <audio controls src={`data:${part.mimeType};base64,${part.data}`} />;
    case 'resource': {
      const { uri, mimeType, blob } = part.resource;
      const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
      return (
        <p class="attachment">
          <span class="mono">{name}</span>
          <span class="soft">
            {mimeType}, {formatBytes(Math.floor((blob.length * 3) / 4))}
          </span>
          <a class="button" download={name} href={`data:${mimeType};base64,${blob}`}>
            Save
          </a>
        </p>
      );
    }
    default:
      return part satisfies never;
  }
}

function Waiting({ since }: { since: number }): JSX.Element {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="summary">
      <span class="spinner" aria-hidden="true" />
      <span>Waiting for the API</span>
      <span aria-hidden="true">{((now - since) / 1000).toFixed(1)} s</span>
    </p>
  );
}
