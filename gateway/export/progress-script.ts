export const progressScriptAddress = '/download/progress.js';

/**
 * Shows how far a file is without a touch. Loads the page anew when a state has changed, since what can be done has changed too. Without
 * it the page has a link that does the same.
 */
export const progressScript = `'use strict';
(() => {
  const files = document.querySelector('[data-progress]');
  if (files === null) return;
  document.querySelector('[data-refresh]')?.remove();
  const ask = async () => {
    const answer = await fetch(files.dataset.progress, { headers: { 'x-cie-client': 'page' } });
    if (!answer.ok) return location.reload();
    for (const { id, state, part, text } of await answer.json()) {
      const shown = document.getElementById('file-' + id);
      if (shown === null || shown.dataset.state !== state) return location.reload();
      const bar = shown.querySelector('progress');
      if (bar !== null) bar.value = part;
      const words = shown.querySelector('[role=status]');
      if (words !== null && words.textContent !== text) words.textContent = text;
    }
    setTimeout(next, 1000);
  };
  const next = () => ask().catch(() => setTimeout(next, 5000));
  setTimeout(next, 700);
})();
`;
