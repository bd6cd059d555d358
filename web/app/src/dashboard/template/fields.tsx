import { MenuItem, TextField } from '@mui/material';
import type { FieldError, FieldErrors } from '@rostra/core/dashboard';
import { useText } from '../useText';

/** What is wrong with a field, in words; undefined when nothing is. */
export function useFieldWords(): (error: FieldError | undefined) => string | undefined {
  const { t } = useText();
  return (error) => (error === undefined ? undefined : 'params' in error ? t(error.key, error.params) : t(error.key));
}

export interface NumberFieldProps {
  label: string;
  value: number;
  /** Where its error stands. */
  path: string;
  errors: FieldErrors;
  hint?: string;
  step?: number;
  onChange: (value: number) => void;
}

/** A number; what is none yet is NaN, which the validation refuses. */
export function NumberField({ label, value, path, errors, hint, step = 1, onChange }: NumberFieldProps) {
  const words = useFieldWords();
  const error = words(errors[path]);
  return (
    <TextField
      type="number"
      size="small"
      label={label}
      value={Number.isNaN(value) ? '' : value}
      onChange={(event) => onChange(event.target.value === '' ? Number.NaN : Number(event.target.value))}
      error={error !== undefined}
      helperText={error ?? hint}
      slotProps={{ htmlInput: { step, inputMode: 'decimal' } }}
    />
  );
}

export interface ChoiceFieldProps {
  label: string;
  value: string;
  choices: readonly string[];
  onChange: (value: string) => void;
}

export function ChoiceField({ label, value, choices, onChange }: ChoiceFieldProps) {
  return (
    <TextField select size="small" label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {choices.map((choice) => (
        <MenuItem key={choice} value={choice}>
          {choice}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Fields beside each other, as many as fit. */
export const fieldGrid = {
  display: 'grid',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(auto-fill, minmax(170px, 1fr))' },
  gap: 2,
  alignItems: 'start',
} as const;
