import {
  DELETION,
  devicesOf,
  isPlatformRoom,
  parseChunkInfo,
  relayProblem,
  sameProblem,
  type ChunkInfo,
  type Piece,
  type Problem,
  type RelayMember,
} from '@rostra/core';
import type { ChatLine, Connection } from '@rostra/react';
import { io, type Socket } from 'socket.io-client';
import { StreamPlayer } from './streamPlayer';

/** Bytes on their way to the server; beyond it whole pieces are left out, up to the next key frame. */
const MAX_IN_FLIGHT = 1_500_000;

const ANSWER_TIMEOUT = 10_000;
const MAX_LINES = 500;

export interface RelayState {
  readonly connection: Connection;
  readonly members: readonly RelayMember[];
  readonly lines: readonly ChatLine[];
  readonly problems: readonly Problem[];
  readonly selfId: string | undefined;
  /** Why the visit is over, once it is. */
  readonly ended: Problem | null;
}

export interface Devices {
  readonly audio: boolean;
  readonly video: boolean;
  readonly sends: boolean;
}

export type DeviceKind = 'audio' | 'video';

/** A token for a platform room, or nothing for rooms made on the spot. */
export interface Ticket {
  readonly token?: string;
}

/** One visit to a room over Socket.IO. Tells listeners of every new state. */
export class RelayClient {
  state: RelayState = {
    connection: 'fine',
    members: [],
    lines: [],
    problems: [],
    selfId: undefined,
    ended: null,
  };

  /** Called when the stream has to begin anew: after a reconnect, or when the server waits for a key frame. */
  onRestart: (why: 'reconnected' | 'broken' | 'key-frame') => void = () => undefined;

  /** Called when a host mutes these devices. Whether they come on again is for the person to decide. */
  onMuted: (kinds: readonly DeviceKind[]) => void = () => undefined;

  private readonly socket: Socket;
  private readonly players = new Map<string, StreamPlayer>();
  private readonly listeners = new Set<() => void>();
  private devices: Devices = { audio: false, video: false, sends: false };
  private room: string | null = null;
  private inFlight = 0;
  private skipping = false;
  private lineCount = 0;

  constructor(
    private readonly name: string,
    ticket: Ticket,
  ) {
    // The page's own host; WebSocket where it goes through, else long polling, which always does.
    this.socket = io({
      autoConnect: false,
      auth: { ...ticket, name },
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    });
    this.listen();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): RelayState => this.state;

  /** Connects and enters; makes a room when none is given. Resolves to its id, or to why not. */
  async enter(room: string | null): Promise<{ room: string } | { problem: Problem }> {
    try {
      await this.connect();
    } catch (error) {
      const data = (error as { data?: unknown }).data;
      return { problem: data === undefined ? { kind: 'server-unreachable' } : relayProblem(data) };
    }
    if (room !== null) {
      return this.join(room);
    }
    const answer = await this.ask('create-room');
    if (typeof answer !== 'string') return { problem: relayProblem(errorOf(answer)) };
    this.entered(answer, { users: [this.socket.id] });
    return { room: answer };
  }

  private async join(room: string): Promise<{ room: string } | { problem: Problem }> {
    const answer = await this.ask('join-room', room);
    const error = errorOf(answer);
    if (error !== null) return { problem: relayProblem(error) };
    this.entered(room, answer);
    return { room };
  }

