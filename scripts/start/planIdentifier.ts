const MAX_NAME = 48;

/**
 * The end of a DID for an agent: its name as far as a DID can hold it, and its number in the folder, which keeps agents of
 * one name apart.
 */
export function planIdentifier(name: string, index: number): string {
  const ascii = name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '');
  const words = ascii.match(/[a-z0-9]+/g) ?? ['agent'];
  return `${words.join('-').slice(0, MAX_NAME).replace(/-$/, '')}-${index + 1}`;
}
