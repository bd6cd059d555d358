import { parseRoute, type Problem } from '@rostra/core';
import { isDashboard } from '@rostra/core/dashboard';
import { remember } from '@rostra/react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { JoinPage } from './pages/JoinPage';
import type { JoinRequest } from './session/joinRequest';
import { useAppConfig } from './useAppConfig';
import { useAppRoute } from './useAppRoute';

const Session = lazy(() => import('./session/Session'));
const DashboardPage = lazy(() => import('./dashboard/DashboardPage'));
const RelayPage = lazy(() => import('./relay/RelayPage'));

/** The page that the address names. */
export function App() {
  if (isDashboard(window.location.pathname)) {
    return (
      <Suspense fallback={null}>
        <DashboardPage />
      </Suspense>
    );
  }
  return parseRoute(window.location.pathname, window.location.search).page === 'relay' ? (
    <Suspense fallback={null}>
      <RelayPage />
    </Suspense>
  ) : (
    <RoomApp />
  );
}

/** The join page until the SDK says connected, then the room; back to the join page when it is over. */
function RoomApp() {
  const config = useAppConfig();
  const [request, setRequest] = useState<JoinRequest | null>(null);
  const [connected, setConnected] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const close = useCallback((why: Problem | null) => {
    setRequest(null);
    setConnected(false);
    setProblem(why);
  }, []);
  const start = useAppRoute(request, connected, close);
  const [last, setLast] = useState<JoinRequest | null>(null);
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
          config={config}
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
