import React, { useState } from 'react';
import { selectHMSMessages, selectLocalPeer, selectRemotePeers, useHMSActions, useHMSStore } from './sdk.js';
import { Role } from './settings.js';

const EVERYONE = 'everyone';

export function Chat() {
  const messages = useHMSStore(selectHMSMessages);
  const localPeer = useHMSStore(selectLocalPeer);
  return (
    <section aria-label="Chat">
      <h2>Chat</h2>
      <ol aria-label="Messages">
        {messages.map(message => (
          <li key={message.id} className={message.senderUserId === localPeer?.customerUserId ? 'own' : 'other'}>
            <b>{message.senderName}</b>: <span>{message.message}</span>
          </li>
        ))}
      </ol>
      <Composer />
    </section>
  );
}

/** Recipients are coded as `everyone`, `role:<name>` or `peer:<id>`. */
function Composer() {
  const actions = useHMSActions();
  const others = useHMSStore(selectRemotePeers);
  const [to, setTo] = useState(EVERYONE);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState('');

  const send = async event => {
    event.preventDefault();
    setFailure('');
    try {
      if (to === EVERYONE) {
        await actions.sendBroadcastMessage(text);
      } else if (to.startsWith('role:')) {
        await actions.sendGroupMessage(text, [to.slice('role:'.length)]);
      } else {
        await actions.sendDirectMessage(text, to.slice('peer:'.length));
      }
      setText('');
    } catch (error) {
      setFailure(`${error.code ?? ''} ${error.message}`.trim());
    }
  };

  return (
    <form onSubmit={send}>
      <select aria-label="To" value={to} onChange={event => setTo(event.target.value)}>
        <option value={EVERYONE}>Everyone</option>
        {Object.values(Role).map(role => (
          <option key={role} value={`role:${role}`}>{`All in role ${role}`}</option>
        ))}
        {others.map(peer => (
          <option key={peer.id} value={`peer:${peer.id}`}>
            {peer.name}
          </option>
        ))}
      </select>
      <input aria-label="Message" value={text} onChange={event => setText(event.target.value)} required />
      <button type="submit">Send</button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
