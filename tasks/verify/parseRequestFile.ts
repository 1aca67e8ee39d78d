import { z } from 'zod';
import type { HttpRequestMessage } from '../../sdk/typescript/src/http/index.ts';
import { TaskError } from '../lib/TaskError.ts';
import { parseRawRequest } from './parseRawRequest.ts';

const JSON_REQUEST = z.strictObject({
  method: z.string().min(1),
  url: z.string(),
  /** By name, or lines in their order. */
  headers: z.union([z.record(z.string(), z.string()), z.array(z.tuple([z.string(), z.string()]))]),
  body: z.string().optional(),
  bodyBase64: z.base64().optional(),
});

/** Scheme and authority, then path and query as they are: nothing may be normalised that was signed. */
const URL_PARTS = /^https?:\/\/[^/?#\s]+([^#\s]*)$/i;

/**
 * Reads a request from a file: the bytes of an HTTP/1.1 request, or JSON `{method, url, headers, body}`.
 *
 * @param path For errors.
 * @param scheme How the client reached the service, which the bytes don't say.
 * @throws {TaskError} `bad-request`
 */
export async function parseRequestFile(
  bytes: Uint8Array,
  path: string,
  scheme: 'https' | 'http',
): Promise<HttpRequestMessage> {
  const text = new TextDecoder().decode(bytes);
  // No method of HTTP begins so.
  if (text.trimStart().startsWith('{')) return parseJsonRequest(text, path);
  return parseRawRequest(bytes, path, scheme);
}

function parseJsonRequest(text: string, path: string): HttpRequestMessage {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new TaskError('bad-request', `${problem}; correct the file`, { field: 'request', value: path, cause });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return refuse('not JSON', cause);
  }
  const { data, error } = JSON_REQUEST.safeParse(json);
  if (data === undefined) {
    const [issue] = error.issues;
    return refuse(`at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`);
  }
  const { method, url, headers, body, bodyBase64 } = data;
  if (body !== undefined && bodyBase64 !== undefined) return refuse('body and bodyBase64 are both there');
  const rest = URL_PARTS.exec(url)?.[1];
  if (rest === undefined) return refuse(`url: ${JSON.stringify(url)} is no absolute http or https URL`);
  const fields = Array.isArray(headers) ? headers : Object.entries(headers);
  const content = bodyBase64 === undefined ? body : Buffer.from(bodyBase64, 'base64');
  return {
    kind: 'request',
    method,
    requestTarget: rest.startsWith('/') ? rest : `/${rest}`,
    targetUri: url,
    fields,
    ...(content !== undefined && { body: typeof content === 'string' ? new TextEncoder().encode(content) : content }),
  };
}
