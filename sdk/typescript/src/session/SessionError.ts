import { SageError } from '../errors/SageError.ts';
import type { SessionErrorCode } from './sessionErrorTable.ts';

/**
 * Why a message was refused, or a call makes no sense. What it tells is for the own side: a peer whose message was
 * refused should learn no more than that it was.
 */
export class SessionError extends SageError<SessionErrorCode> {}
