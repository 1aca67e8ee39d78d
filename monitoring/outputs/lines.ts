import type { Notification } from '../types.ts';
import type { Output } from '../Watcher.ts';

/** Writes one line for each notification: words, or a JSON object. */
export function createLines(write: (line: string) => void, json: boolean): Output {
  return {
    name: 'lines',
    deliver: (notification) => {
      write(json ? JSON.stringify(notification) : formatLine(notification));
      return Promise.resolve();
    },
  };
}

/** A notification in one line. Texts of others stay in it: control characters are written as JSON writes them. */
export function formatLine(notification: Notification): string {
  const { time, kind, severity, alert, title, part, block, transaction, fields } = notification;
  const place = block === null ? '' : ` block ${block}`;
  const by = transaction === null ? '' : ` tx ${transaction}`;
  const details = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const where = part === null ? '' : ` ${part}`;
  return `${time} ${kind} ${severity} ${alert}:${where}${place}${by} ${title}; ${details.join(' ')}`;
}
