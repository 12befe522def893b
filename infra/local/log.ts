import { appendFileSync } from 'node:fs';

/** What every part may log to: the shape of pino, so that Fastify's logger fits. Never personal data. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Everything goes to `file`, one JSON object a line; what somebody should look at also to the terminal. */
export function fileLog(file: string): Log {
  const write = (level: string, fields: object, message: string): void => {
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`, { mode: 0o600 });
  };
  const show = (level: string, fields: object, message: string): void => {
    write(level, fields, message);
    process.stderr.write(`${level}: ${message} ${JSON.stringify(fields)}\n`);
  };
  return {
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => show('warning', fields, message),
    error: (fields, message) => show('error', fields, message),
  };
}
