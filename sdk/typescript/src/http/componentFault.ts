import { HttpSignatureError } from './HttpSignatureError.ts';
import type { Component } from './readComponent.ts';
import type { SignatureReason } from './signatureReasons.ts';

/**
 * The error for a component that can't be taken from a message.
 *
 * @param code The reason.
 * @param component Which one.
 * @param problem Continues a sentence that begins with the component.
 * @param cause What led to it, where there is such.
 */
export function componentFault(
  code: SignatureReason,
  component: Component,
  problem: string,
  cause?: unknown,
): HttpSignatureError {
  return new HttpSignatureError(code, `component ${component.text} ${problem}`, {
    cause,
    details: { component: component.text },
  });
}
