import React, { useState } from 'react';
import { joinRoom, useHMSActions } from './sdk.js';
import { Role, fetchToken, settings } from './settings.js';

export function JoinPage() {
  const actions = useHMSActions();
  const [name, setName] = useState('');
  const [role, setRole] = useState(Role.BROADCASTER);
  const [failure, setFailure] = useState('');

  const submit = async event => {
    event.preventDefault();
    setFailure('');
    try {
      const authToken = await fetchToken(role);
      await joinRoom(actions, {
        userName: name,
        authToken,
        initEndpoint: settings.initEndpoint,
        settings: { isAudioMuted: false, isVideoMuted: false },
      });
    } catch (error) {
      setFailure(`${error.code ?? ''} ${error.message}`.trim());
    }
  };

  return (
    <form onSubmit={submit} className="join">
      <h1>Join the room</h1>
      <label>
        Name
        <input value={name} onChange={event => setName(event.target.value)} required />
      </label>
      <label>
        Role
        <select value={role} onChange={event => setRole(event.target.value)}>
          {Object.values(Role).map(value => (
            <option key={value}>{value}</option>
          ))}
        </select>
      </label>
      <button type="submit">Join</button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
