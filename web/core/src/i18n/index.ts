import type { Device, Problem } from '../problem';
import { en } from './en';

export type MessageKey = keyof typeof en;
export type Dictionary = Readonly<Record<MessageKey, string>>;
export type Params = Readonly<Record<string, string | number>>;

/** The languages of the app, with the name each gives itself. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof languages;

/** English is part of the first load, since it stands in for what cannot be loaded; the others are fetched when wanted. */
const dictionaries: Partial<Record<Language, Dictionary>> = { en };
const sources: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Dictionary>>> = {
  'zh-CN': () => import('./zh').then(({ zh }) => zh),
};

/** Makes a language ready for `translator`; answers with the one that is ready, English if it cannot be loaded. */
export async function loadLanguage(language: Language): Promise<Language> {
  if (language === 'en') return language;
  try {
    dictionaries[language] ??= await sources[language]();
    return language;
  } catch {
    return 'en';
  }
}

/** Translates a key; `{name}` in a text is replaced by the parameter of that name. */
export type Translate = (key: MessageKey, params?: Params) => string;

export function translator(language: Language): Translate {
  const dictionary = dictionaries[language] ?? en;
  return (key, params) => fill(dictionary[key], params ?? {});
}

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => params[name]?.toString() ?? whole);
}

/** The first language we have among those wanted, best first; English when there is none. */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

export function isLanguage(tag: string | null): tag is Language {
  return tag !== null && tag in languages;
}

/** What to tell the user about a problem: what happened and what to do. */
export function problemWords(problem: Problem, t: Translate): { title: string; advice: string } {
  const device: Device = problem.device ?? 'both';
  const params = { device: t(`device.${device}`) };
  return { title: t(`problem.${problem.kind}.title`, params), advice: t(`problem.${problem.kind}.advice`, params) };
}

/** The same at the door, where a device can be mended before anybody waits for it. */
export function previewWords(problem: Problem, t: Translate): { title: string; advice: string } {
  const { title, advice } = problemWords(problem, t);
  switch (problem.kind) {
    case 'device-refused':
      return { title, advice: t('preview.refusedAdvice') };
    case 'device-missing':
      return { title, advice: t('preview.missingAdvice') };
    case 'device-in-use':
      return { title, advice: t('preview.inUseAdvice') };
    default:
      return { title, advice };
  }
}

/** A role by its name in the user's language; roles we do not know keep their own name. */
export function roleName(role: string, t: Translate): string {
  return role === 'broadcaster' || role === 'hls-viewer' ? t(`join.role.${role}`) : role;
}

export function roleHint(role: string, t: Translate): string {
  return role === 'broadcaster' || role === 'hls-viewer'
    ? t(`join.role.${role}.hint`)
    : t('join.role.other.hint', { role });
}
