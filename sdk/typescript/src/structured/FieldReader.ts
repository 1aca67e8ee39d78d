import { StructuredFieldError } from './StructuredFieldError.ts';

const SP = 0x20;
const HTAB = 0x09;

/** The text of a structured field and the place that is read next. */
export class FieldReader {
  readonly text: string;
  readonly refusesRepeatedKeys: boolean;
  position = 0;

  constructor(text: string, refusesRepeatedKeys: boolean) {
    this.text = text;
    this.refusesRepeatedKeys = refusesRepeatedKeys;
  }

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The code of the next character; NaN at the end, which equals nothing. */
  peek(): number {
    return this.text.charCodeAt(this.position);
  }

  /** Steps over the next character if it is that one. */
  take(code: number): boolean {
    if (this.peek() !== code) return false;
    this.position += 1;
    return true;
  }

  /** Steps over the next character, which must be that one. */
  expect(code: number): void {
    if (!this.take(code)) throw this.error(`expected ${JSON.stringify(String.fromCharCode(code))}`);
  }

  /** What a sticky pattern matches here; undefined, and no step, when it doesn't match. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  skipSpaces(): void {
    while (this.peek() === SP) this.position += 1;
  }

  /** Optional white space: spaces and tabs. */
  skipOws(): void {
    while (this.peek() === SP || this.peek() === HTAB) this.position += 1;
  }

  error(problem: string): StructuredFieldError {
    const found = this.isAtEnd() ? 'the end' : JSON.stringify(this.text.charAt(this.position));
    return new StructuredFieldError(
      'structured-field-syntax',
      `structured field: ${problem} at character ${this.position}, found ${found}; see RFC 9651, section 4.2`,
      { details: { position: this.position } },
    );
  }

  /** Called for a key that occurs the second time. */
  repeated(key: string): void {
    if (!this.refusesRepeatedKeys) return;
    throw new StructuredFieldError(
      'structured-field-repeated-key',
      `structured field: the key "${key}" occurs twice, so that readers may disagree about its value; keep one`,
      { details: { key, position: this.position } },
    );
  }
}
