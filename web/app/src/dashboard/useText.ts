import { dashboardTranslator, lengthWords, type DashboardTranslate } from '@rostra/core/dashboard';
import { useLanguage } from '@rostra/react';
import { useMemo } from 'react';

export interface Text {
  readonly t: DashboardTranslate;
  /** A date with its time, as one writes it in the language. */
  dateTime: (at: string | number) => string;
  day: (at: string | number) => string;
  number: (value: number) => string;
  length: (milliseconds: number) => string;
}

/** The dashboard's texts, and numbers and times, in the user's language. */
export function useText(): Text {
  const { language } = useLanguage();
  return useMemo(() => {
    const t = dashboardTranslator(language);
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    const day = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' });
    const number = new Intl.NumberFormat(language);
    const units = { h: t('unit.h'), min: t('unit.min'), s: t('unit.s') };
    return {
      t,
      dateTime: (at) => dateTime.format(new Date(at)),
      day: (at) => day.format(new Date(at)),
      number: (value) => number.format(value),
      length: (milliseconds) => lengthWords(milliseconds, units),
    };
  }, [language]);
}
