import type { ComponentChildren, JSX } from 'preact';
import type { CallTrace } from '../../../base/trace.ts';
import type { Codes } from '../../wire.ts';
import { adviceFor } from '../failures/advice.ts';
import { formatBytes, formatClock, formatCount, formatDuration } from '../format.ts';
import { JsonText } from '../json-text.tsx';
import { hrefOf } from '../route.ts';
import { CopyButton, Empty, Failure, Icon, Skeleton } from '../ui.tsx';
import { useData } from '../use-data.ts';
import { Steps } from './steps.tsx';

/** One call: what was asked, what went out, what came back, and how long each step took. */
export function CallView({ id, codes }: { id: string; codes: Codes }): JSX.Element {
  const call = useData<CallTrace>(`calls/${encodeURIComponent(id)}`);
  if (call.error?.status === 404)
    return (
      <Empty title="This call is not kept any more">
        <p>The gateway keeps the last calls only.</p>
        <a href={hrefOf('calls')}>All calls</a>
      </Empty>
    );
  if (call.error) return <Failure error={call.error} retry={call.reload} />;
  if (!call.value) return <Skeleton lines={8} />;
  return <Loaded call={call.value} codes={codes} />;
}

function Loaded({ call, codes }: { call: CallTrace; codes: Codes }): JSX.Element {
  const { tool, api, time, caller, door, outcome, code, message, hint, duration, tokens, steps, request, response } =
    call;
  const remedy = adviceFor(code, response?.status) ?? hint ?? (code === undefined ? undefined : codes[code]?.remedy);
  return (
    <article class="call">
      <header class="tool-head">
        <a class="back" href={hrefOf('calls')}>
          <Icon name="back" size={16} /> Calls
        </a>
        <div class="call-title">
          <h1>{tool}</h1>
          <a class="button" href={hrefOf('tools', tool, { from: call.id })}>
            Open in the form
          </a>
        </div>
        <ul class="facts">
          <li class={outcome === 'error' ? 'pill pill-bad' : 'pill pill-good'}>{response?.status ?? outcome}</li>
          <li>{formatDuration(duration)}</li>
          {tokens !== undefined && <li>{formatCount(tokens)} tokens</li>}
          <li>{api}</li>
          <li>
            {caller.name} by {door}
          </li>
          <li>
            <time dateTime={time}>{formatClock(time)}</time>
          </li>
        </ul>
        {outcome === 'error' && (
          <div class="refused">
            <p class="refused-head">
              <strong>{code}</strong> {message}
            </p>
            {remedy !== undefined && <p>{remedy}</p>}
          </div>
        )}
      </header>
      <Part title="Steps">
        <Steps steps={steps} duration={duration} />
      </Part>
      <div class="pair">
        <Part title="Arguments" copy={JSON.stringify(call.arguments)}>
          <JsonText text={JSON.stringify(call.arguments ?? {})} label="Arguments as JSON" />
        </Part>
        {request && (
          <Part title="Request" {...(request.body === undefined ? {} : { copy: request.body })}>
            <pre class="code" tabIndex={0} role="region" aria-label="Text of the request">
              <strong>
                {request.method} {request.url}
              </strong>
              <Headers headers={request.headers} />
              {request.body !== undefined && `\n\n${request.body}`}
              {request.isCut === true && '…'}
            </pre>
          </Part>
        )}
        {response && (
          <Part title={`Response · ${formatBytes(response.bytes)}`}>
            <pre class="code" tabIndex={0} role="region" aria-label="Text of the response">
              <strong>{response.status}</strong>
              <Headers headers={response.headers} />
              {response.excerpt !== undefined && `\n\n${response.excerpt}`}
            </pre>
          </Part>
        )}
        {call.result !== undefined && (
          <Part title="The model was told" copy={call.result}>
            <JsonText text={call.result} label="What the model was told" />
          </Part>
        )}
      </div>
    </article>
  );
}

function Part({ title, copy, children }: { title: string; copy?: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title}</h2>
        {copy !== undefined && <CopyButton text={copy} label={`Copy: ${title}`} />}
      </div>
      <div class="panel-body">{children}</div>
    </section>
  );
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }): JSX.Element {
  return (
    <>
      {Object.entries(headers).map(([name, value]) => (
        <>
          {'\n'}
          <span class="json-key">{name}</span>: {value}
        </>
      ))}
    </>
  );
}
