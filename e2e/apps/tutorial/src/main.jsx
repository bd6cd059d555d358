import React from 'react';
import { createRoot } from 'react-dom/client';
import { HMSRoomProvider, selectIsConnectedToRoom, useHMSNotifications, useHMSStore } from './sdk.js';
import { JoinPage } from './JoinPage.jsx';
import { RoomPage } from './RoomPage.jsx';
import './style.css';

function App() {
  const isConnected = useHMSStore(selectIsConnectedToRoom);
  return (
    <main>
      {isConnected ? <RoomPage /> : <JoinPage />}
      <LastError />
    </main>
  );
}

/** The newest error the SDK reported, for people and for the tests. */
function LastError() {
  const notification = useHMSNotifications();
  const [error, setError] = React.useState(null);
  React.useEffect(() => {
    if (notification?.type === 'ERROR') {
      setError(notification.data);
    }
  }, [notification]);
  return error ? (
    <p role="status" aria-label="SDK error">
      {error.code} {error.message}
    </p>
  ) : null;
}

createRoot(document.getElementById('root')).render(
  <HMSRoomProvider>
    <App />
  </HMSRoomProvider>,
);
