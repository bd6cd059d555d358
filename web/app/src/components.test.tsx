import {
  ChatPanel,
  FlyingReactions,
  HealthBadge,
  LanguageProvider,
  ReactionBar,
  WaitingScreen,
  type ChatLine,
} from '@rostra/react';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { AudienceEditor } from './dashboard/template/AudienceEditor';
import { SettingsEditor } from './dashboard/template/SettingsEditor';

vi.stubGlobal('navigator', { languages: ['en'], onLine: true });

const none = () => undefined;
const line: ChatLine = { id: '1', sender: 'Ada', isLocal: false, text: 'hi', time: 0, audience: '', removable: true };
const chat = { recipients: [{ to: 'everyone' as const }], send: async () => true, remove: none };

function drawn(element: ReactElement): string {
  return renderToStaticMarkup(<LanguageProvider first="en">{element}</LanguageProvider>).replace(
    /<style[^]*?<\/style>/g,
    '',
  );
}

describe('the chat', () => {
  it('offers to delete only what one may delete', () => {
    const slowMode = { seconds: 0, sentAt: null };
    expect(drawn(<ChatPanel chat={{ ...chat, lines: [line], slowMode }} />)).toContain('Delete the message of Ada');
    const foreign = { ...line, removable: false };
    expect(drawn(<ChatPanel chat={{ ...chat, lines: [foreign], slowMode }} />)).not.toContain('Delete');
  });

  it('says how long to wait, and lets hosts choose', () => {
    const waiting = { seconds: 10, sentAt: Date.now() };
    expect(drawn(<ChatPanel chat={{ ...chat, lines: [], slowMode: waiting }} />)).toContain('send again in 10 s');
    const host = drawn(<ChatPanel chat={{ ...chat, lines: [], slowMode: { seconds: 7, sentAt: null, set: none } }} />);
    expect(host).toContain('<option value="7" selected="">a message every 7 s</option>');
    expect(host).not.toContain('send again');
  });
});

it('the waiting screen offers a replay only where there is one', () => {
  expect(drawn(<WaitingScreen phase="ended" onReplay={none} />)).toContain('Watch it again');
  expect(drawn(<WaitingScreen phase="waiting" onReplay={none} />)).toContain('Watch the last one');
  expect(drawn(<WaitingScreen phase="ended" />)).not.toContain('button');
});

it('reactions have names for those who see no pictures, and fly without', () => {
  expect(drawn(<ReactionBar onReact={none} />)).toContain('aria-label="Send a heart"');
  const flying = [
    { key: 1, emoji: '❤️', place: 0 },
    { key: 2, emoji: '👏', place: 1 },
  ];
  expect(drawn(<FlyingReactions flying={flying} />)).toMatch(/aria-hidden="true".*❤️.*👏/);
});

it('a stream that stutters says what to do', () => {
  expect(drawn(<HealthBadge health="slow" />)).toContain('check your network');
});

it('the parts of a template are forms', () => {
  const roomState = { enabled: true, messageInterval: 5, sendPeerList: false, stopRoomStateOnJoin: true };
  const save = async () => ({ value: null });
  expect(drawn(<SettingsEditor settings={{ chatHistory: 501, roomState }} save={save} onSaved={none} />)).toContain(
    'Between 0 and 500.',
  );
  const destinations = { hlsDestinations: { a: { playlistType: 'event' } }, rtmpDestinations: {} };
  expect(drawn(<AudienceEditor destinations={destinations} save={save} onSaved={none} />)).toContain(
    'To the beginning',
  );
});
