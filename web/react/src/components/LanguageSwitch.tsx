import { NativeSelect } from '@mui/material';
import { languages, type Language } from '@rostra/core';
import { useLanguage } from '../i18n';

export function LanguageSwitch() {
  const { language, setLanguage, t } = useLanguage();
  return (
    <NativeSelect
      value={language}
      disableUnderline
      onChange={(event) => setLanguage(event.target.value as Language)}
      inputProps={{ 'aria-label': t('app.language') }}
      sx={{ flexShrink: 0, fontSize: '0.875rem', '& select': { py: 0.75, pl: 1, borderRadius: 1 } }}
    >
      {Object.entries(languages).map(([tag, name]) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
