import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Preview } from '../../wire.ts';
import { CopyButton, Segmented, Skeleton } from '../ui.tsx';

/** The request that would go out, or why none would. */
export function RequestPanel({ preview }: { preview: Preview | undefined }): JSX.Element {
  const [form, setForm] = useState<'http' | 'curl'>('http');
  return (
    <section class="panel" aria-labelledby="request-title">
      <div class="panel-head">
        <h2 id="request-title">Request</h2>
        {preview && 'http' in preview && (
          <CopyButton
            text={form === 'http' ? preview.http : preview.curl}
            label={`Copy as ${form === 'http' ? 'HTTP' : 'curl'}`}
          />
        )}
        <Segmented
          name="request-form"
          label="How the request is shown"
          value={form}
          choices={[
            { value: 'http', label: 'HTTP' },
            { value: 'curl', label: 'curl' },
          ]}
          onChange={setForm}
        />
      </div>
      <div class="panel-body">
        {preview === undefined && <Skeleton lines={3} />}
        {preview && 'failure' in preview && (
          <div class="refused quiet">
            <p class="refused-head">Nothing would be sent yet. A model would be told:</p>
            <pre class="code" tabIndex={0} role="region" aria-label="What a model would be told">
              {preview.failure}
            </pre>
          </div>
        )}
        {preview && 'http' in preview && (
          <>
            <pre class="code" tabIndex={0} role="region" aria-label="Text of the request">
              {form === 'http' ? <HttpText text={preview.http} /> : preview.curl}
            </pre>
            {preview.unconfigured.length > 0 && (
              <p class="note note-warn">
                It goes without {preview.unconfigured.join(', ')}: no credential is configured for it.
              </p>
            )}
            {preview.repairs.length > 0 && <p class="note">Arguments are repaired: {preview.repairs.join('; ')}.</p>}
          </>
        )}
      </div>
    </section>
  );
}

/** The first line and the names of headers stand out. */
function HttpText({ text }: { text: string }): JSX.Element {
  const end = text.indexOf('\n\n');
  const [first = '', ...headers] = (end < 0 ? text : text.slice(0, end)).split('\n');
  return (
    <>
      <strong>{first}</strong>
      {headers.map((header) => {
        const colon = header.indexOf(':');
        return (
          <>
            {'\n'}
            <span class="json-key">{header.slice(0, colon)}</span>
            {header.slice(colon)}
          </>
        );
      })}
      {end >= 0 && text.slice(end)}
    </>
  );
}
