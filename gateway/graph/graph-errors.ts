import type { GraphQLFormattedError } from 'graphql';

/** Codes that Apollo gives to faults of the request itself; their text speaks of the query, not of us. */
const requestFaults = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST']);
/** Codes that the gateway gives when something broke; their text may hold anything. */
const ownFaults = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/**
 * What a client is told: a stable code and one sentence to act on. No stack, no name of a room's process, and no path through
 * the internal access field (abuse case 47).
 */
export function formatGraphError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const code = typeof formatted.extensions?.['code'] === 'string' ? formatted.extensions['code'] : 'INTERNAL_SERVER_ERROR';
  const place = {
    ...(formatted.locations && requestFaults.has(code) ? { locations: formatted.locations } : {}),
    ...(formatted.path && !formatted.path.includes('access') ? { path: formatted.path } : {}),
  };
  if (ownFaults.has(code)) {
    return { message: 'This cannot be shown right now. Try again in a moment.', ...place, extensions: { code: 'INTERNAL_ERROR' } };
  }
  return { message: formatted.message, ...place, extensions: { code } };
}
