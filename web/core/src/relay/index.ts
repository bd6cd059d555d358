export * from './pieces';
export * from './relayRoom';
export * from './relayStream';
