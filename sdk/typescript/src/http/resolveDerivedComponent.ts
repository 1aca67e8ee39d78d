import { componentFault } from './componentFault.ts';
import type { MessageContext } from './MessageContext.ts';
import type { Component } from './readComponent.ts';
import { resolveQueryParam } from './resolveQueryParam.ts';
import { splitRequestTarget } from './splitRequestTarget.ts';
import type { RequestTargetParts } from './splitRequestTarget.ts';
import { splitTargetUri } from './splitTargetUri.ts';
import type { TargetUriParts } from './splitTargetUri.ts';
import type { HttpRequestMessage } from './types.ts';

const METHOD = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

/**
 * The value of a derived component (RFC 9421, section 2.2).
 *
 * @param component Its name begins with `@`.
 * @param context The message, or the request that it answers for `;req`.
 * @throws HttpSignatureError with the reason.
 */
export function resolveDerivedComponent(component: Component, context: MessageContext): string {
  const { message } = context;
  if (message.kind === 'request') return resolveInRequest(component, message, context);
  if (component.name !== '@status') {
    throw componentFault('component-not-in-response', component, 'belongs to requests; add ;req to take it from there');
  }
  const { status } = message;
  if (Number.isInteger(status) && status >= 100 && status <= 999) return String(status);
  throw componentFault('component-value-invalid', component, `is ${status}, not a number of three digits`);
}

function resolveInRequest(component: Component, request: HttpRequestMessage, context: MessageContext): string {
  switch (component.name) {
    case '@method':
      if (METHOD.test(request.method)) return request.method;
      throw componentFault('component-value-invalid', component, `is ${JSON.stringify(request.method)}, no method`);
    case '@target-uri':
      uriParts(component, request);
      return request.targetUri ?? '';
    case '@authority':
      return uriParts(component, request).authority;
    case '@scheme':
      return uriParts(component, request).scheme;
    case '@request-target':
      targetParts(component, request);
      return request.requestTarget;
    case '@path':
      return targetParts(component, request).path;
    case '@query':
      return targetParts(component, request).query ?? '?';
    case '@query-param':
      targetParts(component, request);
      return resolveQueryParam(component, context.queryParameters);
    default:
      throw componentFault('component-not-in-request', component, 'belongs to responses');
  }
}

function uriParts(component: Component, { targetUri }: HttpRequestMessage): TargetUriParts {
  if (targetUri === undefined) throw componentFault('component-missing', component, 'needs the target URI');
  const parts = splitTargetUri(targetUri);
  if (parts !== undefined) return parts;
  const found = JSON.stringify(targetUri);
  throw componentFault('component-value-invalid', component, `can't be taken from ${found}, no absolute URI`);
}

function targetParts(component: Component, { requestTarget }: HttpRequestMessage): RequestTargetParts {
  const parts = splitRequestTarget(requestTarget);
  if (parts !== undefined) return parts;
  const found = JSON.stringify(requestTarget);
  throw componentFault('component-value-invalid', component, `can't be taken from ${found}, no request target`);
}
