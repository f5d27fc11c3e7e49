import type { JSX } from 'preact';
import type { ApiState, CredentialState, Limit, Overview } from '../../wire.ts';
import { countOf, formatBytes, formatCount, formatDistance, formatDuration } from '../format.ts';
import { Skeleton } from '../ui.tsx';
import type { Calls } from '../use-calls.ts';
import { useData } from '../use-data.ts';
import { Charts } from './charts.tsx';

/** How it goes, how the gateway stands with its APIs, and within which limits it works. */
export function StateView({ calls }: { calls: Calls }): JSX.Element {
  // Credentials come and go, so it is asked anew each time that this is opened.
  const overview = useData<Overview>('overview').value;
  return (
    <div class="page">
      <header class="page-head">
        <h1>State</h1>
        {overview && (
          <p class="soft">
            Routewright {overview.version}. A model is shown {countOf(overview.surface.tools, 'tool')} (
            {overview.surface.kind}), about {formatCount(overview.surface.tokens)} tokens
          </p>
        )}
      </header>
      <Charts rows={calls.rows} />
      {!overview && <Skeleton lines={8} />}
      {overview && (
        <>
          <section aria-labelledby="apis-title">
            <h2 id="apis-title">APIs and credentials</h2>
            <ul class="cards">
              {overview.apis.map((api) => (
                <li key={api.name}>
                  <ApiCard api={api} />
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="limits-title">
            <h2 id="limits-title">Limits</h2>
            <div class="panel table-frame" tabIndex={0} role="group" aria-label="Table of limits">
              <table>
                <tbody>
                  {overview.limits.map((limit) => (
                    <tr key={limit.name}>
                      <th scope="row">
                        <code>{limit.name}</code>
                      </th>
                      <td class="number">{formatLimit(limit)}</td>
                      <td class="soft">{limit.description}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        </>
      )}
    </div>
  );
}

function formatLimit({ value, unit }: Limit): string {
  if (unit === 'bytes') return formatBytes(value);
  return unit === 'milliseconds' ? formatDuration(value) : formatCount(value);
}

function ApiCard({ api }: { api: ApiState }): JSX.Element {
  return (
    <article class="panel card">
      <div class="card-head">
        <h3>
          {api.title} <span class="soft">{api.version}</span>
        </h3>
        <p class="card-count">
          {countOf(api.tools, 'tool')}
          {api.leftOut > 0 && `, ${formatCount(api.leftOut)} left out`}
        </p>
      </div>
      <dl class="pairs">
        <div>
          <dt>Name</dt>
          <dd>
            <code>{api.name}</code>
          </dd>
        </div>
        <div>
          <dt>Requests go to</dt>
          <dd>
            <code>{api.baseUrl ?? 'nowhere: the document names no server'}</code>
          </dd>
        </div>
        <div>
          <dt>Document</dt>
          <dd>
            <code>{api.document}</code>, {api.format === '2.0' ? 'Swagger' : 'OpenAPI'} {api.format}
          </dd>
        </div>
        <div>
          <dt>A call may take</dt>
          <dd>{formatDuration(api.timeout)}</dd>
        </div>
      </dl>
      {api.credentials.length === 0 ? (
        <p class="soft">It asks for no credential.</p>
      ) : (
        <ul class="credentials" aria-label="Credentials">
          {api.credentials.map((credential) => (
            <li key={credential.scheme}>
              <Credential credential={credential} />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

const words: Readonly<Record<CredentialState['state'], readonly [text: string, tone: string]>> = {
  ready: ['ready', 'good'],
  missing: ['missing', 'bad'],
  unset: ['not configured', 'warn'],
  unknown: ['not in the document', 'warn'],
  unused: ['not asked for', 'none'],
};

function Credential({ credential }: { credential: CredentialState }): JSX.Element {
  const { scheme, kind, state, tools, detail, token } = credential;
  const [text, tone] = words[state];
  return (
    <>
      <span class={`pill pill-${tone}`}>{text}</span>
      <span class="credential-name">
        <code>{scheme}</code> <span class="soft">{kind}</span>
      </span>
      <span class="soft">{tools === 0 ? 'no tool asks for it' : countOf(tools, 'tool')}</span>
      {token && <span class="soft">{tokenText(token)}</span>}
      {detail !== undefined && <span class="credential-detail">{detail}</span>}
    </>
  );
}

function tokenText({ state, expires, renewable }: NonNullable<CredentialState['token']>): string {
  if (state === 'none') return 'no token yet';
  const renewal = renewable === true ? ', renewed by itself' : '';
  if (expires === undefined) return `token without an end${renewal}`;
  const distance = formatDistance(expires, Date.now());
  return state === 'expired' ? `token expired ${distance}${renewal}` : `token expires ${distance}${renewal}`;
}
