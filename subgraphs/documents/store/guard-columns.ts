/** Columns that the pass policy reads (kit/database/pass-verification.ts). */
export const guardColumns = `
    organisation text not null,
    label smallint not null,
    delayed_until timestamptz(3),
    release_at timestamptz not null generated always as (coalesce(delayed_until, '-infinity')) stored`;
