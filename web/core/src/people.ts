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
  readonly audioTrack?: string;
  readonly videoTrack?: string;
  /** The picture of a shared screen. */
  readonly screenTrack?: string;
  readonly handRaised: boolean;
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

/** How many only watch; the local peer counts, too. */
export function audienceSize(people: readonly Person[]): number {
  return people.filter((person) => !person.onStage).length;
}

/** For the list: oneself first, then raised hands, those on stage, and the audience, each by name. */
export function listed(people: readonly Person[], language: string): readonly Person[] {
  const rank = (person: Person) => (person.isLocal ? 0 : person.handRaised ? 1 : person.onStage ? 2 : 3);
  const names = new Intl.Collator(language);
  return [...people].sort((a, b) => rank(a) - rank(b) || names.compare(a.name, b.name));
}
