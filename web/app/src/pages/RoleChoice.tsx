import { Box, FormControl, FormLabel, Radio, RadioGroup } from '@mui/material';
import { roleHint, roleName } from '@rostra/core';
import { useLanguage } from '@rostra/react';

export interface RoleChoiceProps {
  roles: readonly string[];
  role: string;
  onRole: (role: string) => void;
  disabled: boolean;
}

/** The roles as cards with a sentence each; radio buttons to keyboard and screen reader. */
export function RoleChoice({ roles, role, onRole, disabled }: RoleChoiceProps) {
  const { t } = useLanguage();
  return (
    <FormControl disabled={disabled}>
      <FormLabel id="role-label" sx={{ mb: 1, fontSize: '0.875rem' }}>
        {t('join.role')}
      </FormLabel>
      <RadioGroup
        aria-labelledby="role-label"
        name="role"
        value={role}
        onChange={(_, next) => onRole(next)}
        sx={{ gap: 1, flexWrap: 'nowrap' }}
      >
        {roles.map((choice) => (
          <Box
            component="label"
            key={choice}
            sx={{
              display: 'flex',
              alignItems: 'center',
              gap: 0.5,
              p: 1,
              pr: 2,
              border: 1,
              borderRadius: 1.25,
              cursor: disabled ? 'default' : 'pointer',
              borderColor: choice === role ? 'primary.main' : 'divider',
              bgcolor: choice === role ? 'rgba(var(--mui-palette-primary-mainChannel) / 0.1)' : 'transparent',
              '&:focus-within': { outline: 2, outlineColor: 'primary.main', outlineStyle: 'solid', outlineOffset: 1 },
            }}
          >
            <Radio
              value={choice}
              slotProps={{ input: { 'aria-label': roleName(choice, t), 'aria-describedby': `role-${choice}` } }}
            />
            <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <Box sx={{ fontWeight: 600 }}>{roleName(choice, t)}</Box>
              <Box id={`role-${choice}`} sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
                {roleHint(choice, t)}
              </Box>
            </Box>
          </Box>
        ))}
      </RadioGroup>
    </FormControl>
  );
}
