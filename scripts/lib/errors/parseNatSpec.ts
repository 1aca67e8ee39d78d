/** The parts of a NatSpec comment that tell about an error. */
export interface ErrorDocs {
  /** `@notice`, and `@dev` where there is no notice; empty without either. */
  readonly meaning: string;
  /** `@param` by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Reads the documentation of an error.
 *
 * @param text As the compiler keeps it: without the marks of the comment, with its line breaks.
 */
export function parseNatSpec(text: string): ErrorDocs {
  const parts = `@notice ${text}`.split(/(?<!\S)@(?=[a-z])/).map((part) => part.replaceAll(/\s+/g, ' ').trim());
  const bodies = (tag: string): string[] =>
    parts.filter((part) => part.startsWith(`${tag} `)).map((part) => part.slice(tag.length + 1));
  const notice = bodies('notice').join(' ');
  const parameters = bodies('param').map((body) => {
    const [name = '', ...words] = body.split(' ');
    return [name, words.join(' ')] as const;
  });
  return { meaning: notice === '' ? bodies('dev').join(' ') : notice, parameters: Object.fromEntries(parameters) };
}
