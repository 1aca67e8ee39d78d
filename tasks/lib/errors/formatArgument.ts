import { keccak256 } from 'ox/Hash';
import { fromString } from 'ox/Hex';
import { printable } from '../../../scripts/start/displayText.ts';
import { PANIC_CODES } from './builtInErrors.ts';
import type { ErrorInput, Unit } from './types.ts';

/** Longer texts are cut: they come from callers. */
const LONGEST = 120;
const LATEST_DATE = 8_640_000_000_000n;
const OPERATION_STATES = ['Unset', 'Waiting', 'Ready', 'Done'];
const ROLES = ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'];
const ADMIN_ROLE = `0x${'0'.repeat(64)}`;
const WEI_DIGITS = 18;

/**
 * One argument as it stands in a sentence.
 *
 * @param input Its type and unit.
 * @param value Its raw value, see `Explanation.args`.
 * @returns One line, safe to print.
 */
export function formatArgument({ type, unit, members }: ErrorInput, value: string): string {
  if (type === 'string') return quote(value);
  if (members !== undefined) return members[Number(value)] ?? value;
  return unit === undefined || unit === 'reason' ? value : UNITS[unit](value);
}

const UNITS: Readonly<Record<Exclude<Unit, 'reason'>, (value: string) => string>> = {
  time: formatTime,
  duration: formatDuration,
  wei: formatWei,
  role: (value) =>
    value === ADMIN_ROLE ? 'DEFAULT_ADMIN_ROLE' : (ROLES.find((role) => hash(role) === value) ?? value),
  panic: (value) => `${value}, ${PANIC_CODES[value] ?? 'none that Solidity documents'}`,
  states: formatStates,
};

function hash(text: string): string {
  return keccak256(fromString(text));
}

function quote(text: string): string {
  const shown = printable(text);
  return shown.length > LONGEST ? `"${shown.slice(0, LONGEST)}…"` : `"${shown}"`;
}

function formatTime(seconds: string): string {
  const value = BigInt(seconds);
  if (value === 0n || value > LATEST_DATE) return seconds;
  return `${new Date(Number(value) * 1000).toISOString().replace('.000Z', 'Z')} (${seconds})`;
}

function formatDuration(seconds: string): string {
  return seconds === '1' ? '1 second' : `${seconds} seconds`;
}

function formatWei(wei: string): string {
  const digits = wei.padStart(WEI_DIGITS + 1, '0');
  const fraction = digits.slice(-WEI_DIGITS).replace(/0+$/, '');
  const whole = digits.slice(0, -WEI_DIGITS);
  return `${fraction === '' ? whole : `${whole}.${fraction}`} ether (${wei} wei)`;
}

function formatStates(bits: string): string {
  const value = BigInt(bits);
  if (value >> BigInt(OPERATION_STATES.length) !== 0n || value === 0n) return bits;
  return OPERATION_STATES.filter((_, index) => (value >> BigInt(index)) & 1n).join(' or ');
}
