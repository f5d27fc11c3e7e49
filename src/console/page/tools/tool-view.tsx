import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { parseExact, stringifyExact } from '../../../base/exact.ts';
import { isRecord } from '../../../base/exact-number.ts';
import type { CallTrace } from '../../../base/trace.ts';
import type { Codes, ToolDetail } from '../../wire.ts';
import { formatCount } from '../format.ts';
import { Describe } from '../form/describe.tsx';
import type { Value } from '../form/field.tsx';
import { withMarks } from '../form/marks.tsx';
import { ObjectInput } from '../form/object-input.tsx';
import { startOf } from '../form/schema.ts';
import { JsonText } from '../json-text.tsx';
import { useKeys } from '../keys.ts';
import { layOut } from '../lay-out.ts';
import { hrefOf } from '../route.ts';
import { Empty, Failure, Icon, Method, Segmented, Skeleton } from '../ui.tsx';
import { useData } from '../use-data.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { RequestPanel } from './request-panel.tsx';
import { useCall } from './use-call.ts';
import { usePreview } from './use-preview.ts';

/** One tool: what it is, its form, the request that it would send, and what came back. */
export function ToolView({ name, from, codes }: { name: string; from: string | undefined; codes: Codes }): JSX.Element {
  const tool = useData<ToolDetail>(`tools/${encodeURIComponent(name)}`);
  const former = useData<CallTrace>(from === undefined ? undefined : `calls/${encodeURIComponent(from)}`);
  if (tool.error?.status === 404)
    return (
      <Empty title={`There is no tool ${name}`}>
        <a href={hrefOf('tools')}>All tools</a>
      </Empty>
    );
  if (tool.error) return <Failure error={tool.error} retry={tool.reload} />;
  if (!tool.value || (from !== undefined && !former.value && !former.error)) return <Skeleton lines={8} />;
  return <Loaded tool={tool.value} given={former.value?.arguments} codes={codes} />;
}

type Mode = 'form' | 'json' | 'schema';

