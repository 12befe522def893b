/** The part of Fastify's logger the feeds use. Fields hold states, codes and counts; never what a message says. */
export interface FeedLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
