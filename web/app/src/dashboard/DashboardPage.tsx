import { parsePlace, placePath, setupToken, type LoginState, type Place, type Trouble } from '@rostra/core/dashboard';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { call } from './client';
import { callUntil, DashboardProvider } from './context';
import { EntrancePage } from './EntrancePage';
import { Frame } from './Frame';
import { ApiPage } from './pages/ApiPage';
import { DeveloperPage } from './pages/DeveloperPage';
import { OverviewPage } from './pages/OverviewPage';
import { RecordingsPage } from './pages/RecordingsPage';
import { RoomPage } from './pages/RoomPage';
import { RoomsPage } from './pages/RoomsPage';
import { SessionPage } from './pages/SessionPage';
import { SessionsPage } from './pages/SessionsPage';
import { SettingsPage } from './pages/SettingsPage';
import { TemplatePage } from './pages/TemplatePage';
import { TemplatesPage } from './pages/TemplatesPage';
import { WebhooksPage } from './pages/WebhooksPage';

/** What the operator sees: the way in, then the dashboard. A chunk of its own. */
export default function DashboardPage() {
  const [state, setState] = useState<LoginState | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [token, setToken] = useState(() => setupToken(window.location.hash));

  const look = useCallback(async () => {
    const answer = await call<LoginState>('GET', '/dashboard/api/session');
    setTrouble('trouble' in answer ? answer.trouble : null);
    if ('value' in answer) setState(answer.value);
  }, []);
  useEffect(() => void look(), [look]);
  useEffect(() => {
    const onHash = () => setToken(setupToken(window.location.hash));
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);

  const leave = useCallback(() => setState((before) => before && { ...before, logged_in: false }), []);
  const enter = () => {
    setToken(null);
    // A link is used up, and should not stay in the history.
    window.history.replaceState(null, '', window.location.pathname);
    void look();
  };
  if (token === null && state === null && trouble === null) {
    return null;
  }
  if (token !== null || state === null || !state.logged_in) {
    return <EntrancePage state={state} trouble={trouble} token={token} onRetry={() => void look()} onEnter={enter} />;
  }
  return <Inside onLoggedOut={leave} />;
}

function Inside({ onLoggedOut }: { onLoggedOut: () => void }) {
  const [place, setPlace] = useState<Place>(() => parsePlace(window.location.pathname));
  useEffect(() => {
    const onBack = () => setPlace(parsePlace(window.location.pathname));
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  const callOrLeave = useMemo(() => callUntil(onLoggedOut), [onLoggedOut]);
  const dashboard = useMemo(
    () => ({
      place,
      go: (next: Place) => {
        window.history.pushState(null, '', placePath(next));
        setPlace(next);
        window.scrollTo(0, 0);
      },
      call: callOrLeave,
      logOut: () => void call('POST', '/dashboard/api/logout').then(onLoggedOut),
    }),
    [place, callOrLeave, onLoggedOut],
  );
  return (
    <DashboardProvider value={dashboard}>
      <Frame>
        <PlacePage place={place} />
      </Frame>
    </DashboardProvider>
  );
}

function PlacePage({ place: { section, id } }: { place: Place }) {
  switch (section) {
    case 'overview':
      return <OverviewPage />;
    case 'rooms':
      return id === undefined ? <RoomsPage /> : <RoomPage id={id} key={id} />;
    case 'templates':
      return id === undefined ? <TemplatesPage /> : <TemplatePage id={id} key={id} />;
    case 'sessions':
      return id === undefined ? <SessionsPage /> : <SessionPage id={id} key={id} />;
    case 'recordings':
      return <RecordingsPage />;
    case 'webhooks':
      return <WebhooksPage />;
    case 'developer':
      return id === 'api' ? <ApiPage /> : <DeveloperPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
