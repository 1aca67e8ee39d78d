import { HttpSignatureError } from './HttpSignatureError.ts';
import type { CompiledPolicy } from './compilePolicy.ts';
import { isSignatureAlgorithm } from './isSignatureAlgorithm.ts';
import type { SignatureParameters } from './types.ts';

/**
 * Checks parameters, times and the claimed algorithm against a policy.
 *
 * @throws HttpSignatureError with the reason.
 */
export function checkRequirements(parameters: SignatureParameters, policy: CompiledPolicy): void {
  for (const name of policy.requiredParameters) {
    if (parameters[name] === undefined || parameters[name] === '') {
      const problem = parameters[name] === '' ? 'is empty' : 'is missing';
      throw fault('required-parameter-missing', `parameter ${name} ${problem}; the policy asks for it`);
    }
  }
  checkTimes(parameters, policy);
  const { alg } = parameters;
  if (alg === undefined) return;
  if (!isSignatureAlgorithm(alg)) throw fault('algorithm-unsupported', `algorithm ${JSON.stringify(alg)} is not known`);
  if (policy.algorithms?.has(alg) === false) throw fault('algorithm-not-allowed', `the policy does not allow ${alg}`);
}

/** RFC 9421, sections 2.3 and 3.2.1. At the very second of a limit a signature still passes. */
function checkTimes({ created, expires }: SignatureParameters, policy: CompiledPolicy): void {
  const now = policy.now();
  const { maxAge, clockSkew } = policy;
  if (created !== undefined && created > now + clockSkew) {
    throw fault('created-in-future', `created ${created} is more than ${clockSkew} s after now, ${now}`);
  }
  if (created !== undefined && now > created + maxAge) {
    throw fault('too-old', `created ${created} is more than ${maxAge} s before now, ${now}`);
  }
  if (expires === undefined) return;
  if (now > expires + clockSkew) throw fault('expired', `expires ${expires} is over at ${now}`);
  if (created !== undefined && expires < created) {
    throw fault('expired', `expires ${expires} is before created ${created}`);
  }
}

type Code =
  | 'required-parameter-missing'
  | 'algorithm-unsupported'
  | 'algorithm-not-allowed'
  | 'created-in-future'
  | 'too-old'
  | 'expired';

function fault(code: Code, message: string): HttpSignatureError {
  return new HttpSignatureError(code, message);
}
