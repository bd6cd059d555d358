import type { Translate } from '@rostra/core';
import {
  toggleFullscreen,
  type Hand,
  type LocalRights,
  type MoreItem,
  type Outputs,
  type Screen,
  type SidePanel,
} from '@rostra/react';

/** What opens over the studio. */
export type StudioSheet = 'devices' | 'keys' | 'push' | 'end' | 'invite';

export interface MoreItemsInput {
  readonly t: Translate;
  readonly rights: LocalRights;
  readonly outputs: Outputs;
  readonly screen: Screen;
  readonly hand: Hand;
  /** The links into this room are known. */
  readonly invites: boolean;
  readonly open: (sheet: StudioSheet) => void;
  readonly setPanel: (panel: SidePanel) => void;
}

/** The studio's menu: what the role and the browser allow. */
export function moreItems({ t, rights, outputs, screen, hand, invites, open, setPanel }: MoreItemsInput): MoreItem[] {
  const { recording, pushing, pending } = outputs;
  const items: MoreItem[] = [];
  if (invites) items.push({ icon: 'copy', label: t('room.invite'), run: () => open('invite') });
  if (screen.toggle) {
    items.push({
      icon: 'screen',
      label: t(screen.sharing ? 'room.stopScreen' : 'room.shareScreen'),
      run: screen.toggle,
    });
  }
  items.push(
    { icon: 'people', label: t('room.showPeople'), run: () => setPanel('people') },
    { icon: 'hand', label: t(hand.raised ? 'room.lowerHand' : 'room.raiseHand'), run: hand.toggle },
    null,
  );
  if (recording || pushing) {
    items.push({
      icon: 'stop',
      label: t(recording ? (pushing ? 'room.stopOutputs' : 'room.stopRecording') : 'room.stopPush'),
      run: outputs.stop,
      disabled: pending,
    });
  }
  if (rights.record && !recording) {
    items.push({ icon: 'record', label: t('room.record'), run: outputs.record, disabled: pending });
  }
  if (rights.push && !pushing) {
    items.push({ icon: 'live', label: t('room.push'), run: () => open('push'), disabled: pending });
  }
  items.push(
    null,
    { icon: 'fullscreen', label: t('keys.fullscreen'), run: () => toggleFullscreen(document.documentElement) },
    { icon: 'gear', label: t('room.devices'), run: () => open('devices') },
    { icon: 'keyboard', label: t('keys.title'), run: () => open('keys') },
  );
  if (rights.endRoom) {
    items.push(null, { icon: 'leave', label: t('room.endForAll'), run: () => open('end'), danger: true });
  }
  return items;
}
