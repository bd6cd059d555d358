import { failureCause } from '@rostra/core/dashboard';
import { useText } from './useText';

/** Why somebody was not let in: in the reader's language where we know the cause, else as the server says it. */
export function Cause({ cause }: { cause: string }) {
  const { t } = useText();
  const known = failureCause(cause);
  return <span>{known === null ? cause : t(known.key, known.params)}</span>;
}
