import { HttpSignatureError } from './HttpSignatureError.ts';
import type { SignatureFields } from './readSignatureFields.ts';
import type { VerificationPolicy } from './types.ts';

/**
 * Decides which signature is verified: the one with the policy's label; else the only one with its tag; else the only
 * one. A message with several candidates is refused, because a label is not signed and any sender can add another.
 *
 * @returns The label.
 * @throws HttpSignatureError `label-not-found`, `tag-not-found` or `label-ambiguous`
 */
export function chooseLabel({ inputs, signatures }: SignatureFields, policy: VerificationPolicy): string {
  const labels = policy.label === undefined ? [...inputs.keys()] : [policy.label];
  const [first, second] = policy.tag === undefined ? labels : labels.filter(hasTag);
  if (first === undefined) {
    const code = policy.tag === undefined ? 'label-not-found' : 'tag-not-found';
    throw fault(code, policy.tag ?? '', 'Signature-Input has no such signature');
  }
  if (second !== undefined) throw fault('label-ambiguous', first, `${second} could be meant as well; name one`);
  if (!inputs.has(first)) throw fault('label-not-found', first, 'Signature-Input has no such label');
  if (!signatures.has(first)) throw fault('label-not-found', first, 'Signature has no such label');
  return first;

  function hasTag(label: string): boolean {
    const tag = inputs.get(label)?.parameters.get('tag');
    return tag?.type === 'string' && tag.value === policy.tag;
  }
}

function fault(
  code: 'label-not-found' | 'tag-not-found' | 'label-ambiguous',
  label: string,
  problem: string,
): HttpSignatureError {
  return new HttpSignatureError(code, `signature ${JSON.stringify(label)}: ${problem}`, { details: { label } });
}
