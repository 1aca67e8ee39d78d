// npm run security-txt: makes the security.txt (RFC 9116) of a published repository from .well-known/security.txt.template.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/paths.ts';
import { renderSecurityTxt } from './lib/securityTxt.ts';
import { runCommand } from './lib/usage.ts';

const TEMPLATE = join(ROOT, '.well-known', 'security.txt.template');

const USAGE = `Usage: npm run security-txt -- --contact URI --policy URL --canonical URL --expires DATE [options]
  --contact URI    where reports go: the repository's private reporting, or a mailbox that is read
  --policy URL     SECURITY.md as it can be read by everybody
  --canonical URL  where the file will be served; ends with /.well-known/security.txt
  --expires DATE   when the file has to be renewed, at most a year ahead
  --out FILE       write it there; without this it is printed
  --json           print {text} as JSON; write nothing
Exit code 2 when a value is missing or can't be true: a security.txt that leads nowhere is worse than none.`;

function main(): Promise<void> {
  const text = { type: 'string', default: '' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { contact: text, policy: text, canonical: text, expires: text, out: text, json: flag, help: flag },
  });
  if (values.help) {
    console.log(USAGE);
    return Promise.resolve();
  }
  const rendered = renderSecurityTxt(readFileSync(TEMPLATE, 'utf8'), values, new Date());
  if (values.json) console.log(JSON.stringify({ text: rendered }, undefined, 2));
  else if (values.out === '') process.stdout.write(rendered);
  else writeFileSync(values.out, rendered);
  return Promise.resolve();
}

await runCommand(main);
