/** A comment or a text of Solidity; texts are matched so that a `//` within them isn't taken for a comment. */
const TOKENS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/**
 * Lines of Solidity that hold code: neither empty nor only comment. Statements aren't joined or split, so the figure depends on
 * the formatter, which is the same for every file here.
 */
export function countSourceLines(source: string): number {
  return withoutComments(source)
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}

/** The source with empty places where comments were; every line keeps its number. */
export function withoutComments(source: string): string {
  const code = source.replaceAll(TOKENS, (token) => (token.startsWith('/') ? token.replaceAll(/[^\n]/g, '') : token));
  return code.replaceAll(/[ \t]+$/gm, '');
}