  private connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', (error) => {
        this.socket.off('connect', resolve);
        reject(error);
      });
      this.socket.connect();
    });
  }

  private async ask(event: string, ...args: unknown[]): Promise<unknown> {
    try {
      return await this.socket.timeout(ANSWER_TIMEOUT).emitWithAck(event, ...args);
    } catch {
      return { error: { code: 'no-answer' } };
    }
  }

  private entered(room: string, answer: unknown): void {
    this.room = room;
    const { users, peers } = answer as { users?: unknown; peers?: Record<string, unknown> };
    const ids = Array.isArray(users) ? users.filter((id): id is string => typeof id === 'string') : [];
    const known = new Map(this.state.members.map((member) => [member.id, member]));
    this.update({
      selfId: this.socket.id,
      connection: 'fine',
      members: ids.map((id) => this.described(known.get(id) ?? unknownMember(id), peers?.[id])),
    });
    for (const id of this.players.keys()) if (!ids.includes(id)) this.forget(id);
  }

  private described(member: RelayMember, details: unknown): RelayMember {
    const known = (typeof details === 'object' && details !== null ? details : {}) as Record<string, unknown>;
    const { name, role, tracks } = known;
    const devices = devicesOf(tracks);
    const named: RelayMember = {
      ...member,
      ...devices,
      announced: devices !== null,
      // Who has taken the tracks back sends nothing more.
      sends: member.sends && (devices !== null || !member.announced),
      name: typeof name === 'string' && name !== '' ? name : member.name,
      role: typeof role === 'string' ? role : member.role,
    };
    return member.id === this.socket.id ? { ...named, name: this.name, ...this.devices } : named;
  }

  // What comes

  private listen(): void {
    const { socket } = this;
    socket.on('user-joined', (id: unknown, details: unknown) => {
      if (typeof id === 'string') this.change(id, (member) => this.described(member, details));
    });
    socket.on('user-updated', (id: unknown, details: unknown) => {
      if (typeof id === 'string') this.change(id, (member) => this.described(member, details));
    });
    socket.on('user-left', (id: unknown) => {
      if (typeof id !== 'string') return;
      this.forget(id);
      this.update({ members: this.state.members.filter((member) => member.id !== id) });
    });
    socket.on('media', (chunk: unknown, id: unknown, info: unknown) => {
      if (chunk instanceof ArrayBuffer && typeof id === 'string') {
        this.onMedia(new Uint8Array(chunk), id, parseChunkInfo(info));
      }
    });
    socket.on('message', (message: unknown, id: unknown, about: unknown) => this.onMessage(message, id, about));
    socket.on('key-frame-request', (how: unknown) => {
      const restart = (how as { restart?: unknown } | null | undefined)?.restart === true;
      this.onRestart(restart ? 'broken' : 'key-frame');
    });
    socket.on('mute-request', (how: unknown) => {
      const { kind, mute } = (typeof how === 'object' && how !== null ? how : {}) as Record<string, unknown>;
      const both: readonly DeviceKind[] = ['audio', 'video'];
      if (mute === true) this.onMuted(both.filter((device) => kind === undefined || kind === device));
    });
    socket.on('room-error', (error: unknown) => {
      const problem = relayProblem(error);
      if (problem.kind === 'removed' || problem.kind === 'room-ended') this.update({ ended: problem });
      else this.report(problem);
    });
    socket.on('disconnect', (reason) => {
      if (this.room === null) return;
      if (reason === 'io server disconnect') this.update({ ended: { kind: 'connection-lost' } });
      else this.update({ connection: 'reconnecting' });
    });
    socket.io.on('reconnect', () => void this.comeBack());
  }

  /** The socket is another one now: enter again, and send the stream's beginning to those who are there. */
  private async comeBack(): Promise<void> {
    if (this.room === null) return;
    if (!socketIsConnected(this.socket)) await new Promise<void>((resolve) => this.socket.once('connect', resolve));
    const result = await this.join(this.room);
    if ('problem' in result) {
      this.update({ ended: result.problem });
      return;
    }
    this.inFlight = 0;
    this.onRestart('reconnected');
    this.update({ connection: 'reconnected' });
    setTimeout(() => this.state.connection === 'reconnected' && this.update({ connection: 'fine' }), 3000);
  }

  private onMedia(chunk: Uint8Array, id: string, info: ChunkInfo): void {
    if (id === this.socket.id) return;
    let player = this.players.get(id);
    if (player === undefined) {
      player = new StreamPlayer(() => this.report({ kind: 'sound-blocked' }));
      this.players.set(id, player);
    }
    player.push(chunk, info);
    const member = this.state.members.find((other) => other.id === id);
    const known = member?.announced === true ? member : undefined;
    const audio = known?.audio ?? info.audio ?? (member?.sends === true ? member.audio : true);
    const video = known?.video ?? info.video ?? (member?.sends === true ? member.video : true);
    const name = info.name ?? member?.name ?? null;
    if (member?.sends !== true || member.audio !== audio || member.video !== video || member.name !== name) {
      this.change(id, (before) => ({ ...before, name, audio, video, sends: true }));
    }
  }

  private onMessage(message: unknown, id: unknown, about: unknown): void {
    if (typeof id !== 'string') return;
    const { type = 'chat', ...said } = (about ?? {}) as { type?: unknown; name?: unknown; id?: unknown };
    if (type === DELETION) return this.update({ lines: this.state.lines.filter((line) => line.id !== message) });
    // Everything else in a platform room is between apps.
    if (type !== 'chat') return;
    const sent = parseMessage(message);
    const name = sent.name ?? said.name;
    if (typeof name === 'string' && name !== '') this.change(id, (member) => ({ ...member, name }));
    this.addLine(id, sent.text, said.id);
  }

  private addLine(senderId: string, text: string, id?: unknown): void {
    const line: ChatLine = {
      id: typeof id === 'string' ? id : String(this.lineCount++),
      sender: this.state.members.find((member) => member.id === senderId)?.name ?? senderId.slice(0, 4),
      isLocal: senderId === this.socket.id,
      text,
      time: Date.now(),
      audience: '',
      removable: false,
    };
    this.update({ lines: [...this.state.lines, line].slice(-MAX_LINES) });
  }

  // What goes

  /** Says which devices are on; the others see it with the next piece. */
  setDevices(devices: Devices): void {
    this.devices = devices;
    const { selfId } = this.state;
    if (selfId !== undefined) this.change(selfId, (member) => ({ ...member, ...devices }));
  }

  sendPiece = (piece: Piece, info: ChunkInfo): void => {
    if (this.room === null || !socketIsConnected(this.socket)) return;
    if (piece.init || piece.key) this.skipping = false;
    if (this.inFlight + piece.data.length > MAX_IN_FLIGHT && !piece.init) this.skipping = true;
    if (this.skipping) return;
    const size = piece.data.length;
    const { audio, video } = this.devices;
    this.inFlight += size;
    this.socket.emit('media', piece.data, { ...info, name: this.name, audio, video }, (answer: unknown) => {
      this.inFlight = Math.max(0, this.inFlight - size);
      const error = errorOf(answer);
      if (error !== null) this.report(relayProblem(error));
    });
  };

  async say(text: string): Promise<boolean> {
    const platform = this.room !== null && isPlatformRoom(this.room);
    const answer = await this.ask('message', platform ? text : { text, name: this.name });
    const sent = errorOf(answer) === null;
    if (!sent) this.report({ kind: 'message-failed' });
    else if (this.socket.id !== undefined) this.addLine(this.socket.id, text);
    return sent;
  }

  /** Leaves the room and ends the connection. */
  leave(): void {
    this.room = null;
    this.socket.emit('leave-room');
    this.socket.disconnect();
    for (const id of [...this.players.keys()]) this.forget(id);
  }

  // Players and problems

  player(id: string): StreamPlayer | undefined {
    return this.players.get(id);
  }

  enableSound(): void {
    this.players.forEach((player) => player.unmute());
    this.dismiss({ kind: 'sound-blocked' });
  }

  report = (problem: Problem): void => {
    if (this.state.problems.some((known) => sameProblem(known, problem))) return;
    this.update({ problems: [...this.state.problems, problem] });
  };

  dismiss = (problem: Problem): void => {
    this.update({ problems: this.state.problems.filter((known) => !sameProblem(known, problem)) });
  };

  private forget(id: string): void {
    this.players.get(id)?.close();
    this.players.delete(id);
  }

  private change(id: string, how: (member: RelayMember) => RelayMember): void {
    const known = this.state.members.some((member) => member.id === id);
    const members = known ? this.state.members : [...this.state.members, unknownMember(id)];
    this.update({ members: members.map((member) => (member.id === id ? how(member) : member)) });
  }

  private update(change: Partial<RelayState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

function unknownMember(id: string): RelayMember {
  return { id, name: null, role: null, audio: false, video: false, sends: false, announced: false };
}

function socketIsConnected(socket: Socket): boolean {
  return socket.connected;
}

/** The `error` of an answer, or null when it has none. */
function errorOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : null;
}

/** A message of ours is `{text, name}`, one of other clients most likely text. */
function parseMessage(message: unknown): { text: string; name?: string } {
  if (typeof message === 'string') return { text: message };
  const { text, name } = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  return {
    text: typeof text === 'string' ? text : JSON.stringify(message ?? null),
    ...(typeof name === 'string' ? { name: name.slice(0, 64) } : {}),
  };
}
