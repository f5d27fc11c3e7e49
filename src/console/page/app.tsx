import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Codes, Overview, ToolRow } from '../wire.ts';
import { CallsView } from './calls/calls-view.tsx';
import { DocumentView } from './document/document-view.tsx';
import { FailuresView } from './failures/failures-view.tsx';
import { countGroups } from './failures/group.ts';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { Nav } from './nav.tsx';
import { go, useRoute } from './route.ts';
import { SignIn } from './sign-in.tsx';
import { StateView } from './state/state-view.tsx';
import { useTheme } from './use-theme.ts';
import { ToolsView } from './tools/tools-view.tsx';
import { Failure } from './ui.tsx';
import { useCalls } from './use-calls.ts';
import { useData } from './use-data.ts';

/** The page: asks what the gateway has, and for a key where it wants one. */
export function App(): JSX.Element {
  const overview = useData<Overview>('overview');
  const status = overview.error?.status;
  if (status === 401 || status === 403) return <SignIn reason={overview.error!} onKey={overview.reload} />;
  if (overview.error)
    return (
      <main class="alone">
        <Failure error={overview.error} retry={overview.reload} />
      </main>
    );
  return <Shell overview={overview.value} />;
}

function Shell({ overview }: { overview: Overview | undefined }): JSX.Element {
  const route = useRoute();
  const tools = useData<ToolRow[]>('tools');
  const codes = useData<Codes>('codes').value ?? {};
  const calls = useCalls();
  const theme = useTheme();
  const [isHelping, setHelping] = useState(false);
  useKeys({
    '?': () => setHelping(true),
    'g t': () => go('tools'),
    'g c': () => go('calls'),
    'g f': () => go('failures'),
    'g d': () => go('document'),
    'g s': () => go('state'),
    t: theme.toggle,
  });
  useEffect(() => {
    const words = { tools: 'Tools', calls: 'Calls', failures: 'Failures', document: 'Document', state: 'State' };
    document.title = `${route.item ?? words[route.view]} · Routewright`;
  }, [route]);
  const counts = { calls: calls.rows.length, failures: countGroups(calls.rows) };
  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Nav
        view={route.view}
        counts={{ ...counts, ...(tools.value ? { tools: tools.value.length } : {}) }}
        link={calls.link}
        theme={theme}
        onHelp={() => setHelping(true)}
      />
      <main id="main" class="main" tabIndex={-1}>
        {route.view === 'tools' && <ToolsView route={route} tools={tools} apis={overview?.apis ?? []} codes={codes} />}
        {route.view === 'calls' && <CallsView route={route} calls={calls} codes={codes} />}
        {route.view === 'failures' && <FailuresView calls={calls} codes={codes} />}
        {route.view === 'document' && <DocumentView codes={codes} />}
        {route.view === 'state' && <StateView calls={calls} />}
      </main>
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </div>
  );
}
