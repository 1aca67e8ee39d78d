import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure, run } from './process.ts';
import type { Outcome } from './process.ts';
import { pageProgram } from './sdkPrograms.ts';

/** Installed for this check only: the browser alone has 67 MB. */
export const PAGE_PACKAGES = ['vite@8.3.8', '@sparticuz/chromium@153.0.0', 'playwright-core@1.65.1'];

/** Serves the built page at the machine itself, where WebCrypto works without a certificate, and reads its title. */
const DRIVER = `
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };
const server = createServer((request, response) => {
  const path = request.url === '/' ? '/index.html' : request.url;
  try {
    const content = readFileSync(join('page', 'dist', path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const executablePath = await packed.executablePath();
const browser = await chromium.launch({ executablePath, args: packed.args, headless: true });
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto('http://127.0.0.1:' + server.address().port + '/');
  await page.waitForFunction(() => document.title !== 'waiting', undefined, { timeout: 30000 });
  const title = await page.title();
  console.log('Chromium ' + browser.version() + ': ' + title);
  if (title !== 'works') process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
`;

/**
 * Builds a page that uses the package with Vite, and opens it in headless Chromium.
 *
 * @param folder A project with the package and {@link PAGE_PACKAGES} installed.
 * @param name The package.
 * @param paths Its import paths.
 */
export async function tryPage(folder: string, name: string, paths: readonly string[]): Promise<Outcome> {
  const page = join(folder, 'page');
  mkdirSync(page, { recursive: true });
  writeFileSync(join(page, 'main.js'), pageProgram(name, paths));
  const html = '<!doctype html><title>waiting</title><script type="module" src="./main.js"></script>\n';
  writeFileSync(join(page, 'index.html'), html);
  writeFileSync(join(folder, 'drive.mjs'), DRIVER);
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = await run(process.execPath, [vite, 'build', page, '--logLevel', 'warn'], {
    cwd: folder,
    timeoutMs: 120_000,
  });
  if (describeFailure(built) !== undefined) return built;
  // The browser is unpacked into the folder for temporary files.
  return run(process.execPath, ['drive.mjs'], { cwd: folder, env: { TMPDIR: folder }, timeoutMs: 120_000 });
}
