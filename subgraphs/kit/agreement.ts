/**
 * Version of the user agreement and privacy policy that people are asked to agree to, a date. A new version is a new text in
 * gateway/agreement; everybody is asked again at the next sign-in, and what they agreed to before stays on file (REG-1, REG-4).
 */
export const currentAgreement = '2026-11-01';
