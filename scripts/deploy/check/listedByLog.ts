import type { SuiteReader } from './SuiteReader.ts';

/** The validators that the policy lists, by the events alone. */
export async function listedByLog(reader: SuiteReader): Promise<string[]> {
  const listed = new Set<string>();
  for (const { args } of await reader.events('taskValidationPolicy', 'GovernanceValidatorSet')) {
    const [validator, isListed] = args as unknown as [string, boolean];
    if (isListed) listed.add(validator);
    else listed.delete(validator);
  }
  return [...listed];
}
