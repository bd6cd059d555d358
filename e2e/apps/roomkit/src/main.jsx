// The prebuilt room UI as an app embeds it: a token, and where the server is.
import { HMSPrebuilt } from '@100mslive/roomkit-react';
import '@100mslive/roomkit-react/index.css';
import React from 'react';
import { createRoot } from 'react-dom/client';

const { server, token } = Object.fromEntries(new URLSearchParams(window.location.search));

createRoot(document.getElementById('root')).render(
  <HMSPrebuilt
    authToken={token}
    options={{
      endpoints: { init: `${server}/#https://`, roomLayout: `${server}/v2/layouts/ui`, event: server },
    }}
  />,
);
