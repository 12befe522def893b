import type { FastifyRequest } from 'fastify';
import { checkNetwork } from '../throttle/check-network.ts';
import type { SignInParts } from './parts.ts';

/** A hospital's network has one address for thousands of people; a machine that fills our tables is far faster than they are. */
const startLimit = { most: 600, seconds: 60 } as const;

/** Whether one more journey to an identity provider may begin from where this request comes from (abuse case 39). */
export async function mayStart({ throttle, clock }: Pick<SignInParts, 'throttle' | 'clock'>, request: FastifyRequest): Promise<boolean> {
  const { allowed } = await checkNetwork(throttle, 'sign-ins from', request.ip, startLimit, clock());
  return allowed;
}
