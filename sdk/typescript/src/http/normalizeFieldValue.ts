const SP = 0x20;
const HTAB = 0x09;

function isBlank(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === SP || code === HTAB;
}

function trimBlanks(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && isBlank(text, begin)) begin += 1;
  while (end > begin && isBlank(text, end - 1)) end -= 1;
  return begin === 0 && end === text.length ? text : text.slice(begin, end);
}

/**
 * RFC 9421, section 2.1: the value of one line of a field without the white space around it, an obsolete line folding
 * (RFC 9112, section 5.2) replaced by one space.
 *
 * @param value As received. A line break that folds nothing stays, and is refused later.
 */
export function normalizeFieldValue(value: string): string {
  if (!value.includes('\r\n')) return trimBlanks(value);
  const [first = '', ...others] = value.split('\r\n');
  const joined = others.reduce((text, line) => {
    return isBlank(line, 0) ? `${trimBlanks(text)} ${trimBlanks(line)}` : `${text}\r\n${line}`;
  }, first);
  return trimBlanks(joined);
}
