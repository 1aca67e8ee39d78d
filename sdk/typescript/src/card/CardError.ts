import { SageError } from '../errors/SageError.ts';

/**
 * Why a call about cards makes no sense: `key-unusable`, a key handed in has an algorithm that no key on the chain has, or
 * no name; `card-unusable`, what is to be signed is no valid card. Faults of a card to verify are told in a verdict.
 */
export class CardError extends SageError<'key-unusable' | 'card-unusable'> {}
