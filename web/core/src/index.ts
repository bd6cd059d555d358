/** Everything the pages decide, without React, SDK or DOM: pure functions over plain values. */
export * from './appConfig';
export * from './catchUp';
export * from './chatText';
export * from './endpoints';
export * from './i18n';
export * from './ids';
export * from './live';
export * from './names';
export * from './people';
export * from './problem';
export * from './recipients';
export * from './recovery';
export * from './roomChoices';
export * from './route';
export * from './snippet';
export * from './tiles';
export * from './token';
