import { parseRoute, type JoinPrefill, type Problem, type Route } from '@rostra/core';
import { isDashboard } from '@rostra/core/dashboard';
import { Loading, recall, remember } from '@rostra/react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { JoinPage } from './pages/JoinPage';
import { NotFoundPage } from './pages/NotFoundPage';
import type { JoinRequest } from './session/joinRequest';
import { useCodeEntry, useListedEntry, type Entry } from './session/useEntry';
import { useRoomAddress } from './useRoomAddress';

const Session = lazy(() => import('./session/Session'));
const HomePage = lazy(() => import('./home/HomePage'));
const DashboardPage = lazy(() => import('./dashboard/DashboardPage'));
const RelayPage = lazy(() => import('./relay/RelayPage'));
const DemoPage = lazy(() => import('./demo/DemoPage'));
const EmbedPage = lazy(() => import('./embed/EmbedPage'));

/** The page that the address named when it was loaded. */
export function App() {
  const [route] = useState(() => parseRoute(window.location.pathname, window.location.search));
  const [dashboard] = useState(() => isDashboard(window.location.pathname));
  return <Suspense fallback={<Loading />}>{dashboard ? <DashboardPage /> : pageOf(route)}</Suspense>;
}

function pageOf(route: Route) {
  switch (route.page) {
    case 'home':
      return <HomePage />;
    case 'join':
      return <ListedRoomApp prefill={route.prefill} />;
    case 'room':
      return <ListedRoomApp prefill={{ roomId: route.roomId }} />;
    case 'code':
      return <CodeRoomApp code={route.code} />;
    case 'embed':
      return <EmbedPage target={route.target} />;
    case 'demo':
      return <DemoPage prefill={route.prefill} />;
    case 'relay':
      return <RelayPage />;
    case 'not-found':
      return <NotFoundPage />;
  }
}

function ListedRoomApp({ prefill }: { prefill: JoinPrefill }) {
  return <RoomApp entry={useListedEntry()} prefill={prefill} />;
}

function CodeRoomApp({ code }: { code: string }) {
  return <RoomApp entry={useCodeEntry(code)} prefill={{}} />;
}

/** The join page until the SDK says connected, then the room; back to the join page when it is over. */
function RoomApp({ entry, prefill }: { entry: Entry; prefill: JoinPrefill }) {
  const [request, setRequest] = useState<JoinRequest | null>(null);
  const [connected, setConnected] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [start] = useState<JoinPrefill>(() => ({
    name: recall('name') ?? '',
    role: recall('role') ?? '',
    ...prefill,
  }));

  const close = useCallback((why: Problem | null) => {
    setRequest(null);
    setConnected(false);
    setProblem(why);
  }, []);
  useRoomAddress(request, connected, close);
  const [last, setLast] = useState<JoinPrefill | null>(null);
  const join = (next: JoinRequest) => {
    remember('name', next.name);
    remember('role', next.role);
    setProblem(null);
    setLast(next);
    setRequest(next);
  };

  return (
    <>
      {!connected && (
        <JoinPage
          entry={entry}
          prefill={last ?? start}
          joining={request !== null}
          problem={problem}
          onJoin={join}
          onCancel={() => close(null)}
        />
      )}
      {request !== null && (
        <Suspense fallback={null}>
          <Session request={request} onConnected={() => setConnected(true)} onClosed={close} />
        </Suspense>
      )}
    </>
  );
}
