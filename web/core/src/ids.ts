declare const brand: unique symbol;

/** A string that only the place which knows its meaning may make. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type RoomId = Branded<'RoomId'>;
export type PeerId = Branded<'PeerId'>;

/** A random id of 32 hexadecimal digits; works on pages without a secure context too. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** For the `default` of a switch over a closed union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