function Loaded({ tool, given, codes }: { tool: ToolDetail; given: unknown; codes: Codes }): JSX.Element {
  const { inputSchema } = tool;
  const [mode, setMode] = useState<Mode>('form');
  const [value, setValue] = useState<Value>(() =>
    isRecord(given) ? (given as Value) : startOf(inputSchema, inputSchema.$defs ?? {}),
  );
  const [text, setText] = useState('{}');
  /** Counts what is filled in from outside: fields begin anew with it. */
  const [filled, setFilled] = useState(0);
  const args = mode === 'json' ? text : stringifyExact(value ?? {});
  const problem = useMemo(() => (mode === 'json' ? problemOf(text) : undefined), [mode, text]);
  const preview = usePreview(tool.name, problem === undefined ? args : undefined);
  const call = useCall(tool);
  const isEmpty = Object.keys(inputSchema.properties).length === 0;

  const change = (next: Mode): void => {
    if (next === 'json') setText(layOut(stringifyExact(value ?? {})));
    else if (mode === 'json' && problem === undefined) {
      setValue(parseExact(text));
      setFilled(filled + 1);
    }
    setMode(next);
  };
  const fill = (json: string): void => {
    setValue(parseExact(json));
    setText(layOut(json));
    setFilled(filled + 1);
  };
  const send = (): void => {
    if (problem === undefined) call.send(args);
  };
  useKeys({
    'Ctrl+Enter': send,
    e: () => tool.example !== undefined && fill(tool.example),
  });
  const isAsking = call.asked === args;
  const [lead, rest] = aboutOf(tool);
  return (
    <article class="tool">
      <header class="tool-head">
        <a class="back" href={hrefOf('tools')}>
          <Icon name="back" size={16} /> Tools
        </a>
        <p class="tool-route">
          <Method method={tool.method} />
          <code>{tool.path}</code>
        </p>
        <h1 class={tool.deprecated ? 'struck' : undefined}>{tool.name}</h1>
        <p class="lead">{withMarks(lead)}</p>
        {rest !== '' && <Describe text={rest} most={260} />}
        <ul class="facts">
          <li>{formatCount(tool.tokens)} tokens</li>
          <li class={`effect effect-${tool.effect}`}>
            {{ read: 'reads', write: 'writes', delete: 'deletes' }[tool.effect]}
          </li>
          {tool.deprecated && <li class="effect-delete">deprecated</li>}
          <li>{securityText(tool.security)}</li>
          {tool.tags.slice(0, 3).map((tag) => (
            <li key={tag} class="tag">
              {tag}
            </li>
          ))}
        </ul>
      </header>
      <div class="bench">
        <section class="panel" aria-labelledby="arguments-title">
          <div class="panel-head">
            <h2 id="arguments-title">Arguments</h2>
            {tool.example !== undefined && mode !== 'schema' && (
              <button type="button" class="small-button" title="e" onClick={() => fill(tool.example!)}>
                Example
              </button>
            )}
            <Segmented
              name="mode"
              label="How arguments are written"
              value={mode}
              choices={[
                { value: 'form', label: 'Form' },
                { value: 'json', label: 'JSON' },
                { value: 'schema', label: 'Schema' },
              ]}
              onChange={change}
            />
          </div>
          <form
            class="panel-body"
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            {mode === 'form' && isEmpty && <p class="soft">It takes no arguments.</p>}
            {mode === 'form' && !isEmpty && (
              <ObjectInput
                key={filled}
                id="arg"
                schema={inputSchema}
                defs={inputSchema.$defs ?? {}}
                value={value}
                places={tool.places}
                onChange={setValue}
              />
            )}
            {mode === 'json' && (
              <>
                <textarea
                  class="mono raw"
                  aria-label="Arguments as JSON"
                  aria-invalid={problem !== undefined}
                  spellcheck={false}
                  value={text}
                  rows={Math.min(28, Math.max(8, text.split('\n').length + 1))}
                  onInput={({ currentTarget }) => setText(currentTarget.value)}
                />
                {problem !== undefined && <p class="problem">{problem}</p>}
              </>
            )}
            {mode === 'schema' && <JsonText text={JSON.stringify(inputSchema)} label="Input schema" />}
            <div class="send-bar">
              <button
                type="submit"
                class={tool.effect === 'delete' ? 'button danger' : 'button primary'}
                disabled={call.isUnderWay || problem !== undefined}
              >
                <Icon name="send" size={16} />
                {isAsking
                  ? `Really ${tool.effect === 'delete' ? 'delete' : 'send'}?`
                  : tool.effect === 'delete'
                    ? 'Send and delete'
                    : 'Send'}
                <kbd>Ctrl ⏎</kbd>
              </button>
              {call.isUnderWay && (
                <button type="button" class="button" onClick={call.cancel}>
                  Cancel
                </button>
              )}
            </div>
          </form>
        </section>
        <div class="bench-right">
          <RequestPanel preview={preview} />
          <AnswerPanel call={call} codes={codes} />
        </div>
      </div>
    </article>
  );
}

function problemOf(text: string): string | undefined {
  try {
    return isRecord(parseExact(text)) ? undefined : 'Arguments are a JSON object: { … }';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The first sentence, and the rest without the line of method and path, which stands above it. */
function aboutOf({ title, description, method, path }: ToolDetail): [lead: string, rest: string] {
  const lines = description.split('\n').filter((line) => line !== `${method} ${path}`);
  const isTold = !/^(Returns \d|DEPRECATED)/.test(lines[0] ?? 'Returns 2');
  return isTold ? [lines[0]!, lines.slice(1).join('\n')] : [title, lines.join('\n')];
}

function securityText(security: ToolDetail['security']): string {
  if (security.length === 0) return 'no credential';
  return security.map((schemes) => (schemes.length === 0 ? 'none' : schemes.join(' + '))).join(' or ');
}
