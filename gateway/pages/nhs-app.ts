import type { FastifyRequest } from 'fastify';

/**
 * Whether a page is shown inside the NHS App, which says so in its user agent and has a header of its own (REG-2). Only looks
 * depend on it: anybody can write such a user agent.
 */
export function isInNhsApp(request: FastifyRequest): boolean {
  return /\bnhsapp-(ios|android)\//i.test(request.headers['user-agent'] ?? '');
}
