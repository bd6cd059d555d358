import { dashboardEn } from './dashboard.en';
import { dashboardZh } from './dashboard.zh';
import { fill, type Language, type Params } from './index';

export type DashboardKey = keyof typeof dashboardEn;
export type DashboardDictionary = Readonly<Record<DashboardKey, string>>;
export type DashboardTranslate = (key: DashboardKey, params?: Params) => string;

/** The texts of the dashboard; apart from those of the other pages, which do not load them. */
export const dashboardDictionaries: Readonly<Record<Language, DashboardDictionary>> = {
  en: dashboardEn,
  'zh-CN': dashboardZh,
};

export function dashboardTranslator(language: Language): DashboardTranslate {
  const dictionary = dashboardDictionaries[language];
  return (key, params) => fill(dictionary[key], params ?? {});
}
