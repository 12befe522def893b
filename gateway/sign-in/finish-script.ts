/**
 * The only script of sign-in. It gives the one-time code to the window that opened this one, with our own
 * origin as exact target, so that a hostile opener receives nothing; then it closes the window.
 */
export const finishScript = `'use strict';
(() => {
  const handOver = document.getElementById('hand-over');
  const opener = window.opener;
  if (handOver === null || opener === null || opener.closed) return;
  opener.postMessage({ type: 'cie-code', code: handOver.dataset.code }, handOver.dataset.origin);
  delete handOver.dataset.code;
  handOver.replaceChildren(handOver.querySelector('template').content);
  window.close();
})();
`;
