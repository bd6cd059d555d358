import { FormControl, FormHelperText, InputLabel, OutlinedInput, type OutlinedInputProps } from '@mui/material';
import { useId, type Ref } from 'react';

export interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** Shown below, as a mistake. */
  wrong?: string | undefined;
  disabled?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  field?: Ref<HTMLInputElement>;
  input?: OutlinedInputProps['inputProps'];
}

/** A line of text. MUI's own `TextField` brings its menus along, which the first page of a viewer can do without. */
export function Field(props: FieldProps) {
  const { label, value, onValue, wrong, disabled, autoFocus, autoComplete, field, input } = props;
  const id = useId();
  return (
    <FormControl error={wrong !== undefined} disabled={disabled ?? false} fullWidth>
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        id={id}
        label={label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        autoFocus={autoFocus ?? false}
        {...(autoComplete === undefined ? {} : { autoComplete })}
        {...(field === undefined ? {} : { inputRef: field })}
        inputProps={wrong === undefined ? (input ?? {}) : { ...input, 'aria-describedby': `${id}-wrong` }}
      />
      {wrong !== undefined && <FormHelperText id={`${id}-wrong`}>{wrong}</FormHelperText>}
    </FormControl>
  );
}
