/** Someone in the room, as the pages need them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly isLocal: boolean;
  /** True for roles that may publish camera or microphone. */
  readonly onStage: boolean;
  readonly audioOn: boolean;
  readonly videoOn: boolean;
  readonly videoTrack?: string;
}

/** Those with a tile: everyone whose role publishes, oneself last so that guests are seen first. */
export function stage(people: readonly Person[]): readonly Person[] {
  const onStage = people.filter((person) => person.onStage);
  return [...onStage.filter((person) => !person.isLocal), ...onStage.filter((person) => person.isLocal)];
}

/** True when the stream would have nobody on stage once the local peer has gone. */
export function isLastOnStage(people: readonly Person[]): boolean {
  const onStage = people.filter((person) => person.onStage);
  return onStage.length === 1 && onStage[0]?.isLocal === true;
}

/** For the list: oneself first, then those on stage, then the audience, each by name. */
export function listed(people: readonly Person[], language: string): readonly Person[] {
  const rank = (person: Person) => (person.isLocal ? 0 : person.onStage ? 1 : 2);
  const names = new Intl.Collator(language);
  return [...people].sort((a, b) => rank(a) - rank(b) || names.compare(a.name, b.name));
}
