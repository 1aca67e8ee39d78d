import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDEXER } from './installIndexer.ts';
import { query } from './readRows.ts';
import type { Ponder } from './startPonder.ts';

/**
 * Runs every query that the example's README shows.
 *
 * @throws {Error} When the service refuses one, or there is none.
 */
export async function askReadme({ url }: Ponder): Promise<void> {
  const readme = readFileSync(join(INDEXER, 'README.md'), 'utf8');
  const queries = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, text]) => text ?? '');
  if (queries.length === 0) throw new Error('the README shows no query');
  for (const text of queries) await query(url, text);
}
