import { bestLanguage, isLanguage, loadLanguage, translator, type Language, type Translate } from '@rostra/core';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { recall, remember } from './storage';

interface LanguageContext {
  readonly language: Language;
  readonly t: Translate;
  readonly setLanguage: (language: Language) => void;
}

const Context = createContext<LanguageContext | null>(null);

/** The language to begin with, ready to be spoken: what was picked before, else what the browser prefers. */
export function firstLanguage(): Promise<Language> {
  const stored = recall('language');
  return loadLanguage(isLanguage(stored) ? stored : bestLanguage(navigator.languages));
}

export function LanguageProvider({ first, children }: { first: Language; children: ReactNode }) {
  const [language, setLanguage] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      t: translator(language),
      setLanguage: (next: Language) => {
        remember('language', next);
        void loadLanguage(next).then(setLanguage);
      },
    }),
    [language],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useLanguage(): LanguageContext {
  const context = useContext(Context);
  if (context === null) {
    throw new Error('useLanguage needs a LanguageProvider above it');
  }
  return context;
}
