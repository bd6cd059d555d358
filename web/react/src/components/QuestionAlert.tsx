import { Alert, AlertTitle, Box, Button } from '@mui/material';

/** Something another wants of us, to be answered with yes or no. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly yes: { readonly label: string; readonly run: () => void };
  readonly no: { readonly label: string; readonly run: () => void };
}

export function QuestionAlert({ question }: { question: Question }) {
  const { id, title, text, yes, no } = question;
  return (
    <Alert
      severity="info"
      variant="outlined"
      icon={false}
      data-question={id}
      sx={{ bgcolor: 'background.paper', textAlign: 'start' }}
    >
      <AlertTitle sx={{ mb: 0.25, fontWeight: 600 }}>{title}</AlertTitle>
      <Box sx={{ color: 'text.primary' }}>{text}</Box>
      <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
        <Button size="small" variant="contained" onClick={yes.run}>
          {yes.label}
        </Button>
        <Button size="small" variant="outlined" color="inherit" onClick={no.run}>
          {no.label}
        </Button>
      </Box>
    </Alert>
  );
}
