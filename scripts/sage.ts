// npm run sage -- <noun> <verb> …: `npx hardhat sage …` with a Node version that Hardhat accepts.
import { spawn } from 'node:child_process';
import { ROOT, packageBin } from './lib/paths.ts';

const child = spawn(process.execPath, [packageBin('hardhat'), 'sage', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
child.once('error', (error) => {
  throw error;
});
child.once('close', (code, signal) => {
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
});
